//! `jiheng review FILE --accept CODE`: keeps beside the statement that a finding is accepted.

use anyhow::bail;
use ground::RuleCode;
use review::accept::Acceptance;

use super::review::only;
use crate::acceptances;
use crate::args::ReviewArgs;
use crate::examine::{Examiner, named};
use crate::files::Input;
use crate::reviewed::{Judged, Reviewed};
use crate::world::World;

/// Finds the finding that is meant and writes the acceptance.
pub(super) fn run(
    args: &ReviewArgs,
    code: &str,
    inputs: &[Input],
    examiner: &Examiner<'_>,
    world: &World,
) -> anyhow::Result<()> {
    let path = only(inputs)?;
    let code: RuleCode = code.parse()?;
    let reason = args.reason.as_deref().map(str::trim).unwrap_or_default();
    if reason.is_empty() {
        bail!("接受一个问题要写明理由：请加 --reason \"理由\"");
    }
    let Some(reviewed) = inputs.first().and_then(|input| examiner.file(input)) else {
        bail!("{} 不是绩效文本", path.display());
    };
    let (words, place) = target(code, args.at.as_deref(), &reviewed)?;
    let acceptance = Acceptance {
        code,
        words,
        place,
        reason: reason.to_owned(),
        by: args.by.clone(),
        date: Some(world.today),
    };
    let written = acceptances::add(path, &acceptance)?;
    if !args.quiet {
        world.say(&format!("已接受 {}，记在 {}", acceptance.label(), written.display()));
    }
    Ok(())
}

/// What the acceptance names: the words of the finding, or its place.
fn target(
    code: RuleCode,
    at: Option<&str>,
    reviewed: &Reviewed,
) -> anyhow::Result<(Option<String>, Option<String>)> {
    let open: Vec<&Judged> = reviewed.open().filter(|j| j.finding.code == code).collect();
    if open.is_empty() {
        bail!("{} 里没有发现 {code} 的问题，无可接受", reviewed.name);
    }
    let Some(at) = at.map(str::trim).filter(|at| !at.is_empty()) else {
        // Without words only a finding that marks none can be meant, or the only one there is.
        return match open.as_slice() {
            [only] => Ok(names(only, reviewed)),
            several => bail!(
                "{code} 有 {} 处，请用 --at 写明是哪一处：\n{}",
                several.len(),
                list(several, reviewed)
            ),
        };
    };
    let by_words = acceptance(code, Some(at), None);
    if open.iter().any(|judged| by_words.covers(&reviewed.source, &named(judged, reviewed))) {
        return Ok((Some(at.to_owned()), None));
    }
    let by_place = acceptance(code, None, Some(at));
    if open.iter().any(|judged| by_place.covers(&reviewed.source, &named(judged, reviewed))) {
        return Ok((None, Some(at.to_owned())));
    }
    bail!("{code} 没有指出“{at}”；请用 --at 写下面的文字或位置之一：\n{}", list(&open, reviewed))
}

fn acceptance(code: RuleCode, words: Option<&str>, place: Option<&str>) -> Acceptance {
    let [words, place] = [words, place].map(|name| name.map(str::to_owned));
    Acceptance { code, words, place, reason: String::new(), by: None, date: None }
}

fn names(judged: &Judged, reviewed: &Reviewed) -> (Option<String>, Option<String>) {
    let words = spoken(judged, reviewed);
    if !words.is_empty() {
        return (Some(words), None);
    }
    (None, judged.locus.map(|locus| locus.to_string()))
}

fn spoken(judged: &Judged, reviewed: &Reviewed) -> String {
    reviewed.source.excerpt(judged.finding.span()).split_whitespace().collect()
}

fn list(judged: &[&Judged], reviewed: &Reviewed) -> String {
    let line = |judged: &&Judged| {
        let place = judged.place(&reviewed.source).join("，");
        format!("  “{}”  {place}", spoken(judged, reviewed))
    };
    judged.iter().map(line).collect::<Vec<_>>().join("\n")
}
