//! Where a commendation stands, what is next, and what keeps its award from being paid.

use std::collections::BTreeSet;

use ground::{Day, Severity};
use register::{Checker, Entry, MoveRight, Value, workdays};
use store::registers::{self as kept};

use super::around::{self, Around, Payment};
use super::{One, plain_name};
use crate::registers::Register;
use crate::registers::values::{code, date, money, set, text};

/// The stages of the way, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// 推荐: nominated, not looked at yet.
    Nominated,
    /// 审核: looked at by somebody else.
    Checked,
    /// 公示: the public knows.
    Noticed,
    /// 集体研究: the meeting has settled the list.
    Listed,
    /// 表彰: the title is given.
    Awarded,
    /// 奖励: the one-off award is paid.
    Paid,
    /// Refused or withdrawn.
    Ended,
}

/// The journal in which an award is entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Journal {
    /// 劳模待遇台账: what is given to model workers, by person.
    Services,
    /// 经费支出台账: all others, collectives among them.
    Spending,
}

/// A public notice as a commendation names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeSeen {
    /// Its number.
    pub number: String,
    /// Its first day.
    pub from: Day,
    /// Its last day.
    pub until: Day,
    /// How many working days it has in all.
    pub days: i64,
    /// How many of them have begun.
    pub passed: i64,
}

/// The days for which it is looked through.
pub(super) struct Days {
    pub(super) today: Day,
    pub(super) paid_on: Day,
    /// The fewest working days of a notice.
    pub(super) least: Option<i64>,
}

impl Stage {
    /// All of the way, in their order.
    pub const WAY: [Stage; 6] = [
        Stage::Nominated,
        Stage::Checked,
        Stage::Noticed,
        Stage::Listed,
        Stage::Awarded,
        Stage::Paid,
    ];

    /// The Chinese word.
    pub fn label(self) -> &'static str {
        match self {
            Stage::Nominated => "已推荐",
            Stage::Checked => "已审核",
            Stage::Noticed => "公示中",
            Stage::Listed => "已研究待命名",
            Stage::Awarded => "已表彰",
            Stage::Paid => "奖励已发",
            Stage::Ended => "未通过或撤回",
        }
    }

    fn of(state: &str, is_paid: bool) -> Stage {
        match state {
            "nominated" => Stage::Nominated,
            "checked" => Stage::Checked,
            "noticed" => Stage::Noticed,
            "listed" => Stage::Listed,
            "awarded" if is_paid => Stage::Paid,
            "awarded" => Stage::Awarded,
            _ => Stage::Ended,
        }
    }
}

impl Journal {
    /// Its title.
    pub fn title(self) -> &'static str {
        match self {
            Journal::Services => "劳模待遇台账",
            Journal::Spending => "经费支出台账",
        }
    }

    /// What is given to a person with a model worker's title is told in the journal of such, so that the person's page
    /// shows it and nothing is given twice. A collective has no place there, nor has a person without such a title.
    fn of(register: Register<'_>, entry: &Entry) -> Journal {
        let is_model = code(register, entry, "level").is_some();
        let is_person = register.value(entry, "person").is_some();
        if is_person && is_model { Journal::Services } else { Journal::Spending }
    }
}

/// A commendation as it stands.
pub(super) fn stand(
    register: Register<'_>,
    kept: kept::Entry,
    entry: Entry,
    around: &Around,
    days: &Days,
) -> One {
    let paid_on = date(register, &entry, "paid_on");
    let stage = Stage::of(&kept.state, paid_on.is_some());
    let notice = text(register, &entry, "notice").and_then(|number| {
        let notice = around.notices.get(number)?;
        let last = notice.until.min(days.today);
        Some(NoticeSeen {
            number: number.to_owned(),
            from: notice.from,
            until: notice.until,
            days: workdays(notice.from, notice.until),
            passed: workdays(notice.from, last),
        })
    });
    let journal = Journal::of(register, &entry);
    let mut one = One {
        kept,
        entry,
        stage,
        next: String::new(),
        whose: "",
        notice,
        journal,
        refused: Vec::new(),
        warned: Vec::new(),
    };
    look_at_notice(register, &mut one, around, days);
    look_at_decision(register, &mut one, around, days);
    if stage == Stage::Awarded {
        look_at_award(register, &mut one, around, days);
    }
    one
}

