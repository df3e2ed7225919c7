//! The self-evaluation of a statement: marks with their reasons, what is to be done, what may be done.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Html;
use office::Permission;
use office::demands::noticed::Subject;
use office::evaluating::acts::{Act, holder};
use office::evaluating::proposals::{label, place};
use office::evaluating::sheet::{Evidence, Line, Open, Part, Said};
use office::evaluating::{Evaluated, sheet};
use serde::Deserialize;
use store::evaluations::{State as Stage, Step};

use super::papers::papers;
use super::{HERE, Leads, Spent, address_of, chip, points};
use crate::page::Page;
use crate::pages::life::life_href;
use crate::pages::measures::evidence_href;
use crate::pages::{framed_for, shown};
use crate::signed::Signed;
use crate::view::{Chip, time, wan};
use crate::{App, WebError};

/// `evaluations/one.html`
#[derive(Template)]
#[template(path = "evaluations/one.html")]
struct OnePage {
    page: Page,
    it: It,
    parts: Vec<PartView>,
    texts: Vec<TextView>,
    open: Vec<Open>,
    steps: Vec<StepView>,
    schemes: Vec<(String, String, bool)>,
    scheme_reason: String,
    acts: Vec<ActView>,
    papers: Vec<(String, String)>,
    may_begin: bool,
    may_write: bool,
    may_recheck: bool,
}

/// The form itself.
struct It {
    href: String,
    state: Chip,
    is_trial: bool,
    is_kept: bool,
    is_settled: bool,
    /// How many marks lack a value or cannot be computed.
    missing: usize,
    holder: &'static str,
    revision: i64,
    as_of: String,
    due: String,
    total: String,
    plain: String,
    grade: String,
    found_total: String,
    found_grade: String,
    is_found: bool,
    projects: usize,
    grades: String,
    scheme: String,
    note: String,
    opinion: String,
    sampled: String,
    digest: String,
    statement: String,
}

struct PartView {
    key: String,
    name: String,
    code: String,
    /// Where its whole life is told; empty where it has no code.
    life: String,
    budget: String,
    spent: Spent,
    /// Whether what is spent is not known, and no mark can be given for it.
    is_unpaid: bool,
    money: Option<MarkView>,
    /// Where a demand is raised about its money; empty: the asker may raise none, or it is all spent.
    demand: String,
    total: String,
    of: String,
    grade: String,
    follows: String,
    because: String,
    notices: Vec<String>,
    changes: Vec<String>,
    found_total: String,
    lines: Vec<LineView>,
    texts: Vec<TextView>,
    is_found: bool,
}

struct MarkView {
    points: String,
    of: String,
    because: String,
    notices: Vec<String>,
    is_reached: bool,
}

struct LineView {
    key: String,
    dimension: String,
    aspect: String,
    name: String,
    target: String,
    words: String,
    standing: String,
    /// What registers say, where another value was typed.
    computed: String,
    said: String,
    evidence: String,
    typed: String,
    typed_reason: String,
    typed_by: String,
    mark: Option<MarkView>,
    deviation: String,
    measure: String,
    needs_reason: bool,
    now: String,
    found: Option<FoundView>,
    /// Where a demand is raised about it; empty: the asker may raise none, or it is reached.
    demand: String,
}

struct FoundView {
    words: String,
    points: String,
    /// The points, where the bureau gave them itself.
    given: String,
    difference: String,
    because: String,
    opinion: String,
    by: String,
}

struct TextView {
    part: String,
    label: &'static str,
    text: String,
    by: String,
    is_needed: bool,
}

struct StepView {
    when: String,
    who: String,
    what: String,
    reason: String,
}

struct ActView {
    href: String,
    name: &'static str,
    kind: &'static str,
    confirm: String,
    needs_reason: bool,
}

/// What was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Done {
    done: String,
}

