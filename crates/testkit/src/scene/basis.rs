//! The documents that targets rest on: numbers of invented issuers, titles that fit the project.

use crate::bank::Template;
use crate::rng::Rng;
use crate::scene::Scene;

/// The bases of a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bases {
    /// Of most rows.
    pub main: String,
    /// Of the cost rows.
    pub money: String,
}

pub(super) fn bases(
    mark: &str,
    scene: &Scene,
    template: &Template,
    year: i16,
    rng: &mut Rng,
) -> Bases {
    let own = rng.word(&["", "字", "发", "办字", "办发"]);
    let number = number(&format!("{mark}{}{own}", scene.kind.mark), year, rng);
    let title = format!("{}{}", scene.county.name, template.doc);
    let main = match rng.below(10) {
        0..=3 => number,
        4 => format!("{number}文件"),
        5..=7 => format!("《{title}》（{number}）"),
        8 => format!("《关于印发〈{title}〉的通知》（{number}）"),
        _ => {
            let city =
                self::number(&format!("{}{}", scene.county.city.1, scene.kind.mark), year, rng);
            format!("{number}、{city}")
        }
    };
    let money = if rng.chance(30) {
        self::number(&format!("{mark}财{}", scene.kind.mark), year, rng)
    } else {
        main.clone()
    };
    Bases { main, money }
}

/// A document number issued in one of the three years before the plan.
pub(super) fn number(agency: &str, year: i16, rng: &mut Rng) -> String {
    let back = match rng.below(10) {
        0..=6 => 1,
        7 | 8 => 2,
        _ => 3,
    };
    format!("{agency}〔{}〕{}号", year - back, rng.between(2, 180))
}
