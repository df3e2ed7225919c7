//! The floor: SQL as an engineer writes it who knows the tables, each question one row of one or two numbers.

use std::error::Error;

use ground::Decimal;
use sqlx::{AssertSqlSafe, PgPool, Row, SqlitePool};
use testkit::database::Database;

/// The same database, past the program.
pub(crate) enum Floor {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

impl Floor {
    pub(crate) async fn open(database: &Database) -> Result<Floor, Box<dyn Error>> {
        Ok(match database.kind {
            "postgres" => Floor::Postgres(PgPool::connect(&database.address).await?),
            _ => {
                let address = format!("sqlite://{}", database.address);
                Floor::Sqlite(SqlitePool::connect(&address).await?)
            }
        })
    }

    /// The figures that the queries give, one after another: a whole number and by how many it is to be divided.
    pub(crate) async fn figures(&self, queries: &[String]) -> Result<Vec<Decimal>, Box<dyn Error>> {
        let mut figures = Vec::new();
        for query in queries {
            let query = AssertSqlSafe(query.as_str());
            let (number, by): (i64, i64) = match self {
                Floor::Sqlite(pool) => {
                    let row = sqlx::query(query).fetch_one(pool).await?;
                    (row.try_get(0)?, row.try_get(1)?)
                }
                Floor::Postgres(pool) => {
                    let row = sqlx::query(query).fetch_one(pool).await?;
                    (row.try_get(0)?, row.try_get(1)?)
                }
            };
            figures.push((Decimal::from(number) / Decimal::from(by)).normalize());
        }
        Ok(figures)
    }
}
