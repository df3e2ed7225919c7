//! What every page needs: escaping, head, foot, manual pages.

use std::fmt::Write;

use ground::Severity;

use crate::layout::is_wild;

/// Text made safe for HTML, in content and in attributes between double quotes. Controls and
/// invisible signs of the document are left out.
pub(in crate::formats) fn esc(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(c),
            c if is_wild(c) => {}
            c => out.push(c),
        }
    }
    out
}

/// By this a report is known again, so that no folder of statements is taken to hold it as one.
pub(crate) const REPORT_MARK: &str = "<meta name=\"generator\" content=\"jiheng review\">";

/// Everything up to the body. The policy lets nothing be loaded from anywhere.
pub(in crate::formats) fn head(title: &str, style: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n\
         {REPORT_MARK}\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
         style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; base-uri 'none'; \
         form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <link rel=\"icon\" href=\"data:,\">\n\
         <title>{}</title>\n<style>\n{style}</style>\n</head>\n",
        esc(title)
    )
}

/// The line at the end of a page.
pub(in crate::formats) fn foot() -> String {
    format!(
        "<footer class=\"foot\">绩衡 {} 生成。审核意见由程序按规则提出，供审核人参考。</footer>\n",
        env!("CARGO_PKG_VERSION")
    )
}

/// The class that colours a severity.
pub(in crate::formats) fn class(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// A manual page as HTML, its title left out: headings, paragraphs, lists, code.
pub(super) fn manual(page: &str) -> String {
    let mut out = String::new();
    let mut in_list = false;
    let mut in_code = false;
    for line in page.lines().skip(1) {
        if line.starts_with("```") {
            in_code = !in_code;
            out.push_str(if in_code { "<pre>" } else { "</pre>\n" });
            continue;
        }
        if in_code {
            let _ = writeln!(out, "{}", esc(line));
            continue;
        }
        let item = line.strip_prefix("- ");
        if item.is_some() != in_list {
            in_list = !in_list;
            out.push_str(if in_list { "<ul>" } else { "</ul>\n" });
        }
        if let Some(item) = item {
            let _ = write!(out, "<li>{}</li>", inline(item));
        } else if let Some(heading) = line.strip_prefix("## ") {
            let _ = writeln!(out, "<h4>{}</h4>", inline(heading));
        } else if !line.trim().is_empty() {
            let _ = writeln!(out, "<p>{}</p>", inline(line));
        }
    }
    out.push_str(if in_list { "</ul>\n" } else { "" });
    out.push_str(if in_code { "</pre>\n" } else { "" });
    out
}

/// Words between back quotes are code, between double stars strong.
fn inline(text: &str) -> String {
    let paired = |text: &str, sign: &str, tag: &str, rest: &dyn Fn(&str) -> String| {
        let mut out = String::new();
        for (number, part) in text.split(sign).enumerate() {
            if number % 2 == 1 {
                let _ = write!(out, "<{tag}>{}</{tag}>", esc(part));
            } else {
                out.push_str(&rest(part));
            }
        }
        out
    };
    paired(text, "`", "code", &|plain| paired(plain, "**", "strong", &esc))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_document_is_markup() {
        assert_eq!(esc("<script>'\"&\u{202e}x"), "&lt;script&gt;&#39;&quot;&amp;x");
    }

    #[test]
    fn manual_pages_keep_their_shape() {
        let html =
            manual("# 标题\n\n## 查什么\n\n用 `a<b`。\n\n- 甲\n- **乙**\n\n```toml\nx = 1\n```\n");
        assert_eq!(
            html,
            "<h4>查什么</h4>\n<p>用 <code>a&lt;b</code>。</p>\n\
             <ul><li>甲</li><li><strong>乙</strong></li></ul>\n<pre>x = 1\n</pre>\n"
        );
    }
}
