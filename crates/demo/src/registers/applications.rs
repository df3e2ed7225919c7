//! Applications for aid: those that led to the year's payments, and those that are still on their way.

use std::collections::BTreeSet;

use ground::Day;

use super::aid::Payment;
use super::chance::nth;
use super::households::Household;
use super::numbers::{day, later};
use super::row::Row;
use super::world::World;

/// How far those are that are not paid yet, and how many are there.
const WAITING: [(&str, usize); 6] = [
    ("decided", 6),
    ("notified", 3),
    ("verified", 4),
    ("visited", 2),
    ("checked", 2),
    ("applied", 3),
];

/// The register of applications.
pub(super) fn applications(world: &World) -> Vec<Row> {
    let mut seen = BTreeSet::new();
    let mut rows = Vec::new();
    for payment in world.payments.iter().filter(|payment| is_usual(world, payment)) {
        let applied_on = later(payment.paid_on, -52);
        if applied_on.year() == world.year
            && seen.insert((payment.household, payment.kind, applied_on))
        {
            rows.push(paid(world, payment, applied_on));
        }
    }
    rows.extend(waiting(world));
    rows
}

/// Whether a payment went the usual way: to the head of a household in force, after a decision and, unless it was
/// urgent, a notice.
fn is_usual(world: &World, payment: &Payment) -> bool {
    let notice = payment.notice.is_some() || payment.kind == "emergency";
    payment.to.is_none()
        && payment.decision.is_some()
        && notice
        && nth(&world.households, payment.household).is_active()
}

fn paid(world: &World, payment: &Payment, applied_on: Day) -> Row {
    let household = nth(&world.households, payment.household);
    let is_medical = payment.kind == "medical";
    begun(&household, payment.kind, applied_on)
        .with("amount_asked", payment.amount)
        .with("amount", payment.amount)
        .may("own_medical", is_medical.then_some(payment.amount + 3600))
        .with("checked_on", later(applied_on, 3))
        .with("check_opinion", "材料齐全，符合申请条件")
        .with("visited_on", later(applied_on, 8))
        .with("visit", "家庭情况与申请一致")
        .with("verified_on", later(applied_on, 14))
        .with("verification", "经济状况核对无异常")
        .may("notice", payment.notice.map(|at| world.notice_number(at)))
        .may("decision", payment.decision.map(|at| world.decision_number(at)))
        .with("fund", if payment.kind == "emergency" { "union" } else { "county" })
        .with("bank", nth(&world.words.banks, payment.household))
        .with("account", household.head.card())
        .with("batch", &payment.batch)
        .with("paid_on", payment.paid_on)
        .with("state", "paid")
}

fn begun(household: &Household, kind: &str, applied_on: Day) -> Row {
    Row::new()
        .with("applicant", &household.head.name)
        .with("applicant.document", &household.head.id)
        .with("household", &household.head.id)
        .with("kind", kind)
        .with("applied_on", applied_on)
        .with("reason", "收入低、支出大，生活困难")
}

/// Those that are not paid yet: the last living aid of the year was decided for some of them too.
fn waiting(world: &World) -> Vec<Row> {
    let last = world.payments.iter().rev().find(|one| one.kind == "living" && is_usual(world, one));
    let active = || {
        let all = world.households.iter().enumerate();
        all.filter(|(_, household)| household.is_active())
    };
    let states = WAITING.iter().flat_map(|(state, count)| std::iter::repeat_n(*state, *count));
    let mut rows = Vec::new();
    for ((at, household), state) in active().rev().zip(states) {
        let step = WAITING.iter().rev().position(|(known, _)| *known == state).unwrap_or_default();
        let applied_on = day(world.year, 11, 3 + i64::try_from(rows.len()).unwrap_or_default());
        let reached = |least: usize| step >= least;
        let amount = 1350 + 10 * i64::try_from(rows.len()).unwrap_or_default();
        // One cannot be paid: its account was never handed in.
        let account = (rows.len() != 1).then(|| household.head.card());
        let row = begun(household, "living", applied_on)
            .with("amount_asked", amount)
            .may("checked_on", reached(1).then(|| later(applied_on, 2)))
            .may("check_opinion", reached(1).then_some("材料齐全，符合申请条件"))
            .may("visited_on", reached(2).then(|| later(applied_on, 5)))
            .may("visit", reached(2).then_some("家庭情况与申请一致"))
            .may("verified_on", reached(3).then(|| later(applied_on, 8)))
            .may("verification", reached(3).then_some("经济状况核对无异常"))
            .may("amount", reached(3).then_some(amount))
            .with("fund", "county")
            .with("bank", nth(&world.words.banks, at))
            .may("account", account)
            .with("state", state);
        let notice = last.and_then(|one| one.notice).filter(|_| reached(4));
        let decision = last.and_then(|one| one.decision).filter(|_| reached(5));
        let row = row.may("notice", notice.map(|at| world.notice_number(at)));
        rows.push(row.may("decision", decision.map(|at| world.decision_number(at))));
    }
    rows
}
