//! The two real statements: from text to every format and back, nothing lost.
//!
//! That reading their texts gives their truth is a test of the reader; what comes back equal to that
//! reading gives their truth too.

use jiheng_tests::difference::difference;
use testkit::libreoffice::converted;
use testkit::real;

const TO_PDF: &str = "pdf:writer_pdf_Export";

fn check(name: &str) {
    let bytes = std::fs::read(real::folder().join(name)).unwrap();
    let statement = read::read(name, &bytes).statement;
    let document = write::statement(&statement);
    let docx = write::docx(&document).unwrap();
    let printed = converted(&[("sample.docx".to_owned(), docx.clone())], TO_PDF);
    let written = [
        ("docx", docx),
        ("txt", write::txt(&document).into_bytes()),
        ("pdf", jiheng_tests::pdf::pdf(&statement)),
    ];
    let printed = printed.into_iter().map(|bytes| ("pdf", bytes));
    for (format, bytes) in written.into_iter().chain(printed) {
        let back = read::read(&format!("back.{format}"), &bytes).statement;
        assert_eq!(difference(&statement, &back), None, "{name} as {format}");
    }
}

#[test]
fn lulong_comes_back() {
    check("lulong-2023.txt");
}

#[test]
fn weixian_comes_back() {
    check("weixian-2025.txt");
}
