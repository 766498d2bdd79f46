"""The versions of one article: what each says of itself, and how they follow on each other."""

from dataclasses import dataclass

from newsarchive.model.holding import Accession


@dataclass(frozen=True, slots=True)
class Brief:
    """Of the accession of a bag what matters among versions; the names are those of `Accession`."""

    bag: str
    name: str
    path: str
    seal: str
    seq: int
    time: str
    version: str | None = None
    versioned: str | None = None
    pub_status: str | None = None

    @classmethod
    def of(cls, accession: Accession) -> "Brief":
        """That of a whole accession."""
        return cls(
            accession.bag,
            accession.name,
            accession.path,
            str(accession.seal),
            accession.seq,
            accession.time,
            accession.version,
            accession.versioned,
            accession.pub_status,
        )


@dataclass(frozen=True, slots=True)
class Stated:
    """What puts a version in order: when it was issued (EDTF), its number, and when it came.

    `time` and `number` are "" where nothing says them; `seq` is the number of a ledger entry.
    """

    time: str
    number: str
    seq: int


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an article: its bag, and the amendments of that, oldest first.

    What the newest amendment says counts: that is the current record.
    """

    accession: Brief
    amendments: tuple[Brief, ...] = ()

    @property
    def newest(self) -> Brief:
        """The newest amendment, else the bag itself."""
        return self.amendments[-1] if self.amendments else self.accession

    @property
    def bag(self) -> str:
        """The id of its bag."""
        return self.accession.bag

    @property
    def seq(self) -> int:
        """The number of its accession: when it came."""
        return self.accession.seq

    @property
    def number(self) -> str:
        """The version as the source counts it, "" where it says none."""
        return self.newest.version or ""

    @property
    def time(self) -> str:
        """When this version was issued, as EDTF; "" where nothing says it."""
        said = self.newest.versioned
        return (self.accession.versioned if said is None else said) or ""

    @property
    def stated(self) -> Stated:
        """What puts it in order."""
        return Stated(self.time, self.number, self.seq)

    @property
    def status(self) -> str | None:
        """Its publishing status as `judgement.versions.status_word`; None if no entry says it."""
        said = self.newest.pub_status
        return self.accession.pub_status if said is None else said

    @property
    def status_said(self) -> Brief:
        """The entry since which its status is what it is now."""
        status, since = self.status, self.newest
        for entry in (*reversed(self.amendments), self.accession):
            if entry.pub_status is not None and entry.pub_status != status:
                break
            since = entry
        return since


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The newest word of a source on an article is that it may not be published: `canceled`, ...

    `bag` is the id of the version that says so, `seq` and `time` those of the entry by which the
    archive knows it.
    """

    word: str
    bag: str
    seq: int
    time: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A version in its place among the others.

    `late`: one that is a later version was here before it. `replaces` is the version right before
    it, `replaced_by` the one right behind; `alternates` are those for which the source claims the
    same number. All are ids of bags, "" for none.
    """

    version: Version
    position: int
    late: bool = False
    replaces: str = ""
    replaced_by: str = ""
    alternates: tuple[str, ...] = ()

    @property
    def current(self) -> bool:
        """Whether it is the article's current version."""
        return not self.replaced_by
