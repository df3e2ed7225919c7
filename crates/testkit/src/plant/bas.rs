//! BAS: what targets rest on.

use crate::plant::sites::{a_project, a_row, row_mut};
use crate::plant::{Planted, at};
use crate::rng::Rng;
use crate::sample::Sample;

pub(super) fn missing(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let site = a_row(&sample.draft, rng, |_| true)?;
    row_mut(&mut sample.draft, site)?.basis.clear();
    at([]).map(|planted| planted.too(&["FRM004"]))
}

pub(super) fn brackets(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let project = a_project(&sample.draft, rng)?;
    let (open, close) =
        *rng.one(&[("[", "]"), ("（", "）"), ("【", "】"), ("［", "］"), ("(", ")")]);
    let mut wrong = String::new();
    for row in &mut sample.draft.projects.get_mut(project)?.indicators {
        row.basis = row.basis.replace('〔', open).replace('〕', close);
        wrong.clone_from(&row.basis);
    }
    let year = wrong.find(open).and_then(|place| wrong.get(place..))?;
    let number = year.split('号').next().map(|number| format!("{number}号"))?;
    at([&number, &wrong])
}

/// The notice that gives one project its money, as the basis of another.
pub(super) fn another_subject(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let count = sample.draft.projects.len();
    if count < 2 {
        return None;
    }
    let (owner, borrower) = (rng.below(count), rng.below(count));
    let names = [owner, borrower]
        .map(|index| sample.scene.works.get(index).map(|w| w.template.name.as_str()));
    let [Some(own), Some(other)] = names else { return None };
    // Projects of like names may well share a notice.
    if owner == borrower || shares_run(own, other, 3) {
        return None;
    }
    let year = sample.scene.year - 1;
    let agency = format!("{}财{}", sample.scene.county.city.1, sample.scene.kind.mark);
    let notice = format!("{agency}〔{year}〕{}号", rng.between(20, 120));
    sample.draft.projects.get_mut(owner)?.name =
        format!("{notice}提前下达{}年{own}", sample.scene.year);
    let rows = &mut sample.draft.projects.get_mut(borrower)?.indicators;
    let only = rng.below(rows.len());
    let whole_table = rng.chance(50);
    for (index, row) in rows.iter_mut().enumerate() {
        if whole_table || index == only {
            row.basis.clone_from(&notice);
        }
    }
    at([&notice])
}

/// Whether two texts share a run of so many characters.
fn shares_run(a: &str, b: &str, length: usize) -> bool {
    let signs: Vec<char> = a.chars().collect();
    signs.windows(length).any(|run| b.contains(&run.iter().collect::<String>()))
}

fn in_one_row(sample: &mut Sample, rng: &mut Rng, basis: &str) -> Option<Planted> {
    let site = a_row(&sample.draft, rng, |_| true)?;
    row_mut(&mut sample.draft, site)?.basis = basis.to_owned();
    at([basis])
}

pub(super) fn evidence(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let basis = rng.word(&[
        "调查问卷",
        "满意度调查问卷",
        "工作总结",
        "活动签到表",
        "资金支付凭证",
        "现场照片",
        "项目验收报告",
    ]);
    in_one_row(sample, rng, basis)
}

pub(super) fn unnumbered(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let project = a_project(&sample.draft, rng)?;
    let county = &sample.scene.county.name;
    let doc = &sample.scene.works.get(project)?.template.doc;
    let basis = match rng.below(3) {
        0 => format!("《关于印发〈{county}{doc}〉的通知》"),
        1 => "上级主管部门关于做好年度重点工作的通知".to_owned(),
        _ => format!("{county}人民政府办公室关于加强此项工作的意见"),
    };
    for row in &mut sample.draft.projects.get_mut(project)?.indicators {
        row.basis.clone_from(&basis);
    }
    at([&basis])
}

pub(super) fn old(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let project = a_project(&sample.draft, rng)?;
    let year = i64::from(sample.scene.year) - rng.between(7, 14);
    let mut basis = String::new();
    for row in &mut sample.draft.projects.get_mut(project)?.indicators {
        let begin = row.basis.find('〔')?;
        let (head, rest) = row.basis.split_at_checked(begin + '〔'.len_utf8())?;
        let aged = format!("{head}{year}{}", rest.get(4..)?);
        row.basis = aged;
        basis.clone_from(&row.basis);
    }
    at([&format!("〔{year}〕"), &basis])
}
