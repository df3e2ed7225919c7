//! A database without the store over it: its tables as its own catalog tells them, its rows as text.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::Value;
use sqlx::migrate::Migrator;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, PgPool, Row, SqlitePool};
use testkit::database::Database;

/// Either database.
pub(crate) enum Bare {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Column {
    pub(crate) table: String,
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) is_nullable: bool,
    /// Its place in the key, from 1; 0: it is not in it.
    pub(crate) in_key: String,
}

/// The migrator's own table.
pub(crate) const OWN: &str = "_sqlx_migrations";

/// How the tables begin that definitions make and change, not migrations.
const REGISTER: &str = "reg_";

const SQLITE_COLUMNS: &str = "SELECT m.name, p.name, p.type, CAST(p.\"notnull\" AS TEXT), \
    CAST(p.pk AS TEXT) FROM sqlite_master m JOIN pragma_table_info(m.name) p \
    WHERE m.type = 'table' AND m.name NOT LIKE 'search\\_%' ESCAPE '\\' \
    AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY m.name, p.name";
const POSTGRES_COLUMNS: &str = "SELECT c.table_name::text, c.column_name::text, c.data_type::text, \
    CASE c.is_nullable WHEN 'NO' THEN '1' ELSE '0' END, COALESCE(k.place, '0') \
    FROM information_schema.columns c LEFT JOIN ( \
        SELECT k.table_name, k.column_name, k.ordinal_position::text AS place \
        FROM information_schema.key_column_usage k JOIN information_schema.table_constraints t \
        ON t.constraint_name = k.constraint_name AND t.table_name = k.table_name \
        WHERE t.constraint_type = 'PRIMARY KEY' AND t.table_schema = 'public' \
    ) k ON k.table_name = c.table_name AND k.column_name = c.column_name \
    WHERE c.table_schema = 'public' ORDER BY c.table_name COLLATE \"C\", c.column_name COLLATE \"C\"";
const SQLITE_INDEXES: &str = "SELECT name, sql FROM sqlite_master WHERE type = 'index' \
    AND sql IS NOT NULL ORDER BY name";
const POSTGRES_INDEXES: &str = "SELECT indexname::text, indexdef::text FROM pg_indexes \
    WHERE schemaname = 'public' ORDER BY indexname COLLATE \"C\"";

impl Bare {
    pub(crate) async fn open(database: &Database) -> Bare {
        if database.kind == "sqlite" {
            let options = SqliteConnectOptions::new().filename(&database.address);
            let options = options.create_if_missing(true).foreign_keys(true);
            Bare::Sqlite(SqlitePool::connect_with(options).await.expect("SQLite opens"))
        } else {
            Bare::Postgres(PgPool::connect(&database.address).await.expect("PostgreSQL answers"))
        }
    }

    /// Applies the migrations up to a number.
    pub(crate) async fn migrate(&self, all: &Migrator, to: i64) {
        let done = match self {
            Bare::Sqlite(pool) => all.run_to(to, pool).await,
            Bare::Postgres(pool) => all.run_to(to, pool).await,
        };
        done.unwrap_or_else(|error| panic!("the migrations up to {to}: {error}"));
    }

    /// Enters the rows of a file of JSON lines.
    pub(crate) async fn fill(&self, lines: &str) {
        for line in lines.lines() {
            let line: Value = serde_json::from_str(line).expect("a line of JSON");
            if let Some(sql) = line["sql"].as_str() {
                // A register's table, as a definition made it.
                self.run(sql.to_owned()).await;
                continue;
            }
            let row = line["row"].as_object().expect("a row");
            let names: Vec<&str> = row.keys().map(String::as_str).collect();
            let values: Vec<String> = row.values().map(|value| self.literal(value)).collect();
            let table = line["table"].as_str().expect("a table");
            let (names, values) = (names.join(", "), values.join(", "));
            self.run(format!("INSERT INTO {table} ({names}) VALUES ({values})")).await;
        }
    }

