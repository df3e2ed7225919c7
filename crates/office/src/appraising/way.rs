//! The way of an appraisal: who may do what from where.

use store::appraisals::State;

use crate::Permission;

/// An act that moves an appraisal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Experts may mark.
    Start,
    /// All have reported: the marks are drawn together.
    Draw,
    /// Experts mark again.
    Reopen,
    /// The department is asked what it thinks of the result.
    Consult,
    /// The department says so.
    Answer,
    /// The result is worked over after what the department said.
    Redraw,
    /// The result is settled and frozen.
    Settle,
    /// It is given up.
    Withdraw,
}

use Act as A;
use State as S;

/// All steps that there are.
const STEPS: &[(Act, State, State)] = &[
    (A::Start, S::Preparing, S::Marking),
    (A::Draw, S::Marking, S::Drawn),
    (A::Reopen, S::Drawn, S::Marking),
    (A::Consult, S::Drawn, S::Consulting),
    (A::Answer, S::Consulting, S::Answered),
    (A::Redraw, S::Answered, S::Drawn),
    (A::Settle, S::Answered, S::Settled),
    (A::Settle, S::Consulting, S::Settled),
    (A::Withdraw, S::Preparing, S::Withdrawn),
    (A::Withdraw, S::Marking, S::Withdrawn),
    (A::Withdraw, S::Drawn, S::Withdrawn),
    (A::Withdraw, S::Consulting, S::Withdrawn),
    (A::Withdraw, S::Answered, S::Withdrawn),
];

impl Act {
    /// All of them, in the order of the way.
    pub const ALL: [Act; 8] =
        [A::Start, A::Draw, A::Consult, A::Answer, A::Settle, A::Redraw, A::Reopen, A::Withdraw];

    /// The word in addresses.
    pub fn word(self) -> &'static str {
        match self {
            A::Start => "start",
            A::Draw => "draw",
            A::Reopen => "reopen",
            A::Consult => "consult",
            A::Answer => "answer",
            A::Redraw => "redraw",
            A::Settle => "settle",
            A::Withdraw => "withdraw",
        }
    }

    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            A::Start => "开始评分",
            A::Draw => "汇总评分",
            A::Reopen => "重新评分",
            A::Consult => "征求意见",
            A::Answer => "反馈意见",
            A::Redraw => "修改结果",
            A::Settle => "审定",
            A::Withdraw => "撤销评价",
        }
    }

    /// The one with this word.
    pub fn from_word(word: &str) -> Option<Act> {
        Act::ALL.into_iter().find(|act| act.word() == word)
    }

    /// The right that it needs.
    pub fn permission(self) -> Permission {
        match self {
            A::Answer => Permission::AnswerAppraisals,
            _ => Permission::ConductAppraisals,
        }
    }

    /// What is to be written for it from a state; `None` where nothing need be.
    pub fn needs(self, from: State) -> Option<&'static str> {
        match (self, from) {
            (A::Reopen | A::Redraw | A::Withdraw, _) => Some("原因"),
            (A::Answer, _) => Some("对评价结果的意见；没有意见的写“无意见”"),
            (A::Settle, S::Consulting) => Some("部门没有反馈意见就审定的原因"),
            (A::Settle, _) => Some("对部门意见的采纳情况"),
            _ => None,
        }
    }

    /// Where it leads from a state.
    pub fn leads(self, from: State) -> Option<State> {
        STEPS.iter().find(|(act, at, _)| (*act, *at) == (self, from)).map(|(.., to)| *to)
    }
}

/// Who has it in hand in a state.
pub fn holder(state: State) -> &'static str {
    match state {
        S::Preparing | S::Drawn | S::Answered => "评价组织方",
        S::Marking => "评审专家",
        S::Consulting => "被评价单位",
        S::Settled | S::Withdrawn => "已办结",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_leads_on_until_it_is_over() {
        for state in State::ALL {
            let acts = Act::ALL.into_iter().filter(|act| act.leads(*state).is_some()).count();
            assert_eq!(acts == 0, state.is_over(), "{state}: {acts}");
        }
        for act in Act::ALL {
            assert!(State::ALL.iter().any(|state| act.leads(*state).is_some()), "{act:?}");
            assert_eq!(Act::from_word(act.word()), Some(act));
        }
    }

    #[test]
    fn nothing_is_settled_that_the_department_was_not_asked_about() {
        for state in State::ALL {
            let may = Act::Settle.leads(*state).is_some();
            assert_eq!(may, matches!(state, State::Consulting | State::Answered), "{state}");
        }
    }
}
