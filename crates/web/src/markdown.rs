//! The manual and the manual pages of rules as HTML: pulldown-cmark reads them, links lead to our pages.

use pulldown_cmark::{
    CodeBlockKind, CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html as written,
};

/// The HTML of a page; its first heading is left out, for the page around it has it.
pub(crate) fn html(page: &str) -> String {
    let mut place = Place::Text;
    let events = Parser::new_ext(page, Options::ENABLE_TABLES).filter_map(|event| {
        place = place.after(&event);
        match place {
            Place::Title => None,
            Place::Picture => Some(of_a_picture(event)),
            Place::Text => Some(on_our_pages(event)),
        }
    });
    let mut out = String::with_capacity(page.len() * 3 / 2);
    written::push_html(&mut out, events);
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

/// Where in the text an event stands.
#[derive(Clone, Copy)]
enum Place {
    Text,
    Title,
    Picture,
}

impl Place {
    fn after(self, event: &Event<'_>) -> Place {
        match (self, event) {
            (_, Event::Start(Tag::Heading { level: HeadingLevel::H1, .. })) => Place::Title,
            (_, Event::Start(Tag::Image { .. })) => Place::Picture,
            // What begins or ends something ordinary stands in the text; the title ends with its tag.
            (Place::Title, Event::End(TagEnd::Heading(HeadingLevel::H1))) => Place::Title,
            (Place::Title | Place::Picture, Event::Text(_) | Event::Code(_)) => self,
            (Place::Picture, Event::End(TagEnd::Image)) => Place::Picture,
            _ => Place::Text,
        }
    }
}

/// A picture and the words for those who do not see it.
fn of_a_picture(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Start(Tag::Image { dest_url, .. }) => {
            let source = escaped(&format!("/help/{dest_url}"));
            raw(format!("<img loading=\"lazy\" src=\"{source}\" alt=\""))
        }
        Event::Text(words) | Event::Code(words) => raw(escaped(&words)),
        _ => raw("\">".to_owned()),
    }
}

/// What an event of the text is on our pages.
fn on_our_pages(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        // Lines of Chinese that follow each other have no blank between them.
        Event::SoftBreak => Event::Text(CowStr::Borrowed("")),
        Event::Start(Tag::Link { dest_url, .. }) => raw(match address(&dest_url) {
            Some(address) => format!("<a href=\"{}\">", escaped(&address)),
            None => "<a>".to_owned(),
        }),
        Event::Start(Tag::Table(_)) => {
            let scroll = "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"表\">";
            raw(format!("{scroll}<table class=\"list\">"))
        }
        Event::End(TagEnd::Table) => raw("</tbody></table></div>".to_owned()),
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(title))) => {
            let title = title.strip_prefix("case").map(str::trim).unwrap_or_default();
            let title = match title {
                "" => String::new(),
                title => format!("<p><strong>{}</strong></p>", escaped(title)),
            };
            raw(format!("{title}<pre>"))
        }
        Event::End(TagEnd::CodeBlock) => raw("</pre>".to_owned()),
        event => event,
    }
}

fn raw<'a>(html: String) -> Event<'a> {
    Event::InlineHtml(CowStr::from(html))
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

#[cfg(test)]
mod tests {
    fn html(page: &str) -> String {
        super::html(page).replace('\n', "")
    }

    #[test]
    fn a_page_becomes_html_and_nothing_in_it_a_tag() {
        let page = "# T\n\n## 查\n\na `<b>` c <i>d\n\n- 一\n- 二\n\n<script>x</script>\n\n```case x\n<i>\n```\n";
        let expected = "<h2>查</h2><p>a <code>&lt;b&gt;</code> c &lt;i&gt;d</p>\
                        <ul><li>一</li><li>二</li></ul>&lt;script&gt;x&lt;/script&gt;\
                        <p><strong>x</strong></p><pre>&lt;i&gt;</pre>";
        assert_eq!(html(page), expected);
    }

    #[test]
    fn items_links_and_tables_of_the_manual_are_shown() {
        let page = "1. 一\n   二\n\n**见**[流转](workflow.md)和[别处](../crates.md)\n\n| 甲 |\n| --- |\n| `/` |\n";
        let html = html(page);
        assert!(html.starts_with("<ol><li>一二</li></ol>"), "{html}");
        let links = "<strong>见</strong><a href=\"/help/workflow\">流转</a>和<a>别处</a>";
        assert!(html.contains(links), "{html}");
        assert!(html.contains("<th>甲</th></tr></thead><tbody><tr><td><code>/</code>"), "{html}");
    }

    #[test]
    fn pictures_lie_beside_the_chapters() {
        let shown = html("# T\n\n![甲 \"乙\" `丙`](pictures/desk.png)\n\n后面");
        let picture =
            "<img loading=\"lazy\" src=\"/help/pictures/desk.png\" alt=\"甲 &quot;乙&quot; 丙\">";
        assert_eq!(shown, format!("<p>{picture}</p><p>后面</p>"));
    }
}
