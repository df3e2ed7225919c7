//! Opinions of the finance bureau: given, answered point by point, settled; and the marks.
//!
//! An opinion is sent with the statement that goes back. Until then it is the reviewers' own: the department
//! does not see it, and whoever gave it may change it or take it back (`own`).

mod own;

use ground::{Decimal, Facet};
use rulebook::Scheme;
use serde::{Deserialize, Serialize};
use store::opinions::{self, Answer, AnswerKind, Grading, Opinion, OpinionState};
use store::statements::{self, State};
use store::{Scope, organisations};

use crate::acceptances::FindingName;
use crate::acts::{Seen, Work, allowed, needed};
use crate::places::Spot;
use crate::workflow;
use crate::{Asker, Office, OfficeError, Permission};

/// An opinion as the reviewer types it.
#[derive(Clone, Debug, Default)]
pub struct OpinionText {
    /// The path of a [`Spot`]; empty for the whole.
    pub place: String,
    /// The words that stand there; blank: those that do, where the spot has words.
    pub quoted: String,
    /// Which of the four aspects, as [`facet_word`] writes it.
    pub facet: String,
    /// The rule that speaks for it; may be empty.
    pub code: String,
    /// What it says.
    pub body: String,
}

/// An opinion with what was said to it.
#[derive(Clone, Debug)]
pub struct Thread {
    /// Which one on this statement, from 1.
    pub number: usize,
    /// The opinion.
    pub opinion: Opinion,
    /// What was said to it, in order.
    pub answers: Vec<Answer>,
    /// Whether it has gone to the department.
    pub is_sent: bool,
}

/// Marks of one item of the score sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The aspect in words.
    pub facet: String,
    /// The item.
    pub item: String,
    /// Full marks.
    pub points: Decimal,
    /// Marks given.
    pub given: Decimal,
}

/// The word that a facet is stored as.
pub fn facet_word(facet: Facet) -> &'static str {
    match facet {
        Facet::Completeness => "completeness",
        Facet::Relevance => "relevance",
        Facet::Appropriateness => "appropriateness",
        Facet::Feasibility => "feasibility",
    }
}

/// The facet that is stored as this word.
pub fn facet_of(word: &str) -> Option<Facet> {
    Facet::ALL.into_iter().find(|facet| facet_word(*facet) == word)
}

impl Office {
    /// The opinions on a statement with what was said to them; those that are not sent only for reviewers.
    ///
    /// # Errors
    /// If the asker may not read it.
    pub async fn opinions(&self, asker: &Asker, id: &str) -> Result<Vec<Thread>, OfficeError> {
        self.remembered_for(asker, format!("opinions/{id}"), Box::pin(self.opinions_now(asker, id)))
            .await
    }

    async fn opinions_now(&self, asker: &Asker, id: &str) -> Result<Vec<Thread>, OfficeError> {
        let (mut tx, scope) = self.look(asker, Permission::ReadStatements).await?;
        let all = opinions::list(&mut tx, &scope, id).await?;
        if all.is_empty() {
            return Ok(Vec::new());
        }
        let missing = OfficeError::missing("这份绩效文本");
        let statement = statements::get(&mut tx, &scope, id).await.map_err(missing)?.statement;
        let owner = organisations::get(&mut tx, &Scope::everything(), &statement.owner).await?;
        let sees_all = asker.may_at(Permission::ReviewForFinance, &owner.path);
        let answers = opinions::answers(&mut tx, &scope, id).await?;
        let thread = |(number, opinion): (usize, Opinion)| Thread {
            number,
            is_sent: own::is_sent(&opinion, &statement),
            answers: answers.iter().filter(|one| one.opinion == opinion.id).cloned().collect(),
            opinion,
        };
        let threads = (1..).zip(all).map(thread);
        Ok(threads.filter(|thread| sees_all || thread.is_sent).collect())
    }

