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

pub(super) fn another_subject(sample: &mut Sample, rng: &mut Rng) -> Option<Planted> {
    let count = sample.draft.projects.len();
    if count < 2 {
        return None;
    }
    let project = rng.below(count);
    let other = (project + 1 + rng.below(count - 1)) % count;
    let doc = &sample.scene.works.get(other)?.template.doc;
    let county = &sample.scene.county;
    let year = sample.scene.year - 1;
    let number =
        format!("{}{}〔{year}〕{}号", county.mark, sample.scene.kind.mark, rng.between(2, 90));
    let basis = format!("《{}{doc}》（{number}）", county.name);
    for row in &mut sample.draft.projects.get_mut(project)?.indicators {
        row.basis.clone_from(&basis);
    }
    at([&basis, doc])
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
        0 => format!("《{county}{doc}》"),
        1 => format!("《关于印发〈{county}{doc}〉的通知》"),
        _ => format!("{county}{doc}"),
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
