//! What is kept of an appraisal, put together into its result.

use std::sync::Arc;

use ground::Decimal;
use model::actual::Execution;
use rulebook::{AppraisalItem, AppraisalScheme};
use score::{Drawn, aspect_key, draw};
use store::appraisals::{
    self, Appraisal, Attached, Expert, ExpertState, Kind, Mark, Problem, Request, Step,
    SubjectKind, Text,
};
use store::{Scope, Tx, organisations, statements};

use super::sheet::{self, FORM, Given, Item, Marker, Sheet, Shown};
use super::{reporting, taking_part};
use crate::evaluating::drafting::together;
use crate::evaluating::sheet::Evidence;
use crate::evaluating::thawed;
use crate::papers::issuer;
use crate::year::{Group, Row, Standing, Year};
use crate::{Office, OfficeError};

/// The key of what was budgeted and spent among the evidence of an item.
const EXECUTION: &str = "execution";

/// What is kept of an appraisal, and the year that it is about.
pub(super) struct Material {
    pub(super) it: Appraisal,
    pub(super) owner_name: String,
    pub(super) path: String,
    pub(super) region: String,
    pub(super) from_name: String,
    pub(super) experts: Vec<Expert>,
    pub(super) marks: Vec<Mark>,
    pub(super) requests: Vec<Request>,
    pub(super) files: Vec<Attached>,
    pub(super) texts: Vec<Text>,
    pub(super) problems: Vec<Problem>,
    pub(super) steps: Vec<Step>,
    /// The expert whose own marks are shown though they are not reported.
    pub(super) own: Option<i64>,
    year: Option<Arc<Year>>,
}

impl Material {
    pub(super) async fn of(tx: &mut Tx, it: Appraisal) -> Result<Material, OfficeError> {
        let everything = Scope::everything();
        let owner = organisations::get(tx, &everything, &it.owner).await?;
        let from = organisations::get(tx, &everything, &it.from_organisation).await?;
        let bureau = match it.kind {
            Kind::Key => issuer(tx, &owner.path).await?,
            Kind::Department => String::new(),
        };
        let from_name = if bureau.is_empty() { from.name } else { bureau };
        let id = it.id.as_str();
        Ok(Material {
            owner_name: owner.name,
            path: owner.path,
            region: owner.region,
            from_name,
            experts: appraisals::experts(tx, &everything, id).await?,
            marks: appraisals::marks(tx, &everything, id).await?,
            requests: appraisals::requests(tx, &everything, id).await?,
            files: appraisals::attached(tx, &everything, id).await?,
            texts: appraisals::texts(tx, &everything, id).await?,
            problems: appraisals::problems(tx, &everything, id).await?,
            steps: appraisals::steps(tx, &everything, id).await?,
            own: None,
            year: None,
            it,
        })
    }

    /// With the year of its statement; a result that was settled needs none.
    pub(super) async fn with_year(
        self,
        office: &Office,
        mut tx: Tx,
    ) -> Result<Material, OfficeError> {
        let Some(statement) = self.it.statement.as_ref().filter(|_| self.it.settled.is_empty())
        else {
            return Ok(self);
        };
        let listed = statements::get(&mut tx, &Scope::everything(), statement).await?;
        drop(tx);
        let year = Some(office.year_now(listed).await?);
        Ok(Material { year, ..self })
    }

    /// The projects of the year that it is about.
    fn groups(&self) -> Vec<&Group> {
        let all = self.year.iter().flat_map(|year| &year.groups);
        let is_it = |group: &&Group| match self.it.subject_kind {
            SubjectKind::Department => true,
            SubjectKind::Project | SubjectKind::Policy => {
                let known = &self.it.project;
                !known.is_empty() && (group.code == *known || group.name == *known)
            }
        };
        all.filter(is_it).collect()
    }

    fn money(&self) -> Option<Execution> {
        let groups: Vec<Group> = self.groups().into_iter().cloned().collect();
        (!groups.is_empty()).then(|| together(&groups))
    }

    /// The marks of an expert in the order of the system; `None` where one is missing.
    pub(super) fn whole(&self, expert: i64, scheme: &AppraisalScheme) -> Option<Vec<Decimal>> {
        scheme.items().map(|(_, item)| self.mark(expert, &item.id)?.points.map(points)).collect()
    }

