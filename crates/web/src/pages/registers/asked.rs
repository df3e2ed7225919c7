//! What a list is asked for, as it stands in its address or in its form.

use std::collections::BTreeSet;

use office::registers::asking::may_be_a_number;
use office::registers::listing::{Filter, Question, Standing};
use office::registers::sight::Wish;
use register::{Definition, Direction};
use store::registers::list::{Counting, Page};

use crate::view::address;

/// How many entries a page of the list has.
pub(crate) const LINES: u64 = 50;
/// How many one may choose.
pub(crate) const SIZES: [u64; 4] = [20, 50, 100, 200];
/// The word for what is not filled in.
pub(crate) const EMPTY: &str = "-";
/// The word for what is filled in, whatever it is.
pub(crate) const FILLED: &str = "+";

/// Names and values, as forms send them.
pub(crate) type Pairs = Vec<(String, String)>;

/// What a value asks for.
type AsFilter = fn(String) -> Filter;

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asked {
    pairs: Pairs,
}

impl Asked {
    /// What was sent; what is blank, or no part of a question, is left out.
    pub(crate) fn new(pairs: Pairs) -> Asked {
        let known = |name: &str| {
            let words = [
                "q", "owner", "state", "standing", "sort", "col", "after", "import", "size", "view",
            ];
            words.contains(&name) || name.starts_with("f-") || name.starts_with("n-")
        };
        let pairs = pairs.into_iter().map(|(name, value)| (name, value.trim().to_owned()));
        // The usual number of entries is not worth an address.
        let usual = LINES.to_string();
        let says = |(name, value): &(String, String)| {
            known(name) && !value.is_empty() && !(name == "size" && *value == usual)
        };
        Asked { pairs: pairs.filter(says).collect() }
    }

    /// What was sent under a name.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.pairs.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// All that was sent under a name.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.pairs.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The same with another value under a name; an empty one takes it away.
    pub(crate) fn with(&self, name: &str, value: &str) -> Asked {
        let mut pairs: Pairs =
            self.pairs.iter().filter(|(known, _)| known != name).cloned().collect();
        if !value.is_empty() {
            pairs.push((name.to_owned(), value.to_owned()));
        }
        Asked { pairs }
    }

    /// Names and values.
    pub(crate) fn pairs(&self) -> &Pairs {
        &self.pairs
    }

    /// The address of a list that is asked so.
    pub(crate) fn href(&self, path: &str) -> String {
        let pairs: Vec<(&str, &str)> =
            self.pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        address(path, &pairs)
    }

    /// Whether something in it may be somebody's number: then it must not stand in an address, for
    /// addresses stand in logs and histories.
    pub(crate) fn is_private(&self) -> bool {
        self.pairs.iter().any(|(name, value)| is_number(name, value))
    }

    /// The same without what may be somebody's number.
    pub(crate) fn without_numbers(&self) -> Asked {
        let kept = self.pairs.iter().filter(|(name, value)| !is_number(name, value));
        Asked { pairs: kept.cloned().collect() }
    }

    /// What a view keeps of it: not whose register, not which page, nobody's number.
    pub(crate) fn to_keep(&self) -> Pairs {
        let passing = ["owner", "after", "import", "view"];
        let kept = self.without_numbers().pairs;
        kept.into_iter().filter(|(name, _)| !passing.contains(&name.as_str())).collect()
    }

    /// How many entries a page has.
    pub(crate) fn size(&self) -> u64 {
        let asked = self.get("size").parse().ok();
        asked.filter(|size| SIZES.contains(size)).unwrap_or(LINES)
    }

    /// The same without columns, if those are chosen that are shown anyhow.
    pub(crate) fn without_usual_columns(&self, definition: &Definition) -> Asked {
        let usual = definition.list.columns.iter().filter_map(|place| definition.at(*place));
        let usual: BTreeSet<&str> = usual.map(|field| field.name.as_str()).collect();
        let chosen: BTreeSet<&str> = self.all("col").collect();
        if usual == chosen { self.with("col", "") } else { self.clone() }
    }

    /// Whether anything narrows the list down.
    pub(crate) fn is_narrowed(&self) -> bool {
        let narrows = |name: &str| {
            ["q", "state", "standing", "import"].contains(&name)
                || name.starts_with("f-")
                || name.starts_with("n-")
        };
        self.pairs.iter().any(|(name, _)| narrows(name))
    }

