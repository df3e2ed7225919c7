//! 结果应用: what came of the years before, as proposals for the next: of each project's budget, of each indicator's target.
//!
//! A proposal is only ever shown; whoever writes takes it over or does not. Values count of years that are over. The grade is
//! the newest there is: that of a settled key evaluation,
//! else of a settled evaluation of the department's own, else of the settled self-evaluation.

use std::sync::Arc;

use ground::Decimal;
use model::actual::Actual;
use score::{Applied, NextTarget, Results, apply, next_target};
use store::appraisals::{self, Appraisal, Kind, SubjectKind};
use store::demands::{self, Demand, DemandState};
use store::statements::{self, Filter};
use store::{Scope, Tx, organisations};

use crate::beside::Aside;
use crate::drafts::{Change, Opened};
use crate::evaluating::sheet::{Part, Sheet};
use crate::{Asker, Office, OfficeError, Permission};

/// More open demands of a department than this are not looked at.
const MOST_DEMANDS: u64 = 1_000;

/// What came of the years before a plan.
#[derive(Clone, Debug, Default)]
pub struct Before {
    /// The year before.
    pub year: i16,
    /// Its projects, and the department as a whole.
    pub parts: Vec<PartBefore>,
}

/// What came of a project.
#[derive(Clone, Debug)]
pub struct PartBefore {
    /// Its code; empty where there is none.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Whether it is the department as a whole.
    pub is_department: bool,
    /// From where the grade comes: 重点评价, 绩效自评; empty: nothing is settled yet.
    pub graded_by: &'static str,
    /// What is proposed of its budget.
    pub applied: Option<Applied>,
    /// Its indicators for which a target is proposed.
    pub rows: Vec<RowBefore>,
}

/// What came of an indicator.
#[derive(Clone, Debug)]
pub struct RowBefore {
    /// 二级指标
    pub aspect: String,
    /// 三级指标
    pub name: String,
    /// What is proposed.
    pub next: NextTarget,
}

impl Before {
    /// What came of the project with this code, else of this name.
    pub fn project(&self, code: &str, name: &str) -> Option<&PartBefore> {
        let all = || self.parts.iter().filter(|part| !part.is_department);
        let by_code = all().find(|part| !code.is_empty() && part.code == code);
        by_code.or_else(|| all().find(|part| part.name == name))
    }

    /// What came of the department as a whole.
    pub fn department(&self) -> Option<&PartBefore> {
        self.parts.iter().find(|part| part.is_department)
    }
}

impl PartBefore {
    /// What is proposed for the indicator of this name; of several the one at the same second level.
    pub fn row(&self, aspect: &str, name: &str) -> Option<&NextTarget> {
        let named = || self.rows.iter().filter(|row| row.name.trim() == name.trim());
        let at_level = named().find(|row| row.aspect.trim() == aspect.trim());
        at_level.or_else(|| named().next()).map(|row| &row.next)
    }
}

impl Office {
    /// What came of the years before the plan of `year` of an organisation; nothing where there is no statement of the
    /// year before.
    ///
    /// # Errors
    /// If the asker may not write its statements.
    pub async fn years_before(
        &self,
        asker: &Asker,
        owner: &str,
        year: i16,
    ) -> Result<Arc<Before>, OfficeError> {
        let (mut tx, scope) = self.look(asker, Permission::WriteStatements).await?;
        let missing = OfficeError::missing("这个单位");
        let owner = organisations::get(&mut tx, &scope, owner).await.map_err(missing)?;
        drop(tx);
        let today = self.now().day();
        let name = format!("before/{year}/{today}/{}", owner.id);
        let (id, region) = (owner.id.as_str(), owner.region.as_str());
        self.remembered(name, Box::pin(self.before(id, region, year))).await
    }

