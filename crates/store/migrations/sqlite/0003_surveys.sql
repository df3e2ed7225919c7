-- Satisfaction questionnaires (满意度问卷): the questionnaires, what lets somebody answer once, and the answers.
--
-- Nothing here tells who answered what: a token is kept as a keyed hash, without whoever it was given to; an answer
-- bears a number drawn by lot and the day alone. The tables have no row numbers that would tell an order.

CREATE TABLE surveys (
    owner TEXT NOT NULL REFERENCES organisations (id),
    id TEXT NOT NULL,
    version BIGINT NOT NULL,
    year BIGINT NOT NULL,
    title TEXT NOT NULL,
    -- What stands above the questions.
    intro TEXT NOT NULL,
    -- The project or the indicator that it measures, in words; the register whose people are asked, or nothing.
    measures TEXT NOT NULL,
    register TEXT NOT NULL,
    -- draft, open, closed
    state TEXT NOT NULL,
    -- The questions, as JSON.
    questions TEXT NOT NULL,
    -- The first and the last day on which it may be answered.
    opens TEXT NOT NULL,
    closes TEXT NOT NULL,
    -- How the number of people asked came about, in words.
    basis TEXT NOT NULL,
    -- How many tokens and how many sheets of paper were handed out, and how often tokens were printed.
    tokens BIGINT NOT NULL,
    papers BIGINT NOT NULL,
    issue BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    PRIMARY KEY (owner, id)
);
CREATE INDEX surveys_by_year ON surveys (owner, year);

CREATE TABLE survey_tokens (
    hash TEXT NOT NULL PRIMARY KEY,
    owner TEXT NOT NULL,
    survey TEXT NOT NULL,
    used BIGINT NOT NULL,
    FOREIGN KEY (owner, survey) REFERENCES surveys (owner, id)
) WITHOUT ROWID;
CREATE INDEX survey_tokens_by_survey ON survey_tokens (owner, survey, used);

CREATE TABLE survey_answers (
    owner TEXT NOT NULL,
    survey TEXT NOT NULL,
    number BIGINT NOT NULL,
    day TEXT NOT NULL,
    -- web, paper
    source TEXT NOT NULL,
    -- What was answered, as JSON, in the order of the questions.
    body TEXT NOT NULL,
    PRIMARY KEY (owner, survey, number),
    FOREIGN KEY (owner, survey) REFERENCES surveys (owner, id)
) WITHOUT ROWID;
