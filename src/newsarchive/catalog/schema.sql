-- The catalog: an index over bags, ledger and audit reports. May be deleted at any time; `rebuild`
-- and the next command that needs it make it again.
CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

-- What follows from no ledger: how its file was when it was last whole, what it was seen to lose.
CREATE TABLE memory (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

-- One row per accession.
CREATE TABLE bag (
    id          TEXT PRIMARY KEY,   -- 64 hexadecimal characters
    kind        TEXT NOT NULL,      -- article, amendment or delivery
    urn         TEXT NOT NULL UNIQUE,
    name        TEXT NOT NULL UNIQUE,
    path        TEXT NOT NULL UNIQUE,  -- relative to the archive
    seal        TEXT NOT NULL,      -- sha512:...
    article     TEXT NOT NULL,      -- article id; '' for a delivery
    seq         INTEGER NOT NULL,   -- the accession's number in the ledger
    accessioned TEXT NOT NULL,
    files       INTEGER NOT NULL,
    bytes       INTEGER NOT NULL,
    complete    INTEGER NOT NULL,   -- whether the provenance is
    amends      TEXT,               -- the seal of the bag that this one amends
    delivery    TEXT,               -- the id of the bag that keeps what it came in
    dated       TEXT NOT NULL,      -- the article's date as EDTF; '' where none is known
    accession   TEXT NOT NULL,      -- the entry's own fields, as JSON
    collection  TEXT NOT NULL,      -- the newest decision about it, or about the bag that it amends
    text        TEXT NOT NULL,      -- the digest of the folded text; '' where there is none
    position    INTEGER NOT NULL,   -- which of the versions of its article, from 1
    superseded  INTEGER NOT NULL    -- whether a later version is here
) STRICT;
CREATE INDEX bag_article ON bag (article);
CREATE INDEX bag_delivery ON bag (delivery);
CREATE INDEX bag_kind ON bag (kind, path);
CREATE INDEX bag_seal ON bag (seal);
CREATE INDEX bag_amends ON bag (amends);
CREATE UNIQUE INDEX bag_seq ON bag (seq);
CREATE INDEX bag_collection ON bag (collection);
CREATE INDEX bag_text ON bag (text) WHERE text != '';

-- Which bag holds which original, in order.
CREATE TABLE original (
    sha512   TEXT NOT NULL,
    bag      TEXT NOT NULL REFERENCES bag (id),
    position INTEGER NOT NULL,
    PRIMARY KEY (bag, position)
) STRICT;
CREATE INDEX original_sha512 ON original (sha512);

-- Every place at which a bag's main original was seen.
CREATE TABLE place (
    bag    TEXT NOT NULL REFERENCES bag (id),
    origin TEXT NOT NULL,
    PRIMARY KEY (bag, origin)
) STRICT;

-- The sources of an article, by its newest amendment. None where none is known.
CREATE TABLE source (
    bag  TEXT NOT NULL REFERENCES bag (id),
    name TEXT NOT NULL,
    PRIMARY KEY (bag, name)
) STRICT;

-- The last fixity check of each bag in each store.
CREATE TABLE standing (
    bag      TEXT NOT NULL REFERENCES bag (id),
    store    TEXT NOT NULL,         -- its name, such as main
    verdict  TEXT NOT NULL,
    checked  TEXT NOT NULL,
    run      TEXT NOT NULL,
    findings TEXT NOT NULL,         -- as JSON
    verified TEXT,                  -- the last check that came to a verdict other than unverified
    PRIMARY KEY (bag, store)
) STRICT;
CREATE INDEX standing_verified ON standing (verified);

-- Every audit on record.
CREATE TABLE run (
    seq   INTEGER PRIMARY KEY,      -- its number in the ledger
    run   TEXT NOT NULL UNIQUE,
    time  TEXT NOT NULL,
    entry TEXT NOT NULL,            -- the entry's own fields, as JSON
    pruned INTEGER NOT NULL         -- whether its report was removed on purpose
) STRICT;

-- Every check of every bag in a store. Numbers and not names: this table grows with each audit.
CREATE TABLE checked (
    bag     INTEGER NOT NULL,       -- bag.seq
    store   TEXT NOT NULL,
    run     INTEGER NOT NULL,       -- run.seq
    checked TEXT NOT NULL,
    verdict TEXT NOT NULL,
    PRIMARY KEY (bag, store, run)
) STRICT, WITHOUT ROWID;

-- What is open: found at accession, or by the last check of a bag. No notes.
CREATE TABLE finding (
    id       TEXT NOT NULL,
    origin   TEXT NOT NULL,         -- accession, audit, ledger or catalog
    about    TEXT NOT NULL,         -- bag; or place, store, audit, ledger, catalog
    store    TEXT NOT NULL,         -- where it was found; '' for what lies in none
    bag      TEXT NOT NULL,         -- its id; the path of what is none
    code     TEXT NOT NULL,
    weight   INTEGER NOT NULL,      -- 0 damage, 1 not seen, 2 a warning
    since    TEXT NOT NULL,         -- when it was found first
    document TEXT NOT NULL,         -- as JSON
    PRIMARY KEY (id, origin)
) STRICT;
CREATE INDEX finding_bag ON finding (bag, store, origin);
CREATE INDEX finding_weight ON finding (weight, code, bag);

-- What else the ledger tells of a bag: sightings, damage, decisions, withdrawals.
CREATE TABLE told (
    seq    INTEGER PRIMARY KEY,
    bag    TEXT NOT NULL,
    type   TEXT NOT NULL,
    time   TEXT NOT NULL,
    fields TEXT NOT NULL            -- the entry's own fields, as JSON
) STRICT;
CREATE INDEX told_bag ON told (bag, seq);
CREATE INDEX told_type ON told (type, seq);

-- When what is told of an article changed last: by its bag, which may be destroyed by now.
CREATE TABLE item (
    seq        INTEGER PRIMARY KEY, -- the accession's number in the ledger
    bag        TEXT NOT NULL UNIQUE,
    changed    TEXT NOT NULL,       -- RFC 3339 in UTC, whole seconds
    opens      TEXT NOT NULL,       -- when its embargo ends, later than `changed`; or ''
    collection TEXT NOT NULL        -- the newest decision about it; it stays
) STRICT;
CREATE INDEX item_changed ON item (changed, seq);
CREATE INDEX item_collection ON item (collection, changed, seq);
CREATE INDEX item_opens ON item (opens, seq) WHERE opens != '';

-- Bags that are destroyed, or are about to be. No name and no accession once nothing is left.
CREATE TABLE tombstone (
    id          TEXT PRIMARY KEY,
    urn         TEXT NOT NULL UNIQUE,
    seal        TEXT NOT NULL,
    kind        TEXT NOT NULL,
    seq         INTEGER NOT NULL,   -- the accession's number in the ledger
    accessioned TEXT NOT NULL,
    withdrawn   TEXT NOT NULL,      -- the id of the bag by whose withdrawal it goes
    gone        INTEGER NOT NULL,   -- whether nothing of it is left
    name        TEXT NOT NULL,
    accession   TEXT NOT NULL       -- the entry's own fields, as JSON
) STRICT;
CREATE INDEX tombstone_withdrawn ON tombstone (withdrawn);
CREATE INDEX tombstone_pending ON tombstone (withdrawn, seq) WHERE gone = 0;

-- What is not taken in again.
CREATE TABLE refused (
    sha512 TEXT PRIMARY KEY,
    bag    TEXT NOT NULL            -- the id of the bag that was withdrawn
) STRICT;

-- Entries of the ledger that cannot be what they say. The first thousand.
CREATE TABLE fault (
    seq     INTEGER PRIMARY KEY,    -- of the entry
    finding TEXT NOT NULL           -- as JSON
) STRICT;

-- Entries of the ledger that something remembers and that are not there any more.
CREATE TABLE loss (
    seq    INTEGER PRIMARY KEY,     -- of the entry that says so
    fields TEXT NOT NULL            -- the entry's own fields, as JSON
) STRICT;

-- Whether somebody else wrote to this file: whatever newsarchive writes, it writes while it is open.
CREATE TABLE guard (
    one    INTEGER PRIMARY KEY CHECK (one = 1),
    open   INTEGER NOT NULL,
    edited INTEGER NOT NULL
) STRICT;
