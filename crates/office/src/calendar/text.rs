//! Events as the text of a calendar (iCalendar, RFC 5545).

use super::Event;
use crate::Moment;

/// A line holds no more bytes than this, its end left out (section 3.1).
const FOLD: usize = 75;
/// What a calendar begins with. Programs ask again after some hours (RFC 7986, section 5.7).
const HEAD: [&str; 7] = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//jiheng//calendar//ZH",
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
    "X-WR-CALNAME:绩衡期限",
    "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
];

/// Events as the text of a calendar, as it was at a moment.
pub fn text(events: &[Event], now: Moment) -> String {
    let stamp = now.0.strftime("%Y%m%dT%H%M%SZ").to_string();
    let mut out = String::new();
    for head in HEAD {
        fold(&mut out, head);
    }
    for event in events {
        for line in lines(event, &stamp) {
            fold(&mut out, &line);
        }
    }
    fold(&mut out, "END:VCALENDAR");
    out
}

/// The lines of an event: it lasts the whole day and takes up nobody's time.
fn lines(event: &Event, stamp: &str) -> Vec<String> {
    let next = event.day.tomorrow().unwrap_or(event.day);
    let note = match event.note.as_str() {
        "" => event.path.clone(),
        note => format!("{note}\n{}", event.path),
    };
    vec![
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}@jiheng", store::digest(event.key.as_bytes())),
        format!("DTSTAMP:{stamp}"),
        format!("DTSTART;VALUE=DATE:{}", event.day.strftime("%Y%m%d")),
        format!("DTEND;VALUE=DATE:{}", next.strftime("%Y%m%d")),
        format!("SUMMARY:{}", escaped(&event.title)),
        format!("DESCRIPTION:{}", escaped(&note)),
        format!("CATEGORIES:{}", escaped(event.kind.label())),
        "TRANSP:TRANSPARENT".to_owned(),
        "END:VEVENT".to_owned(),
    ]
}

/// A text in which no sign means anything else (section 3.3.11).
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '\\' | ';' | ',' => out.extend(['\\', sign]),
            '\n' => out.push_str("\\n"),
            sign if sign.is_control() => {}
            sign => out.push(sign),
        }
    }
    out
}

/// Adds a line with its end, folded between characters.
fn fold(out: &mut String, line: &str) {
    let mut used = 0;
    for sign in line.chars() {
        if used + sign.len_utf8() > FOLD {
            out.push_str("\r\n ");
            used = 1;
        }
        out.push(sign);
        used += sign.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::EventKind;

    fn event(title: &str, note: &str) -> Event {
        Event {
            day: "2026-12-31".parse().expect("a day"),
            kind: EventKind::Demand,
            title: title.to_owned(),
            note: note.to_owned(),
            path: "/demands/1".to_owned(),
            key: "demand/1".to_owned(),
        }
    }

    fn made(event: Event, at: &str) -> String {
        text(&[event], Moment::from_text(at).expect("a moment"))
    }

    /// Every line as it was before it was folded.
    fn unfolded(text: &str) -> Vec<String> {
        text.replace("\r\n ", "").split_terminator("\r\n").map(str::to_owned).collect()
    }

    /// The title as it is typed, and as it stands.
    const TITLES: &[(&str, &str)] = &[
        ("公示期满", "公示期满"),
        ("甲,乙;丙\\丁", "甲\\,乙\\;丙\\\\丁"),
        ("第一行\r\n第二行", "第一行\\n第二行"),
        ("a\u{7}b\u{0}c", "abc"),
        ("END:VEVENT\r\nBEGIN:VEVENT", "END:VEVENT\\nBEGIN:VEVENT"),
        ("", ""),
    ];

    #[test]
    fn titles_are_escaped() {
        for (typed, expected) in TITLES {
            let lines = unfolded(&made(event(typed, ""), "2026-07-01T01:00:00Z"));
            let found = lines.iter().find_map(|line| line.strip_prefix("SUMMARY:"));
            assert_eq!(found, Some(*expected), "{typed:?}");
            assert_eq!(lines.iter().filter(|line| *line == "BEGIN:VEVENT").count(), 1);
        }
    }

    #[test]
    fn lines_are_folded_at_75_octets_between_characters() {
        for length in [1, 21, 22, 23, 24, 25, 60, 300] {
            for before in ["", "a", "ab"] {
                let title = format!("{before}{}", "长".repeat(length));
                let text = made(event(&title, &title), "2026-07-01T01:00:00Z");
                let longest = text.split_terminator("\r\n").map(str::len).max();
                assert!(longest.is_some_and(|longest| longest <= 75), "{longest:?} {title}");
                assert!(!text.replace("\r\n", "").contains(['\r', '\n']), "bare ends of lines");
                let summary = format!("SUMMARY:{title}");
                assert!(unfolded(&text).contains(&summary), "{title}");
            }
        }
    }

    #[test]
    fn an_event_keeps_its_name_and_lasts_its_day() {
        let first = unfolded(&made(event("甲", "乙"), "2026-07-01T01:00:00Z"));
        let later = unfolded(&made(event("丙", ""), "2026-08-01T01:00:00Z"));
        let uid = |lines: &[String]| lines.iter().find(|line| line.starts_with("UID:")).cloned();
        assert_eq!(uid(&first), uid(&later));
        for line in ["DTSTART;VALUE=DATE:20261231", "DTEND;VALUE=DATE:20270101"] {
            assert!(first.contains(&line.to_owned()), "{first:?}");
        }
        assert!(first.contains(&"DTSTAMP:20260701T010000Z".to_owned()));
        assert!(first.contains(&"DESCRIPTION:乙\\n/demands/1".to_owned()));
        assert_eq!(first.first().map(String::as_str), Some("BEGIN:VCALENDAR"));
        assert_eq!(first.last().map(String::as_str), Some("END:VCALENDAR"));
    }
}
