//! PDFs that are damaged, locked, endless or too large: a clear finding each, never a panic, soon.

use std::io::Write as _;
use std::time::{Duration, Instant};

use ground::Severity;
use read::stream::Block;
use testkit::rng::Rng;

use crate::pdf;
use crate::pdf::hand::{self, file, pages, stream, words};

/// The pages are read in a thread of their own, whose time the system does not tell: so the time is
/// that of the clock, and a busy machine must not fail a test.
const LIMIT: Duration = Duration::from_secs(if cfg!(debug_assertions) { 60 } else { 20 });

/// What is said of a file; reading it takes no longer than [`LIMIT`].
fn found(bytes: &[u8]) -> Vec<(String, Severity, String)> {
    let clock = Instant::now();
    let reading = read::read("文本.pdf", bytes);
    let took = clock.elapsed();
    assert!(took < LIMIT, "{} bytes took {took:?}", bytes.len());
    let of = |finding: &ground::Finding| {
        assert!(!finding.help.is_empty(), "{finding:?}");
        (finding.code.to_string(), finding.severity, finding.message.clone())
    };
    reading.findings.iter().map(of).collect()
}

fn first_code(bytes: &[u8]) -> String {
    found(bytes).first().map(|(code, ..)| code.clone()).unwrap_or_default()
}

#[test]
fn pages_without_text_are_named() {
    let picture = "q 595 0 0 842 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID x EI Q\n";
    let scan = found(&pages(&[picture, picture, picture], ""));
    assert_eq!((scan[0].0.as_str(), scan[0].1), ("RED011", Severity::Error));
    assert!(scan[0].2.contains("第 1 页至第 3 页") && scan[0].2.contains("扫描件"), "{scan:?}");
    let text = words(72, 700, "一、总体绩效目标") + &words(72, 680, "做好工作。");
    let mixed = found(&pages(&[&text, picture, "", picture], ""));
    let named = mixed.iter().find(|(code, ..)| code == "RED011").unwrap();
    assert!(named.1 == Severity::Warning && named.2.contains("第 2、4 页"), "{mixed:?}");
}

#[test]
fn locked_and_broken_files_say_so() {
    let locked = String::from_utf8(pages(&["BT ET"], "")).unwrap();
    let lock = "/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -4 \
                /O <0000000000000000000000000000000000000000000000000000000000000000> \
                /U <0000000000000000000000000000000000000000000000000000000000000000> >> \
                /ID [<00><00>] /Root";
    assert_eq!(first_code(locked.replace("/Root", lock).as_bytes()), "RED003");
    let unknown = "/Encrypt << /Filter /Adobe.PubSec /V 4 >> /Root";
    assert_eq!(first_code(locked.replace("/Root", unknown).as_bytes()), "RED003");
    assert_eq!(first_code(b"%PDF-1.4"), "RED004");
    assert_eq!(first_code(b"%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj"), "RED004");
    let circular =
        ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 1 /Kids [2 0 R] >>"];
    assert_eq!(first_code(&file(&circular.map(str::to_owned))), "RED004");
}

/// Forms that each draw the next ten times: a billion times in all.
#[test]
fn forms_within_forms_end() {
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Count 1 /Kids [3 0 R] >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
         /Resources << /XObject << /X 5 0 R >> >> >>"
            .to_owned(),
        stream("", "/X Do"),
    ];
    for next in 6..24 {
        let entries = format!(
            "/Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << /XObject << /X {next} 0 R >> >>"
        );
        objects.push(stream(&entries, &"/X Do\n".repeat(10)));
    }
    objects.push(stream("/Type /XObject /Subtype /Form /BBox [0 0 1 1]", "0 0 m 9 9 l S"));
    let all = found(&file(&objects));
    assert_eq!((all[0].0.as_str(), all[0].1), ("RED005", Severity::Error), "{all:?}");
    assert!(all[0].2.contains("共 1 页"), "{all:?}");
}

#[test]
fn more_glyphs_and_rulings_than_any_statement_are_refused() {
    let glyphs = words(72, 700, &"字".repeat(50)).repeat(6_000);
    let all = found(&pages(&[&glyphs, &glyphs, &glyphs, &glyphs], ""));
    assert!(all.iter().any(|(code, ..)| code == "RED005"), "{all:?}");
    let grid: String =
        (0..20_000).map(|at| hand::line((at % 500, 0), (at % 500, 800 - at % 300))).collect();
    found(&pages(&[&(grid + &words(72, 700, "表格"))], ""));
}

