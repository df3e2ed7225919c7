//! `--fix`: makes the safe corrections, after showing them.

mod diff;
mod save;

use std::io::{self, BufRead, Write};
use std::path::Path;

use ground::{Edit, Finding};
use read::{CorrectionError, Limits};
use review::fix::{Left, Plan};

use crate::examine::Examiner;
use crate::files::{self, Input};
use crate::reviewed::Reviewed;
use crate::trouble;
use crate::world::World;

/// Whether the corrections may be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Consent {
    /// `--yes`
    Given,
    /// Somebody can be asked.
    Ask,
    /// Nobody can be asked: only show.
    Withheld,
}

impl Consent {
    /// Where nothing was typed: whether somebody is there.
    pub(crate) fn of(world: &World) -> Consent {
        if world.somebody_there { Consent::Ask } else { Consent::Withheld }
    }
}

/// Shows the safe corrections of every file and, with consent, makes them.
pub(crate) fn run(
    inputs: &[Input],
    examiner: &Examiner<'_>,
    consent: Consent,
    world: &World,
) -> anyhow::Result<()> {
    if inputs.iter().any(|input| input.path.as_os_str() == "-") {
        anyhow::bail!("标准输入不能改正：请写文件名");
    }
    let mut waiting = 0;
    if inputs.iter().any(|input| input.packed.is_some()) {
        world.say("压缩包里的文件不能直接改正：请先解压。其余文件照常。");
    }
    for input in inputs.iter().filter(|input| input.packed.is_none()) {
        waiting += one(&input.path, examiner, consent, world)?;
    }
    if waiting > 0 {
        world.say(&format!("以上 {waiting} 处改动没有写入：请加 --yes，或在终端里运行以便确认。"));
    }
    Ok(())
}

/// Reads, reviews and mends one file; gives how many corrections wait for consent.
fn one(
    path: &Path,
    examiner: &Examiner<'_>,
    consent: Consent,
    world: &World,
) -> anyhow::Result<usize> {
    let name = files::shown(path);
    // What cannot be opened, or crashes the review, is reported when the file is reviewed again.
    let Ok(Ok(bytes)) = files::bytes(path, Limits::default().packed) else { return Ok(0) };
    match trouble::guarded(|| examiner.bytes(path, &name, &bytes)) {
        Ok(reviewed) => mend(path, &bytes, &reviewed, consent, world),
        Err(_) => Ok(0),
    }
}

/// Shows the safe corrections of a reviewed file and, with consent, makes them.
fn mend(
    path: &Path,
    bytes: &[u8],
    reviewed: &Reviewed,
    consent: Consent,
    world: &World,
) -> anyhow::Result<usize> {
    let name = &reviewed.name;
    let plan = reviewed.plan();
    if plan.edits.is_empty() {
        return Ok(0);
    }
    let mended = mended(bytes, reviewed, &plan);
    if !mended.edits.is_empty() {
        let text = &reviewed.source.text;
        world.say(&diff::unified(name, text, &Edit::applied(text, &mended.edits)));
    }
    for line in left(reviewed, &plan, &mended) {
        world.say(&line);
    }
    let count = mended.edits.len();
    let agreed = match consent {
        _ if count == 0 => false,
        Consent::Given => true,
        Consent::Withheld => return Ok(count),
        Consent::Ask => ask(&format!("把这 {count} 处改动写入 {name}？原文件会留作 .bak [y/N] "))?,
    };
    if agreed {
        let kept = save::replace(path, bytes, &mended.bytes)?;
        let kept = kept.file_name().unwrap_or_default().to_string_lossy().into_owned();
        world.say(&format!("{name} 已改正 {count} 处，原文件留作 {kept}"));
    }
    Ok(0)
}

/// What can be made of a plan in the file's own format.
#[derive(Default)]
struct Mended {
    /// The new content of the file.
    bytes: Vec<u8>,
    /// The edits made in it.
    edits: Vec<Edit>,
    /// Numbers of the findings whose correction the format does not allow, and why.
    refused: Vec<(usize, CorrectionError)>,
}

/// Makes all corrections; where the format refuses one, makes the others without it.
fn mended(bytes: &[u8], reviewed: &Reviewed, plan: &Plan) -> Mended {
    let source = &reviewed.source;
    match read::correct(bytes, source, &plan.edits) {
        Ok(bytes) => return Mended { bytes, edits: plan.edits.clone(), refused: Vec::new() },
        Err(refusal) if refusal.is_of_file() || plan.made.len() < 2 => {
            let refused = plan.made.iter().map(|number| (*number, refusal.clone())).collect();
            return Mended { refused, ..Mended::default() };
        }
        Err(_) => {}
    }
    let open: Vec<&Finding> = reviewed.open().map(|judged| &judged.finding).collect();
    let mut mended = Mended::default();
    let mut kept: Vec<&Finding> = Vec::new();
    for number in &plan.made {
        let Some(finding) = open.get(*number) else { continue };
        kept.push(finding);
        let edits = review::fix::plan(&source.text, kept.iter().copied()).edits;
        match read::correct(bytes, source, &edits) {
            Ok(bytes) => (mended.bytes, mended.edits) = (bytes, edits),
            Err(refusal) => {
                kept.pop();
                mended.refused.push((*number, refusal));
            }
        }
    }
    mended
}

