//! The statements of others, with an index that tells at once which of them to look into.
//!
//! A folder of a thousand statements compared with each other is a million pairs, nearly all of which
//! have nothing in common. The index holds some of the runs of signs of every leaf, chosen by the signs
//! themselves (winnowing), so that any passage long enough has one of them wherever it stands.

use ground::Words;
use model::statement::Statement;

use crate::copies::{ANY_HOLDS_ONE, chosen_runs};

/// Another statement, by the name of its file.
#[derive(Clone, Copy, Debug)]
pub struct Other<'s> {
    /// What the user calls it.
    pub name: &'s str,
    /// The statement.
    pub statement: &'s Statement,
}

/// Statements to compare with.
#[derive(Debug, Default)]
pub struct Others<'s> {
    all: Vec<Other<'s>>,
    /// What their writers worded themselves, in order, with the number of the statement.
    leaves: Vec<(usize, &'s Words)>,
    /// The chosen runs of the leaves with the numbers of the leaves, in order.
    runs: Vec<(u64, u32)>,
}

impl<'s> Others<'s> {
    /// Takes the statements in; done once for all that are compared with them.
    pub fn new(all: Vec<Other<'s>>) -> Others<'s> {
        let mut leaves = Vec::new();
        let mut runs = Vec::new();
        for (number, other) in all.iter().enumerate() {
            for (locus, words) in other.statement.leaves() {
                if locus.is_free_text() {
                    let leaf = u32::try_from(leaves.len()).unwrap_or(u32::MAX);
                    chosen_runs(&words.text, |run| runs.push((run, leaf)));
                    leaves.push((number, words));
                }
            }
        }
        runs.sort_unstable();
        runs.dedup();
        Others { all, leaves, runs }
    }

    /// The others, in order.
    pub fn all(&self) -> &[Other<'s>] {
        &self.all
    }

    /// The statements that may have passages of `least` signs in common with `own`, in order, each
    /// with the leaves in which these may stand; the one with the number `itself` is left out.
    pub(crate) fn akin<'o>(
        &'o self,
        own: &[&Words],
        least: usize,
        itself: Option<usize>,
    ) -> Vec<(&'o Other<'s>, Vec<&'s Words>)> {
        let mut akin: Vec<(&Other<'s>, Vec<&'s Words>)> = Vec::new();
        let mut last = None;
        for (number, words) in self.candidates(own, least) {
            if Some(number) == itself || words.text.len() <= least {
                continue;
            }
            let Some(other) = self.all.get(number) else { continue };
            match akin.last_mut().filter(|_| last == Some(number)) {
                Some((_, leaves)) => leaves.push(words),
                None => akin.push((other, vec![words])),
            }
            last = Some(number);
        }
        akin
    }

    fn candidates(&self, own: &[&Words], least: usize) -> Vec<(usize, &'s Words)> {
        if least < ANY_HOLDS_ONE {
            return self.leaves.clone();
        }
        let mut found: Vec<u32> = Vec::new();
        for words in own {
            chosen_runs(&words.text, |run| {
                let first = self.runs.partition_point(|(known, _)| *known < run);
                let same = self.runs.iter().skip(first).take_while(|(known, _)| *known == run);
                found.extend(same.map(|(_, leaf)| *leaf));
            });
        }
        found.sort_unstable();
        found.dedup();
        found.into_iter().filter_map(|leaf| self.leaves.get(leaf as usize).copied()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names of the others that the index leads to from the purpose of the first.
    fn led_to(purposes: &[&str], least: usize) -> Vec<String> {
        let statements: Vec<Statement> = purposes
            .iter()
            .map(|purpose| {
                let text = format!("项目编码\t1\n项目名称\t甲\n资金用途\t{purpose}\n");
                read::read("x.txt", text.as_bytes()).statement
            })
            .collect();
        let name = ["甲", "乙", "丙"];
        let all = statements.iter().zip(name);
        let others = Others::new(all.map(|(statement, name)| Other { name, statement }).collect());
        let own = statements[0].projects[0].purpose.as_ref().unwrap();
        let akin = others.akin(&[own], least, Some(0));
        akin.iter().map(|(other, leaves)| format!("{}{}", other.name, leaves.len())).collect()
    }

    #[test]
    fn the_index_leads_to_every_long_common_passage() {
        let signs: String = ('\u{4e00}'..).take(300).collect();
        let passage = |from: usize, count: usize| -> String {
            signs.chars().skip(from).take(count).collect()
        };
        for from in [0, 1, 7, 100, 259] {
            let copied = format!("春夏{}秋冬", passage(from, ANY_HOLDS_ONE));
            let found = led_to(&[&signs, "东南西北", &copied], ANY_HOLDS_ONE);
            assert_eq!(found, ["丙1"], "{from}");
        }
        let short = format!("春夏{}秋冬", passage(20, 20));
        assert!(led_to(&[&signs, &short, "东"], ANY_HOLDS_ONE).is_empty());
        assert_eq!(led_to(&[&signs, &short, "东"], 10), ["乙1"]);
    }
}
