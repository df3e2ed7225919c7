//! The way of a statement: which act leads from where to where, and who may do it.
//!
//! ```text
//! 草稿 → 内部审核 → 集体研究 → 待报送 → 财政审核 → 已批复 → 已公开 → 已归档
//!   ↑________|          |        |        |  ↓          |         |
//!   |___________________|________|     退回修改      目标调整 ←----+
//! ```
//!
//! What goes back inside the department goes back to where it came from: a draft to 草稿, what the finance
//! bureau had returned to 退回修改, an adjustment to 目标调整.
//!
//! The table says which acts there are. What an act needs beside the right (minutes, no open errors, all
//! opinions answered) is checked by the function of the office that does it.

use store::statements::State;

use crate::Permission;

/// Something that moves a statement on or back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Act {
    /// The clerk hands the draft in.
    HandIn,
    /// The clerk takes it back before anybody has checked it.
    TakeBack,
    /// The head gives it back to the clerk.
    GiveBack,
    /// The head passes it on to the standing meeting.
    PassOn,
    /// The standing meeting agreed: recorded with its minutes.
    Decide,
    /// The standing meeting did not agree.
    Reject,
    /// The head sends it to the finance bureau.
    Send,
    /// The finance bureau returns it with opinions.
    Return,
    /// The finance bureau approves: the version is frozen.
    Approve,
    /// The approved version goes to the public site.
    Publish,
    /// It is taken off the public site.
    Withdraw,
    /// A change after approval begins.
    Adjust,
    /// The adjustment is given up: what was approved stands.
    AbandonAdjustment,
    /// The year is over.
    Archive,
}

/// An act with where it leads from and to.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// What is done.
    pub act: Act,
    /// From where.
    pub from: State,
    /// Where it leads.
    pub to: State,
}

use Act as A;
use State as S;

/// What a statement has behind it: on it depends where acts lead that go back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Course {
    /// Never sent, or never returned.
    #[default]
    First,
    /// Returned by the finance bureau before it was ever approved.
    Returned,
    /// Approved before: a change of what was approved, which is not public.
    Adjustment,
    /// Approved before: a change of what the public reads.
    PublicAdjustment,
}

const fn step(act: Act, from: State, to: State) -> Step {
    Step { act, from, to }
}

/// All steps that there are.
pub const STEPS: &[Step] = &[
    step(A::HandIn, S::Draft, S::InternalReview),
    step(A::HandIn, S::Returned, S::InternalReview),
    step(A::HandIn, S::Adjusting, S::InternalReview),
    step(A::TakeBack, S::InternalReview, S::Draft),
    step(A::GiveBack, S::InternalReview, S::Draft),
    step(A::PassOn, S::InternalReview, S::Collective),
    step(A::Reject, S::Collective, S::Draft),
    step(A::Decide, S::Collective, S::Ready),
    step(A::GiveBack, S::Ready, S::Draft),
    step(A::Send, S::Ready, S::FinanceReview),
    step(A::Return, S::FinanceReview, S::Returned),
    step(A::Approve, S::FinanceReview, S::Approved),
    step(A::Publish, S::Approved, S::Published),
    step(A::Withdraw, S::Published, S::Approved),
    step(A::Adjust, S::Approved, S::Adjusting),
    step(A::Adjust, S::Published, S::Adjusting),
    step(A::AbandonAdjustment, S::Adjusting, S::Approved),
    step(A::Archive, S::Approved, S::Archived),
    step(A::Archive, S::Published, S::Archived),
];

impl Act {
    /// All of them, in the order of the way.
    pub const ALL: [Act; 14] = [
        A::HandIn,
        A::TakeBack,
        A::PassOn,
        A::GiveBack,
        A::Decide,
        A::Reject,
        A::Send,
        A::Approve,
        A::Return,
        A::Publish,
        A::Withdraw,
        A::Adjust,
        A::AbandonAdjustment,
        A::Archive,
    ];

