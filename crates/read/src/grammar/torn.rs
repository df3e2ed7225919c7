//! Puts together rows that were torn: a cell that goes on, in its own column, on a line of its own.

use std::borrow::Cow;

use ground::Source;

use super::labels::label;
use super::tokens::{Level, Token};
use crate::clean;

/// Joins each row that holds nothing but the rest of a cell with the row above it.
///
/// `tokens` are those of a table without exact columns, row by row.
pub(super) fn mended<'b>(source: &Source, tokens: Vec<Token<'b>>) -> Vec<Token<'b>> {
    let mut rows: Vec<Vec<Token<'b>>> = Vec::new();
    for token in tokens {
        match rows.last_mut() {
            Some(row) if row.last().is_some_and(|last| last.row == token.row) => row.push(token),
            _ => rows.push(vec![token]),
        }
    }
    let mut whole: Vec<Vec<Token<'b>>> = Vec::with_capacity(rows.len());
    for row in rows {
        let rest = whole.last().and_then(|above| Some((rest_of(above, &row)?, above)));
        let Some((column, joined)) =
            rest.and_then(|(column, above)| Some((column, join(source, above, &row, column)?)))
        else {
            whole.push(row);
            continue;
        };
        let cell = whole.last_mut().and_then(|above| above.get_mut(column));
        if let Some(cell) = cell {
            *cell = joined;
        }
    }
    whole.into_iter().flatten().collect()
}

/// The column of the only filled cell of `row`, if it can be the rest of the cell above it.
fn rest_of(above: &[Token<'_>], row: &[Token<'_>]) -> Option<usize> {
    let loose = |token: &Token<'_>| token.columns.is_none() && !token.is_line;
    let as_wide = row.len() == above.len() && row.len() > 3;
    if !as_wide || !above.iter().chain(row).all(loose) {
        return None;
    }
    let mut filled = row.iter().enumerate().filter(|(_, token)| !token.is_blank());
    let (column, _) = filled.next()?;
    // One filled cell above could be a heading over the table's whole width.
    let others = above.iter().filter(|token| !token.is_blank()).count() > 1;
    (filled.next().is_none() && others).then_some(column)
}

/// The cell above with its rest. A label goes on only where both together are a label.
fn join<'b>(
    source: &Source,
    above: &[Token<'b>],
    row: &[Token<'b>],
    column: usize,
) -> Option<Token<'b>> {
    let (head, tail) = (above.get(column)?, row.get(column)?);
    let both = format!("{}{}", head.text(), tail.text());
    let (found, level) = (label(&both), Level::of(&both));
    let named = head.label.is_some() || tail.label.is_some();
    let levels = head.level.is_named() || tail.level.is_named();
    let fits = !head.is_blank() && (!named || found.is_some()) && (!levels || level.is_named());
    if !fits {
        return None;
    }
    let words = clean::joined(source, &[&head.words, &tail.words]);
    let mut paragraphs = head.paragraphs().to_vec();
    if head.text().ends_with(['。', '；', '！']) {
        paragraphs.extend(tail.paragraphs().iter().cloned());
    } else {
        paragraphs.clear();
    }
    let (words, paragraphs) = (Cow::Owned(words), Cow::Owned(paragraphs));
    Some(Token { words, paragraphs, label: found, level, ..head.clone() })
}

#[cfg(test)]
mod tests {
    use ground::{Format, Source, Span};

    use super::super::tokens::tokens;
    use crate::clean::{Residue, words};
    use crate::stream::{Block, Cell, Row};

    /// Rows of cells between bars, as the texts of the tokens that come of them.
    fn check(rows: &[&str], expected: &[&str]) {
        let text = rows.join("\n");
        let source = Source::new("a.txt", Format::Text, text.clone(), vec![]);
        let mut at = 0;
        let mut blocks = Vec::new();
        for row in rows {
            let mut cells = Vec::new();
            for cell in row.split('|') {
                let span = Span::new(at..at + cell.len());
                let words = words(&source, &Residue::default(), span);
                cells.push(Cell { words, ..Cell::default() });
                at += cell.len() + 1;
            }
            blocks.push(Block::Row(Row { table: 1, exact: false, cells }));
        }
        let found = tokens(&source, &blocks);
        let found: Vec<&str> =
            found.iter().map(super::Token::text).filter(|text| !text.is_empty()).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn the_rest_of_a_cell_goes_back_to_it() {
        check(
            &[
                "|数量指标|培训人数|参加培训并结|≥40人",
                "|||业的人数|",
                "|质量指标|合格率|合格的|≥95%",
            ],
            &[
                "数量指标",
                "培训人数",
                "参加培训并结业的人数",
                "≥40人",
                "质量指标",
                "合格率",
                "合格的",
                "≥95%",
            ],
        );
        check(
            &["预算规模|预算数|20.00|其他资金|", "及资金用途||||", "|用于培训。|||"],
            &["预算规模及资金用途", "预算数", "20.00", "其他资金", "用于培训。"],
        );
    }

    #[test]
    fn a_row_of_its_own_stays() {
        check(
            &["支出计划|3月底|6月底|10月底", "||100%|"],
            &["支出计划", "3月底", "6月底", "10月底", "100%"],
        );
        check(
            &["产出指标|数量指标|人数|≥4人", "|质量指标||"],
            &["产出指标", "数量指标", "人数", "≥4人", "质量指标"],
        );
    }
}
