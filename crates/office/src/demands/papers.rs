//! What is printed of demands: 整改通知书 and 整改反馈表, of all demands of a notice, or of one that stands in none.

use ground::Day;
use rulebook::{FormKind, FormSheet};
use store::demands::{self, Demand, Step, StepAct};
use store::people::Role;
use store::{Tx, organisations};
use write::document::Document;
use write::forms::form;
use write::forms::views::{ProblemRow, RectificationNotice, RectificationReply, ReplyRow};

use crate::{Asker, Moment, Office, OfficeError, Permission, Scope, papers};

/// A paper of demands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DemandPaper {
    /// 整改通知书.
    Notice,
    /// 整改反馈表.
    Reply,
}

/// What papers are made of.
struct Material {
    demands: Vec<(Demand, Vec<Step>)>,
    department: String,
    issuer: String,
    region: String,
}

impl DemandPaper {
    /// The paper with this name in addresses.
    pub fn of(name: &str) -> Option<DemandPaper> {
        match name {
            "notice" => Some(DemandPaper::Notice),
            "reply" => Some(DemandPaper::Reply),
            _ => None,
        }
    }

    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            DemandPaper::Notice => "绩效问题整改通知书",
            DemandPaper::Reply => "绩效问题整改反馈表",
        }
    }
}

impl Office {
    /// A paper, and what its file is called, ending left out.
    ///
    /// # Errors
    /// If the demand is not in sight, nothing is answered yet, or no sheet is in force.
    pub async fn demand_paper(
        &self,
        asker: &Asker,
        id: &str,
        paper: DemandPaper,
    ) -> Result<(Document, String), OfficeError> {
        let material = self.material(asker, id).await?;
        let year = material.demands.first().map_or(0, |(demand, _)| demand.year);
        let name = format!("{}{year}年{}", material.department, paper.label());
        let kind = match paper {
            DemandPaper::Notice => FormKind::Rectification,
            DemandPaper::Reply => FormKind::RectificationReply,
        };
        let sheet = self
            .rulebook()
            .form(kind, i16::try_from(year).unwrap_or_default(), &material.region)
            .ok_or_else(|| OfficeError::Conflict("这个年度没有适用的表样".to_owned()))?;
        let document = match paper {
            DemandPaper::Notice => notice(sheet, &material)?,
            DemandPaper::Reply => reply(sheet, &material)?,
        };
        Ok((document, name))
    }

    async fn material(&self, asker: &Asker, id: &str) -> Result<Material, OfficeError> {
        let (mut tx, scope) = self.look(asker, Permission::ReadDemands).await?;
        let missing = OfficeError::missing("这条整改要求");
        let one = demands::get(&mut tx, &scope, id).await.map_err(missing)?;
        let owner = organisations::get(&mut tx, &scope, &one.owner).await?;
        let issuer = issuer(&mut tx, &one, &owner.path).await?;
        let of_notice = match one.notice.is_empty() {
            true => vec![one],
            false => demands::of_notice(&mut tx, &scope, &one).await?,
        };
        let mut all = Vec::with_capacity(of_notice.len());
        for demand in of_notice {
            let steps = demands::steps(&mut tx, &scope, &demand.id).await?;
            all.push((demand, steps));
        }
        if all.is_empty() {
            let said = "这份通知书里的整改要求都已撤回，没有可以打印的";
            return Err(OfficeError::Conflict(said.to_owned()));
        }
        Ok(Material { demands: all, department: owner.name, issuer, region: owner.region })
    }
}

/// Who writes: the finance bureau of the county, or the organisation in whose name it was raised.
async fn issuer(tx: &mut Tx, demand: &Demand, path: &str) -> Result<String, OfficeError> {
    let bureau = match demand.from_role {
        Role::Finance => papers::issuer(tx, path).await?,
        _ => String::new(),
    };
    if !bureau.is_empty() {
        return Ok(bureau);
    }
    let from = organisations::get(tx, &Scope::everything(), &demand.from_organisation).await?;
    Ok(from.name)
}

