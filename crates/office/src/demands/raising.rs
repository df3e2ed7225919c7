//! Raising a demand: what it says, what must be right of it.

use std::sync::Arc;

use ground::RuleCode;
use jiff::civil::Date;
use store::demands::{self, Decider, Demand, DemandState, Origin, ProblemKind, Step, StepAct};
use store::organisations::{self, Organisation, OrganisationKind};
use store::people::Role;
use store::{Scope, statements};

use super::before::same;
use super::deciding::Verdict;
use super::{headline, note, said};
use crate::acts::allowed;
use crate::deed::{Deed, Note};
use crate::places::Spot;
use crate::registers::Registers;
use crate::year::blank_groups;
use crate::{Asker, Faults, Office, OfficeError, Permission, budget_year, examine, judged};

/// The most days that a demand may give.
const MOST_DAYS: i32 = 3 * 366;
/// The longest text of a demand and its longest subject, in characters.
pub(super) const LONGEST: usize = 2_000;
pub(super) const LONGEST_SUBJECT: usize = 100;

/// A demand as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DemandText {
    /// The organisation that is to put it right.
    pub owner: String,
    /// The year whose work it concerns.
    pub year: String,
    /// The word of an [`Origin`].
    pub origin: String,
    /// The word of a [`ProblemKind`].
    pub kind: String,
    /// The number of the notice; may be blank.
    pub notice: String,
    /// The statement it speaks of; may be blank.
    pub statement: String,
    /// The path of a [`Spot`] in it; blank for the whole.
    pub place: String,
    /// The words that stand there; blank: those that do.
    pub quoted: String,
    /// The project or indicator, in words; may be blank.
    pub subject: String,
    /// What was found.
    pub found: String,
    /// What is demanded.
    pub asked: String,
    /// Law or rule; may be blank.
    pub basis: String,
    /// The word of a [`Decider`]; blank: nobody.
    pub decider: String,
    /// The code of the rule or check that decides, the key of the indicator; of the indicator at the place it may be
    /// blank.
    pub code: String,
    /// The day until which it is to be put right.
    pub due_on: String,
    /// Who answers for it; blank: the organisation.
    pub responsible: String,
}

impl Office {
    /// The organisations of which the asker may demand something.
    ///
    /// # Errors
    /// If the asker may do so nowhere.
    pub async fn demandable(&self, asker: &Asker) -> Result<Vec<Organisation>, OfficeError> {
        let (mut tx, scope) = self.look(asker, Permission::RaiseDemands).await?;
        Ok(having_demands(organisations::list(&mut tx, &scope).await?))
    }

    /// Raises a demand; gives its id.
    ///
    /// # Errors
    /// If the asker may not of this organisation, something in it is wrong, or what is to decide finds nothing now.
    pub async fn raise_demand(
        &self,
        asker: &Asker,
        text: &DemandText,
    ) -> Result<String, OfficeError> {
        let decides = Decider::from_word(&text.decider).unwrap_or(Decider::Nobody);
        let all = match decides {
            Decider::Check | Decider::Indicator => Some(self.registers().await?),
            Decider::Nobody | Decider::Rule => None,
        };
        let mut deed = self.begin(asker, Permission::RaiseDemands).await?;
        let (demand, note) = self.raised(&mut deed, all, text).await?;
        deed.done(note).await?;
        Ok(demand.id)
    }

    /// Raises a demand within a deed of one who may; gives what the audit trail says of it.
    pub(crate) async fn raised(
        &self,
        deed: &mut Deed<'_>,
        all: Option<Arc<Registers>>,
        text: &DemandText,
    ) -> Result<(Demand, Note), OfficeError> {
        let asker = deed.asker;
        let found = organisations::get(&mut deed.tx, &deed.scope, &text.owner).await;
        let owner = found
            .ok()
            .filter(|owner| owner.closed_at.is_none() && owner.kind != OrganisationKind::Region);
        let chosen = OfficeError::field("owner", "请选择由哪个单位整改");
        let owner = owner.ok_or(chosen)?;
        let (role, at) = speaks_as(asker, &owner.path, Permission::RaiseDemands)
            .ok_or(OfficeError::Refused { what: Permission::RaiseDemands.label() })?;
        let from = (role, at.to_owned());
        let mut demand = filled(deed, text, &owner, from)?;
        placed(deed, &mut demand).await?;
        let verdict = self.begins_found(deed, all, &mut demand, &owner).await?;
        let everything = Scope::everything();
        let earlier = demands::before(&mut deed.tx, &everything, &owner.id, demand.year).await?;
        demand.again = same(&earlier, &demand).map(|one| one.id.clone());
        demands::insert(&mut deed.tx, &demand).await?;
        let first = Step {
            number: 1,
            by_user: demand.by_user.clone(),
            by_name: demand.by_name.clone(),
            at: demand.at.clone(),
            ..said(StepAct::Raised, String::new(), verdict.as_ref())
        };
        demands::insert_step(&mut deed.tx, &owner.id, &demand.id, &first).await?;
        let detail = format!("{}：{}", owner.name, headline(&demand));
        let note = note("提出整改要求", &demand, detail);
        Ok((demand, note))
    }

