//! Backups: those that were made, and one more.

use askama::Template;
use axum::extract::State;
use axum::response::{Html, Redirect};
use office::OfficeError;

use crate::page::Page;
use crate::pages::{framed, shown};
use crate::signed::Signed;
use crate::view::time;
use crate::{App, WebError};

/// `admin/backups.html`
#[derive(Template)]
#[template(path = "admin/backups.html")]
struct BackupsPage {
    page: Page,
    can_make: bool,
    rows: Vec<BackupLine>,
}

struct BackupLine {
    at: String,
    file: String,
    size: String,
    is_whole: bool,
    outcome: String,
    digest: String,
}

/// The list.
pub(crate) async fn list_backups(
    State(app): State<App>,
    Signed(asker): Signed,
) -> Result<Html<String>, WebError> {
    let all = app.office.list_backups(&asker).await?;
    let rows = all.into_iter().map(|backup| BackupLine {
        at: time(&backup.at),
        file: backup.file,
        size: format!("{} KB", backup.size.max(0).unsigned_abs().div_ceil(1024)),
        is_whole: backup.checked,
        outcome: backup.outcome,
        digest: backup.digest.chars().take(16).collect(),
    });
    shown(&BackupsPage {
        page: framed(&app, &asker, "备份", "/admin/backups").await?,
        can_make: app.options.backups.is_some(),
        rows: rows.collect(),
    })
}

/// Makes one now.
pub(crate) async fn back_up(
    State(app): State<App>,
    Signed(asker): Signed,
) -> Result<Redirect, WebError> {
    let Some(folder) = &app.options.backups else {
        let said = "这台服务器没有设置备份文件夹，请用 jiheng backup 命令备份";
        return Err(OfficeError::Conflict(said.to_owned()).into());
    };
    app.office.back_up_now(&asker, folder).await?;
    Ok(Redirect::to("/admin/backups"))
}
