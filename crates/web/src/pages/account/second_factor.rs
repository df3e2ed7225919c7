//! The second factor, turned on and off.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use office::{Asker, OfficeError};
use qrcode::QrCode;
use qrcode::render::svg;
use serde::Deserialize;

use super::below;
use crate::page::Page;
use crate::pages::shown;
use crate::signed::Signed;
use crate::{App, WebError};

/// `second_factor.html`
#[derive(Template)]
#[template(path = "second_factor.html")]
struct SecondFactorPage {
    page: Page,
    is_on: bool,
    setup: Option<Shown>,
    error: Option<String>,
}

/// What the phone needs.
struct Shown {
    secret: String,
    qr: String,
}

/// What the forms send.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    code: String,
    password: String,
}

/// How it stands.
pub(crate) async fn show_second_factor(
    State(app): State<App>,
    Signed(asker): Signed,
) -> Result<Response, WebError> {
    form(&app, &asker, None).await
}

/// Makes a secret.
pub(crate) async fn begin_second_factor(
    State(app): State<App>,
    Signed(asker): Signed,
) -> Result<Redirect, WebError> {
    app.office.begin_second_factor(&asker).await?;
    Ok(Redirect::to("/account/second-factor"))
}

/// Turns it on.
pub(crate) async fn confirm_second_factor(
    State(app): State<App>,
    Signed(asker): Signed,
    Form(typed): Form<Typed>,
) -> Result<Response, WebError> {
    match app.office.confirm_second_factor(&asker, &typed.code).await {
        Ok(()) => Ok(Redirect::to("/account?said=factor-on").into_response()),
        Err(error) => form(&app, &asker, Some(error)).await,
    }
}

/// Turns it off.
pub(crate) async fn end_second_factor(
    State(app): State<App>,
    Signed(asker): Signed,
    Form(typed): Form<Typed>,
) -> Result<Response, WebError> {
    match app.office.end_second_factor(&asker, &typed.password).await {
        Ok(()) => Ok(Redirect::to("/account?said=factor-off").into_response()),
        Err(error) => form(&app, &asker, Some(error)).await,
    }
}

async fn form(app: &App, asker: &Asker, wrong: Option<OfficeError>) -> Result<Response, WebError> {
    let (status, error) = match wrong {
        None => (StatusCode::OK, None),
        Some(OfficeError::Fields(faults)) => {
            (StatusCode::UNPROCESSABLE_ENTITY, Some(faults.to_string()))
        }
        Some(other) => return Err(other.into()),
    };
    let setup = app.office.second_factor_setup(asker).await?;
    let setup = setup.map(|setup| Shown { qr: drawn(&setup.url), secret: setup.secret });
    let page = SecondFactorPage {
        page: below(app, asker, "二次验证").await?,
        is_on: app.office.profile(asker).await?.has_second_factor,
        setup,
        error,
    };
    Ok((status, shown(&page)?).into_response())
}

/// The code as an image; nothing where it cannot be made: the secret stands beside it.
fn drawn(text: &str) -> String {
    let Ok(code) = QrCode::new(text) else { return String::new() };
    let image = code.render::<svg::Color<'_>>().min_dimensions(180, 180).build();
    // The declaration of a file does not belong into a page.
    image.find("<svg").and_then(|at| image.get(at..)).unwrap_or_default().to_owned()
}
