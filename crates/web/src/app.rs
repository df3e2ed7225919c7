//! What every request passes on its way to a page, and the server itself.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderName, HeaderValue, Request, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use office::Office;
use tokio::net::TcpListener;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::timeout::TimeoutLayer;

use crate::WebError;
use crate::limits::{self, Gate, Limits};

/// The largest request that is no upload, in bytes.
const LARGEST_REQUEST: usize = 2 << 20;
/// How long a request may take.
const LONGEST: Duration = Duration::from_secs(60);

/// What every handler has at hand.
#[derive(Clone, Debug)]
pub struct App {
    /// The office.
    pub office: Arc<Office>,
    /// How it is run.
    pub options: Arc<Options>,
}

/// How the server is run.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Whether browsers reach it by HTTPS: cookies are sent by HTTPS only then.
    pub is_https: bool,
    /// Whether it stands behind a proxy whose `X-Forwarded-For` tells the address.
    pub is_behind_proxy: bool,
    /// The folder of backups; `None`: none are made from the pages.
    pub backups: Option<std::path::PathBuf>,
    /// Sample users to show on the sign-in page: login name, password, who it is. Demo only.
    pub samples: Vec<(String, String, String)>,
    /// How often one address may ask.
    pub limits: Limits,
}

/// The pages with all that goes around them.
pub fn layered(app: App, routes: Router<App>) -> Router {
    routes
        .fallback(|| async { WebError::NotFound })
        .layer(DefaultBodyLimit::max(LARGEST_REQUEST))
        .layer(middleware::from_fn_with_state(Gate::new(&app), limits::pass))
        .layer(middleware::from_fn(|asked, next: Next| office::one_request(next.run(asked))))
        .layer(CsrfLayer::new())
        .layer(middleware::from_fn(crate::error::pass))
        .layer(middleware::from_fn_with_state(app.clone(), headers))
        .layer(CompressionLayer::new())
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, LONGEST))
        .layer(CatchPanicLayer::custom(|_| WebError::Broken.into_response()))
        .layer(middleware::from_fn(crate::api::problem::pass))
        .with_state(app)
}

/// Serves until it is told to stop; what is under way is ended first.
///
/// # Errors
/// If the address cannot be listened at.
pub async fn serve(app: App, listener: TcpListener) -> std::io::Result<()> {
    let service = layered(app, crate::router());
    let service = service.into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(stopped()).await
}

/// Waits for Ctrl+C or the signal to end.
async fn stopped() {
    let interrupt = async { drop(tokio::signal::ctrl_c().await) };
    #[cfg(unix)]
    let terminate = async {
        let signal = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate());
        match signal {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}

/// What browsers are told: run and load nothing but what we send, show us in no frame, tell nobody.
const POLICY: &str = "default-src 'self'; style-src 'self'; script-src 'self'; img-src 'self' data:; \
                      object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

async fn headers(
    State(app): State<App>,
    request: Request<axum::body::Body>,
    next: Next,
) -> Response {
    let is_asset = request.uri().path().starts_with("/assets/");
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        headers.insert(name, HeaderValue::from_static(value));
    };
    set(header::CONTENT_SECURITY_POLICY, POLICY);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(header::REFERRER_POLICY, "same-origin");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    set(
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    );
    if app.options.is_https {
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    if !is_asset && !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}
