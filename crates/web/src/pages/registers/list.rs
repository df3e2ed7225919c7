//! The entries of a register.

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use office::Asker;
use office::registers::listing::Lines;
use office::registers::sight::Wish;
use register::{Definition, Kind};

use super::asked::{Asked, Pairs, SIZES};
use super::filters::{Control, closed, controls};
use super::lines::{ColumnHead, Row, heads, row, totals};
use super::shelf::counted;
use super::views::{self, Views};
use super::{HERE, Owners};
use crate::page::Page;
use crate::pages::pieces::{Choice, choice};
use crate::pages::{framed, shown};
use crate::signed::Signed;
use crate::view::address;
use crate::{App, WebError};

/// `registers/list.html`
#[derive(Template)]
#[template(path = "registers/list.html")]
struct ListPage {
    page: Page,
    it: Head,
    owners: Vec<Choice>,
    words: String,
    states: Vec<Choice>,
    /// For journals: whether reversed entries are left out.
    standing: Option<bool>,
    hand: Vec<Control>,
    more: Vec<Control>,
    /// Why other fields are no filters.
    closed: Vec<String>,
    columns: Vec<Choice>,
    sizes: Vec<Choice>,
    views: Views,
    heads: Vec<ColumnHead>,
    rows: Vec<Row>,
    totals: Vec<String>,
    count: String,
    is_narrowed: bool,
    is_private: bool,
    is_plain: bool,
    may_unmask: bool,
    /// What is asked for, as a form sends it again.
    again: Pairs,
    next: Option<Next>,
    first: String,
}

/// What the page is about.
struct Head {
    title: String,
    about: String,
    kind: &'static str,
    here: String,
    clear: String,
    sort: String,
    import: String,
    new: String,
    grid: String,
    load: String,
    template: String,
    export: String,
    may_write: bool,
    has_owners: bool,
    has_states: bool,
}

/// The next page: its address, or else what a form sends.
struct Next {
    href: String,
    pairs: Pairs,
}

/// The list, asked by its address.
pub(crate) async fn list_entries(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(name): Path<String>,
    Query(pairs): Query<Pairs>,
) -> Result<Response, WebError> {
    if let Some(usual) = views::usual(&app, &asker, &name, &pairs).await? {
        return Ok(Redirect::to(&usual).into_response());
    }
    let asked = Asked::new(pairs.clone());
    let page = ListPage::of(&app, &asker, &name, &asked.without_numbers(), Wish::Masked).await?;
    let said = pairs.iter().find(|(name, _)| name == "said").map_or("", |(_, value)| value);
    let saying = match said {
        _ if asked.is_private() => Some(("warning", "号码不能写在地址里。请在搜索框里输入号码。")),
        "removed" => Some(("good", "已删除。它的历史仍然保留。")),
        "grid" => Some(("good", "整批登记好了。")),
        _ => None,
    };
    let page = match saying {
        Some((tone, text)) => ListPage { page: page.page.clone().saying(tone, text), ..page },
        None => page,
    };
    Ok(shown(&page)?.into_response())
}

/// The list, asked by a form. What holds nobody's number goes on to an address that can be kept; what does is
/// answered here.
pub(crate) async fn ask_entries(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(name): Path<String>,
    Form(pairs): Form<Pairs>,
) -> Result<Response, WebError> {
    let wish = match pairs.iter().any(|(name, value)| name == "wish" && value == "plain") {
        true => Wish::Plain,
        false => Wish::Masked,
    };
    let asked = Asked::new(pairs);
    Owners::of(&app, &asker, asked.get("owner")).await?;
    let all = app.office.registers().await?;
    let asked = match all.get(&name) {
        Ok(register) => asked.without_usual_columns(register.definition),
        Err(_) => asked,
    };
    if wish == Wish::Masked && !asked.is_private() {
        // Only a name that there is may stand in an address of ours.
        app.office.registers().await?.get(&name)?;
        let here = format!("{HERE}/{name}");
        if asked.with("owner", "").pairs().is_empty() {
            // Asked for nothing on purpose: not what the list opens with.
            let owners = Owners::of(&app, &asker, asked.get("owner")).await?;
            let clear = views::views(&app, &asker, &name, &owners, &asked).await?.clear;
            return Ok(Redirect::to(&clear).into_response());
        }
        return Ok(Redirect::to(&asked.href(&here)).into_response());
    }
    Ok(shown(&ListPage::of(&app, &asker, &name, &asked, wish).await?)?.into_response())
}

