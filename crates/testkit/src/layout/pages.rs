//! Page ends: page numbers, form feeds, running headers.

use crate::draft::Draft;
use crate::layout::Out;
use crate::rng::Rng;

/// What a page end leaves in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pages {
    /// Nothing.
    None,
    /// A line with the page number between blank lines.
    Numbers,
    /// A page number, a form feed, a running header.
    Headers,
}

impl Pages {
    /// The lines of the file with page ends between them.
    pub(super) fn join(self, lines: &[Out], draft: &Draft, rng: &mut Rng) -> String {
        if self == Pages::None {
            let all: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
            return all.join("\n") + "\n";
        }
        // A running header is told from text by coming again: there are always some pages.
        let height = (rng.below(16) + 18).min(lines.len() / 5).max(6);
        let style = rng.below(6);
        let count = lines.len() / height + 1;
        let header = header(draft, rng);
        let mut text = String::new();
        let (mut used, mut page) = (0, 1);
        for line in lines {
            text.push_str(&line.text);
            text.push('\n');
            used += 1;
            if used >= height && line.page_may_end {
                let number = number(style, page, count);
                text.push_str(&match self {
                    Pages::Headers => format!("\n{number}\n\u{c}{header}\n"),
                    _ => format!("\n{number}\n\n"),
                });
                page += 1;
                used = 0;
            }
        }
        text
    }
}

fn number(style: usize, page: usize, count: usize) -> String {
    match style {
        0 => page.to_string(),
        1 => format!("- {page} -"),
        2 => format!("— {page} —"),
        3 => format!("第 {page} 页"),
        4 => format!("第{page}页 共{}页", count.max(page)),
        _ => format!("{page}/{}", count.max(page)),
    }
}

fn header(draft: &Draft, rng: &mut Rng) -> String {
    match rng.below(3) {
        0 => draft.title(),
        1 => format!("{}  {}年部门预算", draft.department, draft.year),
        _ => format!("{}绩效文本", draft.department),
    }
}
