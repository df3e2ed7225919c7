//! Experts: named by those who conduct an appraisal, by account or by name; those with a conflict of interest take no part.

use store::appraisals::{self, Expert, ExpertState, State};
use store::people::{self, Role, User};
use store::{Scope, Tx};

use super::case::Case;
use crate::acts::{allowed, needed};
use crate::{Asker, Office, OfficeError, Permission};

/// The most experts of an appraisal.
const MOST: usize = 30;
/// The longest name or post, in characters.
const LONGEST: usize = 60;
/// While experts may be named and leave.
const OPEN: [State; 2] = [State::Preparing, State::Marking];

/// An expert as typed: an account, or a name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExpertText {
    /// The account; blank: without one, marks are entered by whoever conducts the appraisal.
    pub user: String,
    /// The name of one without an account.
    pub name: String,
    /// Where from and what.
    pub post: String,
}

impl Office {
    /// Accounts that may be named for an appraisal: id, name, what they are there.
    ///
    /// # Errors
    /// If the asker does not conduct it.
    pub async fn expert_candidates(
        &self,
        asker: &Asker,
        id: &str,
    ) -> Result<Vec<(String, String, String)>, OfficeError> {
        let (mut tx, scope) = self.look(asker, Permission::ConductAppraisals).await?;
        let missing = OfficeError::missing(super::WHAT);
        let it = appraisals::get(&mut tx, &scope, id).await.map_err(missing)?;
        let owner = store::organisations::get(&mut tx, &scope, &it.owner).await?;
        let named = appraisals::experts(&mut tx, &Scope::everything(), id).await?;
        let known: Vec<&str> = named.iter().filter_map(|one| one.user.as_deref()).collect();
        let all = experts_at(&mut tx, &owner.path).await?;
        let free = all
            .into_iter()
            .filter(|user| !known.contains(&user.id.as_str()) && user.home != it.owner);
        Ok(free.map(|user| (user.id, user.name, user.post)).collect())
    }

    /// Names an expert.
    ///
    /// # Errors
    /// If the asker does not conduct it, it is past that, somebody was faster, there are too many, or the person may not
    /// mark it: has no such role here, belongs to the department, or conducts it.
    pub async fn name_expert(
        &self,
        asker: &Asker,
        id: &str,
        seen: i64,
        text: &ExpertText,
    ) -> Result<(), OfficeError> {
        let mut case = self.conducting(asker, id, seen).await?;
        case.in_states("指定专家", &OPEN)?;
        let everything = Scope::everything();
        let all = appraisals::experts(&mut case.deed.tx, &everything, id).await?;
        if all.len() >= MOST {
            return Err(OfficeError::Invalid(format!("一项评价最多{MOST}名专家")));
        }
        let (user, name, post) = match text.user.trim() {
            "" => (None, short(&text.name, "专家姓名")?, allowed(&text.post, "单位和职务")?),
            account => {
                let user = account_of(&mut case, account).await?;
                (Some(user.id), user.name, user.post)
            }
        };
        let is_known = |one: &&Expert| match &user {
            Some(user) => one.user.as_ref() == Some(user),
            None => one.name == name && one.user.is_none(),
        };
        if all.iter().any(|one| is_known(&one)) {
            return Err(OfficeError::Conflict(format!("{name}已经在这项评价的专家里")));
        }
        let new = Expert {
            number: all.last().map_or(1, |last| last.number + 1),
            user,
            name,
            post: post.chars().take(LONGEST).collect(),
            state: ExpertState::Named,
            declared: String::new(),
            opinion: String::new(),
            reason: String::new(),
            changed_at: case.deed.now.to_string(),
        };
        let owner = case.it.owner.clone();
        appraisals::write_expert(&mut case.deed.tx, &owner, id, &new).await?;
        case.kept("指定评审专家", new.name).await
    }

    /// Has an expert take no part any more; marks that were given do not count.
    ///
    /// # Errors
    /// If the asker does not conduct it, it is past that, somebody was faster, there is no such expert, or no reason is
    /// given.
    pub async fn recuse_expert(
        &self,
        asker: &Asker,
        id: &str,
        seen: i64,
        number: i64,
        reason: &str,
    ) -> Result<(), OfficeError> {
        let mut case = self.conducting(asker, id, seen).await?;
        case.in_states("请专家回避", &OPEN)?;
        let expert = case.expert(number).await?;
        let reason = needed(reason, "回避的原因")?;
        let detail = format!("{}：{reason}", expert.name);
        let changed = Expert { state: ExpertState::Recused, reason, ..expert };
        case.write_expert(changed).await?;
        case.kept("评审专家回避", detail).await
    }
}

impl Case<'_> {
    /// An expert who takes part.
    pub(super) async fn expert(&mut self, number: i64) -> Result<Expert, OfficeError> {
        let all = appraisals::experts(&mut self.deed.tx, &Scope::everything(), &self.it.id).await?;
        let found = all.into_iter().find(|one| one.number == number);
        let found = found.filter(|one| one.state != ExpertState::Recused);
        found.ok_or(OfficeError::Missing { what: "这名专家" })
    }

    /// Keeps an expert as of now.
    pub(super) async fn write_expert(&mut self, changed: Expert) -> Result<(), OfficeError> {
        let changed = Expert { changed_at: self.deed.now.to_string(), ..changed };
        let (owner, id) = (self.it.owner.clone(), self.it.id.clone());
        Ok(appraisals::write_expert(&mut self.deed.tx, &owner, &id, &changed).await?)
    }
}

/// An account that may mark this appraisal.
async fn account_of(case: &mut Case<'_>, account: &str) -> Result<User, OfficeError> {
    let path = case.owner.path.clone();
    let all = experts_at(&mut case.deed.tx, &path).await?;
    let found = all.into_iter().find(|user| user.id == account);
    let user = found.ok_or_else(|| {
        OfficeError::field("user", "请从列出的评审专家里选；没有账号的，填写姓名")
    })?;
    if user.home == case.it.owner {
        let said = format!("{}是被评价单位的人员，应当回避", user.name);
        return Err(OfficeError::field("user", said));
    }
    let held = people::assignments(&mut case.deed.tx, Some(&user.id)).await?;
    let conducts = held.iter().any(|one| {
        (one.role, &one.organisation) == (case.it.from_role, &case.it.from_organisation)
    });
    if conducts {
        let said = format!("{}是评价组织方的人员，不能同时担任评审专家", user.name);
        return Err(OfficeError::field("user", said));
    }
    Ok(user)
}

/// Accounts that are experts for an organisation with this path, by name.
async fn experts_at(tx: &mut Tx, path: &str) -> Result<Vec<User>, OfficeError> {
    let held = people::assignments(tx, None).await?;
    let fits = |user: &User| {
        user.disabled_at.is_none()
            && held.iter().any(|one| {
                one.user == user.id && one.role == Role::Expert && path.starts_with(&one.path)
            })
    };
    let all = people::list(tx, &Scope::everything()).await?;
    Ok(all.into_iter().filter(fits).collect())
}

fn short(text: &str, what: &str) -> Result<String, OfficeError> {
    let text = needed(text, what)?;
    match text.chars().count() > LONGEST || text.contains('\n') {
        true => Err(OfficeError::Invalid(format!("{what}最多{LONGEST}个字，写在一行里"))),
        false => Ok(text),
    }
}
