-- Registers: what makes their lists quick. All of it follows from the entries themselves, is made anew where it is
-- missing, and stands in no backup.

-- How many entries an owner's register has in each state, as changes that are summed up: whoever writes adds a row and
-- waits for nobody. A register without a row is one whose entries were not counted yet.
CREATE TABLE entry_counts (
    owner TEXT NOT NULL REFERENCES organisations (id),
    register TEXT NOT NULL REFERENCES registers (register),
    id TEXT NOT NULL,
    state TEXT NOT NULL,
    change BIGINT NOT NULL,
    PRIMARY KEY (owner, register, id)
);

-- How far the words of an owner's register can be found: entries up to this number were read, by these columns.
CREATE TABLE entry_words (
    owner TEXT NOT NULL REFERENCES organisations (id),
    register TEXT NOT NULL REFERENCES registers (register),
    -- Stands for both in entry_signs.
    slot BIGINT NOT NULL,
    columns TEXT NOT NULL,
    upto BIGINT NOT NULL,
    -- How many of them were read again since, after a change: signs may still name them that they no longer have.
    again BIGINT NOT NULL,
    PRIMARY KEY (owner, register)
);
CREATE UNIQUE INDEX entry_words_by_slot ON entry_words (slot);

-- Entries that have changed since they were read.
CREATE TABLE entry_words_changed (
    owner TEXT NOT NULL REFERENCES organisations (id),
    register TEXT NOT NULL REFERENCES registers (register),
    entry BIGINT NOT NULL,
    PRIMARY KEY (owner, register, entry)
);

-- Which entries of a block of 65,536 have a sign, or two signs side by side, in a column: numbers within the block as
-- pairs of bytes, or a bit for each where they are many. The sign is a hash of the column and the text.
CREATE TABLE entry_signs (
    slot BIGINT NOT NULL,
    block BIGINT NOT NULL,
    sign BIGINT NOT NULL,
    entries BYTEA NOT NULL,
    PRIMARY KEY (slot, block, sign)
);
