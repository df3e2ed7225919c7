//! Sums, rates and totals of official forms are formulas: LibreOffice, told none of our results, reckons the same.

#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use ground::{Decimal, Money};
use rulebook::FormKind;
use write::forms::views::{MonitoringForm, MonitoringFunds, SelfEvaluation};
use write::forms::{Form, example, form};
use zip::write::SimpleFileOptions;

use crate::forms::all::{all, sheet};
use crate::support;

const SHEET: &str = "xl/worksheets/sheet1.xml";
/// Text as UTF-8, cells as they are shown.
const AS_CSV: &str = "csv:Text - txt - csv (StarCalc):44,34,76,1";

/// The formulas of a workbook's only sheet and the results beside them, by address.
fn formulas(parts: &BTreeMap<String, String>) -> BTreeMap<String, (String, String)> {
    let cell = |cell: &str| {
        let address = between(cell, "r=\"", "\"")?;
        let formula = between(cell, "<f>", "</f>")?;
        Some((address, (formula, between(cell, "<v>", "</v>")?)))
    };
    parts[SHEET].split("<c ").skip(1).filter_map(cell).collect()
}

fn between(text: &str, from: &str, to: &str) -> Option<String> {
    let (_, rest) = text.split_once(from)?;
    Some(rest.split_once(to)?.0.to_owned())
}

/// The workbook without the results of its formulas.
fn without_results(parts: &BTreeMap<String, String>) -> Vec<u8> {
    let mut sheet = String::new();
    let mut rest = parts[SHEET].as_str();
    while let Some((before, after)) = rest.split_once("</f><v>") {
        sheet.push_str(before);
        sheet.push_str("</f>");
        rest = after.split_once("</v>").unwrap().1;
    }
    sheet.push_str(rest);
    let mut packed = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        packed.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        let text = if name == SHEET { &sheet } else { text };
        packed.write_all(text.as_bytes()).unwrap();
    }
    packed.finish().unwrap().into_inner()
}

/// Rows of cells.
fn csv(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    for sign in text.trim_start_matches('\u{feff}').chars() {
        match sign {
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            sign => cell.push(sign),
        }
    }
    rows
}

/// The cell at an address: what is shown there, of shares in percent.
fn at<'c>(cells: &'c [Vec<String>], address: &str) -> &'c str {
    let letters = address.bytes().take_while(u8::is_ascii_uppercase);
    let column = letters.fold(0, |column, letter| column * 26 + usize::from(letter - b'@'));
    let digits = address.trim_start_matches(|c: char| c.is_ascii_uppercase());
    &cells[digits.parse::<usize>().unwrap() - 1][column - 1]
}

fn number(shown: &str) -> Decimal {
    let found = match shown.strip_suffix('%') {
        Some(share) => share.parse().map(|share: Decimal| share / Decimal::ONE_HUNDRED),
        None => shown.parse(),
    };
    found.unwrap_or_else(|_| panic!("“{shown}” is no number"))
}

#[test]
fn libre_office_reckons_what_the_forms_state() {
    let forms = all();
    let packages: Vec<BTreeMap<String, String>> =
        forms.iter().map(|one| support::parts(&write::xlsx(&one.document).unwrap())).collect();
    let files: Vec<(String, Vec<u8>)> = packages
        .iter()
        .zip(&forms)
        .map(|(parts, one)| (format!("{}.xlsx", one.sheet.id), without_results(parts)))
        .collect();
    let converted = testkit::libreoffice::converted(&files, AS_CSV);
    let mut counted = BTreeMap::new();
    for ((parts, text), one) in packages.iter().zip(converted).zip(&forms) {
        let cells = csv(&String::from_utf8(text).unwrap());
        let all = formulas(parts);
        for (address, (formula, result)) in &all {
            let shown = number(at(&cells, address));
            let stated: Decimal = result.parse().unwrap();
            assert_eq!(shown, stated, "{} {address} {formula}", one.sheet.id);
        }
        counted.insert(one.sheet.id.as_str(), all.len());
    }
    let expected = [
        ("aid-roster", 1),
        ("appraisal-marks", 0),
        ("appraisal-report", 0),
        ("approval", 1),
        ("department-goals", 3),
        ("department-report", 6),
        ("monitoring", 7),
        ("opinion", 2),
        ("project-goals", 1),
        ("public-list", 1),
        ("rectification", 0),
        ("rectification-reply", 0),
        ("self-evaluation", 9),
        ("self-evaluation-sichuan", 10),
    ];
    assert_eq!(counted, BTreeMap::from(expected));
}

