//! A statement that is typed field by field is reviewed as the file is that says the same.
//!
//! The law: of the draft of a statement that was read comes the same statement, and the review finds the
//! same at the same leaves. What a flattened text may have lost (`Format::Text`) is known of a draft, so
//! that the file is reviewed here as one whose layout was kept.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use ground::{Finding, Format};
use model::draft::{Bounds, Draft};
use model::statement::Statement;
use read::{Drafted, Reading, drafted};
use review::place::Loci;
use review::{Config, Subject, review};
use rulebook::Rulebook;
use testkit::damage::{DAMAGES, Damage};
use testkit::layout::{LAYOUTS, Layout, Tables};
use testkit::plant::{CODES, plant};
use testkit::real;
use testkit::rng::Rng;
use testkit::sample::Sample;
use testkit::word::WORD_LAYOUTS;

/// How many findings of files were looked for.
static COMPARED: AtomicUsize = AtomicUsize::new(0);

fn findings(reading: &Reading, rulebook: &Rulebook) -> Vec<Finding> {
    let subject = Subject::new(&reading.source, &reading.statement, rulebook);
    review(&subject, &Config::default())
}

/// Code, severity, place and message of every finding.
fn told(reading: &Reading, rulebook: &Rulebook) -> Vec<String> {
    let loci = Loci::new(&reading.statement);
    let tell = |finding: &Finding| {
        let place =
            loci.at(finding.span()).map_or_else(|| "-".to_owned(), model::leaves::Locus::path);
        format!("{} {:?} {place}: {}", finding.code, finding.severity, finding.message)
    };
    let mut all: Vec<String> = findings(reading, rulebook).iter().map(tell).collect();
    all.sort();
    all
}

/// What a draft does not keep: how the unit of the sums and the contents are headed.
fn plain(mut statement: Statement) -> Statement {
    for project in &mut statement.projects {
        project.money_unit = project.money_unit.take().map(|mut leaf| {
            leaf.words.text = String::new();
            leaf
        });
    }
    if let Some(contents) = &mut statement.contents {
        contents.heading.text = String::new();
    }
    statement
}

/// Where the law is broken.
fn faults(mut file: Reading, rulebook: &Rulebook) -> Vec<String> {
    let draft = Draft::of(&file.statement);
    assert_eq!(draft.exceeds(&Bounds::default()), None);
    let typed = drafted(&draft);
    let mut faults = Vec::new();
    let leaves = |statement: &Statement| -> Vec<String> {
        let all = statement.leaves();
        all.into_iter().map(|(locus, words)| format!("{} {}", locus.path(), words.text)).collect()
    };
    let (ours, theirs) = (leaves(&typed.reading.statement), leaves(&file.statement));
    faults.extend(differences("leaf", &theirs, &ours));
    let same = plain(file.statement.clone()) == plain(typed.reading.statement.clone());
    if faults.is_empty() && !same {
        faults.push("leaves are equal, meanings differ".into());
    }
    file.source.format = Format::Typed;
    let (ours, theirs) = (told(&typed.reading, rulebook), told(&file, rulebook));
    faults.extend(differences("finding", &theirs, &ours));
    faults.extend(misplaced(&draft, &typed));
    COMPARED.fetch_add(theirs.len(), Ordering::Relaxed);
    if Draft::of(&typed.reading.statement) != draft {
        faults.push("the draft of the drafted statement differs".into());
    }
    faults
}

fn differences(what: &str, file: &[String], typed: &[String]) -> Vec<String> {
    let lost =
        file.iter().filter(|one| !typed.contains(one)).map(|one| format!("{what} lost: {one}"));
    let new =
        typed.iter().filter(|one| !file.contains(one)).map(|one| format!("{what} new: {one}"));
    lost.chain(new).collect()
}

/// Every leaf leads to a field of the draft that says what the leaf says.
fn misplaced(draft: &Draft, typed: &Drafted) -> Vec<String> {
    let leaves = typed.reading.statement.leaves();
    let wrong = leaves.into_iter().filter_map(|(locus, words)| {
        let path = typed.path(words.at)?;
        let text = draft.get(path)?;
        let told = text.contains(&words.text) || text.is_empty();
        (!told).then(|| format!("{} stands at {path}", locus.path()))
    });
    wrong.collect()
}

fn layouts() -> Vec<&'static Layout> {
    LAYOUTS.iter().filter(|layout| layout.tables != Tables::BareLines).collect()
}

fn fail(faults: &[String]) {
    assert!(
        faults.is_empty(),
        "{} faults\n{}\n",
        faults.len(),
        faults.iter().take(60).cloned().collect::<Vec<_>>().join("\n")
    );
}

