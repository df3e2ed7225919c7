//! Statements as web pages: as editors, Word, Excel, LibreOffice and county web sites write them.
//!
//! Every page shows the whole truth; what stands around it on a web site is no part of it.

mod container;
mod pen;
mod site;
mod table;

pub use container::{Container, Encoding};

use crate::draft::Draft;
use crate::flow::{Block, Line, Role, flow};
use crate::form::{ContentsForm, Form, Numbers};
use crate::rng::Rng;
use pen::Pen;

/// How a page is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HtmlLayout {
    /// What reports call it.
    pub name: &'static str,
    /// Who wrote it.
    pub maker: Maker,
    /// What stands around it.
    pub around: Around,
    /// How goals stand in their cell.
    pub goals: Goals,
    /// Its characters.
    pub encoding: Encoding,
    /// The file it lies in.
    pub container: Container,
}

/// The program that wrote a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Maker {
    /// Elements with a meaning, tidy.
    Tidy,
    /// Word's own page: classes and styles of its own, notes to itself.
    Word,
    /// An old editor: capitals, no end tags, attributes without quotes.
    Old,
    /// A table over all, as Excel writes it: every line is a row.
    Excel,
    /// Divisions only, indents typed as blanks that do not collapse.
    Divisions,
}

/// What stands around the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Around {
    /// Nothing.
    Nothing,
    /// A web site of divisions: links, the place, the date, a footer, scripts.
    Site,
    /// A web site held in place by nested tables.
    Tables,
}

/// How the goals of a project stand in their cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goals {
    /// A paragraph each.
    Paragraphs,
    /// Broken by `<br>`.
    Breaks,
    /// Items of a numbered list, where their numbers are such as a list writes.
    List,
}

const TIDY: HtmlLayout = HtmlLayout {
    name: "tidy",
    maker: Maker::Tidy,
    around: Around::Nothing,
    goals: Goals::Paragraphs,
    encoding: Encoding::Utf8,
    container: Container::Page,
};

const WORD: HtmlLayout = HtmlLayout { name: "Word", maker: Maker::Word, ..TIDY };
const OLD: HtmlLayout = HtmlLayout { name: "old", maker: Maker::Old, ..TIDY };
const SHEET: HtmlLayout = HtmlLayout { name: "Excel", maker: Maker::Excel, ..TIDY };
const DIVISIONS: HtmlLayout = HtmlLayout { name: "divisions", maker: Maker::Divisions, ..TIDY };

/// All layouts of pages.
pub const HTML_LAYOUTS: &[HtmlLayout] = &[
    TIDY,
    HtmlLayout { name: "tidy, lists, BOM", goals: Goals::List, encoding: Encoding::Bom, ..TIDY },
    HtmlLayout {
        name: "tidy, breaks, UTF-16",
        goals: Goals::Breaks,
        encoding: Encoding::Utf16,
        ..TIDY
    },
    HtmlLayout { name: "tidy, site", around: Around::Site, goals: Goals::List, ..TIDY },
    HtmlLayout {
        name: "tidy, layout tables, GB2312",
        around: Around::Tables,
        encoding: Encoding::Gb2312,
        ..TIDY
    },
    WORD,
    HtmlLayout {
        name: "Word, breaks, GB2312",
        goals: Goals::Breaks,
        encoding: Encoding::Gb2312,
        ..WORD
    },
    HtmlLayout { name: "Word, pasted in a site", around: Around::Site, ..WORD },
    HtmlLayout {
        name: "Word, pasted in layout tables",
        around: Around::Tables,
        encoding: Encoding::GbkCalledUtf8,
        ..WORD
    },
    HtmlLayout {
        name: "Word, MHTML, quoted-printable",
        container: Container::QuotedPrintable,
        encoding: Encoding::Gb2312,
        ..WORD
    },
    HtmlLayout { name: "Word, MHTML, Base64", container: Container::Base64, ..WORD },
    OLD,
    HtmlLayout {
        name: "old, breaks, GB18030",
        goals: Goals::Breaks,
        encoding: Encoding::Gb18030,
        ..OLD
    },
    HtmlLayout {
        name: "old, layout tables, wrong label",
        around: Around::Tables,
        encoding: Encoding::Utf8CalledGbk,
        ..OLD
    },
    SHEET,
    HtmlLayout {
        name: "Excel, breaks, GB2312",
        goals: Goals::Breaks,
        encoding: Encoding::Gb2312,
        ..SHEET
    },
    DIVISIONS,
    HtmlLayout {
        name: "divisions, lists, site",
        goals: Goals::List,
        around: Around::Site,
        ..DIVISIONS
    },
    HtmlLayout {
        name: "divisions, breaks, layout tables",
        goals: Goals::Breaks,
        around: Around::Tables,
        ..DIVISIONS
    },
];