fn sheet_of<F: Form>(view: &F) -> BTreeMap<String, String> {
    support::parts(&write::xlsx(&form(sheet(F::KIND), view).unwrap()).unwrap())
}

#[test]
fn totals_follow_when_a_number_is_changed() {
    let view = example::self_evaluation();
    let mut parts = sheet_of(&view);
    let last = view.rows.last().unwrap().score.unwrap();
    let stated = view.total_score.unwrap().normalize().to_string();
    let all = formulas(&parts);
    let (_, (formula, _)) = all.iter().find(|(_, (_, result))| *result == stated).unwrap();
    // The last score under each other: ROUND(SUM(H6,H14:H23),2)
    let address = formula.split([':', ',', ')']).find(|part| formula.contains(&format!(":{part}")));
    let from = format!("<c r=\"{}\"", address.unwrap());
    let (before, cell) = parts[SHEET].split_once(&from).unwrap();
    let was = format!("<v>{}</v>", last.normalize());
    let changed = format!("{before}{from}{}", cell.replacen(&was, "<v>7.5</v>", 1));
    assert_ne!(changed, parts[SHEET]);
    parts.insert(SHEET.to_owned(), changed);
    let files = [("changed.xlsx".to_owned(), without_results(&parts))];
    let cells =
        csv(std::str::from_utf8(&testkit::libreoffice::converted(&files, AS_CSV)[0]).unwrap());
    let total = view.total_score.unwrap() - last + Decimal::new(75, 1);
    let line = cells.iter().find(|row| row[0] == "总分").unwrap();
    assert!(line.iter().any(|cell| cell.parse() == Ok(total)), "{total}: {line:?}");
}

#[test]
fn sums_in_wan_are_exact_to_the_fen() {
    let part = |name: &str, fen| MonitoringFunds::new(name, [Money::from_fen(fen); 4]);
    let parts = vec![part("其中：财政资金", 100_001), part("其他资金", 200_002)];
    let view = MonitoringForm {
        funds: MonitoringFunds::with_total(parts).unwrap(),
        ..example::monitoring()
    };
    let parts = sheet_of(&view);
    let formulas = formulas(&parts);
    let sums = formulas.values().filter(|(formula, _)| formula.contains("SUM"));
    let sums: Vec<&str> = sums.map(|(_, result)| result.as_str()).collect();
    assert_eq!(sums, ["0.300003"; 4], "0.1 and 0.2 are no binary numbers");
    let files = [("wan.xlsx".to_owned(), without_results(&parts))];
    let text = testkit::libreoffice::converted(&files, AS_CSV).concat();
    let cells = csv(std::str::from_utf8(&text).unwrap());
    for address in formulas.keys().filter(|address| formulas[*address].0.contains("SUM")) {
        assert_eq!(at(&cells, address), "0.300003", "{address}");
    }
}

#[test]
fn what_does_not_add_up_stays_as_it_was_stated() {
    let mut view = example::self_evaluation();
    view.total_score = view.total_score.map(|score| score + Decimal::ONE);
    view.funds[0].budget = view.funds[0].budget.and_then(|sum| sum.checked_add(Money::from_fen(1)));
    let formulas = formulas(&sheet_of(&view));
    // Of the sums initial and executed are left, and all points; of the rates those of the parts and, to two places,
    // the whole's.
    let sums = formulas.values().filter(|(formula, _)| formula.contains("SUM")).count();
    assert_eq!((sums, formulas.len() - sums), (3, 4));
}

#[test]
fn words_never_become_formulas() {
    let hostile = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "=HYPERLINK(\"http://a\")", "\t=1+1"];
    for words in hostile {
        let mut view: SelfEvaluation = example::self_evaluation();
        view.project = words.into();
        view.rows[0].name = words.into();
        view.rows[0].actual = words.into();
        view.goals = vec![words.into()];
        let parts = sheet_of(&view);
        for (address, (formula, _)) in formulas(&parts) {
            let ours = ["ROUND(SUM(", "IF("].iter().any(|start| formula.starts_with(start));
            let signs = |c: char| c.is_ascii_alphanumeric() || "(),:=/".contains(c);
            assert!(ours && formula.chars().all(signs), "{address}: {formula}");
        }
        let plain = words.replace('"', "&quot;");
        let is_text = [words, plain.as_str()].iter().any(|words| {
            parts["xl/sharedStrings.xml"].contains(&format!("{}</t>", words.trim_start()))
        });
        assert!(is_text, "{words}");
    }
    assert_eq!(sheet(FormKind::SelfEvaluation).form, SelfEvaluation::KIND);
}
