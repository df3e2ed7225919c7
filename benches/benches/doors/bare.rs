//! The floor: a page of axum, askama and sqlx that lists statements and does nothing else.

use std::error::Error;
use std::net::SocketAddr;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Html;
use axum::routing::get;
use axum::{Router, serve as serve_with};
use sqlx::{PgPool, Row, SqlitePool};
use testkit::database::Database;
use tokio::net::TcpListener;

const QUERY: &str = "SELECT o.name, s.year, s.title, s.state, s.total_fen FROM statements s \
                     JOIN organisations o ON o.id = s.owner ORDER BY s.changed_at DESC LIMIT 50";

#[derive(Template)]
#[template(
    source = "<!doctype html><html lang=zh-CN><meta charset=utf-8><title>文本</title><table>\
              {% for row in rows %}<tr><td>{{ row.0 }}<td>{{ row.1 }}<td>{{ row.2 }}<td>{{ row.3 }}\
              <td>{{ row.4 }}{% endfor %}</table></html>",
    ext = "html"
)]
struct Page {
    rows: Vec<Line>,
}

type Line = (String, i64, String, String, i64);

enum Pool {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

/// Serves the bare page over the same database.
pub(crate) async fn serve(database: &Database) -> Result<SocketAddr, Box<dyn Error>> {
    let pool = if database.address.starts_with("postgres") {
        Pool::Postgres(PgPool::connect(&database.address).await?)
    } else {
        Pool::Sqlite(SqlitePool::connect(&format!("sqlite://{}", database.address)).await?)
    };
    let routes = Router::new().route("/", get(show)).with_state(Arc::new(pool));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move { serve_with(listener, routes).await });
    Ok(address)
}

async fn show(State(pool): State<Arc<Pool>>) -> Result<Html<String>, StatusCode> {
    let rows = lines(&pool).await.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    let page = Page { rows }.render().map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    Ok(Html(page))
}

async fn lines(pool: &Pool) -> Result<Vec<Line>, sqlx::Error> {
    macro_rules! line {
        ($row:expr) => {{
            let row = $row;
            let total: Option<i64> = row.try_get(4)?;
            Ok((
                row.try_get(0)?,
                row.try_get(1)?,
                row.try_get(2)?,
                row.try_get(3)?,
                total.unwrap_or(0),
            ))
        }};
    }
    match pool {
        Pool::Sqlite(pool) => {
            let rows = sqlx::query(QUERY).fetch_all(pool).await?;
            rows.iter().map(|row| line!(row)).collect()
        }
        Pool::Postgres(pool) => {
            let rows = sqlx::query(QUERY).fetch_all(pool).await?;
            rows.iter().map(|row| line!(row)).collect()
        }
    }
}
