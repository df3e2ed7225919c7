//! From scattered glyphs to lines of text.

use pages::{Area, Glyph, Stance};

use super::signs;
use crate::grammar;

/// A line as it stands on the page.
#[derive(Clone, Debug, Default)]
pub(super) struct TextLine {
    /// Its characters, a blank or a tab where a gap means something.
    pub(super) text: String,
    /// The box around it.
    pub(super) area: Area,
    /// Width of a Chinese character in it, 0 if there is none.
    pub(super) em: i32,
    /// Where it ends without the stop at its end, which may hang over the edge.
    pub(super) solid: i32,
    /// Width of its beginning that no line break parts.
    pub(super) head: i32,
    /// The widest gap in it.
    pub(super) widest_gap: i32,
    /// Where it falls apart at wide gaps.
    pub(super) pieces: Vec<Piece>,
    /// Where it falls apart at gaps of a quarter of a character and more.
    pub(super) runs: Vec<Area>,
}

/// A run of characters without a wide gap.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Piece {
    /// Its characters.
    pub(super) text: String,
    /// The box around it.
    pub(super) area: Area,
}

impl TextLine {
    /// Whether its parts stand far from each other: no paragraph has such lines.
    pub(super) fn is_wide_apart(&self) -> bool {
        self.widest_gap > self.size() * 5
    }

    /// Whether it ends in something apart: the page number of a line of the contents.
    pub(super) fn is_parted(&self) -> bool {
        let last = self.pieces.last().filter(|_| self.pieces.len() > 1);
        let ends_in_number =
            last.is_some_and(|piece| piece.text.chars().all(|c| c.is_ascii_digit()));
        ends_in_number || self.is_wide_apart()
    }

    /// The size of its type, as far as it shows.
    pub(super) fn size(&self) -> i32 {
        if self.em > 0 { self.em } else { self.area.height() * 3 / 4 }
    }
}

/// The lines of the glyphs, from top to bottom. The glyphs are put in order on the way.
pub(super) fn lines(glyphs: &mut [Glyph]) -> Vec<TextLine> {
    let turned = turned(glyphs);
    glyphs.sort_by_key(|glyph| {
        let (x, y) = glyph.area.middle();
        (y, x)
    });
    let mut lines = Vec::new();
    let mut open: Vec<Glyph> = Vec::new();
    // The tallest glyph of a line decides what is level with it.
    let mut tallest = Area::default();
    for glyph in glyphs.iter().filter(|glyph| glyph.stance == Stance::Upright) {
        if !open.is_empty() && !is_level(tallest, glyph.area) {
            lines.extend(line(&mut open));
        }
        if open.is_empty() || glyph.area.height() > tallest.height() {
            tallest = glyph.area;
        }
        open.push(*glyph);
    }
    lines.extend(line(&mut open));
    lines.extend(turned);
    lines
}

fn is_level(line: Area, glyph: Area) -> bool {
    let apart = (line.middle().1 - glyph.middle().1).abs();
    apart * 5 <= line.height().max(glyph.height()) * 2
}

/// Text on its side is read in the order of the file.
fn turned(glyphs: &[Glyph]) -> Option<TextLine> {
    let mut found: Option<TextLine> = None;
    for glyph in glyphs.iter().filter(|glyph| glyph.stance == Stance::Turned) {
        let line =
            found.get_or_insert_with(|| TextLine { area: glyph.area, ..TextLine::default() });
        line.text.push(signs::meant(glyph.sign));
        line.area = line.area.with(glyph.area);
    }
    let mut line = found?;
    line.pieces = vec![Piece { text: line.text.clone(), area: line.area }];
    Some(line)
}

/// Makes a line of glyphs that are level.
fn line(open: &mut Vec<Glyph>) -> Option<TextLine> {
    open.sort_by_key(|glyph| (glyph.area.left, glyph.area.right));
    let first = open.first()?;
    let mut line = TextLine { area: first.area, em: em(open), ..TextLine::default() };
    let size = line.size().max(1);
    let mut last: Option<Glyph> = None;
    let mut piece = Piece { area: first.area, ..Piece::default() };
    for (at, glyph) in open.iter().enumerate() {
        let sign = signs::meant(glyph.sign);
        if let Some(last) = last {
            // Bold type may be drawn by writing everything twice, a little apart.
            if last.sign == glyph.sign && (glyph.area.left - last.area.left) * 4 < last.area.width()
            {
                continue;
            }
            let gap = glyph.area.left - last.area.right;
            line.widest_gap = line.widest_gap.max(gap);
            if gap > size && !(gap < 3 * size && are_words(last.sign, sign)) {
                line.text.push('\t');
                line.pieces.push(std::mem::take(&mut piece));
                piece.area = glyph.area;
            } else if gap * 3 > size && is_page(&line.text, open.get(at..).unwrap_or_default()) {
                line.text.push('\t');
                piece.text.push(' ');
            } else if gap * 2 > size || (gap * 7 > size && are_words(last.sign, sign)) {
                line.text.push(' ');
                piece.text.push(' ');
            }
        }
        line.text.push(sign);
        piece.text.push(sign);
        piece.area = piece.area.with(glyph.area);
        line.area = line.area.with(glyph.area);
        match line.runs.last_mut() {
            Some(run) if (glyph.area.left - run.right) * 4 < size => *run = run.with(glyph.area),
            _ => line.runs.push(glyph.area),
        }
        last = Some(*glyph);
    }
    line.pieces.push(piece);
    line.head = head(open);
    line.solid = open
        .iter()
        .rfind(|glyph| !is_closing(glyph.sign))
        .map_or(line.area.right, |glyph| glyph.area.right);
    open.clear();
    Some(line)
}

