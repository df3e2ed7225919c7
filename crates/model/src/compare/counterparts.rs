//! Which project and which row of a plan is which of last year's.

use super::pairs::pairs;
use crate::draft::{Draft, DraftIndicator, DraftProject};

/// Last year's draft beside this year's: what of it belongs to what is written now.
#[derive(Clone, Debug)]
pub struct Counterparts<'d> {
    before: &'d Draft,
    projects: Vec<Option<usize>>,
    department: Vec<Option<usize>>,
    rows: Vec<Vec<Option<usize>>>,
}

impl<'d> Counterparts<'d> {
    /// Pairs what is alike.
    pub fn of(before: &'d Draft, after: &Draft) -> Counterparts<'d> {
        let projects = pairs(&before.projects, &after.projects);
        let rows = after.projects.iter().zip(&projects).map(|(now, then)| {
            let then = then.and_then(|then| before.projects.get(then));
            then.map_or_else(Vec::new, |then| pairs(&then.indicators, &now.indicators))
        });
        let rows = rows.collect();
        let department = pairs(&before.indicators, &after.indicators);
        Counterparts { before, projects, department, rows }
    }

    /// The project that this one was.
    pub fn project(&self, project: usize) -> Option<&'d DraftProject> {
        self.before.projects.get((*self.projects.get(project)?)?)
    }

    /// The row that this row of a project was.
    pub fn row(&self, project: usize, row: usize) -> Option<&'d DraftIndicator> {
        let then = (*self.rows.get(project)?.get(row)?)?;
        self.project(project)?.indicators.get(then)
    }

    /// The row that this row of the department was.
    pub fn department_row(&self, row: usize) -> Option<&'d DraftIndicator> {
        self.before.indicators.get((*self.department.get(row)?)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn project(name: &str, rows: &[(&str, &str)]) -> DraftProject {
        let row = |(name, target): &(&str, &str)| DraftIndicator {
            name: (*name).into(),
            target: (*target).into(),
            ..DraftIndicator::default()
        };
        let indicators = rows.iter().map(row).collect();
        DraftProject { name: name.into(), indicators, ..DraftProject::default() }
    }

    #[test]
    fn projects_and_rows_find_what_they_were() {
        let training = project("职工培训", &[("培训人数", "≥500人"), ("合格率", "≥95%")]);
        let before =
            Draft { projects: vec![project("困难帮扶", &[]), training], ..Draft::default() };
        let now = project("职工培训", &[("合格率", "≥96%"), ("覆盖乡镇数", "12个")]);
        let after = Draft {
            projects: vec![now, project("信息系统运行维护", &[])],
            ..Draft::default()
        };
        let paired = Counterparts::of(&before, &after);
        assert_eq!(paired.project(0).map(|it| it.name.as_str()), Some("职工培训"));
        assert_eq!(paired.project(1), None);
        assert_eq!(paired.row(0, 0).map(|it| it.target.as_str()), Some("≥95%"));
        assert_eq!(paired.row(0, 1), None);
        assert_eq!(paired.row(7, 1), None);
    }
}
