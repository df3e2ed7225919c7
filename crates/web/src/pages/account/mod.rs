//! One's own account.

pub(crate) mod devices;
pub(crate) mod password;
pub(crate) mod second_factor;
pub(crate) mod tokens;

use axum::extract::{Query, State};
use axum::response::Html;

use crate::page::Page;
use crate::pages::pieces::Row;
use crate::pages::pieces::{Act, FormHead, FormPage, Said, Table, cell, heads};
use crate::pages::{framed, shown};
use crate::signed::Signed;
use crate::view::{day, time};
use crate::{App, WebError};

/// One's own account: what there is, and where it is changed.
pub(crate) async fn show_account(
    State(app): State<App>,
    Signed(asker): Signed,
    Query(said): Query<Said>,
) -> Result<Html<String>, WebError> {
    let profile = app.office.profile(&asker).await?;
    let second = if profile.has_second_factor { "已开启" } else { "没有开启" };
    let rows = asker.assignments.iter().map(|given| Row {
        name: given.role.label().to_owned(),
        cells: vec![
            cell("在哪里", given.organisation_name.clone()),
            cell("授予时间", time(&given.given_at)),
        ],
        ..Row::default()
    });
    shown(
        &FormPage {
            page: said.on(framed(&app, &asker, "我的账号", "/account").await?),
            form: FormHead { title: "我的账号".into(), ..FormHead::default() },
            fields: Vec::new(),
            facts: vec![
                ("用户名", profile.login),
                ("姓名", profile.name),
                ("单位", asker.home_name.clone()),
                ("职务", profile.post),
                (
                    "密码",
                    format!(
                        "{}设定，{}到期",
                        day(&profile.password_set_at),
                        day(&profile.password_ends_at)
                    ),
                ),
                ("二次验证", second.to_owned()),
            ],
            once: None,
            table: Some(Table {
                title: "我的角色",
                heads: heads(&["角色", "在哪里", "授予时间"]),
                rows: rows.collect(),
                has_acts: false,
                empty: "还没有角色，只能看公开内容。请联系安全管理员授予角色。",
            }),
            acts: Vec::new(),
        }
        .with_places(),
    )
}

impl FormPage {
    /// With the places where one's own account is changed.
    fn with_places(mut self) -> FormPage {
        let places = [
            ("/account/password", "修改密码", "key"),
            ("/account/second-factor", "二次验证", "shield-check"),
            ("/account/sessions", "登录中的设备", "shield-lock"),
            ("/account/tokens", "接口令牌", "hash"),
        ];
        self.acts = Vec::from(places.map(|(href, name, icon)| Act {
            action: href.to_owned(),
            name,
            icon,
            is_link: true,
            ..Act::default()
        }));
        self
    }
}

/// The frame of a page below one's own account.
async fn below(app: &App, asker: &office::Asker, title: &'static str) -> Result<Page, WebError> {
    Ok(framed(app, asker, title, "/account").await?.under("/account", "我的账号"))
}
