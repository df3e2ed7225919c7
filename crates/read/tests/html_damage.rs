//! Damaged and hostile web pages: nothing panics, nothing takes long.
//!
//! Optimised builds read 1 MB and are held to 2 s each; other builds read 64 KB, held to the same
//! time.

use testkit::hostile::{Dice, Stopwatch, damaged};
use testkit::html::HTML_LAYOUTS;
use testkit::sample::Sample;

const SIZE: usize = if cfg!(debug_assertions) { 64 << 10 } else { 1_000_000 };
const ROUNDS: usize = if cfg!(debug_assertions) { 300 } else { 5_000 };

fn read(bytes: &[u8]) {
    let reading = read::read("page.html", bytes);
    for (locus, words) in reading.statement.leaves() {
        assert!(reading.source.text.get(words.at.range()).is_some(), "{locus}");
    }
    for finding in &reading.findings {
        let range = finding.span().range();
        assert!(reading.source.text.get(range).is_some(), "{finding:?}");
    }
}

#[test]
fn damaged_pages_are_read() {
    let other = b"<table><tr><td rowspan=9 colspan=0>\xff</p></div></ol><!--<style>p{".as_slice();
    for round in 0..ROUNDS {
        let seed = u64::try_from(round).unwrap();
        let sample = Sample::new(seed % 40);
        let layout = &HTML_LAYOUTS[round % HTML_LAYOUTS.len()];
        let good = layout.write(&sample.draft, &sample.form, seed % 40);
        let mut dice = Dice::new(seed);
        let bytes = damaged(&good, other, &mut dice);
        assert!(std::panic::catch_unwind(|| read(&bytes)).is_ok(), "round {round}");
    }
}

#[test]
fn hostile_pages_take_no_long_time() {
    let parts: &[&str] = &[
        "<div>",
        "<p>",
        "<b>甲<p>",
        "<font color=a1><font color=a2><p>",
        "<table><tr><td>",
        "<table><div>",
        "<table><tr><td rowspan=65534>",
        "<tr><td rowspan=65534 colspan=1000>",
        "<td>",
        "<ol><li>",
        "<ul><ul>",
        " a",
        "<x a=1 b=2 c=3 ",
        "<!--",
        "<![if x]>",
        "<svg><path/>",
        "<math><mi>",
        "<select><option>",
        "<template>",
        "<form><table>",
        "<a href=x>甲",
        "<style>p{",
        "&#x4e00;&ge;&amp",
        "<br>",
        "</p>",
        "</br>",
        "<li value=99999999999>",
        "<h1>一、总体绩效目标</h1>",
        "<p>项目编码</p>",
        "<frameset><frame>",
        "<td>项目编码<table><td>项目名称",
        "<span style='display:none'>",
        "<pre>\n\n",
        "<caption>",
    ];
    let mut stopwatch = Stopwatch::default();
    for part in parts {
        for head in ["<html><body>", "<html><table><tr>", "<html><div class="] {
            let page = head.to_owned() + &part.repeat(SIZE / part.len());
            stopwatch.time(format!("{head}{part}"), || read(page.as_bytes()));
        }
    }
    let rows = "<tr><td>a".repeat(SIZE / 9);
    let wide = "<td rowspan=65534>".repeat(1000);
    let page = format!("<html><table><tr>{wide}{rows}");
    stopwatch.time("wide rows", || read(page.as_bytes()));
    stopwatch.assert_fast();
}

/// What is beyond the bounds of a page is left out, and said; one finding says it.
#[test]
fn a_page_beyond_the_bounds_is_read_as_far_as_they_go() {
    let line = "<p>加强农村公路养护。</p>";
    let page = format!("<html><body>{}</body></html>", line.repeat((17 << 20) / line.len()));
    let reading = read::read("long.html", page.as_bytes());
    let said: Vec<&str> = reading.findings.iter().map(|f| f.message.as_str()).collect();
    assert!(said.iter().any(|said| said.contains("只读到了此前的内容")), "{said:?}");
    assert!(!said.iter().any(|said| said.contains("无法识别的字节")), "{said:?}");
    assert!(reading.source.text.starts_with("加强农村公路养护。\n"));
}
