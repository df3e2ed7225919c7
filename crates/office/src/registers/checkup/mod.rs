//! Check-ups and rest for model workers (劳模体检、疗休养) in batches: whom it is for, the roster, and what was done
//! entered in the journal in one go.
//!
//! What keeps somebody out: the file is closed (dead, title revoked, moved away), or the same was given within the
//! period already. Who was on a roster and did not come may come again.

mod candidates;
mod roster;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use ground::{Day, Severity};
use register::{Entry, Value, show};
use store::registers::conditions::{Condition, Test};
use store::registers::list::{Asked, Counting};
use store::registers::{self as kept, Making, entries, entries::Seen};
use store::{Cell, Tx};
use write::document::Document;

use self::candidates::candidates;
use super::sight::{Sight, Wish};
use super::values::column;
use super::{Register, Registers};
use crate::deed::Note;
use crate::{Asker, Office, OfficeError, Permission};

const MODELS: &str = "model_worker";
pub(in crate::registers) const JOURNAL: &str = "model_service";
/// What is given in batches, by its key in the code list.
pub const KINDS: [&str; 2] = ["checkup", "rest"];
/// The most model workers that are looked through.
const MOST: usize = 5000;
/// Of a batch the most, as one person can look through.
const MOST_SERVED: usize = 1000;
/// What is written beside an entry at most, in characters.
const LONGEST: usize = 120;

/// Whom a batch is for.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// One of [`KINDS`].
    pub kind: String,
    /// When it is given.
    pub served_on: Day,
    /// Who was given the same on this day or later is left out.
    pub since: Day,
    /// The state by its name; empty: any.
    pub state: String,
    /// The level of the title by its key; empty: any.
    pub level: String,
    /// Words of the title; empty: any.
    pub title: String,
    /// Whether all are meant or those in hardship.
    pub hardship: Hardship,
}

impl Wanted {
    /// All who were not given it in the year of this day yet.
    pub fn begun(served_on: Day) -> Wanted {
        Wanted {
            kind: KINDS[0].to_owned(),
            served_on,
            since: Day::new(served_on.year(), 1, 1).unwrap_or(served_on),
            state: String::new(),
            level: String::new(),
            title: String::new(),
            hardship: Hardship::Any,
        }
    }
}

/// Whether all are meant or those in hardship.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hardship {
    /// All.
    #[default]
    Any,
    /// Those in hardship.
    Only,
}

/// Those who come into question.
#[derive(Clone, Debug)]
pub struct Candidates {
    /// What the asker may see and do.
    pub sight: Sight,
    /// Those who may take part first.
    pub lines: Vec<CandidateLine>,
    /// How many may take part.
    pub fit: usize,
}

/// A model worker who comes into question.
#[derive(Clone, Debug)]
pub struct CandidateLine {
    /// Whose file it is.
    pub owner: String,
    /// Its number.
    pub id: i64,
    /// Its version.
    pub version: i64,
    /// The name, as far as it is seen.
    pub name: String,
    /// The level of the title in Chinese.
    pub level: String,
    /// The title.
    pub title: String,
    /// Where the person works.
    pub unit: String,
    /// The state in Chinese.
    pub state: String,
    /// When the same was given last.
    pub last: Option<Day>,
    /// What keeps the person out.
    pub refused: Vec<String>,
}

/// A batch as it was done.
#[derive(Clone, Debug)]
pub struct Served {
    /// Whom it was for, and when.
    pub wanted: Wanted,
    /// Where.
    pub place: String,
    /// The number of the decision; empty: none.
    pub decision: String,
    /// What the batch is called; empty: nothing.
    pub batch: String,
    /// Those who took part, as they were seen; with whose file it is.
    pub models: Vec<(String, Seen)>,
}

/// A model worker who was looked through.
struct Candidate {
    kept: kept::Entry,
    entry: Entry,
    last: Option<Day>,
    refused: Vec<String>,
}

impl Office {
    /// The model workers of an organisation who come into question.
    ///
    /// # Errors
    /// If the asker does not keep the register, or what is wanted is not there.
    pub async fn checkup_batch(
        &self,
        asker: &Asker,
        owner: &str,
        wanted: &Wanted,
        wish: Wish,
    ) -> Result<Arc<Candidates>, OfficeError> {
        let made = self.looked_through_models(asker, owner, wanted, wish);
        if wish != Wish::Masked {
            // Whoever sees what is masked otherwise is noted each time.
            return made.await.map(Arc::new);
        }
        let (who, day) = (asker.sight(), self.now().day());
        self.remembered(format!("checkup/{owner}/{wanted:?}/{day}/{who}"), Box::pin(made)).await
    }

