-- Own definitions: the texts by which an office adds registers, or fields to registers, in the browser. They are read
-- beside those of the program and of the folder; the newest of a register holds. Tables and their versions stand in
-- registers and definitions, as for all others.

CREATE TABLE own_definitions (
    -- The register that the text defines or extends.
    register TEXT NOT NULL,
    version BIGINT NOT NULL,
    -- The text, and its SM3.
    text TEXT NOT NULL,
    digest TEXT NOT NULL,
    -- Why it was written.
    reason TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_at TEXT NOT NULL,
    PRIMARY KEY (register, version)
);
