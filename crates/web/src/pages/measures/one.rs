//! One measure: what is computed, its value, broken down, and the entries behind it.

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::Html;
use ground::Decimal;
use measure::{Holds, Measure, Shape};
use office::Asker;
use office::measuring::evidence::{Evidence, Piece};
use office::measuring::surveyed::Surveyed;
use office::measuring::{Broken, Measured};
use office::registers::sight::Wish;
use office::surveys::results::Share;

use super::{ARGUMENT, Asked, HERE, Pairs, said};
use crate::page::Page;
use crate::pages::pieces::{Choice, choice};
use crate::pages::registers::{HERE as REGISTERS, Owners, entry_href};
use crate::pages::{framed, shown};
use crate::signed::Signed;
use crate::{App, WebError};

/// `measures/one.html`
#[derive(Template)]
#[template(path = "measures/one.html")]
struct OnePage {
    page: Page,
    it: Head,
    owners: Vec<Choice>,
    years: Vec<Choice>,
    controls: Vec<Control>,
    /// The day by which something is to be done, where the measure asks for it.
    deadline: Option<String>,
    as_of: String,
    /// The last day that is looked at; empty: that of the year.
    until: String,
    /// Why there is no value, instead of what follows.
    why: String,
    said: String,
    figures: Vec<Figure>,
    groups: Vec<Choice>,
    broken: Option<Table>,
    evidence: Option<Behind>,
    /// Of satisfaction: the questionnaires of the year.
    surveys: Option<Vec<SurveyLine>>,
    may_unmask: bool,
    is_plain: bool,
    /// What is asked for, as a form sends it again.
    again: Pairs,
}

struct Head {
    title: String,
    about: String,
    unit: String,
    value: String,
    year: i16,
    here: String,
    registers: Vec<(String, String)>,
    names: String,
}

/// What the value is narrowed down by.
pub(crate) struct Control {
    pub(crate) name: String,
    pub(crate) label: String,
    pub(crate) choices: Vec<Choice>,
    pub(crate) value: String,
}

/// A figure that the value is made of.
struct Figure {
    label: &'static str,
    words: String,
    value: String,
    entries: i64,
    href: String,
    is_shown: bool,
}

/// A value broken down.
struct Table {
    label: String,
    rows: Vec<(String, String)>,
    is_cut: bool,
    /// How it is drawn.
    chart: &'static str,
}

struct Behind {
    words: String,
    register: (String, String),
    labels: Vec<String>,
    rows: Vec<Row>,
    next: String,
    first: String,
}

/// A questionnaire: its address, title, whose, how far, satisfaction, and how many of those asked answered.
struct SurveyLine {
    href: String,
    title: String,
    owner: String,
    state: &'static str,
    satisfied: String,
    returned: String,
}

struct Row {
    href: String,
    called: String,
    cells: Vec<String>,
    share: String,
}

/// One measure, masked.
pub(crate) async fn show_measure(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(code): Path<String>,
    Query(pairs): Query<Pairs>,
) -> Result<Html<String>, WebError> {
    one(&app, &asker, &code, pairs, Wish::Masked).await
}

/// The same with personal data as they are.
pub(crate) async fn unmask_measure(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(code): Path<String>,
    Form(pairs): Form<Pairs>,
) -> Result<Html<String>, WebError> {
    one(&app, &asker, &code, pairs, Wish::Plain).await
}

