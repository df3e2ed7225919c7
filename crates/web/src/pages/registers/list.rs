//! The entries of a register.

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use office::Asker;
use office::registers::listing::{Line, Lines};
use office::registers::sight::Wish;
use register::{Definition, Direction, FieldType, Kind};

use super::asked::{Asked, Pairs};
use super::filters::{Control, controls};
use super::shelf::counted;
use super::{HERE, Owners, entry_href};
use crate::page::Page;
use crate::pages::pieces::{Choice, choice};
use crate::pages::{framed, shown};
use crate::signed::Signed;
use crate::view::address;
use crate::{App, WebError};

/// Longer texts are cut in lists.
const LONGEST: usize = 40;

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
    columns: Vec<Choice>,
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

struct ColumnHead {
    label: String,
    class: &'static str,
    /// The list sorted by it; empty: it cannot be.
    href: String,
    /// ascending, descending, none
    sorted: &'static str,
}

struct Row {
    href: String,
    name: String,
    first: String,
    cells: Vec<CellShown>,
    state: Option<Mark>,
    owner: String,
    mark: &'static str,
}

struct CellShown {
    label: String,
    class: &'static str,
    text: String,
    whole: String,
}

/// A state as a chip.
pub(crate) struct Mark {
    pub(crate) class: &'static str,
    pub(crate) icon: &'static str,
    pub(crate) name: String,
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
) -> Result<Html<String>, WebError> {
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
    shown(&page)
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
        return Ok(Redirect::to(&asked.href(&format!("{HERE}/{name}"))).into_response());
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
        let back = address(HERE, &[("owner", owners.in_address())]);
        let states = definition.states.iter();
        let states =
            states.map(|one| choice(one.name.as_str(), one.label.as_str(), asked.get("state")));
        let after = |cursor| serde_json::to_string(cursor).unwrap_or_default();
        let next =
            lines.next.as_ref().map(|cursor| next(&asked, &here, &after(cursor), wish, is_posted));
        Ok(ListPage {
            page: page.under(back, "台账"),
            it: head(definition, &owners, &asked, &lines),
            owners: owners.choices(),
            words: asked.get("q").to_owned(),
            states: states.collect(),
            standing: (definition.kind == Kind::Journal).then(|| asked.get("standing") == "only"),
            hand,
            more,
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

fn heads(
    definition: &Definition,
    lines: &Lines,
    asked: &Asked,
    here: &str,
    is_posted: bool,
) -> Vec<ColumnHead> {
    let head = |place: &usize| {
        let field = definition.at(*place)?;
        let sorted = match lines.order {
            Some((at, Direction::Up)) if at == *place => "ascending",
            Some((at, Direction::Down)) if at == *place => "descending",
            _ => "none",
        };
        let falls = matches!(
            field.holds.plain(),
            FieldType::Date | FieldType::Money { .. } | FieldType::Number { .. }
        );
        let is_next_down = sorted == "ascending" || sorted == "none" && falls;
        let sort = if is_next_down { format!("-{}", field.name) } else { field.name.clone() };
        let may = lines.sight.may_ask_of(field)
            && !matches!(field.holds, FieldType::Attachment)
            && !is_posted;
        Some(ColumnHead {
            label: field.label.clone(),
            class: class(field.holds.plain()),
            href: match may {
                true => asked.with("after", "").with("sort", &sort).href(here),
                false => String::new(),
            },
            sorted,
        })
    };
    lines.columns.iter().filter_map(head).collect()
}

fn row(definition: &Definition, owners: &Owners, lines: &Lines, line: &Line) -> Row {
    let mut cells: Vec<CellShown> = lines
        .columns
        .iter()
        .zip(&line.cells)
        .filter_map(|(place, shown)| {
            let field = definition.at(*place)?;
            let whole = shown.as_str();
            let is_long = whole.chars().count() > LONGEST;
            let cut: String = whole.chars().take(LONGEST).collect();
            Some(CellShown {
                label: field.label.clone(),
                class: class(field.holds.plain()),
                text: if is_long { format!("{cut}…") } else { whole.to_owned() },
                whole: if is_long { whole.to_owned() } else { String::new() },
            })
        })
        .collect();
    let first = if cells.is_empty() { None } else { Some(cells.remove(0)) };
    let number = format!("第{}号", line.id);
    let first = first.map_or_else(String::new, |cell| cell.text);
    Row {
        href: entry_href(&definition.name, &line.owner, line.id),
        name: if line.called.is_empty() { number.clone() } else { line.called.clone() },
        first: if first.is_empty() { number } else { first },
        cells,
        state: state(definition, &line.state),
        owner: owners.name(&line.owner),
        mark: match (line.reverses, line.reversed_by) {
            (Some(_), _) => "红字",
            (None, Some(_)) => "已冲销",
            (None, None) => "",
        },
    }
}

/// A state by its label, as a chip.
pub(crate) fn state(definition: &Definition, label: &str) -> Option<Mark> {
    let at = definition.states.iter().position(|state| state.label == label)?;
    let is_active = definition.states.get(at).is_some_and(|state| state.active);
    let (class, icon) = match (is_active, at) {
        (true, _) => ("sev-good", "check-circle-fill"),
        (false, 0) => ("sev-note", "clock"),
        (false, _) => ("", "dash-lg"),
    };
    Some(Mark { class, icon, name: label.to_owned() })
}

/// The sums below the columns; empty where nothing is summed up.
fn totals(lines: &Lines) -> Vec<String> {
    if lines.totals.is_empty() {
        return Vec::new();
    }
    let sum = |place: &usize| {
        let found = lines.totals.iter().find(|(at, _)| at == place);
        found.map_or_else(String::new, |(_, sum)| sum.to_string())
    };
    let sums: Vec<String> = lines.columns.iter().map(sum).collect();
    if sums.iter().all(String::is_empty) { Vec::new() } else { sums }
}

fn class(holds: &FieldType) -> &'static str {
    match holds {
        FieldType::Number { .. } | FieldType::Money { .. } => "num",
        FieldType::Date
        | FieldType::Period { .. }
        | FieldType::Phone
        | FieldType::IdNumber
        | FieldType::BankCard
        | FieldType::YesNo
        | FieldType::Code { .. }
        | FieldType::Person { .. } => "nowrap",
        _ => "",
    }
}
