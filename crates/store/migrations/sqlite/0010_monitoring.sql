-- Formal monitoring of a running year (绩效运行监控): what the finance bureau asks of all departments of its region as
-- of a day, the form of each department, and the way it has gone.

CREATE TABLE monitorings (
    -- The region at and below which it holds.
    owner TEXT NOT NULL,
    id TEXT NOT NULL,
    year BIGINT NOT NULL,
    -- The day as of which the year is compared with its plan.
    day TEXT NOT NULL,
    -- Until the end of this day departments fill in their forms.
    due_on TEXT NOT NULL,
    -- The notice that says so.
    basis TEXT NOT NULL,
    by_user TEXT NOT NULL,
    by_name TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (owner, id),
    UNIQUE (owner, year, day),
    FOREIGN KEY (owner) REFERENCES organisations (id)
);

CREATE TABLE monitoring_tasks (
    -- The department.
    owner TEXT NOT NULL,
    id TEXT NOT NULL,
    statement TEXT NOT NULL,
    -- What it is a part of: the monitoring's owner and id, and what is asked there.
    region TEXT NOT NULL,
    monitoring TEXT NOT NULL,
    year BIGINT NOT NULL,
    day TEXT NOT NULL,
    due_on TEXT NOT NULL,
    state TEXT NOT NULL,
    -- Grows with every change: whoever is second is told.
    revision BIGINT NOT NULL,
    -- The form as JSON; empty until it was saved.
    body TEXT NOT NULL,
    -- SM3 of the form when it was approved; empty before.
    digest TEXT NOT NULL,
    -- What the finance bureau asks to be put right; empty: nothing.
    demands TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    state_since TEXT NOT NULL,
    PRIMARY KEY (owner, id),
    UNIQUE (owner, statement, day),
    FOREIGN KEY (owner, statement) REFERENCES statements (owner, id),
    FOREIGN KEY (region, monitoring) REFERENCES monitorings (owner, id)
);

CREATE INDEX monitoring_tasks_by_monitoring ON monitoring_tasks (region, monitoring);

CREATE TABLE monitoring_steps (
    owner TEXT NOT NULL,
    task TEXT NOT NULL,
    number BIGINT NOT NULL,
    act TEXT NOT NULL,
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    reason TEXT NOT NULL,
    by_user TEXT NOT NULL,
    by_name TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (owner, task, number),
    FOREIGN KEY (owner, task) REFERENCES monitoring_tasks (owner, id)
);
