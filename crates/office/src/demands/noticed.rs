//! What a new demand begins with when it comes from a light of a running year, from a form of monitoring or from a mark of a
//! self-evaluation: what was found, in its own words, and where.

use std::fmt::Display;

use ground::Day;
use rulebook::Light;
use score::RowReading;
use store::demands::{Origin, ProblemKind};
use store::statements::Listed;

use super::begun::named;
use super::raising::{DemandText, LONGEST};
use crate::evaluating::Evaluated;
use crate::evaluating::sheet::{Line, Marked};
use crate::monitoring::Watching;
use crate::monitoring::filling::Form;
use crate::year::Year;
use crate::{Asker, Office, OfficeError};

/// What is asked for unless something else is written: of money, of a target behind in its year, of one that was missed.
const SPEND: &str = "查明原因，按支出计划加快执行；确实用不完的，按程序申请调整预算。";
const CATCH_UP: &str =
    "查明偏差原因，采取措施，年底前完成指标值；确实不能完成的，按程序申请调整目标。";
const EXPLAIN: &str = "查明没有完成的原因，逐项制定改进措施，写明由谁负责、何时完成。";

/// Where something was noticed, and of what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Noticed {
    /// The light of a running year on a day.
    Watch(Day, Subject),
    /// A line of the form of monitoring with this id.
    Form(String, Subject),
    /// A mark of the self-evaluation.
    Mark(Subject),
}

/// Of what something was noticed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The indicator with this key.
    Indicator(String),
    /// The money of the project with this code; of one without, this name.
    Money(String),
}

/// What was noticed.
struct Told {
    origin: Origin,
    kind: ProblemKind,
    project: String,
    /// Empty where it is about money.
    indicator: String,
    found: String,
    asked: &'static str,
}

impl Office {
    /// Fills in what was noticed of a statement's year.
    pub(super) async fn of_noticed(
        &self,
        asker: &Asker,
        listed: &Listed,
        noticed: &Noticed,
        text: &mut DemandText,
    ) -> Result<(), OfficeError> {
        let id = &listed.statement.id;
        let (told, subject) = match noticed {
            Noticed::Watch(day, subject) => {
                let watching = self.watching(asker, id, *day).await?;
                (of_light(&watching, *day, subject), subject)
            }
            Noticed::Form(task, subject) => {
                let form = self.monitoring_task(asker, task).await?;
                let is_of_it = form.listed.task.statement == *id;
                (if is_of_it { of_form(&form, subject) } else { None }, subject)
            }
            Noticed::Mark(subject) => {
                let found = self.evaluation(asker, id).await?;
                (of_mark(&found, subject), subject)
            }
        };
        let told = told.ok_or(OfficeError::Missing { what: "这一处" })?;
        let year = self.year_now(listed.clone()).await?;
        text.origin = told.origin.word().to_owned();
        text.kind = told.kind.word().to_owned();
        text.found = told.found.chars().take(LONGEST).collect();
        told.asked.clone_into(&mut text.asked);
        text.subject = named([told.project.as_str(), &told.indicator]);
        // Of another version the place may be that of another row.
        if year.version == listed.statement.version {
            text.place = place(&year, subject).unwrap_or_default();
        }
        Ok(())
    }
}

/// Where it stands in the statement.
fn place(year: &Year, subject: &Subject) -> Option<String> {
    match subject {
        Subject::Indicator(key) => year.row(key).map(|(_, row)| row.place.clone()),
        Subject::Money(key) => {
            let group = year.groups.iter().find(|group| group.key() == key)?;
            group.project.map(|at| format!("projects/{at}"))
        }
    }
}

fn of_light(watching: &Watching, day: Day, subject: &Subject) -> Option<Told> {
    let groups = || watching.groups.iter().filter_map(|seen| Some((seen, watching.group(seen)?)));
    match subject {
        Subject::Money(key) => {
            let (seen, group) = groups().find(|(_, group)| group.key() == key)?;
            let said = &seen.watch.payments;
            let found = lit(day, "支付进度", said.light, &said.because);
            Some(money(Origin::Monitoring, &group.name, found))
        }
        Subject::Indicator(key) => {
            let (seen, group) =
                groups().find(|(_, group)| group.rows.iter().any(|row| row.key == *key))?;
            let is_it = |said: &&RowReading| seen.row(group, said).is_some_and(|it| it.key == *key);
            let said = seen.watch.rows.iter().find(is_it)?;
            let row = seen.row(group, said)?;
            let (target, value) = (row.text.target_text(), row.words.as_str());
            let what = indicator(&said.name, target, value, row.standing.label());
            Some(Told {
                origin: Origin::Monitoring,
                kind: ProblemKind::Results,
                project: group.project.map(|_| group.name.clone()).unwrap_or_default(),
                indicator: said.name.clone(),
                found: lit(day, &what, said.reading.light, &said.reading.because),
                asked: CATCH_UP,
            })
        }
    }
}

