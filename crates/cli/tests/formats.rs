//! JSON, SARIF, pages and forms: their structure, and that nothing of a document escapes into them.

use std::collections::BTreeSet;

use ground::Severity;
use jiheng_cli::formats::{Context, Html, Json, Line, OpinionForm, Paper, Sarif, Show};
use jiheng_cli::report::{FileReport, Report, SCHEMA};
use jiheng_cli::reviewed::{Reviewed, Tally};
use rulebook::Rulebook;
use serde_json::Value;

use crate::support;

/// A whole report in a format.
fn report(show: impl Fn(Context<'_>) -> String) -> String {
    let rulebook = Rulebook::embedded().unwrap();
    show(Context { rulebook: &rulebook, today: jiff::civil::date(2026, 1, 20) })
}

fn joined(show: &dyn Show, files: &[Reviewed]) -> String {
    let lines: Vec<Line> = files.iter().map(|one| Line::new(one, None)).collect();
    let parts: Vec<String> = files.iter().map(|one| show.file(one)).collect();
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    format!("{}{}{}", show.begin(), parts.join(show.between()), show.end(&lines))
}

fn files() -> Vec<Reviewed> {
    let mut clean = support::specimen("望川县教育局.txt");
    clean.judged.clear();
    vec![clean, support::specimen("临河县 总工会.txt")]
}

fn page() -> String {
    report(|context| Html(context).file(&support::specimen("临河县<b>总工会</b>.txt")))
}

#[test]
fn json_is_the_report_it_says_it_is() {
    let files = files();
    let json = report(|context| joined(&Json(context), &files));
    let read: Report = serde_json::from_str(&json).unwrap();
    assert_eq!(read.schema, SCHEMA);
    let rulebook = Rulebook::embedded().unwrap();
    let expected: Vec<FileReport> =
        files.iter().map(|one| FileReport::new(one, &rulebook)).collect();
    assert_eq!(read.files, expected);
    let summary = read.summary;
    assert_eq!((summary.files, summary.errors, summary.warnings), (2, 1, 2));
    assert_eq!((summary.notes, summary.accepted, summary.fixable), (2, 1, 1));
    // The layout is that of the whole, written at once.
    let whole = format!("{}\n", serde_json::to_string_pretty(&read).unwrap());
    assert_eq!(json, whole);
}

#[test]
fn json_of_a_finding() {
    let json = report(|context| joined(&Json(context), &files()));
    let read: Value = serde_json::from_str(&json).unwrap();
    insta::assert_snapshot!(
        serde_json::to_string_pretty(&read["files"][1]["findings"][1]).unwrap()
    );
    let head = &read["files"][1]["statement"];
    assert_eq!(head["department"], "临河县总工会");
    assert_eq!((&head["year"], &head["projects"]), (&2026.into(), &2.into()));
    let accepted = &read["files"][1]["findings"][4]["accepted"];
    assert_eq!(accepted["reason"], "上级文件就是这样要求的");
    assert_eq!(accepted["date"], "2026-01-15");
}

#[test]
fn every_report_fits_its_schema_by_name() {
    let schema = serde_json::to_value(jiheng_cli::schema::review()).unwrap();
    let properties = |at: &Value| -> BTreeSet<String> {
        at["properties"].as_object().unwrap().keys().cloned().collect()
    };
    let json = report(|context| joined(&Json(context), &files()));
    let read: Value = serde_json::from_str(&json).unwrap();
    let keys =
        |at: &Value| -> BTreeSet<String> { at.as_object().unwrap().keys().cloned().collect() };
    assert_eq!(keys(&read), properties(&schema));
    let finding = &schema["$defs"]["FindingReport"];
    for found in read["files"][1]["findings"].as_array().unwrap() {
        assert!(keys(found).is_subset(&properties(finding)), "{found}");
    }
    for schema in [jiheng_cli::schema::extract(), jiheng_cli::schema::rules()] {
        assert!(serde_json::to_string(&schema).unwrap().contains("\"$schema\""));
    }
}

#[test]
fn sarif_names_rules_places_fixes_and_acceptances() {
    let sarif = report(|context| joined(&Sarif(context), &files()));
    let log: Value = serde_json::from_str(&sarif).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert!(rules.iter().any(|rule| rule["id"] == "TGT001"));
    assert!(rules.iter().all(|rule| rule["help"]["markdown"].as_str().is_some()));
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 6);
    let levels: Vec<&str> = results.iter().map(|one| one["level"].as_str().unwrap()).collect();
    assert_eq!(levels, ["warning", "error", "note", "warning", "warning", "note"]);
    let place = &results[1]["locations"][0]["physicalLocation"];
    assert_eq!(
        place["artifactLocation"]["uri"],
        "%E4%B8%B4%E6%B2%B3%E5%8E%BF%20%E6%80%BB%E5%B7%A5%E4%BC%9A.txt"
    );
    let region = &place["region"];
    assert_eq!((&region["startLine"], &region["startColumn"]), (&37.into(), &15.into()));
    assert_eq!((&region["endLine"], &region["endColumn"]), (&37.into(), &20.into()));
    assert_eq!(region["snippet"]["text"], "24.00");
    assert_eq!(results[1]["relatedLocations"][0]["message"]["text"], "财政资金");
    assert_eq!(
        results[4]["suppressions"][0]["justification"],
        "上级文件就是这样要求的（张三，2026-01-15）"
    );
    let change = &results[5]["fixes"][0]["artifactChanges"][0]["replacements"];
    assert_eq!(change.as_array().unwrap().len(), 10);
    assert_eq!(change[0]["insertedContent"]["text"], "〔2025〕");
}

