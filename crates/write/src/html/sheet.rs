//! The style sheet, made of the looks of our styles.

use std::fmt::Write;

use crate::page::{Numbers, Orientation, Page};
use crate::style::{Align, Font, LATIN, Look, PageEnd, Pitch, Style};

/// The class of paragraphs of a style.
pub(super) const fn class(style: Style) -> &'static str {
    match style {
        Style::Title => "title",
        Style::SignOff => "sign-off",
        Style::ContentsTitle => "contents-title",
        Style::ContentsPart => "contents-part",
        Style::ContentsEntry => "contents-entry",
        Style::Part => "part",
        Style::Section => "section",
        Style::Heading => "heading",
        Style::Body => "body",
        Style::TableTitle => "table-title",
        Style::TableNote => "table-note",
        Style::TableUnit => "table-unit",
        Style::CellLabel => "cell-label",
        Style::CellCentred => "cell-centred",
        Style::CellText => "cell-text",
        Style::Note => "note",
        Style::Centred => "centred",
        Style::Addressee => "addressee",
        Style::Closing => "closing",
    }
}

/// The class of sections with pages like these.
pub(super) const fn class_of(page: &Page) -> &'static str {
    match (page.orientation, page.numbers) {
        (Orientation::Portrait, Numbers::None) => "plain",
        (Orientation::Portrait, _) => "numbered",
        (Orientation::Landscape, Numbers::None) => "plain wide",
        (Orientation::Landscape, _) => "numbered wide",
    }
}

/// So many twentieths of a point.
pub(super) fn length(twentieths: u32) -> String {
    match (twentieths / 20, twentieths % 20 * 5) {
        (whole, 0) => format!("{whole}pt"),
        (whole, part) => format!("{whole}.{part:02}pt"),
    }
}

/// The whole style sheet.
pub(super) fn sheet() -> String {
    let mut css = String::from(FRAME);
    pages(&mut css);
    for style in Style::ALL {
        let look = style.look();
        let _ = writeln!(css, ".{}{{{}}}", class(style), declarations(&look));
    }
    css.push_str(TABLES);
    css
}

const FRAME: &str = "
*{box-sizing:border-box}
body{margin:0;background:#e7e7e7;color:#000}
h1,h2,h3,p{margin:0;font-weight:normal;overflow-wrap:anywhere}
section{background:#fff;width:210mm;max-width:100%;min-height:297mm;margin:1em auto}
section.wide{width:297mm;min-height:210mm}
";

/// Over the looks, so that they win over them.
const TABLES: &str = "table{width:100%;border-collapse:collapse;table-layout:fixed}
th,td{border:0.5pt solid #000;padding:1.5pt 3pt;font-weight:normal;vertical-align:middle;overflow-wrap:anywhere}
thead{display:table-header-group}
tr{break-inside:avoid}
.contents-part,.contents-entry{display:flex;align-items:baseline}
.contents-part a,.contents-entry a{color:inherit;text-decoration:none}
.dots{flex:1 1 0;min-width:2em;height:1.5em;overflow:hidden;white-space:nowrap;direction:rtl;margin:0 0.2em}
.break{break-after:page}
@media screen and (max-width:210mm){section{padding:5vw !important;min-height:0}}
@media print{body{background:none}section{width:auto;max-width:none;min-height:0;margin:0;padding:0 !important}section+section{break-before:page}}
";

/// Margins on the screen and on paper, and the numbers of printed pages.
fn pages(css: &mut String) {
    let upright = Page::official(Numbers::None);
    for (selector, name, page) in
        [("section", "", upright), ("section.wide", "wide", upright.landscape())]
    {
        let (width, height) = page.sheet();
        let sides = page.margins;
        let margin = [sides.top, sides.right, sides.bottom, sides.left].map(length).join(" ");
        let size = format!("{} {}", length(width), length(height));
        let _ = writeln!(css, "{selector}{{padding:{margin}}}");
        let _ = writeln!(css, "@page {name}{{size:{size};margin:{margin}}}");
    }
    css.push_str("section.wide{page:wide}\n");
}

fn declarations(look: &Look) -> String {
    let mut css = format!("font-family:{};", families(look.font));
    let _ = write!(css, "font-size:{};", length(look.size * 10));
    let align = match look.align {
        Align::Left => "left",
        Align::Centre => "center",
        Align::Right => "right",
        Align::Justified => "justify",
    };
    let _ = write!(css, "text-align:{align};");
    let pitch = match look.pitch {
        Pitch::Page => Page::official(Numbers::None).pitch,
        Pitch::Exactly(pitch) | Pitch::AtLeast(pitch) => pitch,
    };
    let _ = write!(css, "line-height:{};", length(pitch));
    for (property, height) in [("margin-top", look.before), ("margin-bottom", look.after)] {
        if height > 0 {
            let _ = write!(css, "{property}:{};", length(height));
        }
    }
    if look.first_line > 0 {
        let _ = write!(css, "text-indent:{}em;", look.first_line);
    }
    if look.left > 0 {
        let _ = write!(css, "padding-left:{}em;", look.left);
    }
    if look.end == PageEnd::Kept {
        css.push_str("break-after:avoid;");
    }
    css.pop();
    css
}

/// The Latin family, then the Chinese one and those that may stand in for it.
fn families(font: Font) -> String {
    let names =
        std::iter::once(LATIN).chain([font.name()]).chain(font.substitutes().iter().copied());
    let mut list: Vec<String> = names.map(|name| format!("\"{name}\"")).collect();
    list.push(if font.is_serif() { "serif" } else { "sans-serif" }.into());
    list.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_exact() {
        assert_eq!(
            (length(20), length(579), length(1)),
            ("1pt".into(), "28.95pt".into(), "0.05pt".into())
        );
    }
}
