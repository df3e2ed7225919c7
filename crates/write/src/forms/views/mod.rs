//! The views: one struct a form, a field a value, whatever variant of the form a province has.
//!
//! Sums are exact ([`ground::Money`]); how they are printed is the engine's matter. A field that is
//! `None` or empty stands blank.

mod aid;
mod appraisal;
mod goals;
mod monitoring;
mod rectification;
mod report;
mod review;
mod self_evaluation;

pub use aid::{AidRoster, PublicEntry, PublicList, RosterEntry};
pub use appraisal::{AppraisalMarks, AppraisalReport, AppraisedItem, ExpertMark};
pub use goals::{DepartmentGoals, IndicatorRow, PlanPoint, ProjectGoals, ProjectRow, Task};
pub use monitoring::{MonitoringForm, MonitoringFunds, MonitoringRow, execution_rate};
pub use rectification::{ProblemRow, RectificationNotice, RectificationReply, ReplyRow};
pub use report::{DepartmentReport, MissedTarget, ProjectResult};
pub use review::{ApprovalForm, OpinionForm, OpinionRow};
pub use self_evaluation::{
    EvaluationFunds, EvaluationRow, SelfEvaluation, execution_score, numeric_score,
};

use super::Form;
use super::value::{Shape, View};
use rulebook::FormKind;

macro_rules! forms {
    ($($view:ty => $kind:ident,)*) => {
        $(impl Form for $view {
            const KIND: FormKind = FormKind::$kind;
        })*

        /// The fields of a form.
        pub fn shape(kind: FormKind) -> &'static Shape {
            match kind {
                $(FormKind::$kind => &<$view as View>::SHAPE,)*
            }
        }
    };
}

forms! {
    ProjectGoals => ProjectGoals,
    DepartmentGoals => DepartmentGoals,
    OpinionForm => Opinion,
    ApprovalForm => Approval,
    MonitoringForm => Monitoring,
    SelfEvaluation => SelfEvaluation,
    DepartmentReport => DepartmentReport,
    RectificationNotice => Rectification,
    RectificationReply => RectificationReply,
    AppraisalReport => AppraisalReport,
    AppraisalMarks => AppraisalMarks,
    AidRoster => AidRoster,
    PublicList => PublicList,
}
