-- Demands for rectification (整改要求): what was found, what is to be put right by when and by whom; what was said and
-- done to it, step by step; the files that prove it.

CREATE TABLE demands (
    -- Who is to put it right.
    owner TEXT NOT NULL REFERENCES organisations (id),
    id TEXT NOT NULL,
    version BIGINT NOT NULL,
    -- The year whose work it concerns.
    year BIGINT NOT NULL,
    -- review, monitoring, self_evaluation, evaluation, audit, other
    origin TEXT NOT NULL,
    -- targets, spending, results, funds, records, disclosure, management, other
    kind TEXT NOT NULL,
    -- The number of the notice it stands in, or nothing.
    notice TEXT NOT NULL,
    -- The statement, the version and the path of the field, and the words that stood there; or nothing.
    statement TEXT,
    statement_version BIGINT NOT NULL,
    place TEXT NOT NULL,
    quoted TEXT NOT NULL,
    -- The project or indicator, in words.
    subject TEXT NOT NULL,
    found TEXT NOT NULL,
    asked TEXT NOT NULL,
    basis TEXT NOT NULL,
    -- none, rule, check; and the code of the rule or check that says whether it is put right.
    decider TEXT NOT NULL,
    code TEXT NOT NULL,
    -- Until the end of this day; who answers for it.
    due_on TEXT NOT NULL,
    responsible TEXT NOT NULL,
    -- open, answered, returned, confirmed, withdrawn
    state TEXT NOT NULL,
    -- The demand of an earlier year with the same trouble, or nothing.
    again TEXT,
    -- The role and the organisation in which it was raised: whoever has them confirms.
    from_role TEXT NOT NULL,
    from_organisation TEXT NOT NULL,
    by_user TEXT NOT NULL,
    by_name TEXT NOT NULL,
    at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    PRIMARY KEY (owner, id),
    FOREIGN KEY (owner, statement) REFERENCES statements (owner, id)
);
CREATE INDEX demands_by_state ON demands (owner, state, due_on);
CREATE INDEX demands_by_year ON demands (owner, year);

CREATE TABLE demand_steps (
    owner TEXT NOT NULL,
    demand TEXT NOT NULL,
    number BIGINT NOT NULL,
    -- raised, answered, returned, confirmed, withdrawn, extended
    act TEXT NOT NULL,
    -- What was done, or why; the outcome and the day it was reached, of an answer.
    body TEXT NOT NULL,
    result TEXT NOT NULL,
    finished_on TEXT NOT NULL,
    -- What the rule or the check said at that moment, in words.
    verdict TEXT NOT NULL,
    by_user TEXT NOT NULL,
    by_name TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (owner, demand, number),
    FOREIGN KEY (owner, demand) REFERENCES demands (owner, id)
);

CREATE TABLE demand_files (
    owner TEXT NOT NULL,
    demand TEXT NOT NULL,
    number BIGINT NOT NULL,
    -- The answer that it was sent with; nothing while there is none yet.
    step BIGINT,
    file TEXT NOT NULL,
    name TEXT NOT NULL,
    size BIGINT NOT NULL,
    by_name TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (owner, demand, number),
    FOREIGN KEY (owner, demand) REFERENCES demands (owner, id),
    FOREIGN KEY (owner, file) REFERENCES files (owner, id)
);
