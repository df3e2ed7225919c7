-- The office: organisations, people and their rights, statements in versions, the way they go, the audit trail.
--
-- Moments are text in UTC, 2026-03-01T08:00:00.000Z; days 2026-03-01; money is integer fen; yes and no are 1 and 0.
-- What belongs to an organisation has the organisation (owner) first in its key.

CREATE TABLE organisations (
    id TEXT NOT NULL PRIMARY KEY,
    parent TEXT REFERENCES organisations (id),
    -- Ids from the root down, each ended by a stroke: r/d/u/. Whoever may see a node sees all that begin with it.
    path TEXT COLLATE "C" NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    code TEXT NOT NULL,
    region TEXT NOT NULL,
    name TEXT NOT NULL,
    created_at TEXT NOT NULL,
    closed_at TEXT
);
CREATE INDEX organisations_by_parent ON organisations (parent);
-- Every county has its own union: a name is taken among those below one parent, and not by what is closed.
CREATE UNIQUE INDEX organisations_by_name ON organisations (COALESCE(parent, ''), name) WHERE closed_at IS NULL;

CREATE TABLE users (
    id TEXT NOT NULL PRIMARY KEY,
    home TEXT NOT NULL REFERENCES organisations (id),
    login TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    post TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    password_set_at TEXT NOT NULL,
    must_change BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    locked_until TEXT,
    totp_secret TEXT,
    totp_on BIGINT NOT NULL,
    -- The last time step that was used, so that no code counts twice.
    totp_step BIGINT NOT NULL,
    created_at TEXT NOT NULL,
    disabled_at TEXT,
    seen_at TEXT
);
CREATE INDEX users_by_home ON users (home);

CREATE TABLE old_passwords (
    user_id TEXT NOT NULL REFERENCES users (id),
    set_at TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    PRIMARY KEY (user_id, set_at)
);

CREATE TABLE assignments (
    organisation TEXT NOT NULL REFERENCES organisations (id),
    user_id TEXT NOT NULL REFERENCES users (id),
    role TEXT NOT NULL,
    given_by TEXT NOT NULL,
    given_at TEXT NOT NULL,
    PRIMARY KEY (organisation, user_id, role)
);
CREATE INDEX assignments_by_user ON assignments (user_id);

CREATE TABLE sessions (
    -- SM3 of what the browser holds, never that itself.
    id TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id),
    created_at TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    ends_at TEXT NOT NULL,
    address TEXT NOT NULL,
    agent TEXT NOT NULL,
    -- pending: the password was right, the second factor is still asked for.
    stage TEXT NOT NULL
);
CREATE INDEX sessions_by_user ON sessions (user_id);

CREATE TABLE tokens (
    id TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id),
    name TEXT NOT NULL,
    secret_hash TEXT NOT NULL UNIQUE,
    scopes TEXT NOT NULL,
    created_at TEXT NOT NULL,
    ends_at TEXT NOT NULL,
    used_at TEXT,
    revoked_at TEXT
);
CREATE INDEX tokens_by_user ON tokens (user_id);

CREATE TABLE settings (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at TEXT NOT NULL
);

CREATE TABLE statements (
    owner TEXT NOT NULL REFERENCES organisations (id),
    id TEXT NOT NULL,
    year BIGINT NOT NULL,
    title TEXT NOT NULL,
    state TEXT NOT NULL,
    -- The newest version, and the one that was approved last (0: none yet).
    version BIGINT NOT NULL,
    approved_version BIGINT NOT NULL,
    published_version BIGINT NOT NULL,
    projects BIGINT NOT NULL,
    indicators BIGINT NOT NULL,
    total_fen BIGINT,
    fiscal_fen BIGINT,
    other_fen BIGINT,
    errors BIGINT NOT NULL,
    warnings BIGINT NOT NULL,
    notes BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    state_since TEXT NOT NULL,
    PRIMARY KEY (owner, id)
);
CREATE UNIQUE INDEX statements_by_id ON statements (id);
CREATE INDEX statements_by_year ON statements (year, state, owner);

CREATE TABLE versions (
    owner TEXT NOT NULL,
    statement TEXT NOT NULL,
    number BIGINT NOT NULL,
    -- The version it was made from; 0: from nothing.
    parent BIGINT NOT NULL,
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    -- The statement as `jiheng extract` prints it.
    body TEXT NOT NULL,
    -- SM3 of the body.
    digest TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    -- When it was approved and may not change any more.
    frozen_at TEXT,
    PRIMARY KEY (owner, statement, number),
    FOREIGN KEY (owner, statement) REFERENCES statements (owner, id)
);

CREATE TABLE drafts (
    owner TEXT NOT NULL,
    statement TEXT NOT NULL,
    user_id TEXT NOT NULL,
    -- The version it began with, and how often it was saved since.
    base BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    body TEXT NOT NULL,
    -- The shown page that saved it last, and at which of its steps it stands.
    page TEXT NOT NULL,
    step BIGINT NOT NULL,
    saved_at TEXT NOT NULL,
    PRIMARY KEY (owner, statement, user_id),
    FOREIGN KEY (owner, statement) REFERENCES statements (owner, id)
);

