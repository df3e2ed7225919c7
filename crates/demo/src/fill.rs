//! Fills an office with the county: people first, then every statement's way, step by step in the order
//! of time.

mod bindings;
mod course;
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
/// unions with its questionnaires, monitoring, self-evaluations and demands where the office has a key for registers, up to
/// the moment at which the clock stands. The clock goes through the years and in the end stands there again.
///
/// # Errors
/// If the office is not new, the clock was not set, or a step fails.
pub async fn fill(office: &Office, clock: &Clock) -> Result<Summary, OfficeError> {
    let now = clock.now();
    let county = county::county().map_err(OfficeError::Machine)?;
    let departments = departments().map_err(OfficeError::Machine)?;
    let events = way::events(&departments, now.day()).map_err(OfficeError::Machine)?;
    let begin = events.first().map_or(now.0, |event| event.at);
    let before = office::Moment(begin).plus_seconds(-40 * 86_400);
    clock.move_to(before.0);
    if clock.now() != before {
        return Err(OfficeError::Machine("演示数据要用能拨动的时钟".to_owned()));
    }
    let town = people::settle(office, &county).await?;
    let plan = way::plan_on(now.day());
    clock.move_to(office::Moment(begin).plus_seconds(-30 * 86_400).0);
    deadlines::set(office, &town, plan, now.day()).await?;
    let mut walk = steps::Walk::new(office, &town, &departments, plan)?;
    let mut course = match office.has_vault() {
        true => Some(course::Course::of(office, &town, now.0, now.day()).await?),
        false => None,
    };
    for event in &events {
        if let Some(course) = &mut course {
            course.until(event.at, clock).await?;
        }
        clock.move_to(event.at);
        walk.step(event).await?;
    }
    if let Some(mut course) = course {
        course.until(now.0, clock).await?;
        clock.move_to(now.0);
        course.last().await?;
    }
    clock.move_to(now.0);
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
