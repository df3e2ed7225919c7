//! Every measure that the program carries, over more than a thousand departments: what the program computes is what a second
//! computation finds that shares nothing with it but the entries and the definitions' files. Value, numerator,
//! denominator, and the entries behind.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test fails by panicking")]

mod departments;
mod fitting;
mod plain;
mod values;
mod written;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use departments::{BETWEEN, County};
use measure::{Arguments, Figured, Measure, Outcome, Reading, Value};
use office::measuring::{Question as Asking, compiled, reading};
use office::registers::{Registers, Vault};
use office::{Asker, Clock, Office};
use plain::{Answer, Looking, World};
use rulebook::Rulebook;
use store::people::{Assignment, Role};
use store::registers::measuring::{self, By, Piece};
use store::{Cell, Scope, Store, Tx};
use testkit::database::Database;
use written::{Question, Written};

/// Departments of a county.
const DEPARTMENTS: usize = 10;

#[tokio::test]
async fn sqlite_counts_as_the_second_computation_does() {
    all_agree(&Database::sqlite(), 0..100).await;
}

#[tokio::test]
async fn postgres_counts_as_the_second_computation_does() {
    all_agree(&Database::postgres(), 100..130).await;
}

/// The counties with these seeds: others in each database.
async fn all_agree(database: &Database, counties: Range<u64>) {
    let store = Store::open(&database.address).await.expect("the store opens");
    let rulebook = Arc::new(Rulebook::embedded().expect("the rulebook loads"));
    let office = Office::new(store, rulebook, Clock::system()).with_vault(Vault::passing());
    let all = office.registers().await.expect("registers");
    let written = written::all();
    let known: BTreeSet<&str> =
        all.measures().all().filter(|one| !one.parts().is_empty()).map(|one| &*one.code).collect();
    assert_eq!(written.keys().map(String::as_str).collect::<BTreeSet<_>>(), known);
    let mut told = BTreeMap::new();
    for seed in counties {
        let mut tx = office.store().write().await.expect("a transaction");
        let mut county = County::found(&mut tx, seed, DEPARTMENTS).await;
        let before = county.enter(&mut tx, &all).await;
        let after = county.change(&mut tx, &all, &before).await;
        tx.commit().await.expect("kept");
        let at = usize::try_from(seed).unwrap() % DEPARTMENTS;
        let department = county.departments[at].clone();
        for (code, second) in &written {
            let measure = all.measures().measure(code).expect("a measure");
            let question = county.question(second, &measure.arguments());
            let check = Check { office: &office, all: &all, measure, second, question };
            let value = check.county(&county, [&before, &after]).await;
            check.department(&county.id, &department, &after).await;
            *told.entry(code.as_str()).or_insert(0) += usize::from(value.outcome.is_some());
        }
    }
    let silent: Vec<_> = told.iter().filter(|(_, times)| **times == 0).collect();
    assert!(silent.is_empty(), "never came to anything: {silent:?}");
}

/// A question about a measure, to be answered twice.
struct Check<'a> {
    office: &'a Office,
    all: &'a Registers,
    measure: &'a Measure,
    second: &'a Written,
    question: Question,
}

