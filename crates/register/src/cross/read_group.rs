//! Cross-checks of groups: what is counted or summed, and the limit.

use ground::Severity;
use rulebook::{Rulebook, Standing};

use super::read::{All, field, join, register};
use super::read_side::Sided;
use super::{Grouped, Limit, Measure, Window};
use crate::toml_tree::Section;
use ground::Faults;

pub(super) fn grouped(
    root: &Section,
    subject: &Sided,
    window: Window,
    all: &All,
    level: Severity,
    rulebook: &Rulebook,
    faults: &mut Faults,
) -> Option<Grouped> {
    let named = root.list("by", faults);
    let by: Vec<usize> =
        named.iter().filter_map(|words| field(words, subject.definition, faults)).collect();
    if by.is_empty() {
        faults.over(&root.place("by"), "没有写按哪些字段归组（by）", "by = [\"…\"]");
    }
    let measure = match (root.words("sum", faults), root.words("distinct", faults)) {
        (Some(words), _) => Measure::Sum(field(&words, subject.definition, faults)?),
        (None, Some(words)) => Measure::Distinct(field(&words, subject.definition, faults)?),
        (None, None) => Measure::Rows,
    };
    let limit = limit(root, subject, &by, all, level, rulebook, faults)?;
    if let (Measure::Sum(at), Limit::Count(_)) = (&measure, &limit) {
        let label = subject.definition.at(*at).map_or("", |field| field.label.as_str());
        faults.over(&root.place("most"), format!("“{label}”的合计要用 limit 限定"), "");
    }
    Some(Grouped { subject: subject.side.clone(), by, window, measure, limit })
}

fn limit(
    root: &Section,
    subject: &Sided,
    by: &[usize],
    all: &All,
    level: Severity,
    rulebook: &Rulebook,
    faults: &mut Faults,
) -> Option<Limit> {
    if let Some(most) = root.integer("most", faults) {
        return Some(Limit::Count(most));
    }
    let Some(section) = root.table("limit", faults) else {
        faults.over(
            &root.span,
            "没有写最多是多少（most 或 limit）",
            "most = 1，或 [limit] param = \"…\"",
        );
        return None;
    };
    section.only(&["param", "register", "join", "field"], faults);
    if let Some(words) = section.words("param", faults) {
        let Some(figure) = rulebook.figure(&words.text) else {
            faults.over(&words.span, format!("data/figures/ 里没有“{}”", words.text), "");
            return None;
        };
        let sure = figure.values.iter().all(|value| value.standing == Standing::Verified);
        if level == Severity::Error && !sure {
            let message = format!("“{}”的取值未核原文，不能据以判错", words.text);
            faults.over(&root.place("level"), message, "改为 level = \"warning\"");
        }
        return Some(Limit::Figure(words.text));
    }
    let other = register(&section.needed("register", faults)?, all, faults)?;
    let join = join(&section, subject, other, faults);
    if join.iter().any(|(a, _)| !by.contains(a)) {
        faults.over(&section.place("join"), "limit 的对应字段要在 by 里", "");
    }
    let field = field(&section.needed("field", faults)?, other, faults)?;
    Some(Limit::Field { register: other.name.clone(), join, field })
}
