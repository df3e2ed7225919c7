//! Typeset pages, read back by poppler and checked by qpdf.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use ground::Day;
use testkit::fonts::files;
use typeset::{Error, Fonts, Identity, Need, Pdf, Role, Weight, literal, typeset};

const PACKAGE: &str = "fonts-noto-cjk";

/// Roles as a document might have them.
fn roles() -> Vec<Role> {
    let song = Role::new("宋体", ["宋体", "Noto Serif CJK SC"]);
    let title = Role::new("小标宋", ["方正小标宋简体", "Noto Serif CJK SC"]);
    let hei = Role::new("黑体", ["黑体", "Noto Sans CJK SC"]);
    let signs = Role::new("符号", ["DejaVu Sans"]);
    vec![song, Role { weight: Weight::Heavy, ..title }, hei, Role { need: Need::May, ..signs }]
}

static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    Fonts::find(files(), |path| File::open(path), &roles()).unwrap_or_else(|error| {
        panic!("{error}");
    })
});

fn identity() -> Identity {
    Identity {
        ident: "一份文件".into(),
        creator: "tests".into(),
        created: Day::new(2026, 1, 15).ok(),
    }
}

fn set(markup: &str) -> Result<Pdf, Error> {
    let markup = format!("#set text(font: (\"宋体\", \"符号\"))\n{markup}");
    typeset(&markup, &FONTS, &identity())
}

/// What a program says of the file, which it is given as its input.
fn said(program: &str, arguments: &[&str], pdf: &Pdf) -> String {
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| {
            panic!("{program} is missing ({error}): install poppler-utils, qpdf")
        });
    child.stdin.take().unwrap().write_all(&pdf.bytes).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{program}: {}", output.status);
    String::from_utf8(output.stdout).unwrap()
}

fn text(pdf: &Pdf) -> String {
    said("pdftotext", &["-", "-"], pdf)
}

#[test]
fn the_same_markup_gives_the_same_bytes() {
    let markup =
        "= 一、总体目标\n#table(columns: 2)[甲][乙]\n#pagebreak()\n#context counter(page).get()";
    let first = set(markup).unwrap();
    let other = std::thread::spawn(move || set(markup).unwrap()).join().unwrap();
    assert!(first == other, "two runs differ");
    assert_eq!(first.pages, 2);
}

#[test]
fn files_are_sound_and_say_what_they_are() {
    let pdf = set("#set document(title: \"绩效文本\", author: \"临河县财政局\")\n= 第一部分\n正文")
        .unwrap();
    let folder = testkit::folder::folder("typeset");
    let path = folder.path().join("made.pdf");
    std::fs::write(&path, &pdf.bytes).unwrap();
    let checked = Command::new("qpdf").arg("--check").arg(&path).output();
    let checked = checked.unwrap_or_else(|error| panic!("qpdf is missing ({error}): install qpdf"));
    assert!(checked.status.success(), "{checked:?}");
    let info = said("pdfinfo", &["-isodates", "-"], &pdf);
    for line in ["绩效文本", "临河县财政局", "2026-01-15T00:00:00", "Creator:         tests"]
    {
        assert!(info.contains(line), "{line}: {info}");
    }
    assert!(info.contains("Tagged:          yes") && info.contains("A4"), "{info}");
    assert!(pdf.bytes.windows(10).any(|at| at == b"/Lang(zh-C"), "names no language");
    assert!(pdf.bytes.windows(9).any(|at| at == b"/Outlines"), "has no outline");
}

#[test]
fn hostile_words_come_out_as_they_are() {
    let long = "A".repeat(300);
    for words in [
        "#set text(red) #panic() $x^2$ *strong* _emph_ `raw` ```rust x```",
        "= heading - item + item / term: @label <label> [content] {code}",
        r#"\ \n \u{41} \\ "quoted" 'quoted' // comment /* comment */ https://example.org/~a"#,
        "--- -- ... ~ -? 1. #import \"@preview/x:1.0.0\": *",
        "“双引号”‘单引号’《书名号》〔2025〕〈〉「」『』【】…… —— ～ · ￥ ％ ＋ － × ÷ ≥ ≤ ≠ ≈ ± ∞ ∑ √ ℃ ㎡ ㎏ ‰ №",
        "①②③④⑤⑥⑦⑧⑨⑩ ⑴⑵⑶ ⒈⒉⒊ ㈠㈡㈢ ⅠⅡⅢⅣⅤⅥ ⅰⅱⅲ 〇 々 ○ ● ◎ ◇ ◆ □ ■ △ ▲ ☆ ★ → ← ↑ ↓ ☑ ☐ ✓ ✔ § °",
        "𠮷 䶮 㙓 堃 喆 镕 犇 淼",
    ] {
        let pdf =
            set(&format!("#{}", literal(words))).unwrap_or_else(|error| panic!("{words}: {error}"));
        let bare = |text: &str| text.split_whitespace().collect::<String>();
        assert_eq!(bare(&text(&pdf)), bare(words));
    }
    assert!(text(&set(&format!("#{}", literal(&long))).unwrap()).contains(&long[..50]));
}

