//! Experts mark: declare first that nothing stands in the way, then give a mark and an opinion for each item, and report.
//!
//! Until an expert reports, nobody else sees the marks. Of one without an account, whoever conducts the appraisal enters
//! them from the signed sheet of paper.

use store::Scope;
use store::appraisals::{self, Expert, ExpertState, Mark, State};

use super::case::Case;
use crate::acts::{allowed, needed};
use crate::evaluating::rechecking::in_hundredths;
use crate::{Asker, Office, OfficeError};

/// For whom marks are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The expert's own.
    Own,
    /// Those of the expert with this number, who has no account.
    Bureau(i64),
}

/// What an expert declares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Declared {
    /// 无利害关系
    Free,
    /// A conflict of interest, in the expert's words: the expert takes no part.
    Conflict(String),
}

/// What an expert says of an item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MarkText {
    /// The item.
    pub item: String,
    /// The points; blank: not yet.
    pub points: String,
    /// Why.
    pub opinion: String,
}

/// An expert's sheet as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SheetText {
    /// When the expert's sheet was last changed, as it was seen: of two windows the second is told.
    pub seen: String,
    /// Items.
    pub marks: Vec<MarkText>,
    /// What the expert says of the whole.
    pub opinion: String,
}

impl Office {
    /// Declares whether there is a conflict of interest.
    ///
    /// # Errors
    /// If the asker is not named for it, experts do not mark now, the marks are reported already, or a conflict is said to
    /// be there without saying which.
    pub async fn declare_interest(
        &self,
        asker: &Asker,
        id: &str,
        by: By,
        declared: &Declared,
    ) -> Result<(), OfficeError> {
        let (mut case, expert) = self.marking(asker, id, by).await?;
        is_open(&expert)?;
        let name = expert.name.clone();
        let (changed, act, detail) = match declared {
            Declared::Free => {
                let declared = "本人与被评价单位和项目没有利害关系".to_owned();
                (Expert { declared, ..expert }, "声明无利害关系", name)
            }
            Declared::Conflict(said) => {
                let declared = needed(said, "有什么利害关系")?;
                let reason = format!("本人声明：{declared}");
                let detail = format!("{name}，{reason}");
                let state = ExpertState::Recused;
                (Expert { declared, reason, state, ..expert }, "声明利害关系并回避", detail)
            }
        };
        case.write_expert(changed).await?;
        match declared {
            Declared::Free => case.marked(act, detail).await,
            // Those who conduct it see one expert less.
            Declared::Conflict(_) => case.kept(act, detail).await,
        }
    }

    /// Keeps marks: all of them or none. Nobody else sees them.
    ///
    /// # Errors
    /// If the asker is not named for it, experts do not mark now, nothing was declared, the marks are reported already,
    /// another window was faster, there is no such item, or a mark is no number between nothing and the full points.
    pub async fn save_marks(
        &self,
        asker: &Asker,
        id: &str,
        by: By,
        text: &SheetText,
    ) -> Result<(), OfficeError> {
        let (mut case, expert) = self.marking(asker, id, by).await?;
        let name = expert.name.clone();
        self.keep_marks(&mut case, expert, text).await?;
        case.marked("填写评价评分", name).await
    }

    /// Keeps marks and reports them: from now on those who conduct the appraisal see them, and they do not change.
    ///
    /// # Errors
    /// As [`Office::save_marks`]; and if an item has no mark, or one below the full points has no opinion.
    pub async fn report_marks(
        &self,
        asker: &Asker,
        id: &str,
        by: By,
        text: &SheetText,
    ) -> Result<(), OfficeError> {
        let (mut case, expert) = self.marking(asker, id, by).await?;
        let expert = self.keep_marks(&mut case, expert, text).await?;
        self.is_whole(&mut case, expert.number).await?;
        let name = expert.name.clone();
        case.write_expert(Expert { state: ExpertState::Reported, ..expert }).await?;
        case.kept("提交评价评分", name).await
    }