impl Check<'_> {
    fn arguments(&self) -> Arguments {
        let deadline = self.measure.needs_deadline().then_some(self.question.deadline).flatten();
        Arguments { choices: self.question.choices.clone(), deadline }
    }

    fn period(&self) -> measure::Period {
        measure::Period { first: self.question.first, last: self.question.last }
    }

    /// The county as a whole, now and before it was changed, with the entries behind; then each of its departments
    /// from figures broken down. Gives the value of the whole as it is now.
    async fn county(&self, county: &County, [before, after]: [&World; 2]) -> Value {
        let plan = self.measure.plan(&self.arguments(), self.period()).expect("a plan");
        let asked: Vec<_> =
            plan.parts.iter().map(|one| compiled(one, self.all).expect("compiled")).collect();
        let scope = Scope::below(vec![format!("{}/", county.id)]);
        let mut tx = self.office.store().read().await.expect("a transaction");
        let mut value = Value::default();
        // What was known before is asked of each fifth county: that is slower, and the store's tests ask it too.
        let is_asked = |at: &Option<&str>| at.is_none() || county.seed.is_multiple_of(5);
        let moments = [(before, Some(BETWEEN)), (after, None)];
        for (world, at) in moments.into_iter().filter(|(_, at)| is_asked(at)) {
            let expected = self.looking(world, &[], &[]).answer(self.second, &self.question);
            let found = measuring::figures(&mut tx, &scope, &asked, at).await.expect("figures");
            let readings: Vec<Reading> = found.iter().map(reading).collect();
            value = self.measure.value(&readings);
            self.same(&value, &expected, &county.id);
            for ((one, figure), behind) in asked.iter().zip(&found).zip(&expected.behind) {
                let pieces = pieces(&mut tx, &scope, one, at).await;
                let found: Vec<(String, i64)> =
                    pieces.iter().map(|one| (one.owner.clone(), one.id)).collect();
                assert_eq!(&found, behind, "the entries behind\n{}", self.said(&county.id));
                self.adds_up(&pieces, figure, &county.id);
            }
        }
        let mut parts: Vec<BTreeMap<String, Reading>> = Vec::new();
        for one in &asked {
            let groups = measuring::figures_by(&mut tx, &scope, one, &By::Owner, None).await;
            let named = |(cell, figure): &(Cell, measuring::Figure)| match cell {
                Cell::Text(owner) => (owner.clone(), reading(figure)),
                other => panic!("{other:?} owns nothing"),
            };
            parts.push(groups.expect("groups").iter().map(named).collect());
        }
        for owner in &county.departments {
            let of_it = parts.iter().zip(&asked).map(|(part, asked)| {
                part.get(owner).cloned().unwrap_or_else(|| nothing(&asked.take))
            });
            let readings: Vec<Reading> = of_it.collect();
            let owners = std::slice::from_ref(owner);
            let expected = self.looking(after, owners, &[]).answer(self.second, &self.question);
            self.same(&self.measure.value(&readings), &expected, owner);
        }
        value
    }

    /// A department by the way of whoever asks for its value; its own links count only.
    async fn department(&self, county: &str, owner: &str, world: &World) {
        let asking = Asking {
            code: self.measure.code.clone(),
            arguments: self.arguments(),
            period: self.period(),
            as_of: None,
        };
        let asker = clerk(county, owner);
        let found = self.office.measure(&asker, owner, &asking).await.expect("a value");
        let owners = &[owner.to_owned()];
        let expected = self.looking(world, owners, owners).answer(self.second, &self.question);
        self.same(&found.value, &expected, owner);
    }

    fn looking<'w>(
        &'w self,
        world: &'w World,
        owners: &'w [String],
        links: &'w [String],
    ) -> Looking<'w> {
        Looking { definitions: self.all.definitions(), world, owners, linked_by: links }
    }

    fn same(&self, value: &Value, expected: &Answer, whose: &str) {
        let outcome = value.outcome.as_ref().map(|outcome| match outcome {
            Outcome::Number(number) => number.normalize().to_string(),
            Outcome::Day(day) => day.to_string(),
            Outcome::Level { key, .. } => key.clone(),
        });
        let found = (&outcome, value.numerator, value.denominator, &value.entries);
        let expected =
            (&expected.outcome, expected.numerator, expected.denominator, &expected.entries);
        assert_eq!(found, expected, "value, numerator, denominator, entries\n{}", self.said(whose));
    }

    /// The shares of counts and sums add up to the figure.
    fn adds_up(&self, pieces: &[Piece], figure: &measuring::Figure, whose: &str) {
        let share = |piece: &Piece| if let Cell::Number(share) = piece.share { share } else { 0 };
        let sum: i64 = pieces.iter().map(share).sum();
        let is_edge = pieces.iter().all(|piece| piece.share == figure.value);
        assert!(is_edge || figure.value == Cell::Number(sum), "shares\n{}", self.said(whose));
    }

    fn said(&self, whose: &str) -> String {
        format!(
            "{} of {whose} (r and the seed of its county)\n{:?}",
            self.measure.code, self.question
        )
    }
}

/// All entries behind a figure, page by page.
async fn pieces(
    tx: &mut Tx,
    scope: &Scope,
    asked: &measuring::Asked<'_>,
    at: Option<&str>,
) -> Vec<Piece> {
    const PAGE: usize = 500;
    let mut all: Vec<Piece> = Vec::new();
    loop {
        let after = all.last().map(|last| (last.owner.clone(), last.id));
        let after = after.as_ref().map(|(owner, id)| (owner.as_str(), *id));
        let page = measuring::evidence(tx, scope, asked, at, (PAGE as u64, after)).await;
        let page = page.expect("evidence");
        let is_last = page.len() < PAGE;
        all.extend(page);
        if is_last {
            return all;
        }
    }
}

/// What is found where there is no entry.
fn nothing(take: &measuring::Take) -> Reading {
    use measuring::Take;
    let is_edge = matches!(take, Take::Least(_) | Take::Greatest(_) | Take::Highest { .. });
    let figure = if is_edge { Figured::Nothing } else { Figured::Number(0) };
    Reading { figure, filled: 0, entries: 0 }
}

/// Somebody who may see what the department has.
fn clerk(county: &str, owner: &str) -> Asker {
    let given = Assignment {
        user: "u1".into(),
        role: Role::Clerk,
        organisation: owner.into(),
        path: format!("{county}/{owner}/"),
        organisation_name: String::new(),
        given_by: String::new(),
        given_at: String::new(),
    };
    Asker {
        user: "u1".into(),
        login: "u1".into(),
        name: "经办人甲".into(),
        home: owner.into(),
        home_name: String::new(),
        assignments: vec![given],
        limited_to: None,
        address: "127.0.0.1".into(),
        session: String::new(),
    }
}
