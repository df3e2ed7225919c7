//! What households in need are given: aid, and aid to their pupils and students.

use ground::Day;

use super::chance::nth;
use super::funds::Spent;
use super::households::{Household, OLD};
use super::numbers::{day, later, work_day};
use super::office::{Matter, Publicity};
use super::people::Human;
use super::row::Row;
use super::world::World;

/// A payment of aid.
#[derive(Clone, Debug)]
pub(super) struct Payment {
    /// Place of the household.
    pub(super) household: usize,
    /// Who gets it, if it is not the head.
    pub(super) to: Option<Human>,
    pub(super) kind: &'static str,
    /// In yuan.
    pub(super) amount: i64,
    pub(super) paid_on: Day,
    pub(super) batch: String,
    /// Places among decisions and notices.
    pub(super) decision: Option<usize>,
    pub(super) notice: Option<usize>,
}

/// Pays the households aid.
pub(super) fn plan(world: &mut World) {
    let paid = Paid::of(world);
    paid.regular(world);
    paid.urgent(world);
    super::aid_faults::plant(world);
}

/// What is given to whom this year.
struct Paid {
    /// Old active households.
    old: Vec<usize>,
    /// Old active households with a child that studies.
    with_student: Vec<usize>,
}

impl Paid {
    fn of(world: &World) -> Paid {
        let households = world.households.iter().enumerate();
        let old = |(at, household): &(usize, &Household)| *at < OLD && household.is_active();
        let old: Vec<usize> = households.filter(old).map(|(at, _)| at).collect();
        let studies = |at: &&usize| {
            let household = world.households.get(**at);
            household.is_some_and(|household| household.student(world.year).is_some())
        };
        let with_student = old.iter().filter(studies).copied().collect();
        Paid { old, with_student }
    }

    /// What the statement promises: two more than the targets say, within the budget.
    fn regular(&self, world: &mut World) {
        let count = |name| usize::try_from(world.promised(0, name)).unwrap_or_default();
        let (life, medical, study) = (count("life") + 2, count("medical") + 1, count("study") + 1);
        let living = |half: usize| -> Vec<(usize, i64)> {
            let some = self.old.iter().take(life).enumerate().filter(move |(at, _)| at % 2 == half);
            some.map(|(at, one)| (*one, 1350 + 10 * i64::try_from(at % 10).unwrap_or(0))).collect()
        };
        let ill: Vec<(usize, i64)> = self
            .old
            .iter()
            .rev()
            .take(medical)
            .enumerate()
            .map(|(at, one)| (*one, bill(at)))
            .collect();
        let students = self.with_student.iter().take(study).enumerate();
        let students: Vec<(usize, i64)> = students
            .map(|(at, one)| (*one, 3300 + 100 * i64::try_from(at % 5).unwrap_or(0)))
            .collect();
        let third = |part: usize| -> Vec<(usize, i64)> {
            ill.iter().enumerate().filter(|(at, _)| at % 3 == part).map(|(_, one)| *one).collect()
        };
        batch(world, "春节生活救助", "living", (1, 16), &living(0));
        batch(world, "春季医疗救助", "medical", (4, 24), &third(0));
        batch(world, "夏季生活救助", "living", (5, 22), &living(1));
        batch(world, "夏季医疗救助", "medical", (6, 19), &third(1));
        batch(world, "秋季助学救助", "study", (8, 21), &students);
        batch(world, "中秋生活救助", "living", (9, 18), &living(0));
        batch(world, "冬季医疗救助", "medical", (11, 13), &third(2));
        batch(world, "年末生活救助", "living", (12, 11), &living(1));
    }

    /// Aid in sudden need, one household at a time.
    fn urgent(&self, world: &mut World) {
        for (at, household) in self.old.iter().rev().skip(20).take(16).enumerate() {
            let at = i64::try_from(at).unwrap_or_default();
            let paid_on = work_day(day(world.year, at % 12 + 1, 9 + at));
            let amount = 800 + 100 * (at % 9);
            let matter = "研究困难职工临时救助".to_owned();
            world.matters.push(Matter::new("aid", matter, later(paid_on, -2), Some(amount)));
            let decision = Some(world.matters.len() - 1);
            let batch = format!("{}年临时救助", world.year);
            let (household, to, kind, notice) = (*household, None, "emergency", None);
            let payment = Payment { household, to, kind, amount, paid_on, batch, decision, notice };
            world.payments.push(payment);
            world.spent.push(Spent::own("LHGH-08", "临时救助发放", amount, paid_on, decision));
        }
    }
}

