//! Why a measure is proposed, and why a value has to be entered, in Chinese.

use model::statement::Aspect;
use model::target::Target;
use model::unit::unit_named;

use super::choosing::Chosen;
use super::fitting::Fit;
use super::lexicon::says;
use super::likeness::Said;
use super::{Candidate, Wanted, lexicon, said};
use crate::measures::Measures;

/// Why this measure.
pub(super) fn because(candidate: &Candidate<'_>, chosen: &Chosen, wanted: &Wanted<'_>) -> String {
    let likeness = &candidate.likeness;
    let (which, words) = match likeness.of {
        Said::Meaning => ("指标描述", wanted.meaning),
        Said::Name | Said::Both => ("指标名称", wanted.name),
    };
    let (title, phrase) = (&candidate.measure.title, likeness.phrase);
    let mut said = vec![match likeness.is_listed {
        true if phrase == title => format!("{which}就是取数办法“{title}”"),
        true => format!("{which}“{words}”是取数办法“{title}”的一种叫法"),
        false => format!("{which}“{words}”与取数办法“{title}”的叫法“{phrase}”相近"),
    }];
    match candidate.fit {
        Fit::Fits if candidate.measure.needs_deadline() => said.push("可按完成期限核对".into()),
        Fit::Fits => said.push(format!("单位“{}”相符", candidate.measure.unit)),
        Fit::Near => said.push(format!("取数单位是“{}”，请核对口径", candidate.measure.unit)),
        Fit::Open => said.push("指标值没有写单位，请核对口径".into()),
        Fit::Undated => said.push("指标值没有写明日期".into()),
        Fit::Compared => said.push("与上年相比，增长率大于零即为提高".into()),
        Fit::Evidence => said.push("指标值是定性描述，实际值仍由经办人认定，台账数据作佐证".into()),
        Fit::Contradicts => {}
    }
    if candidate.is_off {
        said.push("通常不列在这个二级指标下".into());
    }
    said.extend(chosen.said.iter().cloned());
    if !chosen.missing.is_empty() {
        said.push(format!("{}须由经办人选定", chosen.missing.join("、")));
    }
    format!("{}。", said.join("；"))
}

/// Why no register gives an indicator's value and somebody has to enter it, with who said so, why and proof.
pub fn unbound_reason(all: &Measures, wanted: &Wanted<'_>) -> String {
    const PROOF: &str = "由经办人填写实际值，写明谁认定、理由，并附证明材料";
    let lexicon = lexicon::embedded();
    let words = said(wanted);
    let name = wanted.name;
    if let Some(word) = lexicon.official.iter().find(|word| words.contains(word.as_str())) {
        return format!("“{name}”由上级或第三方评定（{word}），台账不记录评定结果；{PROOF}。");
    }
    if wanted.aspect == Some(Aspect::Satisfaction) || says(&words, &lexicon.satisfied) {
        return format!("“{name}”要由问卷调查得出，没有适用的问卷；{PROOF}。");
    }
    if matches!(wanted.target, Target::Qualitative) {
        let target = wanted.target_words;
        return format!("指标值“{target}”是定性描述，没有可以核对的数，台账不能算出；{PROOF}。");
    }
    let families =
        wanted.target.quantities().into_iter().filter_map(|quantity| quantity.unit.clone());
    for unit in families {
        let is_counted = |known: &str| {
            let above = known.split('/').next().unwrap_or(known);
            let above = above.trim_start_matches(['百', '千', '万', '亿']);
            unit_named(above).is_some_and(|known| known.family.comparable(unit.family))
        };
        if !all.all().any(|measure| is_counted(&measure.unit)) {
            return format!("台账里没有以“{}”计量的记录；{PROOF}。", unit.name);
        }
    }
    format!("台账里没有能算出“{name}”的记录；{PROOF}。")
}
