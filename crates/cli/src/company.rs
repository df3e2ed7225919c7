//! The statements that a review compares with: last year's, and those of others.

use std::path::{Path, PathBuf};

use anyhow::bail;
use model::statement::Statement;
use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};
use read::Limits;
use review::Other;

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

    /// The statements of others: all but the file itself.
    pub(crate) fn others_of(&self, path: &Path) -> Vec<Other<'_>> {
        if self.others.is_empty() {
            return Vec::new();
        }
        let own = path.canonicalize().ok();
        self.others
            .iter()
            .filter(|member| own.as_ref() != Some(&member.path))
            .map(|member| Other { name: &member.name, statement: &member.statement })
            .collect()
    }
}

fn member(input: &Input) -> Option<Member> {
    let bytes = files::bytes(&input.path, Limits::default().packed).ok()?.ok()?;
    let name = files::shown(&input.path);
    let reading = trouble::guarded(|| read::read(&name, &bytes)).ok()?;
    let is_readable = reading.findings.iter().all(|f| f.severity != ground::Severity::Error);
    is_readable.then(|| Member {
        path: input.path.canonicalize().unwrap_or_else(|_| input.path.clone()),
        name,
        statement: reading.statement,
    })
}
