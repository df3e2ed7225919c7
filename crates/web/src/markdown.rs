//! The manual and the manual pages of rules as HTML: headings, paragraphs, lists, tables, fenced blocks, words
//! in backquotes, links within the manual.

/// The HTML of a page; its first heading is left out, for the page around it has it.
pub(crate) fn html(page: &str) -> String {
    let mut out = String::new();
    let mut open: Option<&'static str> = None;
    let mut lines = page.lines().peekable();
    while let Some(line) = lines.next() {
        if let Some(title) = line.strip_prefix("```") {
            close(&mut out, &mut open);
            let body: Vec<&str> =
                lines.by_ref().take_while(|line| !line.starts_with("```")).collect();
            let title = title.strip_prefix("case").unwrap_or(title).trim();
            if !title.is_empty() {
                out.push_str(&format!("<p><strong>{}</strong></p>", escaped(title)));
            }
            out.push_str(&format!("<pre>{}</pre>", escaped(&body.join("\n"))));
        } else if line.starts_with("# ") {
            close(&mut out, &mut open);
        } else if let Some(heading) = line.strip_prefix("## ") {
            close(&mut out, &mut open);
            out.push_str(&format!("<h2>{}</h2>", inline(heading)));
        } else if let Some(item) = line.strip_prefix("- ") {
            switch(&mut out, &mut open, "ul");
            out.push_str(&format!("<li>{}</li>", inline(item)));
        } else if let Some(item) = numbered(line) {
            switch(&mut out, &mut open, "ol");
            out.push_str(&format!("<li>{}</li>", inline(item)));
        } else if line.starts_with("  ") && out.ends_with("</li>") {
            // An item goes on in the next line.
            out.truncate(out.len() - "</li>".len());
            out.push_str(&format!("{}</li>", inline(line.trim())));
        } else if line.starts_with('|') {
            close(&mut out, &mut open);
            let mut rows = vec![line];
            while let Some(row) = lines.next_if(|line| line.starts_with('|')) {
                rows.push(row);
            }
            table(&mut out, &rows);
        } else if line.trim().is_empty() {
            close(&mut out, &mut open);
        } else {
            switch(&mut out, &mut open, "p");
            out.push_str(&inline(line));
        }
    }
    close(&mut out, &mut open);
    out
}

/// Text in which nothing is taken for a tag.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            sign => out.push(sign),
        }
    }
    out
}

fn inline(text: &str) -> String {
    let parts = text.split('`').enumerate();
    let shown = |(at, part): (usize, &str)| match at % 2 {
        1 => format!("<code>{}</code>", escaped(part)),
        _ => linked(part),
    };
    parts.map(shown).collect()
}

/// Words with links and strong words in them.
fn linked(text: &str) -> String {
    let strong = |text: &str| -> String {
        let parts = text.split("**").enumerate();
        let shown = |(at, part): (usize, &str)| match at % 2 {
            1 => format!("<strong>{}</strong>", escaped(part)),
            _ => escaped(part),
        };
        parts.map(shown).collect()
    };
    let link = text.split_once("](").and_then(|(head, tail)| {
        let (before, words) = head.rsplit_once('[')?;
        let (target, after) = tail.split_once(')')?;
        Some((before, words, target, after))
    });
    let Some((before, words, target, after)) = link else { return strong(text) };
    let shown = match address(target) {
        Some(address) => format!("<a href=\"{}\">{}</a>", escaped(&address), strong(words)),
        None => strong(words),
    };
    format!("{}{shown}{}", strong(before), linked(after))
}

/// Where a link of the manual leads on the pages, if it leads anywhere there.
fn address(target: &str) -> Option<String> {
    match target {
        "../rules.md" => Some("/help/rules".to_owned()),
        "../parameters.md" => Some("/admin/parameters".to_owned()),
        chapter if !chapter.contains('/') => {
            Some(format!("/help/{}", chapter.strip_suffix(".md")?))
        }
        _ => None,
    }
}

/// The words of a numbered item.
fn numbered(line: &str) -> Option<&str> {
    let (number, item) = line.split_once(". ")?;
    (!number.is_empty() && number.bytes().all(|sign| sign.is_ascii_digit())).then_some(item)
}

/// A table: heads, a line of dashes, rows.
fn table(out: &mut String, rows: &[&str]) {
    out.push_str("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"表\"><table class=\"list\">");
    let is_rule = |row: &str| row.chars().all(|sign| "|-: ".contains(sign));
    for (at, row) in rows.iter().enumerate().filter(|(_, row)| !is_rule(row)) {
        let (open, end) = if at == 0 { ("<th scope=\"col\">", "</th>") } else { ("<td>", "</td>") };
        out.push_str("<tr>");
        for cell in row.trim().trim_matches('|').split('|') {
            out.push_str(&format!("{open}{}{end}", inline(cell.trim())));
        }
        out.push_str("</tr>");
    }
    out.push_str("</table></div>");
}

fn switch(out: &mut String, open: &mut Option<&'static str>, wanted: &'static str) {
    if *open != Some(wanted) {
        close(out, open);
        out.push_str(&format!("<{wanted}>"));
        *open = Some(wanted);
    }
}

fn close(out: &mut String, open: &mut Option<&'static str>) {
    if let Some(name) = open.take() {
        out.push_str(&format!("</{name}>"));
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_page_becomes_html_and_nothing_in_it_a_tag() {
        let page = "# T\n\n## 查\n\na `<b>` c\n\n- 一\n- 二\n\n```case x\n<i>\n```\n";
        let expected = "<h2>查</h2><p>a <code>&lt;b&gt;</code> c</p><ul><li>一</li><li>二</li></ul>\
                        <p><strong>x</strong></p><pre>&lt;i&gt;</pre>";
        assert_eq!(super::html(page), expected);
    }

    #[test]
    fn items_links_and_tables_of_the_manual_are_shown() {
        let page = "1. 一\n   二\n\n**见**[流转](workflow.md)和[别处](../crates.md)\n\n| 甲 |\n| --- |\n| `/` |\n";
        let html = super::html(page);
        assert!(html.starts_with("<ol><li>一二</li></ol>"), "{html}");
        let links = "<strong>见</strong><a href=\"/help/workflow\">流转</a>和别处";
        assert!(html.contains(links), "{html}");
        assert!(
            html.contains("<th scope=\"col\">甲</th></tr><tr><td><code>/</code></td>"),
            "{html}"
        );
    }
}