    pub(crate) async fn columns(&self) -> Vec<Column> {
        let sql = match self {
            Bare::Sqlite(_) => SQLITE_COLUMNS,
            Bare::Postgres(_) => POSTGRES_COLUMNS,
        };
        let column = |row: Vec<Option<String>>| {
            let [table, name, kind, is_needed, in_key] =
                <[_; 5]>::try_from(row).expect("five").map(Option::unwrap_or_default);
            Column { table, name, kind, is_nullable: is_needed == "0", in_key }
        };
        let all = self.rows(sql.to_owned()).await.into_iter().map(column);
        all.filter(|column| !column.table.starts_with(REGISTER)).collect()
    }

    /// The indexes with what makes them.
    pub(crate) async fn indexes(&self) -> Vec<Vec<Option<String>>> {
        let sql = match self {
            Bare::Sqlite(_) => SQLITE_INDEXES,
            Bare::Postgres(_) => POSTGRES_INDEXES,
        };
        let mut all = self.rows(sql.to_owned()).await;
        let is_of_a_register =
            |part: &Option<String>| part.as_ref().is_some_and(|part| part.contains(REGISTER));
        all.retain(|index| !index.iter().any(is_of_a_register));
        all
    }

    /// What stands in these columns, by table: the rows in an order of their own.
    pub(crate) async fn contents(
        &self,
        columns: &[Column],
    ) -> BTreeMap<String, Vec<Vec<Option<String>>>> {
        let mut by_table: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for column in columns.iter().filter(|column| column.table != OWN) {
            by_table.entry(&column.table).or_default().push(self.as_text(column));
        }
        let mut all = BTreeMap::new();
        for (table, columns) in by_table {
            let mut rows = self.rows(format!("SELECT {} FROM {table}", columns.join(", "))).await;
            rows.sort();
            all.insert(table.to_owned(), rows);
        }
        all
    }

    fn as_text(&self, column: &Column) -> String {
        let name = &column.name;
        match (self, column.kind.as_str()) {
            (_, "BLOB") => format!("hex({name})"),
            (_, "bytea") => format!("upper(encode({name}, 'hex'))"),
            _ => format!("CAST({name} AS TEXT)"),
        }
    }

    fn literal(&self, value: &Value) -> String {
        match value {
            Value::Null => "NULL".to_owned(),
            Value::String(text) => format!("'{}'", text.replace('\'', "''")),
            Value::Object(object) => {
                let bytes = BASE64.decode(object["base64"].as_str().expect("bytes"));
                let hex: String =
                    bytes.expect("base 64").iter().map(|byte| format!("{byte:02X}")).collect();
                match self {
                    Bare::Sqlite(_) => format!("X'{hex}'"),
                    Bare::Postgres(_) => format!("'\\x{hex}'::bytea"),
                }
            }
            other => other.to_string(),
        }
    }

    async fn run(&self, sql: String) {
        let done = match self {
            Bare::Sqlite(pool) => {
                sqlx::query(AssertSqlSafe(sql.clone())).execute(pool).await.map(drop)
            }
            Bare::Postgres(pool) => {
                sqlx::query(AssertSqlSafe(sql.clone())).execute(pool).await.map(drop)
            }
        };
        done.unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    async fn rows(&self, sql: String) -> Vec<Vec<Option<String>>> {
        match self {
            Bare::Sqlite(pool) => {
                let rows = sqlx::query(AssertSqlSafe(sql.clone())).fetch_all(pool).await;
                let rows = rows.unwrap_or_else(|error| panic!("{sql}: {error}"));
                rows.iter().map(|row| (0..row.len()).map(|at| row.get(at)).collect()).collect()
            }
            Bare::Postgres(pool) => {
                let rows = sqlx::query(AssertSqlSafe(sql.clone())).fetch_all(pool).await;
                let rows = rows.unwrap_or_else(|error| panic!("{sql}: {error}"));
                rows.iter().map(|row| (0..row.len()).map(|at| row.get(at)).collect()).collect()
            }
        }
    }

    pub(crate) async fn close(self) {
        match self {
            Bare::Sqlite(pool) => pool.close().await,
            Bare::Postgres(pool) => pool.close().await,
        }
    }
}