fn notice(sheet: &FormSheet, material: &Material) -> Result<Document, OfficeError> {
    let all = &material.demands;
    let Some((first, _)) = all.first() else { return Err(nothing()) };
    let dues: Vec<Day> = all.iter().filter_map(|(it, _)| it.due_on.parse().ok()).collect();
    let last = dues.iter().max().copied().ok_or_else(nothing)?;
    let are_alike = dues.iter().all(|due| *due == last);
    let problem = |(it, _): &(Demand, Vec<Step>)| ProblemRow {
        project: it.subject.clone(),
        problem: it.found.clone(),
        basis: it.basis.clone(),
        demand: match are_alike {
            true => it.asked.clone(),
            false => format!("{}（{}前）", it.asked, it.due_on),
        },
    };
    let latest = all.iter().map(|(it, _)| it.at.as_str()).max().unwrap_or_default();
    let view = RectificationNotice {
        number: first.notice.clone(),
        department: material.department.clone(),
        occasion: format!("{}年度{}", first.year, first.origin.label()),
        findings: vec![overview(all)],
        problems: all.iter().map(problem).collect(),
        due: last,
        demands: vec![
            "请逐条落实责任人，按期整改，在系统里填写整改措施和结果，并上传佐证材料。".to_owned(),
            "能由系统判定的问题，以系统判定已消除为准；整改不到位的，将退回重新整改，并作为下一年度预算安排的参考。"
                .to_owned(),
        ],
        issuer: material.issuer.clone(),
        date: day(latest).ok_or_else(nothing)?,
        contact: first.by_name.clone(),
        phone: String::new(),
    };
    form(sheet, &view).map_err(|error| OfficeError::Conflict(error.to_string()))
}

/// How many problems of which kind, and how many of them stood there before.
fn overview(all: &[(Demand, Vec<Step>)]) -> String {
    let mut kinds: Vec<(&str, usize)> = Vec::new();
    for (demand, _) in all {
        let label = demand.kind.label();
        match kinds.iter_mut().find(|(known, _)| *known == label) {
            Some((_, count)) => *count += 1,
            None => kinds.push((label, 1)),
        }
    }
    let kinds: Vec<String> =
        kinds.into_iter().map(|(label, count)| format!("{label}{count}个")).collect();
    let again = all.iter().filter(|(demand, _)| demand.again.is_some()).count();
    let again = match again {
        0 => String::new(),
        count => format!("其中{count}个以前年度已要求整改过，再次发生。"),
    };
    format!("共发现问题{}个：{}。{again}", all.len(), kinds.join("，"))
}

fn reply(sheet: &FormSheet, material: &Material) -> Result<Document, OfficeError> {
    let all = &material.demands;
    let Some((first, _)) = all.first() else { return Err(nothing()) };
    let answers = all.iter().flat_map(|(_, steps)| steps).filter(|it| it.act == StepAct::Answered);
    let Some(newest) = answers.max_by_key(|step| step.at.as_str()) else {
        return Err(OfficeError::Conflict("还没有答复，没有整改反馈表".to_owned()));
    };
    let row = |(it, steps): &(Demand, Vec<Step>)| {
        let answer = steps.iter().rfind(|step| step.act == StepAct::Answered);
        ReplyRow {
            project: it.subject.clone(),
            problem: it.found.clone(),
            demand: it.asked.clone(),
            measure: answer.map(|step| step.body.clone()).unwrap_or_default(),
            result: answer.map(|step| step.result.clone()).unwrap_or_default(),
            finished: answer.and_then(|step| step.finished_on.parse().ok()),
            responsible: it.responsible.clone(),
        }
    };
    let view = RectificationReply {
        number: first.notice.clone(),
        department: material.department.clone(),
        rows: all.iter().map(row).collect(),
        opinion: opinions(all),
        head: String::new(),
        clerk: newest.by_name.clone(),
        phone: String::new(),
        date: day(&newest.at),
    };
    form(sheet, &view).map_err(|error| OfficeError::Conflict(error.to_string()))
}

/// What the office that raised them says now, a line for each demand on which it has decided.
fn opinions(all: &[(Demand, Vec<Step>)]) -> Vec<String> {
    let line = |(at, (_, steps)): (usize, &(Demand, Vec<Step>))| {
        let last = steps.last()?;
        let decided = match last.act {
            StepAct::Confirmed => "已整改到位",
            StepAct::Returned => "退回继续整改",
            _ => return None,
        };
        let body = if last.body.is_empty() { String::new() } else { format!("：{}", last.body) };
        Some(format!("第{}项{decided}{body}。", at + 1))
    };
    all.iter().enumerate().filter_map(line).collect()
}

fn nothing() -> OfficeError {
    OfficeError::Conflict("没有可以打印的整改要求".to_owned())
}

fn day(moment: &str) -> Option<Day> {
    Moment::from_text(moment)?.day().to_string().parse().ok()
}