    /// Gives an opinion on the newest version.
    ///
    /// # Errors
    /// If the asker may not, the statement is not under review, or the opinion is not whole.
    pub async fn give_opinion(
        &self,
        asker: &Asker,
        id: &str,
        seen: Seen,
        text: &OpinionText,
    ) -> Result<String, OfficeError> {
        let mut work = self.reviewing(asker, id).await?;
        work.as_seen(seen).await?;
        let text = placed(&mut work, text).await?;
        enter(work, &text).await
    }

    /// Takes a finding of the review over as an opinion.
    ///
    /// # Errors
    /// As [`Office::give_opinion`], and if there is no such finding.
    pub async fn take_over_finding(
        &self,
        asker: &Asker,
        id: &str,
        seen: Seen,
        name: &FindingName,
    ) -> Result<String, OfficeError> {
        let mut work = self.reviewing(asker, id).await?;
        work.as_seen(seen).await?;
        let (.., judged) = self.newest(&mut work).await?;
        let Some(found) = judged.iter().find(|one| name.is(one)) else {
            let said = "这一版里没有这个问题，请刷新后再看";
            return Err(OfficeError::Conflict(said.to_owned()));
        };
        let all = opinions::list(&mut work.deed.tx, &Scope::everything(), id).await?;
        let is_there = all.iter().any(|one| {
            !one.state.is_settled()
                && (&one.code, &one.place, &one.quoted) == (&name.code, &found.place, &found.words)
        });
        if is_there {
            return Err(OfficeError::Conflict("这个问题已经列为意见".to_owned()));
        }
        let finding = &found.finding;
        let message = finding.message.trim_end_matches('。');
        let help = finding.help.trim_end_matches('。');
        let text = OpinionText {
            place: found.place.clone(),
            quoted: found.words.clone(),
            facet: facet_word(found.facet()).to_owned(),
            code: finding.code.to_string(),
            body: if help.is_empty() {
                format!("{message}。")
            } else {
                format!("{message}。{help}。")
            },
        };
        enter(work, &text).await
    }

    /// Answers an opinion for the department.
    ///
    /// # Errors
    /// If the asker may not, the statement is not in the department's hands, the opinion waits for no
    /// answer, or a refusal has no reason.
    pub async fn answer_opinion(
        &self,
        asker: &Asker,
        id: &str,
        opinion: &str,
        kind: AnswerKind,
        body: &str,
    ) -> Result<(), OfficeError> {
        let mut work = self.work(asker, Permission::AnswerOpinions, id).await?;
        let state = work.statement.state;
        if !workflow::is_open(state) {
            let said = format!("文本现在是“{state}”，退回修改期间才能答复意见");
            return Err(OfficeError::Conflict(said));
        }
        let body = match kind {
            AnswerKind::Accepted => allowed(body, "答复")?,
            AnswerKind::Declined => needed(body, "不采纳的理由")?,
            _ => return Err(OfficeError::Invalid("请选择采纳或不采纳".to_owned())),
        };
        let found = find(&mut work, id, opinion).await?;
        if found.state.is_settled() {
            return Err(OfficeError::Conflict(format!("这条意见{}，不必再答复", found.state)));
        }
        say(&mut work, &found, kind, body, OpinionState::Answered).await?;
        let note = work.note("答复意见", format!("{}：{}", kind.label(), found.body));
        work.deed.done(note).await
    }

    /// Settles an opinion, or keeps it open.
    ///
    /// # Errors
    /// If the asker may not, the statement is not under review, the opinion is settled already, or it is
    /// kept open without a word why.
    pub async fn settle_opinion(
        &self,
        asker: &Asker,
        id: &str,
        opinion: &str,
        kind: AnswerKind,
        body: &str,
    ) -> Result<(), OfficeError> {
        let mut work = self.reviewing(asker, id).await?;
        let found = find(&mut work, id, opinion).await?;
        if found.state.is_settled() {
            return Err(OfficeError::Conflict(format!("这条意见{}", found.state)));
        }
        let (body, to) = match kind {
            AnswerKind::Closed => (allowed(body, "说明")?, OpinionState::Closed),
            AnswerKind::Kept => (needed(body, "仍需修改的说明")?, OpinionState::Open),
            _ => return Err(OfficeError::Invalid("请选择了结或仍需修改".to_owned())),
        };
        say(&mut work, &found, kind, body, to).await?;
        let note = work.note("核对答复", format!("{}：{}", kind.label(), found.body));
        work.deed.done(note).await
    }

