//! What would be imported of a table, as the interface tells it.

use office::registers::importing::{
    AT_ONCE, ColumnOffered, Counts, FindingKind, InputMatched, Preview, RowSaid, Said,
    SheetOffered, TwinSaid,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::entries::{ChangeLine, EntryFinding};
use super::registers::{kind, kinds};
use super::whole::severity;

/// 导入预览：读懂了什么，哪里有错，哪些台账里已有。没有导入任何内容。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TablePreview {
    /// 台账的名称。
    title: String,
    #[schema(schema_with = kinds)]
    kind: &'static str,
    /// 会归到哪个单位。
    owner: String,
    owner_name: String,
    file: String,
    /// 文件的 SM3 摘要。
    digest: String,
    sheets: Vec<SheetLine>,
    columns: Vec<ColumnLine>,
    /// 台账的各项各由哪一列填。
    inputs: Vec<InputFilled>,
    /// 关于整个文件的说明。
    said: Vec<String>,
    /// 不解决就不能导入的问题。
    stops: Vec<String>,
    counts: RowCounts,
    /// 行数多，导入时交后台办。
    is_long: bool,
    /// 各类问题，最重的在前。
    kinds: Vec<FindingCount>,
    /// 有错误的行，最前面的100行。
    bad: Vec<RowLine>,
    /// 有提醒的行，最前面的100行。
    warned: Vec<RowLine>,
    /// 没有问题的行显示哪些项。
    labels: Vec<String>,
    /// 没有问题的行，最前面的20行。
    good: Vec<GoodRow>,
    /// 台账里已有而内容不同的行，最前面的100行。
    twins: Vec<TwinLine>,
    /// 可以导入的行的合计。
    totals: Vec<SumLine>,
}

/// 文件里的一张工作表。
#[derive(Debug, Serialize, ToSchema)]
struct SheetLine {
    name: String,
    is_hidden: bool,
    /// 预览的是不是这一张。
    is_chosen: bool,
}

/// 表里的一列。
#[derive(Debug, Serialize, ToSchema)]
struct ColumnLine {
    /// 第几列，从0起。
    column: usize,
    heading: String,
    /// 是否没有对应到台账的任何一项。
    is_left_out: bool,
}

/// 台账的一项由哪一列填。
#[derive(Debug, Serialize, ToSchema)]
struct InputFilled {
    label: String,
    required: bool,
    /// 第几列，从0起；null 为没有。
    column: Option<usize>,
    /// 是否有几列都像；取了第一列，请核对。
    is_ambiguous: bool,
}

/// 各种行各有多少。
#[derive(Debug, Serialize, ToSchema)]
struct RowCounts {
    rows: u64,
    /// 有错误，不能导入。
    bad: u64,
    /// 没有错误，有提醒。
    warned: u64,
    good: u64,
    /// 可以导入、台账里还没有的。
    new_rows: u64,
    /// 合计、重复的表头、签字等略过的行。
    passed_over: u64,
    /// 台账里已有，内容相同。
    same: u64,
    /// 台账里已有，内容不同。
    differing: u64,
    /// 写的状态与台账里不同；状态要一条一条变动。
    other_state: u64,
    /// 太靠右，没有读的格子。
    left_out: u64,
}

/// 一类问题。
#[derive(Debug, Serialize, ToSchema)]
struct FindingCount {
    finding: EntryFinding,
    /// 有多少行。
    rows: u64,
    /// 最前面几行的行号。
    first: Vec<u32>,
}

/// 一行和它的问题。
#[derive(Debug, Serialize, ToSchema)]
struct RowLine {
    /// 在工作表里的行号。
    row: u32,
    called: String,
    findings: Vec<EntryFinding>,
}

/// 没有问题的一行。
#[derive(Debug, Serialize, ToSchema)]
struct GoodRow {
    row: u32,
    /// 和 labels 一一对应。
    cells: Vec<String>,
}

/// 台账里已有的一行。
#[derive(Debug, Serialize, ToSchema)]
struct TwinLine {
    row: u32,
    /// 已有记录的编号。
    id: i64,
    called: String,
    changes: Vec<ChangeLine>,
}

/// 一项的合计。
#[derive(Debug, Serialize, ToSchema)]
struct SumLine {
    label: String,
    sum: String,
}

impl TablePreview {
    /// What the office saw.
    pub(crate) fn of(seen: &Preview) -> TablePreview {
        let good = |(row, cells): &(u32, Vec<register::Shown>)| GoodRow {
            row: *row,
            cells: cells.iter().map(ToString::to_string).collect(),
        };
        let sum = |(label, sum): &(String, register::Shown)| SumLine {
            label: label.clone(),
            sum: sum.to_string(),
        };
        TablePreview {
            title: seen.title.clone(),
            kind: kind(seen.kind),
            owner: seen.owner.id.clone(),
            owner_name: seen.owner.name.clone(),
            file: seen.file.0.clone(),
            digest: seen.file.1.clone(),
            sheets: seen.sheets.iter().map(sheet).collect(),
            columns: seen.columns.iter().map(column).collect(),
            inputs: seen.inputs.iter().map(input).collect(),
            said: seen.said.clone(),
            stops: seen.stops.clone(),
            counts: counts(&seen.counts),
            is_long: seen.counts.rows > AT_ONCE,
            kinds: seen.kinds.iter().map(kind_of).collect(),
            bad: seen.bad.iter().map(row).collect(),
            warned: seen.warned.iter().map(row).collect(),
            labels: seen.labels.clone(),
            good: seen.good.iter().map(good).collect(),
            twins: seen.twins.iter().map(twin).collect(),
            totals: seen.totals.iter().map(sum).collect(),
        }
    }
}

fn sheet(sheet: &SheetOffered) -> SheetLine {
    let SheetOffered { name, is_hidden, is_chosen } = sheet.clone();
    SheetLine { name, is_hidden, is_chosen }
}

fn column(column: &ColumnOffered) -> ColumnLine {
    let ColumnOffered { at, heading, is_left_out } = column.clone();
    ColumnLine { column: at, heading, is_left_out }
}

fn input(input: &InputMatched) -> InputFilled {
    InputFilled {
        label: input.label.clone(),
        required: input.is_required,
        column: input.column,
        is_ambiguous: input.is_ambiguous,
    }
}

fn counts(counts: &Counts) -> RowCounts {
    RowCounts {
        rows: counts.rows,
        bad: counts.bad,
        warned: counts.warned,
        good: counts.good,
        new_rows: counts.new_rows(),
        passed_over: counts.passed_over,
        same: counts.same,
        differing: counts.differing,
        other_state: counts.other_state,
        left_out: counts.left_out,
    }
}

fn kind_of(kind: &FindingKind) -> FindingCount {
    let finding = EntryFinding {
        code: kind.code.clone(),
        severity: severity(kind.severity),
        label: kind.label.clone(),
        message: kind.message.clone(),
        help: kind.help.clone(),
    };
    FindingCount { finding, rows: kind.rows, first: kind.first.clone() }
}

fn row(row: &RowSaid) -> RowLine {
    let finding = |said: &Said| EntryFinding {
        code: said.code.clone(),
        severity: severity(said.severity),
        label: said.label.clone(),
        message: said.message.clone(),
        help: said.help.clone(),
    };
    RowLine {
        row: row.number,
        called: row.called.clone(),
        findings: row.said.iter().map(finding).collect(),
    }
}

fn twin(twin: &TwinSaid) -> TwinLine {
    TwinLine {
        row: twin.number,
        id: twin.id,
        called: twin.called.clone(),
        changes: twin.changes.iter().cloned().map(ChangeLine::of).collect(),
    }
}