    /// The same with what came of the years before.
    pub(crate) async fn with_years_before(
        &self,
        asker: &Asker,
        opened: Opened,
    ) -> Result<Opened, OfficeError> {
        let statement = &opened.listed.statement;
        let year = i16::try_from(statement.year).unwrap_or_default();
        let before = self.years_before(asker, &statement.owner, year).await?;
        Ok(Opened { before, ..opened })
    }

    /// A change with what it stands for: of a proposal that is taken over, its words. Asked before a transaction, since
    /// it looks into registers.
    pub(crate) async fn resolved(
        &self,
        asker: &Asker,
        id: &str,
        change: &Change,
    ) -> Result<Change, OfficeError> {
        let Change::Take(path) = change else { return Ok(change.clone()) };
        let opened = self.open_draft(asker, id).await?;
        let next = Aside::of(&opened).next(path).map(|next| next.text.clone());
        let text = next.ok_or_else(|| {
            let said = "这一栏现在没有建议的指标值，没有改动。请刷新后再看";
            OfficeError::Conflict(said.to_owned())
        })?;
        Ok(Change::Put(path.clone(), text))
    }

    async fn before(&self, owner: &str, region: &str, year: i16) -> Result<Before, OfficeError> {
        let last = year.saturating_sub(1);
        let rule = self.rulebook().applying(last, region).map(|scheme| scheme.targets);
        let Some(rule) = rule else { return Ok(Before::default()) };
        let mut sheets = Vec::new();
        // One more: the year before may not be over yet, and then has targets but no values that count.
        for back in 0..=i16::try_from(rule.years).unwrap_or(1) {
            if let Some(found) = self.sheet_of_year(owner, last - back).await? {
                sheets.push(found);
            }
        }
        let Some((newest, _)) = sheets.first().filter(|(sheet, _)| sheet.year == last) else {
            return Ok(Before::default());
        };
        let mut tx = self.store().read().await?;
        let open = open_demands(&mut tx, owner).await?;
        let graded = settled_appraisals(&mut tx, owner).await?;
        drop(tx);
        let now = self.now().day().year();
        let part = |part: &Part| {
            let (applied, graded_by) = match part.project {
                Some(_) => self.applied(&sheets, part, &graded, &open, region),
                None => (None, ""),
            };
            let rows = part.lines.iter().filter_map(|line| {
                let history = history(&sheets, part, (&line.aspect, &line.name), now);
                let next = next_target(&line.target, &history, rule)?;
                Some(RowBefore { aspect: line.aspect.clone(), name: line.name.clone(), next })
            });
            PartBefore {
                code: part.code.clone(),
                name: part.name.clone(),
                is_department: part.project.is_none(),
                graded_by,
                applied,
                rows: rows.collect(),
            }
        };
        Ok(Before { year: last, parts: newest.parts.iter().map(part).collect() })
    }

    /// What the newest settled result of a project means for its budget, and who gave the grade.
    fn applied(
        &self,
        sheets: &[(Sheet, bool)],
        of: &Part,
        graded: &[Appraisal],
        open: &[Demand],
        region: &str,
    ) -> (Option<Applied>, &'static str) {
        let settled = sheets.iter().find_map(|(sheet, is_settled)| {
            let part = sheet.parts.iter().find(|part| is_same(part, of))?;
            let of_year = graded.iter().filter(|it| it.year == i64::from(sheet.year));
            let (grade, by) = grade_of(part, of_year, *is_settled);
            (!grade.is_empty()).then_some((sheet.year, part, grade, by))
        });
        let Some((year, part, grade, by)) = settled else { return (None, "") };
        let about = |demand: &&Demand| demand.subject.contains(of.name.as_str());
        let open_demands = open.iter().filter(about).count();
        let results = Results { grade: &grade, rate: rate(part), open_demands };
        (apply(self.rulebook(), year, region, results), by)
    }

