//! Commendations on their way: where each stands, whose turn it is, the papers, and entering awards as paid.

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use ground::{Day, Money};
use office::registers::commending::{Awarded, CommendationLine, Commendations, Published, Stage};
use office::{OfficeError, Permission};
use serde::Deserialize;
use write::Format;

use super::asked::Pairs;
use super::checkup::seen;
use super::fields::sent;
use super::{HERE, Owners, day, entry_href};
use crate::page::Page;
use crate::pages::pieces::{Choice, choice};
use crate::pages::{framed, shown};
use crate::signed::Signed;
use crate::view::address;
use crate::{App, WebError, download};

const REGISTER: &str = "/registers/commendation";
const BATCH: &str = "/registers/commendation/batch";

/// `registers/commending.html`
#[derive(Template)]
#[template(path = "registers/commending.html")]
struct CommendingPage {
    page: Page,
    owners: Vec<Choice>,
    owner: String,
    years: Vec<Choice>,
    year: i16,
    paid_on: String,
    today: String,
    stages: Vec<(&'static str, usize)>,
    lines: Vec<CommendationLine>,
    payable: (usize, String),
    least: String,
    may_write: bool,
    may_print: bool,
}

impl CommendingPage {
    fn href(&self, line: &CommendationLine) -> String {
        entry_href("commendation", &line.owner, line.id)
    }

    fn due(&self) -> Vec<&CommendationLine> {
        self.lines.iter().filter(|line| line.is_due()).collect()
    }

    /// How many wait to be published or are.
    fn published(&self) -> usize {
        self.count(&[Stage::Checked, Stage::Noticed])
    }

    /// How many were commended.
    fn named(&self) -> usize {
        self.count(&[Stage::Awarded, Stage::Paid])
    }

    fn count(&self, stages: &[Stage]) -> usize {
        self.lines.iter().filter(|line| stages.contains(&line.stage)).count()
    }

    fn yuan(&self, amount: &Option<Money>) -> String {
        amount.map_or_else(String::new, register::yuan)
    }

    /// The chip of a stage: its look, its icon, its words.
    fn chip(&self, line: &CommendationLine) -> (&'static str, &'static str, String) {
        match line.stage {
            Stage::Awarded | Stage::Paid if line.next.is_empty() => {
                ("sev-good", "check-lg", line.stage.label().to_owned())
            }
            Stage::Ended => ("", "dash-lg", line.state.clone()),
            stage => ("sev-note", "clock", stage.label().to_owned()),
        }
    }
}

/// Whose, and of which year.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    owner: String,
    year: String,
    paid_on: String,
    /// How many were paid just now, and how much.
    paid: Option<usize>,
    sum: String,
}

/// What the form of a paper sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PaperForm {
    owner: String,
    year: String,
    from: String,
    until: String,
    hotline: String,
}

