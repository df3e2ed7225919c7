//! Every field of every address, of the pages and of the interface, is fed what no honest browser sends:
//! quotes of SQL, script, a megabyte, a field twice, bytes of other encodings, NUL, numbers beyond all
//! bounds. The answer is clear, never that the system broke, and nothing comes back as markup.
//!
//! Addresses are those of `tests/tables/routes.txt` and of the description of the interface; fields are read
//! from the code behind each address: a new one is under attack without being entered here.

mod forms;
mod interface;
mod office;

use std::net::SocketAddr;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode, header};
use axum::response::Response;
use futures_util::{StreamExt, stream};
use office::Town;
use testkit::database::Database;
use tower::ServiceExt;

use crate::support::encoded;

/// What would run if it came back as it was sent.
const MARKUP: &str = "<script>alert(1)</script>";
const IMAGE: &str = "<img src=x onerror=alert(1)>";

/// A request to be tried.
pub(crate) struct Shot {
    pub(crate) who: Option<&'static str>,
    pub(crate) method: &'static str,
    pub(crate) path: String,
    pub(crate) media: &'static str,
    pub(crate) body: Bytes,
    /// What it is, for whoever reads that it failed.
    pub(crate) name: String,
}

/// What is sent in a field, as the letters of a form.
pub(crate) fn payloads() -> [(&'static str, String); 6] {
    let quotes = format!(
        "'\"; DROP TABLE users; -- ' OR '1'='1 \\ %s ${{7*7}} {{{{7*7}}}} {MARKUP}\"'>{IMAGE}"
    );
    [
        ("quotes and script", encoded(&quotes)),
        ("NUL", "%E7%94%B2%00%E4%B9%99".to_owned()),
        ("bytes of another encoding", "%BC%D7%FF%FE%C0%80%ED%A0%80".to_owned()),
        ("a number beyond all bounds", "18446744073709551615".to_owned()),
        ("a number below all bounds", "-9223372036854775808".to_owned()),
        (
            "headers and line breaks",
            "a%0D%0ASet-Cookie:%20x=1%0D%0A%0D%0A..%2F..%2Fetc%2Fpasswd".to_owned(),
        ),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_field_of_a_page_breaks_the_office_on_sqlite() {
    let town = Town::found(Database::sqlite()).await;
    all(&town, forms::shots(&town)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_field_of_a_page_breaks_the_office_on_postgresql() {
    let town = Town::found(Database::postgres()).await;
    all(&town, forms::shots(&town)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_field_of_the_interface_breaks_the_office_on_sqlite() {
    let town = Town::found(Database::sqlite()).await;
    all(&town, interface::shots(&town)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_field_of_the_interface_breaks_the_office_on_postgresql() {
    let town = Town::found(Database::postgres()).await;
    all(&town, interface::shots(&town)).await;
}

/// Fires all of them and says of every one that was not answered well.
async fn all(town: &Town, shots: impl Iterator<Item = Shot>) {
    let mut count = 0;
    let counted = shots.inspect(|_| count += 1);
    let fired = stream::iter(counted).map(|shot| fire(town, shot)).buffer_unordered(4);
    let faults: Vec<String> = fired.filter_map(async |fault| fault).collect().await;
    assert!(count > 500, "only {count} requests were made of the tables");
    let few = faults.iter().take(40).cloned().collect::<Vec<_>>().join("\n");
    assert!(faults.is_empty(), "{} of {count}:\n{few}", faults.len());
}

/// Fires one; says what is wrong with the answer.
async fn fire(town: &Town, shot: Shot) -> Option<String> {
    let what = format!("{:?} {} {} ({})", shot.who, shot.method, short(&shot.path), shot.name);
    let mut request = Request::builder()
        .method(shot.method)
        .uri(&shot.path)
        .header("sec-fetch-site", "same-origin");
    if !shot.media.is_empty() {
        request = request.header(header::CONTENT_TYPE, shot.media);
    }
    if let Some(who) = shot.who {
        request = request.header(header::COOKIE, format!("jiheng={}", town.session(who).await));
    }
    let mut request = request.body(Body::from(shot.body)).ok()?;
    let address: SocketAddr = "192.0.2.7:1".parse().expect("an address");
    request.extensions_mut().insert(ConnectInfo(address));
    let answer = town.pages.clone().oneshot(request).await.expect("an answer");
    wrong(answer).await.map(|said| format!("{what}: {said}"))
}

async fn wrong(answer: Response) -> Option<String> {
    let status = answer.status();
    let media = answer.headers().get(header::CONTENT_TYPE);
    let is_page = media.is_some_and(|media| media.as_bytes().starts_with(b"text/html"));
    let bytes = to_bytes(answer.into_body(), usize::MAX).await.ok()?;
    let text = String::from_utf8_lossy(&bytes);
    if status.is_server_error() {
        return Some(format!("{status}: {}", short(&text)));
    }
    if is_page && (text.contains(MARKUP) || text.contains(IMAGE)) {
        return Some(format!("{status}: markup came back as it was sent"));
    }
    let is_said = text.chars().any(|sign| ('\u{4e00}'..='\u{9fff}').contains(&sign));
    let is_clear = status.is_success() || status.is_redirection() || is_said;
    let is_locked = text.contains("账号已锁定");
    (!is_clear || status == StatusCode::TOO_MANY_REQUESTS && !is_locked)
        .then(|| format!("{status} does not say what is wrong: {}", short(&text)))
}

fn short(text: &str) -> String {
    text.chars().take(160).collect()
}
