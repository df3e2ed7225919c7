//! The audit trail: a chain in which every entry carries the SM3 digest of the one before.
//!
//! Whoever changes, removes or reorders an entry breaks the chain from there on, unless he makes all
//! later entries anew; and then the head is another one than that which was printed and kept outside.

use std::fmt;

use sea_query::{CommonTableExpression, Expr, ExprTrait, Order, Query, SelectStatement, UnionType};
use serde::Serialize;

use crate::named::named;
use crate::{Row, Store, StoreError, Tx, digest};

named! {
    /// How an act ended.
    Outcome in "audit.outcome" {
        /// It was done.
        Done = "done", "成功";
        /// It was refused: no right, a wrong password.
        Refused = "refused", "被拒绝";
        /// It could not be done.
        Failed = "failed", "失败";
    }
}

/// What is said of an act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Act {
    /// When.
    pub at: String,
    /// Who: the id; empty for the program itself and for the public.
    pub user: String,
    /// The login name as it was, or as it was typed.
    pub login: String,
    /// The name as it was.
    pub name: String,
    /// Where from: an address, or 命令行.
    pub address: String,
    /// What was done.
    pub act: String,
    /// How it ended.
    pub outcome: Outcome,
    /// The organisation it concerns; empty for the whole installation.
    pub owner: String,
    /// What kind of thing it was done to.
    pub object_kind: String,
    /// Which one.
    pub object: String,
    /// A sentence; never a password, never a personal field.
    pub detail: String,
    /// SM3 of the thing before; empty if it was not there.
    pub before: String,
    /// SM3 of the thing afterwards.
    pub after: String,
}

/// An entry of the chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Its number, from 1 without gaps.
    pub number: i64,
    /// What it says.
    #[serde(flatten)]
    pub act: Act,
    /// The digest of the entry before; 64 zeros for the first.
    pub previous: String,
    /// Its own digest.
    pub hash: String,
}

/// What is wrong with the chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Break {
    /// Entries are missing behind this number.
    Gap {
        /// The last entry before the gap.
        after: i64,
    },
    /// An entry does not say what it said when it was made.
    Changed {
        /// Its number.
        number: i64,
    },
    /// An entry does not follow the one before it.
    Unchained {
        /// Its number.
        number: i64,
    },
}

impl fmt::Display for Break {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Break::Gap { after } => write!(f, "第{after}条之后有缺失"),
            Break::Changed { number } => write!(f, "第{number}条的内容被改动过"),
            Break::Unchained { number } => write!(f, "第{number}条接不上它的前一条"),
        }
    }
}

/// Which entries a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// By whom: a login name, or a person's name.
    pub who: String,
    /// What was done.
    pub act: String,
    /// To which thing.
    pub object: String,
    /// Not before this moment.
    pub from: String,
    /// Before this moment.
    pub until: String,
    /// Only entries before this number: the next page of a list that goes back in time.
    pub before: Option<i64>,
    /// How many at most.
    pub take: u64,
}

/// What precedes the first entry.
pub const ORIGIN: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// The advisory lock under which entries are added one after the other.
const LOCK: i64 = 0x6a69_6865_6e67;

const COLUMNS: [&str; 16] = [
    "number",
    "at",
    "user_id",
    "login",
    "user_name",
    "address",
    "act",
    "outcome",
    "owner",
    "object_kind",
    "object_id",
    "detail",
    "before_digest",
    "after_digest",
    "previous",
    "hash",
];

impl Entry {
    /// The digest that an entry of this number, content and predecessor must have.
    pub fn sealed(number: i64, act: &Act, previous: &str) -> String {
        // A JSON array: no field can run over into the next.
        let fields = [
            number.to_string().as_str(),
            &act.at,
            &act.user,
            &act.login,
            &act.name,
            &act.address,
            &act.act,
            act.outcome.word(),
            &act.owner,
            &act.object_kind,
            &act.object,
            &act.detail,
            &act.before,
            &act.after,
            previous,
        ]
        .map(|field| serde_json::Value::String(field.to_owned()));
        digest(serde_json::Value::from(fields.to_vec()).to_string().as_bytes())
    }
}

/// Adds an entry to the chain, in the transaction of the act itself.
///
/// # Errors
/// If the database says no.
pub async fn append(tx: &mut Tx, act: &Act) -> Result<Entry, StoreError> {
    tx.alone(LOCK).await?;
    let last = head(tx).await?;
    let number = last.as_ref().map_or(1, |entry| entry.number + 1);
    let previous = last.map_or_else(|| ORIGIN.to_owned(), |entry| entry.hash);
    let hash = Entry::sealed(number, act, &previous);
    let entry = Entry { number, act: act.clone(), previous, hash };
    insert(tx, &entry).await?;
    tx.acts(number);
    Ok(entry)
}

/// The number of the newest entry; 0 if there is none.
///
/// # Errors
/// If the database says no.
pub async fn newest(store: &Store) -> Result<i64, StoreError> {
    store.glance(&newest_number()).await?.map_or(Ok(0), |row| row.number("number"))
}

/// The query for it.
pub(crate) fn newest_number() -> SelectStatement {
    Query::select()
        .column("number")
        .from("audit")
        .order_by("number", Order::Desc)
        .limit(1)
        .to_owned()
}

/// The newest entry.
///
/// # Errors
/// If the database says no.
pub async fn head(tx: &mut Tx) -> Result<Option<Entry>, StoreError> {
    let query = Query::select()
        .columns(COLUMNS)
        .from("audit")
        .order_by("number", Order::Desc)
        .limit(1)
        .to_owned();
    tx.first(&query).await?.as_ref().map(entry).transpose()
}