fn are_words(before: char, behind: char) -> bool {
    before.is_ascii_alphanumeric() && behind.is_ascii_alphanumeric()
}

/// The page number of a line of the contents that left no room for dots.
fn is_page(text: &str, rest: &[Glyph]) -> bool {
    let is_number = rest.len() <= 3 && rest.iter().all(|glyph| glyph.sign.is_ascii_digit());
    is_number && grammar::begins_with_number(text)
}

/// The width of most Chinese characters.
fn em(glyphs: &[Glyph]) -> i32 {
    let wide = |glyph: &&Glyph| matches!(glyph.sign, '\u{2e80}'..='\u{9fff}');
    let widest = glyphs.iter().filter(wide).map(|glyph| glyph.area.width()).max();
    widest.unwrap_or(0)
}

/// What must not begin a line stays with what stands before it.
fn is_closing(sign: char) -> bool {
    "，。、；：？！）》〉”’】〕％%,.;:?!)]｝}…—～·℃°".contains(sign)
}

fn is_opening(sign: char) -> bool {
    "（《〈“‘【〔([｛{￥¥".contains(sign)
}

/// The width of what no line break parts at the beginning of a line: a character or a word, with
/// the brackets and stops around it, and a word right behind those.
fn head(glyphs: &[Glyph]) -> i32 {
    let sign = |at: usize| glyphs.get(at).map(|glyph| glyph.sign);
    let run = |from: usize, is: fn(char) -> bool| {
        let rest = glyphs.get(from..).unwrap_or_default();
        from + rest.iter().take_while(|glyph| is(glyph.sign)).count()
    };
    let mut end = run(0, is_opening);
    loop {
        end = if sign(end).is_some_and(is_word) { word_end(glyphs, end) } else { end + 1 };
        let behind = run(end, is_closing);
        let goes_on = behind > end && sign(behind).is_some_and(is_word);
        end = behind;
        if !goes_on {
            break;
        }
    }
    // Brackets alone on a line were torn from a word too long for it.
    let torn = if end > glyphs.len() { 20 } else { 1 };
    match (glyphs.first(), glyphs.get(end.min(glyphs.len()).saturating_sub(1))) {
        (Some(first), Some(last)) => (last.area.right - first.area.left) * torn,
        _ => 0,
    }
}

/// Where the word that begins with this glyph ends.
fn word_end(glyphs: &[Glyph], from: usize) -> usize {
    let rest = glyphs.get(from..).unwrap_or_default();
    let goes_on = |pair: &[Glyph]| match pair {
        [last, next] => {
            let gap = next.area.left - last.area.right;
            is_word(next.sign) && gap * 8 < next.area.height()
        }
        _ => false,
    };
    from + 1 + rest.windows(2).take_while(|pair| goes_on(pair)).count()
}

fn is_word(sign: char) -> bool {
    sign.is_ascii_graphic() && !is_opening(sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glyphs(text: &str, left: i32, top: i32, width: i32) -> Vec<Glyph> {
        let areas = (0..).map(|at| left + at * width);
        let glyph = |(sign, left): (char, i32)| Glyph {
            sign,
            area: Area { left, top, right: left + width, bottom: top + 1200 },
            stance: Stance::Upright,
        };
        text.chars().zip(areas).map(glyph).filter(|glyph| glyph.sign != ' ').collect()
    }

    #[test]
    fn lines_from_top_to_bottom_and_left_to_right() {
        let mut all = glyphs("第二行", 0, 2000, 1000);
        all.extend(glyphs("第一行", 3000, 10, 1000));
        all.extend(glyphs("从左到", 0, 0, 1000));
        all.reverse();
        let found: Vec<String> = lines(&mut all).into_iter().map(|line| line.text).collect();
        assert_eq!(found, ["从左到第一行", "第二行"]);
    }

    #[test]
    fn wide_gaps_part_a_line_and_narrow_ones_part_words() {
        let mut all = glyphs("Windows 10系统   单位：万元", 0, 0, 1000);
        let line = lines(&mut all).remove(0);
        assert_eq!(line.text, "Windows 10系统\t单位：万元");
        assert_eq!(line.pieces.len(), 2);
        assert_eq!(line.head, 7000);
        assert_eq!(lines(&mut glyphs("（2025）年", 0, 0, 1000)).remove(0).head, 6000);
    }

    #[test]
    fn what_is_written_twice_is_read_once() {
        let mut all = glyphs("加粗", 0, 0, 1000);
        all.extend(glyphs("加粗", 20, 0, 1000));
        assert_eq!(lines(&mut all).remove(0).text, "加粗");
    }
}
