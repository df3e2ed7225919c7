//! Search by words that finds words of two characters, and single characters, on both databases.
//!
//! Chinese is written without blanks, so a text is kept as its characters and its pairs of neighbouring
//! characters. What holds all pairs of a word may hold it; the words themselves, kept beside, decide.

use std::collections::BTreeSet;

use sea_query::{Expr, ExprTrait, Order, Query};

use crate::db::Backend;
use crate::{StoreError, Tx};

/// More words of one search than this are left aside.
const MOST_TERMS: usize = 8;
/// The longest word that is searched for, in characters.
const LONGEST_TERM: usize = 60;

/// Keeps what can be found of a thing, over what was kept of it before.
///
/// # Errors
/// If the database says no.
pub async fn put(
    tx: &mut Tx,
    owner: &str,
    kind: &str,
    id: &str,
    text: &str,
) -> Result<(), StoreError> {
    remove(tx, owner, kind, id).await?;
    let words = plain(text);
    let pairs: Vec<String> = pairs(&words).into_iter().collect();
    let query = Query::insert()
        .into_table("search")
        .columns(["owner", "kind", "id", "words", "pairs"])
        .values_panic([
            owner.into(),
            kind.into(),
            id.into(),
            words.as_str().into(),
            pairs.join(" ").into(),
        ])
        .to_owned();
    tx.run(&query).await.map(drop)
}

/// Forgets a thing.
///
/// # Errors
/// If the database says no.
pub async fn remove(tx: &mut Tx, owner: &str, kind: &str, id: &str) -> Result<(), StoreError> {
    let query = Query::delete()
        .from_table("search")
        .and_where(Expr::col("owner").eq(owner))
        .and_where(Expr::col("kind").eq(kind))
        .and_where(Expr::col("id").eq(id))
        .to_owned();
    tx.run(&query).await.map(drop)
}

/// The ids of the things of a kind that hold all these words, at most `take` of them.
///
/// # Errors
/// If the database says no.
pub async fn find(
    tx: &mut Tx,
    kind: &str,
    words: &str,
    take: u64,
) -> Result<Vec<String>, StoreError> {
    let backend = tx.backend();
    let mut query = Query::select()
        .column("id")
        .from("search")
        .and_where(Expr::col("kind").eq(kind))
        .order_by("id", Order::Asc)
        .limit(take)
        .to_owned();
    let terms = terms(words);
    let wanted: BTreeSet<String> = terms.iter().flat_map(|term| wanted(term)).collect();
    if !wanted.is_empty() {
        query.and_where(holds_pairs(backend, &wanted));
    }
    for term in terms {
        query.and_where(holds_words(backend, &term));
    }
    tx.all(&query).await?.iter().map(|row| row.text("id")).collect()
}

fn holds_pairs(backend: Backend, wanted: &BTreeSet<String>) -> Expr {
    match backend {
        Backend::Sqlite => {
            // Pairs hold letters and digits only, so nothing in them ends the quotes.
            let quoted: Vec<String> = wanted.iter().map(|pair| format!("\"{pair}\"")).collect();
            Expr::cust_with_values(
                "\"search\" MATCH ?",
                [format!("pairs : ({})", quoted.join(" AND "))],
            )
        }
        Backend::Postgres => {
            let list: Vec<&str> = wanted.iter().map(String::as_str).collect();
            let said = "string_to_array(\"pairs\", ' ') @> string_to_array($1, ' ')";
            Expr::cust_with_values(said, [list.join(" ")])
        }
    }
}

fn holds_words(backend: Backend, term: &str) -> Expr {
    match backend {
        Backend::Sqlite => Expr::cust_with_values("instr(\"words\", ?) > 0", [term.to_owned()]),
        Backend::Postgres => Expr::cust_with_values("strpos(\"words\", $1) > 0", [term.to_owned()]),
    }
}

/// A text as it is compared: small letters, without blanks; lines stay apart.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        let from = out.len();
        let signs = line.chars().filter(|sign| !sign.is_whitespace() && *sign != '\0');
        out.extend(signs.flat_map(char::to_lowercase));
        if out.len() > from {
            out.push('\n');
        }
    }
    out
}

/// The words that somebody looks for.
fn terms(words: &str) -> Vec<String> {
    let terms = words.split_whitespace().take(MOST_TERMS);
    let cut = |term: &str| plain(&term.chars().take(LONGEST_TERM).collect::<String>());
    terms.map(|term| cut(term).trim().to_owned()).filter(|term| !term.is_empty()).collect()
}

/// Every letter, digit and character of a text, and every two that stand side by side.
fn pairs(words: &str) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    let mut last: Option<char> = None;
    for sign in words.chars() {
        let known = sign.is_alphanumeric().then_some(sign);
        if let Some(sign) = known {
            all.insert(sign.to_string());
            all.extend(last.map(|last| format!("{last}{sign}")));
        }
        last = known;
    }
    all
}

/// What a text must hold that holds this word: its pairs, and characters that stand in none.
fn wanted(term: &str) -> BTreeSet<String> {
    let all = pairs(term);
    let in_pairs: String = all.iter().filter(|one| one.chars().count() == 2).cloned().collect();
    let is_needed = |one: &String| one.chars().count() == 2 || !in_pairs.contains(one.as_str());
    all.into_iter().filter(is_needed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_characters_and_pairs() {
        let shown = |text: &str| pairs(&plain(text)).into_iter().collect::<Vec<_>>().join(" ");
        assert_eq!(shown("助 学\n金A"), "a 助 助学 学 金 金a");
        let wanted = |text: &str| wanted(text).into_iter().collect::<Vec<_>>().join(" ");
        assert_eq!(wanted("困难职工"), "困难 职工 难职");
        assert_eq!(wanted("助"), "助");
        assert_eq!(wanted("≥95%"), "95");
        assert_eq!(wanted("≥"), "");
    }
}
