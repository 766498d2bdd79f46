"""A walk through newsarchive: take in, check, look, find, cite, take home, show to readers.

With DEMO_SERVE=1 in the environment, the archive is served at the end until Ctrl-C.

Everything is made below .demo/ in the project's folder, or below FOLDER. A folder there that an
earlier walk made carries a marker file and is made anew; one that carries none is left alone, and
the next free name is used. Ends with exit status 1 as soon as a command does not do what it should.

    python examples/demo.py [FOLDER]
"""

import os
import shlex
import shutil
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MARKER = "made-by-make-demo.txt"
COMMAND = Path(sys.executable).with_name("newsarchive")


class DemoError(Exception):
    """A command did not do what the walk-through says it does."""


def fresh_folder(place: Path) -> Path:
    """A new folder in `place`, where the last walk's was, or under the next free number."""
    number = 1
    while (folder := place / f"walk-{number}").exists() and not (folder / MARKER).is_file():
        number += 1
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    (folder / MARKER).write_text(
        "`make demo` made this folder, and removes it when it runs again.\n"
        "To keep what is in it, delete this file or copy the folder elsewhere.\n"
    )
    return folder


def shown(path: Path) -> str:
    """`path` as one would type it in the project's folder."""
    return str(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path)


def say(text: str) -> None:
    """Print words of the walk-through, after a blank line."""
    print(f"\n{text}", flush=True)


def run(*arguments: str, expect: int = 0) -> str:
    """Run `newsarchive` in the project's folder, show it as a terminal would, return its output.

    Raises:
        DemoError: it ended with another exit status than `expect`.
    """
    print(f"\n$ newsarchive {shlex.join(arguments)}", flush=True)
    done = subprocess.run(
        [COMMAND, *arguments],
        cwd=ROOT,
        env={key: value for key, value in os.environ.items() if key != "NEWSARCHIVE"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    print(done.stdout, end="", flush=True)
    if done.returncode != expect:
        raise DemoError(f"it ended with exit status {done.returncode}, not {expect}")
    return done.stdout


@contextmanager
def serving(here: str) -> Iterator[str]:
    """Serve the archive at any port that is free: its address.

    Raises:
        DemoError: it did not begin, or not end, as it should.
    """
    arguments = ["serve", "-a", here, "--port", "0"]
    print(f"\n$ newsarchive {shlex.join(arguments)}", flush=True)
    env = {key: value for key, value in os.environ.items() if key != "NEWSARCHIVE"}
    with subprocess.Popen(
        [COMMAND, *arguments],
        cwd=ROOT,
        env=env,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        process_group=0,  # Ctrl-C is for the walk, which ends the portal itself
    ) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            print(line, end="", flush=True)
            if not line.startswith("Reading at "):
                raise DemoError("the portal did not say where it is")
            yield line.split()[2]
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait()
    if process.returncode != 0:
        raise DemoError(f"the portal ended with exit status {process.returncode}")


def fetched(address: str) -> int:
    """How many bytes a page has.

    Raises:
        DemoError: there is none.
    """
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(address) as answer:
            return len(answer.read())
    except urllib.error.URLError as error:
        raise DemoError(f"{address} does not answer: {error}") from error


def bag_folders(archive: Path) -> list[Path]:
    """Every bag in the archive: a bag is a folder with a bagit.txt."""
    return sorted(declaration.parent for declaration in archive.glob("bags/**/bagit.txt"))


def walk(place: Path) -> None:
    """The walk itself, in a folder of its own below `place`.

    Raises:
        DemoError: something was not as it should be.
    """
    archive = fresh_folder(place) / "archive"
    here = shown(archive)
    articles = sorted(shown(path) for path in ROOT.glob("examples/*.txt"))

    say("1. An archive is a folder. This makes one:")
    run("init", "-a", here)

    say("2. Take articles in. Each becomes a bag: the file as it came, its text, a record.")
    run("ingest", "-a", here, *articles)
    bags = bag_folders(archive)
    if len(bags) != len(articles):
        raise DemoError(f"{len(articles)} articles were taken in, and there are {len(bags)} bags")

    say("3. Take them in again. Nothing is stored twice, so this is always safe:")
    run("ingest", "-a", here, *articles)
    if bag_folders(archive) != bags:
        raise DemoError("taking the same articles in again changed the archive")

    say("4. Read every byte of every bag again, and compare it with what was taken in:")
    run("audit", "-a", here)

    say("5. Look at one bag. What the source does not say is unknown, and never guessed:")
    bag = next((path for path in bags if "wendle" in path.name or "bridge" in path.name), bags[0])
    run("show", "-a", here, bag.name)

    say("6. Find articles by their words, in any script, whatever the case and the accents:")
    found = run("search", "-a", here, "--limit", "2", "ostli OR остли")
    if "1 article found" not in found:
        raise DemoError("one article is about the ferry to Ostli, and the search found another")

    say("7. Cite one in a footnote. It names the bag and its seal, so that it leads back to this:")
    run("cite", "-a", here, bag.name)

    say("8. Take it home: checked on the way, a plain folder that sha512sum can check again.")
    home = archive.parent / "taken-home"
    run("get", "-a", here, bag.name, shown(home))
    if not (home / "bagit.txt").is_file():
        raise DemoError("what was taken home is no bag")

    say("9. Show it to readers in a browser. It answers:")
    with serving(here) as address:
        for page in ("", f"article/{bag.name}"):
            print(f"/{page}: {fetched(address + page):,} bytes", flush=True)
        next_commands(here, bag)
        if os.environ.get("DEMO_SERVE") == "1":
            say(f"It goes on at {address} until you press Ctrl-C.")
            with suppress(KeyboardInterrupt):
                signal.pause()


def next_commands(here: str, bag: Path) -> None:
    """Print what to run next."""
    text, folder = shlex.quote(shown(bag / "data/article.txt")), shlex.quote(shown(bag))
    newsarchive, archive = shlex.quote(shown(COMMAND)), shlex.quote(here)
    say(
        "Now you. Damage one byte, let the audit find it, then ask a tool that knows nothing of us:"
    )
    print(f"""
  printf X | dd of={text} bs=1 seek=20 conv=notrunc status=none
  {newsarchive} audit -a {archive}
  (cd {folder} && sha512sum --quiet -c manifest-sha512.txt)

and look at the archive in a browser, damage and all:

  {newsarchive} serve -a {archive} --staff
""")


def main(place: Path) -> int:
    """Run the walk below `place`; 0 when all went as it should, else 1."""
    if not COMMAND.exists():
        print(f"demo: there is no {COMMAND}. Run `make demo`, which installs it.", file=sys.stderr)
        return 1
    try:
        walk(place)
    except DemoError as error:
        print(f"\ndemo: this should not have happened: {error}.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else ROOT / ".demo"))
