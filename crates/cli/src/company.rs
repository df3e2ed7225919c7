//! The statements that a review compares with: last year's, and those of others.

use std::path::{Path, PathBuf};

use anyhow::bail;
use model::statement::Statement;
use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};
use review::{Other, Others};

use crate::files::{self, Input};
use crate::trouble;

/// The statements to compare with; of each only what the rules need is kept.
#[derive(Debug, Default)]
pub(crate) struct Company {
    previous: Vec<Member>,
    /// Only one previous statement was named, for only one file: no question whose it is.
    is_settled: bool,
    others: Vec<Member>,
}

#[derive(Debug)]
struct Member {
    path: PathBuf,
    name: String,
    statement: Statement,
}

impl Company {
    /// Reads them.
    ///
    /// # Errors
    /// Where a named file is not there or is no statement: a comparison that is asked for and not
    /// made must not pass unseen.
    pub(crate) fn read(
        previous: Option<&Path>,
        others: Option<&Path>,
        files: usize,
    ) -> anyhow::Result<Company> {
        let found = |path: Option<&Path>| -> anyhow::Result<Vec<Member>> {
            let Some(path) = path else { return Ok(Vec::new()) };
            let inputs = files::gather(&[path.to_owned()])?;
            let members: Vec<Member> = inputs.par_iter().filter_map(member).collect();
            if members.is_empty() {
                bail!("{} 里没有能读取的绩效文本，无法比较", path.display());
            }
            Ok(members)
        };
        let is_settled = files == 1 && previous.is_some_and(Path::is_file);
        Ok(Company { previous: found(previous)?, is_settled, others: found(others)? })
    }

    /// Last year's statement of the same department: the newest that is older.
    pub(crate) fn previous_of(&self, statement: &Statement) -> Option<&Statement> {
        if self.is_settled {
            return self.previous.first().map(|member| &member.statement);
        }
        let department = &statement.department.as_ref()?.text;
        let year = statement.plan_year()?;
        let known = self.previous.iter().map(|member| &member.statement);
        known
            .filter(|other| other.department.as_ref().is_some_and(|name| name.text == *department))
            .filter(|other| other.plan_year().is_some_and(|other| other < year))
            .max_by_key(|other| other.plan_year())
    }

    /// The statements of others, ready to be searched.
    pub(crate) fn others(&self) -> Others<'_> {
        let all = self.others.iter();
        let all = all.map(|member| Other { name: &member.name, statement: &member.statement });
        Others::new(all.collect())
    }

    /// Which of the others a file is, if it is one of them: it is not compared with itself.
    pub(crate) fn number_of(&self, path: &Path) -> Option<usize> {
        if self.others.is_empty() {
            return None;
        }
        let own = path.canonicalize().ok()?;
        self.others.iter().position(|member| member.path == own)
    }
}

fn member(input: &Input) -> Option<Member> {
    let bytes = input.bytes().ok()?;
    let name = files::shown(&input.path);
    let reading = trouble::guarded(|| read::read(&name, &bytes)).ok()?;
    let is_readable = reading.findings.iter().all(|f| f.severity != ground::Severity::Error);
    is_readable.then(|| Member {
        path: input.path.canonicalize().unwrap_or_else(|_| input.path.clone()),
        name,
        statement: reading.statement,
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use testkit::folder::folder;

    use super::*;

    fn write(folder: &Path, department: &str, year: i16) -> PathBuf {
        let base = testkit::base::linhe();
        let department: String = department.into();
        let draft = testkit::draft::Draft { department, year, ..base };
        let path = folder.join(format!("{}{year}.txt", draft.department));
        fs::write(&path, testkit::plain::text(&draft)).unwrap();
        path
    }

    fn statement(path: &Path) -> Statement {
        read::read("x.txt", &fs::read(path).unwrap()).statement
    }

    #[test]
    fn last_year_is_the_newest_older_one_of_the_same_department() {
        let folder = folder("previous");
        let here = folder.path();
        let own = write(here, "临河县教育局", 2026);
        for year in [2023, 2025, 2027] {
            write(here, "临河县教育局", year);
        }
        write(here, "临河县林业局", 2025);
        let company = Company::read(Some(here), None, 2).unwrap();
        let found = company.previous_of(&statement(&own)).unwrap();
        assert_eq!(found.plan_year(), Some(2025));
        assert_eq!(found.department.as_ref().unwrap().text, "临河县教育局");
        let other = write(here, "临河县水务局", 2026);
        assert!(company.previous_of(&statement(&other)).is_none());
    }

    #[test]
    fn the_one_file_named_for_one_file_is_taken_as_it_is() {
        let folder = folder("named");
        let here = folder.path();
        let old = write(here, "临河县教育体育局", 2025);
        let own = write(here, "临河县教育局", 2026);
        let company = Company::read(Some(&old), None, 1).unwrap();
        assert!(company.previous_of(&statement(&own)).is_some());
    }

    #[test]
    fn a_file_is_not_compared_with_itself() {
        let folder = folder("others");
        let here = folder.path();
        let own = write(here, "临河县教育局", 2026);
        write(here, "望川县教育局", 2026);
        fs::write(here.join("空.txt"), "").unwrap();
        let company = Company::read(None, Some(here), 1).unwrap();
        let others = company.others();
        let itself = company.number_of(&own).unwrap();
        assert_eq!(others.all().len(), 2);
        assert!(others.all()[itself].name.ends_with("临河县教育局2026.txt"));
        assert_eq!(company.number_of(&here.join("没有.txt")), None);
    }

    #[test]
    fn a_comparison_that_cannot_be_made_is_refused() {
        let folder = folder("nothing");
        let here = folder.path();
        fs::write(here.join("空.txt"), "").unwrap();
        assert!(Company::read(None, Some(here), 1).is_err());
        assert!(Company::read(Some(&here.join("没有.txt")), None, 1).is_err());
    }
}
