//! Links to print, cut apart and hand out: a code for phones and the address for everybody else.

use std::fmt::Write;

use askama::Template;
use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use axum::http::uri::Authority;
use axum::response::Html;
use office::surveys::Shown;
use qrcode::{Color, EcLevel, QrCode};

use super::HERE;
use crate::page::DoorPage;
use crate::pages::shown;
use crate::{App, WebError};

/// Empty modules around a code.
const QUIET: usize = 4;

/// Where browsers find us: `https://jixiao.example.cn`.
#[derive(Clone, Debug)]
pub(crate) struct From(pub(crate) String);

impl FromRequestParts<App> for From {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<From, WebError> {
        let told = parts.headers.get(header::HOST).and_then(|host| host.to_str().ok());
        let host = told.or(parts.uri.authority().map(Authority::as_str)).unwrap_or("localhost");
        let scheme = if app.options.is_https { "https" } else { "http" };
        Ok(From(format!("{scheme}://{host}")))
    }
}

/// `surveys/codes.html`
#[derive(Template)]
#[template(path = "surveys/codes.html")]
struct CodesPage {
    page: DoorPage,
    title: String,
    owner: String,
    closes: String,
    back: String,
    slips: Vec<Slip>,
}

struct Slip {
    address: String,
    /// The code as the attribute of a path, and how many modules wide it is.
    path: String,
    size: usize,
}

/// The page of links. It is shown once: nobody can make it again.
pub(crate) fn print_codes(
    survey: &Shown,
    From(site): &From,
    tokens: &[String],
) -> Result<Html<String>, WebError> {
    let slip = |token: &String| {
        let address = format!("{site}/s/{token}");
        let (path, size) = drawn(&address);
        Slip { address, path, size }
    };
    shown(&CodesPage {
        page: DoorPage::new("问卷链接"),
        title: survey.survey.title.clone(),
        owner: survey.owner_name.clone(),
        closes: survey.survey.closes.clone(),
        back: format!("{HERE}/{}", survey.survey.id),
        slips: tokens.iter().map(slip).collect(),
    })
}

/// A code as a path of rows, and its width with what is empty around it; nothing where it cannot be made: the
/// address stands beside it.
fn drawn(text: &str) -> (String, usize) {
    let Ok(code) = QrCode::with_error_correction_level(text, EcLevel::M) else {
        return (String::new(), 1);
    };
    let width = code.width();
    let colours = code.to_colors();
    let mut path = String::new();
    for (y, row) in colours.chunks(width).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|one, other| one == other) {
            if run.first() == Some(&Color::Dark) {
                let (left, top, long) = (x + QUIET, y + QUIET, run.len());
                // Writing to a string cannot fail.
                let _ = write!(path, "M{left} {top}h{long}v1h-{long}z");
            }
            x += run.len();
        }
    }
    (path, width + 2 * QUIET)
}
