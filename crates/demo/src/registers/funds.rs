//! Money: what units pay in, what is passed on, budgets and spending.

use ground::Day;

use super::chance::{Chance, nth};
use super::numbers::{day, work_day};
use super::row::Row;
use super::unions::{FEDERATION, Union};
use super::world::World;

/// A payment out of a project.
#[derive(Clone, Debug)]
pub(super) struct Spent {
    /// Code and name of the project; the name is empty for those of the union's own funds.
    pub(super) project: (String, String),
    pub(super) fund: &'static str,
    pub(super) payee: String,
    pub(super) summary: String,
    /// In yuan.
    pub(super) amount: i64,
    pub(super) paid_on: Day,
    /// Place of the decision.
    pub(super) decision: Option<usize>,
}

impl Spent {
    /// Of a project of the statement, from the county's treasury.
    pub(super) fn of_statement(
        world: &World,
        project: usize,
        summary: &str,
        amount: i64,
        paid_on: Day,
        decision: Option<usize>,
    ) -> Spent {
        let of = world.project(project);
        Spent {
            project: (of.code, of.name),
            fund: "county",
            payee: "按发放清册和合同支付".to_owned(),
            summary: summary.to_owned(),
            amount,
            paid_on,
            decision,
        }
    }

    /// Of a project of the union's own funds.
    pub(super) fn own(
        code: &str,
        summary: &str,
        amount: i64,
        paid_on: Day,
        decision: Option<usize>,
    ) -> Spent {
        Spent {
            project: (code.to_owned(), String::new()),
            fund: "union",
            payee: "按发放清册支付".to_owned(),
            summary: summary.to_owned(),
            amount,
            paid_on,
            decision,
        }
    }
}

/// What the subsidies to unions are paid from.
const SUBSIDIES: &str = "LHGH-02";

/// Buys month by month what the projects of the union's own funds need.
pub(super) fn plan(world: &mut World) {
    let mut chance = Chance::of("funds");
    let firms: Vec<Union> =
        world.unions.iter().filter(|union| union.nature == "private").cloned().collect();
    let unions: Vec<Union> =
        world.unions.iter().filter(|union| union.nature == "village").cloned().collect();
    let mut bought = Vec::new();
    for (at, project) in world.own_projects.iter().enumerate() {
        for (line, (summary, payee, amount)) in project.bought.iter().enumerate() {
            for month in 1..=12 {
                let place = at * 31 + line * 12 + usize::try_from(month).unwrap_or_default();
                let payee = payee
                    .replace("{firm}", &nth(&firms, place).unit)
                    .replace("{union}", &nth(&unions, place).name);
                let paid_on = work_day(day(world.year, month, chance.between(3, 27)));
                let amount = amount - 10 * chance.between(0, 60);
                let summary = format!("{month}月{summary}");
                let spent = Spent::own(&project.code, &summary, amount, paid_on, None);
                bought.push(Spent { payee, ..spent });
            }
        }
    }
    world.spent.extend(bought);
}

/// The register of budgets and their changes.
pub(super) fn budget_items(world: &World) -> Vec<Row> {
    let year = world.year;
    let item = |(code, name): (&str, &str), change: &str, amount: i64, fund: &str, on: Day| {
        let document = if fund == "county" { "临财预" } else { "临工发" };
        let number = if change == "initial" { 7 } else { 16 + i64::from(on.month()) };
        Row::new()
            .with("year", format!("{year}年"))
            .with("project", code)
            .with("project_name", name)
            .with("change", change)
            .with("amount", amount)
            .with("fund", fund)
            .with("decided_on", on)
            .with("document", format!("{document}〔{year}〕{number}号"))
    };
    let (first, reason) = (day(year, 1, 22), "reason");
    let mut rows = Vec::new();
    for (at, project) in world.projects.iter().enumerate() {
        // What was added in the course of the year, the statement of the year counts from the beginning on.
        rows.push(item((&project.code, &project.name), "initial", project.budget, "county", first));
        if at == 0 && world.is_adjusted {
            let more = (&project.code[..], &project.name[..]);
            let row = item(more, "added", 24_000, "county", day(year, 6, 10));
            rows.push(row.with(reason, "新增在档困难职工，生活救助户数增加"));
        }
    }
    for project in &world.own_projects {
        let named = (&project.code[..], &project.name[..]);
        rows.push(item(named, "initial", project.budget, "union", first));
    }
    let changes = [
        (2, "moved", 20_000, 7, "职工书屋更新图书，从行政经费调剂"),
        (8, "moved", -20_000, 7, "办公用品节约，调剂到职工服务"),
        (0, "added", 40_000, 8, "高温天数增加，追加送清凉物资"),
        (6, "reduced", -10_000, 10, "会议压减"),
        (4, "added", 12_000, 9, "增加一期集体协商指导员培训"),
    ];
    for (at, change, amount, month, why) in changes {
        let Some(project) = world.own_projects.get(at) else { continue };
        let named = (&project.code[..], &project.name[..]);
        let row = item(named, change, amount, "union", day(year, month, 18));
        rows.push(row.with(reason, why));
    }
    rows
}

