//! `cargo bench`: reading, reviewing and whole folders, each beside its floor.

use std::hint::black_box;

use benches::floor::{self, ReviewFloor};
use benches::{corpus, work};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use rulebook::Rulebook;

#[expect(clippy::expect_used, reason = "a bench that cannot begin ends")]
fn rulebook() -> Rulebook {
    Rulebook::embedded().expect("the embedded rulebook loads")
}

#[expect(clippy::expect_used, reason = "a bench that cannot begin ends")]
fn texts(criterion: &mut Criterion) {
    let (rulebook, search) = (rulebook(), ReviewFloor::new().expect("the patterns are right"));
    let texts = corpus::texts(1);
    let Some(bytes) = texts.first() else { return };
    let reading = read::read("bench.txt", bytes);
    let mut group = criterion.benchmark_group("text");
    group.throughput(Throughput::Elements(1));
    group.bench_function("read", |b| b.iter(|| read::read("bench.txt", black_box(bytes))));
    group.bench_function("review", |b| b.iter(|| work::review(black_box(&reading), &rulebook)));
    group.bench_function("read and review", |b| {
        b.iter(|| work::read_and_review(black_box(bytes), &rulebook));
    });
    group.bench_function("floor: 200 literals and 8 regexes", |b| {
        b.iter(|| search.run(black_box(&reading.source.text)));
    });
    group.finish();
}

fn documents(criterion: &mut Criterion) {
    let rulebook = rulebook();
    let documents = corpus::documents(1);
    let Some(bytes) = documents.first() else { return };
    let mut group = criterion.benchmark_group("docx");
    group.throughput(Throughput::Elements(1));
    if work::is_read(bytes) {
        group.bench_function("read and review", |b| {
            b.iter(|| work::read_and_review(black_box(bytes), &rulebook));
        });
    }
    group.bench_function("floor: unzip and XML tokens", |b| {
        b.iter(|| floor::docx(black_box(bytes)).unwrap_or(0));
    });
    group.finish();
}

fn pages(criterion: &mut Criterion) {
    let pages = corpus::pages(1);
    let Some(bytes) = pages.first() else { return };
    let mut group = criterion.benchmark_group("html");
    group.throughput(Throughput::Bytes(u64::try_from(bytes.len()).unwrap_or(0)));
    group.bench_function("read", |b| b.iter(|| read::read("bench.html", black_box(bytes))));
    group.bench_function("floor: bare tags", |b| b.iter(|| floor::html(black_box(bytes))));
    group.finish();
    let bytes = corpus::BINARY_DOCUMENT;
    let mut group = criterion.benchmark_group("doc");
    group.throughput(Throughput::Bytes(u64::try_from(bytes.len()).unwrap_or(0)));
    group.bench_function("read", |b| b.iter(|| read::read("bench.doc", black_box(bytes))));
    group.bench_function("floor: bare streams", |b| {
        b.iter(|| floor::doc(black_box(bytes)).unwrap_or(0));
    });
    group.finish();
}

#[expect(clippy::expect_used, reason = "a bench that cannot begin ends")]
fn pdfs(criterion: &mut Criterion) {
    let rulebook = rulebook();
    let files = corpus::pdfs().expect("the files lie in the tests of the reader");
    let mut group = criterion.benchmark_group("pdf");
    group.throughput(Throughput::Elements(files.len() as u64));
    group.bench_function("read and review", |b| {
        b.iter(|| -> usize {
            files.iter().map(|file| work::read_and_review(file, &rulebook)).sum()
        });
    });
    group.bench_function("floor: hayro glyphs and rulings", |b| {
        b.iter(|| -> usize { black_box(&files).iter().map(|file| floor::pdf(file)).sum() });
    });
    group.finish();
}

#[expect(clippy::expect_used, reason = "a bench that cannot begin ends")]
fn folders(criterion: &mut Criterion) {
    let rulebook = rulebook();
    let files = corpus::texts(1000);
    let mut group = criterion.benchmark_group("folder of 1000");
    group.sample_size(10).throughput(Throughput::Elements(1000));
    for threads in [1, 2] {
        group.bench_with_input(BenchmarkId::new("threads", threads), &threads, |b, threads| {
            b.iter(|| work::folder(&files, &rulebook, *threads).expect("threads start"));
        });
    }
    group.finish();
}

fn workbooks(criterion: &mut Criterion) {
    let workbooks = corpus::workbooks(1);
    let Some(bytes) = workbooks.first() else { return };
    let mut group = criterion.benchmark_group("xlsx");
    group.throughput(Throughput::Elements(1));
    if work::is_read(bytes) {
        group.bench_function("read", |b| b.iter(|| read::read("bench.xlsx", black_box(bytes))));
    }
    group.bench_function("floor: calamine through the cells", |b| {
        b.iter(|| floor::xlsx(black_box(bytes)).unwrap_or(0));
    });
    group.finish();
}

criterion_group!(speed, texts, documents, pages, pdfs, workbooks, folders);
criterion_main!(speed);
