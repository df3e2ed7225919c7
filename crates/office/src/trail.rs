//! The audit trail, as the auditor reads, verifies and takes it away.

use store::audit::{self, Break, Entry, Filter, Outcome};

use crate::deed::Note;
use crate::{Asker, Office, OfficeError, Permission, csv};

/// What going over the whole chain has shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The number of the last entry.
    pub entries: i64,
    /// The digest of the last entry.
    pub head: String,
    /// What is wrong.
    pub breaks: Vec<Break>,
}

/// How many entries go out at a time.
const A_TIME: u64 = 2_000;
/// No more are shown on a page and kept at hand.
const SHOWN: u64 = 200;

impl Verdict {
    /// The verdict as a sentence.
    pub fn sentence(&self) -> String {
        let Some(first) = self.breaks.first() else {
            return format!("校验通过：共{}条，条条相扣。链头摘要{}", self.entries, self.head);
        };
        format!(
            "校验没有通过：{}处不对，第一处是{first}。请保留数据库现状，并报告主管领导",
            self.breaks.len()
        )
    }
}

impl Office {
    /// The entries that pass the filter, the newest first, and the newest of all.
    ///
    /// # Errors
    /// If the asker may not.
    pub async fn list_trail(
        &self,
        asker: &Asker,
        filter: &Filter,
    ) -> Result<(Vec<Entry>, Option<Entry>), OfficeError> {
        let found = async {
            let (mut tx, _) = self.look(asker, Permission::ReadAudit).await?;
            Ok((audit::list(&mut tx, filter).await?, audit::head(&mut tx).await?))
        };
        if filter.take > SHOWN {
            return found.await;
        }
        self.remembered_for(asker, format!("trail/{filter:?}"), Box::pin(found)).await
    }

    /// What has been done so far, for a selection.
    ///
    /// # Errors
    /// If the asker may not.
    pub async fn list_acts(&self, asker: &Asker) -> Result<Vec<String>, OfficeError> {
        let found = async {
            let (mut tx, _) = self.look(asker, Permission::ReadAudit).await?;
            Ok(audit::acts(&mut tx).await?)
        };
        self.remembered_for(asker, "acts".into(), Box::pin(found)).await
    }

    /// Goes over the whole chain. That it was done is noted.
    ///
    /// # Errors
    /// If the asker may not.
    pub async fn verify_trail(&self, asker: &Asker) -> Result<Verdict, OfficeError> {
        asker.require(Permission::ReadAudit)?;
        self.verified(asker).await
    }

    /// Notes that the trail is taken away; then [`Office::trail_behind`] or [`Office::list_trail`] gives it
    /// piece by piece.
    ///
    /// # Errors
    /// If the asker may not.
    pub async fn note_export(&self, asker: &Asker, what: &str) -> Result<(), OfficeError> {
        let deed = self.begin(asker, Permission::ReadAudit).await?;
        deed.done(about("导出审计日志", what.to_owned())).await
    }

    /// Some entries behind this number, in their order; none at the end.
    ///
    /// # Errors
    /// If the asker may not.
    pub async fn trail_behind(&self, asker: &Asker, after: i64) -> Result<Vec<Entry>, OfficeError> {
        let (mut tx, _) = self.look(asker, Permission::ReadAudit).await?;
        Ok(audit::following(&mut tx, after, A_TIME).await?)
    }

    pub(crate) async fn verified(&self, asker: &Asker) -> Result<Verdict, OfficeError> {
        let mut tx = self.store().read().await?;
        let (entries, head, breaks) = audit::verify(&mut tx).await?;
        drop(tx);
        let verdict = Verdict { entries, head, breaks };
        let (outcome, said) = match verdict.breaks.len() {
            0 => (Outcome::Done, format!("{entries}条，没有问题")),
            wrong => (Outcome::Failed, format!("{entries}条，{wrong}处不对")),
        };
        self.note(asker, about("校验审计日志", said), outcome).await?;
        Ok(verdict)
    }
}

fn about(act: &'static str, detail: String) -> Note {
    Note { act, kind: "审计日志", detail, ..Note::default() }
}

/// The first line of an export for spreadsheets.
pub const CSV_HEAD: &str = "\u{feff}序号,时间,用户名,姓名,来源,事项,结果,单位,对象类别,对象,说明,之前SM3,之后SM3,前一条SM3,本条SM3\r\n";

/// An entry as a line for spreadsheets, in which no cell is taken for a formula.
pub fn csv_line(entry: &Entry) -> String {
    let act = &entry.act;
    let number = entry.number.to_string();
    let cells = [
        number.as_str(),
        &act.at,
        &act.login,
        &act.name,
        &act.address,
        &act.act,
        act.outcome.label(),
        &act.owner,
        &act.object_kind,
        &act.object,
        &act.detail,
        &act.before,
        &act.after,
        &entry.previous,
        &entry.hash,
    ];
    csv::line(cells)
}

/// An entry as a line of JSON, with all from which its digest can be made again.
///
/// # Errors
/// Never, as far as we know.
pub fn json_line(entry: &Entry) -> Result<String, OfficeError> {
    let line = serde_json::to_string(entry);
    line.map(|line| line + "\n").map_err(|error| OfficeError::Machine(error.to_string()))
}
