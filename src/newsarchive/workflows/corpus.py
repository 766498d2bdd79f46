"""Giving out many articles at once: a new folder with a table of them, whole or not at all.

What goes out is as the ledger had it when the run began: what is taken in meanwhile is for the
next. Nothing in the archive is written.
"""

import contextlib
import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from newsarchive.corpus import (
    ArticleInCorpus,
    CorpusWriter,
    Described,
    HashedFile,
    readme,
    schema,
    writer_for,
)
from newsarchive.corpus.papers import README, SCHEMA, SUMS, UNREAD
from newsarchive.durable import display, fsync_directories, store_error
from newsarchive.errors import NewsArchiveError, StoreError
from newsarchive.holdings.opened import OpenArchive
from newsarchive.holdings.position import head_of, newest_amendment, position_of
from newsarchive.holdings.sealed import SealedFiles
from newsarchive.judgement.access import gives
from newsarchive.judgement.wanted import fits
from newsarchive.metadata import described, read_record, record_of
from newsarchive.model.access import Allowed, Gives, Reader
from newsarchive.model.clock import timestamp
from newsarchive.model.corpus import Corpus, CorpusFile, CorpusForm, Position, Released, Wanted
from newsarchive.model.holding import Accession, BagKind
from newsarchive.model.layout import RECORD
from newsarchive.model.record import Record
from newsarchive.reports.safe import cell
from newsarchive.workflows.access import Asking, Rules, enter_use
from newsarchive.workflows.workshop import (
    give_place,
    must_be_new,
    must_be_outside,
    workshop_beside,
)

Release = Callable[[Accession, Record | None], Released]
"""What of an article with this current record may go out; the record is None if it is unread."""


@dataclass(frozen=True, slots=True)
class Looked:
    """An article was looked at, one `of` so many in the archive; `problem` if it cannot be read."""

    bag: str
    problem: str
    of: int


class Releasing:
    """What goes out to who asks: an article, its description, or nothing. A `Release`.

    Without `asking` everything goes out, as to staff.
    """

    def __init__(self, holdings: OpenArchive, asking: Asking | None) -> None:
        self._holdings = holdings
        self._asking = asking or Asking()
        self._rules = Rules.of(holdings)
        self._given: list[tuple[Accession, Allowed]] = []

    def __call__(self, accession: Accession, record: Record | None) -> Released:
        """What of an article may go out; what more it is than anybody gets is remembered."""
        rules = self._rules
        level = rules.level(accession, record) if record else rules.decided_level(accession)
        given = gives(level.level, self._asking.reader)
        if given is Gives.ALL:
            if gives(level.level, Reader.ANYONE) is not Gives.ALL:
                self._given.append((accession, level))
            return Released()
        if given is Gives.NOTHING or record is None:
            return Released(withheld=level.level.value)
        return Released(without_text=level.level.value, told=described(record.document))

    def enter(self) -> None:
        """Enter in the ledger what was given so, where the settings say so.

        Raises:
            LockedError, StoreError, LedgerError: it could not be entered; nothing may be given.
        """
        enter_use(self._holdings, self._given, self._asking)


def _nothing() -> None:
    """Nothing has to be done before a corpus gets its place."""


def export_corpus(
    holdings: OpenArchive,
    chosen: Iterable[Accession],
    wanted: Wanted,
    dest: Path,
    form: CorpusForm,
    *,
    bom: bool = False,
    release: Release,
    tell: Callable[[Looked], object],
    before: Callable[[], None] = _nothing,
) -> Corpus:
    """Make the new folder `dest` of those of `chosen` that fit what is `wanted`, in this form.

    `chosen` are the accessions of articles, in the order in which they are to stand, already
    asked for what the catalog knows. A `release` says which of them may go out; the others are
    counted by its reason. One that cannot be read, or is not what was taken in, is told, named in
    the folder, and the rest goes on. `before` is called when all is there and has no place yet.
    When this returns, all of it is on disk; when it raises, there is nothing at `dest`.

    Raises:
        UsageError: `dest` would lie in the archive, or the form needs a package that is not
            installed.
        StoreError: something lies at `dest`, the archive cannot be reached, or the disk refused.
    """
    must_be_new(dest)
    must_be_outside(dest, holdings.root)
    if trouble := holdings.store.trouble():
        raise StoreError(trouble)
    position = position_of(head_of(holdings))
    with workshop_beside(dest) as workshop:
        folder = workshop / "corpus"
        try:
            folder.mkdir()
            with contextlib.ExitStack() as open_files:
                run = _Run(holdings, folder, position, open_files)
                writer = writer_for(
                    form,
                    folder,
                    Described(holdings.archive_id, str(position)),
                    run.sum,
                    bom=bom,
                )
                open_files.callback(writer.close)
                run.write(chosen, wanted, writer, release, tell)
                corpus = run.finish(writer, form, wanted, display(dest))
            fsync_directories(folder)
        except OSError as error:
            raise store_error("write", display(dest), error) from error
        before()
        give_place(folder, dest)
    return corpus


