//! A seeded office on 127.0.0.1, to look at the pages: `cargo run --example serve -- 8791`.
//!
//! Everything lies in a temporary folder and is gone afterwards. Sign in as `jia`, `yi` (clerks of the
//! union) or `bing` (clerk of the education bureau), password `Linhe-Shiyan-2026`.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "an example that cannot go on must say so"
)]

use std::sync::Arc;

use office::{Clock, Office};
use rulebook::Rulebook;
use store::Store;
use testkit::database::Database;
use web::{App, Options};

#[path = "../tests/town/mod.rs"]
mod town;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let port = std::env::args().nth(1).unwrap_or_else(|| "8791".to_owned());
    let database = Database::sqlite();
    let store = Store::open(&database.address).await.map_err(std::io::Error::other)?;
    let rulebook = Rulebook::embedded().map_err(std::io::Error::other)?;
    let office = Office::new(store, Arc::new(rulebook), Clock::system())
        .with_vault(office::registers::Vault::passing());
    let seeded = town::seed(&office).await.map_err(std::io::Error::other)?;
    println!("http://127.0.0.1:{port}/statements/{}/edit", seeded.statement);
    let app = App { office: Arc::new(office), options: Arc::new(Options::default()) };
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await?;
    web::serve(app, listener).await
}
