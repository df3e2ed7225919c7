//! What checks over several registers find, for those who keep them.

use std::collections::BTreeMap;

use ground::Severity;
use register::{CrossCheck, Entry, show};
use store::organisations::Organisation;
use store::registers::crossing::{self as asked, Pair};
use store::{Scope, Tx};

use super::crossing::{self, Against, Finding, Question, Spot};
use super::sight::{Sight, Wish};
use super::{Registers, showing};
use crate::{Asker, Office, OfficeError, Permission};

/// The most findings of a page.
pub const MOST: u64 = 50;
/// What stands where an entry cannot be read any more.
const GONE: &str = "（已删除）";

/// A check, and how much it finds.
#[derive(Clone, Debug)]
pub struct CheckLine {
    /// Its code.
    pub code: String,
    /// The fault as a heading.
    pub title: String,
    /// What is checked.
    pub about: String,
    /// How grave it is.
    pub severity: Severity,
    /// The registers that it speaks of, by name and title.
    pub registers: Vec<(String, String)>,
    /// How many it finds, or why it cannot be asked.
    pub found: Result<i64, String>,
}

/// What one check finds.
#[derive(Clone, Debug)]
pub struct Checked {
    /// What the asker may see and do.
    pub sight: Sight,
    /// The check.
    pub check: CheckLine,
    /// A page of what it finds.
    pub findings: Vec<Finding>,
}

impl Office {
    /// All checks over registers with how much they find, the gravest and most telling first.
    ///
    /// # Errors
    /// If the asker may not see the registers.
    pub async fn cross_checks(
        &self,
        asker: &Asker,
        owner: &str,
    ) -> Result<Vec<CheckLine>, OfficeError> {
        let all = self.registers().await?;
        let (_, sight) = self.sight_into(asker, owner, Permission::ReadRegisters).await?;
        let name = format!("cross/{}/{}", sight.owner.path, self.now().day());
        let lines = self.remembered(name, Box::pin(self.counted(&all, &sight))).await?;
        Ok(lines.as_ref().clone())
    }

    async fn counted(&self, all: &Registers, sight: &Sight) -> Result<Vec<CheckLine>, OfficeError> {
        let mut tx = self.store.read().await?;
        let mut lines = Vec::new();
        for check in all.definitions().cross_checks() {
            let found = match crossing::compile(check, &self.against(all, &sight.owner)) {
                Ok(question) => Ok(count(&mut tx, &sight.scope(), &question).await?),
                Err(why) => Err(why.to_string()),
            };
            lines.push(line(all, check, found));
        }
        let none = |line: &CheckLine| !line.found.as_ref().is_ok_and(|count| *count > 0);
        lines.sort_by_key(|line| (none(line), std::cmp::Reverse(line.severity)));
        Ok(lines)
    }

    /// A page of what one check finds, in words for the asker.
    ///
    /// # Errors
    /// If the asker may not see the registers, or there is no such check.
    pub async fn cross_findings(
        &self,
        asker: &Asker,
        owner: &str,
        code: &str,
        page: u64,
        wish: Wish,
    ) -> Result<Checked, OfficeError> {
        let all = self.registers().await?;
        let mut checks = all.definitions().cross_checks().iter();
        let check = checks.find(|check| check.code.as_str() == code);
        let check = check.ok_or(OfficeError::Missing { what: "这项核对" })?;
        let (mut tx, sight) = self.sight_into(asker, owner, Permission::ReadRegisters).await?;
        let question = crossing::compile(check, &self.against(&all, &sight.owner))
            .map_err(|why| OfficeError::Machine(why.to_string()))?;
        let found = count(&mut tx, &sight.scope(), &question).await?;
        let hits = hits(&mut tx, &sight, &question, page).await?;
        let mut wanted: BTreeMap<String, Vec<(String, i64)>> = BTreeMap::new();
        for (owner, register, id) in hits.entries(check) {
            wanted.entry(register).or_default().push((owner, id));
        }
        let mut entries = BTreeMap::new();
        for (register, wanted) in wanted {
            let there = all.get(&register)?;
            for ((owner, id), kept) in showing::find_all(&mut tx, &sight, there, &wanted).await? {
                let entry = there.entry(&kept.cells, &kept.state);
                entries.insert((owner, register.clone(), id), entry);
            }
        }
        drop(tx);
        let definition =
            check.registers().first().and_then(|name| all.definitions().definition(name));
        let definition =
            definition.ok_or(OfficeError::Missing { what: "这项核对的台账" })?;
        let sight = self.granted(asker, sight, wish, definition, code).await?;
        let findings = hits.said(check, &all, &sight, &entries);
        Ok(Checked { check: line(&all, check, Ok(found)), findings, sight })
    }