    /// Whether an expert's marks may be seen: what is not reported is the expert's own.
    fn is_open(&self, expert: &Expert) -> bool {
        let is_entered = expert.user.is_none();
        expert.state == ExpertState::Reported || is_entered || self.own == Some(expert.number)
    }

    /// An expert as others see one: what is said of the whole is the expert's own until it is reported.
    pub(super) fn told_of(&self, expert: &Expert) -> Expert {
        match self.is_open(expert) {
            true => expert.clone(),
            false => Expert { opinion: String::new(), ..expert.clone() },
        }
    }

    pub(super) fn mark(&self, expert: i64, item: &str) -> Option<&Mark> {
        self.marks.iter().find(|mark| mark.expert == expert && mark.item == item)
    }

    /// What the marks come to; `None` until all who take part have reported.
    fn drawn(&self, scheme: &AppraisalScheme) -> Option<Drawn> {
        let reported = taking_part(&self.experts).map(|expert| {
            (expert.state == ExpertState::Reported).then(|| self.whole(expert.number, scheme))?
        });
        draw(scheme, &reported.collect::<Option<Vec<Vec<Decimal>>>>()?)
    }
}

impl Office {
    /// The result: as it was settled, else as it comes out now.
    pub(super) fn drawn_up(&self, all: &Material) -> Result<Sheet, OfficeError> {
        let it = &all.it;
        if !it.settled.is_empty() {
            let mut kept: Sheet = thawed(&it.settled, &it.settled_digest)?;
            for problem in &mut kept.problems {
                let known = all.problems.iter().find(|one| one.number == problem.number);
                problem.demand = known.and_then(|one| one.demand.clone()).unwrap_or_default();
            }
            return Ok(kept);
        }
        let scheme = self.scheme_of(it)?;
        let drawn = all.drawn(scheme);
        let law = self.rulebook().law(&scheme.reference.law);
        let mut sheet = Sheet {
            form: FORM.to_owned(),
            appraisal: it.id.clone(),
            kind: it.kind.label().to_owned(),
            department: all.owner_name.clone(),
            subject: it.subject.clone(),
            year: i16::try_from(it.year).unwrap_or_default(),
            scheme_title: scheme.title.clone(),
            scheme_note: format!("{}{}", scheme.note, scheme.standing.note()),
            basis: law.map(rulebook::Law::citation).unwrap_or_default(),
            of: scheme.points,
            money: all.money(),
            lacks_payments: all.groups().iter().all(|group| group.payments.is_none()),
            items: items(all, scheme, drawn.as_ref()),
            experts: taking_part(&all.experts).map(|one| marker(all, one, scheme)).collect(),
            recused: recused(&all.experts),
            total: drawn.as_ref().map(|drawn| drawn.total),
            grade: drawn.as_ref().map(|drawn| drawn.grade.clone()).unwrap_or_default(),
            follows: drawn.as_ref().map(|drawn| drawn.follows.clone()).unwrap_or_default(),
            because: drawn.map(|drawn| drawn.because).unwrap_or_default(),
            texts: std::collections::BTreeMap::new(),
            problems: all.problems.iter().map(problem).collect(),
            opinion: it.opinion.clone(),
            reply: it.reply.clone(),
        };
        sheet.texts = reporting::texts(&sheet, all);
        Ok(sheet)
    }

    /// The indicator system of an appraisal.
    pub(super) fn scheme_of(&self, it: &Appraisal) -> Result<&AppraisalScheme, OfficeError> {
        self.rulebook().appraisal_named(&it.scheme).ok_or_else(|| {
            let said = format!("评价指标体系“{}”已不在程序里，请联系系统管理员", it.scheme);
            OfficeError::Conflict(said)
        })
    }
}

/// Hundredths of a point as points.
pub(super) fn points(hundredths: i64) -> Decimal {
    Decimal::new(hundredths, 2)
}

