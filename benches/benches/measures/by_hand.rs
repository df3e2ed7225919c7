//! The floor: SQL as an engineer writes it who knows the tables, each question one row of one or two numbers.

use std::error::Error;

use ground::Decimal;
use sqlx::postgres::PgPoolOptions;
use sqlx::sqlite::SqlitePoolOptions;
use sqlx::{AssertSqlSafe, PgPool, Row, SqlitePool};
use testkit::database::Database;

/// The indexes of registers that belong to no constraint, and what makes them.
const IN_SQLITE: &str = "SELECT name, sql FROM sqlite_master \
                         WHERE type = 'index' AND sql IS NOT NULL AND tbl_name LIKE 'reg\\_%' ESCAPE '\\'";
const IN_POSTGRES: &str = "SELECT indexname, indexdef FROM pg_indexes WHERE tablename LIKE 'reg\\_%' \
                           AND indexname NOT IN (SELECT conname FROM pg_constraint)";

/// The same database, past the program.
pub(crate) enum Floor {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

impl Floor {
    /// Asks without asking first whether anybody is there, as the program does.
    pub(crate) async fn open(database: &Database) -> Result<Floor, Box<dyn Error>> {
        Ok(match database.kind {
            "postgres" => {
                let pool = PgPoolOptions::new().test_before_acquire(false);
                Floor::Postgres(pool.connect(&database.address).await?)
            }
            _ => {
                let address = format!("sqlite://{}", database.address);
                let pool = SqlitePoolOptions::new().test_before_acquire(false);
                Floor::Sqlite(pool.connect(&address).await?)
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

    /// Takes away the indexes of the registers, while they grow by millions; gives what makes them anew.
    pub(crate) async fn set_indexes_aside(&self) -> Result<Vec<String>, Box<dyn Error>> {
        let found: Vec<(String, String)> = match self {
            Floor::Sqlite(pool) => sqlx::query_as(IN_SQLITE).fetch_all(pool).await?,
            Floor::Postgres(pool) => sqlx::query_as(IN_POSTGRES).fetch_all(pool).await?,
        };
        let drops = found.iter().map(|(name, _)| format!("DROP INDEX \"{name}\""));
        self.execute(&drops.collect::<Vec<_>>()).await?;
        Ok(found.into_iter().map(|(_, makes)| makes).collect())
    }

    /// Does these one after another.
    pub(crate) async fn execute(&self, statements: &[String]) -> Result<(), Box<dyn Error>> {
        for statement in statements {
            let query = AssertSqlSafe(statement.as_str());
            let _ = match self {
                Floor::Sqlite(pool) => sqlx::query(query).execute(pool).await?.rows_affected(),
                Floor::Postgres(pool) => sqlx::query(query).execute(pool).await?.rows_affected(),
            };
        }
        Ok(())
    }
}