    /// What decides must find something now: what is green already could be confirmed at once, and shows nothing.
    async fn begins_found(
        &self,
        deed: &mut Deed<'_>,
        all: Option<Arc<Registers>>,
        demand: &mut Demand,
        owner: &Organisation,
    ) -> Result<Option<Verdict>, OfficeError> {
        if demand.decider == Decider::Rule && !is_rule(&demand.code) {
            let said = format!("没有代码是“{}”的审核规则，请重新选择", demand.code);
            return Err(OfficeError::field("code", said));
        }
        let verdict = self.verdict(&mut deed.tx, all.as_deref(), demand, owner).await?;
        match verdict {
            Some(Verdict::Gone(words)) => {
                let said = format!("{words}，不能用它来判定。请核对代码和位置，或改为人工核实");
                Err(OfficeError::field("code", said))
            }
            Some(Verdict::Unclear(words)) => {
                let said = format!("现在不能用它来判定：{words}");
                Err(OfficeError::field("code", said))
            }
            other => Ok(other),
        }
    }
}

/// The day that is typed as a term: today or later, and not beyond three years.
pub(crate) fn due_day(text: &str, today: Date) -> Result<Date, String> {
    let text = text.trim();
    let unclear = |_| format!("整改期限“{text}”不是日期，请按 2026-03-31 的样子填写");
    let day: Date = text.parse().map_err(unclear)?;
    let left = (day - today).get_days();
    if left < 0 {
        return Err(format!("整改期限{day}已经过了，请填今天或以后的日期"));
    }
    if left > MOST_DAYS {
        return Err(format!("整改期限{day}太远，最多三年"));
    }
    Ok(day)
}

/// Organisations that put something right: all that are open, but no regions.
pub(crate) fn having_demands(all: Vec<Organisation>) -> Vec<Organisation> {
    let has = |one: &Organisation| one.closed_at.is_none() && one.kind != OrganisationKind::Region;
    all.into_iter().filter(has).collect()
}

/// In which role, held where, the asker uses a permission on the organisation with this path: whoever has several
/// speaks for the finance bureau first, then for the level above, then as its head.
pub(crate) fn speaks_as<'a>(
    asker: &'a Asker,
    path: &str,
    permission: Permission,
) -> Option<(Role, &'a str)> {
    let held = |role: Role| {
        let given = asker.assignments.iter().filter(|one| one.role == role);
        given.filter(|one| path.starts_with(&one.path)).max_by_key(|one| one.path.len())
    };
    let roles = [Role::Finance, Role::Above, Role::Head].into_iter();
    let found = roles.filter(|role| permission.is_of(*role)).find_map(held)?;
    Some((found.role, found.organisation.as_str()))
}

fn is_rule(code: &str) -> bool {
    code.parse::<RuleCode>().is_ok_and(|code| judged::info(code).is_some())
}

/// The demand with what was typed, its place not yet settled.
fn filled(
    deed: &Deed<'_>,
    text: &DemandText,
    owner: &Organisation,
    (from_role, from_organisation): (Role, String),
) -> Result<Demand, OfficeError> {
    let mut faults = Faults::default();
    let year = budget_year::in_form(&text.year, &mut faults);
    let origin = Origin::from_word(&text.origin).ok();
    if origin.is_none() {
        faults.add("origin", "请选择问题是怎样发现的");
    }
    let kind = ProblemKind::from_word(&text.kind).ok();
    if kind.is_none() {
        faults.add("kind", "请选择问题类型");
    }
    let due = due_day(&text.due_on, deed.now.day()).map_err(|said| faults.add("due_on", said));
    let decider = decider(text, &mut faults);
    let mut taken = |field, label, value: &str, most| words(&mut faults, field, label, value, most);
    let [notice, place, quoted, subject, found, asked, basis, responsible] = [
        ("notice", "通知书文号", &text.notice, 60),
        ("place", "位置", &text.place, 200),
        ("quoted", "引用的文字", &text.quoted, 500),
        ("subject", "项目或指标", &text.subject, LONGEST_SUBJECT),
        ("found", "发现的问题", &text.found, LONGEST),
        ("asked", "整改要求", &text.asked, LONGEST),
        ("basis", "依据", &text.basis, 500),
        ("responsible", "责任人", &text.responsible, 60),
    ]
    .map(|(field, label, value, most)| taken(field, label, value, most));
    for (field, value, said) in
        [("found", &found, "请写明发现了什么问题"), ("asked", &asked, "请写明要怎样整改")]
    {
        if value.is_empty() {
            faults.add(field, said);
        }
    }
    faults.none()?;
    let unclear = || OfficeError::Invalid("请把表填完整".to_owned());
    let now = deed.now.to_string();
    Ok(Demand {
        owner: owner.id.clone(),
        id: store::new_id(),
        version: 1,
        year: year.ok_or_else(unclear)?,
        origin: origin.ok_or_else(unclear)?,
        kind: kind.ok_or_else(unclear)?,
        notice,
        statement: Some(text.statement.trim().to_owned()).filter(|id| !id.is_empty()),
        statement_version: 0,
        place,
        quoted,
        subject,
        found,
        asked,
        basis,
        code: if decider == Decider::Nobody { "" } else { text.code.trim() }.to_owned(),
        decider,
        due_on: due.map_err(|()| unclear())?.to_string(),
        responsible: if responsible.is_empty() { owner.name.clone() } else { responsible },
        state: DemandState::Open,
        again: None,
        from_role,
        from_organisation,
        by_user: deed.asker.user.clone(),
        by_name: deed.asker.name.clone(),
        at: now.clone(),
        changed_at: now,
    })
}

