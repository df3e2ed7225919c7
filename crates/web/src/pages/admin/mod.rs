//! The administration: what each of the three administrators keeps.

pub(crate) mod audit;
pub(crate) mod definitions;
mod lists;
pub(crate) mod organisations;
pub(crate) mod parameters;
pub(crate) mod roles;
pub(crate) mod sessions;
pub(crate) mod settings;
pub(crate) mod users;

use store::directory::{Filter, Sorting};
use store::organisations::Organisation;
use store::people::{Role, User};

use self::lists::Asked;
use crate::pages::pieces::{Choice, LINES, Mark, choice};

/// The organisations to choose from, each behind the one above it.
fn places(all: &[Organisation], chosen: &str, blank: &'static str) -> Vec<Choice> {
    let first = choice("", blank, chosen);
    let named = |place: &Organisation| choice(place.id.clone(), indented(place), chosen);
    std::iter::once(first).chain(all.iter().map(named)).collect()
}

/// A name behind as many blanks as there are organisations above it.
fn indented(place: &Organisation) -> String {
    let depth = place.path.matches('/').count().saturating_sub(1);
    format!("{}{}", "　".repeat(depth), place.name)
}

/// Which accounts a list shows that is asked for like this.
fn accounts(asked: &Asked) -> Filter {
    let (key, is_down) = asked.order();
    let by = match key {
        "name" => Sorting::Name,
        "post" => Sorting::Post,
        "seen" => Sorting::Seen,
        "standing" => Sorting::Standing,
        _ => Sorting::Login,
    };
    Filter {
        words: asked.words().to_owned(),
        home: asked.home.clone(),
        role: Role::from_word(&asked.role).ok(),
        standing: asked.standing(),
        by,
        is_down,
        skip: asked.skip(),
        take: LINES,
    }
}

/// How an account stands.
fn standing(user: &User, now: &str) -> Mark {
    let is_locked = user.locked_until.as_deref().is_some_and(|until| until > now);
    if user.disabled_at.is_some() {
        Mark { tone: "note", icon: "dash-lg", name: "已停用" }
    } else if is_locked {
        Mark { tone: "error", icon: "lock", name: "已锁定" }
    } else if user.must_change {
        Mark { tone: "warning", icon: "key", name: "待改密码" }
    } else {
        Mark { tone: "good", icon: "check-circle-fill", name: "在用" }
    }
}
