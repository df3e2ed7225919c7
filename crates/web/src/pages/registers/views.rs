//! Lists as people like to see them: tabs above the list, and what keeps, changes and forgets them.

use axum::Form;
use axum::extract::{Path, State};
use axum::response::Redirect;
use office::Asker;
use office::registers::views::{Offered, Wanted};

use super::asked::{Asked, Pairs};
use super::{HERE, Owners};
use crate::signed::Signed;
use crate::view::address;
use crate::{App, WebError};

/// The mark of a list that is asked for without any view.
const WITHOUT: &str = "all";

/// The views of a list, as its page shows them.
#[derive(Default)]
pub(crate) struct Views {
    /// The tabs; none where there is no view.
    pub(crate) tabs: Vec<Tab>,
    /// The asker's own, to be changed.
    pub(crate) own: Vec<Own>,
    /// What would be kept.
    pub(crate) again: Pairs,
    /// Where it is sent.
    pub(crate) action: String,
    /// The list without any view.
    pub(crate) clear: String,
    /// The name of the view that is looked at, for keeping it again.
    pub(crate) current: String,
    /// Whether parts of the view that is looked at were left out.
    pub(crate) is_cut: bool,
}

/// A view above the list.
pub(crate) struct Tab {
    pub(crate) href: String,
    pub(crate) name: String,
    pub(crate) is_current: bool,
    /// Who shares it; empty: one's own.
    pub(crate) by: String,
}

/// A view of the asker's own.
pub(crate) struct Own {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) action: String,
    pub(crate) is_default: bool,
    pub(crate) is_shared: bool,
}

/// Keeps what a list is asked for under a name.
pub(crate) async fn keep_view(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(register): Path<String>,
    Form(pairs): Form<Pairs>,
) -> Result<Redirect, WebError> {
    let wanted = wanted(&pairs);
    let asked = Asked::new(pairs);
    let owners = Owners::of(&app, &asker, asked.get("owner")).await?;
    let kept = asked.to_keep();
    let id = app.office.keep_view(&asker, &register, &owners.chosen, &wanted, kept).await?;
    let asked = asked.without_numbers().with("owner", owners.in_address());
    let asked = asked.with("after", "").with("view", &id);
    Ok(Redirect::to(&asked.href(&list_of(&app, &register).await?)))
}

/// Changes a view of the asker's.
pub(crate) async fn change_view(
    State(app): State<App>,
    Signed(asker): Signed,
    Path((register, id)): Path<(String, String)>,
    Form(pairs): Form<Pairs>,
) -> Result<Redirect, WebError> {
    app.office.change_view(&asker, &register, &id, &wanted(&pairs)).await?;
    Ok(Redirect::to(&address(&list_of(&app, &register).await?, &[("view", WITHOUT)])))
}

/// Forgets a view of the asker's.
pub(crate) async fn forget_view(
    State(app): State<App>,
    Signed(asker): Signed,
    Path((register, id)): Path<(String, String)>,
) -> Result<Redirect, WebError> {
    app.office.forget_view(&asker, &register, &id).await?;
    Ok(Redirect::to(&address(&list_of(&app, &register).await?, &[("view", WITHOUT)])))
}

/// The address with which a list opens that is asked for nothing: that of the asker's usual view, if he has one.
pub(crate) async fn usual(
    app: &App,
    asker: &Asker,
    register: &str,
    pairs: &Pairs,
) -> Result<Option<String>, WebError> {
    if pairs.iter().any(|(name, _)| name != "owner") {
        return Ok(None);
    }
    let asked = Asked::new(pairs.clone());
    let owners = Owners::of(app, asker, asked.get("owner")).await?;
    let offered = app.office.register_views(asker, register, &owners.chosen).await?;
    let usual = offered.iter().find(|view| view.is_default);
    let here = format!("{HERE}/{register}");
    Ok(usual.map(|view| href(view, &here, owners.in_address())))
}

/// The views of a list that is asked so.
pub(crate) async fn views(
    app: &App,
    asker: &Asker,
    register: &str,
    owners: &Owners,
    asked: &Asked,
) -> Result<Views, WebError> {
    let offered = app.office.register_views(asker, register, &owners.chosen).await?;
    let here = format!("{HERE}/{register}");
    let looked_at = asked.get("view");
    let has_usual = offered.iter().any(|view| view.is_default);
    let without = if has_usual { WITHOUT } else { "" };
    let clear = address(&here, &[("owner", owners.in_address()), ("view", without)]);
    let current = offered.iter().find(|view| view.id == looked_at);
    let first = Tab {
        href: clear.clone(),
        name: "全部".to_owned(),
        is_current: current.is_none() && !asked.is_narrowed(),
        by: String::new(),
    };
    let tab = |view: &Offered| Tab {
        href: href(view, &here, owners.in_address()),
        name: view.name.clone(),
        is_current: view.id == looked_at,
        by: if view.is_own { String::new() } else { view.by.clone() },
    };
    let own = |view: &Offered| Own {
        id: view.id.clone(),
        name: view.name.clone(),
        action: format!("{here}/views/{}", view.id),
        is_default: view.is_default,
        is_shared: view.is_shared,
    };
    let tabs = offered.iter().map(tab);
    Ok(Views {
        is_cut: current.is_some_and(|view| view.left_out > 0),
        current: current
            .filter(|view| view.is_own)
            .map(|view| view.name.clone())
            .unwrap_or_default(),
        own: offered.iter().filter(|view| view.is_own).map(own).collect(),
        tabs: if offered.is_empty() {
            Vec::new()
        } else {
            std::iter::once(first).chain(tabs).collect()
        },
        again: asked.without_numbers().with("after", "").with("view", "").pairs().clone(),
        action: format!("{here}/views"),
        clear,
    })
}

fn href(view: &Offered, here: &str, owner: &str) -> String {
    let mut pairs = view.asked.clone();
    pairs.push(("view".to_owned(), view.id.clone()));
    Asked::new(pairs).with("owner", owner).href(here)
}

/// The list of a register; only a name that there is stands in an address of ours.
async fn list_of(app: &App, register: &str) -> Result<String, WebError> {
    let all = app.office.registers().await?;
    Ok(format!("{HERE}/{}", all.get(register)?.name()))
}

fn wanted(pairs: &Pairs) -> Wanted {
    let get = |name: &str| pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value);
    let is_set = |name: &str| get(name).is_some_and(|value| value == "yes");
    Wanted {
        name: get("name").cloned().unwrap_or_default(),
        is_default: is_set("default"),
        is_shared: is_set("shared"),
    }
}
