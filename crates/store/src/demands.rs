//! Demands for rectification (整改要求): each with its steps and the files that prove what was done.
//!
//! Suggested reading order: this file (the demands), `steps` (what was said to one, its files), `listing` (lists of
//! them and how many there are).

mod listing;
mod steps;

use sea_query::{Expr, ExprTrait, Order, Query, SelectStatement};

use crate::named::named;
use crate::people::Role;
use crate::{Row, Scope, StoreError, Tx};

pub use listing::{Counts, Filter, Listed, Ordering, count, counts, list, to_confirm};
pub use steps::{
    Proof, Step, StepAct, bind_proofs, insert_proof, insert_step, proofs, remove_proof, steps,
    steps_of_owner,
};

named! {
    /// How far a demand is.
    DemandState in "demands.state" {
        /// The department is to put it right.
        Open = "open", "待整改";
        /// The department says that it is; whoever raised it is to see.
        Answered = "answered", "已答复";
        /// What was answered does not do.
        Returned = "returned", "已退回";
        /// It is put right.
        Confirmed = "confirmed", "已确认";
        /// Taken back by those who raised it.
        Withdrawn = "withdrawn", "已撤回";
    }
}

impl DemandState {
    /// Whether nobody has to do anything about it any more.
    pub fn is_settled(self) -> bool {
        matches!(self, DemandState::Confirmed | DemandState::Withdrawn)
    }

    /// Whether the department is to answer.
    pub fn waits_for_answer(self) -> bool {
        matches!(self, DemandState::Open | DemandState::Returned)
    }
}

named! {
    /// What brought the trouble to light.
    Origin in "demands.origin" {
        /// The review of a statement.
        Review = "review", "绩效目标审核";
        /// Monitoring through the year.
        Monitoring = "monitoring", "绩效运行监控";
        /// The department's own evaluation.
        SelfEvaluation = "self_evaluation", "绩效自评";
        /// An evaluation by the department above or the finance bureau.
        Evaluation = "evaluation", "绩效评价";
        /// An audit.
        Audit = "audit", "审计";
        /// Anything else.
        Other = "other", "其他检查";
    }
}

named! {
    /// What kind of trouble it is.
    ProblemKind in "demands.kind" {
        /// Targets and indicators.
        Targets = "targets", "绩效目标设定";
        /// Spending against the plan.
        Spending = "spending", "预算执行进度";
        /// Targets that were not reached.
        Results = "results", "绩效目标完成";
        /// How money was used.
        Funds = "funds", "资金使用管理";
        /// Registers, vouchers, evidence.
        Records = "records", "台账和资料";
        /// What was published.
        Disclosure = "disclosure", "信息公开";
        /// Rules and duties.
        Management = "management", "制度和项目管理";
        /// Anything else.
        Other = "other", "其他";
    }
}

named! {
    /// What says whether it is put right, beside people.
    Decider in "demands.decider" {
        /// Nothing.
        Nobody = "none", "人工核实";
        /// A rule of the review on the statement.
        Rule = "rule", "文本审核规则";
        /// A check over registers.
        Check = "check", "台账核对";
        /// The value that an indicator of the statement has reached.
        Indicator = "indicator", "指标完成值";
    }
}

/// A demand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Demand {
    /// Who is to put it right.
    pub owner: String,
    /// Its id.
    pub id: String,
    /// Counts its changes.
    pub version: i64,
    /// The year whose work it concerns.
    pub year: i64,
    /// What brought it to light.
    pub origin: Origin,
    /// What kind of trouble it is.
    pub kind: ProblemKind,
    /// The number of the notice it stands in; may be empty.
    pub notice: String,
    /// The statement it speaks of.
    pub statement: Option<String>,
    /// The version of the statement; 0 if it speaks of none.
    pub statement_version: i64,
    /// The path of the place in it; may be empty.
    pub place: String,
    /// The words that stood there.
    pub quoted: String,
    /// The project or indicator, in words; may be empty.
    pub subject: String,
    /// What was found.
    pub found: String,
    /// What is demanded.
    pub asked: String,
    /// Law or rule; may be empty.
    pub basis: String,
    /// What says whether it is put right.
    pub decider: Decider,
    /// The code of the rule or check; empty if nothing decides.
    pub code: String,
    /// Until the end of this day.
    pub due_on: String,
    /// The person or office that answers for it.
    pub responsible: String,
    /// How far it is.
    pub state: DemandState,
    /// The demand of an earlier year with the same trouble.
    pub again: Option<String>,
    /// The role in which it was raised.
    pub from_role: Role,
    /// The organisation at which that role is held.
    pub from_organisation: String,
    /// Who raised it.
    pub by_user: String,
    /// The name as it was.
    pub by_name: String,
    /// When.
    pub at: String,
    /// When it was changed last.
    pub changed_at: String,
}

const COLUMNS: [&str; 27] = [
    "owner",
    "id",
    "version",
    "year",
    "origin",
    "kind",
    "notice",
    "statement",
    "statement_version",
    "place",
    "quoted",
    "subject",
    "found",
    "asked",
    "basis",
    "decider",
    "code",
    "due_on",
    "responsible",
    "state",
    "again",
    "from_role",
    "from_organisation",
    "by_user",
    "by_name",
    "at",
    "changed_at",
];

