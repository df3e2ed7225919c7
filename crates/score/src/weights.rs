//! Full points of every indicator: as the statement gives them, or spread by the scheme.

use ground::Decimal;
use rulebook::{ScoringScheme, Spread, WeightLayout};

use crate::completion::bare;
use crate::fraction::in_parts;
use crate::indicator::{Indicator, dimension_key, dimension_name};
use crate::said::{Notice, NoticeKind, Refusal};

/// Full points of indicators in their order, which add up to what execution leaves.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights {
    /// One for each indicator.
    pub points: Vec<Decimal>,
    /// What is worth knowing about them.
    pub notices: Vec<Notice>,
}

/// The points of a project's indicators.
///
/// Given ones stand. The others share what their first level has left: equally over second levels and then within each,
/// or equally over all, as the scheme says. Points have as many places as marks; what does not divide goes to the
/// first ones, one unit of the last place each, so that the sum is exact at every level.
///
/// # Errors
/// When given points do not add up, or the scheme has none for a level of the project.
pub fn weights<'i>(
    indicators: impl IntoIterator<Item = &'i Indicator>,
    rules: &ScoringScheme,
) -> Result<Weights, Refusal> {
    let all: Vec<&Indicator> = indicators.into_iter().collect();
    if all.is_empty() {
        return Err(Refusal::NoIndicators);
    }
    let due = rules.points - rules.execution.points;
    for weight in all.iter().filter_map(|indicator| indicator.weight) {
        if weight < Decimal::ZERO || weight > due {
            return Err(Refusal::Weight { weight: bare(weight), most: bare(due) });
        }
    }
    let given: Option<Vec<Decimal>> = all.iter().map(|indicator| indicator.weight).collect();
    match given {
        Some(points) => as_given(&all, points, due, rules),
        None => by_scheme(&all, rules),
    }
}

fn as_given(
    all: &[&Indicator],
    points: Vec<Decimal>,
    due: Decimal,
    rules: &ScoringScheme,
) -> Result<Weights, Refusal> {
    let sum: Decimal = points.iter().sum();
    if sum != due {
        let what = "各项指标".to_owned();
        return Err(Refusal::WeightsDoNotAddUp { what, sum: bare(sum), due: bare(due) });
    }
    let mut notices = Vec::new();
    if let Some(layout) = layout(all, rules) {
        for (dimensions, due) in budgets(all, layout, rules, &mut Vec::new()) {
            let of_group = all.iter().zip(&points);
            let of_group = of_group.filter(|(indicator, _)| is_in(indicator, &dimensions));
            let sum: Decimal = of_group.map(|(_, points)| points).sum();
            if sum != due {
                let names = names(&dimensions);
                let text = format!(
                    "{names}的分值合计为{}分，“{}”为{}分",
                    bare(sum),
                    layout.title,
                    bare(due)
                );
                notices.push(Notice::new(NoticeKind::OtherWeights, text));
            }
        }
    }
    Ok(Weights { points, notices })
}

fn by_scheme(all: &[&Indicator], rules: &ScoringScheme) -> Result<Weights, Refusal> {
    let Some(layout) = layout(all, rules) else {
        return Err(Refusal::NoLayout { scheme: rules.title.clone() });
    };
    let mut notices = Vec::new();
    let mut points = vec![Decimal::ZERO; all.len()];
    for (dimensions, due) in budgets(all, layout, rules, &mut notices) {
        let mut open = Vec::new();
        let mut given = Decimal::ZERO;
        for (at, indicator) in all.iter().enumerate().filter(|(_, one)| is_in(one, &dimensions)) {
            match indicator.weight {
                Some(weight) => {
                    given += weight;
                    put(&mut points, at, weight);
                }
                None => open.push(at),
            }
        }
        if given > due || (open.is_empty() && given != due) {
            let what = names(&dimensions);
            return Err(Refusal::WeightsDoNotAddUp { what, sum: bare(given), due: bare(due) });
        }
        for (at, weight) in spread(all, &open, due - given, rules) {
            put(&mut points, at, weight);
        }
    }
    Ok(Weights { points, notices })
}

fn put(points: &mut [Decimal], at: usize, weight: Decimal) {
    if let Some(place) = points.get_mut(at) {
        *place = weight;
    }
}

/// Shares of `rest` for the indicators at these places.
fn spread(
    all: &[&Indicator],
    open: &[usize],
    rest: Decimal,
    rules: &ScoringScheme,
) -> Vec<(usize, Decimal)> {
    let mut groups: Vec<(Option<_>, Vec<usize>)> = Vec::new();
    for at in open {
        let aspect = match rules.spread {
            Spread::Aspects => {
                all.get(*at).map(|indicator| (indicator.dimension, indicator.aspect))
            }
            Spread::Indicators => None,
        };
        match groups.iter_mut().find(|(of, _)| *of == aspect) {
            Some((_, places)) => places.push(*at),
            None => groups.push((aspect, vec![*at])),
        }
    }
    let shares = in_parts(rest, groups.len(), rules.decimals);
    let parts = groups.into_iter().zip(shares).flat_map(|((_, places), share)| {
        let each = in_parts(share, places.len(), rules.decimals);
        places.into_iter().zip(each)
    });
    parts.collect()
}

/// The first layout that knows every first level of the project.
fn layout<'r>(all: &[&Indicator], rules: &'r ScoringScheme) -> Option<&'r WeightLayout> {
    rules.weights.iter().find(|layout| {
        all.iter().all(|indicator| layout.groups.iter().any(|g| is_in(indicator, &g.dimensions)))
    })
}

fn is_in(indicator: &Indicator, dimensions: &[String]) -> bool {
    dimensions.iter().any(|key| key == dimension_key(indicator.dimension))
}

fn names(dimensions: &[String]) -> String {
    dimensions.iter().map(|key| dimension_name(key)).collect::<Vec<_>>().join("、")
}

/// Points of the groups that the project has: those of an absent one go where the scheme says, else to all others in
/// equal parts.
fn budgets(
    all: &[&Indicator],
    layout: &WeightLayout,
    rules: &ScoringScheme,
    notices: &mut Vec<Notice>,
) -> Vec<(Vec<String>, Decimal)> {
    let is_there = |dimensions: &[String]| all.iter().any(|one| is_in(one, dimensions));
    let (present, absent): (Vec<_>, Vec<_>) =
        layout.groups.iter().partition(|group| is_there(&group.dimensions));
    let mut budgets: Vec<(Vec<String>, Decimal)> =
        present.iter().map(|group| (group.dimensions.clone(), group.points)).collect();
    for group in absent {
        let from = names(&group.dimensions);
        let heir = budgets.iter().position(|(keys, _)| keys.contains(&group.absent_to));
        let to = match heir.and_then(|at| budgets.get_mut(at)) {
            Some((keys, points)) => {
                *points += group.points;
                names(keys)
            }
            None => {
                let parts = in_parts(group.points, budgets.len(), rules.decimals);
                for ((_, points), part) in budgets.iter_mut().zip(parts) {
                    *points += part;
                }
                "其余各类指标，平均分配".into()
            }
        };
        let text = format!("项目没有{from}，其{}分并入{to}", bare(group.points));
        notices.push(Notice::new(NoticeKind::PointsMoved, text));
    }
    budgets
}
