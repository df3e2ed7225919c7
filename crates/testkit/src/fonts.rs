//! The font files of the machine that runs the tests.

use std::path::{Path, PathBuf};

/// All files under the system's folder of fonts, in order. Tests need those of the Debian packages
/// fonts-noto-cjk, fonts-liberation and fonts-dejavu-core.
pub fn files() -> Vec<PathBuf> {
    let mut files = Vec::new();
    walk(Path::new("/usr/share/fonts"), &mut files);
    files.sort();
    files
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            walk(&path, files);
        } else {
            files.push(path);
        }
    }
}