/// The entries that pass the filter, the newest first.
///
/// # Errors
/// If the database says no.
pub async fn list(tx: &mut Tx, filter: &Filter) -> Result<Vec<Entry>, StoreError> {
    let mut query = Query::select()
        .columns(COLUMNS)
        .from("audit")
        .order_by("number", Order::Desc)
        .limit(filter.take)
        .to_owned();
    if !filter.who.is_empty() {
        let login = Expr::col("login").eq(filter.who.as_str());
        query.and_where(login.or(Expr::col("user_name").eq(filter.who.as_str())));
    }
    let equal = [("act", &filter.act), ("object_id", &filter.object)];
    for (column, value) in equal.into_iter().filter(|(_, value)| !value.is_empty()) {
        query.and_where(Expr::col(column).eq(value.as_str()));
    }
    if !filter.from.is_empty() {
        query.and_where(Expr::col("at").gte(filter.from.as_str()));
    }
    if !filter.until.is_empty() {
        query.and_where(Expr::col("at").lt(filter.until.as_str()));
    }
    if let Some(before) = filter.before {
        query.and_where(Expr::col("number").lt(before));
    }
    tx.all(&query).await?.iter().map(entry).collect()
}

/// Every word that stands for an act in some entry.
///
/// # Errors
/// If the database says no.
pub async fn acts(tx: &mut Tx) -> Result<Vec<String>, StoreError> {
    // From each word straight to the next, by the index: the words are few, the entries many.
    let least = || {
        Query::select().expr_as(Expr::col(("audit", "act")).min(), "act").from("audit").to_owned()
    };
    let later =
        least().and_where(Expr::col(("audit", "act")).gt(Expr::col(("words", "act")))).to_owned();
    let next = Query::select()
        .expr(later)
        .from("words")
        .and_where(Expr::col(("words", "act")).is_not_null())
        .to_owned();
    let words = CommonTableExpression::new()
        .query(least().union(UnionType::All, next).to_owned())
        .column("act")
        .table_name("words")
        .to_owned();
    let query = Query::select()
        .column("act")
        .from("words")
        .and_where(Expr::col("act").is_not_null())
        .to_owned()
        .with(Query::with().recursive(true).cte(words).to_owned());
    tx.all(&query).await?.iter().map(|row| row.text("act")).collect()
}

/// Up to `take` entries behind `after`, in their order.
///
/// # Errors
/// If the database says no.
pub async fn following(tx: &mut Tx, after: i64, take: u64) -> Result<Vec<Entry>, StoreError> {
    let query = Query::select()
        .columns(COLUMNS)
        .from("audit")
        .and_where(Expr::col("number").gt(after))
        .order_by("number", Order::Asc)
        .limit(take)
        .to_owned();
    tx.all(&query).await?.iter().map(entry).collect()
}

/// Goes over the whole chain: how many entries there are, the head, and what is wrong with it.
///
/// # Errors
/// If the database says no.
pub async fn verify(tx: &mut Tx) -> Result<(i64, String, Vec<Break>), StoreError> {
    let mut breaks = Vec::new();
    let mut last = (0, ORIGIN.to_owned());
    loop {
        let entries = following(tx, last.0, 2_000).await?;
        if entries.is_empty() {
            return Ok((last.0, last.1, breaks));
        }
        for entry in entries {
            breaks.extend(faults(&entry, &last));
            last = (entry.number, entry.hash);
        }
    }
}

fn faults(entry: &Entry, last: &(i64, String)) -> Option<Break> {
    let number = entry.number;
    if number != last.0 + 1 {
        return Some(Break::Gap { after: last.0 });
    }
    if entry.previous != last.1 {
        return Some(Break::Unchained { number });
    }
    let sealed = Entry::sealed(number, &entry.act, &entry.previous);
    (sealed != entry.hash).then_some(Break::Changed { number })
}

async fn insert(tx: &mut Tx, entry: &Entry) -> Result<(), StoreError> {
    let act = &entry.act;
    let query = Query::insert()
        .into_table("audit")
        .columns(COLUMNS)
        .values_panic([
            entry.number.into(),
            act.at.as_str().into(),
            act.user.as_str().into(),
            act.login.as_str().into(),
            act.name.as_str().into(),
            act.address.as_str().into(),
            act.act.as_str().into(),
            act.outcome.word().into(),
            act.owner.as_str().into(),
            act.object_kind.as_str().into(),
            act.object.as_str().into(),
            act.detail.as_str().into(),
            act.before.as_str().into(),
            act.after.as_str().into(),
            entry.previous.as_str().into(),
            entry.hash.as_str().into(),
        ])
        .to_owned();
    tx.run(&query).await.map(drop)
}

fn entry(row: &Row) -> Result<Entry, StoreError> {
    Ok(Entry {
        number: row.number("number")?,
        act: Act {
            at: row.text("at")?,
            user: row.text("user_id")?,
            login: row.text("login")?,
            name: row.text("user_name")?,
            address: row.text("address")?,
            act: row.text("act")?,
            outcome: Outcome::from_word(&row.text("outcome")?)?,
            owner: row.text("owner")?,
            object_kind: row.text("object_kind")?,
            object: row.text("object_id")?,
            detail: row.text("detail")?,
            before: row.text("before_digest")?,
            after: row.text("after_digest")?,
        },
        previous: row.text("previous")?,
        hash: row.text("hash")?,
    })
}
