"""The one door to the `bagit` package of the Library of Congress: a second opinion on a bag.

It is a judge and not a writer: it writes an older version, works in place and changes the
directory of the whole process. Only its validation is used, which does none of that.
"""

import logging
from pathlib import Path


def crosscheck(root: Path) -> tuple[str, ...]:
    """What `bagit` objects to in the bag at `root`; empty when it calls the bag valid.

    Nothing is raised: whatever stops `bagit` is an objection too. Nothing is logged.
    """
    import bagit  # noqa: PLC0415  takes 50 ms, and only who asks for a second opinion should wait

    logging.getLogger("bagit").disabled = True  # what it says is returned, and nobody else uses it
    try:
        bagit.Bag(str(root)).validate(processes=1)
    except bagit.BagValidationError as error:
        return tuple(str(detail) for detail in error.details or ()) or (str(error),)
    except Exception as error:  # noqa: BLE001  an untyped foreign judge: any failure is its objection
        return (f"{type(error).__name__}: {error}",)
    return ()
