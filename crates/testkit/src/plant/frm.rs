//! FRM: parts, contents, levels, blanks, residue, numbering, repetition, labels.

use crate::form::{ContentsForm, Numbers};
use crate::plant::sites::{
    a_project, a_silent_row, add_sentence, is_benefit, is_cost, is_quality, is_quantity, is_rate,
    is_time, row_mut,
};
use crate::plant::{Planted, at};
use crate::rng::Rng;
use crate::sample::Sample;

pub(super) fn part_missing(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    match rng.below(3) {
        0 => sample.draft.overall.clear(),
        1 => sample.draft.sub_goals.clear(),
        _ => sample.draft.safeguards.clear(),
    }
    at([])
}

pub(super) fn contents_differ(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    sample.form.contents.get_or_insert(ContentsForm::DotsAndTab);
    let mut lines = sample.form.contents_lines(&sample.draft);
    let last = lines.len() - 1;
    let planted = match rng.below(3) {
        // A project has another name in the contents.
        0 => {
            let line = lines.get_mut(last)?;
            *line = [("经费", "专项"), ("资金", "补贴")]
                .iter()
                .find(|(name, _)| line.contains(name))
                .map(|(name, other)| line.replacen(name, other, 1))?;
            at([&line.clone()])
        }
        // A project is not in the contents.
        1 => {
            let gone = lines.pop()?;
            if sample.draft.projects.len() < 2 {
                return None;
            }
            at([&gone])
        }
        // The contents name a project that is not there.
        _ => {
            let ordinal = sample.draft.projects.len() + 1;
            let sign = sample.form.tables.sign(ordinal);
            let line = format!("{sign}对外交流合作经费{}", sample.form.table_title);
            lines.push(line.clone());
            at([&line])
        }
    };
    sample.draft.contents = Some(lines);
    planted
}

pub(super) fn level_missing(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let site = a_silent_row(&sample.draft, rng, |row| is_benefit(row) || is_quality(row))?;
    let benefits = row_mut(&mut sample.draft, site).is_some_and(|row| is_benefit(row));
    let project = sample.draft.projects.get_mut(site.project)?;
    let before = project.indicators.len();
    if benefits {
        project.indicators.retain(|row| !is_benefit(row));
    } else if project.indicators.iter().filter(|row| is_quality(row)).count() == 1 {
        project.indicators.retain(|row| !is_quality(row));
    }
    if project.indicators.len() == before { None } else { at([]) }
}

pub(super) fn field_blank(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    if rng.chance(50) {
        let fits = |row: &crate::draft::DraftIndicator| {
            (is_quantity(row) || is_cost(row) || is_time(row)) && !is_rate(row)
        };
        let site = crate::plant::sites::a_row(&sample.draft, rng, fits)?;
        row_mut(&mut sample.draft, site)?.description.clear();
    } else {
        let site = a_silent_row(&sample.draft, rng, is_benefit)?;
        row_mut(&mut sample.draft, site)?.target.clear();
    }
    at([])
}

pub(super) fn template_residue(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let county = &sample.scene.county.name;
    match rng.below(5) {
        0 => {
            sample.draft.reviewed_by = format!("{county}财政（厅/局）");
            at(["（厅/局）"])
        }
        1 => {
            add_sentence(&mut sample.draft, rng, "由XX股室负责组织落实。")?;
            at(["XX"])
        }
        2 => {
            add_sentence(&mut sample.draft, rng, "责任领导为____，具体人员另行明确。")?;
            at(["____"])
        }
        3 => {
            let site = a_silent_row(&sample.draft, rng, is_benefit)?;
            let row = row_mut(&mut sample.draft, site)?;
            row.basis = format!("{}XX〔{}〕X号", sample.scene.county.mark, sample.scene.year - 1);
            at([&row.basis]).map(|planted| planted.too(&["BAS005"]))
        }
        _ => {
            add_sentence(&mut sample.draft, rng, "（此处填写保障措施）")?;
            at(["（此处填写保障措施）"])
        }
    }
}

pub(super) fn numbering_broken(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let numbers = match sample.form.inner {
        Numbers::None => Numbers::ChineseInBrackets,
        numbers => numbers,
    };
    let items = &mut sample.draft.sub_goals;
    if items.len() < 2 {
        return None;
    }
    let index = rng.below(items.len() - 1) + 1;
    let skips = index == items.len() - 1 && rng.chance(50);
    let item = items.get_mut(index)?;
    // One number twice, or one left out at the end.
    item.number = numbers.sign(if skips { index + 2 } else { index });
    at([&item.number.clone(), &format!("{}{}", item.number, item.title)])
}

pub(super) fn text_repeated(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let draft = &mut sample.draft;
    let paragraphs = if rng.chance(50) { &mut draft.overall } else { &mut draft.safeguards };
    let long = |text: &&mut String| {
        last_sentence(text).is_some_and(|sentence| sentence.chars().count() >= 14)
    };
    let mut whole: Vec<&mut String> = paragraphs.iter_mut().filter(long).collect();
    let place = rng.below(whole.len());
    let text = whole.get_mut(place)?;
    let sentence = last_sentence(text)?.to_owned();
    text.push_str(&sentence);
    at([sentence.trim_end_matches('。')])
}

/// The last sentence of a paragraph that ends in one.
fn last_sentence(text: &str) -> Option<&str> {
    let body = text.strip_suffix('。')?;
    let start = body.rfind('。').map_or(0, |stop| stop + '。'.len_utf8());
    (start > 0).then(|| text.get(start..)).flatten()
}

pub(super) fn label_varies(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    if sample.draft.projects.len() < 2 {
        return None;
    }
    let index = a_project(&sample.draft, rng)?;
    let project = sample.draft.projects.get_mut(index)?;
    let others: Vec<&'static str> = ["项目编码", "项目编号", "项目代码"]
        .into_iter()
        .filter(|label| *label != project.code_label)
        .collect();
    project.code_label = rng.word(&others).to_owned();
    at(["项目编码", "项目编号", "项目代码"])
}