    /// The question for the office.
    pub(crate) fn question(&self, definition: &Definition, wish: Wish) -> Question {
        let fields = definition.fields.iter().flat_map(|field| {
            let kinds: [(&str, AsFilter); 4] = [
                ("", is),
                ("-from", Filter::AtLeast),
                ("-to", Filter::AtMost),
                ("-has", Filter::Contains),
            ];
            let typed =
                kinds.into_iter().map(|(end, filter)| (format!("f-{}{end}", field.name), filter));
            let whole: (String, AsFilter) = (format!("n-{}", field.name), Filter::Is);
            typed.chain([whole]).filter_map(|(name, filter)| {
                let value = self.get(&name);
                (!value.is_empty()).then(|| (field.name.clone(), filter(value.to_owned())))
            })
        });
        let sort = self.get("sort");
        let order =
            sort.strip_prefix('-').map_or((sort, Direction::Up), |it| (it, Direction::Down));
        let words = self.get("q");
        let joined: String = words.split_whitespace().collect();
        Question {
            // A number that is typed in pieces is one number.
            words: if may_be_a_number(&joined) { joined } else { words.to_owned() },
            filters: fields.collect(),
            state: Some(self.get("state").to_owned()).filter(|state| !state.is_empty()),
            standing: match self.get("standing") {
                "only" => Standing::Only,
                _ => Standing::All,
            },
            import: self.get("import").parse().ok(),
            order: (!sort.is_empty()).then(|| (order.0.to_owned(), order.1)),
            page: serde_json::from_str(self.get("after")).map_or(Page::First, Page::After),
            take: self.size(),
            columns: self.all("col").map(str::to_owned).collect(),
            counting: Counting::Near,
            wish,
        }
    }
}

fn is(value: String) -> Filter {
    match value.as_str() {
        EMPTY => Filter::Empty,
        FILLED => Filter::Filled,
        _ => Filter::Is(value),
    }
}

/// Whether somebody's number may stand under a name: always where whole numbers are asked for.
fn is_number(name: &str, value: &str) -> bool {
    name.starts_with("n-") || is_word(name) && holds_number(value)
}

/// Whether people type words there: sums and days are nobody's numbers.
fn is_word(name: &str) -> bool {
    name == "q" || name.starts_with("f-") && !name.ends_with("-from") && !name.ends_with("-to")
}

/// Whether somebody's number may stand in the text, whole or in pieces.
fn holds_number(text: &str) -> bool {
    let joined: String = text.chars().filter(|sign| !sign.is_whitespace()).collect();
    may_be_a_number(&joined) || text.split_whitespace().any(may_be_a_number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(pairs: &[(&str, &str)]) -> Asked {
        Asked::new(pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect())
    }

    #[test]
    fn what_is_asked_for_stays_in_the_address() {
        let asked =
            asked(&[("q", " 大病 "), ("f-kind", ""), ("wish", "plain"), ("sort", "-paid_on")]);
        assert_eq!(asked.href("/a"), "/a?q=%E5%A4%A7%E7%97%85&sort=-paid_on");
        assert_eq!(
            asked.with("sort", "").with("after", "x").href("/a"),
            "/a?q=%E5%A4%A7%E7%97%85&after=x"
        );
    }

    #[test]
    fn numbers_of_people_are_known_however_they_are_typed() {
        for number in [
            "990321198001010015",
            "99032119800101001X",
            "990321 19800101 0015",
            "139-0000-1234",
            "９９０３２１１９８００１０１００１５",
            "甲 13900001234",
        ] {
            let asked = asked(&[("q", number), ("state", "active")]);
            assert!(asked.is_private(), "{number}");
            assert_eq!(asked.without_numbers().href("/a"), "/a?state=active");
        }
        for plain in ["大病救助", "2025", "3000", "临工发〔2025〕12号", "LH-2025-005"] {
            assert!(!asked(&[("q", plain)]).is_private(), "{plain}");
        }
        assert!(!asked(&[("f-paid_on-from", "2025-01-01")]).is_private());
        assert!(asked(&[("f-payee-has", "990321198001010015")]).is_private());
        let short = asked(&[("n-phone", "5551"), ("state", "active")]);
        assert!(short.is_private(), "whatever is typed for a number");
        assert_eq!(short.without_numbers().href("/a"), "/a?state=active");
    }
}
