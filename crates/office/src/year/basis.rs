//! What a statement's year stands on whatever day is looked at.

use std::collections::BTreeMap;
use std::sync::Arc;

use read::Reading;
use store::organisations::Organisation;
use store::performance::{Binding, Entered};
use store::statements::Listed;
use store::{Scope, Tx, organisations, performance};
use tokio::sync::Mutex;

use crate::OfficeError;
use crate::measuring::surveyed::Closed;
use crate::shelf::Shelf;

/// It stays the same until the next act.
pub(super) struct Basis {
    /// Whose statement it is.
    pub(super) owner: Organisation,
    /// The version that counts: the approved one where there is one.
    pub(super) version: i64,
    pub(super) reading: Arc<Reading>,
    /// The bindings by the places of their indicators.
    pub(super) bindings: BTreeMap<String, Binding>,
    pub(super) entered: Vec<Entered>,
    /// Its questionnaires that are closed, once they are asked.
    pub(super) closed: Mutex<Closed>,
}

impl Basis {
    pub(super) async fn of(
        tx: &mut Tx,
        shelf: &Shelf,
        listed: &Listed,
    ) -> Result<Basis, OfficeError> {
        let everything = Scope::everything();
        let it = &listed.statement;
        let version = it.version_in_force();
        let bindings = performance::bindings(tx, &everything, &it.id).await?;
        Ok(Basis {
            owner: organisations::get(tx, &everything, &it.owner).await?,
            version,
            reading: shelf.reading_at(tx, &it.id, version).await?,
            bindings: bindings.into_iter().map(|one| (one.place.clone(), one)).collect(),
            entered: performance::entered(tx, &everything, &it.id).await?,
            closed: Mutex::default(),
        })
    }
}
