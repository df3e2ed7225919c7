//! Has LibreOffice convert files: what another program makes of ours must be read too.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Files that one call of LibreOffice converts.
const A_CALL: usize = 40;

/// Converts files, each a name and its bytes, to another format; gives their bytes in the same order.
///
/// # Panics
/// Where LibreOffice is missing or does not convert a file: the test cannot be made without it.
#[expect(clippy::panic, reason = "a test fails by panicking")]
pub fn converted(files: &[(String, Vec<u8>)], format: &str) -> Vec<Vec<u8>> {
    let folder = Folder::new(format);
    let out = folder.path.join("out");
    let mut made = Vec::with_capacity(files.len());
    for files in files.chunks(A_CALL) {
        let paths: Vec<PathBuf> = files
            .iter()
            .map(|(name, bytes)| {
                let path = folder.path.join(name);
                written(&path, bytes);
                path
            })
            .collect();
        soffice(&folder.path, &out, format, &paths);
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

/// A folder that goes with the test.
struct Folder {
    path: PathBuf,
}

impl Folder {
    #[expect(clippy::panic, reason = "a test fails by panicking")]
    fn new(name: &str) -> Folder {
        let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
        // The tests of one program run side by side, and LibreOffice shares no profile.
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let id = std::process::id();
        let path = std::env::temp_dir().join(format!("jiheng-office-{name}-{id}-{count}"));
        let _ = fs::remove_dir_all(&path);
        if let Err(error) = fs::create_dir_all(&path) {
            panic!("{}: {error}", path.display());
        }
        Folder { path }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}
