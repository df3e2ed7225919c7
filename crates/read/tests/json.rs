//! Statements printed as JSON and read back.

use ground::Severity;
use read::Reading;
use serde_json::{Value, json};
use testkit::layout::LAYOUTS;
use testkit::sample::Sample;
use testkit::sheet::SETTINGS;

fn printed(reading: &Reading) -> Value {
    json!({
        "schema": read::json::SCHEMA,
        "source": reading.source,
        "statement": reading.statement,
        "findings": reading.findings,
    })
}

fn bytes(value: &Value) -> Vec<u8> {
    serde_json::to_vec(value).unwrap()
}

/// Of the source only the file's name may differ.
fn same(mut value: Value) -> Value {
    value["source"]["name"] = Value::Null;
    value
}

#[test]
fn what_was_printed_is_read_back_equal() {
    for seed in 0..60 {
        let sample = Sample::new(seed);
        let at = usize::try_from(seed).unwrap();
        let layout = LAYOUTS[at % LAYOUTS.len()];
        let workbook = SETTINGS[at % SETTINGS.len()];
        let files = [
            ("a.txt", layout.write(&sample.draft, &sample.form, seed)),
            ("a.xlsx", workbook.write(&sample.draft, &sample.form, seed)),
        ];
        for (name, file) in files {
            let reading = read::read(name, &file);
            let value = printed(&reading);
            let again = read::read("b.json", &bytes(&value));
            assert_eq!(again.statement, reading.statement, "seed {seed}, {name}");
            assert_eq!(same(printed(&again)), same(value), "seed {seed}, {name}");
        }
    }
}

fn base() -> Value {
    let text = testkit::plain::text(&testkit::base::linhe());
    printed(&read::read("a.txt", text.as_bytes()))
}

#[test]
fn words_that_were_changed_get_a_text_of_their_own() {
    let mut value = base();
    value["statement"]["projects"][0]["name"]["text"] = "改名后的项目".into();
    let reading = read::read("b.json", &bytes(&value));
    let name = reading.statement.projects[0].name.as_ref().unwrap();
    assert_eq!(name.text, "改名后的项目");
    for (_, words) in reading.statement.leaves() {
        assert_eq!(reading.source.excerpt(words.at), words.text);
    }
    assert!(reading.findings.iter().any(|finding| finding.message.contains("改动过")));
    assert!(reading.findings.iter().all(|finding| finding.severity != Severity::Error));
}

#[test]
fn places_that_are_not_there_are_not_believed() {
    for (pointer, evil) in [
        ("/statement/title/at", json!({"start": 4_000_000_000u32, "end": 4_000_000_001u32})),
        ("/statement/title/at", json!({"start": 1, "end": 2})),
        ("/statement/title/at", json!({"start": -1, "end": "x"})),
        ("/statement/title/pieces", json!([{"text": 5, "source": 0}, {"text": 0, "source": 9}])),
        ("/source/text", json!("")),
        ("/source/text", json!(7)),
        (
            "/source/anchors",
            json!([{"start": 9, "place": {"kind": "paragraph", "paragraph": 1}}, {"start": 1}]),
        ),
        (
            "/findings",
            json!([{"code": "RED009", "severity": "warning", "message": "x", "help": "", "marks": [{"span": {"start": 7, "end": 1}}]}]),
        ),
    ] {
        let mut value = base();
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        value.pointer_mut(parent).unwrap()[key] = evil;
        let reading = read::read("b.json", &bytes(&value));
        for (_, words) in reading.statement.leaves() {
            let all = words.span(0..words.text.len());
            assert!(reading.source.text.get(all.range()).is_some(), "{pointer}: {words:?}");
        }
        for finding in &reading.findings {
            assert!(reading.source.text.get(finding.span().range()).is_some(), "{pointer}");
        }
    }
}

#[test]
fn broken_files_are_told_in_chinese() {
    let whole = bytes(&base());
    let cut = &whole[..whole.len() / 2];
    let other = String::from_utf8(whole.clone()).unwrap().replace("statement/1\"", "statement/9\"");
    let mut typed = base();
    typed["statement"]["projects"] = json!("none");
    let deep = format!("{{\"schema\":\"jiheng/statement/1\",\"statement\":{}", "[".repeat(100_000));
    let cases = [
        (cut.to_vec(), "RED004", "第1行"),
        (other.into_bytes(), "RED002", "statement/9"),
        (bytes(&typed), "RED004", "不合要求"),
        (deep.into_bytes(), "RED004", "第1行"),
    ];
    for (file, code, words) in cases {
        let reading = read::read("b.json", &file);
        let [finding] = reading.findings.as_slice() else { panic!("{:?}", reading.findings) };
        assert_eq!((finding.code.as_str(), finding.severity), (code, Severity::Error));
        assert!(finding.message.contains(words), "{}", finding.message);
    }
}
