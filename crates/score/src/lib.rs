//! Scoring and watching: marks, grades, lights and forecasts, each with its reason.
//!
//! Everything here is a pure function of what is handed in: targets, values, money, the scheme in force, the day.
//! Suggested reading order: [`Indicator`] and [`Scheme`] (what comes in), [`mark()`] (one indicator), [`evaluate`]
//! (a project), [`changes`] (what would change its grade), [`roll_up`] (a department); then [`watch()`] (a running
//! year against its plan); apart from these [`draw`] (marks of several experts) and [`apply`] (what
//! results mean for the next year).
//!
//! Points are computed exactly and rounded once, half up, when the mark is made; totals are sums of rounded marks.

mod applying;
mod change;
mod completion;
mod department;
mod drawing;
mod evaluation;
mod execution;
mod fraction;
mod indicator;
mod mark;
mod said;
mod watch;
mod ways;
mod weights;

pub use applying::{Applied, NextTarget, Results, apply, next_target};
pub use change::{Change, Place, changes};
pub use department::{RollUp, mean_by_budget, roll_up};
pub use drawing::{Drawn, DrawnItem, draw};
pub use evaluation::{Evaluation, Project, Row, evaluate};
pub use execution::{mark_execution, rates};
pub use indicator::{Course, Indicator, PlanPoint, Scheme, aspect_key};
pub use mark::{Because, Mark, Outcome, mark};
pub use said::{Notice, NoticeKind, Refusal};
pub use watch::{
    Forecast, Payment, Projection, Reading, RowReading, Suspicion, SuspicionKind, Watch, Watched,
    WatchedRow, watch, worst_first,
};
pub use weights::{Weights, weights};