    /// How much a check finds now for an organisation and those below it, whoever asks: what is told is how many and
    /// nothing of the entries. Inside: why it cannot be asked.
    pub(crate) async fn cross_count(
        &self,
        tx: &mut Tx,
        all: &Registers,
        owner: &Organisation,
        code: &str,
    ) -> Result<Result<i64, String>, OfficeError> {
        let mut checks = all.definitions().cross_checks().iter();
        let Some(check) = checks.find(|check| check.code.as_str() == code) else {
            return Ok(Err(format!("没有核对{code}")));
        };
        let scope = Scope::below(vec![owner.path.clone()]);
        match crossing::compile(check, &self.against(all, owner)) {
            Ok(question) => Ok(Ok(count(tx, &scope, &question).await?)),
            Err(why) => Ok(Err(why.to_string())),
        }
    }

    pub(super) fn against<'a>(
        &'a self,
        all: &'a Registers,
        owner: &'a Organisation,
    ) -> Against<'a> {
        Against {
            definitions: all.definitions(),
            tables: all.tables(),
            rulebook: &self.rulebook,
            region: &owner.region,
            today: self.now().day(),
        }
    }
}

/// What the store found.
enum Hits {
    Pairs(Vec<Pair>),
    Groups(Vec<asked::Group>),
}

type Entries = BTreeMap<(String, String, i64), Entry>;

impl Hits {
    /// The entries that are spoken of: owner, register, number.
    fn entries(&self, check: &CrossCheck) -> Vec<(String, String, i64)> {
        let registers = check.registers();
        let register = |at: usize| (*registers.get(at).unwrap_or(&"")).to_owned();
        match self {
            Hits::Pairs(pairs) => pairs
                .iter()
                .flat_map(|pair| {
                    let of = |at: usize, id: i64| (pair.owner.clone(), register(at), id);
                    let other = pair.other.map(|other| of(1, other));
                    std::iter::once(of(0, pair.id)).chain(other)
                })
                .collect(),
            Hits::Groups(groups) => groups
                .iter()
                .filter_map(|group| Some((group.owner.clone(), register(0), *group.first.first()?)))
                .collect(),
        }
    }

    fn said(
        &self,
        check: &CrossCheck,
        all: &Registers,
        sight: &Sight,
        entries: &Entries,
    ) -> Vec<Finding> {
        let definitions = all.definitions();
        let shown = |owner: &str, spot: &Spot<'_>| match spot {
            Spot::Field { entry, place, field } => {
                let key = (owner.to_owned(), entry.register.clone(), entry.id);
                let Some(found) = entries.get(&key) else { return GONE.to_owned() };
                let masking = sight.masking(field);
                show(field, found.value(*place), masking, definitions.lists()).to_string()
            }
            Spot::Sum { field, value } => {
                show(field, Some(value), sight.masking(field), definitions.lists()).to_string()
            }
        };
        match self {
            Hits::Pairs(pairs) => pairs
                .iter()
                .map(|pair| {
                    crossing::of_pair(check, pair, definitions, |spot| shown(&pair.owner, spot))
                })
                .collect(),
            Hits::Groups(groups) => groups
                .iter()
                .map(|group| {
                    crossing::of_group(check, group, definitions, |spot| shown(&group.owner, spot))
                })
                .collect(),
        }
    }
}

async fn count(tx: &mut Tx, scope: &Scope, question: &Question<'_>) -> Result<i64, OfficeError> {
    Ok(match question {
        Question::Related(plan) => asked::count_related(tx, scope, plan).await?,
        Question::Grouped(plan) => asked::count_grouped(tx, scope, plan).await?,
    })
}

async fn hits(
    tx: &mut Tx,
    sight: &Sight,
    question: &Question<'_>,
    page: u64,
) -> Result<Hits, OfficeError> {
    let scope = sight.scope();
    match question {
        Question::Grouped(plan) => {
            let skip = page.saturating_mul(MOST);
            Ok(Hits::Groups(asked::grouped(tx, &scope, plan, MOST, skip).await?))
        }
        Question::Related(plan) => {
            let mut pairs = asked::related(tx, &scope, plan, MOST, None).await?;
            for _ in 0..page.min(200) {
                let Some(last) = pairs.last().map(|pair| (pair.owner.clone(), pair.id)) else {
                    break;
                };
                let after = Some((last.0.as_str(), last.1));
                pairs = asked::related(tx, &scope, plan, MOST, after).await?;
            }
            Ok(Hits::Pairs(pairs))
        }
    }
}

fn line(all: &Registers, check: &CrossCheck, found: Result<i64, String>) -> CheckLine {
    let title = |name: &&str| {
        let definition = all.definitions().definition(name);
        ((*name).to_owned(), definition.map_or_else(String::new, |one| one.title.clone()))
    };
    CheckLine {
        code: check.code.to_string(),
        title: check.title.clone(),
        about: check.about.clone(),
        severity: check.level,
        registers: check.registers().iter().map(title).collect(),
        found,
    }
}