    async fn looked_through_models(
        &self,
        asker: &Asker,
        owner: &str,
        wanted: &Wanted,
        wish: Wish,
    ) -> Result<Candidates, OfficeError> {
        let all = self.registers().await?;
        let register = all.get(MODELS)?;
        let (mut tx, sight) = self.sight_into(asker, owner, Permission::WriteRegisters).await?;
        let found = candidates(&mut tx, &all, &sight, wanted).await?;
        drop(tx);
        let sight = self.granted(asker, sight, wish, register.definition, "体检疗休养名单").await?;
        let mut lines: Vec<CandidateLine> =
            found.iter().map(|one| line(register, &sight, one)).collect();
        lines.sort_by_key(|line| !line.refused.is_empty());
        let fit = lines.iter().filter(|line| line.refused.is_empty()).count();
        Ok(Candidates { sight, lines, fit })
    }

    /// The roster of those who may take part, for whoever examines them. It holds whole numbers, and is noted.
    ///
    /// # Errors
    /// If the asker may not see personal data, or nobody may take part.
    pub async fn checkup_roster(
        &self,
        asker: &Asker,
        owner: &str,
        wanted: &Wanted,
    ) -> Result<Document, OfficeError> {
        let all = self.registers().await?;
        let register = all.get(MODELS)?;
        let (mut tx, _) = self.look(asker, Permission::ReadPersonal).await?;
        let sight = self.sight(&mut tx, asker, owner).await?;
        for needed in [Permission::ReadPersonal, Permission::WriteRegisters] {
            asker.require_at(needed, &sight.owner.path)?;
        }
        let mut found = candidates(&mut tx, &all, &sight, wanted).await?;
        drop(tx);
        found.retain(|one| one.refused.is_empty());
        if found.is_empty() {
            return Err(OfficeError::Conflict("没有可以参加的劳模，没有什么可打印的".to_owned()));
        }
        let kind = kind_label(&all, &wanted.kind)?;
        let note = Note {
            act: "导出个人信息",
            owner: owner.to_owned(),
            kind: "台账",
            object: MODELS.to_owned(),
            detail: format!("劳模{kind}名单：{}人", found.len()),
            ..Note::default()
        };
        self.note(asker, note, store::audit::Outcome::Done).await?;
        Ok(roster::roster(register, &sight, &kind, wanted, &found, self.now().day()))
    }

    /// Enters a batch as done: each who took part in the journal, all or none. Gives how many they were.
    ///
    /// # Errors
    /// If the asker may not, one of them may not take part or has changed, or the day is still to come.
    pub async fn serve_models(
        &self,
        asker: &Asker,
        owner: &str,
        served: &Served,
    ) -> Result<usize, OfficeError> {
        let all = self.registers().await?;
        let (register, journal) = (all.get(MODELS)?, all.get(JOURNAL)?);
        let mut deed = self.begin(asker, Permission::WriteRegisters).await?;
        let sight = self.sight_for(&mut deed, owner, Permission::WriteRegisters).await?;
        let kind = kind_label(&all, &served.wanted.kind)?;
        if served.models.is_empty() || served.models.len() > MOST_SERVED {
            let said = format!("请选1到{MOST_SERVED}人");
            return Err(OfficeError::Invalid(said));
        }
        if served.wanted.served_on > deed.now.day() {
            let said = "日期晚于今天。做完以后再登记";
            return Err(OfficeError::field("served_on", said));
        }
        decided(&mut deed.tx, &all, &sight, &served.decision).await?;
        let found = candidates(&mut deed.tx, &all, &sight, &served.wanted).await?;
        let known: BTreeMap<(&str, i64), &Candidate> =
            found.iter().map(|one| ((one.kept.owner.as_str(), one.kept.id), one)).collect();
        let now = deed.now.to_string();
        let checker = journal.checker(&self.rulebook, &sight.owner.region, deed.now.day());
        let mut done = BTreeSet::new();
        for (of, seen) in &served.models {
            let one = known.get(&(of.as_str(), seen.id)).copied();
            let one = still_fit(register, one, *seen)?;
            if !done.insert((of, seen.id)) {
                continue;
            }
            let checked = checker.entry(entered(register, journal, one, served)?);
            let wrong = checked.findings.iter().find(|one| one.severity == Severity::Error);
            if let Some(finding) = wrong {
                let said =
                    format!("第{}号不能记入劳模待遇台账：{}", seen.id, finding.without_value());
                return Err(OfficeError::Invalid(said));
            }
            // Entries of a unit below stay that unit's.
            let making = Making { owner: &one.kept.owner, by: &asker.user, at: &now };
            let cells = journal.cells(&checked.entry);
            entries::insert(&mut deed.tx, &journal.book.table, making, "", cells).await?;
        }
        let count = done.len();
        let note = Note {
            act: "成批登记劳模服务",
            owner: owner.to_owned(),
            kind: "台账",
            object: format!("{JOURNAL}/{}", served.wanted.served_on),
            detail: format!("{kind}：{count}人"),
            ..Note::default()
        };
        deed.done(note).await?;
        Ok(count)
    }
}

