//! One's own tokens for programs.

use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use office::tokens::{NewToken, holds};
use office::{Asker, Faults, Permission};
use store::tokens::Token;

use super::below;
use crate::pages::pieces::{
    Act, Choice, Field, FormHead, FormPage, Mark, Once, Row, Said, Table, cell, faults, heads,
};
use crate::pages::shown;
use crate::signed::Signed;
use crate::view::{day, time};
use crate::{App, WebError};

/// The list, and the form for a new one.
pub(crate) async fn list_tokens(
    State(app): State<App>,
    Signed(asker): Signed,
    Query(said): Query<Said>,
) -> Result<Response, WebError> {
    let new = NewToken { days: "90".into(), ..NewToken::default() };
    let page = form(&app, &asker, &new, &Faults::default()).await?;
    Ok(shown(&FormPage { page: said.on(page.page), ..page })?.into_response())
}

/// Makes one and shows its secret, this time only.
pub(crate) async fn make_token(
    State(app): State<App>,
    Signed(asker): Signed,
    Form(typed): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let new = new_token(&typed);
    let (status, secret, faults) = match app.office.make_token(&asker, &new).await {
        Ok(secret) => (StatusCode::OK, Some(secret), Faults::default()),
        Err(error) => (StatusCode::UNPROCESSABLE_ENTITY, None, faults(error)?),
    };
    let page = form(&app, &asker, &new, &faults).await?;
    let once = secret.map(|secret| Once {
        title: format!("令牌“{}”", new.name.trim()),
        secret,
        note: "只显示这一次，请现在抄下来交给要用的程序；丢了只能收回重做。",
    });
    Ok((status, shown(&FormPage { once, ..page })?).into_response())
}

/// Takes one back.
pub(crate) async fn revoke_token(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
) -> Result<Redirect, WebError> {
    app.office.revoke_token(&asker, &id).await?;
    Ok(Redirect::to("/account/tokens?said=revoked"))
}

fn new_token(typed: &[(String, String)]) -> NewToken {
    let all = |name: &str| {
        let name = name.to_owned();
        typed.iter().filter(move |(at, _)| *at == name).map(|(_, value)| value.clone())
    };
    NewToken {
        name: all("name").next().unwrap_or_default(),
        days: all("days").next().unwrap_or_default(),
        scopes: all("scopes").collect(),
    }
}

async fn form(
    app: &App,
    asker: &Asker,
    new: &NewToken,
    faults: &Faults,
) -> Result<FormPage, WebError> {
    let tokens = app.office.list_tokens(asker).await?;
    let now = app.office.now();
    let scopes = asker.permissions().into_iter().map(|(permission, label)| {
        let word = permission.word();
        Choice { chosen: new.scopes.contains(&word), value: word, name: label.to_owned() }
    });
    let scopes = Field {
        options: scopes.collect(),
        ..Field::new("checks", "scopes", "可以做什么", "")
    };
    Ok(FormPage {
        page: below(app, asker, "接口令牌").await?,
        form: FormHead {
            title: "接口令牌".into(),
            note: "别的程序凭令牌以您的名义使用数据接口，做了什么都记在您名下。权限给够用的就行。"
                .into(),
            action: "/account/tokens".into(),
            save: "新建令牌",
            back: String::new(),
        },
        fields: vec![
            Field::new("text", "name", "给谁用", new.name.clone())
                .hint("如：预算一体化系统取数")
                .judged(faults),
            Field::new("number", "days", "有效天数", new.days.clone())
                .hint("1到366天。")
                .judged(faults),
            scopes.judged(faults),
        ],
        facts: Vec::new(),
        once: None,
        table: Some(Table {
            title: "我的令牌",
            heads: heads(&["给谁用", "可以做什么", "新建", "到期", "最近使用", "状态", "操作"]),
            rows: tokens.iter().map(|token| row(token, holds(token, now))).collect(),
            has_acts: true,
            empty: "还没有令牌。",
        }),
        acts: Vec::new(),
    })
}

fn row(token: &Token, holds: bool) -> Row {
    let scopes = token.scopes.split_whitespace().filter_map(Permission::from_word);
    let scopes: Vec<&str> = scopes.map(Permission::label).collect();
    let revoke = Act {
        action: format!("/account/tokens/{}/revoke", token.id),
        name: "收回",
        tone: "danger",
        confirm: format!("收回“{}”后，用它的程序立即不能再取数。", token.name),
        yes: "收回",
        ..Act::default()
    };
    Row {
        name: token.name.clone(),
        cells: vec![
            cell("可以做什么", scopes.join("、")),
            cell("新建", day(&token.created_at)),
            cell("到期", day(&token.ends_at)),
            cell("最近使用", token.used_at.as_deref().map_or_else(|| "没有用过".into(), time)),
        ],
        mark: Some(if holds {
            Mark { tone: "good", icon: "check-circle-fill", name: "有效" }
        } else {
            Mark { tone: "note", icon: "info-circle-fill", name: "已失效" }
        }),
        acts: if holds { vec![revoke] } else { Vec::new() },
        ..Row::default()
    }
}
