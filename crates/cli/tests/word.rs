//! Word documents through the binary: mended where they stand, extracted, called by wrong names.

use std::fs;

use jiheng_cli::report::extract::Extract;
use testkit::form::Form;
use testkit::plant::plant;
use testkit::rng::Rng;
use testkit::sample::Sample;
use testkit::truth::compare;
use testkit::word::WORD_LAYOUTS;

use crate::outside::{clean, faulty, folder, jiheng, out, report, status};

/// A statement whose document numbers have wrong brackets, and how it should read.
fn wrong_brackets(seed: u64) -> Option<(Sample, Sample)> {
    let right = Sample::new(seed);
    let mut wrong = right.clone();
    plant("BAS002", &mut wrong, &mut Rng::new(seed))?;
    Some((wrong, right))
}

#[test]
fn wrong_brackets_are_mended_in_every_layout() {
    let here = folder("word-fix");
    let mut mended_files = 0;
    for (seed, layout) in (1..).zip(WORD_LAYOUTS) {
        let Some((wrong, right)) = wrong_brackets(seed) else { continue };
        let name = format!("{seed}.docx");
        let before = layout.write(&wrong.draft, &wrong.form, seed);
        fs::write(here.join(&name), &before).unwrap();
        let review = |more: &[&str]| {
            jiheng(&here, &[&["review", &name, "--select", "BAS002"], more].concat())
        };
        let found = report(&review(&["--format", "json"]));
        assert!(found.summary.warnings > 0, "{}: nothing found", layout.name);
        let fixed = review(&["--fix", "--yes"]);
        assert_eq!(status(&fixed), 0, "{}\n{}", layout.name, out(&fixed));
        assert_eq!(fs::read(here.join(format!("{name}.bak"))).unwrap(), before);
        let left = report(&review(&["--format", "json"]));
        assert_eq!(left.summary.warnings, 0, "{}\n{}", layout.name, out(&fixed));
        let after = fs::read(here.join(&name)).unwrap();
        let mended = read::read(&name, &after);
        assert_eq!(mended.findings, [], "{}", layout.name);
        let differences = compare(&right.draft, &right.form, &mended.statement).wrong;
        assert!(differences.is_empty(), "{}\n{}", layout.name, differences.join("\n"));
        mended_files += 1;
    }
    assert!(mended_files * 4 >= WORD_LAYOUTS.len() * 3, "only {mended_files}");
}

#[test]
fn a_document_is_extracted_as_it_is_read() {
    let here = folder("word-extract");
    for (seed, layout) in (0..).zip(WORD_LAYOUTS) {
        let sample = Sample::new(seed);
        let bytes = layout.write(&sample.draft, &sample.form, seed);
        fs::write(here.join("绩效.docx"), &bytes).unwrap();
        let output = jiheng(&here, &["extract", "绩效.docx", "--format", "json"]);
        assert_eq!(status(&output), 0, "{}", layout.name);
        let extract: Extract = serde_json::from_str(&out(&output)).unwrap();
        let direct = read::read("绩效.docx", &bytes);
        let value = |statement| serde_json::to_value(statement).unwrap();
        assert_eq!(value(&extract.statement), value(&direct.statement), "{}", layout.name);
        assert_eq!(extract.source.text, direct.source.text);
        let differences = compare(&sample.draft, &sample.form, &extract.statement).wrong;
        assert!(differences.is_empty(), "{}\n{}", layout.name, differences.join("\n"));
    }
}

#[test]
fn a_wrong_extension_is_noted_and_the_content_believed() {
    let here = folder("word-names");
    let form = Form::official();
    let cases = [
        ("其实是文档.txt", WORD_LAYOUTS[0].write(&faulty(), &form, 1), ".txt", "Word 文档"),
        ("其实是文本.docx", testkit::plain::text(&faulty()).into_bytes(), ".docx", "纯文本"),
    ];
    for (name, bytes, extension, content) in cases {
        fs::write(here.join(name), bytes).unwrap();
        let reviewed = jiheng(&here, &["review", name]);
        assert_eq!(status(&reviewed), 1, "{name}");
        let said = out(&reviewed);
        assert!(said.contains("错误[TGT001]"), "{name}\n{said}");
        assert!(said.contains(&format!("文件扩展名是 {extension}，内容其实是{content}")), "{said}");
        let extract: Extract =
            serde_json::from_str(&out(&jiheng(&here, &["extract", name]))).unwrap();
        let differences = compare(&faulty(), &form, &extract.statement).wrong;
        assert!(differences.is_empty(), "{name}\n{}", differences.join("\n"));
    }
}

#[test]
fn a_document_that_lost_its_end_is_refused_and_left_alone() {
    let here = folder("word-cut");
    let mut bytes = WORD_LAYOUTS[0].write(&clean(), &Form::official(), 1);
    bytes.truncate(bytes.len() / 2);
    fs::write(here.join("断.docx"), &bytes).unwrap();
    let output = jiheng(&here, &["review", "断.docx", "--fix", "--yes"]);
    assert_ne!(status(&output), 0);
    assert!(out(&output).contains("文件不完整"), "{}", out(&output));
    assert_eq!(fs::read(here.join("断.docx")).unwrap(), bytes);
    assert!(!here.join("断.docx.bak").exists());
}
