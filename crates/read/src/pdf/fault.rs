//! Why a PDF, or pages of it, could not be read.

use ground::{Finding, Severity, Span};
use pages::PagesError;

use crate::codes;

const ORIGINAL: &str = "请提交生成该 PDF 的 Word 原件，或重新导出为 PDF";

/// Nothing of the file could be read.
pub(super) fn unreadable(error: &PagesError) -> Finding {
    let (code, message, help) = match error {
        PagesError::Encrypted => (
            codes::FILE_ENCRYPTED,
            "PDF 设有打开密码，无法读取",
            "请取消密码后重新导出，或提交 Word 原件",
        ),
        PagesError::Protected => (
            codes::FILE_ENCRYPTED,
            "PDF 用不常见的方式加了密，无法读取",
            "请取消保护后重新导出，或提交 Word 原件",
        ),
        PagesError::Damaged(_) => (
            codes::FILE_DAMAGED,
            "PDF 的内部结构已损坏，无法打开",
            "请重新下载，或从原电脑重新复制、导出该文件",
        ),
        PagesError::Excessive => (
            codes::FILE_TOO_LARGE,
            "PDF 展开后的内容超出可处理的上限，没有读取",
            "请只提交绩效文本本身，并由 Word 直接导出为 PDF",
        ),
        PagesError::Endless => (
            codes::FILE_TOO_LARGE,
            "PDF 的内容过于复杂，在限定时间内没有读完",
            "请只提交绩效文本本身，并由 Word 直接导出为 PDF",
        ),
        PagesError::Unreadable => (codes::FILE_DAMAGED, "PDF 的内容混乱，无法解读", ORIGINAL),
    };
    Finding::new(code, Severity::Error, Span::at(0), message).help(help)
}

/// No page has any text: the file is a scan.
pub(super) fn no_text(pages: usize) -> Finding {
    let message = match pages {
        0 => "PDF 里没有页面".to_owned(),
        1 => "PDF 只有 1 页，上面没有文字，可能是扫描件或图片".to_owned(),
        count => {
            format!("PDF 共 {count} 页（第 1 页至第 {count} 页）都没有文字，可能是扫描件或图片")
        }
    };
    Finding::new(codes::NO_TEXT_LAYER, Severity::Error, Span::at(0), message)
        .help("请提交由 Word 直接导出的 PDF 或 Word 原件；程序不识别图片中的文字")
}

/// Some pages hold pictures and no text.
pub(super) fn pictures(pages: &[u32], at: usize) -> Finding {
    let message = format!("{}只有图片，没有文字，这些内容没有读到", numbers(pages));
    Finding::new(codes::NO_TEXT_LAYER, Severity::Warning, Span::at(at), message)
        .help("请提交由 Word 直接导出的 PDF 或 Word 原件；程序不识别图片中的文字")
}

/// Some pages are broken.
pub(super) fn broken(pages: &[u32], at: usize) -> Finding {
    let message = format!("{}的内容已损坏，没有读到或没有读全", numbers(pages));
    Finding::new(codes::FILE_DAMAGED, Severity::Error, Span::at(at), message).help(ORIGINAL)
}

/// The bounds were reached.
pub(super) fn cut(read: usize, count: usize, at: usize) -> Finding {
    let message = format!(
        "PDF 的内容超出可处理的上限（共 {count} 页，读到第 {read} 页），其后或其中的部分内容没有读到"
    );
    Finding::new(codes::FILE_TOO_LARGE, Severity::Error, Span::at(at), message)
        .help("请只提交绩效文本本身，并由 Word 直接导出为 PDF")
}

/// Fonts that do not say which characters their glyphs are.
pub(super) fn unknown_characters(pages: &[u32], count: usize) -> Finding {
    let message = format!("{}有 {count} 个字的字体没有注明是什么字，无法识别", numbers(pages));
    Finding::new(codes::UNREADABLE_CHARACTERS, Severity::Warning, Span::at(0), message)
        .help(ORIGINAL)
}

/// Page numbers as a person names them: 第 2—4、7 页.
fn numbers(pages: &[u32]) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for page in pages {
        match runs.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(*page) => *last = *page,
            _ => runs.push((*page, *page)),
        }
    }
    const SHOWN: usize = 8;
    let shown = runs.iter().take(SHOWN).map(|(first, last)| match first == last {
        true => first.to_string(),
        false => format!("{first}—{last}"),
    });
    let more = if runs.len() > SHOWN { "等" } else { "" };
    format!("第 {} {more}页", shown.collect::<Vec<_>>().join("、"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_named_in_runs() {
        assert_eq!(numbers(&[2, 3, 4, 7]), "第 2—4、7 页");
        assert_eq!(numbers(&[5]), "第 5 页");
        let many: Vec<u32> = (0..20).map(|at| at * 2 + 1).collect();
        assert_eq!(numbers(&many), "第 1、3、5、7、9、11、13、15 等页");
        assert_eq!(no_text(3).code, codes::NO_TEXT_LAYER);
    }
}
