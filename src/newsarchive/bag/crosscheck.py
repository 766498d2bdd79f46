"""The one door to the `bagit` package of the Library of Congress: a second opinion on a bag.

It is a judge and not a writer: it writes an older version, works in place and changes the
directory of the whole process. Only its validation is used, which does none of that.
"""

import functools
import logging
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

Listed = Mapping[str, Mapping[str, str]]


def crosscheck(root: Path, listed: Listed | None = None) -> tuple[str, ...]:
    """What `bagit` objects to in the bag at `root`; empty when it calls the bag valid.

    With `listed`, the digests by algorithm that each file is known to have on disk, since it was
    read from there and hashed, `bagit` hashes nothing again: it judges the structure, the
    completeness and the Payload-Oxum, and what it reads from the manifests has to be `listed`, to
    the last path and digest. So the same bags pass. Without, it hashes every file itself.

    `listed` paths lie in the bag, and what is not listed is objected to, so that `bagit` is not
    asked whether a path leads out of it: that takes it as long as everything else.

    Nothing is raised: whatever stops `bagit` is an objection too. Nothing is logged.
    """
    import bagit  # noqa: PLC0415  takes 50 ms, and only who asks for a second opinion should wait

    logging.getLogger("bagit").disabled = True  # what it says is returned, and nobody else uses it
    try:
        bag = (bagit.Bag if listed is None else _bag_of_known_paths())(str(root))
        bag.validate(processes=1, completeness_only=listed is not None)
    except bagit.BagValidationError as error:
        return tuple(str(detail) for detail in error.details or ()) or (str(error),)
    except Exception as error:  # noqa: BLE001  an untyped foreign judge: any failure is its objection
        return (f"{type(error).__name__}: {error}",)
    return () if listed is None else _differences(bag.entries, listed)


@functools.cache
def _bag_of_known_paths() -> Any:
    import bagit  # noqa: PLC0415  as above

    class BagOfKnownPaths(bagit.Bag):  # type: ignore[misc]  # bagit has no types
        # Were it called otherwise in another version of bagit, this would only be slower.
        def _path_is_dangerous(self, path: str) -> bool:  # noqa: ARG002  # see crosscheck()
            return False

        # bagit looks for these twice, by a system call for each algorithm there is and by a walk
        # through the payload. One look is enough: nobody else touches the bag meanwhile.

        @functools.cached_property
        def _tag_files_seen(self) -> frozenset[str]:
            with os.scandir(self.path) as found:
                return frozenset(entry.name for entry in found if entry.is_file())

        def _manifests(self, kind: str) -> list[str]:
            names = (f"{kind}-{algorithm}.txt" for algorithm in bagit.CHECKSUM_ALGOS)
            return [f"{self.path}/{name}" for name in names if name in self._tag_files_seen]

        @functools.cached_property
        def _manifests_seen(self) -> list[str]:
            return self._manifests("manifest")

        def manifest_files(self) -> list[str]:
            return self._manifests_seen

        def tagmanifest_files(self) -> list[str]:
            return self._manifests("tagmanifest")

        @functools.cached_property
        def _payload_seen(self) -> list[str]:
            return list(super().payload_files())

        def payload_files(self) -> list[str]:
            return self._payload_seen

    return BagOfKnownPaths


def _differences(read: Listed, listed: Listed) -> tuple[str, ...]:
    if read == listed:
        return ()
    paths = sorted(p for p in {*read, *listed} if read.get(p) != listed.get(p))
    return tuple(
        f"{path} has other digests in the manifests, as bagit reads them, than were computed"
        for path in paths
    )