/// Says what is next, when all is known that keeps the award from being paid.
pub(super) fn finish(register: Register<'_>, one: &mut One, around: &Around, days: &Days) {
    let (right, next) = next(register, one, around, days);
    (one.whose, one.next) = (right.map_or("", MoveRight::label), next);
    if one.stage != Stage::Awarded {
        one.refused.clear();
    }
}

/// What is next, and whose it is.
fn next(
    register: Register<'_>,
    one: &One,
    around: &Around,
    days: &Days,
) -> (Option<MoveRight>, String) {
    let record = |said: String| (Some(MoveRight::Record), said);
    match one.stage {
        Stage::Nominated => (Some(MoveRight::Check), "审核推荐材料，办理“审核”".to_owned()),
        Stage::Checked if one.notice.is_some() => record("办理“公示”，转为公示中".to_owned()),
        Stage::Checked => record("在公示台账登记公示，填公示编号，办理“公示”".to_owned()),
        Stage::Noticed => match &one.notice {
            None => record("补登公示：公示台账里没有它的公示编号".to_owned()),
            Some(notice) if notice.until >= days.today => {
                let left = (notice.days - notice.passed).max(0);
                record(format!("等公示期满：到{}，还有{left}个工作日", notice.until))
            }
            Some(notice) if around.notices.get(&notice.number).is_some_and(|it| it.open) => {
                record("逐件答复公示期间的异议".to_owned())
            }
            Some(_) => {
                let said = "提交会议研究，填决定编号，办理“确定名单”";
                (Some(MoveRight::Approve), said.to_owned())
            }
        },
        Stage::Listed => {
            (Some(MoveRight::Approve), "发文命名，填文号和日期，办理“命名”".to_owned())
        }
        Stage::Awarded if money(register, &one.entry, "reward").is_none_or(|it| it.fen() <= 0) => {
            (None, String::new())
        }
        Stage::Awarded if one.refused.is_empty() => record("发放一次性奖金，在下面登记".to_owned()),
        Stage::Awarded => record("先解决下面指出的问题，再发奖金".to_owned()),
        Stage::Paid | Stage::Ended => (None, String::new()),
    }
}

fn look_at_notice(register: Register<'_>, one: &mut One, around: &Around, days: &Days) {
    let Some(number) = text(register, &one.entry, "notice") else {
        one.refused.push("没有公示编号".to_owned());
        return;
    };
    let Some(notice) = around.notices.get(number) else {
        one.refused.push(format!("公示台账里没有“{number}”"));
        return;
    };
    let until = notice.until;
    let awarded_on = date(register, &one.entry, "awarded_on");
    if let Some(awarded_on) = awarded_on.filter(|day| *day <= until) {
        one.refused.push(format!("公示到{until}才结束，{awarded_on}就命名了"));
    } else if until >= days.paid_on {
        one.refused.push(format!("公示到{until}才结束"));
    }
    if notice.open {
        one.refused.push(format!("公示“{number}”还有异议没有答复"));
    }
    let length = workdays(notice.from, until);
    if let Some(least) = days.least.filter(|least| length < *least) {
        one.warned.push(format!("公示{length}个工作日，一般不少于{least}个"));
    }
}

