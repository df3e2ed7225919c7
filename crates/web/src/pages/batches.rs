//! Many files reviewed at once: upload, progress, results.

use askama::Template;
use axum::extract::{Multipart, Path, State};
use axum::response::{Html, Redirect, Response};
use ground::{Money, Severity};
use office::batches::{Batch, FileOutcome, MOST_BYTES, MOST_FILES};
use store::jobs::{Job, JobItem, JobState};

use crate::page::Page;
use crate::pages::{begin, framed, shown};
use crate::signed::Signed;
use crate::view::{time, wan};
use crate::{App, WebError, download};

/// `batches.html`
#[derive(Template)]
#[template(path = "batches.html")]
struct BatchesPage {
    page: Page,
    files: usize,
    megabytes: usize,
    formats: String,
    jobs: Vec<JobLine>,
}

/// `batch.html`
#[derive(Template)]
#[template(path = "batch.html")]
struct BatchPage {
    page: Page,
    it: JobLine,
    files: Vec<FileLine>,
}

/// `batch_file.html`
#[derive(Template)]
#[template(path = "batch_file.html")]
struct FilePage {
    page: Page,
    name: String,
    department: String,
    year: i16,
    total: String,
    findings: Vec<FindingLine>,
}

struct JobLine {
    href: String,
    name: String,
    state: &'static str,
    running: bool,
    done: i64,
    all: i64,
    errors: i64,
    warnings: i64,
    broken: usize,
    by: String,
    at: String,
}

struct FileLine {
    href: String,
    name: String,
    department: String,
    tone: &'static str,
    icon: &'static str,
    word: &'static str,
    errors: i64,
    warnings: i64,
    note: String,
}

struct FindingLine {
    tone: &'static str,
    word: &'static str,
    icon: &'static str,
    code: String,
    quoted: String,
    message: String,
    help: String,
}

/// The batches so far, and the form for another.
pub(crate) async fn list_batches(
    State(app): State<App>,
    Signed(asker): Signed,
) -> Result<Html<String>, WebError> {
    let jobs = app.office.list_batches(&asker).await?;
    shown(&BatchesPage {
        page: framed(&app, &asker, "批量审核", "/batches").await?,
        files: MOST_FILES,
        megabytes: MOST_BYTES >> 20,
        formats: begin::named(),
        jobs: jobs.iter().map(|job| line(job, &[])).collect(),
    })
}

/// Takes the files and begins.
pub(crate) async fn begin_batch(
    State(app): State<App>,
    Signed(asker): Signed,
    mut form: Multipart,
) -> Result<Redirect, WebError> {
    asker.require(office::Permission::ReviewBatches)?;
    let mut uploads = Vec::new();
    let cut = |_| WebError::BadRequest("上传没有完成：文件太大，或网络中断。请再试一次".to_owned());
    while let Some(field) = form.next_field().await.map_err(cut)? {
        let name = field.file_name().unwrap_or_default().to_owned();
        let bytes = field.bytes().await.map_err(cut)?;
        if !name.is_empty() && !bytes.is_empty() {
            uploads.push((name, bytes.to_vec()));
        }
    }
    let title = match uploads.as_slice() {
        [(name, _)] => name.clone(),
        [(name, _), ..] => format!("{name}等{}个文件", uploads.len()),
        [] => String::new(),
    };
    let id = app.office.begin_batch(&asker, &title, uploads).await?;
    Ok(Redirect::to(&format!("/batches/{id}")))
}

/// One batch: how far it is, what came out.
pub(crate) async fn show_batch(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
) -> Result<Html<String>, WebError> {
    let batch = app.office.batch(&asker, &id).await?;
    let page = framed(&app, &asker, batch.job.title.clone(), "/batches").await?;
    shown(&BatchPage {
        page: page.under("/batches", "批量审核"),
        it: line(&batch.job, &batch.files),
        files: batch
            .files
            .iter()
            .map(|(item, outcome)| file(&id, item, outcome.as_ref()))
            .collect(),
    })
}

/// The table of a batch for a spreadsheet.
pub(crate) async fn download_summary(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
) -> Result<Response, WebError> {
    let batch = app.office.batch(&asker, &id).await?;
    Ok(download::csv(&rows(&batch), &format!("{}审核汇总.csv", batch.job.title)))
}