    /// Gives marks to the newest version by the score sheet, one for each of its items in order.
    ///
    /// # Errors
    /// If the asker may not, the statement is not under review, no sheet is in force, or the marks do not
    /// fit it.
    pub async fn grade(
        &self,
        asker: &Asker,
        id: &str,
        seen: Seen,
        marks: &[String],
        summary: &str,
    ) -> Result<(), OfficeError> {
        let mut work = self.reviewing(asker, id).await?;
        work.as_seen(seen).await?;
        let summary = allowed(summary, "综合意见")?;
        let (_, examined, _) = self.newest(&mut work).await?;
        let region = examined.reading.statement.region.code.clone().unwrap_or_default();
        let scheme = self
            .rulebook()
            .scheme(examined.year, &region)
            .ok_or_else(|| OfficeError::Conflict("这个年度没有适用的评分表".to_owned()))?;
        let marks = sheet(scheme, marks)?;
        let total: Decimal = marks.iter().map(|mark| mark.given).sum();
        let grade = scheme.grade(total).map(|grade| grade.name.clone()).unwrap_or_default();
        let before = opinions::gradings(&mut work.deed.tx, &Scope::everything(), id).await?;
        let new = Grading {
            number: before.first().map_or(1, |last| last.number + 1),
            version: work.statement.version,
            marks: serde_json::to_string(&marks)
                .map_err(|error| OfficeError::Machine(error.to_string()))?,
            total_tenths: i64::try_from(total * Decimal::TEN).unwrap_or_default(),
            grade: grade.clone(),
            summary,
            by_user: asker.user.clone(),
            by_name: asker.name.clone(),
            at: work.deed.now.to_string(),
        };
        let owner = work.statement.owner.clone();
        opinions::insert_grading(&mut work.deed.tx, &owner, id, &new).await?;
        let note = work.note("审核打分", format!("{}分，{grade}", total.normalize()));
        work.deed.done(note).await
    }

    async fn reviewing<'a>(&self, asker: &'a Asker, id: &str) -> Result<Work<'a>, OfficeError> {
        let work = self.work(asker, Permission::ReviewForFinance, id).await?;
        match work.statement.state {
            State::FinanceReview => Ok(work),
            state => Err(OfficeError::Conflict(format!(
                "文本现在是“{state}”，财政审核期间才能提意见、打分"
            ))),
        }
    }
}

/// The text with its place settled: one that the newest version has, with the words that stand there;
/// where none is named, that of the words.
async fn placed(work: &mut Work<'_>, text: &OpinionText) -> Result<OpinionText, OfficeError> {
    let mut text = text.clone();
    if text.place.is_empty() && text.quoted.trim().is_empty() {
        return Ok(text);
    }
    let body = work.version(work.statement.version).await?.body;
    let statement = crate::examine::reading(&body).statement;
    if text.place.is_empty() {
        text.place = place_of(&statement, &text.quoted);
        return Ok(text);
    }
    let spot = text.place.parse::<Spot>().ok().filter(|spot| spot.stands_in(&statement));
    let Some(spot) = spot else {
        return Err(OfficeError::Invalid("意见所指的位置不对，请重新选择".to_owned()));
    };
    if text.quoted.trim().is_empty() {
        text.quoted = spot.words(&statement);
    }
    Ok(text)
}