/// The page.
pub(crate) async fn show_evaluation(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(id): Path<String>,
    Query(done): Query<Done>,
) -> Result<Html<String>, WebError> {
    let found = app.office.evaluation(&asker, &id).await?;
    let sheet = &found.sheet;
    let title = format!("{}{}年绩效自评", sheet.department, sheet.year);
    let at = if asker.may(Permission::ReadBoard) { HERE } else { "/statements" };
    let mut page = framed_for(&app, &asker, sheet.year, title, at).await?;
    page = page.under(format!("/statements/{id}"), found.listed.statement.title.clone());
    if let Some(act) = Act::from_word(&done.done) {
        page = page.saying("good", format!("已办理：{}", act.label()));
    } else if done.done == "kept" {
        page = page.saying("good", "已保存");
    }
    let may = |permission| asker.may_at(permission, &found.path);
    let may_evaluate = may(Permission::Evaluate);
    let state = found.state();
    let leads = Leads::of(&asker, &found);
    let parts = sheet.parts.iter().map(|part| part_view(part, leads, &found)).collect();
    shown(&OnePage {
        it: it(&found),
        parts,
        texts: texts(&sheet.texts),
        open: if state == Some(Stage::Settled) { Vec::new() } else { sheet.open() },
        steps: found.steps.iter().rev().map(step_view).collect(),
        schemes: schemes(&found),
        scheme_reason: found.kept.as_ref().map(|it| it.scheme_reason.clone()).unwrap_or_default(),
        acts: found.acts.iter().map(|act| act_view(&id, *act)).collect(),
        papers: papers(&id),
        may_begin: may_evaluate && state.is_none() && found.listed.statement.approved_version > 0,
        may_write: may_evaluate && state == Some(Stage::Draft),
        may_recheck: may(Permission::RecheckEvaluations)
            && matches!(state, Some(Stage::Reported | Stage::Recheck)),
        page,
    })
}

fn it(found: &Evaluated) -> It {
    let (sheet, kept) = (&found.sheet, found.kept.as_ref());
    let state = found.state();
    let whole = &sheet.whole;
    let grades: Vec<String> =
        whole.grades.iter().map(|(name, count)| format!("{name} {count} 个")).collect();
    let digest = kept.map(|kept| match state {
        Some(Stage::Settled) => kept.settled_digest.clone(),
        Some(Stage::Reported | Stage::Recheck) => kept.reported_digest.clone(),
        _ => String::new(),
    });
    let sampled = kept.filter(|kept| !kept.sampled_at.is_empty());
    It {
        href: address_of(&sheet.statement),
        state: chip(state),
        is_trial: state.is_none(),
        is_kept: matches!(state, Some(Stage::Reported | Stage::Recheck | Stage::Settled)),
        missing: whole.open,
        is_settled: state == Some(Stage::Settled),
        holder: state.map_or("", holder),
        revision: found.revision(),
        as_of: sheet.as_of.to_string(),
        due: found.due().map(|day| day.to_string()).unwrap_or_default(),
        total: points(whole.total),
        plain: points(whole.plain),
        grade: whole.grade.clone(),
        found_total: points(whole.found_total),
        found_grade: whole.found_grade.clone(),
        is_found: whole.found_total.is_some(),
        projects: whole.projects,
        grades: grades.join("、"),
        scheme: sheet.scheme_title.clone(),
        note: sheet.scheme_note.clone(),
        opinion: kept.map(|kept| kept.opinion.clone()).unwrap_or_default(),
        sampled: sampled
            .map(|kept| {
                format!("{}，{}，{}", kept.sampled_how, kept.sampled_by, time(&kept.sampled_at))
            })
            .unwrap_or_default(),
        digest: digest.unwrap_or_default(),
        statement: format!("/statements/{}", sheet.statement),
    }
}

fn part_view(part: &Part, leads: Leads, found: &Evaluated) -> PartView {
    let owner = &found.listed.statement.owner;
    let line = |line: &Line| line_view(line, leads, found);
    let money = part.money.as_ref().filter(|_| part.project.is_some());
    PartView {
        key: part.key.clone(),
        name: part.name.clone(),
        code: part.code.clone(),
        life: life_href(owner, &part.code),
        budget: wan(part.execution.budget()),
        spent: Spent::of(part),
        is_unpaid: part.money.as_ref().is_some_and(|mark| mark.is_open),
        money: part.money.as_ref().map(mark_view),
        demand: leads.demand(found, money, || Subject::Money(part.key.clone())),
        total: points(part.total),
        of: part.of.normalize().to_string(),
        grade: part.grade.clone(),
        follows: part.follows.clone(),
        because: part.because.clone(),
        notices: part.notices.clone(),
        changes: part.changes.clone(),
        found_total: points(part.found_total),
        is_found: part.found_total.is_some(),
        lines: part.lines.iter().map(line).collect(),
        texts: texts(&part.texts),
    }
}