/// The safe corrections that are not made, and why.
fn left(reviewed: &Reviewed, plan: &Plan, mended: &Mended) -> Vec<String> {
    let open: Vec<_> = reviewed.open().collect();
    let line = |number: usize, why: String| {
        let judged = open.get(number)?;
        let place = judged.place(&reviewed.source).join("，");
        Some(format!("{} 未改：{} {place}（{why}）", reviewed.name, judged.finding.code))
    };
    let planned = plan.left.iter().filter(|(_, why)| *why != Left::NeedsChoice);
    let planned = planned.filter_map(|(number, why)| line(*number, why.label().into()));
    let refused = mended.refused.iter().filter_map(|(number, why)| line(*number, why.to_string()));
    planned.chain(refused).collect()
}

fn ask(question: &str) -> io::Result<bool> {
    let mut terminal = io::stderr();
    write!(terminal, "{question}")?;
    terminal.flush()?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes" | "是" | "好"))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use encoding_rs::GB18030;
    use ground::{Day, RuleCode, Severity, Span, Sureness};

    use super::*;
    use crate::reviewed::judged;
    use review::place::Loci;

    fn world() -> World {
        World {
            color: anstream::ColorChoice::Never,
            width: 80,
            today: Day::default(),
            somebody_there: false,
            shows_progress: false,
        }
    }

    /// A file in a folder of its own, reviewed with one safe correction of its brackets.
    fn reviewed(folder: &Path, bytes: &[u8]) -> (std::path::PathBuf, Reviewed) {
        let path = folder.join("临河.txt");
        fs::write(&path, bytes).unwrap();
        let reading = read::read("临河.txt", bytes);
        let at = reading.source.text.find('[').unwrap();
        let edit =
            |start, text: &str| Edit { span: Span::new(start..start + 1), text: text.into() };
        let code = RuleCode::new("BAS002");
        let finding = Finding::new(code, Severity::Note, Span::new(at..at + 6), "括号")
            .fixes(Sureness::Safe, vec![edit(at, "〔"), edit(at + 5, "〕")]);
        let judged = vec![judged(finding, &Loci::new(&reading.statement))];
        let (source, statement) = (reading.source, reading.statement);
        let name = "临河.txt".into();
        (path, Reviewed { name, source, statement, judged, ..Reviewed::default() })
    }

    #[test]
    fn a_chinese_text_with_carriage_returns_stays_one() {
        let encode = |text: &str| GB18030.encode(text).0.into_owned();
        let old = encode("依据\r\n临工发[2025]12 号\r\n末行");
        let folder = testkit::folder::folder("gb");
        let (path, reviewed) = reviewed(folder.path(), &old);
        assert_eq!(mend(&path, &old, &reviewed, Consent::Given, &world()).unwrap(), 0);
        assert_eq!(fs::read(&path).unwrap(), encode("依据\r\n临工发〔2025〕12 号\r\n末行"));
        assert_eq!(fs::read(path.with_file_name("临河.txt.bak")).unwrap(), old);
    }

    #[test]
    fn earlier_backups_are_kept() {
        let old = "临工发[2025]12号".as_bytes();
        let folder = testkit::folder::folder("bak");
        let (path, reviewed) = reviewed(folder.path(), old);
        fs::write(path.with_file_name("临河.txt.bak"), "更早的").unwrap();
        mend(&path, old, &reviewed, Consent::Given, &world()).unwrap();
        assert_eq!(fs::read(path.with_file_name("临河.txt.bak")).unwrap(), "更早的".as_bytes());
        assert_eq!(fs::read(path.with_file_name("临河.txt.bak2")).unwrap(), old);
        let left: Vec<_> = fs::read_dir(path.parent().unwrap()).unwrap().collect();
        assert_eq!(left.len(), 3, "no drafts are left behind");
    }

    #[test]
    fn without_consent_nothing_is_written() {
        let old = "临工发[2025]12号".as_bytes();
        let folder = testkit::folder::folder("ask");
        let (path, reviewed) = reviewed(folder.path(), old);
        assert_eq!(mend(&path, old, &reviewed, Consent::Withheld, &world()).unwrap(), 2);
        assert_eq!(fs::read(&path).unwrap(), old);
    }

    #[test]
    fn one_correction_that_cannot_be_written_spares_the_others() {
        // Big5 is no encoding that the reader gives, but the one that cannot write everything.
        let old = encoding_rs::BIG5.encode("公文[2025]12號").0.into_owned();
        let source =
            ground::Source::new("a", ground::Format::Text, "公文[2025]12號".into(), vec![])
                .encoded_as("Big5");
        let finding = |start: usize, text: &str| {
            let span = Span::new(start..start + 1);
            let edits = vec![Edit { span, text: text.into() }];
            Finding::new(RuleCode::new("BAS002"), Severity::Note, span, "x")
                .fixes(Sureness::Safe, edits)
        };
        let statement = model::statement::Statement::default();
        let loci = Loci::new(&statement);
        let judged = [finding(6, "〔"), finding(11, "㐀")].map(|f| judged(f, &loci)).to_vec();
        let reviewed = Reviewed { source, judged, ..Reviewed::default() };
        let mended = mended(&old, &reviewed, &reviewed.plan());
        assert_eq!(mended.refused, [(1, CorrectionError::Unencodable('㐀'))]);
        assert_eq!(mended.edits.len(), 1);
        assert_eq!(mended.bytes, encoding_rs::BIG5.encode("公文〔2025]12號").0.into_owned());
    }

    #[test]
    fn a_file_that_changed_meanwhile_is_left_alone() {
        let old = "临工发[2025]12号".as_bytes();
        let folder = testkit::folder::folder("changed");
        let (path, reviewed) = reviewed(folder.path(), old);
        fs::write(&path, "别人刚改过").unwrap();
        let error = mend(&path, old, &reviewed, Consent::Given, &world()).unwrap_err();
        assert!(error.to_string().contains("改过"), "{error}");
        assert_eq!(fs::read(&path).unwrap(), "别人刚改过".as_bytes());
    }
}