impl HtmlLayout {
    /// The file of a draft.
    pub fn write(&self, draft: &Draft, form: &Form, seed: u64) -> Vec<u8> {
        let page = self.page(draft, form, seed);
        self.container.pack(&page, self.encoding)
    }

    /// The page before it is encoded.
    pub fn page(&self, draft: &Draft, form: &Form, seed: u64) -> String {
        let blocks = flow(draft, form, seed);
        let mut pen = Pen::new(self.maker, Rng::for_part(seed, self.name));
        let body = match self.maker {
            Maker::Excel => self.one_table(&blocks, form, &mut pen),
            _ => self.blocks(&blocks, form, &mut pen),
        };
        let body = site::around(self.around, &body, &draft.department, &mut pen);
        head(self.maker, self.encoding.label(), &draft.title()) + &body + "</body>\n</html>\n"
    }

    fn blocks(&self, blocks: &[Block], form: &Form, pen: &mut Pen) -> String {
        let mut out = String::new();
        for block in blocks {
            match block {
                Block::Line(line) => out.push_str(&self.line(line, form, pen)),
                Block::Table(table) if pen.rng.chance(60) => {
                    out.push_str(&table::one(table, self, form, pen));
                }
                Block::Table(table) => out.push_str(&table::zones(table, self, form, pen)),
                Block::NewPage => out.push_str(&self.new_page(pen)),
            }
        }
        out
    }

    /// Every line a row, every table part of the one table.
    fn one_table(&self, blocks: &[Block], form: &Form, pen: &mut Pen) -> String {
        let mut out = String::from(
            "<table border=0 cellpadding=0 cellspacing=0 style='border-collapse:collapse'>\n",
        );
        for block in blocks {
            match block {
                Block::Line(line) => {
                    let text = pen.text(&shown(line, form, self.maker, &mut pen.rng.clone()));
                    out.push_str(&format!("<tr height=25><td colspan=12 class=xl65 style='mso-ignore:colspan'>{text}</td></tr>\n"));
                }
                Block::Table(table) => out.push_str(&table::rows(table, self, form, pen)),
                Block::NewPage => out.push_str(
                    "<![if supportMisalignedColumns]><tr height=0 style='display:none'><td width=64>隐藏</td></tr><![endif]>\n",
                ),
            }
        }
        out + "</table>\n"
    }

    fn new_page(&self, pen: &mut Pen) -> String {
        match self.maker {
            Maker::Word => format!(
                "<span lang=EN-US style='font-size:12.0pt'><br clear=all style='page-break-before:always'></span>\n<p class=MsoNormal>{}</p>\n",
                pen.nothing()
            ),
            Maker::Tidy => "<div style=\"page-break-after: always\"></div>\n".into(),
            _ => "<hr>\n".into(),
        }
    }

    fn line(&self, line: &Line, form: &Form, pen: &mut Pen) -> String {
        let shown = shown(line, form, self.maker, &mut pen.rng.clone());
        let text = pen.text(&shown);
        match self.maker {
            Maker::Tidy | Maker::Excel => tidy(line.role, &text),
            Maker::Word => word(line.role, &text, pen),
            Maker::Old => old(line.role, &text),
            Maker::Divisions => {
                let indent = match line.role {
                    Role::Body => {
                        pen.rng.word(&["&nbsp;&nbsp;&nbsp;&nbsp;", "　　", "&emsp;&emsp;"])
                    }
                    _ => "",
                };
                format!("<div class=\"p{}\"><span>{indent}{text}</span></div>\n", pen.rng.below(4))
            }
        }
    }
}

/// The line as it is to be seen.
fn shown(line: &Line, form: &Form, maker: Maker, rng: &mut Rng) -> String {
    let Role::ContentsEntry(page) = line.role else { return line.text.clone() };
    let dots = ".".repeat(rng.below(30) + 5);
    // A link has only a blank left of the tab; in other lines blanks stand for it that do not collapse.
    let gap = if maker == Maker::Tidy { "\t" } else { "\u{a0}\u{a0}\u{a0}\u{a0}" };
    match form.contents.unwrap_or(ContentsForm::Bare) {
        ContentsForm::DotsAndTab | ContentsForm::Dots => format!("{}{dots}{page}", line.text),
        ContentsForm::Tab => format!("{}{gap}{page}", line.text),
        ContentsForm::Bare => line.text.clone(),
    }
}

