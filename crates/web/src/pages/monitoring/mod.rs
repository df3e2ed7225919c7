//! Running years against their plans: a statement on a day, all departments on a day, forms of formal monitoring.

pub(crate) mod board;
pub(crate) mod task;
pub(crate) mod watch;

use ground::{Day, Decimal};
use rulebook::Light;
use store::monitoring::TaskState;

use crate::App;

/// Where monitoring begins.
pub(crate) const HERE: &str = "/monitoring";
/// The lights to choose from.
pub(crate) const LIGHTS: [Light; 5] =
    [Light::Red, Light::Yellow, Light::Green, Light::Blue, Light::Grey];

/// A light: icon and word, as its chip is drawn.
#[derive(Clone, Copy)]
pub(crate) struct Lamp {
    pub(crate) tone: &'static str,
    pub(crate) icon: &'static str,
    pub(crate) name: &'static str,
}

/// A day to go to.
pub(crate) struct DayLink {
    pub(crate) name: String,
    pub(crate) day: String,
    pub(crate) current: bool,
}

/// How a light is shown.
pub(crate) fn lamp(light: Light) -> Lamp {
    let (tone, icon) = match light {
        Light::Red => ("sev-error", "x-octagon-fill"),
        Light::Yellow => ("sev-warning", "exclamation-triangle-fill"),
        Light::Green => ("sev-good", "check-circle-fill"),
        Light::Blue => ("sev-note", "info-circle-fill"),
        Light::Grey => ("", "dash-lg"),
    };
    Lamp { tone, icon, name: light.label() }
}

/// A light in addresses and data.
pub(crate) fn word(light: Light) -> &'static str {
    match light {
        Light::Red => "red",
        Light::Yellow => "yellow",
        Light::Green => "green",
        Light::Blue => "blue",
        Light::Grey => "grey",
    }
}

/// How the state of a form is shown.
pub(crate) fn state(state: TaskState) -> Lamp {
    let (tone, icon) = match state {
        TaskState::Filling => ("", "pencil"),
        TaskState::Inside => ("sev-note", "eye"),
        TaskState::Finance => ("sev-note", "bank"),
        TaskState::Returned => ("sev-error", "arrow-return-left"),
        TaskState::Approved => ("sev-good", "patch-check"),
    };
    Lamp { tone, icon, name: state.label() }
}

/// The day that was asked for, today if none was.
pub(crate) fn day_of(app: &App, asked: &str) -> Day {
    asked.trim().parse().unwrap_or_else(|_| app.office.now().day())
}

/// The ends of months at which a year is compared with its plan, and today if it lies in the year.
pub(crate) fn days(app: &App, year: i16, nodes: &[u8], chosen: Day) -> Vec<DayLink> {
    let today = app.office.now().day();
    let end = |month: &u8| {
        let first = Day::new(year, i8::try_from(*month).ok()?, 1).ok()?;
        Some((format!("{month}月底"), first.last_of_month()))
    };
    let ends = nodes.iter().filter_map(end);
    let all = ends.chain([("今天".to_owned(), today)]);
    let link =
        |(name, day): (String, Day)| DayLink { name, current: day == chosen, day: day.to_string() };
    all.map(link).collect()
}

/// A share in percent; a dash if there is none.
pub(crate) fn percent(share: Option<Decimal>) -> String {
    share.map_or_else(|| "—".to_owned(), |share| format!("{}%", share.normalize()))
}
