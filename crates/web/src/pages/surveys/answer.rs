//! The page that a link opens: for everyone, without sign-in, cookie, script or name.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use office::surveys::answering::{Answered, Door, Sheet};

use super::{Asking, Pairs, askings};
use crate::page::DoorPage;
use crate::pages::shown;
use crate::{App, WebError};

/// `surveys/answer.html`
#[derive(Template)]
#[template(path = "surveys/answer.html")]
struct AnswerPage {
    page: DoorPage,
    action: String,
    sheet: Sheet,
    questions: Vec<Asking>,
    wrong: usize,
}

/// `surveys/shut.html`
#[derive(Template)]
#[template(path = "surveys/shut.html")]
struct ShutPage {
    page: DoorPage,
    owner: String,
    title: String,
    icon: &'static str,
    head: &'static str,
    text: String,
}

/// The questions.
pub(crate) async fn show_questionnaire(
    State(app): State<App>,
    Path(token): Path<String>,
) -> Result<Response, WebError> {
    match app.office.survey_door(&token).await? {
        Door::Open(sheet) => asked(&token, sheet, &[], &[]),
        door => shut(&door),
    }
}

/// Keeps the answers, and says thanks.
pub(crate) async fn answer_questionnaire(
    State(app): State<App>,
    Path(token): Path<String>,
    Form(pairs): Form<Pairs>,
) -> Result<Response, WebError> {
    match app.office.answer_survey(&token, &pairs).await? {
        Answered::Kept(sheet) => thanks(sheet),
        Answered::Wrong(sheet, wrong) => asked(&token, sheet, &pairs, &wrong),
        Answered::Shut(door) => shut(&door),
    }
}

fn asked(
    token: &str,
    sheet: Sheet,
    pairs: &[(String, String)],
    wrong: &[(usize, String)],
) -> Result<Response, WebError> {
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = AnswerPage {
        page: DoorPage::new("满意度问卷"),
        action: format!("/s/{}", crate::view::escaped(token)),
        questions: askings(&sheet.questions, pairs, wrong),
        sheet,
        wrong: wrong.len(),
    };
    Ok((status, shown(&page)?).into_response())
}

fn thanks(sheet: Sheet) -> Result<Response, WebError> {
    let page = ShutPage {
        page: DoorPage::new("感谢参与"),
        owner: sheet.owner_name,
        title: sheet.title,
        icon: "check-circle-fill",
        head: "已收到，谢谢您！",
        text: "您的回答不记名，只用于统计和改进工作。现在可以关闭这个页面。".to_owned(),
    };
    Ok(shown(&page)?.into_response())
}

fn shut(door: &Door) -> Result<Response, WebError> {
    let (status, head, icon, sheet) = match door {
        Door::Unknown => (StatusCode::NOT_FOUND, "打不开问卷", "question-circle", None),
        Door::Used(sheet) => (StatusCode::GONE, "已经答过了", "check-circle-fill", Some(sheet)),
        Door::Early(sheet) => (StatusCode::FORBIDDEN, "还没有开始", "clock", Some(sheet)),
        Door::Late(sheet) | Door::Open(sheet) => {
            (StatusCode::GONE, "已经结束", "clock-history", Some(sheet))
        }
    };
    let page = ShutPage {
        page: DoorPage::new("满意度问卷"),
        owner: sheet.map(|sheet| sheet.owner_name.clone()).unwrap_or_default(),
        title: sheet.map(|sheet| sheet.title.clone()).unwrap_or_default(),
        icon,
        head,
        text: door.said().unwrap_or_default() + "。",
    };
    Ok((status, shown(&page)?).into_response())
}
