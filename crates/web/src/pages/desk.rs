//! The desk: what waits for whom.

use axum::response::Redirect;

use crate::signed::Signed;

/// The desk.
pub(crate) async fn show_desk(Signed(_): Signed) -> Redirect {
    Redirect::to("/statements")
}
