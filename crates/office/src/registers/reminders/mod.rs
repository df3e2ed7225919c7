//! What comes due in the registers: counted for those who keep them, and told one by one.
//!
//! A reminder is a plan of the room `register`; here it becomes conditions on columns, and one query for each of its
//! ways to a day. No register is loaded for it.

mod asking;
pub mod by_day;
mod days;

use std::collections::{BTreeMap, BTreeSet};

use ground::Day;
use register::{Figures, Plus, Reminder, When};
use store::organisations::Organisation;
use store::registers::aggregate::{Aggregate, Figure, aggregate};
use store::registers::conditions::{Condition, Test};
use store::registers::crossing as asked;
use store::registers::list::{Asked, Counting, Ordered};
use store::registers::stamps::LINKS;
use store::registers::{self as kept};
use store::{Cell, Tx};

use super::crossing;
use super::sight::{Sight, Wish};
use super::{Registers, showing};
use crate::{Asker, Office, OfficeError, Permission};
use days::{Added, Stretch, Ways, days_between, moved};

/// Entries of a page.
pub const PAGE: usize = 50;
/// More entries than these are counted, and not listed.
pub const MOST: usize = 1000;

/// A reminder, and how much comes due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReminderLine {
    /// Its name.
    pub name: String,
    /// What comes due.
    pub title: String,
    /// Why.
    pub about: String,
    /// What to do.
    pub help: String,
    /// The register by name and title.
    pub register: (String, String),
    /// How many come due within the days ahead.
    pub coming: i64,
    /// How many are past their day.
    pub overdue: i64,
    /// How many days ahead they are told.
    pub ahead: i64,
}

/// What one reminder tells.
#[derive(Clone, Debug)]
pub struct Reminded {
    /// What the asker may see and do.
    pub sight: Sight,
    /// The reminder.
    pub line: ReminderLine,
    /// A page of what comes due, the earliest day first.
    pub items: Vec<DueEntry>,
    /// How many can be listed.
    pub listed: usize,
}

/// An entry that comes due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueEntry {
    /// The organisation it belongs to.
    pub owner: String,
    /// Its number.
    pub id: i64,
    /// Its name, as far as it is seen.
    pub called: String,
    /// Its state in Chinese.
    pub state: String,
    /// Its day.
    pub due_on: Day,
    /// How many days are left; less than 0: it is past.
    pub left: i64,
}

/// An entry with the day of its field.
struct Found {
    owner: String,
    id: i64,
    day: Day,
}

impl Office {
    /// All reminders with how much comes due in the registers of an organisation, those with most past first.
    ///
    /// # Errors
    /// If the asker may not see the registers.
    pub async fn reminders(
        &self,
        asker: &Asker,
        owner: &str,
    ) -> Result<Vec<ReminderLine>, OfficeError> {
        let all = self.registers().await?;
        let (_, sight) = self.sight_into(asker, owner, Permission::ReadRegisters).await?;
        Ok(self.reminded(&all, &sight).await?.as_ref().clone())
    }

