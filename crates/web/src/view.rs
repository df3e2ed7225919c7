//! Pieces that several pages show: chips, figures, days, pages of a list.

use ground::Money;
use office::Moment;
use store::statements::State;

/// A state, as its chip is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Chip {
    /// The end of its class: `state-…`.
    pub code: &'static str,
    /// Its icon.
    pub icon: &'static str,
    /// Its words.
    pub name: &'static str,
}

/// The pages of a list.
#[derive(Clone, Debug)]
pub struct Paging {
    /// How many lines there are in all.
    pub total: i64,
    /// The first line shown.
    pub from: i64,
    /// The last line shown.
    pub to: i64,
    /// The pages to go to.
    pub pages: Vec<PageLink>,
}

/// A page of a list to go to.
#[derive(Clone, Debug)]
pub struct PageLink {
    /// Its words.
    pub name: String,
    /// Where it is.
    pub href: String,
    /// Whether it is this one.
    pub current: bool,
}

/// How a state is shown.
pub fn chip(state: State) -> Chip {
    let icon = match state {
        State::Draft => "pencil",
        State::InternalReview => "eye",
        State::Collective => "people",
        State::Ready => "send",
        State::FinanceReview => "bank",
        State::Returned => "arrow-return-left",
        State::Approved => "patch-check",
        State::Published => "megaphone",
        State::Adjusting => "sliders",
        State::Archived => "archive",
    };
    Chip { code: state.word(), icon, name: state.label() }
}

/// A sum in 万元 with two decimals, `1,234.50`; a dash if there is none.
pub fn wan(money: Option<Money>) -> String {
    let Some(money) = money else { return "—".to_owned() };
    let text = format!("{:.2}", money.wan().round_dp(2));
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "00"));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{sign}{grouped}.{part}")
}

/// A moment as people read it: 2026-03-01 16:30.
pub fn time(moment: &str) -> String {
    let shown = |moment: Moment| moment.in_china().strftime("%Y-%m-%d %H:%M").to_string();
    Moment::from_text(moment).map_or_else(|| moment.to_owned(), shown)
}

/// The day of a moment: 2026-03-01.
pub fn day(moment: &str) -> String {
    let shown = |moment: Moment| moment.day().to_string();
    Moment::from_text(moment).map_or_else(|| moment.to_owned(), shown)
}

/// Text as a part of an address: what is no letter, digit or `-._~` is escaped.
pub fn escaped(text: &str) -> String {
    use std::fmt::Write;
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// An address with what is asked for; what is empty is left out.
pub fn address(path: &str, asked: &[(&str, &str)]) -> String {
    let asked = asked.iter().filter(|(_, value)| !value.is_empty());
    let asked: Vec<String> =
        asked.map(|(name, value)| format!("{name}={}", escaped(value))).collect();
    if asked.is_empty() { path.to_owned() } else { format!("{path}?{}", asked.join("&")) }
}

/// The pages of a list of `total` lines, `lines` on each; `href` makes the address of a page.
pub fn paging(total: i64, page: u64, lines: u64, href: impl Fn(u64) -> String) -> Paging {
    let count = u64::try_from(total).unwrap_or_default();
    let last = count.div_ceil(lines).max(1);
    let page = page.clamp(1, last);
    let mut shown: Vec<u64> =
        (1..=last).filter(|at| *at == 1 || *at == last || at.abs_diff(page) <= 2).collect();
    shown.dedup();
    let pages = shown
        .into_iter()
        .map(|at| PageLink { name: at.to_string(), href: href(at), current: at == page })
        .collect();
    let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    let from = if total == 0 { 0 } else { number((page - 1) * lines + 1) };
    Paging { total, from, to: number((page * lines).min(count)), pages }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_grouped() {
        let cases = [(0, "0.00"), (123_456_789_00, "12,345.68"), (-1_000_000_00, "-100.00")];
        for (fen, shown) in cases {
            assert_eq!(wan(Some(Money::from_fen(fen))), shown);
        }
        assert_eq!(wan(None), "—");
    }

    #[test]
    fn addresses_bear_any_words() {
        let asked = [("q", "工会 a&b"), ("year", ""), ("page", "2")];
        let expected = "/statements?q=%E5%B7%A5%E4%BC%9A%20a%26b&page=2";
        assert_eq!(address("/statements", &asked), expected);
        assert_eq!(address("/statements", &[("q", "")]), "/statements");
    }

    #[test]
    fn pages_leave_out_what_is_far() {
        let shown = paging(1_000, 10, 50, |at| format!("?page={at}"));
        let names: Vec<&str> = shown.pages.iter().map(|page| page.name.as_str()).collect();
        assert_eq!(names, ["1", "8", "9", "10", "11", "12", "20"]);
        assert_eq!((shown.from, shown.to), (451, 500));
        assert_eq!(paging(0, 1, 50, |_| String::new()).from, 0);
    }
}