/// Where each commendation of a year stands.
pub(crate) async fn show_commendations(
    State(app): State<App>,
    Signed(asker): Signed,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, WebError> {
    let owners = Owners::of(&app, &asker, &asked.owner).await?;
    let today = app.office.now().day();
    let paid_on = day(&asked.paid_on).unwrap_or(today);
    let year = asked.year.trim().parse().ok();
    let found = app.office.commendations(&asker, &owners.chosen, year, paid_on).await?;
    let mut page = framed(&app, &asker, "表彰办理", HERE).await?;
    page = page.under(HERE, "台账").under(REGISTER, "评选表彰台账");
    if let Some(count) = asked.paid {
        let said = format!("已登记{count}笔一次性奖金，合计{}元，逐笔记入台账", asked.sum);
        page = page.saying("good", said);
    }
    let payable = found.payable();
    shown(&CommendingPage {
        page,
        owners: owners.choices(),
        owner: owners.chosen.clone(),
        years: years(&found),
        year: found.year,
        paid_on: paid_on.to_string(),
        today: today.to_string(),
        stages: Stage::WAY.map(|stage| (stage.label(), found.at(stage))).to_vec(),
        payable: (payable.0, register::yuan(payable.1)),
        least: found.least_workdays.map_or_else(String::new, |least| least.to_string()),
        may_write: found.sight.may_write,
        may_print: asker.may(Permission::ReadPersonal),
        lines: found.lines,
    })
}

/// Enters awards as paid. `one`: owner, number and version, as often as there are.
pub(crate) async fn award_commendations(
    State(app): State<App>,
    Signed(asker): Signed,
    Form(form): Form<Pairs>,
) -> Result<Redirect, WebError> {
    let one = |name: &str| sent(&form, name).unwrap_or_default().to_owned();
    let owners = Owners::of(&app, &asker, &one("owner")).await?;
    let chosen = form.iter().filter(|(name, _)| name == "one");
    let chosen: Option<Vec<_>> = chosen.map(|(_, text)| seen(text)).collect();
    let paid_on = day(&one("paid_on"));
    let awarded = Awarded {
        year: year(&one("year"))?,
        paid_on: paid_on.ok_or_else(|| OfficeError::field("paid_on", "请填写发放日期"))?,
        project: one("project"),
        voucher: one("voucher"),
        commendations: chosen
            .ok_or_else(|| WebError::BadRequest("选中的没有收全，请返回重选".to_owned()))?,
    };
    let (count, sum) = app.office.award_commendations(&asker, &owners.chosen, &awarded).await?;
    let (count, sum) = (count.to_string(), register::yuan(sum));
    let year = awarded.year.to_string();
    let said = [("owner", owners.in_address()), ("year", &year), ("paid", &count), ("sum", &sum)];
    Ok(Redirect::to(&address(BATCH, &said)))
}

/// A paper: `public.docx`, `roster.xlsx`. By POST: names and whole numbers are taken away, which is noted.
pub(crate) async fn print_paper(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(file): Path<String>,
    Form(form): Form<PaperForm>,
) -> Result<Response, WebError> {
    let owners = Owners::of(&app, &asker, &form.owner).await?;
    let (name, ending) = file.split_once('.').ok_or(WebError::NotFound)?;
    let format = Format::of_ending(ending).ok_or(WebError::NotFound)?;
    let owner = owners.chosen.as_str();
    let (document, name) = match name {
        "roster" => {
            let year = year(&form.year)?;
            let roster = app.office.commendation_roster(&asker, owner, year).await?;
            (roster, format!("{year}年表彰名册"))
        }
        "public" => {
            let (year, published) = (year(&form.year)?, published(&form)?);
            let list = app.office.commendation_public_list(&asker, owner, year, &published).await?;
            (list, format!("{year}年拟表彰对象公示名单"))
        }
        _ => return Err(WebError::NotFound),
    };
    Ok(download::document(document, &name, format).await?.into_response())
}

fn published(form: &PaperForm) -> Result<Published, OfficeError> {
    let given = |text: &str| -> Result<Day, OfficeError> {
        day(text).ok_or_else(|| OfficeError::field("from", "请填写公示的开始和结束日期"))
    };
    Ok(Published {
        from: given(&form.from)?,
        until: given(&form.until)?,
        hotline: form.hotline.clone(),
    })
}

fn year(text: &str) -> Result<i16, OfficeError> {
    let year = text.trim().parse().ok().filter(|year| (1900..=2200).contains(year));
    year.ok_or_else(|| OfficeError::field("year", "请选择年度"))
}

/// The years to choose from: those that have any, and the one that is looked at.
fn years(found: &Commendations) -> Vec<Choice> {
    let mut years = found.years.clone();
    if !years.contains(&found.year) {
        years.insert(0, found.year);
    }
    let chosen = found.year.to_string();
    years.into_iter().map(|year| choice(year.to_string(), format!("{year}年"), &chosen)).collect()
}
