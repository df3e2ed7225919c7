//! The address of a leaf as text: what HTML ids, JSON and stored opinions name it by.
//!
//! `projects/1/indicators/3/target` is the target in the fourth row of the second project. Counts begin
//! at 0. [`Locus::path`] writes it, [`str::parse`] reads it back.

use std::fmt;
use std::str::FromStr;

use crate::leaves::{Column, Field, Locus};

/// Text that is no address of a leaf.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoPath;

impl fmt::Display for NoPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("不是字段的地址")
    }
}

impl std::error::Error for NoPath {}

impl Column {
    /// All columns, in the order of the form.
    pub const ALL: [Column; 6] = [
        Column::Dimension,
        Column::Aspect,
        Column::Name,
        Column::Description,
        Column::Target,
        Column::Basis,
    ];

    /// Its name in paths.
    pub fn key(self) -> &'static str {
        match self {
            Column::Dimension => "dimension",
            Column::Aspect => "aspect",
            Column::Name => "name",
            Column::Description => "description",
            Column::Target => "target",
            Column::Basis => "basis",
        }
    }

    fn of(key: &str) -> Option<Column> {
        Column::ALL.into_iter().find(|column| column.key() == key)
    }
}

/// The fields of a project's head that have one place each.
const FIELDS: [(Field, &str); 8] = [
    (Field::UnitCode, "unit_code"),
    (Field::UnitName, "unit_name"),
    (Field::Code, "code"),
    (Field::Name, "name"),
    (Field::Total, "total"),
    (Field::Fiscal, "fiscal"),
    (Field::Other, "other"),
    (Field::Purpose, "purpose"),
];

impl Locus {
    /// Its address as text, e.g. `projects/1/indicators/3/target`.
    pub fn path(self) -> String {
        match self {
            Locus::Cover => "cover".into(),
            Locus::Contents(line) => format!("contents/{line}"),
            Locus::PartHeading => "heading".into(),
            Locus::Overall(index) => format!("overall/{index}"),
            Locus::SubGoal(None) => "sub_goals/preamble".into(),
            Locus::SubGoal(Some(item)) => format!("sub_goals/{item}"),
            Locus::Safeguard(index) => format!("safeguards/{index}"),
            Locus::Department(row, column) => format!("indicators/{row}/{}", column.key()),
            Locus::ProjectHeading(project) => format!("projects/{project}/heading"),
            Locus::Project(project, Field::Plan(point)) => {
                format!("projects/{project}/plan/{point}")
            }
            Locus::Project(project, field) => {
                let name = FIELDS.iter().find(|(known, _)| *known == field);
                format!("projects/{project}/{}", name.map_or("", |(_, name)| name))
            }
            Locus::Goal(project, goal) => format!("projects/{project}/goals/{goal}"),
            Locus::Indicator(project, row, column) => {
                format!("projects/{project}/indicators/{row}/{}", column.key())
            }
            Locus::Unplaced => "unplaced".into(),
        }
    }
}

impl FromStr for Locus {
    type Err = NoPath;

    fn from_str(path: &str) -> Result<Locus, NoPath> {
        let steps: Vec<&str> = path.split('/').collect();
        locus(&steps).ok_or(NoPath)
    }
}

fn locus(steps: &[&str]) -> Option<Locus> {
    Some(match steps {
        ["cover"] => Locus::Cover,
        ["contents", line] => Locus::Contents(count(line)?),
        ["heading"] => Locus::PartHeading,
        ["overall", index] => Locus::Overall(count(index)?),
        ["sub_goals", "preamble"] => Locus::SubGoal(None),
        ["sub_goals", item] => Locus::SubGoal(Some(count(item)?)),
        ["safeguards", index] => Locus::Safeguard(count(index)?),
        ["indicators", row, column] => Locus::Department(count(row)?, Column::of(column)?),
        ["projects", project, "heading"] => Locus::ProjectHeading(count(project)?),
        ["projects", project, name] => {
            let field = FIELDS.iter().find(|(_, known)| known == name)?.0;
            Locus::Project(count(project)?, field)
        }
        ["projects", project, "plan", point] => {
            Locus::Project(count(project)?, Field::Plan(count(point)?))
        }
        ["projects", project, "goals", goal] => Locus::Goal(count(project)?, count(goal)?),
        ["projects", project, "indicators", row, column] => {
            Locus::Indicator(count(project)?, count(row)?, Column::of(column)?)
        }
        ["unplaced"] => Locus::Unplaced,
        _ => return None,
    })
}

/// A count as this module writes it: digits without sign and without zeros before them.
fn count(step: &str) -> Option<usize> {
    let plain = step == "0" || (!step.starts_with('0') && step.bytes().all(|b| b.is_ascii_digit()));
    plain.then(|| step.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_is_read_back() {
        let mut all = vec![
            Locus::Cover,
            Locus::Contents(7),
            Locus::PartHeading,
            Locus::Overall(0),
            Locus::SubGoal(None),
            Locus::SubGoal(Some(12)),
            Locus::Safeguard(3),
            Locus::ProjectHeading(2),
            Locus::Project(10, Field::Plan(3)),
            Locus::Goal(1, 2),
            Locus::Unplaced,
        ];
        all.extend(FIELDS.map(|(field, _)| Locus::Project(4, field)));
        all.extend(Column::ALL.map(|column| Locus::Department(5, column)));
        all.extend(Column::ALL.map(|column| Locus::Indicator(6, 7, column)));
        let mut paths: Vec<String> = all.iter().map(|locus| locus.path()).collect();
        for (locus, path) in all.iter().zip(&paths) {
            assert_eq!(path.parse(), Ok(*locus), "{path}");
        }
        paths.sort();
        paths.dedup();
        assert_eq!(paths.len(), all.len());
        assert_eq!(Locus::Indicator(1, 3, Column::Target).path(), "projects/1/indicators/3/target");
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for path in [
            "",
            "cover/0",
            "overall",
            "overall/x",
            "overall/-1",
            "overall/+1",
            "overall/01",
            "projects/1",
            "projects/1/colour",
            "projects/1/indicators/2",
            "projects/1/indicators/2/colour",
            "overall/1/",
        ] {
            assert_eq!(path.parse::<Locus>(), Err(NoPath), "{path}");
        }
    }
}
