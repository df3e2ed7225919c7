//! What the public may read, without any right: published versions and nothing else.

use std::sync::Arc;

use model::statement::Statement as Text;
use read::Reading;
use serde_json::{Value, json};
use store::publications::{self, Filter, Publication};
use store::{Scope, decisions, search, statements};

use crate::statements::Page;
use crate::{Office, OfficeError};

/// The kind of published statements in the search.
pub(crate) const KIND: &str = "published";
/// More statements than this are not found by words.
const MOST_FOUND: u64 = 500;

/// Which publications a list shows.
#[derive(Clone, Debug, Default)]
pub struct PublicFilter {
    /// With these words anywhere in the text.
    pub words: String,
    /// Of this year only.
    pub year: Option<i64>,
    /// Of this department only.
    pub owner: Option<String>,
    /// How many to leave out at the beginning.
    pub skip: u64,
    /// How many to show at most.
    pub take: u64,
}

/// A published statement.
#[derive(Clone, Debug)]
pub struct Published {
    /// What the list shows of it.
    pub publication: Publication,
    /// The text as it was read.
    pub reading: Arc<Reading>,
    /// The day of the approval.
    pub approved_at: String,
}

impl Published {
    /// The text.
    pub fn text(&self) -> &Text {
        &self.reading.statement
    }
}

impl Office {
    /// The name of the region whose site this is.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn region_name(&self) -> Result<String, OfficeError> {
        let found = async {
            let mut tx = self.store().read().await?;
            let all = store::organisations::list(&mut tx, &Scope::everything()).await?;
            Ok(all.into_iter().next().map(|root| root.name).unwrap_or_default())
        };
        Ok(self.remembered::<String>("region".into(), Box::pin(found)).await?.as_ref().clone())
    }

    /// What is published.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn published(
        &self,
        wanted: &PublicFilter,
    ) -> Result<Arc<Page<Publication>>, OfficeError> {
        if !wanted.words.trim().is_empty() {
            // There are too many words to remember what was found by each.
            return Ok(Arc::new(self.publications(wanted).await?));
        }
        self.remembered(format!("public/{wanted:?}"), Box::pin(self.publications(wanted))).await
    }

    async fn publications(&self, wanted: &PublicFilter) -> Result<Page<Publication>, OfficeError> {
        let mut tx = self.store().read().await?;
        let among = match wanted.words.trim() {
            "" => None,
            words => Some(search::find(&mut tx, KIND, words, MOST_FOUND).await?),
        };
        if among.as_ref().is_some_and(Vec::is_empty) {
            return Ok(Page { items: Vec::new(), total: 0 });
        }
        let filter = Filter {
            year: wanted.year,
            owner: wanted.owner.clone(),
            among,
            skip: wanted.skip,
            take: wanted.take,
        };
        let items = publications::list(&mut tx, &filter).await?;
        let total = publications::count(&mut tx, &filter).await?;
        Ok(Page { items, total })
    }

    /// A published statement.
    ///
    /// # Errors
    /// If it is not published, or not what was published.
    pub async fn published_statement(&self, id: &str) -> Result<Published, OfficeError> {
        let missing = OfficeError::Missing { what: "这份公开的文本" };
        let mut tx = self.store().read().await?;
        let among = Some(vec![id.to_owned()]);
        let filter = Filter { among, take: 1, ..Filter::default() };
        let found = publications::list(&mut tx, &filter).await?;
        let publication = found.into_iter().next().ok_or(missing)?;
        let everything = Scope::everything();
        let version = statements::version(&mut tx, &everything, id, publication.version).await?;
        let digests = [&store::digest(version.body.as_bytes()), &version.digest];
        if digests.iter().any(|digest| **digest != publication.digest) {
            tracing::error!(statement = id, version = version.number, "the digest does not fit");
            let said = "这份文本的摘要和公开时的不符，暂停展示，正在核查";
            return Err(OfficeError::Conflict(said.to_owned()));
        }
        let approvals = decisions::approvals(&mut tx, &everything, id).await?;
        let approval = approvals.into_iter().find(|one| one.version == publication.version);
        Ok(Published {
            reading: self.shelf.reading(&version),
            approved_at: approval.map(|one| one.at).unwrap_or_default(),
            publication,
        })
    }
}

