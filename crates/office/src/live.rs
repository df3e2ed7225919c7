//! What the review says of a draft while it is written: every finding at its field, with its correction.

use std::collections::BTreeMap;
use std::fmt;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex};

use ground::{Edit, Finding, Severity, Span};
use lru::LruCache;
use model::draft::Draft;
use model::statement::Statement;
use read::{Drafted, Reading};
use review::{Config, Subject};
use rulebook::Rulebook;

use crate::memory::open;

/// So many drafts are at hand, those that were not asked for longest are left out.
const KEPT: NonZeroUsize = NonZeroUsize::new(32).expect("it is not zero");

/// What the review says of a draft.
#[derive(Clone, Debug)]
pub struct Live {
    /// The findings in the order of the form.
    pub findings: Vec<Located>,
    /// Year of the plan, as the review took it.
    pub year: i16,
}

/// A finding with the field it speaks of.
#[derive(Clone, Debug)]
pub struct Located {
    /// The finding.
    pub finding: Finding,
    /// The path of the field; empty where it speaks of none.
    pub path: String,
    /// What people call the field.
    pub label: String,
    /// The name of this finding as long as the draft stays as it is.
    pub key: String,
    /// What its correction makes of the fields; empty where it has none that can be made here.
    pub mending: Vec<(String, String)>,
}

/// A draft that was reviewed.
#[derive(Clone, Debug)]
pub(crate) struct Reviewed {
    pub(crate) draft: Arc<Draft>,
    pub(crate) live: Arc<Live>,
    /// The statement of the year before as a draft.
    pub(crate) last_year: Option<Arc<Draft>>,
    /// The same as it was read.
    beside: Option<Arc<Reading>>,
}

/// Drafts that were reviewed, by all that stands in them: whoever goes from sheet to sheet has changed nothing.
pub(crate) struct Reviews(Mutex<LruCache<String, Reviewed>>);

impl Default for Reviews {
    fn default() -> Reviews {
        Reviews(Mutex::new(LruCache::new(KEPT)))
    }
}

impl fmt::Debug for Reviews {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reviews").finish_non_exhaustive()
    }
}

impl Reviews {
    /// A stored draft beside the statement of the year before.
    ///
    /// # Errors
    /// If what is stored is no draft.
    pub(crate) fn of(
        &self,
        body: &str,
        before: Option<Arc<Reading>>,
        rulebook: &Rulebook,
    ) -> Result<Reviewed, serde_json::Error> {
        let known = open(&self.0).get(body).cloned();
        // The same statement is the same reading as long as that is at hand; else it is reviewed once more.
        let address = |reading: &Option<Arc<Reading>>| reading.as_ref().map(Arc::as_ptr);
        if let Some(known) = known.filter(|known| address(&known.beside) == address(&before)) {
            return Ok(known);
        }
        let draft: Draft = serde_json::from_str(body)?;
        let previous = before.as_ref().map(|reading| &reading.statement);
        let reviewed = Reviewed {
            live: Arc::new(Live::of(&draft, previous, rulebook)),
            last_year: previous.map(|statement| Arc::new(Draft::of(statement))),
            draft: Arc::new(draft),
            beside: before,
        };
        open(&self.0).put(body.to_owned(), reviewed.clone());
        Ok(reviewed)
    }
}

impl Live {
    /// Reviews a draft beside the statement of the year before.
    pub fn of(draft: &Draft, previous: Option<&Statement>, rulebook: &Rulebook) -> Live {
        let drafted = read::drafted(draft);
        let reading = &drafted.reading;
        let subject =
            Subject::new(&reading.source, &reading.statement, rulebook).with_previous(previous);
        let findings = review::review(&subject, &Config::default());
        let year = subject.year;
        let findings =
            findings.into_iter().map(|finding| located(finding, draft, &drafted)).collect();
        Live { findings, year }
    }

    /// How many findings are of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|found| found.finding.severity == severity).count()
    }
}

fn located(finding: Finding, draft: &Draft, drafted: &Drafted) -> Located {
    let path = drafted.path(finding.span()).unwrap_or_default().to_owned();
    let key = format!("{}\n{path}\n{}", finding.code, finding.message);
    let mut key = store::digest(key.as_bytes());
    key.truncate(16);
    let mending = mending(&finding, draft, drafted).unwrap_or_default();
    Located { label: draft.label(&path), finding, path, key, mending }
}

/// What the correction makes of the fields; `None` where it would change what is no field.
fn mending(finding: &Finding, draft: &Draft, drafted: &Drafted) -> Option<Vec<(String, String)>> {
    let mut fields: BTreeMap<&str, Vec<Edit>> = BTreeMap::new();
    for edit in &finding.fix.as_ref()?.edits {
        let path = drafted.path(edit.span)?;
        let field = drafted.span(path)?;
        if edit.span.start < field.start || field.end < edit.span.end {
            return None;
        }
        let within =
            (edit.span.start - field.start) as usize..(edit.span.end - field.start) as usize;
        fields
            .entry(path)
            .or_default()
            .push(Edit { span: Span::new(within), text: edit.text.clone() });
    }
    let mended = fields
        .into_iter()
        .map(|(path, edits)| Some((path.to_owned(), Edit::applied(draft.get(path)?, &edits))));
    mended.collect()
}
