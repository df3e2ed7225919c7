//! Runs the programs that make PDFs.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder of its own for a test, emptied before.
pub(crate) fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Whether a program answers; a test that cannot run without it says which package it is in.
pub(crate) fn need(program: &str, package: &str) {
    let found = Command::new(program).arg("--version").output();
    assert!(
        found.is_ok(),
        "{program} is missing: install the Debian package {package} and run the test again"
    );
}

/// Converts files to PDFs beside them, with LibreOffice: all in one call, since it starts slowly.
pub(crate) fn with_libreoffice(folder: &Path, files: &[PathBuf]) {
    need("soffice", "libreoffice-writer");
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    for batch in files.chunks(20) {
        let done = Command::new("soffice")
            .args([profile.as_str(), "--headless", "--convert-to", "pdf", "--outdir"])
            .arg(folder)
            .args(batch)
            .output()
            .unwrap();
        let errors = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "soffice failed: {errors}");
    }
}

/// Prints a page to a PDF with Chromium.
pub(crate) fn with_chromium(folder: &Path, file: &Path) {
    need("chromium", "chromium");
    let profile = format!("--user-data-dir={}", folder.join("chromium").display());
    let target = format!("--print-to-pdf={}", file.with_extension("pdf").display());
    let done = Command::new("chromium")
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"])
        .args([profile, target])
        .arg(format!("file://{}", file.display()))
        .output()
        .unwrap();
    assert!(done.status.success(), "chromium failed: {}", String::from_utf8_lossy(&done.stderr));
}

/// The text of a PDF as poppler finds it.
pub(crate) fn with_poppler(file: &Path) -> String {
    need("pdftotext", "poppler-utils");
    let done = Command::new("pdftotext").arg(file).arg("-").output().unwrap();
    assert!(done.status.success(), "pdftotext failed: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}