-- What can be undone in a draft: at `at_byte` of the body `removed` was replaced by `inserted`.
CREATE TABLE draft_steps (
    owner TEXT NOT NULL,
    statement TEXT NOT NULL,
    user_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    at_byte BIGINT NOT NULL,
    removed TEXT NOT NULL,
    inserted TEXT NOT NULL,
    -- The one field that was changed; empty if it was more than one.
    place TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (owner, statement, user_id, number),
    FOREIGN KEY (owner, statement, user_id) REFERENCES drafts (owner, statement, user_id)
);

CREATE TABLE files (
    owner TEXT NOT NULL REFERENCES organisations (id),
    id TEXT NOT NULL,
    statement TEXT,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    media TEXT NOT NULL,
    size BIGINT NOT NULL,
    digest TEXT NOT NULL,
    bytes BYTEA NOT NULL,
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    PRIMARY KEY (owner, id)
);
CREATE INDEX files_by_statement ON files (owner, statement);

CREATE TABLE transitions (
    owner TEXT NOT NULL,
    statement TEXT NOT NULL,
    number BIGINT NOT NULL,
    act TEXT NOT NULL,
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    version BIGINT NOT NULL,
    reason TEXT NOT NULL,
    by_user TEXT NOT NULL,
    by_name TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (owner, statement, number),
    FOREIGN KEY (owner, statement) REFERENCES statements (owner, id)
);

CREATE TABLE minutes (
    owner TEXT NOT NULL,
    id TEXT NOT NULL,
    statement TEXT NOT NULL,
    version BIGINT NOT NULL,
    held_on TEXT NOT NULL,
    present TEXT NOT NULL,
    decision TEXT NOT NULL,
    agreed BIGINT NOT NULL,
    file TEXT,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    PRIMARY KEY (owner, id),
    FOREIGN KEY (owner, statement) REFERENCES statements (owner, id)
);
CREATE INDEX minutes_by_statement ON minutes (owner, statement);

CREATE TABLE opinions (
    owner TEXT NOT NULL,
    id TEXT NOT NULL,
    statement TEXT NOT NULL,
    version BIGINT NOT NULL,
    -- The field it speaks of, empty for the whole; the words that stood there.
    place TEXT NOT NULL,
    quoted TEXT NOT NULL,
    -- The four aspects of a review, and the rule where one speaks for it.
    facet TEXT NOT NULL,
    code TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL,
    by_user TEXT NOT NULL,
    by_name TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (owner, id),
    FOREIGN KEY (owner, statement) REFERENCES statements (owner, id)
);
CREATE INDEX opinions_by_statement ON opinions (owner, statement, state);

CREATE TABLE answers (
    owner TEXT NOT NULL,
    opinion TEXT NOT NULL,
    number BIGINT NOT NULL,
    version BIGINT NOT NULL,
    -- accepted: the text was changed; declined: it was not, for the reason given; closed, kept: what the
    -- reviewer says to that.
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    by_user TEXT NOT NULL,
    by_name TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (owner, opinion, number),
    FOREIGN KEY (owner, opinion) REFERENCES opinions (owner, id)
);

CREATE TABLE gradings (
    owner TEXT NOT NULL,
    statement TEXT NOT NULL,
    number BIGINT NOT NULL,
    version BIGINT NOT NULL,
    -- Marks by item as JSON, their sum in tenths of a mark, the grade.
    marks TEXT NOT NULL,
    total_tenths BIGINT NOT NULL,
    grade TEXT NOT NULL,
    summary TEXT NOT NULL,
    by_user TEXT NOT NULL,
    by_name TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (owner, statement, number),
    FOREIGN KEY (owner, statement) REFERENCES statements (owner, id)
);

CREATE TABLE acceptances (
    owner TEXT NOT NULL,
    statement TEXT NOT NULL,
    id TEXT NOT NULL,
    code TEXT NOT NULL,
    place TEXT NOT NULL,
    -- The words that stood there: a change of them ends the acceptance.
    words TEXT NOT NULL,
    reason TEXT NOT NULL,
    by_user TEXT NOT NULL,
    by_name TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (owner, statement, id),
    FOREIGN KEY (owner, statement) REFERENCES statements (owner, id)
);

CREATE TABLE approvals (
    owner TEXT NOT NULL,
    statement TEXT NOT NULL,
    number BIGINT NOT NULL,
    version BIGINT NOT NULL,
    digest TEXT NOT NULL,
    document_number TEXT NOT NULL,
    remarks TEXT NOT NULL,
    by_user TEXT NOT NULL,
    by_name TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (owner, statement, number),
    FOREIGN KEY (owner, statement) REFERENCES statements (owner, id)
);

