//! A served office on 127.0.0.1 for trying the interface: `cargo run --example serve_api -- 8795`.
//!
//! Prints the token of a person of every role, `<role> <token>` on each line. Everything lies in a
//! temporary folder and is gone afterwards.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "an example that cannot go on must say so"
)]

use std::sync::Arc;

use office::tokens::NewToken;
use store::people::Role;
use testkit::database::Database;
use web::{App, Limits, Options};

#[path = "../tests/support/mod.rs"]
#[allow(dead_code, reason = "tests use more of it")]
mod support;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let port = std::env::args().nth(1).unwrap_or_else(|| "8795".to_owned());
    let database = Database::sqlite();
    let served = support::Served::start(&database).await;
    println!("statement {}", served.draft(None).await);
    for role in Role::ALL {
        let asker = served.office.asker(role.word(), "127.0.0.1").await?;
        let all = asker.permissions().into_iter();
        let scopes = all.map(|(permission, _)| permission.word()).collect();
        let new = NewToken { name: role.label().to_owned(), scopes, days: "30".to_owned() };
        println!("{} {}", role.word(), served.office.make_token(&asker, &new).await?);
    }
    let options = Options { limits: Limits::off(), ..Options::default() };
    let app = App { office: Arc::clone(&served.office), options: Arc::new(options) };
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await?;
    Ok(web::serve(app, listener).await?)
}
