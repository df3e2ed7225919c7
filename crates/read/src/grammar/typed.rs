//! The statement of a draft: the same meanings that the grammar gives, at fields that are known.

use ground::Words;
use model::code::ProjectCode;
use model::draft::{
    Draft, DraftCheckpoint, DraftGoal, DraftParagraph, DraftPart, DraftProject, DraftSubGoal,
};
use model::numeral::numeral;
use model::statement::{
    Checkpoint, Contents, ContentsEntry, Indicator, Leaf, MoneyUnit, Narrative, Numbering,
    Paragraph, Project, Region, Statement, SubGoal, SubGoals,
};
use model::sum::{share, sum};

use super::labels::{Header, bare};
use super::outline::{Heading, heading};
use super::{cover, goals, indicators, narrative, plan, project, stated_total};
use crate::clean;
use crate::drafted::Laid;

/// Makes the statement of a draft that has been laid out.
pub(crate) fn typed(laid: &Laid<'_>, draft: &Draft) -> Statement {
    let mut statement = Statement {
        title: laid.said("title"),
        compiled_by: laid.said("compiled_by"),
        reviewed_by: laid.said("reviewed_by"),
        contents: contents(laid, draft),
        overall: part(laid, "overall", &draft.overall),
        sub_goals: sub_goals(laid, draft),
        safeguards: part(laid, "safeguards", &draft.safeguards),
        indicators: rows(laid, "indicators", draft.indicators.len()),
        unplaced: texts(laid, "unplaced", &draft.unplaced)
            .into_iter()
            .map(|(words, _)| words)
            .collect(),
        ..Statement::default()
    };
    statement.year = year(laid, draft, &statement);
    statement.department = department(laid, draft, &statement);
    let projects = draft.projects.iter().enumerate();
    statement.projects = projects.map(|(at, project)| one_project(laid, at, project)).collect();
    let code = Some(draft.region.trim().to_owned()).filter(|code| !code.is_empty());
    statement.region = Region {
        code: code.or_else(|| cover::region_code(&statement)),
        name: statement.department.as_ref().and_then(cover::region_name),
    };
    statement.stated_total = stated_total(&statement);
    statement
}

/// Where the title says it, it stands there; what is not typed is what the title says.
fn year(laid: &Laid<'_>, draft: &Draft, statement: &Statement) -> Option<Leaf<i16>> {
    let of = |words: Words| {
        let found = numeral(&words.text)?;
        let value = i16::try_from(found.value).ok().filter(|year| (1990..=2100).contains(year));
        Some(Leaf::new(words, value))
    };
    let typed = draft.year.trim();
    if let Some(words) = laid.said("year") {
        return of(words);
    }
    let title = statement.title.as_ref()?;
    match title.text.find(typed).filter(|_| !typed.is_empty()) {
        Some(at) => of(title.part(at..at + typed.len())),
        None => cover::year(title),
    }
}

fn department(laid: &Laid<'_>, draft: &Draft, statement: &Statement) -> Option<Words> {
    if let Some(words) = laid.said("department") {
        return Some(words);
    }
    let (title, compiler) = (statement.title.as_ref(), statement.compiled_by.as_ref());
    let typed = draft.department.trim();
    if typed.is_empty() {
        return title.and_then(cover::department).or_else(|| compiler.cloned());
    }
    [title, compiler].into_iter().flatten().find_map(|words| {
        let at = words.text.find(typed)?;
        Some(words.part(at..at + typed.len()))
    })
}

fn contents(laid: &Laid<'_>, draft: &Draft) -> Option<Contents> {
    let lines = draft.contents.iter().enumerate();
    let entries: Vec<ContentsEntry> = lines
        .filter_map(|(index, line)| {
            let title = laid.said(&format!("contents/{index}/title"))?;
            let is_part = heading(&title.text) == Some(Heading::Part);
            Some(ContentsEntry { title, page: line.page.trim().parse().ok(), is_part })
        })
        .collect();
    let first = entries.first()?;
    // The word 目录 stands on the line over the first.
    let heading = laid.source.line_span(laid.source.line(first.title.at.start).saturating_sub(1));
    Some(Contents { heading: laid.source.words(&[heading]), entries })
}

/// The paragraphs in which something is said.
fn texts<'d>(
    laid: &Laid<'_>,
    path: &str,
    paragraphs: &'d [DraftParagraph],
) -> Vec<(Words, &'d DraftParagraph)> {
    let all = paragraphs.iter().enumerate();
    all.filter_map(|(at, typed)| Some((laid.said(&format!("{path}/{at}"))?, typed))).collect()
}

fn paragraph((words, typed): (Words, &DraftParagraph)) -> Paragraph {
    let number = narrative::numbering(&words);
    let is_set = typed.is_heading || number.is_some();
    Paragraph { is_heading: is_set && narrative::is_heading(&words.text), number, words }
}

fn part(laid: &Laid<'_>, name: &str, part: &DraftPart) -> Option<Narrative> {
    let heading = laid.said(&format!("{name}/heading"))?;
    let paragraphs = texts(laid, name, &part.paragraphs).into_iter().map(paragraph).collect();
    Some(Narrative { heading, paragraphs })
}