/// The words by which a published statement is found: title, department, every leaf.
pub(crate) fn found_by(publication: &Publication, text: &Text) -> String {
    let mut all = vec![publication.title.as_str(), publication.owner_name.as_str()];
    let leaves = text.leaves();
    all.extend(leaves.iter().map(|(_, words)| words.text.as_str()));
    all.join("\n")
}

/// A publication as open data, without names of persons.
pub fn line(publication: &Publication) -> Value {
    let wan = |sum: Option<ground::Money>| sum.map(|sum| sum.wan().normalize().to_string());
    let figures = &publication.figures;
    json!({
        "id": publication.statement,
        "title": publication.title,
        "department": publication.owner_name,
        "year": publication.year,
        "projects": figures.projects,
        "indicators": figures.indicators,
        "total_wan": wan(figures.total),
        "fiscal_wan": wan(figures.fiscal),
        "other_wan": wan(figures.other),
        "published_at": publication.at,
        "sm3": publication.digest,
    })
}

/// A statement as open data: what stands in it, without names of persons on the cover.
pub fn data(published: &Published) -> Value {
    let text = published.text();
    let words = |words: &Option<ground::Words>| words.as_ref().map(|words| words.text.clone());
    let narrative = |part: &Option<model::statement::Narrative>| {
        let paragraphs = part.iter().flat_map(|part| &part.paragraphs);
        paragraphs.map(|paragraph| paragraph.words.text.clone()).collect::<Vec<_>>()
    };
    let sub_goals = text.sub_goals.iter().flat_map(|part| &part.items).map(|item| {
        let said: Vec<&str> = item.paragraphs.iter().map(|words| words.text.as_str()).collect();
        json!({ "title": item.title.text, "text": said })
    });
    let projects = text.projects.iter().map(|project| {
        let sum = |leaf: &Option<model::statement::Leaf<ground::Money>>| {
            leaf.as_ref().and_then(|leaf| leaf.value).map(|sum| sum.wan().normalize().to_string())
        };
        let plan = project
            .plan
            .iter()
            .map(|point| json!({ "month": point.month, "share": point.share.text() }));
        json!({
            "code": project.code.as_ref().map(|leaf| leaf.text().to_owned()),
            "name": project.name(),
            "total_wan": sum(&project.budget.total),
            "fiscal_wan": sum(&project.budget.fiscal),
            "other_wan": sum(&project.budget.other),
            "purpose": words(&project.purpose),
            "plan": plan.collect::<Vec<_>>(),
            "goals": project.goals.iter().map(|goal| goal.words.text.clone()).collect::<Vec<_>>(),
            "indicators": project.indicators.iter().map(indicator).collect::<Vec<_>>(),
        })
    });
    json!({
        "statement": line(&published.publication),
        "approved_at": published.approved_at,
        "overall": narrative(&text.overall),
        "sub_goals": sub_goals.collect::<Vec<_>>(),
        "safeguards": narrative(&text.safeguards),
        "projects": projects.collect::<Vec<_>>(),
    })
}

fn indicator(row: &model::statement::Indicator) -> Value {
    let [dimension, aspect, name, description, target, basis] = cells(row);
    json!({
        "dimension": dimension, "aspect": aspect, "name": name,
        "description": description, "target": target, "basis": basis,
    })
}

/// The six cells of an indicator's row, as they stand.
pub fn cells(row: &model::statement::Indicator) -> [&str; 6] {
    [
        row.dimension.as_ref().map_or("", |leaf| leaf.text()),
        row.aspect.as_ref().map_or("", |leaf| leaf.text()),
        row.name(),
        row.description(),
        row.target_text(),
        row.basis_text(),
    ]
}
