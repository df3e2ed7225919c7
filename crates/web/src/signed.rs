//! Who asks: the person behind the session that the browser holds.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use office::{Asker, OfficeError};

use crate::{App, Options, WebError};

/// The name of the cookie.
const COOKIE: &str = "jiheng";

/// Somebody who is signed in. A handler that takes it is for such people only.
#[derive(Clone, Debug)]
pub struct Signed(pub Asker);

/// Somebody who is signed in, even if another password must be chosen before anything else.
#[derive(Clone, Debug)]
pub struct SignedAnyhow(pub Asker);

/// Whoever asks for data: a program with a token, or somebody who is signed in.
#[derive(Clone, Debug)]
pub struct Caller(pub Asker);

/// Whoever asks for a calendar: as [`Caller`], or a program that knows names and passwords alone and brings a token as
/// the password.
#[derive(Clone, Debug)]
pub struct Subscriber(pub Asker);

/// The address that a request comes from.
#[derive(Clone, Debug)]
pub struct From(pub String);

impl FromRequestParts<App> for Signed {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Signed, WebError> {
        let From(address) = From::from_request_parts(parts, app).await?;
        let asker = match held(&parts.headers) {
            Some(secret) => app.office.asker(&secret, &address).await,
            None => Err(OfficeError::SignedOut),
        };
        asker.map(Signed).map_err(|error| to_sign_in(parts, error))
    }
}

impl FromRequestParts<App> for SignedAnyhow {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<SignedAnyhow, WebError> {
        let From(address) = From::from_request_parts(parts, app).await?;
        let asker = match held(&parts.headers) {
            Some(secret) => app.office.asker_whatever_is_due(&secret, &address).await,
            None => Err(OfficeError::SignedOut),
        };
        asker.map(SignedAnyhow).map_err(|error| to_sign_in(parts, error))
    }
}

impl FromRequestParts<App> for Caller {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Caller, WebError> {
        let Some(token) = token(&parts.headers) else {
            let signed = Signed::from_request_parts(parts, app).await;
            return signed.map(|Signed(asker)| Caller(asker)).map_err(|error| match error {
                WebError::SignIn { .. } => WebError::SignInFirst,
                other => other,
            });
        };
        let From(address) = From::from_request_parts(parts, app).await?;
        let asker = app.office.asker_by_token(&token, &address).await;
        asker.map(Caller).map_err(|error| match error {
            OfficeError::SignedOut => WebError::SignInFirst,
            other => other.into(),
        })
    }
}

impl FromRequestParts<App> for Subscriber {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Subscriber, Response> {
        if let Some(token) = password(&parts.headers) {
            // One way for all: what was brought as a password is judged as the token that it is.
            let bearer = HeaderValue::from_str(&format!("Bearer {token}"));
            let bearer = bearer.map_err(|_| WebError::SignInFirst.into_response())?;
            parts.headers.insert(header::AUTHORIZATION, bearer);
        }
        let caller = Caller::from_request_parts(parts, app).await;
        caller.map(|Caller(asker)| Subscriber(asker)).map_err(|error| {
            let mut refused = error.into_response();
            if refused.status() == StatusCode::UNAUTHORIZED {
                let asked = HeaderValue::from_static("Basic realm=\"jiheng\", charset=\"UTF-8\"");
                refused.headers_mut().insert(header::WWW_AUTHENTICATE, asked);
            }
            refused
        })
    }
}

/// The password that a request brings (RFC 7617); nothing where it brings none.
fn password(headers: &HeaderMap) -> Option<String> {
    let told = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, both) = told.trim().split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let both = String::from_utf8(STANDARD.decode(both.trim()).ok()?).ok()?;
    both.split_once(':').map(|(_, password)| password.to_owned())
}

/// The token of a program. Whoever says to bring one is judged by it alone, even if it is none: a session
/// that the request holds as well does not count.
fn token(headers: &HeaderMap) -> Option<String> {
    let told = String::from_utf8_lossy(headers.get(header::AUTHORIZATION)?.as_bytes());
    let (scheme, token) = told.trim().split_once(' ').unwrap_or((told.trim(), ""));
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())
}

