//! What is written is read back equal: generated statements in every format that can be read.

use jiheng_tests::difference::difference;
use jiheng_tests::many;
use model::statement::Statement;
use rayon::prelude::*;
use testkit::layout::LAYOUTS;
use testkit::sample::Sample;
use testkit::word::WORD_LAYOUTS;

const STATEMENTS: u64 = 400;

/// A format: how a statement is written in it, and how it is read back.
struct Format {
    name: &'static str,
    write: fn(&Statement) -> Vec<u8>,
    read: fn(&[u8]) -> Statement,
}

/// Every format that is both written and read. A format that a reader learns is added here.
const FORMATS: &[Format] = &[
    Format {
        name: "txt",
        write: |statement| write::txt(&write::statement(statement)).into_bytes(),
        read: |bytes| read::read("back.txt", bytes).statement,
    },
    Format {
        name: "docx",
        write: |statement| write::docx(&write::statement(statement)).unwrap(),
        read: |bytes| read::read("back.docx", bytes).statement,
    },
    Format {
        name: "html",
        write: |statement| write::html(&write::statement(statement)).into_bytes(),
        read: |bytes| read::read("back.html", bytes).statement,
    },
    Format {
        name: "xlsx",
        write: |statement| write::xlsx(&write::statement(statement)).unwrap(),
        read: |bytes| read::read("back.xlsx", bytes).statement,
    },
    Format {
        name: "json",
        write: |statement| serde_json::to_vec(statement).unwrap(),
        read: |bytes| serde_json::from_slice(bytes).unwrap(),
    },
];

/// PDFs stand by themselves: setting the pages takes long, so fewer statements go through it.
const PDF: Format = Format {
    name: "pdf",
    write: jiheng_tests::pdf::pdf,
    read: |bytes| read::read("back.pdf", bytes).statement,
};
const STATEMENTS_AS_PDF: u64 = 60;

/// The statement of a seed, as it is read from the layout that is its turn: plain texts of all kinds
/// and, every fourth, Word documents.
fn statement(seed: u64) -> (&'static str, Statement) {
    let sample = Sample::new(seed);
    let turn = usize::try_from(seed).unwrap();
    let (name, bytes) = if seed.is_multiple_of(4) {
        let layout = &WORD_LAYOUTS[turn / 4 % WORD_LAYOUTS.len()];
        (layout.name, layout.write(&sample.draft, &sample.form, seed))
    } else {
        let layout = &LAYOUTS[turn % LAYOUTS.len()];
        (layout.name, layout.write(&sample.draft, &sample.form, seed))
    };
    (name, read::read("generated", &bytes).statement)
}

#[test]
fn what_is_written_is_read_back_equal() {
    check(STATEMENTS, FORMATS);
}

#[test]
fn what_is_written_as_pdf_is_read_back_equal() {
    check(STATEMENTS_AS_PDF, &[PDF]);
}

fn check(statements: u64, formats: &'static [Format]) {
    let mut faults: Vec<String> = (0..many(statements))
        .into_par_iter()
        .flat_map_iter(|seed| {
            let (layout, statement) = statement(seed);
            let differing = formats.iter().filter_map(move |format| {
                let back = (format.read)(&(format.write)(&statement));
                let told = difference(&statement, &back)?;
                Some(format!("{} seed {seed} from {layout}: {told}", format.name))
            });
            differing.collect::<Vec<_>>()
        })
        .collect();
    faults.sort();
    let shown = faults.iter().take(30).map(String::as_str).collect::<Vec<_>>().join("\n");
    assert!(faults.is_empty(), "{} differ:\n{shown}", faults.len());
}

/// The same statement gives the same bytes, whenever and however often it is written.
#[test]
fn bytes_are_the_same_again() {
    let (_, statement) = statement(7);
    for format in FORMATS.iter().chain(&[PDF]) {
        assert_eq!((format.write)(&statement), (format.write)(&statement), "{}", format.name);
    }
    let document = write::statement(&statement);
    assert_eq!(write::xlsx(&document).unwrap(), write::xlsx(&document).unwrap());
    assert_eq!(write::html(&document), write::html(&document));
}
