//! Settings of the installation.

use std::collections::BTreeMap;

use axum::Form;
use axum::extract::{Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use office::Faults;
use office::settings::{Kind, SETTINGS, Setting};

use crate::page::Page;
use crate::pages::pieces::{Act, Field, FormHead, FormPage, Said, faults, wrong};
use crate::pages::{framed, shown};
use crate::signed::Signed;
use crate::{App, WebError};

const HERE: &str = "/admin/settings";

/// The form.
pub(crate) async fn show_settings(
    State(app): State<App>,
    Signed(asker): Signed,
    Query(said): Query<Said>,
) -> Result<Html<String>, WebError> {
    let settings = app.office.look_at_settings(&asker).await?;
    let page = said.on(framed(&app, &asker, "设置", HERE).await?);
    shown(&form(page, &|setting| settings.text(setting).to_owned(), &Faults::default()))
}

/// Changes them.
pub(crate) async fn change_settings(
    State(app): State<App>,
    Signed(asker): Signed,
    Form(typed): Form<BTreeMap<String, String>>,
) -> Result<Response, WebError> {
    match app.office.change_settings(&asker, &typed).await {
        Ok(()) => Ok(Redirect::to("/admin/settings?said=saved").into_response()),
        Err(error) => {
            let text = |setting: &Setting| typed.get(setting.key).cloned().unwrap_or_default();
            let page = framed(&app, &asker, "设置", HERE).await?;
            wrong(&form(page, &text, &faults(error)?))
        }
    }
}

fn form(page: Page, text: &dyn Fn(&Setting) -> String, faults: &Faults) -> FormPage {
    let field = |setting: &Setting| {
        let kind = match setting.kind {
            Kind::Number { .. } => "number",
            Kind::Words { .. } => "text",
            Kind::Time => "time",
        };
        let label = match setting.unit {
            "" => setting.title.to_owned(),
            unit => format!("{}（{unit}）", setting.title),
        };
        Field::new(kind, setting.key, label, text(setting)).hint(setting.hint).judged(faults)
    };
    FormPage {
        page,
        form: FormHead {
            title: "设置".into(),
            note: "立即生效，改动记入审计日志。审核规则用的数值和依据见“参数与依据”，不在这里改。"
                .into(),
            action: HERE.into(),
            save: "保存",
            back: String::new(),
        },
        fields: SETTINGS.iter().map(field).collect(),
        facts: vec![("审核规则用的数值", "随程序发布，只能查看".to_owned())],
        once: None,
        table: None,
        acts: vec![Act {
            action: "/admin/parameters".into(),
            name: "参数与依据",
            icon: "book",
            is_link: true,
            ..Act::default()
        }],
    }
}
