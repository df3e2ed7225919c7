//! `jiheng measure`: the indicators of a statement with their values as of a day, and the entries behind them.

mod told;

use ::office::Office;
use ::office::budget_year::YEARS;
use ::office::measuring::evidence::Evidence;
use ::office::year::{Group, Row, Standing, Year};
use anyhow::{Context, bail};
use clap::Args;
use ground::Day;
use serde_json::Value;

use crate::Status;
use crate::office::{KeyPlace, Place, run};
use crate::world::World;

pub(crate) const HELP: &str = "例子：
  jiheng measure --year 2026
  jiheng measure --year 2026 --organisation 临河县总工会 --day 2026-06-30 --json
  jiheng measure --statement 0197f0c2a1b27d3e8c4d5e6f7a8b9c0d --evidence 生活救助户数

完成值现从台账算出；个人信息在证据里总是遮盖的。在服务器上看，不用登录。
退出状态：0 每项指标都有完成值；1 有指标没有完成值；2 没能完成。";

#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub(crate) struct MeasureArgs {
    #[arg(
        long,
        value_name = "标识",
        required_unless_present = "year",
        conflicts_with_all = ["year", "organisation"],
        help = "一份绩效文本"
    )]
    statement: Option<String>,
    #[arg(
        long,
        value_name = "年",
        value_parser = clap::value_parser!(i64).range(YEARS),
        help = "年度：各部门这一年的绩效文本"
    )]
    year: Option<i64>,
    #[arg(
        long,
        value_name = "单位",
        requires = "year",
        help = "与 --year 同用：只要这个单位和它下面的；写名称、预算编码或标识"
    )]
    organisation: Option<String>,
    #[arg(long, value_name = "编码", help = "只要这个项目；写项目编码或名称")]
    project: Option<String>,
    #[arg(
        long,
        value_name = "日期",
        help = "截至哪一天，如 2026-06-30；不写就是今天，往年的到年底"
    )]
    day: Option<String>,
    #[arg(long, value_name = "指标", help = "列出一项指标背后的记录；写指标名称、标识或取数代号")]
    evidence: Option<String>,
    #[arg(
        long,
        value_name = "数",
        default_value_t = 50,
        hide_default_value = true,
        requires = "evidence",
        help = "与 --evidence 同用：每个数最多列多少条记录；默认 50"
    )]
    entries: usize,
    #[arg(long, help = "输出 JSON，供其他程序读取")]
    json: bool,
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    key: KeyPlace,
}

/// What is shown of an indicator: the row in its project, and the entries behind it where they are asked for.
struct Shown<'a> {
    group: &'a Group,
    row: &'a Row,
    evidence: Vec<Behind>,
}

/// The entries behind one figure of a value.
struct Behind {
    /// How many there are.
    count: i64,
    /// The first of them, masked, page by page.
    pages: Vec<Evidence>,
}

/// Tells values; found is an indicator without one.
pub(crate) fn measure(args: &MeasureArgs, world: &World) -> anyhow::Result<Status> {
    run(told(args, world))
}

async fn told(args: &MeasureArgs, world: &World) -> anyhow::Result<Status> {
    let office = args.place.office_with_registers(&args.key).await?;
    let day = match &args.day {
        None => None,
        Some(text) => {
            let said = || format!("“{text}”不是日期，请按 2026-06-30 的样子写");
            Some(text.parse::<Day>().ok().with_context(said)?)
        }
    };
    let mut out = world.open(None)?;
    let (mut all, mut is_whole, mut count) = (Vec::new(), true, 0_usize);
    for id in statements(args, &office).await? {
        let year = office.year_at_console(&id, day).await?;
        let rows = chosen(args, &office, &year).await?;
        count = count.saturating_add(rows.len());
        is_whole &= rows.iter().all(|shown| !shown.row.actual.is_missing());
        match args.json {
            true => all.push(told::json(&year, &rows)),
            false => out.write(&told::text(&year, &rows))?,
        }
    }
    if count == 0 {
        nothing(args)?;
    }
    if args.json {
        // One statement that was named is no list.
        let one = args.statement.is_some().then(|| all.pop()).flatten();
        let whole = one.unwrap_or(Value::Array(all));
        out.write(&format!("{}\n", serde_json::to_string_pretty(&whole)?))?;
    }
    out.close()?;
    Ok(if is_whole { Status::Clean } else { Status::Found })
}

/// The ids of the statements that are asked for.
async fn statements(args: &MeasureArgs, office: &Office) -> anyhow::Result<Vec<String>> {
    if let Some(id) = &args.statement {
        return Ok(vec![id.clone()]);
    }
    let year = args.year.unwrap_or_default();
    let all = office.statements_at_console(year, args.organisation.as_deref()).await?;
    Ok(all.into_iter().map(|listed| listed.statement.id).collect())
}

/// The indicators that are asked for, in the order of the statement.
async fn chosen<'a>(
    args: &MeasureArgs,
    office: &Office,
    year: &'a Year,
) -> anyhow::Result<Vec<Shown<'a>>> {
    let wanted = |name: &Option<String>, is: &dyn Fn(&str) -> bool| {
        name.as_deref().is_none_or(|name| is(name.trim()))
    };
    let mut all = Vec::new();
    for group in &year.groups {
        if !wanted(&args.project, &|name| name == group.code || name == group.name) {
            continue;
        }
        for row in &group.rows {
            if !wanted(&args.evidence, &|name| is_called(row, name)) {
                continue;
            }
            let evidence = match args.evidence {
                Some(_) => behind(office, year, row, args.entries).await?,
                None => Vec::new(),
            };
            all.push(Shown { group, row, evidence });
        }
    }
    Ok(all)
}

/// Whether an indicator is meant: by its name, its key, or the code of its measure.
fn is_called(row: &Row, name: &str) -> bool {
    let code = row.binding.as_ref().map_or("", |binding| binding.measure.as_str());
    [row.text.name(), &row.key, code].contains(&name)
}

/// The entries behind each figure of a value, up to `most` of each.
async fn behind(
    office: &Office,
    year: &Year,
    row: &Row,
    most: usize,
) -> anyhow::Result<Vec<Behind>> {
    let Standing::Computed(computed) = &row.standing else { return Ok(Vec::new()) };
    let mut all = Vec::new();
    for (part, count) in computed.value.entries.iter().enumerate() {
        let (mut pages, mut rest, mut after) = (Vec::new(), most, None::<(String, i64)>);
        while rest > 0 {
            let from = after.as_ref().map(|(owner, id)| (owner.as_str(), *id));
            let page = office.evidence_at_console(year, computed, (part, from)).await?;
            let Some(mut page) = page else { break };
            page.pieces.truncate(rest);
            rest = rest.saturating_sub(page.pieces.len());
            after = page.next.clone();
            pages.push(page);
            if after.is_none() {
                break;
            }
        }
        all.push(Behind { count: *count, pages });
    }
    Ok(all)
}

/// Goes on only if nothing was named: a name that nobody bears is a mistake.
fn nothing(args: &MeasureArgs) -> anyhow::Result<()> {
    if let Some(name) = &args.evidence {
        bail!("没有叫“{name}”的指标。不写 --evidence 就列出全部指标的名称");
    }
    if let Some(name) = &args.project {
        bail!("没有编码或名称是“{name}”的项目。不写 --project 就列出全部项目");
    }
    Ok(())
}