    /// How many entries of the asker's own organisation are past their day, for one who keeps its registers; `None`
    /// for all others, and where there are no registers.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn overdue_entries(&self, asker: &Asker) -> Result<Option<i64>, OfficeError> {
        if self.vault.is_none() || !asker.may(Permission::WriteRegisters) {
            return Ok(None);
        }
        let all = self.registers().await?;
        let (mut tx, _) = self.look(asker, Permission::WriteRegisters).await?;
        let Ok(sight) = self.sight(&mut tx, asker, &asker.home).await else { return Ok(None) };
        drop(tx);
        if !sight.may_write {
            return Ok(None);
        }
        let lines = self.reminded(&all, &sight).await?;
        Ok(Some(lines.iter().map(|line| line.overdue).sum()))
    }

    /// A page of what one reminder tells.
    ///
    /// # Errors
    /// If the asker may not see the registers, or there is no such reminder.
    pub async fn due_entries(
        &self,
        asker: &Asker,
        owner: &str,
        name: &str,
        page: usize,
        wish: Wish,
    ) -> Result<Reminded, OfficeError> {
        let all = self.registers().await?;
        let reminder = all.definitions().reminders().iter().find(|one| one.name == name);
        let reminder = reminder.ok_or(OfficeError::Missing { what: "这项提醒" })?;
        let register = all.get(&reminder.register)?;
        let (mut tx, sight) = self.sight_into(asker, owner, Permission::ReadRegisters).await?;
        let line = self.counted_one(&mut tx, &all, &sight, reminder).await?;
        let today = self.now().day();
        let mut found = Vec::new();
        for when in &reminder.whens {
            let Some(ways) = self.way(&sight, reminder, when) else { continue };
            for mut one in self.come_due(&mut tx, &all, &sight, reminder, when, &ways.told).await? {
                one.day = ways.due(one.day);
                found.push(one);
            }
        }
        found.sort_by(|one, other| {
            (one.day, &one.owner, one.id).cmp(&(other.day, &other.owner, other.id))
        });
        found.truncate(MOST);
        let listed = found.len();
        let mut entries = Vec::new();
        for one in found.into_iter().skip(page.saturating_mul(PAGE)).take(PAGE) {
            let kept = showing::find(&mut tx, &sight, register, &one.owner, one.id).await?;
            entries.push((register.entry(&kept.cells, &kept.state), one));
        }
        drop(tx);
        let object = format!("到期提醒/{name}");
        let sight = self.granted(asker, sight, wish, register.definition, &object).await?;
        let item = |(entry, one): (register::Entry, Found)| DueEntry {
            called: showing::called(&all, register.definition, &entry, &sight),
            state: showing::state_label(register.definition, &entry),
            left: days_between(today, one.day),
            due_on: one.day,
            owner: one.owner,
            id: one.id,
        };
        let items = entries.into_iter().map(item).collect();
        Ok(Reminded { line, items, listed, sight })
    }

    /// Counts what comes due in the registers of an organisation, for whoever asks next.
    pub(crate) async fn remind(&self, owner: Organisation) -> Result<(), OfficeError> {
        let all = self.registers().await?;
        self.reminded(&all, &Sight::at_console(owner)).await.map(|_| ())
    }

    /// Counted once until the next act.
    async fn reminded(
        &self,
        all: &Registers,
        sight: &Sight,
    ) -> Result<std::sync::Arc<Vec<ReminderLine>>, OfficeError> {
        let name = format!("reminders/{}/{}", sight.owner.path, self.now().day());
        self.remembered(name, Box::pin(self.counted_all(all, sight))).await
    }

    async fn counted_all(
        &self,
        all: &Registers,
        sight: &Sight,
    ) -> Result<Vec<ReminderLine>, OfficeError> {
        let mut tx = self.store.read().await?;
        let stamps = self.figures.stamps(&mut tx, &sight.scope()).await?;
        let (owner, today) = (&sight.owner, self.now().day());
        let mut lines = Vec::new();
        for reminder in all.definitions().reminders() {
            let asked = self.asked_of(all, sight, reminder)?;
            let asked = asked.iter().map(String::as_str).chain([LINKS]);
            let name = format!("{}/{}/{}/{today}", reminder.name, owner.path, owner.region);
            let count = self.counted_one(&mut tx, all, sight, reminder);
            let line = self.remembered_while(name, stamps.stand(asked), Box::pin(count)).await?;
            lines.push(line.as_ref().clone());
        }
        lines.sort_by_key(|line| std::cmp::Reverse((line.overdue, line.coming)));
        Ok(lines)
    }

    /// The registers that a reminder asks.
    fn asked_of(
        &self,
        all: &Registers,
        sight: &Sight,
        reminder: &Reminder,
    ) -> Result<BTreeSet<String>, OfficeError> {
        let mut asked = BTreeSet::from([reminder.register.clone()]);
        for when in &reminder.whens {
            let Some(ways) = self.way(sight, reminder, when) else { continue };
            if let Some(related) = self.related(all, sight, reminder, when, &ways.told)? {
                asked.extend(
                    [&related.subject, &related.other].map(|one| one.table.register.clone()),
                );
            }
        }
        Ok(asked)
    }

    async fn counted_one(
        &self,
        tx: &mut Tx,
        all: &Registers,
        sight: &Sight,
        reminder: &Reminder,
    ) -> Result<ReminderLine, OfficeError> {
        let (mut told, mut overdue) = (0, 0);
        for when in &reminder.whens {
            let Some(ways) = self.way(sight, reminder, when) else { continue };
            told += self.count(tx, all, sight, reminder, when, &ways.told).await?;
            overdue += self.count(tx, all, sight, reminder, when, &ways.past).await?;
        }
        let title = all.get(&reminder.register)?.definition.title.clone();
        Ok(ReminderLine {
            name: reminder.name.clone(),
            title: reminder.title.clone(),
            about: reminder.about.clone(),
            help: reminder.help.clone(),
            register: (reminder.register.clone(), title),
            coming: told - overdue,
            overdue,
            ahead: reminder.ahead,
        })
    }

    /// Which days of the field are told and which are past; `None` where a figure is in force nowhere.
    fn way(&self, sight: &Sight, reminder: &Reminder, when: &When) -> Option<Ways> {
        let today = self.now().day();
        let plus = match &when.plus {
            Plus::Days(days) => Added::Days(*days),
            Plus::Months(months) => Added::Months(*months),
            Plus::MonthsOf(figure) => {
                let figures = Figures::of(&self.rulebook, &sight.owner.region);
                let months = figures.at(figure, today)?;
                Added::Months(months.trunc().try_into().ok()?)
            }
        };
        let ago = |days: i64| plus.before(moved(today, Added::Days(days.saturating_neg())));
        let from = reminder.forget.map(ago);
        let until = |days| plus.before(moved(today, Added::Days(days)));
        Some(Ways {
            plus,
            told: Stretch { from, until: until(reminder.ahead) },
            past: Stretch { from, until: until(-1) },
        })
    }

    async fn count(
        &self,
        tx: &mut Tx,
        all: &Registers,
        sight: &Sight,
        reminder: &Reminder,
        when: &When,
        stretch: &Stretch,
    ) -> Result<i64, OfficeError> {
        let scope = sight.scope();
        if let Some(related) = self.related(all, sight, reminder, when, stretch)? {
            return Ok(asked::count_related(tx, &scope, &related).await?);
        }
        let side = self.side(all, sight, reminder, when, stretch)?;
        let figures = vec![Figure::Count];
        let asked = Aggregate { conditions: side.conditions, by: Vec::new(), figures };
        let groups = aggregate(tx, &scope, side.table, &asked).await?;
        let count = groups.first().and_then(|group| group.figures.first());
        Ok(if let Some(Cell::Number(count)) = count { *count } else { 0 })
    }

    async fn come_due(
        &self,
        tx: &mut Tx,
        all: &Registers,
        sight: &Sight,
        reminder: &Reminder,
        when: &When,
        stretch: &Stretch,
    ) -> Result<Vec<Found>, OfficeError> {
        let scope = sight.scope();
        let take = MOST as u64;
        let Some(related) = self.related(all, sight, reminder, when, stretch)? else {
            let side = self.side(all, sight, reminder, when, stretch)?;
            let column = self.day_column(all, reminder, when)?;
            let asked = Asked {
                conditions: side.conditions,
                columns: vec![column.clone()],
                order: Ordered::Rising(column),
                counting: Counting::Not,
                take,
                ..Asked::default()
            };
            let listed = kept::list::list(tx, &scope, side.table, &asked).await?.entries;
            return Ok(listed.into_iter().filter_map(found_in).collect());
        };
        let pairs = asked::related(tx, &scope, &related, take, None).await?;
        // Where the day stands in the other entry, that one is asked; it is there at most once for each key.
        let column = self.day_column(all, reminder, when)?;
        let dated = if when.through.is_some() { &related.other } else { &related.subject };
        let number = |pair: &asked::Pair| match when.through {
            Some(_) => pair.other,
            None => Some(pair.id),
        };
        let mut ids: BTreeMap<&str, Vec<Cell>> = BTreeMap::new();
        for (pair, id) in pairs.iter().filter_map(|pair| Some((pair, number(pair)?))) {
            ids.entry(&pair.owner).or_default().push(Cell::Number(id));
        }
        let mut days: BTreeMap<(String, i64), Day> = BTreeMap::new();
        // Numbers count up within each owner's register.
        for (owner, ids) in ids {
            let of_it = Condition::new("owner", Test::Is(Cell::Text(owner.to_owned())));
            let asked = Asked {
                conditions: vec![of_it, Condition::new("id", Test::In(ids))],
                columns: vec![column.clone()],
                counting: Counting::Not,
                take,
                ..Asked::default()
            };
            let entries = kept::list::list(tx, &scope, dated.table, &asked).await?.entries;
            let found = entries.into_iter().filter_map(found_in);
            days.extend(found.map(|one| ((one.owner, one.id), one.day)));
        }
        let found = |pair: asked::Pair| {
            let day = days.get(&(pair.owner.clone(), number(&pair)?))?;
            Some(Found { owner: pair.owner, id: pair.id, day: *day })
        };
        Ok(pairs.into_iter().filter_map(found).collect())
    }
}

/// By which columns entries that come due are found, for each register.
pub(super) fn indexes(definitions: &register::Definitions) -> BTreeMap<String, Vec<Vec<String>>> {
    let mut all: BTreeMap<String, Vec<Vec<String>>> = BTreeMap::new();
    for reminder in definitions.reminders() {
        for when in reminder.whens.iter().filter(|when| when.through.is_none()) {
            let Some(definition) = definitions.definition(&reminder.register) else { continue };
            let Ok(column) = crossing::last_day(definition, when.by) else { continue };
            let of_it = all.entry(reminder.register.clone()).or_default();
            if !of_it.contains(&vec![column.clone()]) {
                of_it.push(vec![column]);
            }
        }
    }
    all
}

/// An entry of which one column was asked, a day.
fn found_in(entry: kept::Entry) -> Option<Found> {
    let Some(Cell::Text(day)) = entry.cells.first() else { return None };
    Some(Found { day: day.parse().ok()?, owner: entry.owner, id: entry.id })
}
