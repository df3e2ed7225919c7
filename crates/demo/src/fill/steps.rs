//! One step of a statement's way, done by whoever does it.

use std::collections::HashMap;

use model::draft::Draft;
use office::acceptances::FindingName;
use office::acts::{ActText, ApprovalText, MinutesText, Seen};
use office::beginning::Upload;
use office::judged::Judged;
use office::opinions::OpinionText;
use office::workflow::Act;
use office::{Asker, Office, OfficeError, Scope};
use store::opinions::{AnswerKind, OpinionState};
use store::statements::{self, Statement};

use super::bindings;
use super::registers::UNIONS;
use crate::county::{self, Wording};
use crate::department::Department;
use crate::expand::{adjusted, draft, fill, first_draft};
use crate::people::Town;
use crate::way::{Event, Step};

mod save;

/// Findings that a reviewer takes over as opinions, at most.
const TAKEN: usize = 2;
/// The rule that finds words of last year.
const SAME_WORDS: &str = "HIS003";

/// The statements on their way.
pub(super) struct Walk<'w> {
    office: &'w Office,
    town: &'w Town,
    departments: &'w [Department],
    wording: Wording,
    /// The plan that is being drawn up.
    plan: i16,
    ids: HashMap<(usize, usize), String>,
    /// How many were approved in each calendar year.
    approvals: HashMap<i16, usize>,
}

/// What a step is about.
struct At<'w> {
    department: &'w Department,
    number: usize,
    year: usize,
    plan: i16,
    id: String,
}

