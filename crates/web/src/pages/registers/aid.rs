//! Aid paid in batches: what waits, its papers, and entering it as paid.

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use ground::Money;
use office::registers::aid_batch::{BatchLine, Names, Notice, Paid};
use office::registers::sight::Wish;
use office::{OfficeError, Permission};
use serde::Deserialize;
use store::registers::entries::Seen;
use write::Format;

use super::asked::Pairs;
use super::fields::sent;
use super::{HERE, Owners, day};
use crate::page::Page;
use crate::pages::pieces::Choice;
use crate::pages::{framed, shown};
use crate::signed::Signed;
use crate::view::address;
use crate::{App, WebError, download};

const APPLICATIONS: &str = "/registers/aid_application";
const BATCH: &str = "/registers/aid_application/batch";

/// `registers/aid_batch.html`
#[derive(Template)]
#[template(path = "registers/aid_batch.html")]
struct AidBatchPage {
    page: Page,
    owners: Vec<Choice>,
    owner: String,
    paid_on: String,
    lines: Vec<BatchLine>,
    payable: (usize, String),
    may_print: bool,
    batch: String,
    today: String,
}

impl AidBatchPage {
    fn yuan(&self, amount: &Option<Money>) -> String {
        amount.map_or_else(String::new, register::yuan)
    }
}

/// Whose batch, and for which day.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    owner: String,
    paid_on: String,
    /// How many were paid just now, and how much.
    paid: Option<usize>,
    sum: String,
}

/// What the form of a notice sends, or that of another paper.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PaperForm {
    owner: String,
    paid_on: String,
    from: String,
    until: String,
    hotline: String,
    names: String,
}

/// What waits to be paid.
pub(crate) async fn show_batch(
    State(app): State<App>,
    Signed(asker): Signed,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, WebError> {
    let owners = Owners::of(&app, &asker, &asked.owner).await?;
    let today = app.office.now().day();
    let paid_on = day(&asked.paid_on).unwrap_or(today);
    let batch = app.office.aid_batch(&asker, &owners.chosen, paid_on, Wish::Masked).await?;
    let mut page = framed(&app, &asker, "成批发放", HERE).await?;
    page = page.under(HERE, "台账").under(APPLICATIONS, "救助申请");
    if let Some(count) = asked.paid {
        let said = format!("已登记发放{count}笔，合计{}元，并记入救助发放台账", asked.sum);
        page = page.saying("good", said);
    }
    shown(&AidBatchPage {
        page,
        owners: owners.choices(),
        owner: owners.chosen.clone(),
        paid_on: paid_on.to_string(),
        payable: (batch.payable.0, register::yuan(batch.payable.1)),
        may_print: asker.may(Permission::ReadPersonal),
        lines: batch.lines,
        batch: format!("{}年{}月发放", paid_on.year(), paid_on.month()),
        today: today.to_string(),
    })
}

/// Enters what the bank has paid. `application`: number and version, as often as there are.
pub(crate) async fn pay_batch(
    State(app): State<App>,
    Signed(asker): Signed,
    Form(form): Form<Pairs>,
) -> Result<Redirect, WebError> {
    let one = |name: &str| sent(&form, name).unwrap_or_default().to_owned();
    let owners = Owners::of(&app, &asker, &one("owner")).await?;
    let paid_on = day(&one("paid_on"));
    let chosen = form.iter().filter(|(name, _)| name == "application");
    let applications: Option<Vec<Seen>> = chosen.map(|(_, text)| seen(text)).collect();
    let paid = Paid {
        batch: one("batch"),
        paid_on: paid_on.ok_or_else(|| OfficeError::field("paid_on", "请填写发放日期"))?,
        applications: applications
            .ok_or_else(|| WebError::BadRequest("选中的申请没有收全，请返回重选".to_owned()))?,
    };
    let (count, sum) = app.office.pay_aid(&asker, &owners.chosen, &paid).await?;
    let (count, sum) = (count.to_string(), register::yuan(sum));
    let said = [("owner", owners.in_address()), ("paid", &count), ("sum", &sum)];
    Ok(Redirect::to(&address(BATCH, &said)))
}

/// A paper of the batch: `roster.docx`, `bank.csv`, `public.pdf`. By POST: whole numbers are taken away, which
/// is noted.
pub(crate) async fn print_paper(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(file): Path<String>,
    Form(form): Form<PaperForm>,
) -> Result<Response, WebError> {
    let owners = Owners::of(&app, &asker, &form.owner).await?;
    let (name, ending) = file.split_once('.').ok_or(WebError::NotFound)?;
    let paid_on = day(&form.paid_on).unwrap_or(app.office.now().day());
    if (name, ending) == ("bank", "csv") {
        let text = app.office.aid_bank_file(&asker, &owners.chosen, paid_on).await?;
        let name = format!("银行代发{paid_on}.csv");
        return Ok(download::file(text.into_bytes(), &name, download::CSV));
    }
    let format = Format::of_ending(ending).ok_or(WebError::NotFound)?;
    let (document, name) = match name {
        "roster" => {
            let roster = app.office.aid_roster(&asker, &owners.chosen, paid_on).await?;
            (roster, format!("帮扶资金发放花名册{paid_on}"))
        }
        "public" => {
            let notice = notice(&form)?;
            let list = app.office.aid_public_list(&asker, &owners.chosen, &notice).await?;
            (list, format!("公示名单{}", notice.from))
        }
        _ => return Err(WebError::NotFound),
    };
    Ok(download::document(document, &name, format).await?.into_response())
}

fn notice(form: &PaperForm) -> Result<Notice, OfficeError> {
    let missing = || OfficeError::field("from", "请填写公示的开始和结束日期");
    Ok(Notice {
        from: day(&form.from).ok_or_else(missing)?,
        until: day(&form.until).ok_or_else(missing)?,
        hotline: form.hotline.clone(),
        names: if form.names == "family" { Names::Family } else { Names::Whole },
    })
}

/// Number and version, as the tick of a line sends them: `12:3`.
fn seen(text: &str) -> Option<Seen> {
    let (id, version) = text.split_once(':')?;
    Some(Seen { id: id.parse().ok()?, version: version.parse().ok()? })
}