/// The register of spending.
pub(super) fn spendings(world: &World) -> Vec<Row> {
    let mut spent: Vec<&Spent> = world.spent.iter().filter(|one| one.amount != 0).collect();
    spent.sort_by_key(|one| one.paid_on);
    let mut number = (0, 0);
    let mut rows = Vec::new();
    for one in spent {
        let month = one.paid_on.month();
        number = if number.0 == month { (month, number.1 + 1) } else { (month, 1) };
        rows.push(spending(world, one, &format!("记-{month:02}-{:03}", number.1)));
    }
    plant(world, &mut rows);
    rows
}

fn spending(world: &World, one: &Spent, voucher: &str) -> Row {
    let (code, name) = &one.project;
    let own = world.own_projects.iter().find(|project| project.code == *code);
    let name = own.map_or(name, |project| &project.name);
    let subject = own.map_or("service", |project| &project.subject);
    Row::new()
        .with("project", code)
        .with("project_name", name)
        .with("subject", subject)
        .with("economic", "30299 其他商品和服务支出")
        .with("payee", &one.payee)
        .with("amount", one.amount)
        .with("paid_on", one.paid_on)
        .with("voucher", voucher)
        .with("fund", one.fund)
        .with("summary", &one.summary)
        .may("decision", one.decision.map(|at| world.decision_number(at)))
}

/// Spending over the budget and without one, before the decision and with none that is known.
fn plant(world: &World, rows: &mut Vec<Row>) {
    let mut more = Vec::new();
    let paid_on = work_day(day(world.year, 11, 19));
    for at in 0..world.planted("REG119") {
        let spent = Spent::own("LHGH-04", "法律服务站改造", 90_000, paid_on, None);
        more.push(spending(world, &spent, &format!("记-11-{:03}", 801 + at)));
    }
    for at in 0..world.planted("REG120") {
        let spent = Spent::own("LHGH-77", "宣传栏维修", 3600, paid_on, None);
        more.push(spending(world, &spent, &format!("记-11-{:03}", 811 + at)));
    }
    let plain = rows
        .iter_mut()
        .filter(|row| row.text("decision").is_empty() && row.text("project") == "LHGH-03");
    let (unknown, early) = (world.planted("REG121"), world.planted("REG122"));
    let last = world.matters.iter().max_by_key(|matter| matter.held_on);
    let last = last.map_or("", |matter| &matter.number);
    for (at, row) in plain.take(unknown + early).enumerate() {
        let number =
            if at < unknown { format!("{}-{}", world.year, 901 + at) } else { last.into() };
        row.set("decision", &number);
    }
    rows.extend(more);
}

/// What a worker earns in a month, in yuan: so that two in a hundred are whole fen.
fn wage(union: &Union) -> i64 {
    3200 + 50 * i64::try_from(union.serial % 37).unwrap_or_default()
}

