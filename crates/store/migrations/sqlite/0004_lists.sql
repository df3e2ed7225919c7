-- Registers: files that entries of journals were given after they were added, and lists as people like to see them.

-- An entry of a journal never changes, so its files stand beside it. None is replaced or deleted; one is declared void.
CREATE TABLE entry_files (
    owner TEXT NOT NULL REFERENCES organisations (id),
    register TEXT NOT NULL REFERENCES registers (register),
    entry BIGINT NOT NULL,
    -- Counts up within the entry.
    number BIGINT NOT NULL,
    -- The field that it belongs to, the file, and the name under which it came.
    field TEXT NOT NULL,
    file TEXT NOT NULL,
    name TEXT NOT NULL,
    added_by TEXT NOT NULL,
    added_at TEXT NOT NULL,
    -- Who declared it void, when, and why: written once.
    voided_by TEXT,
    voided_at TEXT,
    void_reason TEXT,
    PRIMARY KEY (owner, register, entry, number),
    FOREIGN KEY (owner, file) REFERENCES files (owner, id)
);

CREATE TRIGGER entry_files_deleted BEFORE DELETE ON entry_files
BEGIN SELECT RAISE(ABORT, 'rows of entry_files are kept as they were written'); END;

CREATE TRIGGER entry_files_kept
BEFORE UPDATE OF owner, register, entry, number, field, file, name, added_by, added_at ON entry_files
BEGIN SELECT RAISE(ABORT, 'rows of entry_files are kept as they were written'); END;

CREATE TRIGGER entry_files_voided BEFORE UPDATE OF voided_by, voided_at, void_reason ON entry_files
WHEN OLD.voided_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'rows of entry_files are kept as they were written'); END;

-- What somebody asks a register for again and again. The owner is his organisation, with which he may share it.
CREATE TABLE register_views (
    owner TEXT NOT NULL REFERENCES organisations (id),
    id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    register TEXT NOT NULL REFERENCES registers (register),
    name TEXT NOT NULL,
    -- Names and values as the list is asked, as JSON: filters, order, columns, entries of a page.
    asked TEXT NOT NULL,
    -- Whether the list opens with it.
    is_default BIGINT NOT NULL,
    is_shared BIGINT NOT NULL,
    changed_at TEXT NOT NULL,
    PRIMARY KEY (owner, id)
);
CREATE UNIQUE INDEX register_views_by_user ON register_views (user_id, register, name);
CREATE INDEX register_views_by_register ON register_views (owner, register);
