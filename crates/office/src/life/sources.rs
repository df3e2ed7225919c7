//! What is kept of a department's statements, watches, marks and demands: a query for each source, whatever there is.

use std::collections::BTreeMap;

use store::demands;
use store::evaluations::{self, Evaluation};
use store::monitoring;
use store::organisations::Organisation;
use store::statements::{self, Filter, Listed, Ordering, Transition, Version};
use store::{Scope, Tx};

use crate::OfficeError;

/// More statements or demands of a department than this are not looked at.
const MOST: u64 = 2_000;

/// What is kept of a department.
pub(super) struct Sources {
    /// Its statements, the oldest year first.
    pub(super) statements: Vec<Listed>,
    /// Their versions by statement, the oldest first; bodies of those that were approved and of the newest.
    pub(super) versions: BTreeMap<String, Vec<Version>>,
    /// Their ways.
    pub(super) ways: BTreeMap<String, Vec<Transition>>,
    /// Forms of monitoring.
    pub(super) forms: Vec<monitoring::Task>,
    /// Self-evaluations.
    pub(super) evaluations: Vec<Evaluation>,
    /// Their ways, by statement.
    pub(super) steps: BTreeMap<String, Vec<evaluations::Step>>,
    /// Demands; none where they are not in sight.
    pub(super) demands: Vec<demands::Demand>,
    /// What was said to each of them.
    pub(super) answers: BTreeMap<String, Vec<demands::Step>>,
}

impl Sources {
    /// Looks up everything of a department that is in sight.
    pub(super) async fn of(
        tx: &mut Tx,
        owner: &Organisation,
        sees_demands: bool,
    ) -> Result<Sources, OfficeError> {
        let scope = Scope::below(vec![owner.path.clone()]);
        let id = owner.id.as_str();
        let filter = Filter {
            owner: Some(id.to_owned()),
            order: Ordering::Year,
            is_reversed: true,
            take: MOST,
            ..Filter::default()
        };
        let statements = statements::list(tx, &scope, &filter).await?;
        let mut versions: BTreeMap<String, Vec<Version>> = BTreeMap::new();
        for version in statements::versions_of_owner(tx, &scope, id).await? {
            versions.entry(version.statement.clone()).or_default().push(version);
        }
        let forms = monitoring::tasks(tx, &scope, &monitoring::Filter::default()).await?;
        let forms = forms.into_iter().map(|listed| listed.task).filter(|task| task.owner == id);
        let (demands, answers) = match sees_demands {
            true => {
                (demanded(tx, &scope, id).await?, demands::steps_of_owner(tx, &scope, id).await?)
            }
            false => (Vec::new(), BTreeMap::new()),
        };
        Ok(Sources {
            statements,
            versions,
            ways: statements::ways(tx, &scope, id).await?,
            forms: forms.collect(),
            evaluations: evaluations::of_owner(tx, &scope, id).await?,
            steps: evaluations::steps_of_owner(tx, &scope, id).await?,
            demands,
            answers,
        })
    }
}

async fn demanded(
    tx: &mut Tx,
    scope: &Scope,
    owner: &str,
) -> Result<Vec<demands::Demand>, OfficeError> {
    let filter = demands::Filter {
        owner: Some(owner.to_owned()),
        order: demands::Ordering::Raised,
        take: MOST,
        ..demands::Filter::default()
    };
    let all = demands::list(tx, scope, &filter).await?;
    Ok(all.into_iter().map(|listed| listed.demand).collect())
}
