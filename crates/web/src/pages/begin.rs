//! Beginning a statement: new, or imported after a look at what was understood.

mod carried;

use askama::Template;
use axum::Form;
use axum::extract::{Multipart, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use office::beginning::{FORMATS, FileFormat, From, LARGEST_FILE, Preview, Upload};
use office::{Asker, OfficeError};
use serde::Deserialize;

use self::carried::{packed, unpacked};
use crate::page::Page;
use crate::pages::sent_file::owner_and_file;
use crate::pages::{framed, shown};
use crate::signed::Signed;
use crate::{App, WebError};

/// The largest request: a file carried through a page takes a third more than its bytes.
pub(crate) const LARGEST_REQUEST: usize = LARGEST_FILE / 2 * 3;
/// So many paragraphs that belong nowhere are shown.
const UNPLACED: usize = 30;

/// `new.html`
#[derive(Template)]
#[template(path = "new.html")]
struct NewPage {
    page: Page,
    owners: Vec<Owner>,
    year: i16,
    error: Option<String>,
}

/// `import.html`
#[derive(Template)]
#[template(path = "import.html")]
struct ImportPage {
    page: Page,
    owners: Vec<Owner>,
    most: usize,
    /// The endings that are read, as a file field takes them.
    accept: String,
    /// The formats that are read, in words.
    formats: String,
    error: Option<String>,
}

/// `preview.html`
#[derive(Template)]
#[template(path = "preview.html")]
struct PreviewPage {
    page: Page,
    name: String,
    seen: Preview,
    year: String,
    unplaced: Vec<String>,
    more: usize,
    projects: Vec<ProjectLine>,
    file: String,
    is_other_department: bool,
}

/// An organisation to choose.
struct Owner {
    id: String,
    name: String,
    chosen: bool,
}

/// A project that was read.
struct ProjectLine {
    name: String,
    code: String,
    total: String,
    goals: usize,
    rows: usize,
}

/// What the form for a new statement sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct NewForm {
    owner: String,
    year: i16,
    from: String,
    projects: usize,
}

/// What the form that confirms an import sends.
#[derive(Debug, Deserialize)]
pub(crate) struct ConfirmForm {
    owner: String,
    name: String,
    digest: String,
    file: String,
}

/// The form for a new statement.
pub(crate) async fn show_new(
    State(app): State<App>,
    Signed(asker): Signed,
) -> Result<Html<String>, WebError> {
    new_form(&app, &asker, None).await
}

/// Begins a statement without a file.
pub(crate) async fn make_new(
    State(app): State<App>,
    Signed(asker): Signed,
    Form(form): Form<NewForm>,
) -> Result<Response, WebError> {
    let from = if form.from == "last" { From::LastYear } else { From::Nothing(form.projects) };
    match app.office.new_statement(&asker, &form.owner, form.year, from).await {
        Ok(id) => Ok(Redirect::to(&format!("/statements/{id}/edit")).into_response()),
        Err(error @ (OfficeError::Invalid(_) | OfficeError::Conflict(_))) => {
            let error = WebError::from(error);
            let html = new_form(&app, &asker, Some(error.to_string())).await?;
            Ok((error.status(), html).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// The form for a file.
pub(crate) async fn show_import(
    State(app): State<App>,
    Signed(asker): Signed,
) -> Result<Html<String>, WebError> {
    import_form(&app, &asker, None).await
}

/// What was understood of a file and what was not; nothing is stored.
pub(crate) async fn preview_import(
    State(app): State<App>,
    Signed(asker): Signed,
    sent: Multipart,
) -> Result<Response, WebError> {
    let (owner, upload) = owner_and_file(sent).await?;
    match app.office.preview_import(&asker, &owner, &upload).await {
        Ok(seen) => Ok(preview(&app, &asker, upload, seen).await?.into_response()),
        Err(error @ OfficeError::Invalid(_)) => {
            let error = WebError::from(error);
            let html = import_form(&app, &asker, Some(error.to_string())).await?;
            Ok((error.status(), html).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// Imports the very bytes that were looked at.
pub(crate) async fn confirm_import(
    State(app): State<App>,
    Signed(asker): Signed,
    Form(form): Form<ConfirmForm>,
) -> Result<Redirect, WebError> {
    let bytes = unpacked(&form.file).filter(|bytes| store::digest(bytes) == form.digest);
    let said = || WebError::BadRequest("文件没有传完整，没有导入。请重新选择文件".to_owned());
    let upload = Upload { name: form.name, bytes: bytes.ok_or_else(said)? };
    let id = app.office.import_statement(&asker, &form.owner, &upload).await?;
    Ok(Redirect::to(&format!("/statements/{id}/edit")))
}

async fn owners(app: &App, asker: &Asker) -> Result<Vec<Owner>, WebError> {
    let all = app.office.writable_organisations(asker).await?;
    let owner = |one: store::organisations::Organisation| Owner {
        chosen: one.id == asker.home,
        id: one.id,
        name: one.name,
    };
    Ok(all.into_iter().map(owner).collect())
}

async fn frame(app: &App, asker: &Asker, title: &str) -> Result<Page, WebError> {
    Ok(framed(app, asker, title, "/statements").await?.under("/statements", "绩效文本"))
}

async fn new_form(
    app: &App,
    asker: &Asker,
    error: Option<String>,
) -> Result<Html<String>, WebError> {
    let (page, owners) = (frame(app, asker, "新建").await?, owners(app, asker).await?);
    let year = app.office.now().day().year();
    shown(&NewPage { page, owners, year, error })
}

async fn import_form(
    app: &App,
    asker: &Asker,
    error: Option<String>,
) -> Result<Html<String>, WebError> {
    let (page, owners) = (frame(app, asker, "导入文件").await?, owners(app, asker).await?);
    let (accept, formats) = (accepted(), named());
    shown(&ImportPage { page, owners, most: LARGEST_FILE >> 20, accept, formats, error })
}

/// The endings that are read: `.docx,.docm`.
fn accepted() -> String {
    let endings = FORMATS.iter().flat_map(|format| format.endings);
    let endings: Vec<String> = endings.map(|ending| format!(".{ending}")).collect();
    endings.join(",")
}

/// The formats that are read, each with its usual ending.
pub(crate) fn named() -> String {
    let name = |format: &FileFormat| match format.endings.first() {
        Some(ending) => format!("{}（.{ending}）", format.name),
        None => format.name.to_owned(),
    };
    let names: Vec<String> = FORMATS.iter().map(name).collect();
    names.join("、")
}

async fn preview(
    app: &App,
    asker: &Asker,
    upload: Upload,
    seen: Preview,
) -> Result<Html<String>, WebError> {
    let unplaced = &seen.draft.unplaced;
    let project = |project: &model::draft::DraftProject| ProjectLine {
        name: project.name.clone(),
        code: project.code.clone(),
        total: project.total.clone(),
        goals: project.goals.len(),
        rows: project.indicators.len(),
    };
    shown(&PreviewPage {
        page: frame(app, asker, "导入预览").await?.under("/statements/import", "导入文件"),
        year: seen.year.map_or_else(|| "没有读出".to_owned(), |year| year.to_string()),
        unplaced: unplaced.iter().take(UNPLACED).map(|it| it.text.clone()).collect(),
        more: unplaced.len().saturating_sub(UNPLACED),
        projects: seen.draft.projects.iter().map(project).collect(),
        is_other_department: seen.is_of_another_department(),
        file: packed(&upload.bytes),
        name: upload.name,
        seen,
    })
}
