//! Errors of the interface, all in the shape of RFC 9457: `application/problem+json`.

use axum::body::Body;
use axum::http::{HeaderValue, Request, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use crate::error::Said;

/// The media type of errors.
pub(crate) const MEDIA: &str = "application/problem+json";

/// 没有办成的原因（RFC 9457）。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Problem {
    /// 错误的类别；目前总是 about:blank，即由 status 说明。
    #[serde(rename = "type")]
    kind: &'static str,
    /// 错误类别的名称。
    title: String,
    /// HTTP 状态码。
    status: u16,
    /// 哪里不对、怎样改正。
    detail: String,
}

/// Turns whatever error leaves the interface into a problem, pages of errors and bare refusals alike.
pub(crate) async fn pass(request: Request<Body>, next: Next) -> Response {
    let is_ours = request.uri().path().starts_with(super::PREFIX);
    let mut response = next.run(request).await;
    if !is_ours {
        return response;
    }
    let said = response.extensions_mut().remove::<Said>();
    let status = said.as_ref().map_or(response.status(), |said| said.status);
    let is_fault = status.is_client_error() || status.is_server_error();
    if is_fault { told(response, status, said) } else { response }
}

fn told(response: Response, status: StatusCode, said: Option<Said>) -> Response {
    let said = said.unwrap_or_else(|| Said {
        status,
        title: "没有办成",
        detail: usual(status).to_owned(),
    });
    let problem = Problem {
        kind: "about:blank",
        title: said.title.to_owned(),
        status: status.as_u16(),
        detail: said.detail,
    };
    let body = serde_json::to_vec(&problem).unwrap_or_default();
    let (mut parts, _) = response.into_parts();
    parts.status = status;
    for name in
        [header::CONTENT_LENGTH, header::CONTENT_ENCODING, header::LOCATION, header::SET_COOKIE]
    {
        parts.headers.remove(name);
    }
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA));
    if status == StatusCode::UNAUTHORIZED {
        parts.headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    Response::from_parts(parts, Body::from(body))
}

/// What is said where nobody said anything.
fn usual(status: StatusCode) -> &'static str {
    match status {
        StatusCode::UNAUTHORIZED => "请带上令牌，或先登录",
        StatusCode::FORBIDDEN => "这个请求来自别的网站，没有执行",
        StatusCode::NOT_FOUND => "没有这个接口，请对照 /api/v1/openapi.json",
        StatusCode::METHOD_NOT_ALLOWED => "这个地址不接受这种方法，请对照 /api/v1/openapi.json",
        StatusCode::REQUEST_TIMEOUT => "处理时间过长，没有完成，请稍后再试",
        StatusCode::PAYLOAD_TOO_LARGE => "发来的内容太大",
        StatusCode::TOO_MANY_REQUESTS => "请求过于频繁，请稍后再试",
        _ => "请求没有办成，数据没有改动",
    }
}