fn decider(text: &DemandText, faults: &mut Faults) -> Decider {
    let decider = match text.decider.trim() {
        "" => Some(Decider::Nobody),
        word => Decider::from_word(word).ok(),
    };
    match decider {
        None => faults.add("decider", "请选择怎样判定整改到位"),
        Some(Decider::Nobody) => {}
        Some(Decider::Indicator) if text.statement.trim().is_empty() => {
            faults.add("statement", "按指标完成值判定的，请指明是哪一份绩效文本");
        }
        Some(Decider::Indicator)
            if text.code.trim().is_empty() && !text.place.trim().is_empty() => {}
        Some(Decider::Indicator) if text.code.trim().is_empty() => {
            faults.add("place", "按指标完成值判定的，请在位置里选择是哪一条指标");
        }
        Some(_) if text.code.trim().is_empty() => {
            faults.add("code", "请填规则或核对的代码，如 TGT001、REG101");
        }
        Some(Decider::Rule) if text.statement.trim().is_empty() => {
            faults.add("statement", "按审核规则判定的，请指明是哪一份绩效文本");
        }
        Some(_) => {}
    }
    decider.unwrap_or(Decider::Nobody)
}

fn words(
    faults: &mut Faults,
    field: &'static str,
    label: &str,
    value: &str,
    most: usize,
) -> String {
    match allowed(value, label) {
        Ok(text) if text.chars().count() > most => {
            let length = text.chars().count();
            faults.add(field, format!("{label}有{length}个字，最多{most}个字"));
            text
        }
        Ok(text) => text,
        Err(error) => {
            faults.add(field, error.to_string());
            String::new()
        }
    }
}

/// Settles of which version of the statement the demand speaks, of which place, and the words that stand there.
async fn placed(deed: &mut Deed<'_>, demand: &mut Demand) -> Result<(), OfficeError> {
    let Some(id) = demand.statement.clone() else {
        demand.place.clear();
        demand.quoted.clear();
        return Ok(());
    };
    let everything = Scope::everything();
    let found = statements::get(&mut deed.tx, &everything, &id).await.ok();
    let found = found.filter(|found| found.statement.owner == demand.owner);
    let other = OfficeError::field("statement", "请选择这个单位的绩效文本");
    let statement = found.ok_or(other)?.statement;
    demand.statement_version = statement.version;
    if demand.place.is_empty() {
        return Ok(());
    }
    let body = statements::version(&mut deed.tx, &everything, &id, statement.version).await?.body;
    let text = examine::reading(&body).statement;
    let spot = demand.place.parse::<Spot>().ok().filter(|spot| spot.stands_in(&text));
    let Some(spot) = spot else {
        let said = "整改要求所指的位置在最新一版里没有，请重新选择";
        return Err(OfficeError::field("place", said));
    };
    if demand.quoted.is_empty() {
        demand.quoted = spot.words(&text);
    }
    if demand.decider == Decider::Indicator && demand.code.is_empty() {
        let year = i16::try_from(statement.year).unwrap_or_default();
        let groups = blank_groups(&text, year);
        let row = groups.iter().find_map(|group| group.at(&demand.place));
        let said = "这个位置不是一条指标，请选择要按完成值判定的那一条";
        let row = row.ok_or_else(|| OfficeError::field("place", said))?;
        demand.code.clone_from(&row.key);
    }
    Ok(())
}
