//! The manual pages of rules as HTML: headings, paragraphs, lists, fenced blocks, words in backquotes.

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
        _ => escaped(part),
    };
    parts.map(shown).collect()
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
}
