//! Which column of a sheet fills which input: by label, by synonym, by what was chosen before.

use std::collections::BTreeMap;

use crate::definition::Definition;
use crate::field::MoneyUnit;
use crate::normal::{alike, begins, first, holds, normal};
use model::cell::{Cell, PROBLEMS};

/// How the columns of a sheet fill the inputs of a definition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matching {
    /// For each input of the definition the column that fills it, if one does.
    pub columns: Vec<Option<Matched>>,
    /// Columns that fill nothing.
    pub unmatched: Vec<Unmatched>,
    /// Inputs that several columns could fill; the first of them was taken.
    pub ambiguous: Vec<usize>,
    /// Required inputs that no column fills.
    pub missing: Vec<usize>,
    /// The place of the row with the headings among the rows that were given.
    pub header: usize,
    /// The place of the first row below the headings.
    pub data: usize,
}

/// A column that fills an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matched {
    /// Its place in the sheet, from 0.
    pub at: usize,
    /// Its heading as it stands.
    pub heading: String,
    /// The unit of money in its heading.
    pub unit: Option<MoneyUnit>,
}

/// A column that fills nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmatched {
    /// Its place in the sheet, from 0.
    pub at: usize,
    /// Its heading as it stands.
    pub heading: String,
}

/// The headings are looked for in so many first rows.
const DEEPEST: usize = 20;

impl Matching {
    /// The columns in the order of the inputs: for forms and for sheets made by the program.
    pub fn identity(definition: &Definition) -> Matching {
        let column = |(at, input): (usize, &crate::definition::Input)| {
            Some(Matched { at, heading: input.label.clone(), unit: None })
        };
        Matching {
            columns: definition.inputs.iter().enumerate().map(column).collect(),
            ..Matching::default()
        }
    }

    /// Finds the headings in the first rows of a sheet and matches them. Titles may stand above them, and they may
    /// take up two rows of which the upper one has merged cells. `remembered` says which heading filled which
    /// input (its label) before.
    ///
    /// `None` where no row looks like headings.
    pub fn find(
        definition: &Definition,
        rows: &[Vec<&str>],
        remembered: &BTreeMap<String, String>,
    ) -> Option<Matching> {
        let mut best: Option<(usize, Matching)> = None;
        for (place, row) in rows.iter().enumerate().take(DEEPEST) {
            let single = Matching::propose(definition, row, remembered);
            let below = rows.get(place + 1).map(|lower| merged(definition, row, lower));
            let double = below.map(|both| {
                let both: Vec<&str> = both.iter().map(String::as_str).collect();
                Matching::propose(definition, &both, remembered)
            });
            let candidates = [(Some(single), 1), (double, 2)];
            for (matching, height) in candidates {
                let Some(mut matching) = matching else { continue };
                let found = matching.columns.iter().flatten().count();
                (matching.header, matching.data) = (place, place + height);
                // A lower row that adds nothing is a row of data, not of headings.
                if best.as_ref().is_none_or(|(most, _)| found > *most) {
                    best = Some((found, matching));
                }
            }
        }
        // Two headings prove a header, one does only where there is but one to find.
        best.filter(|(found, _)| *found >= 2.min(definition.inputs.len()))
            .map(|(_, matching)| matching)
    }

    /// Matches the headings of one row.
    pub fn propose(
        definition: &Definition,
        headings: &[&str],
        remembered: &BTreeMap<String, String>,
    ) -> Matching {
        let cleaned: Vec<(String, Option<MoneyUnit>)> =
            headings.iter().map(|h| heading(h)).collect();
        let mut matching =
            Matching { columns: vec![None; definition.inputs.len()], ..Matching::default() };
        let mut taken = vec![false; headings.len()];
        // The label itself goes before what was chosen once, and that before synonyms.
        for rank in [Rank::Label, Rank::Remembered, Rank::Synonym] {
            for (place, input) in definition.inputs.iter().enumerate() {
                let fits = |name: &str| match rank {
                    Rank::Label => name == heading(&input.label).0,
                    Rank::Remembered => {
                        remembered.get(name).is_some_and(|label| *label == input.label)
                    }
                    Rank::Synonym => input.synonyms.iter().any(|word| name == heading(word).0),
                };
                for (at, (name, unit)) in cleaned.iter().enumerate() {
                    if name.is_empty() || taken.get(at) == Some(&true) || !fits(name) {
                        continue;
                    }
                    let Some(slot) = matching.columns.get_mut(place) else { continue };
                    if slot.is_some() {
                        if !matching.ambiguous.contains(&place) {
                            matching.ambiguous.push(place);
                        }
                        continue;
                    }
                    let raw = headings.get(at).copied().unwrap_or_default();
                    *slot = Some(Matched { at, heading: raw.into(), unit: *unit });
                    if let Some(taken) = taken.get_mut(at) {
                        *taken = true;
                    }
                }
            }
        }
        matching.leftovers(definition, headings, &cleaned, &taken);
        matching
    }

    fn leftovers(
        &mut self,
        definition: &Definition,
        headings: &[&str],
        cleaned: &[(String, Option<MoneyUnit>)],
        taken: &[bool],
    ) {
        for (at, heading) in headings.iter().enumerate() {
            let name = cleaned.get(at).map_or("", |(name, _)| name);
            let ignored =
                matches!(name, "" | "序号" | "编号" | "行号" | "no" | "no.") || name == PROBLEMS;
            if !ignored && taken.get(at) != Some(&true) {
                self.unmatched.push(Unmatched { at, heading: (*heading).into() });
            }
        }
        let is_missing = |(place, input): (usize, &crate::definition::Input)| {
            let filled = self.columns.get(place).is_some_and(Option::is_some);
            (input.required && !filled).then_some(place)
        };
        self.missing = definition.inputs.iter().enumerate().filter_map(is_missing).collect();
    }