impl<'w> Walk<'w> {
    pub(super) fn new(
        office: &'w Office,
        town: &'w Town,
        departments: &'w [Department],
        plan: i16,
    ) -> Result<Walk<'w>, OfficeError> {
        let wording = county::wording().map_err(OfficeError::Machine)?;
        let ids = HashMap::new();
        Ok(Walk { office, town, departments, wording, plan, ids, approvals: HashMap::new() })
    }

    /// Does a step.
    pub(super) async fn step(&mut self, event: &Event) -> Result<(), OfficeError> {
        let lost = || OfficeError::Machine("演示数据里没有这个部门".to_owned());
        let department = self.departments.get(event.department).ok_or_else(lost)?;
        let key = (event.department, event.year);
        let years = i16::try_from(event.year).unwrap_or_default();
        let at = At {
            department,
            number: event.department,
            year: event.year,
            plan: self.plan - 2 + years,
            id: self.ids.get(&key).cloned().unwrap_or_default(),
        };
        match event.step {
            Step::Import => {
                let id = self.import(&at).await?;
                self.ids.insert(key, id);
                Ok(())
            }
            Step::Act(act) => self.act(&at, act).await,
            Step::Keep => self.keep(&at).await,
            Step::Mend => {
                let text = draft(department, at.year, at.plan);
                let reason = &self.wording.mended;
                save::version(self.office, self.clerk(&at)?, &at.id, &text, reason).await
            }
            Step::Raise => {
                let text = adjusted(department, at.year, at.plan);
                let reason = &self.wording.adjusted;
                save::version(self.office, self.clerk(&at)?, &at.id, &text, reason).await
            }
            Step::Opine => self.opine(&at).await,
            Step::AnswerSome => self.answer(&at, 1).await,
            Step::AnswerAll => self.answer(&at, usize::MAX).await,
            Step::Settle => self.settle(&at).await,
            Step::Grade => self.grade(&at).await,
        }
    }

    fn clerk(&self, at: &At<'_>) -> Result<&'w Asker, OfficeError> {
        self.town.asker(&format!("{}.jingban", at.department.id))
    }

    fn head(&self, at: &At<'_>) -> Result<&'w Asker, OfficeError> {
        self.town.asker(&format!("{}.fuze", at.department.id))
    }

    fn recorder(&self, at: &At<'_>) -> Result<&'w Asker, OfficeError> {
        let own = self.town.asker(&format!("{}.jilu", at.department.id));
        own.or_else(|_| self.clerk(at))
    }

    /// The two reviewers share the departments.
    fn reviewer(&self, at: &At<'_>) -> Result<&'w Asker, OfficeError> {
        self.town.asker(if at.number.is_multiple_of(2) { "caizheng.wang" } else { "caizheng.liu" })
    }

    async fn import(&self, at: &At<'_>) -> Result<String, OfficeError> {
        let text = first_draft(at.department, at.year, at.plan).map_err(OfficeError::Machine)?;
        let upload = file(&text, at.number + at.year)?;
        let owner = self.town.place(&at.department.id)?;
        self.office.import_statement(self.clerk(at)?, owner, &upload).await
    }

    async fn statement(&self, at: &At<'_>) -> Result<Statement, OfficeError> {
        let mut tx = self.office.store().read().await?;
        Ok(statements::get(&mut tx, &Scope::everything(), &at.id).await?.statement)
    }

    async fn seen(&self, at: &At<'_>) -> Result<Seen, OfficeError> {
        let statement = self.statement(at).await?;
        Ok(Seen { version: statement.version, state: statement.state })
    }

    async fn act(&mut self, at: &At<'_>, act: Act) -> Result<(), OfficeError> {
        let asker = match act {
            Act::HandIn | Act::TakeBack | Act::Adjust | Act::AbandonAdjustment => self.clerk(at)?,
            Act::Decide | Act::Reject => self.recorder(at)?,
            Act::Return | Act::Approve => self.reviewer(at)?,
            _ => self.head(at)?,
        };
        if act == Act::Approve {
            *self.approvals.entry(self.office.now().day().year()).or_default() += 1;
        }
        let text = self.text(at, act)?;
        self.office.act(asker, &at.id, act, self.seen(at).await?, &text).await?;
        if at.department.id == UNIONS && self.office.has_vault() && act == Act::Publish {
            bindings::bind(self.office, self.clerk(at)?, &at.id).await?;
        }
        Ok(())
    }

    /// What is typed for an act.
    fn text(&self, at: &At<'_>, act: Act) -> Result<ActText, OfficeError> {
        let wording = &self.wording;
        let reason = match act {
            Act::GiveBack => &wording.give_back,
            Act::Return => &wording.returned,
            Act::Adjust => &wording.adjust,
            _ => "",
        };
        let decision = if act == Act::Reject { &wording.rejected } else { &wording.decided };
        let members = wording.present.iter().cycle().skip(at.number).take(3).cloned();
        let head = self.head(at)?.name.clone();
        let present: Vec<String> = std::iter::once(head).chain(members).collect();
        let year = self.office.now().day().year();
        let number = self.approvals.get(&year).copied().unwrap_or_default();
        Ok(ActText {
            reason: reason.to_owned(),
            minutes: MinutesText {
                held_on: self.office.now().day().to_string(),
                present: present.join("、"),
                decision: decision.clone(),
                scan: None,
            },
            approval: ApprovalText {
                document_number: format!("临财绩〔{year}〕{}号", number + 10),
                remarks: fill(&wording.remarks, at.plan, &|_| None),
            },
        })
    }

    /// The head accepts that safeguards go on from year to year.
    async fn keep(&self, at: &At<'_>) -> Result<(), OfficeError> {
        let (head, seen) = (self.head(at)?, self.seen(at).await?);
        let (_, findings) = self.office.findings(head, &at.id, seen.version).await?;
        let of_last_year = findings.iter().filter(|one| one.finding.code.as_str() == SAME_WORDS);
        for found in of_last_year {
            let name = named(found);
            let reason = &self.wording.keep;
            self.office.accept_finding(head, &at.id, seen, &name, reason).await?;
        }
        Ok(())
    }

    /// Takes findings over, and adds an opinion of the reviewer's own.
    async fn opine(&self, at: &At<'_>) -> Result<(), OfficeError> {
        let (reviewer, seen) = (self.reviewer(at)?, self.seen(at).await?);
        let (examined, findings) = self.office.findings(reviewer, &at.id, seen.version).await?;
        let loud = findings.iter().filter(|one| one.finding.severity != ground::Severity::Note);
        for found in loud.take(TAKEN) {
            let name = named(found);
            self.office.take_over_finding(reviewer, &at.id, seen, &name).await?;
        }
        let chosen = self.wording.opinions.iter().cycle().skip(at.number);
        for [place, facet, body, _] in chosen.take(2) {
            let text = Draft::of(&examined.reading.statement);
            let quoted = text.get(place).unwrap_or_default().chars().take(40).collect();
            let opinion = OpinionText {
                place: place.clone(),
                quoted,
                facet: facet.clone(),
                code: String::new(),
                body: body.clone(),
            };
            self.office.give_opinion(reviewer, &at.id, seen, &opinion).await?;
        }
        Ok(())
    }

    /// Answers open opinions: those of a rule with any of the sentences, others with their own.
    async fn answer(&self, at: &At<'_>, most: usize) -> Result<(), OfficeError> {
        let clerk = self.clerk(at)?;
        let all = self.office.opinions(clerk, &at.id).await?;
        let open = all.iter().filter(|thread| thread.opinion.state == OpinionState::Open);
        for thread in open.take(most) {
            let own = self.wording.opinions.iter().find(|one| one[2] == thread.opinion.body);
            let usual = || self.wording.accepted.iter().cycle().nth(at.number + thread.number);
            let body = own.map(|one| &one[3]).or_else(usual).map_or("", String::as_str);
            let kind = if body.starts_with("不采纳") {
                AnswerKind::Declined
            } else {
                AnswerKind::Accepted
            };
            let opinion = &thread.opinion.id;
            self.office.answer_opinion(clerk, &at.id, opinion, kind, body).await?;
        }
        Ok(())
    }

    async fn settle(&self, at: &At<'_>) -> Result<(), OfficeError> {
        let reviewer = self.reviewer(at)?;
        for thread in self.office.opinions(reviewer, &at.id).await? {
            let opinion = &thread.opinion.id;
            let body = &self.wording.closed;
            let closed = AnswerKind::Closed;
            self.office.settle_opinion(reviewer, &at.id, opinion, closed, body).await?;
        }
        Ok(())
    }

    async fn grade(&self, at: &At<'_>) -> Result<(), OfficeError> {
        const MARKS: [[&str; 8]; 3] = [
            ["9.5", "10", "15", "14", "15", "14.5", "10", "9.5"],
            ["9", "9", "14", "14", "13.5", "14", "9", "9"],
            ["10", "9.5", "14", "15", "14", "14", "9.5", "9"],
        ];
        let marks = MARKS.get((at.number + at.year) % MARKS.len()).copied().unwrap_or_default();
        let marks = marks.map(str::to_owned);
        let (reviewer, seen) = (self.reviewer(at)?, self.seen(at).await?);
        self.office.grade(reviewer, &at.id, seen, &marks, &self.wording.grading).await
    }
}

fn named(found: &Judged) -> FindingName {
    FindingName {
        code: found.finding.code.to_string(),
        place: found.place.clone(),
        words: found.words.clone(),
    }
}

/// The text as the file that a clerk has: Word, Excel or plain.
fn file(text: &Draft, which: usize) -> Result<Upload, OfficeError> {
    let document = write::statement(&read::drafted(text).reading.statement);
    let broken = |error: write::WriteError| OfficeError::Machine(error.to_string());
    let (ending, bytes) = match which % 4 {
        1 => ("xlsx", write::xlsx(&document).map_err(broken)?),
        3 => ("txt", write::txt(&document).into_bytes()),
        _ => ("docx", write::docx(&document).map_err(broken)?),
    };
    Ok(Upload { name: format!("{}.{ending}", text.title), bytes })
}