/// Enters a demand.
///
/// # Errors
/// If the database says no.
pub async fn insert(tx: &mut Tx, new: &Demand) -> Result<(), StoreError> {
    let query = Query::insert()
        .into_table("demands")
        .columns(COLUMNS)
        .values_panic([
            new.owner.as_str().into(),
            new.id.as_str().into(),
            new.version.into(),
            new.year.into(),
            new.origin.word().into(),
            new.kind.word().into(),
            new.notice.as_str().into(),
            new.statement.clone().into(),
            new.statement_version.into(),
            new.place.as_str().into(),
            new.quoted.as_str().into(),
            new.subject.as_str().into(),
            new.found.as_str().into(),
            new.asked.as_str().into(),
            new.basis.as_str().into(),
            new.decider.word().into(),
            new.code.as_str().into(),
            new.due_on.as_str().into(),
            new.responsible.as_str().into(),
            new.state.word().into(),
            new.again.clone().into(),
            new.from_role.word().into(),
            new.from_organisation.as_str().into(),
            new.by_user.as_str().into(),
            new.by_name.as_str().into(),
            new.at.as_str().into(),
            new.changed_at.as_str().into(),
        ])
        .to_owned();
    tx.run(&query).await.map(drop)
}

/// Writes what may change of a demand, whose version is one more than that which was seen: how far it is, and until
/// when.
///
/// # Errors
/// If it is not in sight, or somebody else has changed it.
pub async fn update(tx: &mut Tx, scope: &Scope, demand: &Demand) -> Result<(), StoreError> {
    let query = Query::update()
        .table("demands")
        .values([
            ("version", demand.version.into()),
            ("due_on", demand.due_on.as_str().into()),
            ("state", demand.state.word().into()),
            ("changed_at", demand.changed_at.as_str().into()),
        ])
        .and_where(Expr::col("owner").eq(demand.owner.as_str()))
        .and_where(Expr::col("id").eq(demand.id.as_str()))
        .and_where(Expr::col("version").eq(demand.version - 1))
        .cond_where(scope.of(("demands", "owner")))
        .to_owned();
    match tx.run(&query).await? {
        0 => Err(StoreError::Missing("demand")),
        _ => Ok(()),
    }
}

/// A demand.
///
/// # Errors
/// If it is not there, or not in sight.
pub async fn get(tx: &mut Tx, scope: &Scope, id: &str) -> Result<Demand, StoreError> {
    let query = seen(scope).and_where(Expr::col("id").eq(id)).to_owned();
    demand(&tx.first(&query).await?.ok_or(StoreError::Missing("demand"))?)
}

/// The demands on an owner that concern years before this one and were not withdrawn, the newest first.
///
/// # Errors
/// If the database says no.
pub async fn before(
    tx: &mut Tx,
    scope: &Scope,
    owner: &str,
    year: i64,
) -> Result<Vec<Demand>, StoreError> {
    let query = seen(scope)
        .and_where(Expr::col("owner").eq(owner))
        .and_where(Expr::col("year").lt(year))
        .and_where(Expr::col("state").ne(DemandState::Withdrawn.word()))
        .order_by("year", Order::Desc)
        .order_by("id", Order::Desc)
        .to_owned();
    tx.all(&query).await?.iter().map(demand).collect()
}

/// The demands of one notice: those on an owner under its number from the same office, in the order in which they
/// were raised; withdrawn ones left out.
///
/// # Errors
/// If the database says no.
pub async fn of_notice(
    tx: &mut Tx,
    scope: &Scope,
    one: &Demand,
) -> Result<Vec<Demand>, StoreError> {
    let query = seen(scope)
        .and_where(Expr::col("owner").eq(one.owner.as_str()))
        .and_where(Expr::col("notice").eq(one.notice.as_str()))
        .and_where(Expr::col("from_role").eq(one.from_role.word()))
        .and_where(Expr::col("from_organisation").eq(one.from_organisation.as_str()))
        .and_where(Expr::col("state").ne(DemandState::Withdrawn.word()))
        .order_by("id", Order::Asc)
        .to_owned();
    tx.all(&query).await?.iter().map(demand).collect()
}

fn seen(scope: &Scope) -> SelectStatement {
    Query::select()
        .columns(COLUMNS)
        .from("demands")
        .cond_where(scope.of(("demands", "owner")))
        .to_owned()
}

fn demand(row: &Row) -> Result<Demand, StoreError> {
    Ok(Demand {
        owner: row.text("owner")?,
        id: row.text("id")?,
        version: row.number("version")?,
        year: row.number("year")?,
        origin: Origin::from_word(&row.text("origin")?)?,
        kind: ProblemKind::from_word(&row.text("kind")?)?,
        notice: row.text("notice")?,
        statement: row.maybe_text("statement")?,
        statement_version: row.number("statement_version")?,
        place: row.text("place")?,
        quoted: row.text("quoted")?,
        subject: row.text("subject")?,
        found: row.text("found")?,
        asked: row.text("asked")?,
        basis: row.text("basis")?,
        decider: Decider::from_word(&row.text("decider")?)?,
        code: row.text("code")?,
        due_on: row.text("due_on")?,
        responsible: row.text("responsible")?,
        state: DemandState::from_word(&row.text("state")?)?,
        again: row.maybe_text("again")?,
        from_role: Role::from_word(&row.text("from_role")?)?,
        from_organisation: row.text("from_organisation")?,
        by_user: row.text("by_user")?,
        by_name: row.text("by_name")?,
        at: row.text("at")?,
        changed_at: row.text("changed_at")?,
    })
}
