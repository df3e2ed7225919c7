//! What goes wrong, as a page that says what to do.

use askama::Template;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Redirect, Response};
use office::OfficeError;

use crate::page::DoorPage;

/// What goes wrong on the way to a page.
#[derive(Debug, thiserror::Error)]
pub enum WebError {
    /// The office says no.
    #[error(transparent)]
    Office(#[from] OfficeError),
    /// Nobody is signed in: to the sign-in, and from there to this address.
    #[error("登录已失效，请重新登录")]
    SignIn {
        /// Where to afterwards; a local address.
        next: String,
    },
    /// A piece of a page was asked for by a script, and nobody is signed in.
    #[error("登录已失效，请重新登录")]
    SignInFirst,
    /// No page has this address.
    #[error("没有这个页面：地址可能有误，或内容已经移动")]
    NotFound,
    /// What was sent cannot be understood.
    #[error("{0}")]
    BadRequest(String),
    /// What was sent is of a kind that is not taken here.
    #[error("{0}")]
    Media(&'static str),
    /// What was sent is larger than is taken here.
    #[error("发来的内容太大，没有收下")]
    TooLarge,
    /// A page could not be made.
    #[error("页面没有生成出来")]
    Template(#[from] askama::Error),
    /// The way to the page refused what was sent before anybody looked at it.
    #[error("{}", usual(*.0))]
    Bare(StatusCode),
    /// We are at fault.
    #[error("系统出错了，数据没有改动")]
    Broken,
}

/// `error.html`
#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    page: DoorPage,
    code: u16,
    title: &'static str,
    text: String,
    help: &'static str,
    number: String,
    back: &'static str,
}

impl WebError {
    /// The status that the answer bears.
    pub fn status(&self) -> StatusCode {
        match self {
            WebError::Office(OfficeError::SignedOut)
            | WebError::SignIn { .. }
            | WebError::SignInFirst => StatusCode::UNAUTHORIZED,
            WebError::Office(
                OfficeError::Refused { .. } | OfficeError::PasswordDue | OfficeError::ByToken,
            ) => StatusCode::FORBIDDEN,
            WebError::Office(OfficeError::Missing { .. }) | WebError::NotFound => {
                StatusCode::NOT_FOUND
            }
            WebError::Office(OfficeError::Conflict(_)) => StatusCode::CONFLICT,
            WebError::Office(OfficeError::Invalid(_) | OfficeError::Fields(_)) => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
            WebError::Office(OfficeError::Limited(_)) => StatusCode::TOO_MANY_REQUESTS,
            WebError::BadRequest(_) => StatusCode::BAD_REQUEST,
            WebError::Media(_) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            WebError::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            WebError::Bare(status) => *status,
            WebError::Office(OfficeError::Store(_) | OfficeError::Machine(_))
            | WebError::Template(_)
            | WebError::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn heading(&self) -> &'static str {
        match self.status() {
            StatusCode::FORBIDDEN => "没有权限",
            StatusCode::NOT_FOUND => "找不到",
            StatusCode::CONFLICT => "内容已有变化",
            StatusCode::UNAUTHORIZED => "请先登录",
            StatusCode::UNPROCESSABLE_ENTITY
            | StatusCode::BAD_REQUEST
            | StatusCode::UNSUPPORTED_MEDIA_TYPE
            | StatusCode::METHOD_NOT_ALLOWED
            | StatusCode::PAYLOAD_TOO_LARGE => "没有办成",
            StatusCode::TOO_MANY_REQUESTS => "请稍后再试",
            _ => "系统出错",
        }
    }
}

/// What an answer says went wrong, for the interface, which shows no pages.
#[derive(Clone, Debug)]
pub(crate) struct Said {
    pub(crate) status: StatusCode,
    pub(crate) title: &'static str,
    pub(crate) detail: String,
}

/// Turns bare refusals, of forms that cannot be taken apart and of other sites, into pages that say so.
pub(crate) async fn pass(request: Request<Body>, next: Next) -> Response {
    let response = next.run(request).await;
    let status = response.status();
    let is_fault = status.is_client_error() || status.is_server_error();
    // What we say ourselves is a page or JSON: a form shown again, with what is wrong in it.
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    if !is_fault || kind.is_some_and(|kind| !kind.starts_with("text/plain")) {
        return response;
    }
    let mut page = WebError::Bare(status).into_response();
    if let Some(allowed) = response.headers().get(header::ALLOW) {
        page.headers_mut().insert(header::ALLOW, allowed.clone());
    }
    page
}

/// What is said where nobody said anything.
fn usual(status: StatusCode) -> &'static str {
    match status {
        StatusCode::BAD_REQUEST
        | StatusCode::UNPROCESSABLE_ENTITY
        | StatusCode::UNSUPPORTED_MEDIA_TYPE => {
            "发来的内容看不懂，没有收下：有的栏目没有填，或填的不是这一栏要的内容"
        }
        StatusCode::FORBIDDEN => "这个请求来自别的网站，没有执行",
        StatusCode::NOT_FOUND => "没有这个页面：地址可能有误，或内容已经移动",
        StatusCode::METHOD_NOT_ALLOWED => "这个地址不接受这样的请求",
        StatusCode::REQUEST_TIMEOUT => "处理时间过长，没有完成",
        StatusCode::PAYLOAD_TOO_LARGE => "发来的内容太大，没有收下",
        _ => "没有办成，数据没有改动",
    }
}

impl WebError {
    fn help(&self) -> &'static str {
        match self.status() {
            StatusCode::CONFLICT => "请回到上一页刷新，看过别人的改动再继续。",
            StatusCode::FORBIDDEN => "如果确实需要，请联系本单位的安全管理员。",
            StatusCode::NOT_FOUND => "可以从工作台或搜索重新找到它。",
            _ => "请检查后再试一次。",
        }
    }
}

impl IntoResponse for WebError {
    fn into_response(self) -> Response {
        let said = Said { status: self.status(), title: self.heading(), detail: self.to_string() };
        let mut response = self.page();
        response.extensions_mut().insert(said);
        response
    }
}

impl WebError {
    fn page(&self) -> Response {
        match self {
            WebError::Office(OfficeError::SignedOut) => {
                return Redirect::to("/signin").into_response();
            }
            WebError::SignIn { next } => {
                let next = crate::view::escaped(next);
                return Redirect::to(&format!("/signin?next={next}")).into_response();
            }
            WebError::Office(OfficeError::PasswordDue) => {
                return Redirect::to("/account/password?said=due").into_response();
            }
            _ => {}
        }
        let status = self.status();
        let number = store::new_id();
        if status.is_server_error() {
            tracing::error!(error = ?self, number, "a request failed");
        }
        let title = self.heading();
        let page = ErrorPage {
            page: DoorPage::new(title),
            code: status.as_u16(),
            title,
            text: self.to_string(),
            help: self.help(),
            number,
            back: "/",
        };
        let html = page.render().unwrap_or_else(|_| self.to_string());
        (status, Html(html)).into_response()
    }
}
