-- Appraisals (重点评价, 部门评价): a project, a department or a policy of a year is looked at by experts; what is asked of
-- the department and what it gives; each expert's marks; the report; the way it goes; the result as it was settled.

CREATE TABLE appraisals (
    -- The department whose work is appraised.
    owner TEXT NOT NULL REFERENCES organisations (id),
    id TEXT NOT NULL,
    -- Counts up with every change: whoever changes something says which one was seen.
    version BIGINT NOT NULL,
    year BIGINT NOT NULL,
    -- key, department
    kind TEXT NOT NULL,
    -- project, department, policy
    subject_kind TEXT NOT NULL,
    -- What is appraised, in words; of a project also its code or name in the statement.
    subject TEXT NOT NULL,
    statement TEXT,
    project TEXT NOT NULL,
    -- The indicator system.
    scheme TEXT NOT NULL,
    -- Why it is appraised.
    purpose TEXT NOT NULL,
    -- Until the end of this day experts report.
    marks_due TEXT NOT NULL,
    state TEXT NOT NULL,
    -- What the department says to the result, and what is said to that.
    opinion TEXT NOT NULL,
    reply TEXT NOT NULL,
    -- The result as it was settled, as JSON, and its SM3; empty until then.
    settled TEXT NOT NULL,
    settled_digest TEXT NOT NULL,
    -- Of the settled result: the total in hundredths of a point, its grade.
    total BIGINT,
    grade TEXT NOT NULL,
    -- The role and the organisation that opened it: whoever has them conducts it.
    from_role TEXT NOT NULL,
    from_organisation TEXT NOT NULL,
    by_user TEXT NOT NULL,
    by_name TEXT NOT NULL,
    at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    PRIMARY KEY (owner, id),
    FOREIGN KEY (owner, statement) REFERENCES statements (owner, id)
);
CREATE INDEX appraisals_by_year ON appraisals (owner, year);

CREATE TABLE appraisal_experts (
    owner TEXT NOT NULL,
    appraisal TEXT NOT NULL,
    number BIGINT NOT NULL,
    -- The account; nothing: whoever conducts it enters the marks.
    user_id TEXT,
    name TEXT NOT NULL,
    post TEXT NOT NULL,
    -- named, reported, recused
    state TEXT NOT NULL,
    -- Whether there is a conflict of interest, in the expert's words; empty: not declared yet.
    declared TEXT NOT NULL,
    -- What the expert says of the whole.
    opinion TEXT NOT NULL,
    -- Why somebody does not take part.
    reason TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    PRIMARY KEY (owner, appraisal, number),
    FOREIGN KEY (owner, appraisal) REFERENCES appraisals (owner, id)
);
CREATE INDEX appraisal_experts_by_user ON appraisal_experts (user_id);

CREATE TABLE appraisal_marks (
    owner TEXT NOT NULL,
    appraisal TEXT NOT NULL,
    expert BIGINT NOT NULL,
    -- The item of the indicator system.
    item TEXT NOT NULL,
    -- In hundredths of a point; nothing: not marked yet.
    points BIGINT,
    opinion TEXT NOT NULL,
    PRIMARY KEY (owner, appraisal, expert, item),
    FOREIGN KEY (owner, appraisal, expert) REFERENCES appraisal_experts (owner, appraisal, number)
);

-- What the department is asked for, and what it answers.
CREATE TABLE appraisal_requests (
    owner TEXT NOT NULL,
    appraisal TEXT NOT NULL,
    number BIGINT NOT NULL,
    what TEXT NOT NULL,
    due_on TEXT NOT NULL,
    -- open, answered, returned
    state TEXT NOT NULL,
    answer TEXT NOT NULL,
    -- Why an answer does not do.
    reason TEXT NOT NULL,
    by_name TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (owner, appraisal, number),
    FOREIGN KEY (owner, appraisal) REFERENCES appraisals (owner, id)
);

CREATE TABLE appraisal_files (
    owner TEXT NOT NULL,
    appraisal TEXT NOT NULL,
    number BIGINT NOT NULL,
    request BIGINT NOT NULL,
    file TEXT NOT NULL,
    name TEXT NOT NULL,
    size BIGINT NOT NULL,
    by_name TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (owner, appraisal, number),
    FOREIGN KEY (owner, appraisal, request) REFERENCES appraisal_requests (owner, appraisal, number),
    FOREIGN KEY (owner, file) REFERENCES files (owner, id)
);

CREATE TABLE appraisal_texts (
    owner TEXT NOT NULL,
    appraisal TEXT NOT NULL,
    -- The part of the report.
    part TEXT NOT NULL,
    body TEXT NOT NULL,
    by_name TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (owner, appraisal, part),
    FOREIGN KEY (owner, appraisal) REFERENCES appraisals (owner, id)
);

-- What was found wrong; the demand for rectification that was raised from it.
CREATE TABLE appraisal_problems (
    owner TEXT NOT NULL,
    appraisal TEXT NOT NULL,
    number BIGINT NOT NULL,
    found TEXT NOT NULL,
    asked TEXT NOT NULL,
    kind TEXT NOT NULL,
    demand TEXT,
    PRIMARY KEY (owner, appraisal, number),
    FOREIGN KEY (owner, appraisal) REFERENCES appraisals (owner, id),
    FOREIGN KEY (owner, demand) REFERENCES demands (owner, id)
);

CREATE TABLE appraisal_steps (
    owner TEXT NOT NULL,
    appraisal TEXT NOT NULL,
    number BIGINT NOT NULL,
    act TEXT NOT NULL,
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    reason TEXT NOT NULL,
    by_user TEXT NOT NULL,
    by_name TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (owner, appraisal, number),
    FOREIGN KEY (owner, appraisal) REFERENCES appraisals (owner, id)
);
