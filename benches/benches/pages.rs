//! `cargo bench --bench pages`: documents of about forty pages as PDF, beside plain paragraphs of as
//! many pages given to the same typesetter.

use std::fs::File;
use std::hint::black_box;

use benches::corpus;
use criterion::{Criterion, criterion_group, criterion_main};
use typeset::{Fonts, Identity, literal, typeset};
use write::document::Document;
use write::{Pages, pdf, pdf_roles};

/// About so many pages each document has.
const PAGES: usize = 40;

/// So many documents in turn, more than the typesetter remembers: each is set as if for the first
/// time.
const DOCUMENTS: usize = 8;

#[expect(clippy::expect_used, reason = "a bench that cannot begin ends")]
fn fonts() -> Fonts {
    let files = testkit::fonts::files();
    Fonts::find(files, |path| File::open(path), &pdf_roles()).expect("the fonts are installed")
}

/// Statements bound together until they have about as many pages as wanted.
fn documents(fonts: &Fonts) -> Vec<Document> {
    let texts = corpus::texts(DOCUMENTS * PAGES);
    let statements: Vec<Document> = texts
        .iter()
        .map(|bytes| write::statement(&read::read("bench.txt", bytes).statement))
        .collect();
    let first = statements.first().and_then(|one| pdf(one, fonts, Pages::Real).ok());
    let each = PAGES.div_ceil(first.map_or(1, |pdf| pdf.file.pages.max(1)));
    let bound = statements.chunks(each).take(DOCUMENTS).map(|some| Document {
        sections: some.iter().flat_map(|one| one.sections.clone()).collect(),
        ..Document::default()
    });
    bound.collect()
}

/// Plain paragraphs that fill as many pages.
fn paragraphs(number: usize) -> String {
    let begin = "#set text(font: \"仿宋\", size: 16pt)\n#set par(justify: true, leading: 13pt)\n";
    let words = format!("{number}加强农村公路养护，完善安全设施，保障群众出行安全。").repeat(8);
    let paragraph = format!("#par({})\n", literal(&words));
    format!("{begin}{}", paragraph.repeat(PAGES * 2))
}

#[expect(clippy::expect_used, reason = "a bench that cannot begin ends")]
fn pages(criterion: &mut Criterion) {
    let fonts = fonts();
    let documents = documents(&fonts);
    let plain: Vec<String> = (0..DOCUMENTS).map(paragraphs).collect();
    let identity = Identity::default();
    let set =
        |document: &Document| pdf(document, &fonts, Pages::Real).expect("it is set").file.pages;
    let set_plain = |markup: &String| typeset(markup, &fonts, &identity).expect("it is set").pages;
    for (document, markup) in documents.iter().zip(&plain).take(2) {
        eprintln!("{} pages of a document, {} plain", set(document), set_plain(markup));
    }
    let mut group = criterion.benchmark_group("forty pages as PDF");
    group.sample_size(10);
    let (mut next, mut other) = (documents.iter().cycle(), plain.iter().cycle());
    group.bench_function("statements", |b| b.iter(|| black_box(next.next().map(set))));
    group.bench_function("floor: plain paragraphs", |b| {
        b.iter(|| black_box(other.next().map(set_plain)));
    });
    group.finish();
}

criterion_group!(speed, pages);
criterion_main!(speed);