/// 截至2026-10-31，支付进度红灯：...。
fn lit(day: impl Display, what: &str, light: Light, because: &str) -> String {
    format!("截至{day}，{what}{}：{}。", light.label(), because.trim_end_matches('。'))
}

fn indicator(name: &str, target: &str, value: &str, standing: &str) -> String {
    format!("“{name}”指标值{target}，完成值{value}（{standing}），")
}

fn money(origin: Origin, project: &str, found: String) -> Told {
    Told {
        origin,
        kind: ProblemKind::Spending,
        project: project.to_owned(),
        indicator: String::new(),
        found,
        asked: if origin == Origin::SelfEvaluation { EXPLAIN } else { SPEND },
    }
}

fn of_form(form: &Form, subject: &Subject) -> Option<Told> {
    let day = &form.listed.task.day;
    match subject {
        Subject::Money(key) => {
            let sheet = form.sheets.iter().find(|sheet| sheet.key == *key)?;
            let said = sheet.payments.trim_end_matches('。');
            let found = format!("截至{day}的监控表：{said}。");
            Some(money(Origin::Monitoring, &sheet.name, found))
        }
        Subject::Indicator(key) => {
            let mut all =
                form.sheets.iter().flat_map(|it| it.rows.iter().map(move |row| (it, row)));
            let (sheet, row) = all.find(|(_, row)| row.key == *key)?;
            let what = indicator(&row.name, &row.target, &row.done, &row.standing);
            let mut found = lit(day, &what, row.light, &row.because);
            if !row.typed.explanation.is_empty() {
                found.push_str(&format!("部门说明：{}", row.typed.explanation));
            }
            Some(Told {
                origin: Origin::Monitoring,
                kind: ProblemKind::Results,
                project: sheet.project.map(|_| sheet.name.clone()).unwrap_or_default(),
                indicator: row.name.clone(),
                found,
                asked: CATCH_UP,
            })
        }
    }
}

fn of_mark(found: &Evaluated, subject: &Subject) -> Option<Told> {
    let sheet = &found.sheet;
    match subject {
        Subject::Money(key) => {
            let part = sheet.projects().find(|part| part.key == *key)?;
            let mark = part.money.as_ref()?;
            let found = format!("{}年绩效自评，预算执行率{}", sheet.year, marked(mark));
            Some(money(Origin::SelfEvaluation, &part.name, found))
        }
        Subject::Indicator(key) => {
            let mut all =
                sheet.parts.iter().flat_map(|it| it.lines.iter().map(move |one| (it, one)));
            let (part, line) = all.find(|(_, line)| line.key == *key)?;
            Some(Told {
                origin: Origin::SelfEvaluation,
                kind: ProblemKind::Results,
                project: part.project.map(|_| part.name.clone()).unwrap_or_default(),
                indicator: line.name.clone(),
                found: missed(sheet.year, line),
                asked: EXPLAIN,
            })
        }
    }
}

/// What the self-evaluation says of an indicator, and what the finance bureau found.
fn missed(year: i16, line: &Line) -> String {
    let what = indicator(&line.name, &line.target, line.counted_words(), line.counted_standing());
    let mark = line.mark.as_ref().map_or_else(|| "不能计分。".to_owned(), marked);
    let mut text = format!("{year}年绩效自评，{what}{mark}");
    if let Some(found) = &line.found {
        let points = found.points.normalize();
        text.push_str(&format!("财政复核得{points}分。{}", found.opinion));
    }
    if !line.deviation.is_empty() {
        text.push_str(&format!("部门说明：{}", line.deviation));
    }
    text
}

fn marked(mark: &Marked) -> String {
    let (points, of) = (mark.points.normalize(), mark.of.normalize());
    format!("得{points}分（满分{of}分）：{}。", mark.because.trim_end_matches('。'))
}