    /// Whether a row below the headings is none of the register's: blank, a total, the headings again, or who signs
    /// below the table.
    pub fn passes_over(&self, cells: &[Cell]) -> bool {
        const TOTALS: &[&str] = &["合计", "总计", "小计", "本页小计", "本页合计", "累计"];
        const SIGNS: &[&str] = &[
            "制表",
            "填表",
            "审核人",
            "复核人",
            "负责人",
            "单位负责人",
            "经办人",
            "填报",
            "单位盖章",
            "注:",
            "备注:",
            "说明:",
        ];
        let mut filled = cells.iter().filter(|cell| !cell.is_blank()).map(text);
        let Some(left) = filled.next() else { return true };
        let second = filled.next().unwrap_or_default();
        let of = |text, words: &'static [&str]| {
            let begin = first(text);
            words.iter().copied().filter(move |word| begin.is_some_and(|c| word.starts_with(c)))
        };
        let is_total = |text| of(text, TOTALS).any(|total| alike(text, total));
        if is_total(left) || is_total(second) {
            return true;
        }
        let signs = of(left, SIGNS).any(|word| begins(left, word)) && holds(left, ':');
        let matched = self.columns.iter().flatten();
        let again = |column: &&Matched| {
            cells.get(column.at).is_some_and(|cell| alike(text(cell), &column.heading))
        };
        let same = matched.clone().filter(again).count();
        signs || same >= 2 && same * 2 > matched.count()
    }

    /// What to remember of it: which heading filled which input.
    pub fn to_remember(&self, definition: &Definition) -> BTreeMap<String, String> {
        let pairs = self.columns.iter().zip(&definition.inputs);
        pairs
            .filter_map(|(column, input)| {
                Some((heading(&column.as_ref()?.heading).0, input.label.clone()))
            })
            .collect()
    }

    /// Fills an input with another column, or with none: what a person decides.
    pub fn choose(&mut self, definition: &Definition, input: usize, column: Option<(usize, &str)>) {
        for slot in &mut self.columns {
            if slot.as_ref().is_some_and(|matched| Some(matched.at) == column.map(|(at, _)| at)) {
                *slot = None;
            }
        }
        if let Some(slot) = self.columns.get_mut(input) {
            *slot =
                column.map(|(at, raw)| Matched { at, heading: raw.into(), unit: heading(raw).1 });
        }
        self.unmatched.retain(|unmatched| Some(unmatched.at) != column.map(|(at, _)| at));
        self.ambiguous.retain(|place| *place != input);
        let required = definition.inputs.get(input).is_some_and(|input| input.required);
        self.missing.retain(|place| *place != input);
        if required && column.is_none() {
            self.missing.push(input);
        }
    }
}

#[derive(Clone, Copy)]
enum Rank {
    Label,
    Remembered,
    Synonym,
}

/// Two rows of headings as one. An upper cell that is merged reaches to the right: where it makes one of the
/// register's headings together with the cell below (成员 over 姓名), both are taken, else the lower one alone.
fn merged(definition: &Definition, upper: &[&str], lower: &[&str]) -> Vec<String> {
    let known = |words: &str| {
        let name = heading(words).0;
        let mut all =
            definition.inputs.iter().flat_map(|i| std::iter::once(&i.label).chain(&i.synonyms));
        all.any(|word| heading(word).0 == name)
    };
    let mut reaching = "";
    let one = |at: usize| {
        let below = lower.get(at).copied().unwrap_or_default().trim();
        let above = upper.get(at).copied().unwrap_or_default().trim();
        reaching = if above.is_empty() { reaching } else { above };
        let both = format!("{reaching}{below}");
        match (below.is_empty(), known(&both)) {
            (true, _) => above.to_owned(),
            (false, true) => both,
            (false, false) => below.to_owned(),
        }
    };
    (0..upper.len().max(lower.len())).map(one).collect()
}

/// A heading as it is compared, and the unit of money that it names in brackets or behind a slash.
pub(crate) fn heading(raw: &str) -> (String, Option<MoneyUnit>) {
    let mut name = normal(raw);
    let mut unit = None;
    for (suffix, meant) in [
        ("(万元)", Some(MoneyUnit::Wan)),
        ("(元)", Some(MoneyUnit::Yuan)),
        ("/万元", Some(MoneyUnit::Wan)),
        ("/元", Some(MoneyUnit::Yuan)),
        ("单位:万元", Some(MoneyUnit::Wan)),
        ("单位:元", Some(MoneyUnit::Yuan)),
    ] {
        if let Some(rest) = name.strip_suffix(suffix) {
            name = rest.into();
            unit = meant;
        }
    }
    if let Some(at) = name.find('(').filter(|at| *at > 0 && name.ends_with(')')) {
        // What stands in brackets behind a heading explains it.
        name.truncate(at);
    }
    (name.trim_end_matches([':', ',']).into(), unit)
}

/// The words in a cell; none where it holds something else.
fn text<'c>(cell: &Cell<'c>) -> &'c str {
    match *cell {
        Cell::Text(text) => text,
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_compared_without_decoration() {
        assert_eq!(heading(" 救助 金额（万元） "), ("救助金额".into(), Some(MoneyUnit::Wan)));
        assert_eq!(heading("*姓名："), ("姓名".into(), None));
        assert_eq!(heading("发放日期（年月日）"), ("发放日期".into(), None));
    }
}