    /// Gives an expert's marks back: the expert may change them and reports anew.
    ///
    /// # Errors
    /// If the asker does not conduct it, experts do not mark now, somebody was faster, they are not reported, or no reason
    /// is given.
    pub async fn give_back_marks(
        &self,
        asker: &Asker,
        id: &str,
        seen: i64,
        number: i64,
        reason: &str,
    ) -> Result<(), OfficeError> {
        let mut case = self.conducting(asker, id, seen).await?;
        case.in_states("退回评分", &[State::Marking])?;
        let expert = case.expert(number).await?;
        if expert.state != ExpertState::Reported {
            let said = format!("{}还没有提交评分，不用退回", expert.name);
            return Err(OfficeError::Conflict(said));
        }
        let reason = needed(reason, "请专家复核的原因")?;
        let detail = format!("{}：{reason}", expert.name);
        case.write_expert(Expert { state: ExpertState::Named, reason, ..expert }).await?;
        case.kept("退回评价评分", detail).await
    }

    async fn keep_marks(
        &self,
        case: &mut Case<'_>,
        expert: Expert,
        text: &SheetText,
    ) -> Result<Expert, OfficeError> {
        is_open(&expert)?;
        if expert.declared.is_empty() {
            let said = "请先声明与被评价单位和项目有没有利害关系，再评分";
            return Err(OfficeError::Conflict(said.to_owned()));
        }
        if expert.changed_at != text.seen {
            let said = "这份评分表在别的窗口里改过，这次的没有保存。请刷新后再填";
            return Err(OfficeError::Conflict(said.to_owned()));
        }
        let scheme = self.scheme_of(&case.it)?;
        let (owner, id) = (case.it.owner.clone(), case.it.id.clone());
        for typed in &text.marks {
            let found = scheme.items().find(|(_, item)| item.id == typed.item);
            let (_, item) = found.ok_or(OfficeError::Missing { what: "这项指标" })?;
            let points = match typed.points.trim() {
                "" => None,
                points => Some(in_hundredths(points, item.points).ok_or_else(|| {
                    let of = item.points.normalize();
                    let name = &item.name;
                    let said =
                        format!("“{name}”的评分“{points}”不对：请填0到{of}之间的数，最多两位小数");
                    OfficeError::field("points", said)
                })?),
            };
            let opinion = allowed(&typed.opinion, "评分意见")?;
            let new = Mark { expert: expert.number, item: item.id.clone(), points, opinion };
            appraisals::say_mark(&mut case.deed.tx, &owner, &id, &new).await?;
        }
        let opinion = allowed(&text.opinion, "总体意见")?;
        let changed = Expert { opinion, ..expert };
        case.write_expert(changed.clone()).await?;
        Ok(changed)
    }

    /// Goes on only if every item has a mark, and each below the full points says why.
    async fn is_whole(&self, case: &mut Case<'_>, expert: i64) -> Result<(), OfficeError> {
        let id = case.it.id.clone();
        let marks = appraisals::marks(&mut case.deed.tx, &Scope::everything(), &id).await?;
        let scheme = self.scheme_of(&case.it)?;
        let of = |item: &str| marks.iter().find(|one| one.expert == expert && one.item == item);
        let missing = scheme
            .items()
            .filter(|(_, item)| of(&item.id).is_none_or(|mark| mark.points.is_none()));
        let missing: Vec<&str> = missing.map(|(_, item)| item.name.as_str()).collect();
        if let Some(first) = missing.first() {
            let said = format!("还有{}项没有评分，如“{first}”，不能提交", missing.len());
            return Err(OfficeError::Conflict(said));
        }
        let silent = scheme.items().filter(|(_, item)| {
            let given = of(&item.id);
            let points = given.and_then(|mark| mark.points);
            let is_full =
                points.is_some_and(|points| super::material::points(points) == item.points);
            !is_full && given.is_none_or(|mark| mark.opinion.is_empty())
        });
        let silent: Vec<&str> = silent.map(|(_, item)| item.name.as_str()).collect();
        if let Some(first) = silent.first() {
            let said = format!("有{}项没有给满分又没有写意见，如“{first}”，不能提交", silent.len());
            return Err(OfficeError::Conflict(said));
        }
        Ok(())
    }
}

fn is_open(expert: &Expert) -> Result<(), OfficeError> {
    match expert.state {
        ExpertState::Named => Ok(()),
        ExpertState::Reported | ExpertState::Recused => Err(OfficeError::Conflict(format!(
            "评分现在是“{}”，不能再改。需要改动的，请评价组织方退回",
            expert.state
        ))),
    }
}
