//! `--fix`: makes the safe corrections, after showing them.

mod diff;
mod patch;
mod save;

use std::io::{self, BufRead, Write};
use std::path::Path;

use read::Limits;
use review::fix::{Left, Plan, apply};

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
    /// From what was typed and whether somebody is there.
    pub(crate) fn new(yes: bool, world: &World) -> Consent {
        match (yes, world.somebody_there) {
            (true, _) => Consent::Given,
            (false, true) => Consent::Ask,
            (false, false) => Consent::Withheld,
        }
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
    for input in inputs {
        waiting += one(&input.path, examiner, consent, world)?;
    }
    if waiting > 0 {
        world.say(&format!("以上 {waiting} 处改动没有写入：请加 --yes，或在终端里运行以便确认。"));
    }
    Ok(())
}

/// Mends one file; gives how many corrections wait for consent.
fn one(
    path: &Path,
    examiner: &Examiner<'_>,
    consent: Consent,
    world: &World,
) -> anyhow::Result<usize> {
    let name = files::shown(path);
    // What cannot be opened, or crashes the review, is reported when the file is reviewed again.
    let Ok(Ok(bytes)) = files::bytes(path, Limits::default().packed) else { return Ok(0) };
    let Ok(reviewed) = trouble::guarded(|| examiner.bytes(path, &name, &bytes)) else {
        return Ok(0);
    };
    let plan = reviewed.plan();
    if plan.edits.is_empty() {
        return Ok(0);
    }
    let mended = apply(&reviewed.source.text, &plan.edits);
    world.say(&diff::unified(&name, &reviewed.source.text, &mended));
    for line in left(&reviewed, &plan) {
        world.say(&line);
    }
    let count = plan.made.len();
    let new = match patch::patched(&bytes, &reviewed.source, &plan.edits) {
        Ok(new) => new,
        Err(refusal) => {
            world.complain(&format!("{name} 没有改动：{refusal}"));
            return Ok(0);
        }
    };
    let agreed = match consent {
        Consent::Given => true,
        Consent::Withheld => return Ok(count),
        Consent::Ask => ask(&format!("把这 {count} 处改动写入 {name}？原文件会留作 .bak [y/N] "))?,
    };
    if agreed {
        let kept = save::replace(path, &bytes, &new)?;
        world.say(&format!("{name} 已改正 {count} 处，原文件留作 {}", kept.display()));
    }
    Ok(0)
}

/// The safe corrections that cannot be made, and why.
fn left(reviewed: &Reviewed, plan: &Plan) -> Vec<String> {
    let open: Vec<_> = reviewed.open().collect();
    let left = plan.left.iter().filter(|(_, why)| *why != Left::NeedsChoice);
    left.filter_map(|(number, why)| {
        let judged = open.get(*number)?;
        let place = judged.place(&reviewed.source).join("，");
        Some(format!("未改：{} {place}（{}）", judged.finding.code, why.label()))
    })
    .collect()
}

fn ask(question: &str) -> io::Result<bool> {
    let mut terminal = io::stderr();
    write!(terminal, "{question}")?;
    terminal.flush()?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes" | "是" | "好"))
}