/// Tags of a page, in order, without their attributes.
fn tags(page: &str) -> Vec<String> {
    let body = page.split("<script>").next().unwrap();
    let body = match (body.find("<style>"), body.find("</style>")) {
        (Some(start), Some(end)) => format!("{}{}", &body[..start], &body[end + 8..]),
        _ => body.to_owned(),
    };
    let tag = |part: &str| -> String {
        part.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '/').collect()
    };
    body.split('<').skip(1).map(tag).collect()
}

fn assert_balanced(page: &str) {
    let mut open: Vec<String> = Vec::new();
    for tag in tags(page) {
        match tag.strip_prefix('/') {
            Some(closed) => assert_eq!(open.pop().as_deref(), Some(closed), "in {open:?}"),
            None if ["meta", "link", "br", "input", ""].contains(&tag.as_str()) => {}
            None => open.push(tag),
        }
    }
    assert!(open.iter().all(|tag| tag == "html" || tag == "body"), "{open:?}");
}

fn values<'p>(page: &'p str, attribute: &str) -> Vec<&'p str> {
    let body = page.split("<script>").next().unwrap();
    let pattern = format!(" {attribute}=\"");
    body.split(pattern.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn a_page_is_sound_and_every_link_on_it_leads_somewhere() {
    let page = page();
    assert_balanced(&page);
    let ids: Vec<&str> = values(&page, "id");
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(unique.len(), ids.len(), "no id twice");
    let targets = values(&page, "href").into_iter().filter_map(|href| href.strip_prefix('#'));
    // Invented rules of the specimen have no manual pages to lead to.
    for target in targets.filter(|target| !target.starts_with("r-ZZ")) {
        assert!(unique.contains(target), "#{target} is missing");
    }
    for number in 1..=6 {
        assert!(unique.contains(format!("m{number}-0").as_str()), "mark of finding {number}");
    }
    for place in 0..10 {
        assert!(unique.contains(format!("m6-{place}").as_str()), "place {place} of the brackets");
    }
}

#[test]
fn nothing_of_a_document_becomes_markup_and_nothing_is_fetched() {
    let page = page();
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    assert!(!page.contains("<script>alert"));
    assert!(page.contains("临河县&lt;b&gt;总工会&lt;/b&gt;.txt") && !page.contains("<b>总工会"));
    assert_eq!(page.matches("<script>").count(), 1);
    for far in ["http://", "https://", "url(", "@import", " src="] {
        assert!(!page.contains(far), "{far}");
    }
    assert!(page.contains("lang=\"zh-CN\"") && page.contains("default-src 'none'"));
}

#[test]
fn a_page_draws_the_tables_and_marks_where_something_is_missing() {
    let page = page();
    for words in ["一级指标", "指标值确定依据", "其中：财政资金", "资金支出计划（%）", "10月底"]
    {
        assert!(page.contains(words), "{words}");
    }
    assert!(page.contains("class=\"mk gap note\""), "a blank cell");
    let fragment = page.split("id=\"m5-0\"").nth(1).unwrap();
    let words = fragment.split('<').nth(2).unwrap();
    assert!(words.starts_with("a class=\"mk warning\"") && words.ends_with(">及时发放"), "{words}");
    assert!(words.contains("data-f=\"4 5\""), "two findings on the same words: {words}");
}

#[test]
fn marks_on_words_that_are_not_drawn_are_listed() {
    let mut reviewed = support::specimen("临河县总工会.txt");
    let label = support::span(&reviewed.source.text, "其中：财政资金");
    reviewed.judged[0].finding.marks[0].span = label;
    let page = report(|context| Html(context).file(&reviewed));
    let extra = page.split("标在表头、标签等处的问题").nth(1).unwrap();
    assert!(extra.contains("id=\"m1-0\"") && extra.contains(">其中：财政资金</a>"), "{extra}");
}

#[test]
fn a_text_that_is_no_statement_is_shown_as_it_is() {
    let reading = read::read("通知.txt", "关于开会的通知\n<b>明天</b>\n".as_bytes());
    let reviewed = Reviewed {
        name: "通知.txt".into(),
        source: reading.source,
        statement: reading.statement,
        ..Reviewed::default()
    };
    let page = report(|context| Html(context).file(&reviewed));
    assert_balanced(&page);
    assert!(page.contains("关于开会的通知") && page.contains("&lt;b&gt;明天&lt;/b&gt;"));
}

#[test]
fn the_index_lists_the_worst_first() {
    let files = files();
    let index = report(|context| {
        let page = |name: &str| Some(format!("{name}.html"));
        let lines: Vec<Line> = files.iter().map(|one| Line::new(one, page(&one.name))).collect();
        Html(context).index(&lines).unwrap().1
    });
    assert_balanced(&index);
    let links = values(&index, "href");
    let pages: Vec<&&str> = links.iter().filter(|href| href.starts_with("./")).collect();
    assert_eq!(pages.len(), 2);
    assert!(pages[0].contains("%20"), "the file with findings comes first: {pages:?}");
}

#[test]
fn the_form_as_text() {
    let form = report(|context| {
        OpinionForm { context, paper: Paper::Text }.file(&support::specimen("临河县总工会.txt"))
    });
    insta::assert_snapshot!(form);
}

#[test]
fn the_form_as_a_page_holds_what_the_text_holds() {
    let specimen = support::specimen("临河县总工会.txt");
    let page = report(|context| OpinionForm { context, paper: Paper::Html }.file(&specimen));
    assert_balanced(&page);
    let wanted = [
        "审核意见表",
        "完整性",
        "条件充分性",
        "系统建议分，以审核人核定为准",
        "（未核原文）",
        "<b>优</b>",
        "有 1 处错误，须先改正",
        "见意见第1条",
        "接受理由：上级文件就是这样要求的",
        "审核人：",
        "答复",
    ];
    for words in wanted {
        assert!(page.contains(words), "{words}");
    }
    for judged in specimen.open().filter(|one| one.finding.severity > Severity::Note) {
        assert!(page.contains(&judged.finding.message.replace('"', "&quot;")));
    }
}

#[test]
fn what_could_not_be_read_is_not_scored() {
    let reading = read::read("空.txt", b"");
    let reviewed =
        Reviewed { name: "空.txt".into(), source: reading.source, ..Reviewed::default() };
    let form = report(|context| OpinionForm { context, paper: Paper::Text }.file(&reviewed));
    assert!(form.contains("无法评分") && !form.contains("系统建议等级"), "{form}");
}

#[test]
fn accepted_findings_do_not_count() {
    let specimen = support::specimen("a.txt");
    let tally = Tally { errors: 1, warnings: 2, notes: 2, accepted: 1, fixable: 1 };
    assert_eq!(specimen.tally(), tally);
    assert_eq!(tally.at_least(Severity::Error), 1);
    assert_eq!(tally.at_least(Severity::Warning), 3);
}
