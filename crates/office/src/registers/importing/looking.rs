//! The preview: every row read and checked, held against the register, and nothing of it kept.

use std::collections::BTreeMap;
use std::sync::Arc;

use ground::{Decimal, Money, Severity};
use register::{Checked, Checker, Matching, Part, RowFinding, Shown, Unmasking, Value, show};
use store::registers as kept;

use super::rows::{Line, Lot, Purpose, Reading};
use super::sheet;
use super::staging::{Staged, sentence};
use super::twins::{Finder, Found, merged};
use super::{Choices, Counts, FindingKind, Preview, RowSaid, SHOWN, SHOWN_GOOD, Said, TwinSaid};
use crate::registers::asking::summed;
use crate::registers::history::changes;
use crate::registers::references::References;
use crate::registers::showing::called;
use crate::registers::sight::Sight;
use crate::registers::{Register, Registers};
use crate::{Asker, Office, OfficeError, Permission};

/// So many kinds of findings are told apart.
const MOST_KINDS: usize = 200;
/// So many row numbers of each are named.
const MOST_NUMBERS: usize = 12;

impl Office {
    pub(super) async fn looked_through(
        &self,
        asker: &Asker,
        register: &str,
        sight: Sight,
        staged: &str,
        choices: &Choices,
    ) -> Result<Preview, OfficeError> {
        let all = self.registers().await?;
        let register = all.get(register)?;
        let (mut tx, _) = self.look(asker, Permission::WriteRegisters).await?;
        let owner = sight.owner.id.clone();
        let staged = self.staged(&mut tx, asker, register, &owner, staged).await?;
        let remembered = super::taking::remembered(&mut tx, register, &owner).await?;
        let known = (remembered, choices);
        let reading = self.reading(&all, register, &sight, &staged, known, Purpose::Look);
        let (opened, rows) = reading.open().await?;
        let mut preview = Preview {
            title: register.definition.title.clone(),
            kind: register.definition.kind,
            owner: sight.owner.clone(),
            file: (staged.name.clone(), staged.digest.clone()),
            sheets: opened.sheets,
            columns: Vec::new(),
            inputs: Vec::new(),
            said: opened.said,
            stops: Vec::new(),
            counts: Counts::default(),
            kinds: Vec::new(),
            bad: Vec::new(),
            warned: Vec::new(),
            labels: Vec::new(),
            good: Vec::new(),
            twins: Vec::new(),
            totals: Vec::new(),
            choices: choices.clone(),
        };
        let sheet = match opened.sheet {
            Ok(sheet) => sheet,
            Err(said) => {
                preview.stops.push(said);
                return Ok(preview);
            }
        };
        preview.columns = sheet::columns(&sheet);
        preview.inputs = sheet::inputs(register.definition, &sheet);
        preview.stops = sheet::stops(register.definition, &sheet);
        if !preview.stops.is_empty() {
            return Ok(preview);
        }
        let today = self.now().day();
        let checker = register.checker(self.rulebook(), &sight.owner.region, today);
        let matching = sheet.matching.clone();
        let mut finder = Finder::begin(&mut tx, register, &sight).await?;
        let mut references = References::of(register, &sight);
        let mut look = Look::new(register, &sight, &checker, &matching, preview);
        let mut lots = rows.begin(finder.against());
        while let Some(mut lot) = lots.recv().await {
            let found = finder.found(&mut tx, &lot.lines).await?;
            let mut rows: Vec<_> = lot
                .lines
                .iter_mut()
                .map(|line| (line.names.as_slice(), &mut line.checked))
                .collect();
            references.look(&mut tx, &mut rows).await?;
            look.take(lot, &mut finder, &found);
        }
        Ok(look.done())
    }

