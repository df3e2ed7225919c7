//! Where the two real statements lie: beside the project, and not in it.

use std::path::{Path, PathBuf};

/// Their folder: `JIHENG_SAMPLES`, or else that beside the project.
pub fn folder() -> PathBuf {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/samples");
    std::env::var_os("JIHENG_SAMPLES").map_or(beside, PathBuf::from)
}
