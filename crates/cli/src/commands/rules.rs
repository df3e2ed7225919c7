//! `jiheng rules`: all codes, family by family.

use std::fmt::Write;

use anstyle::Style;
use ground::RuleInfo;

use crate::Status;
use crate::args::{RulesArgs, RulesFormat};
use crate::catalogue;
use crate::layout::Table;
use crate::report::rules::RuleEntry;
use crate::world::World;

/// Prints the list.
pub(crate) fn run(args: &RulesArgs, world: &World) -> anyhow::Result<Status> {
    let all = catalogue::all();
    let text = match args.format {
        RulesFormat::Table => table(&all),
        RulesFormat::Markdown => markdown(&all),
        RulesFormat::Json => {
            let entries: Vec<RuleEntry> = all.iter().map(|info| RuleEntry::new(info)).collect();
            format!("{}\n", serde_json::to_string_pretty(&entries)?)
        }
    };
    let mut out = world.open(args.output.as_deref())?;
    out.write(&text)?;
    out.close()?;
    Ok(Status::Clean)
}

/// The families with their codes.
pub(super) fn families<'i>(all: &[&'i RuleInfo]) -> Vec<(&'i str, Vec<&'i RuleInfo>)> {
    let mut families: Vec<(&str, Vec<&RuleInfo>)> = Vec::new();
    for info in all {
        let family = info.code.family();
        match families.last_mut().filter(|(known, _)| *known == family) {
            Some((_, own)) => own.push(info),
            None => families.push((family, vec![info])),
        }
    }
    families
}

fn table(all: &[&RuleInfo]) -> String {
    let bold = Style::new().bold();
    let mut text = String::new();
    for (family, infos) in families(all) {
        let _ = writeln!(text, "{bold}{family} {}{bold:#}", catalogue::family_name(family));
        text.push_str(&rows(&infos));
        text.push('\n');
    }
    let _ = writeln!(text, "共 {} 条。运行 jiheng explain 代码 查看一条规则的说明。", all.len());
    text
}

/// The codes of one family, one to a line.
pub(super) fn rows(infos: &[&RuleInfo]) -> String {
    let mut table = Table::new(&[]);
    for info in infos {
        let label = info.severity.label().to_owned();
        let facet = info.facet.label().to_owned();
        table.row(vec![format!("  {}", info.code), label, facet, info.title.to_owned()]);
    }
    table.lines().into_iter().skip(1).fold(String::new(), |text, line| text + &line + "\n")
}

fn markdown(all: &[&RuleInfo]) -> String {
    let mut text = String::from("# 规则\n");
    for (family, infos) in families(all) {
        let _ = write!(text, "\n## {family} {}\n\n", catalogue::family_name(family));
        text.push_str("| 代码 | 级别 | 方面 | 查什么 |\n| --- | --- | --- | --- |\n");
        for info in infos {
            let (severity, facet) = (info.severity.label(), info.facet.label());
            let _ = writeln!(text, "| {} | {severity} | {facet} | {} |", info.code, info.title);
        }
    }
    text
}
