//! Demands for rectification (整改): what was found is raised as a demand with a day, answered with proof, and confirmed
//! or returned by the office that raised it.
//!
//! Suggested reading order: [`raising`] (what a demand says), [`begun`] (how one begins), [`noticed`] (from a light or a mark), [`acts`] (answered, confirmed, returned,
//! withdrawn), [`deciding`] (a rule or a check says live whether it is put right; until then nobody can confirm),
//! [`before`] (the same trouble in an earlier year), [`proofs`] (files), [`papers`] (整改通知书, 整改反馈表).

pub mod acts;
pub mod before;
pub mod begun;
pub mod deciding;
pub mod noticed;
pub mod papers;
pub mod proofs;
pub mod raising;

use jiff::civil::Date;
use store::demands::{
    self, Counts, Decider, Demand, DemandState, Filter, Listed, Proof, Step, StepAct,
};
use store::organisations::Organisation;
use store::people::Role;
use store::{Tx, organisations};

use crate::deadlines::rest;
use crate::deed::{Deed, Note};
use crate::places::Spot;
use crate::statements::Page;
use crate::{Asker, Office, OfficeError, Permission, Scope};
use deciding::Verdict;

/// The most lines of a table that is taken away.
const MOST_LINES: u64 = 10_000;
/// What demands are called in the audit trail.
const KIND: &str = "整改要求";

/// A demand with all that belongs to it.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The demand.
    pub demand: Demand,
    /// The name of whose it is.
    pub owner_name: String,
    /// Who raised it: the organisation and the role.
    pub from_name: String,
    /// What was said and done, in order.
    pub steps: Vec<Step>,
    /// The files that prove it.
    pub proofs: Vec<Proof>,
    /// What the rule or check says now; `None`: nothing but people decides.
    pub verdict: Option<Verdict>,
    /// The demand of an earlier year with the same trouble.
    pub again: Option<Demand>,
    /// Whether the asker may answer it now.
    pub may_answer: bool,
    /// Whether the asker is of the office that raised it.
    pub is_ours: bool,
}

/// Demands that wait for somebody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    /// To be answered.
    pub to_answer: i64,
    /// Of these: past their day.
    pub late: i64,
    /// Answered, and to be confirmed or returned.
    pub to_confirm: i64,
}

impl Office {
    /// The demands in sight.
    ///
    /// # Errors
    /// If the asker may see none.
    pub async fn list_demands(
        &self,
        asker: &Asker,
        filter: &Filter,
    ) -> Result<Page<Listed>, OfficeError> {
        let (mut tx, scope) = self.look(asker, Permission::ReadDemands).await?;
        let items = demands::list(&mut tx, &scope, filter).await?;
        let total = demands::count(&mut tx, &scope, filter).await?;
        Ok(Page { items, total })
    }

    /// How many demands in sight are in which state, and how many are late.
    ///
    /// # Errors
    /// If the asker may see none.
    pub async fn demand_counts(&self, asker: &Asker) -> Result<Counts, OfficeError> {
        let (mut tx, scope) = self.look(asker, Permission::ReadDemands).await?;
        Ok(demands::counts(&mut tx, &scope, &self.now().day().to_string()).await?)
    }

    /// The organisations whose demands the asker may see.
    ///
    /// # Errors
    /// If the asker may see none.
    pub async fn demand_owners(&self, asker: &Asker) -> Result<Vec<Organisation>, OfficeError> {
        let (mut tx, scope) = self.look(asker, Permission::ReadDemands).await?;
        Ok(raising::having_demands(organisations::list(&mut tx, &scope).await?))
    }

    /// The demands in sight as a table, its heads being the first row.
    ///
    /// # Errors
    /// If the asker may see none.
    pub async fn export_demands(
        &self,
        asker: &Asker,
        filter: &Filter,
    ) -> Result<Vec<Vec<String>>, OfficeError> {
        let filter = Filter { skip: 0, take: MOST_LINES, ..filter.clone() };
        let today = self.now().day();
        let listed = self.list_demands(asker, &filter).await?.items;
        let mut rows = vec![HEADS.map(str::to_owned).to_vec()];
        rows.extend(listed.iter().map(|one| line(one, today)));
        Ok(rows)
    }