fn bill(at: usize) -> i64 {
    6500 + 250 * i64::try_from(at % 5).unwrap_or_default()
}

/// Pays a batch: a public notice, a meeting's decision, payment, and the voucher.
fn batch(
    world: &mut World,
    name: &str,
    kind: &'static str,
    (month, of_month): (i64, i64),
    to: &[(usize, i64)],
) {
    let paid_on = work_day(day(world.year, month, of_month));
    let name = format!("{}年{name}", world.year);
    let people = i64::try_from(to.len()).unwrap_or_default();
    let total: i64 = to.iter().map(|(_, amount)| amount).sum();
    let from = later(paid_on, -22);
    world.notices.push(Publicity::new("aid", format!("{name}发放公示"), from, people));
    let notice = Some(world.notices.len() - 1);
    let matter = Matter::new("aid", format!("研究{name}发放"), later(paid_on, -6), Some(total));
    world.matters.push(matter);
    let decision = Some(world.matters.len() - 1);
    let payment = |(household, amount): &(usize, i64)| Payment {
        household: *household,
        to: None,
        kind,
        amount: *amount,
        paid_on,
        batch: name.clone(),
        decision,
        notice,
    };
    world.payments.extend(to.iter().map(payment));
    world.spent.push(Spent::of_statement(world, 0, &name, total, paid_on, decision));
}

/// The register of payments of aid.
pub(super) fn payments(world: &World) -> Vec<Row> {
    let one = |payment: &Payment| {
        let household = nth(&world.households, payment.household);
        let to = payment.to.as_ref().unwrap_or(&household.head);
        let is_medical = payment.kind == "medical";
        let fund = if payment.kind == "emergency" { "union" } else { "county" };
        Row::new()
            .with("beneficiary", &to.name)
            .with("beneficiary.document", &to.id)
            .with("household", &household.head.id)
            .with("kind", payment.kind)
            .with("amount", payment.amount)
            .with("paid_on", payment.paid_on)
            .with("batch", &payment.batch)
            .with("fund", fund)
            .with("method", "bank")
            .with("payee", &to.name)
            .with("bank", nth(&world.words.banks, payment.household))
            .with("account", to.card())
            .with("reason", format!("{}，家庭生活困难", payment.batch))
            .may("own_medical", is_medical.then_some(payment.amount + 3600))
            .may("decision", payment.decision.map(|at| world.decision_number(at)))
            .may("notice", payment.notice.map(|at| world.notice_number(at)))
    };
    let mut rows: Vec<Row> = world.payments.iter().map(one).collect();
    super::aid_faults::change(world, &mut rows);
    rows
}

/// The register of aid to pupils and students, given from donations: to other households than the statement's.
pub(super) fn students(world: &World) -> Vec<Row> {
    let helped = |at: usize| {
        let mut of_it = world.payments.iter().filter(|payment| payment.household == at);
        of_it.any(|payment| payment.kind == "study" && payment.to.is_none())
    };
    let decision = world.matters.iter().position(|matter| matter.matter.contains("金秋助学"));
    let mut rows = Vec::new();
    for (at, household) in world.households.iter().enumerate() {
        let Some((human, _, school)) = household.student(world.year) else { continue };
        if helped(at) || !household.is_active() || household.filed_on > day(world.year, 7, 1) {
            continue;
        }
        let age = world.year - human.born.year();
        let (level, amount) = match age {
            19.. => ("university", 5000),
            _ => ("senior", 2000),
        };
        let paid_on = work_day(day(world.year, 8 + i64::from(rows.len() % 2 == 1), 26));
        let row = Row::new()
            .with("student", &human.name)
            .with("student.document", &human.id)
            .with("household", &household.head.id)
            .with("school", school)
            .with("level", level)
            .with("year", format!("{}年", world.year))
            .with("amount", amount)
            .with("paid_on", paid_on)
            .with("account", household.head.card())
            .may("decision", decision.map(|at| world.decision_number(at)));
        rows.push(row);
    }
    rows
}
