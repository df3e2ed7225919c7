//! Puts a mended file in the place of the old one, which is kept.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::bail;

use crate::world::io_words;

/// Replaces the file; at every moment either the old or the new one stands whole under its name.
/// Gives the path under which the old one is kept.
///
/// # Errors
/// Where the file was changed since it was read, or something cannot be written.
pub(super) fn replace(path: &Path, old: &[u8], new: &[u8]) -> anyhow::Result<PathBuf> {
    let shown = path.display();
    let failed = |error: io::Error| anyhow::anyhow!("{shown} 没有改动：{}", io_words(&error));
    // Behind a link the file itself is replaced, not the link.
    let path = path.canonicalize().map_err(failed)?;
    if fs::read(&path).map_err(failed)? != old {
        bail!("{shown} 没有改动：它在审核之后被别的程序改过，请重新运行");
    }
    let permissions = fs::metadata(&path).map_err(failed)?.permissions();
    let draft = beside(&path, &format!(".{}.tmp", std::process::id()));
    let written = write_new(&draft, new).and_then(|()| fs::set_permissions(&draft, permissions));
    let kept = written.and_then(|()| keep(&path, old));
    let moved = kept.and_then(|kept| fs::rename(&draft, &path).map(|()| kept));
    moved.map_err(|error| {
        let _ = fs::remove_file(&draft);
        failed(error)
    })
}

/// Keeps the old content as `.bak`, or `.bak2` and so on where there is one.
fn keep(path: &Path, old: &[u8]) -> io::Result<PathBuf> {
    let mut number = 1;
    loop {
        let suffix = if number == 1 { ".bak".into() } else { format!(".bak{number}") };
        let kept = beside(path, &suffix);
        match write_new(&kept, old) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => number += 1,
            done => return done.map(|()| kept),
        }
    }
}

fn write_new(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut file: File = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(content)?;
    file.sync_all()
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}
