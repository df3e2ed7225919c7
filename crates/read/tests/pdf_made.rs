//! Generated statements, made PDFs by LibreOffice and by Chromium, read back field by field.

use std::fs;
use std::path::{Path, PathBuf};

use testkit::sample::Sample;
use testkit::truth::{Comparison, compare};

use crate::pdf::{Look, convert, web, word};

/// How many statements each producer makes: the usual number, or that of `JIHENG_PDFS`.
fn count(usual: u64) -> u64 {
    let asked = std::env::var("JIHENG_PDFS").ok().and_then(|count| count.parse().ok());
    asked.unwrap_or(usual)
}

fn read(sample: &Sample, file: &Path) -> Comparison {
    let name = file.file_name().unwrap().to_string_lossy().into_owned();
    let bytes = fs::read(file).unwrap_or_else(|_| panic!("{name} was not made"));
    let reading = read::read(&name, &bytes);
    compare(&sample.draft, &sample.form, &reading.statement)
}

/// Compares all files; the share of fields that were read rightly must reach the bar.
fn judge(producer: &str, files: &[(Sample, PathBuf)]) {
    let mut all = Comparison::default();
    let mut whole = 0;
    let mut report = String::new();
    for (sample, file) in files {
        let comparison = read(sample, file);
        whole += usize::from(comparison.wrong.is_empty());
        if !comparison.wrong.is_empty() {
            let shown: Vec<&str> = comparison.wrong.iter().take(5).map(String::as_str).collect();
            report.push_str(&format!(
                "seed {}, {:?}: {} of {} wrong\n    {}\n",
                sample.seed,
                Look::of(sample.seed),
                comparison.wrong.len(),
                comparison.fields,
                shown.join("\n    ")
            ));
        }
        all.add(comparison);
    }
    let right = all.per_myriad();
    println!(
        "{producer}: {} files, {whole} whole, {} fields, {} wrong, {}.{:02} % right\n{report}",
        files.len(),
        all.fields,
        all.wrong.len(),
        right / 100,
        right % 100
    );
    assert!(right >= 9_950, "{producer}: only {right} of 10000 fields are right\n{report}");
}

#[test]
fn what_libreoffice_makes_is_read() {
    let folder = convert::folder("pdf-libreoffice");
    let mut files = Vec::new();
    let mut sources = Vec::new();
    for seed in 0..count(12) {
        let sample = Sample::new(seed);
        let source = folder.join(format!("{seed}.docx"));
        fs::write(&source, word::document(&sample, Look::of(seed))).unwrap();
        files.push((sample, source.with_extension("pdf")));
        sources.push(source);
    }
    convert::with_libreoffice(&folder, &sources);
    judge("LibreOffice", &files);
}

/// A page that Chromium printed is among the files of `pdf_pages`; this prints many.
#[test]
#[ignore = "needs Chromium, which is large: run with --ignored where it is installed"]
fn what_chromium_prints_is_read() {
    let folder = convert::folder("pdf-chromium");
    let mut files = Vec::new();
    for seed in 1000..1000 + count(20) {
        let sample = Sample::new(seed);
        let source = folder.join(format!("{seed}.html"));
        fs::write(&source, web::page(&sample, Look::of(seed))).unwrap();
        convert::with_chromium(&folder, &source);
        files.push((sample, source.with_extension("pdf")));
    }
    judge("Chromium", &files);
}
