//! 绩效运行监控表 of a department's form, one for each project.

use ground::{Day, Money};
use model::statement::Statement;
use rulebook::FormKind;
use store::monitoring::TaskState;
use store::{Scope, statements};
use write::document::Document;
use write::forms::data::Data;
use write::forms::value::View;
use write::forms::views::{MonitoringForm, MonitoringFunds, MonitoringRow, ProjectGoals};

use model::actual::FundSource;

use super::filling::{Form, day_of};
use super::sheet::{Reason, Sheet, SheetRow};
use crate::papers::{add, day, lines, printed};
use crate::{Asker, Office, OfficeError};

/// The mark in the column of a reason that holds.
const TICK: &str = "√";

impl Office {
    /// A form as it is printed, and what its file is called, ending left out.
    ///
    /// # Errors
    /// If it is not in sight, or the year has no sheet for it.
    pub async fn monitoring_paper(
        &self,
        asker: &Asker,
        id: &str,
    ) -> Result<(Document, String), OfficeError> {
        let form = self.monitoring_task(asker, id).await?;
        let mut tx = self.store().read().await?;
        let everything = Scope::everything();
        let (statement, number) = (&form.statement.statement.id, form.watching.year.version);
        let version = statements::version(&mut tx, &everything, statement, number).await?;
        drop(tx);
        let reading = self.shelf.reading(&version);
        let text = &reading.statement;
        let sheet = self.sheet(FormKind::Monitoring, text)?;
        let until = day_of(&form.listed.task)?;
        let mut document = Document::default();
        for (at, one) in form.sheets.iter().enumerate() {
            let view = view(&form, one, text, until);
            let data = Data::of(&view, const { &MonitoringForm::SHAPE });
            add(&mut document, printed(sheet, &data)?, at + 1, &one.name);
        }
        if document.sections.is_empty() {
            return Err(OfficeError::Conflict("文本里没有项目，填不出监控表".to_owned()));
        }
        let name =
            format!("{}{}绩效运行监控表", form.listed.owner_name, until.strftime("%Y年%-m月"));
        Ok((document, name))
    }
}

fn view(form: &Form, sheet: &Sheet, text: &Statement, until: Day) -> MonitoringForm {
    let project = sheet.project.and_then(|at| text.projects.get(at));
    let goals = project.map(|project| ProjectGoals::of(text, project));
    let department = form.listed.owner_name.clone();
    let step = |to: TaskState| form.way.iter().rev().find(|step| step.to == to);
    MonitoringForm {
        year: form.watching.year.year,
        through_month: u8::try_from(until.month()).unwrap_or_default(),
        project: sheet.name.clone(),
        code: sheet.code.clone(),
        unit: goals.as_ref().map_or_else(|| department.clone(), |goals| goals.unit.clone()),
        department,
        funds: funds(sheet),
        goals: goals.map(|goals| goals.goals).unwrap_or_default(),
        progress: lines(&sheet.progress),
        rows: sheet.rows.iter().map(row).collect(),
        head: step(TaskState::Finance).map(|step| step.by_name.clone()).unwrap_or_default(),
        clerk: step(TaskState::Inside).map(|step| step.by_name.clone()).unwrap_or_default(),
        phone: String::new(),
        date: step(TaskState::Inside).and_then(|step| day(&step.at)),
    }
}

/// The whole, then fiscal money and all other.
fn funds(sheet: &Sheet) -> Vec<MonitoringFunds> {
    if sheet.funds.is_empty() {
        return Vec::new();
    }
    let of = |name: &str, is_fiscal: bool| {
        let lines = sheet.funds.iter().filter(|one| {
            matches!(one.source, FundSource::Fiscal | FundSource::CarriedOver) == is_fiscal
        });
        let sums = lines.fold([Money::ZERO; 4], |[initial, adjusted, executed, rest], one| {
            let plus = |sum: Money, more: Money| sum.checked_add(more).unwrap_or(sum);
            [
                plus(initial, one.initial),
                plus(adjusted, one.adjusted),
                plus(executed, one.executed),
                rest,
            ]
        });
        MonitoringFunds { forecast: None, ..MonitoringFunds::new(name, sums) }
    };
    let parts = vec![of("其中：财政资金", true), of("其他资金", false)];
    let mut all = MonitoringFunds::with_total(parts).unwrap_or_default();
    if let Some(whole) = all.first_mut() {
        whole.forecast = sheet.forecast;
    }
    all
}

fn row(row: &SheetRow) -> MonitoringRow {
    let typed = &row.typed;
    let tick = |reason: Reason| match typed.reasons.contains(&reason) {
        true => TICK.to_owned(),
        false => String::new(),
    };
    let measures = match typed.measures.as_str() {
        "" => String::new(),
        measures => format!("改进措施：{measures}"),
    };
    let said = [typed.explanation.as_str(), &measures].into_iter().filter(|text| !text.is_empty());
    MonitoringRow {
        dimension: row.dimension.clone(),
        aspect: row.aspect.clone(),
        name: row.name.clone(),
        target: row.target.clone(),
        done: row.done.clone(),
        forecast: typed.forecast.clone(),
        by_funds: tick(Reason::Funds),
        by_rules: tick(Reason::Rules),
        by_staff: tick(Reason::Staff),
        by_equipment: tick(Reason::Equipment),
        by_other: tick(Reason::Other),
        explanation: said.collect::<Vec<_>>().join("。"),
        likelihood: typed.likelihood.map_or_else(String::new, |it| it.label().to_owned()),
    }
}