fn items(all: &Material, scheme: &AppraisalScheme, drawn: Option<&Drawn>) -> Vec<Item> {
    let experts: Vec<&Expert> = taking_part(&all.experts).collect();
    let shown = all.groups();
    let each = scheme.items().enumerate().map(|(at, (dimension, item))| {
        let result = drawn.and_then(|drawn| drawn.items.get(at));
        let marks = experts.iter().enumerate().map(|(place, expert)| {
            let is_open = all.is_open(expert);
            let mark = all.mark(expert.number, &item.id);
            Given {
                expert: expert.number,
                points: mark.filter(|_| is_open).and_then(|mark| mark.points).map(points),
                opinion: mark.filter(|_| is_open).map(|it| it.opinion.clone()).unwrap_or_default(),
                is_outlier: result.is_some_and(|result| result.outliers.contains(&place)),
                is_left_out: result.is_some_and(|result| result.left_out.contains(&place)),
            }
        });
        Item {
            id: item.id.clone(),
            dimension: dimension.name.clone(),
            aspect: item.aspect.clone(),
            name: item.name.clone(),
            of: item.points,
            asks: item.asks.clone(),
            how: item.how.clone(),
            evidence: evidence(item, &shown),
            marks: marks.collect(),
            points: result.map(|result| result.points),
            range: result.map(|result| (result.highest, result.lowest)),
        }
    });
    each.collect()
}

/// Values of the year that bear on an item.
fn evidence(item: &AppraisalItem, groups: &[&Group]) -> Vec<Shown> {
    let asked = |key: &str| item.evidence.iter().any(|known| known == key);
    let mut all = Vec::new();
    if asked(EXECUTION) {
        all.extend(groups.iter().filter(|group| group.project.is_some()).map(|it| spent(it)));
    }
    let rows = groups.iter().flat_map(|group| &group.rows);
    let bears = |row: &&Row| {
        let aspect = row.indicator.as_ref().and_then(|indicator| indicator.aspect);
        let dimension = row.indicator.as_ref().map(|indicator| indicator.dimension);
        let is_satisfaction = dimension == Some(model::statement::Dimension::Satisfaction);
        aspect.is_some_and(|aspect| asked(aspect_key(aspect)))
            || is_satisfaction && asked("satisfaction")
    };
    all.extend(rows.filter(bears).map(value));
    all
}

fn value(row: &Row) -> Shown {
    let evidence = match &row.standing {
        Standing::Computed(it) => Some(Evidence::of(&it.code, &it.arguments, &it.period)),
        _ => None,
    };
    Shown {
        name: row.text.name().to_owned(),
        target: row.text.target_text().to_owned(),
        words: row.words.clone(),
        standing: row.standing.label().to_owned(),
        evidence,
    }
}

fn spent(group: &Group) -> Shown {
    let it = &group.execution;
    let wan = |money: Option<ground::Money>| {
        money.map_or_else(|| "—".to_owned(), |money| format!("{}万元", money.wan().normalize()))
    };
    Shown {
        name: format!("{}：预算执行", group.name),
        target: String::new(),
        words: match group.payments {
            Some(_) => format!("全年预算{}，支出{}", wan(it.budget()), wan(it.spent())),
            None => format!("全年预算{}，没有支付数据", wan(it.budget())),
        },
        standing: "台账".to_owned(),
        evidence: None,
    }
}

fn marker(all: &Material, expert: &Expert, scheme: &AppraisalScheme) -> Marker {
    let is_reported = expert.state == ExpertState::Reported;
    let is_open = all.is_open(expert);
    let whole = all.whole(expert.number, scheme).filter(|_| is_open);
    Marker {
        number: expert.number,
        name: expert.name.clone(),
        post: expert.post.clone(),
        is_reported,
        is_entered: expert.user.is_none(),
        declared: expert.declared.clone(),
        opinion: if is_open { expert.opinion.clone() } else { String::new() },
        total: whole.map(|marks| marks.iter().sum()),
    }
}

fn recused(experts: &[Expert]) -> Vec<(String, String)> {
    let out = experts.iter().filter(|one| one.state == ExpertState::Recused);
    out.map(|one| (one.name.clone(), one.reason.clone())).collect()
}

fn problem(it: &Problem) -> sheet::Problem {
    sheet::Problem {
        number: it.number,
        found: it.found.clone(),
        asked: it.asked.clone(),
        kind: it.kind.label().to_owned(),
        demand: it.demand.clone().unwrap_or_default(),
    }
}