/// The register of what units pay in.
pub(super) fn receipts(world: &World) -> Vec<Row> {
    let mut chance = Chance::of("receipts");
    let mut rows = Vec::new();
    for union in &world.unions {
        let payroll = wage(union) * union.workers();
        let budgeted = matches!(union.nature, "agency" | "institution");
        match () {
            () if union.name == FEDERATION => {}
            // Units paid from the budget pay by finance, month by month, the smaller ones by quarter.
            () if budgeted && union.serial % 3 == 0 => {
                for month in 1..=12 {
                    let on = work_day(day(world.year, month, chance.between(18, 27)));
                    let period = format!("{}年{month}月", world.year);
                    rows.push(receipt(union, ("funds", "finance"), &period, payroll, on));
                }
            }
            () if budgeted || union.is_enterprise() => {
                let channel = if budgeted { "finance" } else { "tax" };
                for quarter in 1..=4 {
                    let on = work_day(day(world.year, quarter * 3, chance.between(15, 28)));
                    let numeral =
                        nth(&["四", "一", "二", "三"], usize::try_from(quarter).unwrap_or(0));
                    let period = format!("{}年第{numeral}季度", world.year);
                    rows.push(receipt(union, ("funds", channel), &period, payroll * 3, on));
                }
            }
            () => {
                let kind = if union.nature == "social" { "funds" } else { "dues" };
                let on = work_day(day(world.year, chance.between(1, 12), chance.between(5, 27)));
                let period = format!("{}年", world.year);
                let payroll = if kind == "funds" { payroll } else { union.members * 6000 };
                rows.push(receipt(union, (kind, "direct"), &period, payroll, on));
            }
        }
    }
    let superior = |kind: &str, name: &str, amount: i64, month: i64| {
        Row::new()
            .with("unit", name)
            .with("kind", kind)
            .with("channel", "direct")
            .with("period", format!("{}年", world.year))
            .with("amount", amount)
            .with("received_on", work_day(day(world.year, month, 21)))
    };
    rows.push(superior("superior", "澜州市总工会", 300_000, 5));
    rows.push(superior("superior", "澜州市总工会", 180_000, 11));
    rows.push(superior("admin", "临河县财政局", 120_000, 3));
    rows
}

fn receipt(
    union: &Union,
    (kind, channel): (&str, &str),
    period: &str,
    payroll: i64,
    on: Day,
) -> Row {
    let is_due = kind == "funds";
    Row::new()
        .with("unit", &union.unit)
        .with("code", union.unit_code())
        .with("kind", kind)
        .with("channel", channel)
        .with("period", period)
        .may("payroll", is_due.then_some(payroll))
        .with("amount", payroll / 50)
        .with("received_on", on)
        .with("voucher", format!("收-{:02}-{:04}", on.month(), union.serial + 1))
}

/// The register of what is passed on: up to the city, down to unions, back to small payers.
pub(super) fn remittances(world: &World) -> Vec<Row> {
    let year = world.year;
    let mut rows = Vec::new();
    let row = |kind: &str, to: &str, of: i16, amount: i64, on: Day| {
        Row::new()
            .with("kind", kind)
            .with("organisation", to)
            .with("year", format!("{of}年"))
            .with("due", amount)
            .with("amount", amount)
            .with("paid_on", on)
    };
    for month in 1..=12 {
        let amount = 78_000 + 1_500 * (month % 5);
        let on = work_day(day(year, month, 25));
        let document = format!("澜工发〔{year}〕22号");
        rows.push(row("up", "澜州市总工会", year, amount, on).with("document", document));
    }
    for spent in world.spent.iter().filter(|spent| spent.project.0 == SUBSIDIES) {
        rows.push(row("down", &spent.payee, year, spent.amount, spent.paid_on));
    }
    let small = world.unions.iter().filter(|union| union.is_enterprise() && union.size < 10);
    for (at, union) in small.enumerate() {
        let base = (wage(union) * union.workers() * 12 / 50).min(9_800);
        let month = 2 + i64::try_from(at % 6).unwrap_or_default();
        let on = work_day(day(year, month, 16));
        let paid = row("small", &union.name, year - 1, base, on);
        rows.push(paid.with("base", base).with("document", format!("澜工发〔{year}〕22号")));
    }
    rows
}
