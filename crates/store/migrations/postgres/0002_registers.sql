-- Registers: which there are, what their tables look like, what was imported, which versions entries had.
--
-- The tables of the registers themselves (reg_…) are made by definitions, not here. An entry is known by its owner
-- and a number that counts up within the owner's register.

CREATE TABLE registers (
    register TEXT NOT NULL PRIMARY KEY,
    -- The version of the definition in force.
    version BIGINT NOT NULL,
    -- The table as it stands, as JSON: columns, indexes, columns that are kept but no longer asked for.
    body TEXT NOT NULL
);

CREATE TABLE definitions (
    register TEXT NOT NULL REFERENCES registers (register),
    version BIGINT NOT NULL,
    -- The definition as it was written, and its SM3.
    text TEXT NOT NULL,
    digest TEXT NOT NULL,
    -- The table before and the steps that led on from there, as JSON: the way back.
    before TEXT NOT NULL,
    steps TEXT NOT NULL,
    installed_by TEXT NOT NULL,
    installed_at TEXT NOT NULL,
    PRIMARY KEY (register, version)
);

-- The number of the newest entry.
CREATE TABLE entry_numbers (
    owner TEXT NOT NULL REFERENCES organisations (id),
    register TEXT NOT NULL REFERENCES registers (register),
    last BIGINT NOT NULL,
    PRIMARY KEY (owner, register)
);

CREATE TABLE imports (
    owner TEXT NOT NULL REFERENCES organisations (id),
    id BIGINT NOT NULL,
    register TEXT NOT NULL REFERENCES registers (register),
    file_name TEXT NOT NULL,
    digest TEXT NOT NULL,
    -- Its entries have the numbers from first to last.
    first_entry BIGINT NOT NULL,
    last_entry BIGINT NOT NULL,
    rows BIGINT NOT NULL,
    -- done, undone
    state TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    undone_by TEXT,
    undone_at TEXT,
    PRIMARY KEY (owner, id)
);
CREATE INDEX imports_by_register ON imports (owner, register, id);

-- What an entry was before it was changed. The newest version is the entry itself.
CREATE TABLE entry_versions (
    owner TEXT NOT NULL REFERENCES organisations (id),
    register TEXT NOT NULL REFERENCES registers (register),
    entry BIGINT NOT NULL,
    version BIGINT NOT NULL,
    body TEXT NOT NULL,
    digest TEXT NOT NULL,
    -- Who replaced it, when, and why.
    replaced_by TEXT NOT NULL,
    replaced_at TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (owner, register, entry, version)
);

-- Two keyed hashes that are one person.
CREATE TABLE person_links (
    owner TEXT NOT NULL REFERENCES organisations (id),
    one TEXT NOT NULL,
    other TEXT NOT NULL,
    reason TEXT NOT NULL,
    linked_by TEXT NOT NULL,
    linked_at TEXT NOT NULL,
    PRIMARY KEY (owner, one, other)
);
CREATE INDEX person_links_by_other ON person_links (owner, other);

-- What the triggers of the registers' tables call: rows are never deleted, and what was written stays.
CREATE FUNCTION register_row_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are kept as they were written', TG_TABLE_NAME USING ERRCODE = '23001';
END
$$;