impl ListPage {
    async fn of(
        app: &App,
        asker: &Asker,
        name: &str,
        asked: &Asked,
        wish: Wish,
    ) -> Result<ListPage, WebError> {
        let owners = Owners::of(app, asker, asked.get("owner")).await?;
        let all = app.office.registers().await?;
        let definition = all.get(name)?.definition;
        let question = asked.question(definition, wish);
        let lines = app.office.list_entries(asker, name, &owners.chosen, &question).await?;
        let asked = asked.with("owner", owners.in_address());
        let is_posted = wish == Wish::Plain || asked.is_private();
        let lists = all.definitions().lists();
        let (hand, more) = controls(definition, &lines.sight, lists, &asked);
        let page = framed(app, asker, definition.title.clone(), HERE).await?;
        let here = format!("{HERE}/{name}");
        let views = views::views(app, asker, name, &owners, &asked).await?;
        let size = asked.size().to_string();
        let sizes = SIZES.iter().map(|one| choice(one.to_string(), format!("{one} 条"), &size));
        let back = address(HERE, &[("owner", owners.in_address())]);
        let states = definition.states.iter();
        let states =
            states.map(|one| choice(one.name.as_str(), one.label.as_str(), asked.get("state")));
        let after = |cursor| serde_json::to_string(cursor).unwrap_or_default();
        let next =
            lines.next.as_ref().map(|cursor| next(&asked, &here, &after(cursor), wish, is_posted));
        Ok(ListPage {
            page: page.under(back, "台账"),
            it: Head { clear: views.clear.clone(), ..head(definition, &owners, &asked, &lines) },
            sizes: sizes.collect(),
            views,
            owners: owners.choices(),
            words: asked.get("q").to_owned(),
            states: states.collect(),
            standing: (definition.kind == Kind::Journal).then(|| asked.get("standing") == "only"),
            hand,
            more,
            closed: closed(definition, &lines.sight),
            columns: choosable(definition, &lines),
            heads: heads(definition, &lines, &asked, &here, is_posted),
            rows: lines.lines.iter().map(|line| row(definition, &owners, &lines, line)).collect(),
            totals: totals(&lines),
            count: counted(lines.count),
            is_narrowed: asked.is_narrowed(),
            is_private: asked.is_private(),
            is_plain: wish == Wish::Plain,
            may_unmask: lines.sight.may_unmask,
            again: asked.pairs().clone(),
            next,
            first: match asked.get("after") {
                "" => String::new(),
                _ => asked.with("after", "").without_numbers().href(&here),
            },
        })
    }

    /// Whether something is asked by a control that is folded away.
    fn is_more_asked(&self) -> bool {
        self.more.iter().any(Control::is_set)
    }

    /// The columns of the table, with those that are no fields.
    fn width(&self) -> usize {
        let more = usize::from(self.it.has_owners)
            + usize::from(self.it.has_states || self.standing.is_some());
        self.heads.len() + more
    }
}

fn next(asked: &Asked, here: &str, after: &str, wish: Wish, is_posted: bool) -> Next {
    let asked = asked.with("after", after);
    if !is_posted {
        return Next { href: asked.href(here), pairs: Pairs::new() };
    }
    let mut pairs = asked.pairs().clone();
    if wish == Wish::Plain {
        pairs.push(("wish".to_owned(), "plain".to_owned()));
    }
    Next { href: String::new(), pairs }
}

fn head(definition: &Definition, owners: &Owners, asked: &Asked, lines: &Lines) -> Head {
    let here = format!("{HERE}/{}", definition.name);
    let owner = [("owner", owners.in_address())];
    let at = |end: &str| address(&format!("{here}/{end}"), &owner);
    Head {
        title: definition.title.clone(),
        about: definition.about.clone(),
        kind: definition.kind.label(),
        clear: address(&here, &owner),
        sort: asked.get("sort").to_owned(),
        import: asked.get("import").to_owned(),
        new: at("new"),
        grid: at("grid"),
        load: at("import"),
        template: at("template"),
        export: asked.without_numbers().with("after", "").href(&format!("{here}/export")),
        may_write: lines.sight.may_write,
        has_owners: owners.has_below(),
        has_states: !definition.states.is_empty(),
        here,
    }
}

/// The fields that may be shown, with those that are.
fn choosable(definition: &Definition, lines: &Lines) -> Vec<Choice> {
    let fields = definition.fields.iter().enumerate();
    let seen = fields.filter(|(_, field)| lines.sight.sees(field));
    seen.map(|(place, field)| Choice {
        value: field.name.clone(),
        name: field.label.clone(),
        chosen: lines.columns.contains(&place),
    })
    .collect()
}
