//! How pages look, kept as small pictures of their ink: a statement and every form, as PDF by our own
//! hand, and the statement as LibreOffice shows the Word document.
//!
//! A picture is text: a sign for a piece of paper of some six by eight millimetres, from blank to
//! black. `JIHENG_BLESS=1` keeps the pictures as they are now; look at the pages before.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use write::document::Document;

use crate::forms::all;
use crate::support;

/// From blank to black.
const INK: &[u8] = b" .:o#";
/// Dots an inch when a page is drawn, and dots of a piece of paper.
const DOTS: &str = "12";
const PIECE: (usize, usize) = (3, 4);
/// Of a hundred inked pieces so many may be two shades off: fonts differ from release to release.
const OFF: usize = 4;

/// A grey picture as poppler writes it: width, and a byte for each dot, 255 for white.
fn grey(bytes: &[u8]) -> (usize, &[u8]) {
    let mut rest = bytes;
    let mut words = Vec::new();
    while words.len() < 4 {
        let end = rest.iter().position(u8::is_ascii_whitespace).unwrap();
        words.push(std::str::from_utf8(&rest[..end]).unwrap());
        rest = &rest[end + 1..];
    }
    assert_eq!(words[0], "P5");
    (words[1].parse().unwrap(), rest)
}

fn picture(bytes: &[u8]) -> String {
    let (width, dots) = grey(bytes);
    let rows: Vec<&[u8]> = dots.chunks(width).collect();
    let mut text = String::new();
    for band in rows.chunks(PIECE.1) {
        let mut line = String::new();
        for from in (0..width).step_by(PIECE.0) {
            let piece = band.iter().flat_map(|row| row.iter().skip(from).take(PIECE.0));
            let (ink, count) =
                piece.fold((0, 0), |(ink, count), dot| (ink + usize::from(255 - dot), count + 1));
            // Type is thin: a fifth of a piece inked is a full line of it.
            let shade = (ink * 5 * (INK.len() - 1) / (255 * count.max(1))).div_ceil(2);
            line.push(char::from(INK[shade.min(INK.len() - 1)]));
        }
        writeln!(text, "{}", line.trim_end()).unwrap();
    }
    text
}

/// The pages of a PDF file as pictures.
fn pictures(pdf: &Path) -> String {
    let folder = pdf.with_extension("pages");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let drawn = Command::new("pdftoppm")
        .args(["-gray", "-r", DOTS])
        .args([pdf, &folder.join("p")])
        .output()
        .unwrap_or_else(|error| panic!("pdftoppm is missing: {error}"));
    assert!(drawn.status.success(), "{}", String::from_utf8_lossy(&drawn.stderr));
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let pages = files.iter().map(|file| picture(&std::fs::read(file).unwrap()));
    pages.collect::<Vec<_>>().join("---\n")
}

/// How many inked pieces there are, and how many are two shades off.
fn off(one: &str, other: &str) -> (usize, usize) {
    let shade = |sign: Option<&u8>| INK.iter().position(|ink| Some(ink) == sign).unwrap_or(0);
    let (mut inked, mut wrong) = (0, 0);
    let (one, other): (Vec<&str>, Vec<&str>) = (one.lines().collect(), other.lines().collect());
    for at in 0..one.len().max(other.len()) {
        let line = |all: &[&str]| all.get(at).copied().unwrap_or("").as_bytes().to_vec();
        let (one, other) = (line(&one), line(&other));
        for column in 0..one.len().max(other.len()) {
            let (a, b) = (shade(one.get(column)), shade(other.get(column)));
            inked += usize::from(a + b > 0);
            wrong += usize::from(a.abs_diff(b) > 1);
        }
    }
    (inked, wrong)
}

/// What is wrong with how the file looks, held against the picture of this name.
fn fault(name: &str, pdf: &Path) -> Option<String> {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/looks/{name}.txt"));
    let now = pictures(pdf);
    if std::env::var_os("JIHENG_BLESS").is_some() {
        std::fs::write(&kept, &now).unwrap();
    }
    let before = std::fs::read_to_string(&kept).unwrap_or_default();
    let pages = |text: &str| text.matches("---\n").count();
    if pages(&before) != pages(&now) {
        return Some(format!("{name}: {} pages, then {}", pages(&before) + 1, pages(&now) + 1));
    }
    let (inked, wrong) = off(&before, &now);
    (wrong * 100 > inked * OFF).then(|| format!("{name}: {wrong} of {inked} pieces differ:\n{now}"))
}

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn statement() -> Document {
    let text = testkit::plain::text(&testkit::base::linhe());
    write::statement(&read::read("linhe.txt", text.as_bytes()).statement)
}

#[test]
fn pages_of_our_own_hand_look_as_they_did() {
    let (folder, fonts) = (folder("looks"), support::fonts());
    let forms = all::all().into_iter().map(|filled| (filled.sheet.id.clone(), filled.document));
    let mut faults = Vec::new();
    for (name, document) in forms.chain([("statement".to_owned(), statement())]) {
        let pdf = write::pdf(&document, &fonts, write::Pages::Real).unwrap();
        let path = folder.join(format!("{name}.pdf"));
        std::fs::write(&path, pdf.file.bytes).unwrap();
        faults.extend(fault(&name, &path));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_word_document_looks_as_it_did() {
    let folder = folder("looks-word");
    std::fs::write(folder.join("statement.docx"), write::docx(&statement()).unwrap()).unwrap();
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let made = Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", "pdf", "statement.docx"])
        .current_dir(&folder)
        .output()
        .unwrap_or_else(|error| panic!("soffice is missing: {error}"));
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let fault = fault("statement-word", &folder.join("statement.pdf"));
    assert!(fault.is_none(), "{}", fault.unwrap_or_default());
}

/// The pictures tell pages apart: those of one form are not those of another.
#[test]
fn pictures_tell_pages_apart() {
    let kept = |name: &str| {
        let path = format!("{}/tests/looks/{name}.txt", env!("CARGO_MANIFEST_DIR"));
        std::fs::read_to_string(path).unwrap()
    };
    let names = ["approval", "project-goals", "monitoring", "statement", "aid-roster"];
    for (one, other) in names.iter().zip(names.iter().skip(1)) {
        let (inked, wrong) = off(&kept(one), &kept(other));
        assert!(wrong * 100 > inked * OFF * 2, "{one} and {other}: {wrong} of {inked}");
    }
    let (_, wrong) = off(&kept("statement"), &kept("statement"));
    assert_eq!(wrong, 0);
}