/// The secret that the browser holds.
pub(crate) fn held(headers: &HeaderMap) -> Option<String> {
    CookieJar::from_headers(headers).get(COOKIE).map(|cookie| cookie.value().to_owned())
}

/// Whoever asked for a page comes back to it after the sign-in.
fn to_sign_in(parts: &Parts, error: OfficeError) -> WebError {
    if !matches!(error, OfficeError::SignedOut) {
        return error.into();
    }
    if parts.headers.contains_key("hx-request") {
        return WebError::SignInFirst;
    }
    let next = parts.uri.path_and_query().filter(|_| parts.method == Method::GET);
    match next.map(|next| next.as_str().to_owned()) {
        Some(next) => WebError::SignIn { next },
        None => error.into(),
    }
}

/// The address if it leads to a page of ours and nowhere else; else the desk.
pub(crate) fn local(next: &str) -> &str {
    let is_local = next.starts_with('/')
        && !next.starts_with("//")
        && next.len() <= 500
        && next.bytes().all(|sign| sign.is_ascii_graphic() && sign != b'\\');
    if is_local { next } else { "/desk" }
}

impl FromRequestParts<App> for From {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<From, WebError> {
        let address = address(&parts.headers, &parts.extensions, &app.options);
        Ok(From(address.map_or_else(String::new, |address| address.to_string())))
    }
}

/// The address that a request comes from, if that is known.
pub(crate) fn address(
    headers: &HeaderMap,
    extensions: &Extensions,
    options: &Options,
) -> Option<IpAddr> {
    let told = headers.get("x-forwarded-for").and_then(|value| value.to_str().ok());
    // The last one is what our own proxy saw; those before it anybody can write.
    let told = told.and_then(|list| list.rsplit(',').next()).map(str::trim);
    let told: Option<IpAddr> = told.and_then(|address| address.parse().ok());
    if let Some(address) = told.filter(|_| options.is_behind_proxy) {
        return Some(address);
    }
    extensions.get::<ConnectInfo<SocketAddr>>().map(|seen| seen.ip().to_canonical())
}

/// The cookie that holds a session's secret: no script reads it, no other site sends it.
pub(crate) fn cookie(secret: String, is_https: bool) -> Cookie<'static> {
    Cookie::build((COOKIE, secret))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(is_https)
        .build()
}

/// The cookie that takes it away.
pub(crate) fn no_cookie() -> Cookie<'static> {
    Cookie::build((COOKIE, "")).path("/").removal().build()
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_token_is_told_however_it_is_written() {
        for (told, expected) in [
            (&b"Bearer jh_1"[..], Some("jh_1")),
            (b"bearer  jh_1 ", Some("jh_1")),
            (b"Bearer", Some("")),
            (b"Bearer \xff", Some("\u{fffd}")),
            (b"Basic YTpi", None),
        ] {
            let mut headers = axum::http::HeaderMap::new();
            let value = axum::http::HeaderValue::from_bytes(told).expect("a header");
            headers.insert(axum::http::header::AUTHORIZATION, value);
            assert_eq!(super::token(&headers).as_deref(), expected);
        }
    }

    #[test]
    fn a_password_is_told_by_those_who_know_nothing_else() {
        for (told, expected) in [
            ("Basic bWU6amhfMQ==", Some("jh_1")),
            ("basic OmpoXzE=", Some("jh_1")),
            ("Basic bWU=", None),
            ("Basic %%%", None),
            ("Basic", None),
            ("Bearer jh_1", None),
        ] {
            let mut headers = axum::http::HeaderMap::new();
            headers.insert(axum::http::header::AUTHORIZATION, told.parse().expect("a header"));
            assert_eq!(super::password(&headers).as_deref(), expected, "{told}");
        }
    }

    #[test]
    fn only_local_addresses_are_gone_to() {
        for next in ["/desk", "/statements?q=%E5%B7%A5&page=2", "/admin/users/1"] {
            assert_eq!(super::local(next), next);
        }
        for next in [
            "",
            "desk",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example/",
            "javascript:alert(1)",
            "/a\r\nSet-Cookie: x=1",
            "/工作台",
        ] {
            assert_eq!(super::local(next), "/desk", "{next}");
        }
    }
}