async fn one(
    app: &App,
    asker: &Asker,
    code: &str,
    pairs: Pairs,
    wish: Wish,
) -> Result<Html<String>, WebError> {
    let again = pairs.clone();
    let mut asked = Asked::new(app, pairs);
    let owners = Owners::of(app, asker, asked.get("owner")).await?;
    let mut question = asked.question(code);
    let mut found = app.office.measure(asker, &owners.chosen, &question).await;
    let is_blank = |found: &Measured| found.value.entries.iter().all(|count| *count == 0);
    if !asked.names_year() && found.as_ref().is_ok_and(is_blank) {
        asked = asked.of_year_before();
        question = asked.question(code);
        found = app.office.measure(asker, &owners.chosen, &question).await;
    }
    let measure = app.office.measure_named(asker, code).await?;
    let here = format!("{HERE}/{code}");
    let year = asked.year().to_string();
    let kept = [("owner", owners.in_address()), ("year", year.as_str())];
    let back = crate::view::address(HERE, &kept);
    let mut page = OnePage {
        page: framed(app, asker, &measure.title, REGISTERS).await?.under(back, "指标取数"),
        it: head(&measure, &asked, &here),
        owners: owners.choices(),
        years: asked.years(),
        controls: controls(&measure, &asked),
        deadline: measure.needs_deadline().then(|| asked.get("deadline").to_owned()),
        as_of: asked.get("as_of").to_owned(),
        until: asked.get("until").to_owned(),
        why: String::new(),
        said: String::new(),
        figures: Vec::new(),
        groups: Vec::new(),
        broken: None,
        evidence: None,
        surveys: None,
        may_unmask: false,
        is_plain: wish == Wish::Plain,
        again,
    };
    if matches!(measure.shape, Shape::Survey(_)) {
        page.surveys = Some(surveys(app, asker, &measure, asked.year()).await?);
        return shown(&page);
    }
    let measured = match found {
        Ok(measured) => measured,
        Err(office::OfficeError::Invalid(why)) => {
            page.why = why;
            return shown(&page);
        }
        Err(error) => return Err(error.into()),
    };
    page.said.clone_from(&measured.said);
    page.it.value = said::value(&measured.value);
    page.it.registers.clone_from(&measured.registers);
    page.figures = figures(&measured, &asked, &here);
    if page.figures.is_empty() {
        return shown(&page);
    }
    let part = asked.get("part").parse().unwrap_or(0).min(page.figures.len() - 1);
    let after = asked.get("after").split_once(':');
    let after = after.and_then(|(owner, id)| Some((owner, id.parse().ok()?)));
    let evidence =
        app.office.measure_evidence(asker, &owners.chosen, &question, (part, after), wish);
    let evidence = evidence.await?;
    page.may_unmask = evidence.sight.may_unmask;
    page.evidence = Some(behind(&evidence, &asked, &here));
    if measured.value.entries.len() == 1 {
        page.groups = groups(&measured, &asked, owners.has_below());
        if let Ok(group) = asked.get("by").parse() {
            let broken = app.office.measure_by(asker, &owners.chosen, &question, group).await?;
            page.broken = Some(table(&broken));
        }
    }
    shown(&page)
}

fn head(measure: &Measure, asked: &Asked, here: &str) -> Head {
    Head {
        title: measure.title.clone(),
        about: measure.about.clone(),
        unit: measure.unit.clone(),
        value: "—".to_owned(),
        year: asked.year(),
        here: here.to_owned(),
        registers: Vec::new(),
        names: measure.also.join("、"),
    }
}

/// What a measure may be narrowed down by, with what is chosen.
pub(crate) fn controls(measure: &Measure, asked: &Asked) -> Vec<Control> {
    let control = |argument: measure::Argument| {
        let name = format!("{ARGUMENT}{}", argument.name);
        let value = asked.get(&name).to_owned();
        let pairs: Vec<(String, String)> = match argument.holds {
            Holds::Code(codes) => codes,
            Holds::YesNo => vec![("yes".into(), "是".into()), ("no".into(), "否".into())],
            _ => Vec::new(),
        };
        let any = if argument.is_needed { "请选择" } else { "不限" };
        let any = (!pairs.is_empty()).then(|| choice(String::new(), any, &value));
        let named = pairs.into_iter().map(|(key, label)| choice(key, label, &value));
        let choices = any.into_iter().chain(named).collect();
        Control { label: argument.label, choices, name, value }
    };
    measure.arguments().into_iter().map(control).collect()
}

