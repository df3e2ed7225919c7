//! Which word lists there are, and what each of them is for.

use serde::{Deserialize, Serialize};

/// A list of words; its file in `data/words/` bears the variant's name in snake case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WordList {
    /// Words of a target that nobody can measure.
    Vague,
    /// Words that do not tell what a passage is about.
    Filler,
    /// Words that mean the same as another word (`instead`).
    Synonym,
    /// Words that mark a look back or a comparison, so that an earlier year is right.
    BackwardLook,
    /// Words before a figure that describes how things stand and promises nothing.
    Circumstance,
    /// Names of cost indicators for which more is better, such as 节约率.
    MoreIsBetter,
    /// What proves a result afterwards (问卷, 台账) and so cannot be the basis of a target.
    Evidence,
    /// Kinds of basis that need no document number: 工作计划, 历史标准, 合同.
    BasisKinds,
    /// Words for documents that bear a number; a note says when they need none.
    NumberedDocuments,
    /// Other wordings of the headings of parts; `instead` is the official one.
    PartHeadings,
    /// What projects without people to serve are called: 设备购置, 偿还债务.
    ServesNobody,
    /// What templates say and authors should have replaced; `instead` where one word fits.
    TemplateResidue,
    /// Words typed twice: 的的; `instead` is the word once.
    Doubled,
    /// Words that say only "again" or "more" at the start of a clause: 继续, 进一步.
    ClauseOpeners,
    /// Set phrases that may stand twice in a text without being a repetition.
    StockPhrases,
    /// Words for the own people and things of one kind of department: gathered from
    /// `data/departments/`, no file of its own.
    Signature,
    /// Ways of speaking of what has been done, out of place in a plan.
    ReportPhrase,
    /// Words of a sentence that looks back or tells the background.
    LookingBack,
    /// Bodies, campaigns and slogans that are over.
    Outdated,
    /// Words by which only an office of one level speaks of itself.
    LevelWording,
    /// Words of a clause that cites a level above or compares with it.
    LevelContext,
    /// What a level above builds for all and a county only uses.
    BuiltAbove,
    /// Verbs that say something is to be built; what it is follows them.
    BuildingVerb,
    /// Units whose name ends in 区 without being a district: 开发区, 景区.
    Zone,
    /// Sentences of officialese that everybody writes alike.
    StandardPhrase,
    /// States without a number that can nevertheless be verified.
    CheckableState,
    /// Demands on time without a date that can nevertheless be verified.
    TimelyState,
    /// Cost indicators that may have a lawful minimum.
    FloorIsRight,
    /// Names of indicators for which less is better.
    LessIsBetter,
    /// Endings of names whose target is a percentage.
    RateName,
    /// Names of indicators that have no unit.
    Unitless,
    /// Rates that can exceed 100 % or fall below 0.
    MayExceedHundred,
    /// Rates that cannot exceed 100 % by what they are.
    BoundedRate,
    /// Words of a cost per something; `instead` is that something, where it is certain.
    UnitCost,
    /// Words by which a rate explains itself.
    SelfEvidentRate,
    /// Words that name the whole of a rate.
    WholeOfRate,
    /// Names of inputs and states, which are no outputs.
    InputOrState,
    /// Rates that measure quality.
    QualityRate,
    /// Endings of names of timeliness indicators.
    TimelinessName,
    /// Matters of quality that may be counted.
    QualityCount,
    /// Endings of names; `instead` is the unit they ask for.
    CountedBy,
    /// Verbs at the beginning of a name.
    ActionVerb,
    /// Verbs whose objects, set side by side, are one piece of work: 购置摄像、灯光、音响设备.
    ThingVerb,
    /// Single terms that hold a 和 or a 、.
    OneName,
    /// Words that explain why a budget has changed.
    BudgetExplained,
}

impl WordList {
    /// Whether its words are looked for in every leaf. Those of the other lists say something in
    /// one column only and are asked for there, with [`WordBook::all`](crate::WordBook::all).
    pub(crate) fn everywhere(self) -> bool {
        use WordList::{
            ActionVerb, BoundedRate, BudgetExplained, BuildingVerb, BuiltAbove, CheckableState,
            CountedBy, FloorIsRight, InputOrState, LessIsBetter, LevelContext, MayExceedHundred,
            MoreIsBetter, OneName, QualityCount, QualityRate, RateName, SelfEvidentRate,
            StandardPhrase, ThingVerb, TimelinessName, TimelyState, UnitCost, Unitless, Vague,
            WholeOfRate, Zone,
        };
        !matches!(
            self,
            Vague
                | MoreIsBetter
                | LevelContext
                | BuiltAbove
                | BuildingVerb
                | Zone
                | StandardPhrase
                | CheckableState
                | TimelyState
                | FloorIsRight
                | LessIsBetter
                | RateName
                | Unitless
                | MayExceedHundred
                | BoundedRate
                | UnitCost
                | SelfEvidentRate
                | WholeOfRate
                | InputOrState
                | QualityRate
                | TimelinessName
                | QualityCount
                | CountedBy
                | ActionVerb
                | ThingVerb
                | OneName
                | BudgetExplained
        )
    }
}