fn sub_goals(laid: &Laid<'_>, draft: &Draft) -> Option<SubGoals> {
    let part = &draft.sub_goals;
    let heading = laid.said("sub_goals/heading")?;
    let preamble = texts(laid, "sub_goals/preamble", &part.preamble);
    let items = part.items.iter().enumerate();
    Some(SubGoals {
        heading,
        preamble: preamble.into_iter().map(paragraph).collect(),
        items: items.filter_map(|(index, item)| sub_goal(laid, index, item)).collect(),
    })
}

fn sub_goal(laid: &Laid<'_>, index: usize, typed: &DraftSubGoal) -> Option<SubGoal> {
    let path = format!("sub_goals/{index}");
    let mut paragraphs = texts(laid, &path, &typed.paragraphs).into_iter();
    let mut item = match laid.said(&format!("{path}/title")) {
        Some(words) => titled(&words),
        None => narrative::begin_item(paragraph(paragraphs.next()?)),
    };
    item.paragraphs.extend(paragraphs.map(|(words, _)| words));
    (item.goal, item.promises) = narrative::goal_and_promises(laid.source, &item.paragraphs);
    Some(item)
}

/// A title on a line of its own is the title, whatever stops stand in it.
fn titled(words: &Words) -> SubGoal {
    let number = narrative::numbering(words);
    let begins = number.as_ref().map_or(0, |number| number.words.text.len());
    let title = words.part(begins..words.text.len());
    SubGoal { number, title, paragraphs: Vec::new(), goal: None, promises: None }
}

fn one_project(laid: &Laid<'_>, at: usize, typed: &DraftProject) -> Project {
    let field = |name: &str| laid.words(&format!("projects/{at}/{name}"));
    let said = |name: &str| field(name).filter(|words| !words.is_blank());
    let unit = unit(&typed.money_unit);
    let money = |name: &str| {
        let leaf = |words: Words| {
            Leaf::new(words.clone(), sum(&words.text, unit.unwrap_or(MoneyUnit::Wan)))
        };
        field(name).map(leaf)
    };
    let heading = said("heading");
    let mut project = Project {
        number: heading.as_ref().and_then(project::numbering),
        heading,
        unit_code: said("unit_code"),
        unit_name: said("unit_name"),
        money_unit: said("money_unit").map(|words| Leaf::new(words, unit)),
        code_label: said("code_label").filter(|_| !typed.code_label.is_empty()),
        code: field("code").map(|words| {
            let value = ProjectCode::parse(&words.text.replace(' ', ""));
            Leaf::new(words, value)
        }),
        name: field("name"),
        purpose: field("purpose"),
        plan: checkpoints(laid, at, typed),
        indicators: rows(laid, &format!("projects/{at}/indicators"), typed.indicators.len()),
        ..Project::default()
    };
    project.budget.total = money("total");
    project.budget.fiscal = money("fiscal");
    project.budget.other = money("other");
    all_goals(laid, at, &typed.goals, &mut project);
    project
}

fn unit(typed: &str) -> Option<MoneyUnit> {
    let all = [MoneyUnit::Yuan, MoneyUnit::Thousand, MoneyUnit::Wan, MoneyUnit::Yi];
    all.into_iter().find(|unit| unit.label() == typed.trim())
}

fn checkpoints(laid: &Laid<'_>, at: usize, typed: &DraftProject) -> Vec<Checkpoint> {
    let points = typed.plan.iter().enumerate();
    let mut all: Vec<Checkpoint> = points
        .filter_map(|(index, point)| {
            let path = format!("projects/{at}/plan/{index}");
            let words = laid.words(&format!("{path}/share"))?;
            let value = share(&words.text);
            let label = laid.words(&format!("{path}/label"))?;
            let month = month(point);
            let is_there = month > 0 || !label.is_blank() || !words.is_blank();
            is_there.then_some(Checkpoint { month, label, share: Leaf::new(words, value) })
        })
        .collect();
    plan::fractions_to_percent(&mut all);
    all
}

/// The month that a point's label names; 0 where it names none.
fn month(point: &DraftCheckpoint) -> u8 {
    match point.label.trim() {
        "" => point.month,
        label => model::checkpoint::month_of_plan(&bare(label)).unwrap_or_default(),
    }
}

fn all_goals(laid: &Laid<'_>, at: usize, typed: &[DraftGoal], project: &mut Project) {
    let mut parts: Vec<Words> = Vec::new();
    let mut last = 0;
    for index in 0..typed.len() {
        let Some(words) = laid.said(&format!("projects/{at}/goals/{index}")) else { continue };
        let goal = goals::goal(words.clone(), last);
        last = goal.numbers.last().map_or(last, |number: &Numbering| number.ordinal);
        parts.push(words);
        project.goals.push(goal);
    }
    project.goals_field = match parts.is_empty() {
        true => laid.words(&format!("projects/{at}/goals/0")),
        false => Some(clean::whole(laid.source, parts)),
    };
}

fn rows(laid: &Laid<'_>, path: &str, count: usize) -> Vec<Indicator> {
    const COLUMNS: [(Header, &str); 6] = [
        (Header::Dimension, "dimension"),
        (Header::Aspect, "aspect"),
        (Header::Name, "name"),
        (Header::Description, "description"),
        (Header::Target, "target"),
        (Header::Basis, "basis"),
    ];
    let row = |index: usize| {
        let cell = |(header, name)| (header, laid.words(&format!("{path}/{index}/{name}")));
        indicators::indicator(laid.source, COLUMNS.into_iter().map(cell).collect())
    };
    let mut rows: Vec<Indicator> = (0..count).map(row).collect();
    indicators::inherit_levels(&mut rows);
    rows
}
