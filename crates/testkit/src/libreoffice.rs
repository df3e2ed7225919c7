//! Has LibreOffice convert files: what another program makes of ours must be read too.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::folder::folder;

/// Files that one call of LibreOffice converts.
const A_CALL: usize = 40;

/// Converts files, each a name and its bytes, to another format; gives their bytes in the same order.
///
/// # Panics
/// Where LibreOffice is missing or does not convert a file: the test cannot be made without it.
#[expect(clippy::panic, reason = "a test fails by panicking")]
pub fn converted(files: &[(String, Vec<u8>)], format: &str) -> Vec<Vec<u8>> {
    let folder = folder(format);
    let here = folder.path();
    let out = here.join("out");
    let mut made = Vec::with_capacity(files.len());
    for files in files.chunks(A_CALL) {
        let paths: Vec<PathBuf> = files
            .iter()
            .map(|(name, bytes)| {
                let path = here.join(name);
                written(&path, bytes);
                path
            })
            .collect();
        soffice(here, &out, format, &paths);
        let extension = format.split(':').next().unwrap_or(format);
        for path in paths {
            let target = out.join(path.with_extension(extension).file_name().unwrap_or_default());
            made.push(fs::read(&target).unwrap_or_else(|error| {
                panic!("LibreOffice made no {}: {error}", target.display());
            }));
        }
    }
    made
}

#[expect(clippy::panic, reason = "a test fails by panicking")]
fn written(path: &Path, bytes: &[u8]) {
    if let Err(error) = fs::write(path, bytes) {
        panic!("{}: {error}", path.display());
    }
}

#[expect(clippy::panic, reason = "a test fails by panicking")]
fn soffice(profile: &Path, out: &Path, format: &str, paths: &[PathBuf]) {
    let done = Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}", profile.join("profile").display()))
        .args(["--headless", "--convert-to", format, "--outdir"])
        .arg(out)
        .args(paths)
        .output();
    match done {
        Err(error) => panic!(
            "this test has LibreOffice convert files, and `soffice` cannot be started ({error}): \
             install the package libreoffice-calc (and libreoffice-writer)"
        ),
        Ok(done) if !done.status.success() => {
            panic!("soffice failed: {}", String::from_utf8_lossy(&done.stderr));
        }
        Ok(_) => {}
    }
}
