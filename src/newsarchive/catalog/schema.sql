-- The catalog: an index over bags, ledger and audit reports. May be deleted at any time; `rebuild`
-- and the next command that needs it make it again.
CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

-- One row per accession.
CREATE TABLE bag (
    id          TEXT PRIMARY KEY,   -- 64 hexadecimal characters
    urn         TEXT NOT NULL UNIQUE,
    name        TEXT NOT NULL UNIQUE,
    path        TEXT NOT NULL UNIQUE,  -- relative to the archive
    seal        TEXT NOT NULL,      -- sha512:...
    article     TEXT NOT NULL,      -- article id
    seq         INTEGER NOT NULL,   -- the accession's number in the ledger
    accessioned TEXT NOT NULL,
    files       INTEGER NOT NULL,
    bytes       INTEGER NOT NULL,
    complete    INTEGER NOT NULL,   -- whether the provenance is
    amends      TEXT,               -- the seal of the bag that this one amends
    accession   TEXT NOT NULL       -- the entry's own fields, as JSON
) STRICT;
CREATE INDEX bag_article ON bag (article);
CREATE INDEX bag_seal ON bag (seal);
CREATE INDEX bag_amends ON bag (amends);

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

-- The last fixity check of each bag.
CREATE TABLE standing (
    bag      TEXT PRIMARY KEY REFERENCES bag (id),
    verdict  TEXT NOT NULL,
    checked  TEXT NOT NULL,
    run      TEXT NOT NULL,
    findings TEXT NOT NULL          -- as JSON
) STRICT;
