//! Reading never panics and never takes long, whatever the bytes are.
//!
//! `JIHENG_SEED` sets the seed of the random damage, `JIHENG_ROUNDS` how many damaged files are read.
//! Texts of 1 MB are held to 2 s of processor time each: this room is optimised in tests too, with overflow
//! and debug assertions.

use std::panic;

use testkit::hostile::{Dice, Stopwatch, damaged, fillers, setting, spelled, with_filler};

const SIZE: usize = 1_000_000;
const ROUNDS: usize = 5_000;

/// Every span that a reading hands out lies in its text and cuts no character, and every sign of
/// its words is a sign of the text.
fn check_spans(reading: &read::Reading) {
    let text = &reading.source.text;
    for (locus, words) in reading.statement.leaves() {
        assert!(text.get(words.at.range()).is_some(), "{locus}: {:?}", words.at);
        for (at, sign) in words.text.char_indices() {
            let span = words.span(at..at + sign.len_utf8());
            let found = text.get(span.range()).and_then(|found| found.chars().next());
            assert_eq!(found, Some(sign), "{locus}: {}", words.text);
        }
    }
    for finding in &reading.findings {
        let mut spans = finding.marks.iter().map(|mark| mark.span);
        assert!(spans.all(|span| text.get(span.range()).is_some()), "{finding:?}");
        assert!(!finding.message.is_empty() && !finding.help.is_empty(), "{finding:?}");
    }
}

#[test]
fn damaged_statements_are_read() {
    let seed = setting("JIHENG_SEED", 20_261_120);
    let good = testkit::plain::text(&testkit::base::linhe()).into_bytes();
    let (wide, _, _) = encoding_rs::GB18030.encode(std::str::from_utf8(&good).unwrap());
    let other: String = with_filler("项目编码\n").into_iter().map(|(_, text)| text).collect();
    for round in 0..setting("JIHENG_ROUNDS", ROUNDS) {
        let mut dice = Dice::new((seed + round) as u64);
        let bytes = match round % 4 {
            0 => spelled_at_random(&mut dice).into_bytes(),
            1 => damaged(&wide, other.as_bytes(), &mut dice),
            _ => damaged(&good, other.as_bytes(), &mut dice),
        };
        let outcome = panic::catch_unwind(|| check_spans(&read::read("damaged.txt", &bytes)));
        assert!(outcome.is_ok(), "JIHENG_SEED={} JIHENG_ROUNDS=1 fails", seed + round);
    }
}

fn spelled_at_random(dice: &mut Dice) -> String {
    let bytes: Vec<u8> =
        (0..dice.below(60)).map(|_| u8::try_from(dice.below(256)).unwrap()).collect();
    spelled(&bytes)
}

/// What fuzzing found, in the order in which it was found.
#[test]
fn texts_that_broke_the_reader() {
    let texts = ["绩效目标\n\n项目名称"];
    for text in texts {
        check_spans(&read::read("found.txt", text.as_bytes()));
    }
}

#[test]
fn long_texts_take_no_long_time() {
    let mut stopwatch = Stopwatch::default();
    for (filler, text) in fillers(SIZE) {
        for (place, text) in with_filler(&text) {
            stopwatch.time(format!("{filler} / {place}"), || {
                check_spans(&read::read("long.txt", text.as_bytes()));
            });
        }
    }
    stopwatch.assert_fast();
}

/// A text beyond the bounds is read as far as they go, and that is said.
#[test]
fn a_text_beyond_the_bounds_is_read_as_far_as_they_go() {
    let line = "　　加强农村公路养护。\n";
    let text = line.repeat((9 << 20) / line.len());
    let reading = read::read("long.txt", text.as_bytes());
    assert!(reading.findings.iter().any(|finding| finding.message.contains("超过 4 MB 的上限")));
    assert!(reading.source.text.len() <= 4 << 20 && reading.source.text.len() > 3 << 20);
}

/// Cells beyond their number are not read, whether they stand in one row or in many, and that is
/// said; as many as may be are read without a word.
#[test]
fn cells_beyond_the_bounds_are_not_read() {
    let said = |text: &str| {
        let reading = read::read("cells.txt", text.as_bytes());
        check_spans(&reading);
        reading.findings.iter().any(|finding| finding.message.contains("超过 100000 个"))
    };
    let most = 100_000;
    let rows = ["工\t", "|工|会|\n", "\t工\n"];
    for row in rows {
        assert!(said(&row.repeat(most)), "{row}");
    }
    assert!(!said(&"工\n".repeat(most)) && said(&"工\n".repeat(most + 1)));
}