CREATE TABLE publications (
    owner TEXT NOT NULL,
    statement TEXT NOT NULL,
    number BIGINT NOT NULL,
    version BIGINT NOT NULL,
    year BIGINT NOT NULL,
    -- What the public list shows: that of the published version, whatever is drawn up since.
    title TEXT NOT NULL,
    projects BIGINT NOT NULL,
    indicators BIGINT NOT NULL,
    total_fen BIGINT,
    fiscal_fen BIGINT,
    other_fen BIGINT,
    digest TEXT NOT NULL,
    by_user TEXT NOT NULL,
    at TEXT NOT NULL,
    withdrawn_at TEXT,
    withdrawn_reason TEXT NOT NULL,
    PRIMARY KEY (owner, statement, number),
    FOREIGN KEY (owner, statement) REFERENCES statements (owner, id)
);
CREATE INDEX publications_by_year ON publications (year, owner);

CREATE TABLE deadlines (
    -- The organisation in whose region it holds.
    owner TEXT NOT NULL REFERENCES organisations (id),
    year BIGINT NOT NULL,
    stage TEXT NOT NULL,
    due_on TEXT NOT NULL,
    warn_days BIGINT NOT NULL,
    basis TEXT NOT NULL,
    set_by TEXT NOT NULL,
    set_at TEXT NOT NULL,
    PRIMARY KEY (owner, year, stage)
);

-- Rows of indicator tables of the newest version of every statement, for the indicator library.
CREATE TABLE indicator_rows (
    owner TEXT NOT NULL,
    statement TEXT NOT NULL,
    position BIGINT NOT NULL,
    year BIGINT NOT NULL,
    project TEXT NOT NULL,
    dimension TEXT NOT NULL,
    aspect TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    target TEXT NOT NULL,
    basis TEXT NOT NULL,
    PRIMARY KEY (owner, statement, position),
    FOREIGN KEY (owner, statement) REFERENCES statements (owner, id)
);
CREATE INDEX indicator_rows_by_kind ON indicator_rows (dimension, aspect, name);

CREATE TABLE jobs (
    owner TEXT NOT NULL REFERENCES organisations (id),
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    -- waiting, running, done, failed, cancelled
    state TEXT NOT NULL,
    done BIGINT NOT NULL,
    total BIGINT NOT NULL,
    input TEXT NOT NULL,
    outcome TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    -- Who works at it, and until when he has it to himself.
    worker TEXT NOT NULL,
    leased_until TEXT,
    cancel_asked BIGINT NOT NULL,
    ended_at TEXT,
    PRIMARY KEY (owner, id)
);
CREATE INDEX jobs_by_state ON jobs (state, created_at);

CREATE TABLE job_items (
    owner TEXT NOT NULL,
    job TEXT NOT NULL,
    number BIGINT NOT NULL,
    name TEXT NOT NULL,
    file TEXT,
    state TEXT NOT NULL,
    outcome TEXT NOT NULL,
    PRIMARY KEY (owner, job, number),
    FOREIGN KEY (owner, job) REFERENCES jobs (owner, id)
);

CREATE TABLE audit (
    number BIGINT NOT NULL PRIMARY KEY,
    at TEXT NOT NULL,
    -- Who: id, login and name as they were; empty for the system itself and the public.
    user_id TEXT NOT NULL,
    login TEXT NOT NULL,
    user_name TEXT NOT NULL,
    -- Where from: an address, or the command line.
    address TEXT NOT NULL,
    act TEXT NOT NULL,
    -- done, refused, failed
    outcome TEXT NOT NULL,
    owner TEXT NOT NULL,
    object_kind TEXT NOT NULL,
    object_id TEXT NOT NULL,
    detail TEXT NOT NULL,
    before_digest TEXT NOT NULL,
    after_digest TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL
);
CREATE INDEX audit_by_time ON audit (at);
CREATE INDEX audit_by_user ON audit (user_id, number);
CREATE INDEX audit_by_login ON audit (login, number);
CREATE INDEX audit_by_name ON audit (user_name, number);
CREATE INDEX audit_by_object ON audit (object_kind, object_id, number);
CREATE INDEX audit_by_act ON audit (act, number);

CREATE TABLE backups (
    id TEXT NOT NULL PRIMARY KEY,
    at TEXT NOT NULL,
    file TEXT NOT NULL,
    size BIGINT NOT NULL,
    digest TEXT NOT NULL,
    checked BIGINT NOT NULL,
    outcome TEXT NOT NULL
);

-- What can be searched, as pairs of neighbouring characters, so that words of two characters are found.
CREATE TABLE search (
    owner TEXT NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    words TEXT NOT NULL,
    pairs TEXT NOT NULL,
    PRIMARY KEY (owner, kind, id)
);
CREATE INDEX search_by_pairs ON search USING gin (string_to_array(pairs, ' '));
