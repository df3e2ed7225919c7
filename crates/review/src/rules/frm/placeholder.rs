//! Placeholders made of signs: XX, ××, ＿＿＿, 20XX年, X年X月.

use std::ops::Range;

use model::numeral::digit;

/// Every placeholder in a text. In the words of a code only a long run of X is one.
pub(super) fn placeholders(text: &str, is_code: bool) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find(is_filler)).map(|i| at + i) {
        let rest = text.get(start..).unwrap_or_default();
        let len: usize = rest.chars().take_while(|c| is_filler(*c)).map(char::len_utf8).sum();
        let run = Run::new(text, start..start + len);
        at = run.range.end.max(start + 1);
        if run.is_placeholder(is_code) {
            found.push(run.whole());
        }
    }
    found
}

fn is_filler(c: char) -> bool {
    is_cross(c) || is_line(c)
}

fn is_cross(c: char) -> bool {
    matches!(c, 'X' | 'x' | 'Ｘ' | 'ｘ' | '×' | '✕' | '╳' | '〤')
}

fn is_line(c: char) -> bool {
    matches!(c, '_' | '＿' | '﹍' | '﹎' | '▁')
}

/// Crosses or lines in a row, with what stands around them.
struct Run<'t> {
    before: &'t str,
    after: &'t str,
    range: Range<usize>,
    crosses: usize,
    /// Columns on paper: full-width lines count twice.
    lines: usize,
}

impl<'t> Run<'t> {
    fn new(text: &'t str, range: Range<usize>) -> Run<'t> {
        let run = text.get(range.clone()).unwrap_or_default();
        Run {
            before: text.get(..range.start).unwrap_or_default(),
            after: text.get(range.end..).unwrap_or_default(),
            crosses: run.chars().filter(|c| is_cross(*c)).count(),
            lines: run.chars().filter(|c| is_line(*c)).map(|c| if c == '_' { 1 } else { 2 }).sum(),
            range,
        }
    }

    fn is_placeholder(&self, is_code: bool) -> bool {
        if is_code {
            return self.crosses >= 4;
        }
        if self.lines >= 3 {
            return true;
        }
        match self.crosses {
            0 => false,
            1 => self.lines == 0 && self.is_lone_cross(),
            _ => self.is_year() || self.stands_free(),
        }
    }

    /// 20XX, 2OXX: the year of a form.
    fn is_year(&self) -> bool {
        self.before.ends_with("20") && !self.before.trim_end_matches("20").ends_with(is_latin)
    }

    /// Not part of a Latin word, a model number or a size: XXL, XX-200, M-XX.
    fn stands_free(&self) -> bool {
        const NAMES: [&str; 3] = ["染色体", "光", "射线"];
        let joined = |c: char| is_latin(c) || matches!(c, '-' | '－' | '/' | '.');
        !self.before.ends_with(joined)
            && !self.after.starts_with(joined)
            && !NAMES.iter().any(|name| self.after.starts_with(name))
    }

    /// X年, X月, ×人: one cross for a figure. Not 3×4, not X光.
    fn is_lone_cross(&self) -> bool {
        const UNITS: [&str; 16] = [
            "年", "月", "日", "万元", "元", "％", "%", "人", "个", "户", "名", "次", "项", "家",
            "县", "局",
        ];
        let counted = UNITS.iter().any(|unit| self.after.starts_with(unit));
        let begins = self.before.chars().next_back();
        let free = begins.is_none_or(|c| !is_latin(c) && digit(c).is_none() && !is_cross(c));
        // 甲×人 and the like multiply; behind an operator or a mark, or at the start, X is a blank.
        counted
            && free
            && begins.is_none_or(|c| "≥≤＞＜＝><=（(，。；：、约达第共至前于到年月".contains(c))
    }

    /// With the 20 before it where it is a year.
    fn whole(&self) -> Range<usize> {
        let head = if self.crosses >= 2 && self.is_year() { 2 } else { 0 };
        self.range.start - head..self.range.end
    }
}

/// Letters and figures of half width: what codes and Latin words are made of.
fn is_latin(c: char) -> bool {
    c.is_ascii_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::placeholders;

    fn found(text: &str) -> Vec<&str> {
        placeholders(text, false).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn blanks_to_fill_are_found() {
        assert_eq!(found("XX县教育局XXX年"), ["XX", "XXX"]);
        assert_eq!(found("××县20××年"), ["××", "20××"]);
        assert_eq!(found("〔20XX〕"), ["20XX"]);
        assert_eq!(found("完成＿＿＿项，支出____万元"), ["＿＿＿", "____"]);
        assert_eq!(found("于X年X月前完成，≥X人"), ["X", "X", "X"]);
    }

    #[test]
    fn what_only_looks_like_a_blank_is_not() {
        for text in [
            "型号XX-200",
            "工作服XXL码",
            "X光检查",
            "3×4米",
            "4×100米接力",
            "100×500元",
            "Linux系统",
            "max_value",
            "VXXI",
            "HXX200型",
            "甲x乙",
            "长×宽×高",
            "XX染色体",
            "第X光机",
            "示范区×个体户",
        ] {
            assert_eq!(found(text), Vec::<&str>::new(), "{text}");
        }
        assert!(placeholders("99032126P00XX10010001", true).is_empty());
        assert_eq!(placeholders("99032126PXXXXXXXXXXXX", true).len(), 1);
    }
}