    /// A demand with all that belongs to it; what decides it is asked now.
    ///
    /// # Errors
    /// If it is not there, or not in sight.
    pub async fn demand(&self, asker: &Asker, id: &str) -> Result<Shown, OfficeError> {
        asker.require(Permission::ReadDemands)?;
        let scope = asker.scope(Permission::ReadDemands);
        let mut tx = self.store().read().await?;
        let missing = || OfficeError::missing("这条整改要求");
        let found = demands::get(&mut tx, &scope, id).await.map_err(missing())?;
        drop(tx);
        let all = self.registers_for(&found).await?;
        let mut tx = self.store().read().await?;
        let demand = demands::get(&mut tx, &scope, id).await.map_err(missing())?;
        let owner = organisations::get(&mut tx, &scope, &demand.owner).await?;
        let again = match &demand.again {
            Some(again) => demands::get(&mut tx, &scope, again).await.ok(),
            None => None,
        };
        let waits = demand.state.waits_for_answer();
        Ok(Shown {
            from_name: from_name(&mut tx, &demand).await?,
            steps: demands::steps(&mut tx, &scope, id).await?,
            proofs: demands::proofs(&mut tx, &scope, id).await?,
            verdict: match demand.state.is_settled() {
                true => None,
                false => self.verdict(&mut tx, all.as_deref(), &demand, &owner).await?,
            },
            may_answer: waits && asker.may_at(Permission::AnswerDemands, &owner.path),
            is_ours: is_of_office(asker, &demand),
            owner_name: owner.name,
            again,
            demand,
        })
    }

    /// The demands that wait for the asker: to be answered, to be confirmed.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn demands_waiting(&self, asker: &Asker) -> Result<Waiting, OfficeError> {
        if !asker.may(Permission::ReadDemands) {
            return Ok(Waiting::default());
        }
        let mut tx = self.store().read().await?;
        let scope = asker.scope(Permission::AnswerDemands);
        let counts = demands::counts(&mut tx, &scope, &self.now().day().to_string()).await?;
        let offices: Vec<(Role, &str)> = offices(asker).collect();
        let all = asker.scope(Permission::RaiseDemands);
        Ok(Waiting {
            to_answer: counts.unanswered(),
            late: counts.late,
            to_confirm: demands::to_confirm(&mut tx, &all, &offices).await?,
        })
    }
}

/// How many days are left for a demand that waits for an answer; negative: so many too late.
pub fn days_left(demand: &Demand, today: Date) -> Option<i32> {
    let due: Date = demand.due_on.parse().ok()?;
    demand.state.waits_for_answer().then(|| (due - today).get_days())
}

/// What people call the place in the statement; empty if there is none.
pub fn place_name(demand: &Demand) -> String {
    if demand.statement.is_none() {
        return String::new();
    }
    let spot = demand.place.parse::<Spot>();
    spot.map_or_else(|_| "全文".to_owned(), |spot| spot.to_string())
}

/// What a demand is about, short enough for a line.
pub fn headline(demand: &Demand) -> String {
    const LONGEST: usize = 40;
    let mut signs = demand.found.trim().chars().filter(|sign| !sign.is_control());
    let begun: String = signs.by_ref().take(LONGEST).collect();
    if signs.next().is_some() { format!("{begun}…") } else { begun }
}

/// Whether the asker is of the office that raised the demand: has the same role at the same organisation.
pub(crate) fn is_of_office(asker: &Asker, demand: &Demand) -> bool {
    asker.may(Permission::RaiseDemands)
        && offices(asker)
            .any(|office| office == (demand.from_role, demand.from_organisation.as_str()))
}

/// The roles by which the asker raises demands, and where they are held.
fn offices(asker: &Asker) -> impl Iterator<Item = (Role, &str)> {
    let given = asker.assignments.iter().filter(|one| Permission::RaiseDemands.is_of(one.role));
    given.map(|one| (one.role, one.organisation.as_str()))
}