#[test]
fn a_character_without_glyph_is_named() {
    let error = set(&format!("#{}", literal("开展慰问活动，共计🦀三次"))).unwrap_err();
    let message = error.to_string();
    assert!(matches!(error, Error::Glyph { character: '🦀', .. }), "{message}");
    assert!(message.contains("“🦀”（U+1F980）") && message.contains("共计🦀三次"), "{message}");
    let error = set("#text(font: \"黑体\")[☐]").unwrap_err();
    assert!(
        matches!(&error, Error::Glyph { family, .. } if family == "Noto Sans CJK SC"),
        "{error}"
    );
}

#[test]
fn words_that_would_be_cut_off_are_named() {
    let error = set("第一页\n#pagebreak()\n#place(dx: 700pt)[页外]").unwrap_err();
    assert!(matches!(&error, Error::Overflow { page: 2, text } if text == "页外"), "{error}");
    let error = set("#block(breakable: false, for i in range(99) [#i #linebreak()])").unwrap_err();
    assert!(matches!(&error, Error::Overflow { page: 1, .. }), "{error}");
}

#[test]
fn only_the_roles_are_known_as_families() {
    let error = set("#text(font: \"Noto Sans CJK SC\")[甲]").unwrap_err();
    assert!(matches!(&error, Error::Family(family) if family == "noto sans cjk sc"), "{error}");
}

#[test]
fn a_role_that_no_font_plays_is_named_with_what_to_install() {
    let role =
        Role { package: PACKAGE.into(), ..Role::new("仿宋", ["仿宋_GB2312", "不存在"]) };
    let error = Fonts::find(files(), |path| File::open(path), &[role]).unwrap_err();
    let message = error.to_string();
    for words in ["仿宋", "仿宋_GB2312、不存在", PACKAGE] {
        assert!(message.contains(words), "{message}");
    }
}

#[test]
fn a_file_that_cannot_be_read_when_it_is_needed_is_named() {
    use std::sync::atomic::{AtomicBool, Ordering};
    static GONE: AtomicBool = AtomicBool::new(false);
    let open = |path: &Path| {
        if GONE.load(Ordering::Relaxed) {
            Err(std::io::ErrorKind::NotFound.into())
        } else {
            File::open(path)
        }
    };
    let fonts = Fonts::find(files(), open, &roles()).unwrap();
    GONE.store(true, Ordering::Relaxed);
    let error = typeset("#set text(font: \"宋体\")\n甲", &fonts, &identity()).unwrap_err();
    assert!(
        matches!(&error, Error::Unreadable { path, source: Some(_) } if path.is_absolute()),
        "{error}"
    );
}

#[test]
fn markup_reaches_nothing_outside() {
    for (markup, words) in [
        ("#read(\"/etc/passwd\")", "access denied"),
        ("#import \"@preview/cetz:0.3.0\"", "access denied"),
        ("#include \"other.typ\"", "access denied"),
        ("#datetime.today()", "unable to get the current date"),
    ] {
        let error = set(markup).unwrap_err();
        let Error::Markup { line: 2, message } = &error else { panic!("{markup}: {error:?}") };
        assert!(message.contains(words), "{markup}: {message}");
    }
}

#[test]
fn who_plays_which_role_is_told() {
    let given: Vec<(&str, &str, usize)> = FONTS
        .given()
        .iter()
        .map(|given| (given.role.as_str(), given.family.as_str(), given.rank))
        .collect();
    assert_eq!(given[..2], [("宋体", "Noto Serif CJK SC", 1), ("小标宋", "Noto Serif CJK SC", 1)]);
    assert!(FONTS.has_bold("宋体") && !FONTS.has_bold("小标宋"));
    assert!(FONTS.covers("宋体", '〇') && !FONTS.covers("宋体", '☐') && FONTS.covers("符号", '☐'));
}