#[test]
fn deep_nesting_ends() {
    for deep in ["[", "<< /A ", "<< /A [", "("] {
        // As deep as is let pass, and deeper.
        for depth in [1_900, 190_000, 1_000_000] {
            let object = deep.repeat(depth);
            let bytes = file(&["<< /Type /Catalog /Pages 2 0 R >>".to_owned(), object.clone()]);
            let code = first_code(&bytes);
            assert!(matches!(code.as_str(), "RED004" | "RED005" | "RED011"), "{deep}: {code}");
            found(&pages(&[&object], ""));
        }
    }
    found(&"1 0 obj [ ".repeat(100_000).into_bytes());
    found(&[b"%PDF-1.4\n".as_slice(), "1 0 obj [ ".repeat(100_000).as_bytes()].concat());
    let many: Vec<String> = (0..20_000).map(|at| format!("[{} 0 R]", at + 2)).collect();
    found(&file(&many));
}

/// Bytes of sound files turned, cut out and doubled.
#[test]
fn damaged_files_are_read_as_far_as_they_go() {
    let sound: Vec<Vec<u8>> = pdf::fixtures().into_iter().map(|(_, bytes)| bytes).collect();
    let rounds: u64 = if cfg!(debug_assertions) { 150 } else { 3_000 };
    let asked = std::env::var("JIHENG_ROUNDS").ok().and_then(|rounds| rounds.parse().ok());
    for round in 0..asked.unwrap_or(rounds) {
        let mut rng = Rng::for_part(round, "pdf damage");
        let mut bytes = rng.one(&sound).clone();
        for _ in 0..=rng.below(12) {
            let at = rng.below(bytes.len().max(1));
            let end = (at + rng.below(400)).min(bytes.len());
            match rng.below(5) {
                0 => bytes.truncate(at),
                1 => {
                    bytes.drain(at..end);
                }
                2 => {
                    let copy = bytes[at..end].to_vec();
                    let to = rng.below(bytes.len().max(1));
                    bytes.splice(to..to, copy);
                }
                _ => {
                    if let Some(byte) = bytes.get_mut(at) {
                        *byte = u8::try_from(rng.below(256)).unwrap();
                    }
                }
            }
        }
        found(&bytes);
    }
}

#[test]
fn what_is_drawn_off_the_page_or_aslant_is_no_text() {
    let page = words(72, 700, "正文")
        + &words(72, 2000, "页外")
        + &hand::placed("0.7 0.7 -0.7 0.7", 200, 300, "草稿");
    let stream = read::stream("a.pdf", &pages(&[&page], ""), read::Limits::default());
    let text = |block: &Block| match block {
        Block::Line(line) => line.words.text.clone(),
        Block::Row(_) => "row".into(),
    };
    assert_eq!(stream.blocks.iter().map(text).collect::<Vec<_>>(), ["正文"]);
}

/// A file of one page with this content stream, which is packed as `entries` say.
fn packed(entries: &str, content: &[u8]) -> Vec<u8> {
    let mut stream = format!("<< {entries} /Length {} >>\nstream\n", content.len()).into_bytes();
    stream.extend([content, b"\nendstream"].concat());
    file(&[
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>".to_vec(),
        stream,
    ])
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

#[test]
fn what_unpacks_to_far_too_much_is_refused() {
    const FLATE: &str = "/Filter /FlateDecode";
    let lines = b"0 0 m 9 9 l S\n";
    assert_eq!(first_code(&packed(FLATE, &deflated(&lines.repeat(10)))), "RED011");
    assert_eq!(first_code(&packed(FLATE, &deflated(&lines.repeat(5_000_000)))), "RED005");
    let twice = deflated(&deflated(&lines.repeat(5_000)));
    assert_eq!(first_code(&packed("/Filter [/Fl /Fl]", &twice)), "RED005");
    assert_eq!(first_code(&packed(FLATE, &deflated(&b"q ".repeat(1_000_000)))), "RED005");
    let rows = format!("{FLATE} /DecodeParms << /Predictor 15 /Columns 2147483647 >>");
    assert_eq!(first_code(&packed(&rows, &deflated(lines))), "RED005");
    let path = [b"0 0 m ".as_slice(), &b"9 9 l 8 8 l ".repeat(2_000_000), b"S"].concat();
    assert_eq!(first_code(&packed(FLATE, &deflated(&path))), "RED005");
}

#[test]
fn trees_that_branch_without_end_are_refused() {
    let branch = |at: usize| format!("<< /Type /Pages /Kids [{0} 0 R {0} 0 R] >>", at + 1);
    let mut objects = vec!["<< /Type /Catalog /Pages 2 0 R >>".to_owned()];
    objects.extend((2..60).map(branch));
    objects.push("<< /Type /Page >>".to_owned());
    assert_eq!(first_code(&file(&objects)), "RED005");
}
