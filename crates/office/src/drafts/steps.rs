//! Step by step: every change of a draft is a step that can be undone, the last hundred of them.

use model::draft::{Bounds, Draft};
use store::drafts::{self, Step, StoredDraft};

use super::{Desk, in_between, parsed, written};
use crate::deed::Deed;
use crate::{OfficeError, undo};

/// So many steps can be undone.
pub const STEPS: i64 = 100;
/// What is typed into one field within this time is one step, in seconds.
const ONE_STEP_SECONDS: i64 = 10;

/// Which way to go through the steps.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// Undo.
    Back,
    /// Do again.
    On,
}

/// Makes the draft what is stored, as a step that can be undone.
pub(super) async fn record(
    deed: &mut Deed<'_>,
    stored: &mut StoredDraft,
    draft: &Draft,
    place: &str,
) -> Result<(), OfficeError> {
    let mut draft = draft.clone();
    draft.fill_keys(store::new_id);
    if let Some(said) = draft.exceeds(&Bounds::default()) {
        return Err(OfficeError::Invalid(said));
    }
    let body = written(&draft)?;
    if body == stored.body {
        return Ok(());
    }
    let last = drafts::step(&mut deed.tx, stored, stored.step).await?;
    let goes_on = last.filter(|last| {
        let at = crate::Moment::from_text(&last.at);
        !place.is_empty()
            && last.place == place
            && at.is_some_and(|at| deed.now <= at.plus_seconds(ONE_STEP_SECONDS))
    });
    let mut before = stored.body.clone();
    if let Some((last, older)) =
        goes_on.and_then(|last| undo::undone(&before, &last).map(|older| (last, older)))
    {
        before = older;
        stored.step = last.number - 1;
    }
    drafts::drop_steps(&mut deed.tx, stored, stored.step + 1, i64::MAX).await?;
    if let Some((at, removed, inserted)) = undo::difference(&before, &body) {
        let number = stored.step + 1;
        let step = Step {
            number,
            at_byte: i64::try_from(at).unwrap_or_default(),
            removed,
            inserted,
            place: place.to_owned(),
            at: deed.now.to_string(),
        };
        drafts::drop_steps(&mut deed.tx, stored, i64::MIN, number - STEPS).await?;
        drafts::insert_step(&mut deed.tx, stored, &step).await?;
        stored.step = number;
    }
    stored.body = body;
    Ok(())
}

/// One step back or on; gives the field that it changed.
pub(super) async fn walk(
    deed: &mut Deed<'_>,
    desk: &mut Desk,
    way: Way,
) -> Result<String, OfficeError> {
    let number = desk.stored.step + i64::from(way == Way::On);
    let step = drafts::step(&mut deed.tx, &desk.stored, number).await?;
    let Some(step) = step else { return Ok(String::new()) };
    let body = match way {
        Way::Back => undo::undone(&desk.stored.body, &step),
        Way::On => undo::redone(&desk.stored.body, &step),
    };
    let Some(body) = body else { return Ok(String::new()) };
    desk.stored.body = body;
    desk.stored.step = if way == Way::Back { number - 1 } else { number };
    desk.draft = parsed(&desk.stored)?;
    let revision = desk.stored.revision;
    drafts::update(&mut deed.tx, &desk.stored, revision).await.map_err(|_| in_between())?;
    Ok(step.place)
}