fn figures(measured: &Measured, asked: &Asked, here: &str) -> Vec<Figure> {
    let value = &measured.value;
    let number = |number: Option<Decimal>| number.map_or("—".to_owned(), said::grouped);
    let (labels, parts): (&[&'static str], Vec<(String, String)>) = match &measured.measure.shape {
        Shape::Plain(part) => (&["取值"], vec![(part.words.clone(), said::value(value))]),
        Shape::Ratio { numerator, denominator } => (
            &["分子", "分母"],
            vec![
                (numerator.words.clone(), number(value.numerator)),
                (denominator.words.clone(), number(value.denominator)),
            ],
        ),
        Shape::Growth(part) => (
            &["本年", "上年"],
            vec![
                (part.words.clone(), number(value.numerator)),
                (part.words.clone(), number(value.denominator)),
            ],
        ),
        Shape::Survey(_) => (&[], Vec::new()),
    };
    let chosen = asked.get("part").parse().unwrap_or(0);
    let figure = |(at, (words, shown)): (usize, (String, String))| Figure {
        label: labels.get(at).copied().unwrap_or_default(),
        words,
        value: shown,
        entries: value.entries.get(at).copied().unwrap_or_default(),
        href: asked.href(here, &[("part", at.to_string().as_str()), ("after", "")]),
        is_shown: at == chosen,
    };
    parts.into_iter().enumerate().map(figure).collect()
}

async fn surveys(
    app: &App,
    asker: &Asker,
    measure: &Measure,
    year: i16,
) -> Result<Vec<SurveyLine>, WebError> {
    let found = app.office.measure_surveys(asker, measure, year).await?;
    let line = |one: Surveyed| SurveyLine {
        href: format!("/surveys/{}", one.id),
        title: one.title,
        owner: one.owner,
        state: one.state.label(),
        satisfied: one.satisfied.map_or_else(|| "—".to_owned(), Share::percent),
        returned: format!(
            "{}/{}（{}）",
            one.returned.part,
            one.returned.whole,
            one.returned.percent()
        ),
    };
    Ok(found.into_iter().map(line).collect())
}

fn groups(measured: &Measured, asked: &Asked, has_below: bool) -> Vec<Choice> {
    let by = asked.get("by").to_owned();
    let none = choice(String::new(), "不分组", &by);
    let labels = measured.groups.iter().cloned();
    let labels = labels.chain(has_below.then(|| "单位".to_owned()));
    let all = labels.enumerate().map(|(at, label)| choice(at.to_string(), label, &by));
    std::iter::once(none).chain(all).collect()
}

fn table(broken: &Broken) -> Table {
    Table {
        label: broken.label.clone(),
        rows: broken.groups.iter().map(|(name, it)| (name.clone(), said::value(it))).collect(),
        is_cut: broken.is_cut,
        chart: if broken.label == "月份" { "bar" } else { "rows" },
    }
}

fn behind(evidence: &Evidence, asked: &Asked, here: &str) -> Behind {
    let row = |piece: &Piece| Row {
        href: entry_href(&evidence.register.0, &piece.owner, piece.id),
        called: piece.called.clone(),
        cells: piece.cells.clone(),
        share: piece.share.map_or_else(String::new, said::grouped),
    };
    let after = |(owner, id): &(String, i64)| {
        asked.href(here, &[("after", format!("{owner}:{id}").as_str())])
    };
    let is_first = asked.get("after").is_empty();
    Behind {
        words: evidence.words.clone(),
        register: evidence.register.clone(),
        labels: evidence.labels.clone(),
        rows: evidence.pieces.iter().map(row).collect(),
        next: evidence.next.as_ref().map(after).unwrap_or_default(),
        first: if is_first { String::new() } else { asked.href(here, &[("after", "")]) },
    }
}
