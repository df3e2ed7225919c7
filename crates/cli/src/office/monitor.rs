//! `jiheng monitor`: all departments of a year against their plans on a day, from the data folder.

use ::office::monitoring::board::{Board, Line};
use anyhow::Context;
use clap::Args;
use ground::{Day, Decimal};
use rulebook::Light;
use serde_json::json;

use crate::Status;
use crate::layout::{Table, tame};
use crate::office::{KeyPlace, Place, run};
use crate::world::World;

pub(crate) const HELP: &str = "例子：
  jiheng monitor --year 2026 --day 2026-06-30
  jiheng monitor --data /srv/jiheng --json

在服务器上看，不用登录。退出状态：0 没有红灯；1 有红灯；2 没能完成。";

#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub(crate) struct MonitorArgs {
    #[arg(long, value_name = "年", help = "年度；不写就是截至日期所在的年度")]
    year: Option<i64>,

    #[arg(long, value_name = "日期", help = "截至哪一天，如 2026-06-30；不写就是今天")]
    day: Option<String>,

    #[arg(long, help = "输出 JSON，供其他程序读取")]
    json: bool,

    #[command(flatten)]
    place: Place,

    #[command(flatten)]
    key: KeyPlace,
}

/// Tells how all departments stand; found is what has a red light.
pub(crate) fn monitor(args: &MonitorArgs, world: &World) -> anyhow::Result<Status> {
    run(told(args, world))
}

async fn told(args: &MonitorArgs, world: &World) -> anyhow::Result<Status> {
    let office = args.place.office_with_registers(&args.key).await?;
    let day: Day = match &args.day {
        None => office.now().day(),
        Some(text) => {
            let said = || format!("“{text}”不是日期，请按 2026-06-30 的样子写");
            text.parse().ok().with_context(said)?
        }
    };
    let year = args.year.unwrap_or_else(|| i64::from(day.year()));
    let board = office.monitoring_at_console(year, day).await?;
    let text = match args.json {
        true => serde_json::to_string_pretty(&as_json(&board))?,
        false => as_text(&board),
    };
    let mut out = world.open(None)?;
    out.write(&format!("{text}\n"))?;
    out.close()?;
    let is_red = board.lines.iter().any(|line| line.light == Light::Red);
    Ok(if is_red { Status::Found } else { Status::Clean })
}

fn as_text(board: &Board) -> String {
    if board.lines.is_empty() {
        return format!("{}年度还没有绩效文本", board.year);
    }
    let head = ["灯", "部门", "执行率", "计划", "红灯", "黄灯", "最急的一处"];
    let mut table = Table::new(&head).right(&[2, 3, 4, 5]);
    for line in &board.lines {
        table.row(vec![
            line.light.label().to_owned(),
            tame(&line.listed.owner_name),
            if line.sees_payments { percent(line.executed) } else { "无支付数据".to_owned() },
            percent(line.planned),
            line.red.to_string(),
            line.yellow.to_string(),
            tame(&line.because),
        ]);
    }
    table.lines().join("\n")
}

fn as_json(board: &Board) -> serde_json::Value {
    let share = |share: Option<Decimal>| share.map(|share| share.normalize().to_string());
    let line = |line: &Line| {
        json!({
            "statement": line.listed.statement.id,
            "owner": line.listed.statement.owner,
            "owner_name": line.listed.owner_name,
            "light": line.light,
            "executed": share(line.executed),
            "planned": share(line.planned),
            "red": line.red,
            "yellow": line.yellow,
            "because": line.because,
        })
    };
    let lines: Vec<serde_json::Value> = board.lines.iter().map(line).collect();
    json!({ "year": board.year, "day": board.day.to_string(), "lines": lines })
}

fn percent(share: Option<Decimal>) -> String {
    share.map_or_else(|| "—".to_owned(), |share| format!("{}%", share.normalize()))
}
