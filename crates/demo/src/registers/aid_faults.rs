//! Faults in payments of aid, as many of each as the data say.

use super::aid::Payment;
use super::households::{Household, OLD};
use super::model_workers::{Model, Service};
use super::numbers::day;
use super::row::Row;
use super::world::World;

/// Adds payments that should not have been made.
pub(super) fn plant(world: &mut World) {
    let is_idle = |(at, household): &(usize, &Household)| {
        let is_paid = world.payments.iter().any(|payment| payment.household == *at);
        *at < OLD && household.is_active() && !is_paid
    };
    let all = || world.households.iter().enumerate();
    let idle: Vec<usize> = all().filter(is_idle).map(|(at, _)| at).collect();
    let out: Vec<usize> =
        all().filter(|(_, one)| one.state == "lifted").map(|(at, _)| at).collect();
    let late =
        |(_, one): &(usize, &Household)| one.filed_on > day(world.year, 10, 1) && one.is_active();
    let late: Vec<usize> = all().filter(late).map(|(at, _)| at).collect();
    let mut idle = idle.into_iter();
    let mut more: Vec<Payment> = Vec::new();
    let (Some(winter), Some(autumn)) = (like(world, "living", 1), like(world, "living", 9)) else {
        return;
    };
    let to = |like: &Payment, household: usize| Payment { household, amount: 1200, ..like.clone() };
    more.extend(late.iter().take(world.planted("REG102")).map(|at| to(&autumn, *at)));
    more.extend(out.iter().take(world.planted("REG103")).map(|at| to(&autumn, *at)));
    let january = world.payments.iter().filter(|one| one.paid_on == winter.paid_on);
    let again = january.skip(3).take(world.planted("REG104"));
    more.extend(again.map(|one| Payment { amount: 500, ..one.clone() }));
    for household in idle.by_ref().take(world.planted("REG105")) {
        more.extend([&winter, &autumn].map(|one| Payment { amount: 4500, ..to(one, household) }));
    }
    for household in idle.by_ref().take(world.planted("REG106")) {
        let both = [(like(world, "medical", 4), 7000), (like(world, "medical", 11), 14_000)];
        let both = both.into_iter().filter_map(|(one, amount)| Some((one?, amount)));
        more.extend(both.map(|(one, amount)| Payment { amount, ..to(&one, household) }));
    }
    for household in idle.by_ref().take(world.planted("REG107")) {
        let both = [(like(world, "emergency", 2), 2000), (like(world, "emergency", 7), 1800)];
        let both = both.into_iter().filter_map(|(one, amount)| Some((one?, amount)));
        more.extend(both.map(|(one, amount)| Payment { amount, ..to(&one, household) }));
    }
    for household in idle.by_ref().take(world.planted("REG108")) {
        more.push(Payment { notice: autumn.notice, ..to(&winter, household) });
    }
    for household in idle.by_ref().take(world.planted("REG109")) {
        more.push(Payment { decision: autumn.decision, ..to(&winter, household) });
    }
    more.extend(students(world));
    let poor_models: Vec<usize> = idle.take(world.planted("REG112")).collect();
    for household in poor_models {
        more.push(to(&winter, household));
        model_in_need(world, household);
    }
    world.payments.extend(more);
}

/// A payment of this kind in this month.
fn like(world: &World, kind: &str, month: i8) -> Option<Payment> {
    let fits = |one: &&Payment| one.kind == kind && one.paid_on.month() == month;
    world.payments.iter().find(fits).cloned()
}

/// Aid to students who get aid from donations too.
fn students(world: &World) -> Vec<Payment> {
    let Some(summer) = like(world, "study", 8) else { return Vec::new() };
    let helped = |at: usize| {
        let mut of_it = world.payments.iter().filter(|payment| payment.household == at);
        of_it.any(|payment| payment.kind == "study")
    };
    let mut all = Vec::new();
    for (household, one) in world.households.iter().enumerate().take(OLD) {
        let Some((student, _, _)) = one.student(world.year) else { continue };
        if one.is_active() && !helped(household) {
            let to = Some(student.clone());
            all.push(Payment { household, to, amount: 2400, ..summer.clone() });
        }
    }
    all.truncate(world.planted("REG111"));
    all
}

/// The head of a household is a model worker, and gets aid for the same need from both purses.
fn model_in_need(world: &mut World, household: usize) {
    let Some(household) = world.households.get_mut(household) else { return };
    household.is_model = true;
    let model = Model::poor(household.head.clone(), &household.unit, world.year);
    let served_on = day(world.year, 4, 17);
    world
        .services
        .push(Service { amount: Some(2000), ..Service::of(&model.human, "hardship", served_on) });
    world.models.push(model);
}

/// Changes rows so that what they refer to is not there.
pub(super) fn change(world: &World, rows: &mut Vec<Row>) {
    let strangers = world.members.iter().skip(777).step_by(1913);
    let strangers: Vec<_> = strangers.take(world.planted("REG101")).map(|one| &one.human).collect();
    let like = rows.iter().find(|row| row.text("kind") == "living").cloned();
    for human in strangers {
        let Some(mut row) = like.clone() else { break };
        row.set("beneficiary", &human.name);
        row.set("beneficiary.document", &human.id);
        row.set("household", "");
        row.set("payee", &human.name);
        row.set("account", &human.card());
        rows.push(row);
    }
    let unknown = format!("{}-999", world.year);
    let studying = rows.iter_mut().filter(|row| row.text("kind") == "study").skip(6);
    studying.take(world.planted("REG110")).for_each(|row| row.set("decision", &unknown));
}
