//! `jiheng explain CODE`: a rule's manual page with the law behind it.

pub(crate) mod page;

use std::fmt::Write;

use anstyle::Style;
use ground::RuleInfo;
use rulebook::{Law, Rulebook, Standing};

use super::rules::rows;
use crate::Status;
use crate::args::ExplainArgs;
use crate::catalogue;
use crate::layout::wrapped;
use crate::world::World;

/// Prints the page.
pub(crate) fn run(args: &ExplainArgs, world: &World) -> anyhow::Result<Status> {
    let typed = args.code.trim().to_ascii_uppercase();
    let Some(info) = catalogue::all().into_iter().find(|info| info.code.as_str() == typed) else {
        return family_or_nearest(&typed, args, world);
    };
    let page = catalogue::manual(info.code).unwrap_or_default();
    let page = if args.cases { page.to_owned() } else { page::without_cases(page) };
    let text = if args.plain {
        page
    } else {
        let rulebook = Rulebook::embedded()?;
        format!(
            "{}{}",
            page::drawn(&page, &head(info), world.width),
            laws(info, &rulebook, world.width)
        )
    };
    print(&text, world)?;
    Ok(Status::Clean)
}

fn family_or_nearest(typed: &str, args: &ExplainArgs, world: &World) -> anyhow::Result<Status> {
    let family: Vec<&RuleInfo> =
        catalogue::all().into_iter().filter(|info| info.code.family() == typed).collect();
    if !family.is_empty() {
        let bold = Style::new().bold();
        let name = catalogue::family_name(typed);
        print(&format!("{bold}{typed} {name}{bold:#}\n{}", rows(&family)), world)?;
        return Ok(Status::Clean);
    }
    let nearest = catalogue::nearest(args.code.trim());
    let mut text = format!("没有代码“{}”", args.code.trim());
    if nearest.is_empty() {
        text.push_str("；运行 jiheng rules 查看全部规则");
    } else {
        text.push_str("。您是不是想找：\n");
        text.push_str(rows(&nearest).trim_end());
    }
    world.complain(&text);
    Ok(Status::Failed)
}

fn print(text: &str, world: &World) -> anyhow::Result<()> {
    let mut out = world.open(None)?;
    out.write(text)?;
    out.close()
}

/// The line under the title: severity, facet, family, version.
fn head(info: &RuleInfo) -> String {
    let (severity, facet) = (info.severity.label(), info.facet.label());
    let family = catalogue::family_name(info.code.family());
    format!("{severity} · {facet} · {family} · 自 {} 版起", info.since)
}

/// The instruments that the rule rests on.
fn laws(info: &RuleInfo, rulebook: &Rulebook, width: usize) -> String {
    let references: Vec<_> = info
        .basis
        .iter()
        .filter_map(|reference| Some((reference, rulebook.law(reference.law)?)))
        .collect();
    let mut text = String::new();
    if references.is_empty() {
        return text;
    }
    let bold = Style::new().bold();
    let _ = writeln!(text, "{bold}依据的文件{bold:#}\n");
    for (reference, law) in references {
        let title = wrapped(&law.citation(), width.saturating_sub(4));
        let _ = writeln!(text, "  {}", title.join("\n    "));
        for line in law_lines(law, reference.article) {
            let lines = wrapped(&line, width.saturating_sub(6));
            let _ = writeln!(text, "    {}", lines.join("\n      "));
        }
        text.push('\n');
    }
    text
}

fn law_lines(law: &Law, article: &str) -> Vec<String> {
    let issued = law.issued.map(|day| format!("，{day}")).unwrap_or_default();
    let mut lines = vec![format!("{}{issued}", law.issuer)];
    if !article.is_empty() {
        lines.push(format!("所据：{article}"));
    }
    if !law.gist.is_empty() {
        lines.push(format!("要点：{}", law.gist));
    }
    if let Some(repealed) = law.repealed {
        lines.push(format!("已于 {repealed} 废止"));
    }
    let standing = match law.standing {
        Standing::Verified => "已核对",
        Standing::Practice => "实务做法，非法定要求",
        Standing::Unverified => "未核对原文，只作提醒，不作硬性要求",
    };
    lines.push(format!("核对：{standing}（{}）", law.checked));
    lines
}