    /// Its name in addresses.
    pub fn word(self) -> &'static str {
        match self {
            A::HandIn => "hand-in",
            A::TakeBack => "take-back",
            A::GiveBack => "give-back",
            A::PassOn => "pass-on",
            A::Decide => "decide",
            A::Reject => "reject",
            A::Send => "send",
            A::Return => "return",
            A::Approve => "approve",
            A::Publish => "publish",
            A::Withdraw => "withdraw",
            A::Adjust => "adjust",
            A::AbandonAdjustment => "abandon",
            A::Archive => "archive",
        }
    }

    /// The act with this name in addresses.
    pub fn from_word(word: &str) -> Option<Act> {
        Act::ALL.into_iter().find(|act| act.word() == word)
    }

    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            A::HandIn => "提交内部审核",
            A::TakeBack => "撤回",
            A::GiveBack => "退回经办人",
            A::PassOn => "提交集体研究",
            A::Decide => "登记研究通过",
            A::Reject => "登记研究未通过",
            A::Send => "报送财政",
            A::Return => "退回修改",
            A::Approve => "批复",
            A::Publish => "公开",
            A::Withdraw => "撤下公开",
            A::Adjust => "发起目标调整",
            A::AbandonAdjustment => "放弃调整",
            A::Archive => "归档",
        }
    }

    /// What is needed to do it.
    pub fn permission(self) -> Permission {
        match self {
            A::HandIn | A::TakeBack => Permission::HandIn,
            A::GiveBack | A::PassOn => Permission::CheckInside,
            A::Decide | A::Reject => Permission::RecordMinutes,
            A::Send => Permission::SendToFinance,
            A::Return => Permission::ReviewForFinance,
            A::Approve => Permission::Approve,
            A::Publish | A::Withdraw => Permission::Publish,
            A::Adjust | A::AbandonAdjustment => Permission::AdjustStatements,
            A::Archive => Permission::Archive,
        }
    }

    /// Where it leads from a state, if anywhere: for a statement on its first course.
    pub fn leads_to(self, from: State) -> Option<State> {
        STEPS.iter().find(|step| step.act == self && step.from == from).map(|step| step.to)
    }

    /// Where it leads from a state for a statement on this course, if anywhere.
    pub fn leads_on(self, from: State, course: Course) -> Option<State> {
        let to = self.leads_to(from)?;
        Some(match (to, course) {
            (S::Draft, Course::Returned) => S::Returned,
            (S::Draft, Course::Adjustment | Course::PublicAdjustment) => S::Adjusting,
            (S::Approved, Course::PublicAdjustment) if self == A::AbandonAdjustment => S::Published,
            _ => to,
        })
    }
}

/// The acts that lead on or back from a state.
pub fn acts(from: State) -> impl Iterator<Item = Act> {
    STEPS.iter().filter(move |step| step.from == from).map(|step| step.act)
}

/// Whether the department may change the text in this state.
pub fn is_open(state: State) -> bool {
    matches!(state, S::Draft | S::Returned | S::Adjusting)
}

/// Whose turn it is in a state: the permission that moves it on.
pub fn turn(state: State) -> Option<Permission> {
    match state {
        S::Draft | S::Returned | S::Adjusting => Some(Permission::HandIn),
        S::InternalReview => Some(Permission::CheckInside),
        S::Collective => Some(Permission::RecordMinutes),
        S::Ready => Some(Permission::SendToFinance),
        S::FinanceReview => Some(Permission::ReviewForFinance),
        S::Approved => Some(Permission::Publish),
        S::Published | S::Archived => None,
    }
}

/// Who has a statement in a state, in words.
pub fn holder(state: State) -> &'static str {
    match state {
        S::Draft | S::Returned | S::Adjusting => "经办人",
        S::InternalReview | S::Ready | S::Approved | S::Published => "部门负责人",
        S::Collective => "会议记录人",
        S::FinanceReview => "财政审核人",
        S::Archived => "档案",
    }
}

/// What is to be done next in a state, in words.
pub fn next(state: State) -> &'static str {
    match state {
        S::Draft => "改好审核查出的问题，提交内部审核",
        S::InternalReview => "部门负责人审核，提交集体研究或退回经办人",
        S::Collective => "登记集体研究情况",
        S::Ready => "部门负责人报送财政",
        S::FinanceReview => "财政审核：提意见、打分，批复或退回",
        S::Returned => "逐条答复意见、修改文本，再提交内部审核",
        S::Approved => "公开批复的文本",
        S::Published => "年度终了归档；目标有变时发起调整",
        S::Adjusting => "改好调整的内容，提交内部审核",
        S::Archived => "已办结",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_is_reached_and_all_but_the_last_are_left() {
        for state in S::ALL.iter().copied().filter(|state| *state != S::Draft) {
            assert!(STEPS.iter().any(|step| step.to == state), "{state} is never reached");
        }
        for state in S::ALL.iter().copied().filter(|state| *state != S::Archived) {
            assert!(acts(state).next().is_some(), "{state} is never left");
        }
    }

    #[test]
    fn what_goes_back_goes_to_where_it_came_from() {
        let back = |course| A::GiveBack.leads_on(S::InternalReview, course);
        assert_eq!(back(Course::First), Some(S::Draft));
        assert_eq!(back(Course::Returned), Some(S::Returned));
        assert_eq!(back(Course::PublicAdjustment), Some(S::Adjusting));
        let given_up = |course| A::AbandonAdjustment.leads_on(S::Adjusting, course);
        assert_eq!(given_up(Course::Adjustment), Some(S::Approved));
        assert_eq!(given_up(Course::PublicAdjustment), Some(S::Published));
        assert_eq!(
            A::Approve.leads_on(S::FinanceReview, Course::PublicAdjustment),
            Some(S::Approved)
        );
    }

    #[test]
    fn an_act_leads_from_a_state_to_one_other() {
        for (index, one) in STEPS.iter().enumerate() {
            let again = STEPS.iter().skip(index + 1);
            let same = again.filter(|other| other.act == one.act && other.from == one.from);
            assert_eq!(same.count(), 0, "{:?} from {}", one.act, one.from);
        }
    }
}
