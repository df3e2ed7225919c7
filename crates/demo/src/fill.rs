//! Fills an office with the county: people first, then every statement's way, step by step in the order
//! of time.

mod bindings;
mod deadlines;
mod registers;
mod steps;
mod surveys;

use std::collections::BTreeMap;

use office::{Clock, Office, OfficeError};
use store::Scope;
use store::statements::{self, Filter, State};

use crate::county::{self, County};
use crate::department::departments;
use crate::expand::COUNTY;
use crate::{people, way};

/// What was filled in.
#[derive(Clone, Debug)]
pub struct Summary {
    /// How many departments.
    pub departments: usize,
    /// How many statements stand in each state.
    pub states: BTreeMap<State, i64>,
    /// The sample users, the administrators first. Their password is [`PASSWORD`](crate::PASSWORD).
    pub users: Vec<Sample>,
}

/// Somebody to sign in as.
#[derive(Clone, Debug)]
pub struct Sample {
    /// What is typed to sign in.
    pub login: String,
    /// The name.
    pub name: String,
    /// What the person is there.
    pub post: String,
    /// Where.
    pub organisation: String,
}

/// Fills a new office with the invented county: three years of statements, and the registers of the federation of
/// unions with its questionnaires where the office has a key for them, up to the moment at which
/// the clock stands. The clock goes through the years and in the end stands there again; one that was not
/// set goes on as it does, and then everything happens now.
///
/// # Errors
/// If the office is not new, or a step fails.
pub async fn fill(office: &Office, clock: &Clock) -> Result<Summary, OfficeError> {
    let now = clock.now();
    let county = county::county().map_err(OfficeError::Machine)?;
    let departments = departments().map_err(OfficeError::Machine)?;
    let events = way::events(&departments, now.day()).map_err(OfficeError::Machine)?;
    let begin = events.first().map_or(now.0, |event| event.at);
    clock.move_to(office::Moment(begin).plus_seconds(-40 * 86_400).0);
    let town = people::settle(office, &county).await?;
    let plan = way::plan_on(now.day());
    clock.move_to(office::Moment(begin).plus_seconds(-30 * 86_400).0);
    deadlines::set(office, &town, plan, now.day()).await?;
    let mut walk = steps::Walk::new(office, &town, &departments, plan)?;
    for event in &events {
        clock.move_to(event.at);
        walk.step(event).await?;
    }
    clock.move_to(now.0);
    if office.has_vault() {
        let year = registers::load(office, &town, now.day()).await?;
        surveys::ask(office, &town, year, now.day()).await?;
    }
    people::renew_passwords(office, &county).await?;
    summary(office, &county, departments.len()).await
}

/// Everybody whom the county knows, the administrators first.
///
/// # Errors
/// If the county's data do not load.
pub fn users() -> Result<Vec<Sample>, String> {
    Ok(samples(&county::county()?))
}

async fn summary(
    office: &Office,
    county: &County,
    departments: usize,
) -> Result<Summary, OfficeError> {
    let mut tx = office.store().read().await?;
    let mut states = BTreeMap::new();
    for state in State::ALL {
        let filter = Filter { states: vec![*state], ..Filter::default() };
        let count = statements::count(&mut tx, &Scope::everything(), &filter).await?;
        states.insert(*state, count);
    }
    Ok(Summary { departments, states, users: samples(county) })
}

fn samples(county: &County) -> Vec<Sample> {
    let organisation = |home: &str| {
        let known = county.organisations.iter().find(|place| place.id == home);
        known.map_or_else(|| COUNTY.to_owned(), |place| place.name.clone())
    };
    let users = county.people.iter().map(|person| Sample {
        login: person.login.clone(),
        name: person.name.clone(),
        post: person.post.clone(),
        organisation: organisation(&person.home),
    });
    users.collect()
}