class _Run:
    """One export: its folder, its checksums, and what is counted on the way."""

    def __init__(
        self,
        holdings: OpenArchive,
        folder: Path,
        position: Position,
        open_files: contextlib.ExitStack,
    ) -> None:
        self._holdings = holdings
        self._folder = folder
        self._position = position
        self._open_files = open_files
        self._sums = open_files.enter_context(HashedFile(folder / SUMS, SUMS))
        self._unread: HashedFile | None = None
        self._articles = self._problems = self._files = self._bytes = 0
        self._left_out: Counter[str] = Counter()
        self._without_text: Counter[str] = Counter()

    def sum(self, file: CorpusFile) -> None:
        """A file is whole: its line for `sha512sum -c`."""
        self._sums.write(f"{file.sha512}  {file.name}\n".encode())
        self._count(file)

    def _count(self, file: CorpusFile) -> None:
        self._files += 1
        self._bytes += file.bytes

    def write(
        self,
        chosen: Iterable[Accession],
        wanted: Wanted,
        writer: CorpusWriter,
        release: Release,
        tell: Callable[[Looked], object],
    ) -> None:
        """Give the writer every article that fits and may go out."""
        of = self._holdings.catalog.kinds()[BagKind.ARTICLE]
        for accession in chosen:
            if accession.seq > self._position.seq:
                continue  # it came meanwhile
            problem = ""
            try:
                article = self._read(accession)
            except (NewsArchiveError, KeyError, TypeError, ValueError) as error:
                if trouble := self._holdings.store.trouble():
                    raise StoreError(trouble) from error
                problem = error.message if isinstance(error, NewsArchiveError) else _odd(error)
                self._note(accession, problem, release(accession, None))
            else:
                if fits(article.record, wanted):
                    self._give(article, release(accession, article.record), writer)
            tell(Looked(accession.name, problem, of))

    def _give(self, article: ArticleInCorpus, released: Released, writer: CorpusWriter) -> None:
        """Write what of the article may go out, and count it."""
        if released.withheld:
            self._left_out[released.withheld] += 1
            return
        if why := released.without_text:
            told = article.record if released.told is None else record_of(released.told)
            article = replace(article, record=told, text=None, without_text=why)
            self._without_text[why] += 1
        writer.add(article)
        self._articles += 1

    def _read(self, base: Accession) -> ArticleInCorpus:
        """An article, from files that are what was taken in.

        Raises:
            StoreError, InvalidRecordError, KeyError, TypeError, ValueError: it cannot be read.
        """
        catalog = self._holdings.catalog
        newest = newest_amendment(self._holdings, base, self._position)
        with self._sealed(base) as own:
            if newest is None:
                data = own.read(RECORD)
            else:
                with self._sealed(newest) as amended:
                    data = amended.read(RECORD)
            record = record_of(read_record(data, f"{(newest or base).name}/{RECORD}").document)
            path = record.text.path
            text = None if path is None else own.read(path).decode()
        return ArticleInCorpus(base, newest, catalog.collection(base.bag), record, text)

    @contextlib.contextmanager
    def _sealed(self, accession: Accession) -> Iterator[SealedFiles]:
        tree = self._holdings.store.tree(accession.path)
        with contextlib.closing(tree):
            yield SealedFiles(tree, accession)

    def _note(self, accession: Accession, problem: str, released: Released) -> None:
        if released.withheld:  # its name is not for others, either
            self._left_out[released.withheld] += 1
            return
        if self._unread is None:
            self._unread = self._open_files.enter_context(HashedFile(self._folder / UNREAD, UNREAD))
            self._unread.write(_line("bag", "bag_id", "problem"))
        self._problems += 1
        self._unread.write(_line(accession.name, accession.bag, problem))

    def finish(self, writer: CorpusWriter, form: CorpusForm, wanted: Wanted, place: str) -> Corpus:
        """Write what lies beside the articles, and put everything on disk."""
        table = writer.finish()
        self.sum(table)
        if self._unread is not None:
            self.sum(self._unread.finish())
        corpus = Corpus(
            place=place,
            form=form,
            archive=self._holdings.archive_id,
            position=self._position,
            made=timestamp(self._holdings.clock.now()),
            wanted=wanted,
            articles=self._articles,
            table=table,
            files=0,
            bytes=0,
            left_out=dict(sorted(self._left_out.items())),
            without_text=dict(sorted(self._without_text.items())),
            unread=self._problems,
        )
        institution = self._holdings.institution.name
        papers = {
            SCHEMA: schema(writer.columns, form),
            README: readme(corpus, institution, self._holdings.agent),
        }
        for name, data in papers.items():
            with HashedFile(self._folder / name, name) as file:
                file.write(data)
                self.sum(file.finish())
        self._count(self._sums.finish())
        return replace(corpus, files=self._files, bytes=self._bytes)


def _odd(error: Exception) -> str:
    return f"its record or text is not what it should be: {error}"


def _line(*cells: str) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow([cell(value) for value in cells])
    return text.getvalue().encode()
