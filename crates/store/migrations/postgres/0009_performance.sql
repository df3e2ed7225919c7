-- The running year of a statement: from which measure each indicator takes its value, values that somebody entered
-- because no register gives them, and values as they were when a form was approved. A place is an indicator's name for
-- itself that outlives changes of the text: project, level, name.

CREATE TABLE bindings (
    owner TEXT NOT NULL,
    statement TEXT NOT NULL,
    place TEXT NOT NULL,
    -- The code of the measure; empty: no register gives the value, it is entered.
    measure TEXT NOT NULL,
    -- What the measure is narrowed down to, as JSON.
    arguments TEXT NOT NULL,
    -- Why the value is entered; why another measure than the one that was proposed.
    reason TEXT NOT NULL,
    by_user TEXT NOT NULL,
    by_name TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (owner, statement, place),
    FOREIGN KEY (owner, statement) REFERENCES statements (owner, id)
);

CREATE TABLE entered_values (
    owner TEXT NOT NULL,
    statement TEXT NOT NULL,
    id TEXT NOT NULL,
    place TEXT NOT NULL,
    -- The day as of which the value holds.
    as_of TEXT NOT NULL,
    -- As it was typed, and what it means as JSON.
    words TEXT NOT NULL,
    value TEXT NOT NULL,
    -- Who or what says so.
    reason TEXT NOT NULL,
    -- The file that proves it; empty: none.
    file TEXT NOT NULL,
    by_user TEXT NOT NULL,
    by_name TEXT NOT NULL,
    at TEXT NOT NULL,
    -- When and why it was taken back; empty: it holds.
    void_at TEXT NOT NULL,
    void_by TEXT NOT NULL,
    void_reason TEXT NOT NULL,
    PRIMARY KEY (owner, statement, id),
    FOREIGN KEY (owner, statement) REFERENCES statements (owner, id)
);

CREATE TABLE frozen_values (
    owner TEXT NOT NULL,
    statement TEXT NOT NULL,
    -- What it was approved for, e.g. monitoring/2026-06-30.
    occasion TEXT NOT NULL,
    place TEXT NOT NULL,
    -- The value as JSON and in words, and how it came about.
    value TEXT NOT NULL,
    words TEXT NOT NULL,
    standing TEXT NOT NULL,
    -- How many entries stand behind it, and the SM3 of the value with all of them.
    entries BIGINT NOT NULL,
    digest TEXT NOT NULL,
    -- The moment as of which registers were read: what was known then can be read again.
    at TEXT NOT NULL,
    PRIMARY KEY (owner, statement, occasion, place),
    FOREIGN KEY (owner, statement) REFERENCES statements (owner, id)
);