fn look_at_decision(register: Register<'_>, one: &mut One, around: &Around, days: &Days) {
    let Some(number) = text(register, &one.entry, "decision") else {
        one.refused.push("没有会议决定编号".to_owned());
        return;
    };
    let Some(held) = around.decisions.get(number).copied() else {
        one.refused.push(format!("会议决定台账里没有“{number}”"));
        return;
    };
    let awarded_on = date(register, &one.entry, "awarded_on");
    match awarded_on.filter(|day| *day < held) {
        Some(awarded_on) => one.refused.push(format!("{awarded_on}命名，{held}才开会研究")),
        None if held > days.paid_on => {
            one.refused.push(format!("会议在{held}，晚于发放日期"));
        }
        None => {}
    }
}

fn look_at_award(register: Register<'_>, one: &mut One, around: &Around, days: &Days) {
    match date(register, &one.entry, "awarded_on") {
        None => one.refused.push("没有填命名日期".to_owned()),
        Some(day) if day > days.paid_on => {
            one.refused.push(format!("{day}才命名，晚于发放日期"));
        }
        Some(_) => {}
    }
    let title = text(register, &one.entry, "title").unwrap_or_default();
    let before: &[Payment] = match one.journal {
        Journal::Spending => {
            let payee = plain_name(register, &one.entry);
            around.spent.get(payee).map_or(&[], Vec::as_slice)
        }
        Journal::Services => {
            let Some(hash) = around::hash(register, &one.kept) else {
                one.refused.push("没有证件号码，记不进劳模待遇台账".to_owned());
                return;
            };
            match around.models.get(hash) {
                None => one.refused.push("劳模档案里没有这个人，请先建档".to_owned()),
                Some(file) if !file.is_active => {
                    one.refused.push(format!("劳模档案是“{}”，不再发放", file.state));
                }
                Some(_) => {}
            }
            around.given.get(hash).map_or(&[], Vec::as_slice)
        }
    };
    let awarded_on = date(register, &one.entry, "awarded_on");
    // Of an award without a word on what it is for, only its day tells whether it may be this one.
    let is_it = |paid: &&Payment| match paid.words.is_empty() {
        true => awarded_on.is_some_and(|day| day <= paid.on),
        false => paid.words.contains(title),
    };
    if let Some(paid) = before.iter().find(is_it) {
        let amount = paid.amount.map(|it| format!("{}元", register::yuan(it))).unwrap_or_default();
        let (journal, on) = (one.journal.title(), paid.on);
        one.refused.push(format!("{journal}已记{on}发过奖金{amount}，不能重复发放"));
    }
}

/// One title is given to one person or collective once: who is there twice in a year is paid once.
pub(super) fn look_for_twins(register: Register<'_>, all: &mut [One]) {
    let key = |one: &One| {
        let who = around::hash(register, &one.kept).map(str::to_owned);
        let who = who.unwrap_or_else(|| plain_name(register, &one.entry).to_owned());
        (who, text(register, &one.entry, "title").unwrap_or_default().to_owned())
    };
    let paid = all.iter().filter(|one| one.stage == Stage::Paid);
    let mut seen: BTreeSet<(String, String)> = paid.map(key).collect();
    for one in all.iter_mut().filter(|one| one.stage == Stage::Awarded) {
        if !seen.insert(key(one)) {
            one.refused.push("同一称号另有一条，奖金只发一次".to_owned());
        }
    }
}

/// What the register's own checks say of paying on that day.
pub(super) fn look_at_days(
    register: Register<'_>,
    checker: &Checker<'_>,
    one: &mut One,
    paid_on: Day,
) {
    if one.stage != Stage::Awarded {
        return;
    }
    let before = checker.entry(one.entry.clone()).findings;
    let mut paid = one.entry.clone();
    set(register, &mut paid, "paid_on", Value::Date(paid_on));
    for finding in checker.entry(paid).findings {
        if before.contains(&finding) {
            continue;
        }
        let said = finding.without_value().to_owned();
        match finding.severity {
            Severity::Error => one.refused.push(said),
            Severity::Warning => one.warned.push(said),
            Severity::Note => {}
        }
    }
}
