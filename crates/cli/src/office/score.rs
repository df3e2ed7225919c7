//! `jiheng score`: self-evaluations of a year with their marks, or one with every reason.

use ::office::Office;
use ::office::budget_year::YEARS;
use ::office::evaluating::Evaluated;
use ::office::evaluating::listing::EvaluationLine;
use ::office::evaluating::sheet::{Line, Part};
use clap::Args;
use ground::Decimal;
use serde_json::{Value, json};
use store::evaluations::State;

use crate::Status;
use crate::layout::Table;
use crate::office::{KeyPlace, Place, run};
use crate::world::World;

pub(crate) const HELP: &str = "例子：
  jiheng score --year 2026
  jiheng score --year 2026 --json
  jiheng score --statement 0197f0c2a1b27d3e8c4d5e6f7a8b9c0d

完成值取自台账，按评分办法计分；没有报财政的是按现在的数试算。
退出状态：0 全部项目都能评分；1 有项目不能评分；2 没能完成。";

#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub(crate) struct ScoreArgs {
    #[arg(
        long,
        value_name = "年",
        required_unless_present = "statement",
        value_parser = clap::value_parser!(i64).range(YEARS),
        help = "年度：列出各部门的得分和等级"
    )]
    year: Option<i64>,
    #[arg(
        long,
        value_name = "标识",
        conflicts_with = "year",
        help = "一份绩效文本：逐项列出得分和怎样得出"
    )]
    statement: Option<String>,
    #[arg(long, help = "输出 JSON")]
    json: bool,
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    key: KeyPlace,
}

/// Scores a year, or one statement.
pub(crate) fn score(args: &ScoreArgs, world: &World) -> anyhow::Result<Status> {
    run(async {
        let office = args.place.office_with_registers(&args.key).await?;
        match &args.statement {
            Some(id) => one(&office, id, args.json, world).await,
            None => all(&office, args.year.unwrap_or_default(), args.json, world).await,
        }
    })
}

async fn all(office: &Office, year: i64, json: bool, world: &World) -> anyhow::Result<Status> {
    let lines = office.evaluations_at_console(year).await?;
    let mut out = world.open(None)?;
    if json {
        let all: Vec<Value> = lines.iter().map(line_json).collect();
        out.write(&format!("{}\n", serde_json::to_string_pretty(&all)?))?;
    } else {
        let mut table =
            Table::new(&["部门", "状态", "得分", "等级", "待办", "标识"]).right(&[2, 4]);
        for line in &lines {
            table.row(vec![
                line.listed.owner_name.clone(),
                line.state.map_or("未开始", State::label).to_owned(),
                points(line.total),
                line.grade.clone(),
                line.open.to_string(),
                line.listed.statement.id.clone(),
            ]);
        }
        out.write(&format!("{}\n", table.lines().join("\n")))?;
    }
    out.close()?;
    Ok(status(lines.iter().all(|line| line.why.is_empty())))
}

async fn one(office: &Office, id: &str, json: bool, world: &World) -> anyhow::Result<Status> {
    let found = office.evaluation_at_console(id).await?;
    let mut out = world.open(None)?;
    if json {
        let kept = json!({ "state": found.state(), "sheet": found.sheet });
        out.write(&format!("{}\n", serde_json::to_string_pretty(&kept)?))?;
    } else {
        out.write(&text(&found))?;
    }
    out.close()?;
    Ok(status(found.sheet.parts.iter().all(|part| part.total.is_some())))
}

fn status(is_whole: bool) -> Status {
    if is_whole { Status::Clean } else { Status::Found }
}

fn points(points: Option<Decimal>) -> String {
    points.map_or_else(|| "—".to_owned(), |points| points.normalize().to_string())
}

fn line_json(line: &EvaluationLine) -> Value {
    json!({
        "statement": line.listed.statement.id,
        "department": line.listed.owner_name,
        "state": line.state,
        "total": line.total.map(|total| total.normalize().to_string()),
        "own_total": line.own_total.map(|total| total.normalize().to_string()),
        "grade": line.grade,
        "projects": line.projects,
        "open": line.open,
        "differences": line.differences,
        "why": line.why,
    })
}

/// The form as lines of text.
fn text(found: &Evaluated) -> String {
    let sheet = &found.sheet;
    let state = found.state().map_or("未开始，试算", State::label);
    let (total, grade) = sheet.result();
    let mut text = format!(
        "{}{}年绩效自评（{state}）：{}分 {grade}\n完成值截至{}；{}\n",
        sheet.department,
        sheet.year,
        points(total),
        sheet.as_of,
        sheet.scheme_title,
    );
    for part in &sheet.parts {
        text.push_str(&part_text(part));
    }
    text
}

fn part_text(part: &Part) -> String {
    let mut text =
        format!("\n{}：{}分 {}\n  {}\n", part.name, points(part.total), part.grade, part.because);
    if let Some(money) = &part.money {
        text.push_str(&format!("  {}/{}  {}\n", money.points, money.of, money.because));
    }
    for line in &part.lines {
        text.push_str(&line_text(line));
    }
    for notice in part.notices.iter().chain(&part.changes) {
        text.push_str(&format!("  {notice}\n"));
    }
    text
}

fn line_text(line: &Line) -> String {
    match &line.mark {
        Some(mark) => {
            let standing = line.counted_standing();
            format!(
                "  {}/{}  {}（{standing}）：{}\n",
                mark.points, mark.of, line.name, mark.because
            )
        }
        None => format!("  —  {}：不能计分\n", line.name),
    }
}