fn mark_view(mark: &sheet::Marked) -> MarkView {
    MarkView {
        points: mark.points.normalize().to_string(),
        of: mark.of.normalize().to_string(),
        because: mark.because.clone(),
        notices: mark.notices.clone(),
        is_reached: mark.is_reached,
    }
}

fn line_view(line: &Line, leads: Leads, found: &Evaluated) -> LineView {
    let typed = line.typed.as_ref();
    let owner = &found.listed.statement.owner;
    let evidence = line.evidence.as_ref().filter(|_| leads.may_look);
    let indicator = || Subject::Indicator(line.key.clone());
    let demand = leads.demand(found, line.mark.as_ref(), indicator);
    let found = line.found.as_ref().map(|found| FoundView {
        words: found.words.clone(),
        points: found.points.normalize().to_string(),
        given: if found.is_given { found.points.normalize().to_string() } else { String::new() },
        difference: found.difference.normalize().to_string(),
        because: found.because.clone(),
        opinion: found.opinion.clone(),
        by: found.by.clone(),
    });
    LineView {
        key: line.key.clone(),
        dimension: line.dimension.clone(),
        aspect: line.aspect.clone(),
        name: line.name.clone(),
        target: line.target.clone(),
        words: line.counted_words().to_owned(),
        standing: line.counted_standing().to_owned(),
        computed: typed.map(|_| format!("{} {}", line.standing, line.words)).unwrap_or_default(),
        said: line.said.clone(),
        evidence: evidence.map(|evidence| behind(evidence, owner)).unwrap_or_default(),
        typed: typed.map(|typed| typed.words.clone()).unwrap_or_default(),
        typed_reason: typed.map(|typed| typed.reason.clone()).unwrap_or_default(),
        typed_by: typed.map(|typed| typed.by.clone()).unwrap_or_default(),
        mark: line.mark.as_ref().map(mark_view),
        deviation: line.deviation.clone(),
        measure: line.measure.clone(),
        needs_reason: line.mark.as_ref().is_none_or(|mark| mark.wants_reason),
        now: line.now.clone().unwrap_or_default(),
        found,
        demand,
    }
}

/// Where the entries behind a value are.
fn behind(it: &Evidence, owner: &str) -> String {
    evidence_href(&it.code, &it.arguments, (it.first, it.last), owner)
}

/// Texts as they stand one after the other in the report.
fn texts(all: &BTreeMap<String, Said>) -> Vec<TextView> {
    let mut texts: Vec<TextView> = all.iter().map(text_view).collect();
    texts.sort_by_key(|text| place(&text.part));
    texts
}

fn text_view((part, said): (&String, &Said)) -> TextView {
    TextView {
        part: part.clone(),
        label: label(part),
        text: said.text().to_owned(),
        by: said.by.clone(),
        is_needed: said.is_needed,
    }
}

fn step_view(step: &Step) -> StepView {
    StepView {
        when: time(&step.at),
        who: step.by_name.clone(),
        what: format!("{}：{} → {}", step.act, step.from, step.to),
        reason: step.reason.clone(),
    }
}

fn schemes(found: &Evaluated) -> Vec<(String, String, bool)> {
    let chosen = &found.sheet.scheme;
    let all = found.schemes.iter();
    all.map(|(id, title)| (id.clone(), title.clone(), id == chosen)).collect()
}

fn act_view(id: &str, act: Act) -> ActView {
    let confirm = match act {
        Act::HandIn => "提交后由部门负责人审核，不能再改。",
        Act::Pass => "审核通过后可以报财政。",
        Act::GiveBack => "退回后由经办人修改。",
        Act::Report => "报送后完成值和得分按现在的结果留存，不再随台账变动。",
        Act::Return => "退回后部门可以修改，须重新审核、报送。",
        Act::Settle => "审定后完成值和得分固定下来，谁也不能再改。",
    };
    ActView {
        href: format!("{}/acts/{}", address_of(id), act.word()),
        name: act.label(),
        kind: if act.needs_reason() { "danger" } else { "main" },
        confirm: confirm.to_owned(),
        needs_reason: act.needs_reason(),
    }
}
