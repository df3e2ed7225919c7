//! Files that LibreOffice makes of ours, so that another program's output is read too.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// How many files LibreOffice is given at a time.
const AT_ONCE: usize = 40;

/// Converts files, each given by its name and bytes, and gives them back in the same order; `None`
/// where LibreOffice made nothing of one. `to` is what its option `--convert-to` takes, such as
/// `doc:MS Word 97`.
///
/// # Panics
/// Where LibreOffice is not installed or does not run.
#[expect(clippy::panic, reason = "a test that cannot run fails, and says why")]
pub fn convert(files: &[(String, Vec<u8>)], to: &str) -> Vec<Option<Vec<u8>>> {
    let kind: String = to.chars().filter(char::is_ascii_alphanumeric).collect();
    let folder = std::env::temp_dir().join(format!("jiheng-{}-{kind}", std::process::id()));
    let made = files.chunks(AT_ONCE).flat_map(|files| {
        let _ = fs::remove_dir_all(&folder);
        match converted(files, to, &folder) {
            Ok(made) => made,
            Err(error) => panic!("soffice (LibreOffice) is needed for this test: {error}"),
        }
    });
    let made = made.collect();
    let _ = fs::remove_dir_all(&folder);
    made
}

fn converted(
    files: &[(String, Vec<u8>)],
    to: &str,
    folder: &Path,
) -> std::io::Result<Vec<Option<Vec<u8>>>> {
    let (given, made) = (folder.join("given"), folder.join("made"));
    fs::create_dir_all(&given)?;
    fs::create_dir_all(&made)?;
    let mut paths: Vec<PathBuf> = Vec::new();
    for (name, bytes) in files {
        let path = given.join(name);
        fs::write(&path, bytes)?;
        paths.push(path);
    }
    let output = Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}", folder.join("profile").display()))
        .args(["--headless", "--convert-to", to, "--outdir"])
        .arg(&made)
        .args(&paths)
        .output()?;
    if !output.status.success() {
        return Err(std::io::Error::other(String::from_utf8_lossy(&output.stderr).into_owned()));
    }
    let extension = to.split(':').next().unwrap_or(to);
    let result = |path: &PathBuf| {
        let name = path.file_stem().map(PathBuf::from).unwrap_or_default();
        fs::read(made.join(name).with_extension(extension)).ok()
    };
    Ok(paths.iter().map(result).collect())
}