/// Refuses a decision that is not in its register.
async fn decided(
    tx: &mut Tx,
    all: &Registers,
    sight: &Sight,
    number: &str,
) -> Result<(), OfficeError> {
    let number = number.trim();
    if number.is_empty() {
        return Ok(());
    }
    let decisions = all.get("decision")?;
    let is_it = Test::Is(Cell::Text(number.to_owned()));
    let conditions = vec![Condition::new(&column(decisions, "number")?, is_it)];
    let asked = Asked { conditions, counting: Counting::Not, take: 1, ..Asked::default() };
    let found = kept::list::list(tx, &sight.scope(), &decisions.book.table, &asked).await?;
    match found.entries.is_empty() {
        false => Ok(()),
        true => {
            let said = format!("会议决定台账里没有“{number}”，请先登记决定，或不填");
            Err(OfficeError::field("decision", said))
        }
    }
}

fn still_fit<'c>(
    register: Register<'_>,
    found: Option<&'c Candidate>,
    seen: Seen,
) -> Result<&'c Candidate, OfficeError> {
    let Some(one) = found.filter(|one| one.kept.version == seen.version) else {
        let title = &register.definition.title;
        let said = format!("{title}第{}号已不在名单之列，或刚刚改过。请刷新后重新选择", seen.id);
        return Err(OfficeError::Conflict(said));
    };
    match one.refused.is_empty() {
        true => Ok(one),
        false => {
            let said = format!("第{}号不能安排：{}", seen.id, one.refused.join("；"));
            Err(OfficeError::Invalid(said))
        }
    }
}

/// What stands in the journal of one who took part.
fn entered(
    register: Register<'_>,
    journal: Register<'_>,
    one: &Candidate,
    served: &Served,
) -> Result<Entry, OfficeError> {
    let short = |text: &str, name: &'static str| {
        let text = text.trim().to_owned();
        match text.chars().count() <= LONGEST {
            true => Ok((!text.is_empty()).then_some(text)),
            false => Err(OfficeError::field(name, format!("请写在{LONGEST}字以内"))),
        }
    };
    let person = register.value(&one.entry, "person").cloned();
    let number = match &person {
        Some(Value::Person(person)) => person.document.as_ref().map(|one| one.number.clone()),
        _ => None,
    };
    let mut entry = journal.definition.blank();
    let mut set = |name: &str, value: Option<Value>| {
        if let Some((place, _)) = journal.definition.field(name) {
            entry.set(place, value);
        }
    };
    set("person", person);
    set("model", number.map(Value::Entry));
    set("kind", Some(Value::Code(served.wanted.kind.clone())));
    set("served_on", Some(Value::Date(served.wanted.served_on)));
    set("attended", Some(Value::YesNo(true)));
    set("place", short(&served.place, "place")?.map(Value::Text));
    set("decision", short(&served.decision, "decision")?.map(Value::Entry));
    set("remark", short(&served.batch, "batch")?.map(Value::Text));
    Ok(entry)
}

fn line(register: Register<'_>, sight: &Sight, one: &Candidate) -> CandidateLine {
    let shown = |name: &str| {
        let Some((place, field)) = register.definition.field(name) else { return String::new() };
        let lists = register.all.definitions().lists();
        show(field, one.entry.value(place), sight.masking(field), lists).to_string()
    };
    CandidateLine {
        owner: one.kept.owner.clone(),
        id: one.kept.id,
        version: one.kept.version,
        name: shown("person"),
        level: shown("level"),
        title: shown("title"),
        unit: shown("unit"),
        state: super::showing::state_label(register.definition, &one.entry),
        last: one.last,
        refused: one.refused.clone(),
    }
}

/// The kind in Chinese, if it is one that is given in batches.
fn kind_label(all: &Registers, kind: &str) -> Result<String, OfficeError> {
    let list = all.definitions().lists().list("model_service");
    let known = list.filter(|_| KINDS.contains(&kind)).and_then(|list| list.code(kind));
    let said = "请选择体检或疗休养";
    known.map(|code| code.label.clone()).ok_or_else(|| OfficeError::field("kind", said))
}