fn tidy(role: Role, text: &str) -> String {
    match role {
        Role::Title => format!("<h1>{text}</h1>\n"),
        Role::SignOff => format!("<p class=\"sign\">{text}</p>\n"),
        Role::ContentsEntry(page) => format!("<p><a href=\"#s{page}\">{text}</a></p>\n"),
        Role::Part | Role::ContentsHeading => format!("<h2>{text}</h2>\n"),
        Role::Section => format!("<h3><a name=\"s1\"></a>{text}</h3>\n"),
        Role::TableTitle => format!("<h4>{text}</h4>\n"),
        Role::Unit => format!("<p align=\"right\">{text}</p>\n"),
        Role::Body => format!("<p style=\"text-indent: 2em\">{text}</p>\n"),
        Role::Heading | Role::ContentsPart => format!("<p><strong>{text}</strong></p>\n"),
    }
}

fn old(role: Role, text: &str) -> String {
    match role {
        Role::Title => format!("<P ALIGN=CENTER><FONT SIZE=6><B>{text}</B></FONT>\n"),
        Role::Section | Role::Part => format!("<P><B>{text}\n"),
        Role::Body => format!("<P>　　{text}\n"),
        _ => format!("<P><FONT FACE=宋体 COLOR=#000000>{text}</FONT>\n"),
    }
}

fn word(role: Role, text: &str, pen: &mut Pen) -> String {
    let run = |text: &str| {
        format!(
            "<span style='font-size:16.0pt;font-family:仿宋_GB2312;mso-hansi-font-family:宋体'>{text}<span\nlang=EN-US><o:p></o:p></span></span>"
        )
    };
    let paragraph = |class: &str, style: &str| {
        format!("<p class={class} style='{style}mso-pagination:widow-orphan'>{}</p>\n\n", run(text))
    };
    match role {
        Role::Title => paragraph("MsoTitle", "text-align:center;"),
        Role::ContentsEntry(page) => format!(
            "<p class=MsoToc1><a href=\"#_Toc{page}\"><!--[if supportFields]><span style='mso-element:field-begin'></span> HYPERLINK<![endif]-->{}</a></p>\n",
            run(text)
        ),
        Role::Part => format!("<h1 style='text-align:center'>{}</h1>\n", run(text)),
        Role::Section => format!("<h2 style='mso-outline-level:2'>{}</h2>\n", run(text)),
        Role::Heading => paragraph("MsoNormal", "mso-outline-level:3;"),
        Role::Body => {
            let more = match pen.rng.chance(10) {
                true => {
                    "<p class=MsoNormal><span style='display:none;mso-hide:all'>隐藏的批注文字</span><o:p>&nbsp;</o:p></p>\n"
                }
                false => "",
            };
            paragraph("MsoNormal", "text-indent:32.0pt;mso-char-indent-count:2.0;") + more
        }
        _ => paragraph("MsoNormal", ""),
    }
}

/// The goals that a numbered list can show: the number each has, or none.
fn in_list(form: &Form, count: usize) -> bool {
    matches!(form.goals, Numbers::Dot) && count > 1
}

fn head(maker: Maker, label: &str, title: &str) -> String {
    match maker {
        Maker::Word | Maker::Excel => format!(
            "<html xmlns:v=\"urn:schemas-microsoft-com:vml\"\nxmlns:o=\"urn:schemas-microsoft-com:office:office\"\nxmlns=\"http://www.w3.org/TR/REC-html40\">\n\n<head>\n<meta http-equiv=Content-Type content=\"text/html; charset={label}\">\n<meta name=Generator content=\"Microsoft Word 15\">\n<title>{title}</title>\n<!--[if gte mso 9]><xml>\n <o:DocumentProperties>\n  <o:Author>填报人</o:Author>\n </o:DocumentProperties>\n</xml><![endif]-->\n<style>\n<!--\n /* Font Definitions */\n @font-face\n\t{{font-family:宋体;}}\n p.MsoNormal, li.MsoNormal\n\t{{margin:0cm;text-align:justify;}}\n @page WordSection1\n\t{{size:595.3pt 841.9pt;}}\n-->\n</style>\n</head>\n\n<body lang=ZH-CN style='text-justify-trim:punctuation'>\n"
        ),
        Maker::Old => format!(
            "<HTML>\n<HEAD>\n<META HTTP-EQUIV=\"CONTENT-TYPE\" CONTENT=\"text/html; charset={label}\">\n<TITLE>{title}</TITLE>\n</HEAD>\n<BODY BGCOLOR=#FFFFFF>\n"
        ),
        Maker::Tidy | Maker::Divisions => format!(
            "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"{label}\">\n<title>{title} - 临时网站</title>\n<script>if (1 < 2 && 3 > 2) {{ document.write('<p>第一部分</p>'); }}</script>\n</head>\n<body>\n"
        ),
    }
}