/// Calls it off.
pub(crate) async fn cancel_batch(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
) -> Result<Redirect, WebError> {
    app.office.cancel_batch(&asker, &id).await?;
    Ok(Redirect::to(&format!("/batches/{id}")))
}

/// One file with all that the review says of it.
pub(crate) async fn show_file(
    State(app): State<App>,
    Signed(asker): Signed,
    Path((id, number)): Path<(String, i64)>,
) -> Result<Html<String>, WebError> {
    let (name, examined) = app.office.batch_file(&asker, &id, number).await?;
    let statement = &examined.reading.statement;
    let department = statement.department.as_ref().or(statement.title.as_ref());
    let text = &examined.reading.source.text;
    let page = framed(&app, &asker, name.clone(), "/batches").await?;
    shown(&FilePage {
        page: page.under("/batches", "批量审核").under(format!("/batches/{id}"), "审核结果"),
        department: department.map(|words| words.text.clone()).unwrap_or_default(),
        year: examined.year,
        total: wan(examined.figures().total),
        findings: examined.findings.iter().map(|finding| finding_line(finding, text)).collect(),
        name,
    })
}

fn line(job: &Job, files: &[(JobItem, Option<FileOutcome>)]) -> JobLine {
    let outcomes = || files.iter().filter_map(|(_, outcome)| outcome.as_ref());
    JobLine {
        href: format!("/batches/{}", job.id),
        name: job.title.clone(),
        state: if job.cancel_asked && job.state == JobState::Running {
            "正在停下"
        } else {
            job.state.label()
        },
        running: matches!(job.state, JobState::Waiting | JobState::Running),
        done: job.done,
        all: job.total,
        errors: outcomes().map(|outcome| outcome.errors).sum(),
        warnings: outcomes().map(|outcome| outcome.warnings).sum(),
        broken: outcomes().filter(|outcome| !outcome.problem.is_empty()).count(),
        by: job.created_by.clone(),
        at: time(&job.created_at),
    }
}

fn file(job: &str, item: &JobItem, outcome: Option<&FileOutcome>) -> FileLine {
    let (tone, icon, word) = match outcome {
        None => ("note", "info-circle-fill", item.state.label()),
        Some(outcome) if !outcome.problem.is_empty() => ("error", "x-octagon-fill", "没读懂"),
        Some(outcome) if outcome.errors > 0 => ("error", "x-octagon-fill", "有错误"),
        Some(outcome) if outcome.warnings > 0 => ("warning", "exclamation-triangle-fill", "有警告"),
        Some(_) => ("good", "check-circle-fill", "没有问题"),
    };
    let outcome = outcome.cloned().unwrap_or_default();
    let first = outcome.first.first().map(|(_, code, message)| format!("{code} {message}"));
    FileLine {
        href: format!("/batches/{job}/files/{}", item.number),
        name: item.name.clone(),
        department: outcome.department,
        tone,
        icon,
        word,
        errors: outcome.errors,
        warnings: outcome.warnings,
        note: if outcome.problem.is_empty() { first.unwrap_or_default() } else { outcome.problem },
    }
}

fn finding_line(finding: &ground::Finding, text: &str) -> FindingLine {
    let (tone, icon) = match finding.severity {
        Severity::Error => ("error", "x-octagon-fill"),
        Severity::Warning => ("warning", "exclamation-triangle-fill"),
        Severity::Note => ("note", "info-circle-fill"),
    };
    let quoted = text.get(finding.span().range()).unwrap_or_default();
    FindingLine {
        tone,
        word: finding.severity.label(),
        icon,
        code: finding.code.as_str().to_owned(),
        quoted: quoted.chars().take(120).collect(),
        message: finding.message.clone(),
        help: finding.help.clone(),
    }
}

/// The table of a batch, a row for each file.
fn rows(batch: &Batch) -> Vec<Vec<String>> {
    let head = ["文件", "部门", "年度", "项目数", "预算（万元）", "错误", "警告", "提示", "说明"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    rows.extend(batch.files.iter().map(|(item, outcome)| {
        let outcome = outcome.clone().unwrap_or_default();
        vec![
            item.name.clone(),
            outcome.department,
            outcome.year.to_string(),
            outcome.projects.to_string(),
            outcome.total_fen.map_or_else(String::new, |fen| wan(Some(Money::from_fen(fen)))),
            outcome.errors.to_string(),
            outcome.warnings.to_string(),
            outcome.notes.to_string(),
            outcome.problem,
        ]
    }));
    rows
}
