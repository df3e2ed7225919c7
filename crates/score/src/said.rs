//! What a mark or a light says beside its number: refusals and things to look at.

use serde::Serialize;

/// Why something cannot be scored, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Refusal {
    /// The value is in another unit than the target.
    #[error("指标值以“{target}”计，完成值以“{actual}”计，不能比较；请按指标值的单位重新填报完成值")]
    UnitMismatch {
        /// The target's unit; `无单位` where it has none.
        target: String,
        /// The value's unit.
        actual: String,
    },
    /// The value is of another kind than the target.
    #[error("指标值“{target}”要求填{wanted}，完成值不是；请改填{wanted}")]
    OtherKind {
        /// The target as printed.
        target: String,
        /// What is wanted.
        wanted: String,
    },
    /// A share of nothing.
    #[error("完成值的分母为0或负数，算不出比率；请核对分母，没有服务对象的填“未提供”并说明原因")]
    NoDenominator,
    /// The deadline names no day, and a day was given.
    #[error("指标值“{target}”没有能落到某一天的期限；请在绩效目标里写明日期，或者填写达成程度")]
    NoDay {
        /// The target as printed.
        target: String,
    },
    /// The judged share lies outside its level.
    #[error("“{level}”的得分比例应当{range}，填的是{share}%；请调整比例或者改选等级")]
    OutsideLevel {
        /// The level's name.
        level: String,
        /// The allowed range.
        range: String,
        /// What was given.
        share: String,
    },
    /// The indicator names a way of scoring that the scheme does not have or that is not for such targets.
    #[error("计分方式“{way}”不适用于这个指标；请改选本办法里适用的方式")]
    WrongWay {
        /// What it names.
        way: String,
    },
    /// The weight is no part of the whole.
    #[error("分值{weight}不在0到{most}之间；请核对分值")]
    Weight {
        /// What was given.
        weight: String,
        /// The most there is.
        most: String,
    },
    /// The weights do not add up.
    #[error("{what}的分值合计为{sum}分，应为{due}分；请核对各指标分值")]
    WeightsDoNotAddUp {
        /// Of what.
        what: String,
        /// What they add up to.
        sum: String,
        /// What they should.
        due: String,
    },
    /// The scheme has no points for a first level that the project has.
    #[error("“{scheme}”没有给出这个项目各类指标的分值；请逐项填写分值，或者改用别的办法")]
    NoLayout {
        /// The scheme.
        scheme: String,
    },
    /// There is nothing to score.
    #[error("项目没有绩效指标，不能评分；请先填报绩效目标")]
    NoIndicators,
    /// The sums do not fit.
    #[error("金额太大，无法合计；请核对资金数")]
    TooMuchMoney,
}

/// Something to look at that changes no number by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Notice {
    /// What kind.
    pub kind: NoticeKind,
    /// One sentence.
    pub text: String,
}

/// What a notice is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// Far more was reached than promised.
    TargetSetLow,
    /// The target has no operator; how it was read.
    OperatorAssumed,
    /// The units differ but count the same.
    UnitTaken,
    /// More was spent than the budget allows.
    SpentOverBudget,
    /// There is no budget.
    NoBudget,
    /// Less than nothing was spent.
    NegativeSpending,
    /// Points of an absent level went elsewhere.
    PointsMoved,
    /// Given weights differ from the scheme's.
    OtherWeights,
    /// A reason must be given.
    ReasonNeeded,
}

impl Notice {
    pub(crate) fn new(kind: NoticeKind, text: impl Into<String>) -> Notice {
        Notice { kind, text: text.into() }
    }
}