    /// A table that is to be opened and read.
    pub(super) fn reading(
        &self,
        all: &Arc<Registers>,
        register: Register<'_>,
        sight: &Sight,
        staged: &Staged,
        chosen: (BTreeMap<String, String>, &Choices),
        purpose: Purpose,
    ) -> Reading {
        let (remembered, choices) = chosen;
        Reading {
            registers: Arc::clone(all),
            rulebook: Arc::clone(self.rulebook()),
            register: register.name().to_owned(),
            region: sight.owner.region.clone(),
            today: self.now().day(),
            file: staged.name.clone(),
            bytes: Arc::clone(&staged.bytes),
            remembered,
            choices: choices.clone(),
            purpose,
        }
    }
}

/// A preview in the making.
struct Look<'l> {
    register: Register<'l>,
    sight: &'l Sight,
    checker: &'l Checker<'l>,
    matching: &'l Matching,
    preview: Preview,
    kinds: BTreeMap<(String, Option<usize>), FindingKind>,
    summed: Vec<(usize, Decimal, i64)>,
}

impl<'l> Look<'l> {
    fn new(
        register: Register<'l>,
        sight: &'l Sight,
        checker: &'l Checker<'l>,
        matching: &'l Matching,
        mut preview: Preview,
    ) -> Look<'l> {
        let definition = register.definition;
        let labels = definition.list.columns.iter().filter_map(|place| definition.at(*place));
        preview.labels = labels.map(|field| field.label.clone()).collect();
        let summed = summed(definition, sight).into_iter().map(|at| (at, Decimal::ZERO, 0));
        let summed = summed.collect();
        Look { register, sight, checker, matching, preview, kinds: BTreeMap::new(), summed }
    }

    fn take(&mut self, lot: Lot, finder: &mut Finder<'_>, found: &Found) {
        self.preview.counts.passed_over += lot.passed_over;
        self.preview.counts.left_out += lot.left_out;
        for mut line in lot.lines {
            line.checked.findings.extend(finder.again(&line));
            if line.checked.is_sound()
                && let Some(entry) = found.of(&line, finder)
            {
                self.twin(&mut line, entry);
            }
            self.line(&line);
        }
        if let Some(fault) = lot.fault {
            self.preview.stops.push(sentence(&fault));
        }
    }

    /// What a row would change that is in the register already.
    fn twin(&mut self, line: &mut Line, entry: &kept::Entry) {
        let definition = self.register.definition;
        let before = self.register.entry(&entry.cells, &entry.state);
        let row = &line.checked.entry;
        let has_state = definition.inputs.iter().zip(&self.matching.columns);
        let has_state = has_state.into_iter().any(|(i, c)| i.part == Part::State && c.is_some());
        if has_state && row.state.is_some() && row.state != before.state {
            self.preview.counts.other_state += 1;
        }
        let after = merged(definition, self.matching, &before, row);
        let Checked { entry: after, findings } = self.checker.entry(after);
        let changes = changes(self.register, self.sight, &before, &after);
        if before == after {
            self.preview.counts.same += 1;
        } else {
            self.preview.counts.differing += 1;
            if self.preview.choices.twins == super::Twins::Update {
                let new = findings.into_iter().filter(|it| !line.checked.findings.contains(it));
                let new: Vec<RowFinding> = new.collect();
                line.checked.findings.extend(new);
            }
        }
        if before != after && self.preview.twins.len() < SHOWN {
            let called = called(self.register.all, definition, &before, self.sight);
            self.preview.twins.push(TwinSaid {
                number: line.number,
                id: entry.id,
                called,
                changes,
            });
        }
    }

    fn line(&mut self, line: &Line) {
        let counts = &mut self.preview.counts;
        counts.rows += 1;
        let worst = line.checked.worst();
        match worst {
            Some(Severity::Error) => counts.bad += 1,
            Some(Severity::Warning) => counts.warned += 1,
            _ => counts.good += 1,
        }
        for finding in &line.checked.findings {
            self.kind(line.number, finding);
        }
        match worst {
            Some(Severity::Error) if self.preview.bad.len() < SHOWN => {
                let said = self.row(line);
                self.preview.bad.push(said);
            }
            Some(Severity::Warning) if self.preview.warned.len() < SHOWN => {
                let said = self.row(line);
                self.preview.warned.push(said);
            }
            Some(Severity::Note) | None if self.preview.good.len() < SHOWN_GOOD => {
                let cells = self.cells(&line.checked);
                self.preview.good.push((line.number, cells));
            }
            _ => {}
        }
        if worst != Some(Severity::Error) {
            self.sum(&line.checked);
        }
    }

    fn kind(&mut self, number: u32, finding: &RowFinding) {
        let key = (finding.code.to_string(), finding.input);
        if self.kinds.len() >= MOST_KINDS && !self.kinds.contains_key(&key) {
            return;
        }
        let kind = self.kinds.entry(key).or_insert_with(|| {
            let said = said(self.register, finding, self.sight);
            FindingKind {
                severity: said.severity,
                code: said.code,
                label: said.label,
                message: said.message,
                help: said.help,
                rows: 0,
                first: Vec::new(),
            }
        });
        kind.rows += 1;
        kind.severity = kind.severity.max(finding.severity);
        if kind.first.len() < MOST_NUMBERS {
            kind.first.push(number);
        }
    }

    fn row(&self, line: &Line) -> RowSaid {
        let definition = self.register.definition;
        let mut all: Vec<Said> = line
            .checked
            .findings
            .iter()
            .map(|finding| said(self.register, finding, self.sight))
            .collect();
        all.sort_by_key(|said| std::cmp::Reverse(said.severity));
        let called = called(self.register.all, definition, &line.checked.entry, self.sight);
        RowSaid { number: line.number, called, said: all }
    }

    fn cells(&self, checked: &Checked) -> Vec<Shown> {
        let definition = self.register.definition;
        let lists = self.register.all.definitions().lists();
        let fields = definition.list.columns.iter().filter_map(|place| {
            let field = definition.at(*place)?;
            let value = checked.entry.value(*place);
            Some(show(field, value, self.sight.masking(field), lists))
        });
        fields.collect()
    }

    fn sum(&mut self, checked: &Checked) {
        for (place, number, fen) in &mut self.summed {
            match checked.entry.value(*place) {
                Some(Value::Money(money)) => *fen = fen.saturating_add(money.fen()),
                Some(Value::Number(one)) => *number = number.saturating_add(*one),
                _ => {}
            }
        }
    }

    fn done(self) -> Preview {
        let Look { register, mut preview, kinds, summed, .. } = self;
        let lists = register.all.definitions().lists();
        let total = |(place, number, fen): (usize, Decimal, i64)| {
            let field = register.definition.at(place)?;
            let value = match field.holds.plain() {
                register::FieldType::Money { .. } => Value::Money(Money::from_fen(fen)),
                _ => Value::Number(number.normalize()),
            };
            let shown = show(field, Some(&value), register::Masking::Plain, lists);
            Some((field.label.clone(), shown))
        };
        preview.totals = summed.into_iter().filter_map(total).collect();
        let mut kinds: Vec<FindingKind> = kinds.into_values().collect();
        kinds.sort_by_key(|kind| std::cmp::Reverse((kind.severity, kind.rows)));
        preview.kinds = kinds;
        if preview.counts.rows == 0 && preview.stops.is_empty() {
            let said = "表头下面没有任何数据行。请检查是否选错了工作表，或者数据没有保存";
            preview.stops.push(said.to_owned());
        }
        preview
    }
}

/// A finding in words for the one who sees it. Whoever imports a field that he may not see is told that it is
/// wrong, not what stands in it.
pub(super) fn said(register: Register<'_>, finding: &RowFinding, sight: &Sight) -> Said {
    let input = finding.input.and_then(|at| register.definition.inputs.get(at));
    let is_open = !finding.quotes || sight.unmasking == Unmasking::Granted;
    let message = if is_open { finding.message.as_str() } else { finding.without_value() };
    Said {
        severity: finding.severity,
        code: finding.code.to_string(),
        label: input.map_or_else(String::new, |input| input.label.clone()),
        message: message.to_owned(),
        help: finding.help.clone(),
    }
}