    /// The self-evaluation of an organisation's year, and whether it is settled.
    async fn sheet_of_year(
        &self,
        owner: &str,
        year: i16,
    ) -> Result<Option<(Sheet, bool)>, OfficeError> {
        let filter = Filter {
            year: Some(i64::from(year)),
            owner: Some(owner.to_owned()),
            take: 1,
            ..Filter::default()
        };
        let mut tx = self.store().read().await?;
        let found = statements::list(&mut tx, &Scope::everything(), &filter).await?;
        drop(tx);
        let Some(listed) = found.into_iter().next() else { return Ok(None) };
        match self.evaluated(listed).await {
            Ok(found) => {
                let is_settled = found.state() == Some(store::evaluations::State::Settled);
                Ok(Some((found.sheet, is_settled)))
            }
            // Where a year cannot be scored, or registers are not in use, there is nothing to be learnt: writing goes on.
            Err(OfficeError::Conflict(_) | OfficeError::Machine(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// Demands on an organisation that are not settled.
async fn open_demands(tx: &mut Tx, owner: &str) -> Result<Vec<Demand>, OfficeError> {
    let states = DemandState::ALL.iter().copied().filter(|state| !state.is_settled());
    let filter = demands::Filter {
        states: states.collect(),
        owner: Some(owner.to_owned()),
        take: MOST_DEMANDS,
        ..demands::Filter::default()
    };
    let all = demands::list(tx, &Scope::everything(), &filter).await?;
    Ok(all.into_iter().map(|listed| listed.demand).collect())
}

/// Settled appraisals of an organisation's projects, key ones first.
async fn settled_appraisals(tx: &mut Tx, owner: &str) -> Result<Vec<Appraisal>, OfficeError> {
    let filter = appraisals::Filter {
        owner: Some(owner.to_owned()),
        states: vec![appraisals::State::Settled],
        ..appraisals::Filter::default()
    };
    let all = appraisals::list(tx, &Scope::everything(), &filter).await?;
    let all = all.into_iter().map(|listed| listed.appraisal);
    let mut all: Vec<Appraisal> =
        all.filter(|it| it.subject_kind == SubjectKind::Project).collect();
    all.sort_by_key(|it| it.kind != Kind::Key);
    Ok(all)
}

/// The grade that counts, and from where it comes.
fn grade_of<'a>(
    part: &Part,
    mut graded: impl Iterator<Item = &'a Appraisal>,
    is_settled: bool,
) -> (String, &'static str) {
    if let Some(found) = graded.find(|it| it.project == part.code || it.project == part.name) {
        return (found.grade.clone(), found.kind.label());
    }
    if !is_settled {
        return (String::new(), "");
    }
    let grade = if part.found_total.is_some() { &part.found_grade } else { &part.grade };
    (grade.clone(), "绩效自评")
}

/// Spent ÷ budget in percent; none where nobody records what is paid.
fn rate(part: &Part) -> Option<Decimal> {
    let budget = part.execution.budget()?.fen();
    let spent = part.spent()?.fen();
    (Decimal::from(spent) * Decimal::ONE_HUNDRED).checked_div(Decimal::from(budget))
}

/// Whether both are the same project, or both the department as a whole.
fn is_same(one: &Part, other: &Part) -> bool {
    let is_same_code = !one.code.is_empty() && one.code == other.code;
    one.project.is_some() == other.project.is_some() && (is_same_code || one.name == other.name)
}

/// The values of an indicator in the years that are over, the oldest first.
fn history(
    sheets: &[(Sheet, bool)],
    of: &Part,
    (aspect, name): (&str, &str),
    now: i16,
) -> Vec<(i16, Actual)> {
    let value = |(sheet, _): &(Sheet, bool)| {
        let lines = &sheet.parts.iter().find(|part| is_same(part, of))?.lines;
        let line = lines.iter().find(|line| line.name == name && line.aspect == aspect)?;
        let actual = line.counted().clone();
        (sheet.year < now && !actual.is_missing()).then_some((sheet.year, actual))
    };
    sheets.iter().rev().filter_map(value).collect()
}