/// Who raised it, in words.
async fn from_name(tx: &mut Tx, demand: &Demand) -> Result<String, OfficeError> {
    let from = organisations::get(tx, &Scope::everything(), &demand.from_organisation).await?;
    Ok(format!("{}{}", from.name, demand.from_role.label()))
}

/// Adds a step, and moves the demand to a state; one alone of many who do so at once succeeds.
async fn step(
    deed: &mut Deed<'_>,
    demand: &Demand,
    new: Step,
    to: DemandState,
) -> Result<Demand, OfficeError> {
    let everything = Scope::everything();
    let before = demands::steps(&mut deed.tx, &everything, &demand.id).await?;
    let now = deed.now.to_string();
    let new = Step {
        number: before.last().map_or(1, |last| last.number + 1),
        by_user: deed.asker.user.clone(),
        by_name: deed.asker.name.clone(),
        at: now.clone(),
        ..new
    };
    demands::insert_step(&mut deed.tx, &demand.owner, &demand.id, &new).await?;
    if new.act == StepAct::Answered {
        demands::bind_proofs(&mut deed.tx, &everything, &demand.id, new.number).await?;
    }
    let moved =
        Demand { version: demand.version + 1, state: to, changed_at: now, ..demand.clone() };
    demands::update(&mut deed.tx, &everything, &moved).await.map_err(|_| stale(demand))?;
    Ok(moved)
}

/// A step of which only what is said is known.
fn said(act: StepAct, body: String, verdict: Option<&Verdict>) -> Step {
    Step {
        number: 0,
        act,
        body,
        result: String::new(),
        finished_on: String::new(),
        verdict: verdict.map(Verdict::to_string).unwrap_or_default(),
        by_user: String::new(),
        by_name: String::new(),
        at: String::new(),
    }
}

fn stale(demand: &Demand) -> OfficeError {
    let state = demand.state.label();
    let said =
        format!("这条整改要求刚刚由别人办理过（现在是“{state}”），您的操作没有办理。请刷新后再看");
    OfficeError::Conflict(said)
}

fn note(act: &'static str, demand: &Demand, detail: String) -> Note {
    Note {
        act,
        owner: demand.owner.clone(),
        kind: KIND,
        object: demand.id.clone(),
        detail,
        ..Note::default()
    }
}

/// The heads of the table that is taken away.
const HEADS: [&str; 18] = [
    "单位",
    "年度",
    "问题来源",
    "问题类型",
    "通知书文号",
    "项目或指标",
    "位置",
    "发现的问题",
    "整改要求",
    "依据",
    "判定方式",
    "规则或核对代码",
    "整改期限",
    "责任人",
    "状态",
    "逾期天数",
    "往年同类问题",
    "提出人",
];

fn line(listed: &Listed, today: Date) -> Vec<String> {
    let it = &listed.demand;
    let late = days_left(it, today).filter(|left| *left < 0).map(|left| (-left).to_string());
    let decider = if it.decider == Decider::Nobody { "" } else { it.code.as_str() };
    vec![
        listed.owner_name.clone(),
        it.year.to_string(),
        it.origin.label().to_owned(),
        it.kind.label().to_owned(),
        it.notice.clone(),
        it.subject.clone(),
        place_name(it),
        it.found.clone(),
        it.asked.clone(),
        it.basis.clone(),
        it.decider.label().to_owned(),
        decider.to_owned(),
        it.due_on.clone(),
        it.responsible.clone(),
        it.state.label().to_owned(),
        late.unwrap_or_default(),
        if it.again.is_some() { "有" } else { "" }.to_owned(),
        it.by_name.clone(),
    ]
}

/// The term of a demand in words: 还有3天, 逾期2天; empty where nothing is to be answered.
pub fn term(demand: &Demand, today: Date) -> String {
    days_left(demand, today).map(rest).unwrap_or_default()
}