#[test]
fn generated_statements() {
    let rulebook = Rulebook::embedded().unwrap();
    let layouts = layouts();
    let mut all = Vec::new();
    for seed in 0..240u64 {
        let sample = Sample::new(seed);
        let layout = layouts[usize::try_from(seed).unwrap() % layouts.len()];
        let text = layout.text(&sample.draft, &sample.form, seed, Damage::None);
        let file = read::read("generated.txt", text.as_bytes());
        let found = faults(file, &rulebook).into_iter();
        all.extend(found.map(|fault| format!("seed {seed} {}: {fault}", layout.name)));
    }
    fail(&all);
}

#[test]
fn planted_faults() {
    let rulebook = Rulebook::embedded().unwrap();
    let layouts = layouts();
    let mut all = Vec::new();
    for code in CODES {
        for seed in 0..5u64 {
            let mut sample = Sample::new(seed);
            if plant(code, &mut sample, &mut Rng::for_part(seed, code)).is_none() {
                continue;
            }
            let layout = layouts[usize::try_from(seed).unwrap() % layouts.len()];
            let text = layout.text(&sample.draft, &sample.form, seed, Damage::None);
            let file = read::read("planted.txt", text.as_bytes());
            let found = faults(file, &rulebook).into_iter();
            all.extend(found.map(|fault| format!("{code} seed {seed} {}: {fault}", layout.name)));
        }
    }
    fail(&all);
    let compared = COMPARED.load(Ordering::Relaxed);
    assert!(compared > 5 * CODES.len(), "only {compared} findings were there to compare");
}

/// Word documents: numbers and headings that the format makes, merged cells, several tables.
#[test]
fn word_documents() {
    let rulebook = Rulebook::embedded().unwrap();
    let mut all = Vec::new();
    for seed in 0..120u64 {
        let mut sample = Sample::new(seed);
        let code = CODES[usize::try_from(seed).unwrap() % CODES.len()];
        plant(code, &mut sample, &mut Rng::for_part(seed, code));
        let layout = &WORD_LAYOUTS[usize::try_from(seed).unwrap() % WORD_LAYOUTS.len()];
        let file = read::read("generated.docx", &layout.write(&sample.draft, &sample.form, seed));
        let found = faults(file, &rulebook).into_iter();
        all.extend(found.map(|fault| format!("{code} seed {seed} {}: {fault}", layout.name)));
    }
    fail(&all);
}

/// Texts from which cells were lost in conversion: the row as it was read is the row that is typed.
#[test]
fn damaged_texts() {
    let rulebook = Rulebook::embedded().unwrap();
    let mut all = Vec::new();
    for seed in 0..120u64 {
        let sample = Sample::new(seed);
        let layout = &LAYOUTS[usize::try_from(seed).unwrap() % LAYOUTS.len()];
        let damage = DAMAGES[usize::try_from(seed).unwrap() % DAMAGES.len()];
        let text = layout.text(&sample.draft, &sample.form, seed, damage);
        let file = read::read("damaged.txt", text.as_bytes());
        let found = faults(file, &rulebook).into_iter();
        all.extend(found.map(|fault| format!("seed {seed} {} {damage:?}: {fault}", layout.name)));
    }
    fail(&all);
}

fn sample(name: &str) {
    let bytes = std::fs::read(real::folder().join(name)).unwrap();
    let rulebook = Rulebook::embedded().unwrap();
    fail(&faults(read::read(name, &bytes), &rulebook));
}

#[test]
fn lulong() {
    sample("lulong-2023.txt");
}

#[test]
fn weixian() {
    sample("weixian-2025.txt");
}

/// A draft as large as any: its statement and its review at every pause in typing.
#[test]
fn a_large_draft_is_quick() {
    const PROJECTS: usize = 30;
    const ROWS: usize = 20;
    let limit = Duration::from_millis(if cfg!(debug_assertions) { 2_000 } else { 100 });
    let rulebook = Rulebook::embedded().unwrap();
    let drafts = (0..PROJECTS as u64).map(|seed| {
        let sample = Sample::new(seed);
        let text = LAYOUTS[0].text(&sample.draft, &sample.form, seed, Damage::None);
        Draft::of(&read::read("large.txt", text.as_bytes()).statement)
    });
    let drafts: Vec<Draft> = drafts.collect();
    let mut large = drafts[0].clone();
    large.projects =
        drafts.iter().flat_map(|draft| draft.projects.clone()).take(PROJECTS).collect();
    let rows: Vec<_> = large.projects.iter().flat_map(|it| it.indicators.clone()).collect();
    for (index, project) in large.projects.iter_mut().enumerate() {
        project.indicators = rows.iter().cycle().skip(index * ROWS).take(ROWS).cloned().collect();
    }
    assert_eq!(large.projects.len(), PROJECTS);
    let mut least = Duration::MAX;
    for _ in 0..10 {
        let begun = Instant::now();
        let typed = drafted(&large);
        let laid = begun.elapsed();
        let found = findings(&typed.reading, &rulebook).len();
        let whole = begun.elapsed();
        if whole < least {
            least = whole;
            println!("drafted {laid:?}, with review {whole:?}, {found} findings");
        }
    }
    assert!(least < limit, "{least:?}");
}
