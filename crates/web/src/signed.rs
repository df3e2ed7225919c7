//! Who asks: the person behind the session that the browser holds.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use office::{Asker, OfficeError};

use crate::{App, WebError};

/// The name of the cookie.
const COOKIE: &str = "jiheng";

/// Somebody who is signed in. A handler that takes it is for such people only.
#[derive(Clone, Debug)]
pub struct Signed(pub Asker);

/// The address that a request comes from.
#[derive(Clone, Debug)]
pub struct From(pub String);

impl FromRequestParts<App> for Signed {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Signed, WebError> {
        let From(address) = From::from_request_parts(parts, app).await?;
        let jar = CookieJar::from_headers(&parts.headers);
        let secret = jar.get(COOKIE).ok_or(OfficeError::SignedOut)?;
        Ok(Signed(app.office.asker(secret.value(), &address).await?))
    }
}

impl FromRequestParts<App> for From {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<From, WebError> {
        let told = parts.headers.get("x-forwarded-for").and_then(|value| value.to_str().ok());
        // The last one is what our own proxy saw; those before it anybody can write.
        let told = told.and_then(|list| list.rsplit(',').next()).map(str::trim);
        let told: Option<IpAddr> = told.and_then(|address| address.parse().ok());
        if let Some(address) = told.filter(|_| app.options.is_behind_proxy) {
            return Ok(From(address.to_string()));
        }
        let seen = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        Ok(From(seen.map_or_else(String::new, |seen| seen.ip().to_string())))
    }
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
