//! Self-evaluations as the interface answers them: the form with its marks and their reasons.

use ground::Decimal;
use office::evaluating::Evaluated;
use office::evaluating::listing::EvaluationLine;
use office::evaluating::sheet::{Line, Marked, Part};
use serde::Serialize;
use store::evaluations::State as Stage;
use utoipa::ToSchema;
use utoipa::openapi::schema::Object;

use super::take::words_or_null;

/// 一个部门的自评。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EvaluationOut {
    /// 绩效文本的标识。
    statement: String,
    department: String,
    /// 状态；没有开始的为 null，得分是试算。
    #[schema(schema_with = states)]
    state: Option<Stage>,
    projects: usize,
    /// 得分：各项目按全年预算加权；复核过的为复核后得分。
    total: Option<String>,
    /// 部门自评得分。
    own_total: Option<String>,
    grade: String,
    /// 待办的有几处。
    open: usize,
    /// 复核与自评不一致的有几项。
    differences: usize,
    /// 不能评分的原因。
    why: String,
}

/// 一份自评。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EvaluationWhole {
    statement: String,
    department: String,
    year: i16,
    /// 状态；没有开始的为 null，得分是试算。
    #[schema(schema_with = states)]
    state: Option<Stage>,
    /// 第几次改动；办理时作为 seen 送回。
    revision: i64,
    /// 完成值截至哪一天。
    #[schema(format = Date)]
    as_of: String,
    scheme: String,
    scheme_title: String,
    /// 不用通行办法的依据；用通行办法的为空。
    scheme_reason: String,
    /// 可以选用的评分办法，通行办法在前。
    schemes: Vec<EvaluationScheme>,
    total: Option<String>,
    grade: String,
    /// 复核后的得分；没有复核的为 null。
    found_total: Option<String>,
    parts: Vec<EvaluationPart>,
    /// 待办的事项。
    open: Vec<String>,
    /// 现在可以办理的事项。
    acts: Vec<String>,
}

/// 一个评分办法。
#[derive(Debug, Serialize, ToSchema)]
struct EvaluationScheme {
    id: String,
    title: String,
}

/// 一个项目，或部门整体。
#[derive(Debug, Serialize, ToSchema)]
struct EvaluationPart {
    key: String,
    name: String,
    code: String,
    total: Option<String>,
    grade: String,
    because: String,
    /// 执行数，单位：分；没有登记支付也没有录入的为 null。
    spent_fen: Option<i64>,
    /// 没有登记支付的，录入执行数时作为 lines 里的 key；有支付数据的为 null。
    spent_key: Option<String>,
    /// 预算执行率的得分。
    money: Option<EvaluationMark>,
    lines: Vec<EvaluationRow>,
    notices: Vec<String>,
    /// 什么会改变等级。
    changes: Vec<String>,
}

/// 一项指标。
#[derive(Debug, Serialize, ToSchema)]
struct EvaluationRow {
    key: String,
    name: String,
    target: String,
    /// 计分的完成值。
    value: String,
    /// 完成值从哪里来：台账、录入等。
    standing: String,
    /// 台账或年中录入的值；与计分的值不同时，说明见 value_reason。
    computed: String,
    value_reason: String,
    mark: Option<EvaluationMark>,
    deviation: String,
    measure: String,
    /// 财政复核的得分；没有复核的为 null。
    found_points: Option<String>,
    found_opinion: String,
}

/// 得分和怎样得出。
#[derive(Debug, Serialize, ToSchema)]
struct EvaluationMark {
    points: String,
    of: String,
    because: String,
}

fn states() -> Object {
    words_or_null(Stage::ALL.iter().map(|state| state.word()))
}

fn number(number: Option<Decimal>) -> Option<String> {
    number.map(|number| number.normalize().to_string())
}

pub(super) fn line(line: &EvaluationLine) -> EvaluationOut {
    EvaluationOut {
        statement: line.listed.statement.id.clone(),
        department: line.listed.owner_name.clone(),
        state: line.state,
        projects: line.projects,
        total: number(line.total),
        own_total: number(line.own_total),
        grade: line.grade.clone(),
        open: line.open,
        differences: line.differences,
        why: line.why.clone(),
    }
}

pub(super) fn whole(found: &Evaluated) -> EvaluationWhole {
    let sheet = &found.sheet;
    let open = sheet.open();
    let open = open.iter().map(|one| format!("{}：{}。{}", one.part, one.what, one.todo));
    EvaluationWhole {
        statement: sheet.statement.clone(),
        department: sheet.department.clone(),
        year: sheet.year,
        state: found.state(),
        revision: found.revision(),
        as_of: sheet.as_of.to_string(),
        scheme: sheet.scheme.clone(),
        scheme_title: sheet.scheme_title.clone(),
        scheme_reason: found.kept.as_ref().map(|it| it.scheme_reason.clone()).unwrap_or_default(),
        schemes: found.schemes.iter().map(scheme).collect(),
        total: number(sheet.whole.total),
        grade: sheet.whole.grade.clone(),
        found_total: number(sheet.whole.found_total),
        parts: sheet.parts.iter().map(part).collect(),
        open: open.collect(),
        acts: found.acts.iter().map(|act| act.word().to_owned()).collect(),
    }
}

fn scheme((id, title): &(String, String)) -> EvaluationScheme {
    EvaluationScheme { id: id.clone(), title: title.clone() }
}

fn part(part: &Part) -> EvaluationPart {
    EvaluationPart {
        key: part.key.clone(),
        name: part.name.clone(),
        code: part.code.clone(),
        total: number(part.total),
        grade: part.grade.clone(),
        because: part.because.clone(),
        spent_fen: part.spent().map(ground::Money::fen),
        spent_key: part.spent_key(),
        money: part.money.as_ref().map(mark),
        lines: part.lines.iter().map(row).collect(),
        notices: part.notices.clone(),
        changes: part.changes.clone(),
    }
}

fn row(line: &Line) -> EvaluationRow {
    let found = line.found.as_ref();
    EvaluationRow {
        key: line.key.clone(),
        name: line.name.clone(),
        target: line.target.clone(),
        value: line.counted_words().to_owned(),
        standing: line.counted_standing().to_owned(),
        computed: line.words.clone(),
        value_reason: line.typed.as_ref().map(|typed| typed.reason.clone()).unwrap_or_default(),
        mark: line.mark.as_ref().map(mark),
        deviation: line.deviation.clone(),
        measure: line.measure.clone(),
        found_points: number(found.map(|found| found.points)),
        found_opinion: found.map(|found| found.opinion.clone()).unwrap_or_default(),
    }
}

fn mark(mark: &Marked) -> EvaluationMark {
    EvaluationMark {
        points: mark.points.normalize().to_string(),
        of: mark.of.normalize().to_string(),
        because: mark.because.clone(),
    }
}
