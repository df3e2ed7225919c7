//! Words that are to be set as they stand.

/// A string of Typst code that gives exactly these words: `#text("…")` sets them, whatever they are.
///
/// Control characters are left out, since no font has them; who wants a line break or a tab makes one.
pub fn literal(words: &str) -> String {
    let mut code = String::with_capacity(words.len() + 2);
    code.push('"');
    for c in words.chars().filter(|c| !c.is_control()) {
        if matches!(c, '"' | '\\') {
            code.push('\\');
        }
        code.push(c);
    }
    code.push('"');
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_quotes_and_backslashes_are_escaped_and_controls_left_out() {
        assert_eq!(literal(r#"“a” "b" \u{41} #c"#), r#""“a” \"b\" \\u{41} #c""#);
        assert_eq!(literal("a\u{0}\n\tb\u{7f}"), "\"ab\"");
    }
}
