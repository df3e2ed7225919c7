-- Self-evaluation of a statement's year: where it stands, what people add to what is computed, the way it goes, and the
-- form as it was reported and as it was settled. Values and marks are computed from registers until it is reported.

CREATE TABLE evaluations (
    owner TEXT NOT NULL,
    statement TEXT NOT NULL,
    state TEXT NOT NULL,
    -- Counts up with every change: whoever changes something says which one was seen.
    revision BIGINT NOT NULL,
    -- The scoring scheme; empty: that of year and region. Why another one was chosen.
    scheme TEXT NOT NULL,
    scheme_reason TEXT NOT NULL,
    -- The form as it was reported to the finance bureau, as JSON, and its SM3; empty until then.
    reported TEXT NOT NULL,
    reported_digest TEXT NOT NULL,
    -- The same with what the re-check found, as it was settled.
    settled TEXT NOT NULL,
    settled_digest TEXT NOT NULL,
    -- What the list of all departments shows of a form that is kept: the mean of the projects in hundredths of a point,
    -- its grade, how many rows the finance bureau marks otherwise.
    total BIGINT,
    grade TEXT NOT NULL,
    differences BIGINT NOT NULL,
    -- When and how it was chosen for a re-check; empty: it was not.
    sampled_at TEXT NOT NULL,
    sampled_by TEXT NOT NULL,
    sampled_how TEXT NOT NULL,
    -- What the finance bureau says of the whole.
    opinion TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    PRIMARY KEY (owner, statement),
    FOREIGN KEY (owner, statement) REFERENCES statements (owner, id)
);

-- What people say of one indicator. The place is the one of bindings and values.
CREATE TABLE evaluation_rows (
    owner TEXT NOT NULL,
    statement TEXT NOT NULL,
    place TEXT NOT NULL,
    -- A value typed in place of the computed one: what it means as JSON, in words, why. Empty: the computed one counts.
    value TEXT NOT NULL,
    words TEXT NOT NULL,
    value_reason TEXT NOT NULL,
    -- Why the target was missed or far exceeded, and what is done about it.
    deviation TEXT NOT NULL,
    measure TEXT NOT NULL,
    by_name TEXT NOT NULL,
    at TEXT NOT NULL,
    -- The same as the finance bureau finds it; points in hundredths where it gives them itself.
    found_value TEXT NOT NULL,
    found_words TEXT NOT NULL,
    found_points BIGINT,
    found_opinion TEXT NOT NULL,
    found_by TEXT NOT NULL,
    found_at TEXT NOT NULL,
    PRIMARY KEY (owner, statement, place),
    FOREIGN KEY (owner, statement) REFERENCES evaluations (owner, statement)
);

-- Texts of the report that somebody has confirmed or written anew.
CREATE TABLE evaluation_texts (
    owner TEXT NOT NULL,
    statement TEXT NOT NULL,
    -- The project by its code or name, empty for the department, and the part of the report.
    project TEXT NOT NULL,
    part TEXT NOT NULL,
    body TEXT NOT NULL,
    by_name TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (owner, statement, project, part),
    FOREIGN KEY (owner, statement) REFERENCES evaluations (owner, statement)
);

CREATE TABLE evaluation_steps (
    owner TEXT NOT NULL,
    statement TEXT NOT NULL,
    -- Counts up within the evaluation.
    number BIGINT NOT NULL,
    act TEXT NOT NULL,
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    reason TEXT NOT NULL,
    by_user TEXT NOT NULL,
    by_name TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (owner, statement, number),
    FOREIGN KEY (owner, statement) REFERENCES evaluations (owner, statement)
);