fn aspect(text: &OpinionText) -> Result<Facet, OfficeError> {
    let said = || "请选择意见属于完整性、相关性、适当性、可行性的哪一方面".to_owned();
    facet_of(&text.facet).ok_or_else(|| OfficeError::Invalid(said()))
}

async fn enter(mut work: Work<'_>, text: &OpinionText) -> Result<String, OfficeError> {
    let facet = aspect(text)?;
    let new = Opinion {
        owner: work.statement.owner.clone(),
        id: store::new_id(),
        statement: work.statement.id.clone(),
        version: work.statement.version,
        place: text.place.clone(),
        quoted: allowed(&text.quoted, "引用的文字")?,
        facet: text.facet.clone(),
        code: allowed(&text.code, "规则代码")?,
        body: needed(&text.body, "意见内容")?,
        state: OpinionState::Open,
        by_user: work.deed.asker.user.clone(),
        by_name: work.deed.asker.name.clone(),
        at: work.deed.now.to_string(),
    };
    opinions::insert(&mut work.deed.tx, &new).await?;
    let note = work.note("提审核意见", format!("{}：{}", facet.label(), new.body));
    work.deed.done(note).await?;
    Ok(new.id)
}

/// The path of the first field that holds the words; empty where none does.
fn place_of(statement: &model::statement::Statement, quoted: &str) -> String {
    let leaves = statement.leaves();
    let holding = leaves.iter().find(|(_, words)| words.text.contains(quoted.trim()));
    holding.map(|(locus, _)| locus.path()).unwrap_or_default()
}

async fn find(work: &mut Work<'_>, id: &str, opinion: &str) -> Result<Opinion, OfficeError> {
    let all = opinions::list(&mut work.deed.tx, &Scope::everything(), id).await?;
    all.into_iter()
        .find(|one| one.id == opinion)
        .ok_or(OfficeError::Missing { what: "这条意见" })
}

async fn say(
    work: &mut Work<'_>,
    opinion: &Opinion,
    kind: AnswerKind,
    body: String,
    to: OpinionState,
) -> Result<(), OfficeError> {
    let everything = Scope::everything();
    let said = opinions::answers(&mut work.deed.tx, &everything, &opinion.statement).await?;
    let before = said.iter().filter(|one| one.opinion == opinion.id).map(|one| one.number).max();
    let new = Answer {
        opinion: opinion.id.clone(),
        number: before.unwrap_or_default() + 1,
        version: work.statement.version,
        kind,
        body,
        by_user: work.deed.asker.user.clone(),
        by_name: work.deed.asker.name.clone(),
        at: work.deed.now.to_string(),
    };
    opinions::insert_answer(&mut work.deed.tx, &opinion.owner, &new).await?;
    let moved = opinions::move_on(&mut work.deed.tx, opinion, to).await;
    moved.map_err(|_| OfficeError::Conflict("这条意见刚刚被别人处理过，请刷新后再看".to_owned()))
}

/// The marks of a sheet as they were typed, one for each of its items.
fn sheet(scheme: &Scheme, typed: &[String]) -> Result<Vec<Mark>, OfficeError> {
    let items =
        scheme.facets.iter().flat_map(|facet| facet.items.iter().map(move |item| (facet, item)));
    let mut marks = Vec::new();
    let mut typed = typed.iter();
    for (facet, item) in items {
        let text = typed.next().map(|text| text.trim()).unwrap_or_default();
        let given: Decimal = text
            .parse()
            .map_err(|_| OfficeError::Invalid(format!("“{}”的得分“{text}”不是数字", item.title)))?;
        let is_tenths = given.normalize().scale() <= 1;
        if given < Decimal::ZERO || given > item.points || !is_tenths {
            return Err(OfficeError::Invalid(format!(
                "“{}”的得分{given}不对，应在0到{}之间，最多一位小数",
                item.title, item.points
            )));
        }
        let label = facet.facet.label().to_owned();
        marks.push(Mark { facet: label, item: item.title.clone(), points: item.points, given });
    }
    Ok(marks)
}
