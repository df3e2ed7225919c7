//! The way of a statement: which act leads from where to where, and who may do it.
//!
//! ```text
//! 草稿 → 内部审核 → 集体研究 → 待报送 → 财政审核 → 已批复 → 已公开 → 已归档
//!   ↑________|          |        |        |  ↓          |         |
//!   |___________________|________|     退回修改      目标调整 ←----+
//! ```
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

    /// Where it leads from a state, if anywhere.
    pub fn leads_to(self, from: State) -> Option<State> {
        STEPS.iter().find(|step| step.act == self && step.from == from).map(|step| step.to)
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
    fn an_act_leads_from_a_state_to_one_other() {
        for (index, one) in STEPS.iter().enumerate() {
            let again = STEPS.iter().skip(index + 1);
            let same = again.filter(|other| other.act == one.act && other.from == one.from);
            assert_eq!(same.count(), 0, "{:?} from {}", one.act, one.from);
        }
    }
}
