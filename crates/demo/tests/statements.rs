//! The statements of all departments and years: clean ones stay so, planted faults are found, and
//! nothing else is.

use demo::department::{Department, departments};
use demo::expand::{draft, first_draft};
use ground::{Finding, Severity};
use model::draft::Draft;
use review::{Config, Subject};
use rulebook::Rulebook;

const PLANS: [i16; 3] = [2025, 2026, 2027];

/// The statement as it arrives in the office: written as a file and read again.
fn arrived(draft: &Draft) -> read::Reading {
    let document = write::statement(&read::drafted(draft).reading.statement);
    read::read("x.docx", &write::docx(&document).expect("written"))
}

fn findings(book: &Rulebook, now: &read::Reading, before: Option<&read::Reading>) -> Vec<Finding> {
    let subject = Subject::new(&now.source, &now.statement, book)
        .with_previous(before.map(|reading| &reading.statement));
    now.findings.iter().cloned().chain(review::review(&subject, &Config::default())).collect()
}

fn told(findings: &[Finding]) -> String {
    let lines = findings.iter().map(|finding| {
        let at = finding.marks.first().map(|mark| format!("{:?}", mark.span)).unwrap_or_default();
        format!("  {} {:?} {at} {}\n", finding.code, finding.severity, finding.message)
    });
    lines.collect()
}

fn loud(findings: &[Finding]) -> Vec<String> {
    let loud = findings.iter().filter(|finding| finding.severity != Severity::Note);
    let mut codes: Vec<String> = loud.map(|finding| finding.code.to_string()).collect();
    codes.sort();
    codes.dedup();
    codes
}

fn planted(department: &Department, year: usize) -> Vec<String> {
    let of_year = department.faults.iter().filter(|fault| fault.year == year);
    let codes = of_year.flat_map(|fault| fault.finds.split_whitespace());
    let mut codes: Vec<String> = codes.map(str::to_owned).collect();
    codes.sort();
    codes.dedup();
    codes
}

#[test]
fn clean_statements_are_clean_and_faulty_ones_have_the_planted_faults_only() {
    let book = Rulebook::embedded().unwrap();
    let mut wrong = String::new();
    for department in departments().unwrap() {
        let mut before = None;
        for (year, plan) in PLANS.into_iter().enumerate() {
            let name = format!("{} {plan}", department.name);
            let clean = arrived(&draft(&department, year, plan));
            let said = findings(&book, &clean, before.as_ref());
            let notes = said.len();
            println!("{name}: {notes} notes\n{}", told(&said));
            if !loud(&said).is_empty() || notes > 3 {
                wrong.push_str(&format!("{name}, clean:\n{}", told(&said)));
            }
            if department.is_faulty(year) {
                let faulty = arrived(&first_draft(&department, year, plan).unwrap());
                let said = findings(&book, &faulty, before.as_ref());
                if loud(&said) != planted(&department, year) {
                    let due = planted(&department, year);
                    wrong.push_str(&format!("{name}, faulty, due {due:?}:\n{}", told(&said)));
                }
            }
            before = Some(clean);
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn a_third_of_the_statements_has_faults_and_their_figures_go_on_from_year_to_year() {
    let departments = departments().unwrap();
    assert_eq!(departments.len(), 12);
    let faulty: usize = departments
        .iter()
        .map(|department| (0..3).filter(|year| department.is_faulty(*year)).count())
        .sum();
    assert!((10..=14).contains(&faulty), "{faulty} of 36");
    for department in &departments {
        let [last, this, next] = [0, 1, 2].map(|year| draft(department, year, PLANS[year]));
        assert!((2..=4).contains(&this.projects.len()), "{}", department.name);
        assert!((3..=6).contains(&this.sub_goals.items.len()), "{}", department.name);
        for (then, now) in [(&last, &this), (&this, &next)] {
            let kept = now
                .projects
                .iter()
                .filter(|project| then.projects.iter().any(|other| other.code == project.code));
            assert!(kept.count() >= 2, "{}: projects go on", department.name);
            assert_ne!(then.projects, now.projects);
        }
        for (path, text) in this.fields() {
            assert!(!text.contains(['{', '}']), "{} {path}: {text}", department.name);
        }
    }
}
