//! A manual page, which is Markdown, for a terminal.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};

use crate::layout::wrapped;

const TITLE: Style = Style::new().bold().underline();
const HEADING: Style = Style::new().bold();
const QUIET: Style = Style::new().dimmed();
const CODE: Style = AnsiColor::Cyan.on_default();

/// The page without its cases, and without the section that holds nothing else.
pub(crate) fn without_cases(page: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut in_case = false;
    for line in page.lines() {
        if line.starts_with("```case") {
            in_case = true;
        } else if in_case {
            in_case = line != "```";
        } else {
            kept.push(line);
        }
    }
    let mut sections: Vec<Vec<&str>> = vec![Vec::new()];
    for line in kept {
        if line.starts_with("## ") {
            sections.push(Vec::new());
        }
        if let Some(last) = sections.last_mut() {
            last.push(line);
        }
    }
    let says = |section: &&Vec<&str>| {
        section.iter().any(|line| !line.is_empty() && !line.starts_with("## "))
    };
    let lines: Vec<&str> = sections.iter().filter(says).flatten().copied().collect();
    let mut text = lines.join("\n");
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

/// The page as lines for a terminal of this width; `head` stands under its title.
pub(super) fn drawn(page: &str, head: &str, width: usize) -> String {
    let mut text = String::new();
    let mut in_code = false;
    for line in page.lines() {
        if line.starts_with("```") {
            in_code = !in_code;
            let name = line.trim_start_matches('`').trim_start_matches("case").trim();
            if in_code && line.starts_with("```case") {
                let _ = writeln!(text, "  {QUIET}例：{name}{QUIET:#}");
            }
        } else if in_code {
            let _ = writeln!(text, "    {CODE}{line}{CODE:#}");
        } else if let Some(title) = line.strip_prefix("# ") {
            let _ = writeln!(text, "{TITLE}{title}{TITLE:#}\n{QUIET}{head}{QUIET:#}");
        } else if let Some(heading) = line.strip_prefix("## ") {
            let _ = writeln!(text, "{HEADING}{heading}{HEADING:#}");
        } else if let Some(item) = line.strip_prefix("- ") {
            let lines = wrapped(item, width.saturating_sub(4));
            let _ = writeln!(text, "  • {}", inline(&lines.join("\n    ")));
        } else if line.is_empty() {
            text.push('\n');
        } else {
            let lines = wrapped(line, width.saturating_sub(2));
            let _ = writeln!(text, "  {}", inline(&lines.join("\n  ")));
        }
    }
    text.push('\n');
    text
}

/// Words between back quotes are code, between double stars are bold.
fn inline(text: &str) -> String {
    let mut out = String::new();
    let mut parts = text.split('`');
    while let Some(plain) = parts.next() {
        out.push_str(&strong(plain));
        if let Some(code) = parts.next() {
            let _ = write!(out, "{CODE}{code}{CODE:#}");
        }
    }
    out
}

fn strong(text: &str) -> String {
    let mut out = String::new();
    for (number, part) in text.split("**").enumerate() {
        if number % 2 == 1 {
            let _ = write!(out, "{HEADING}{part}{HEADING:#}");
        } else {
            out.push_str(part);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "# TGT001 标题\n\n## 查什么\n\n正文。\n\n## 例\n\n```case 甲\n不报\n```\n";

    #[test]
    fn a_section_of_cases_alone_goes_with_them() {
        assert_eq!(without_cases(PAGE), "# TGT001 标题\n\n## 查什么\n\n正文。\n");
        let said = PAGE.replace("## 例\n", "## 例\n\n先看一个例子。\n");
        assert!(without_cases(&said).ends_with("先看一个例子。\n"));
    }
}
