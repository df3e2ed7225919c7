//! Organisations, accounts, roles: entered by the administrators whose work it is.

use store::organisations::{self, Organisation, OrganisationKind};
use store::people::{self, Assignment, Role, User};
use store::{Scope, StoreError};

use crate::deed::{Deed, Note};
use crate::{Asker, Office, OfficeError, Permission, password};

/// An organisation to be entered.
#[derive(Clone, Debug)]
pub struct NewOrganisation {
    /// The one above it; `None` for the region at the root.
    pub parent: Option<String>,
    /// What kind it is.
    pub kind: OrganisationKind,
    /// Its budget code; empty if it has none.
    pub code: String,
    /// The region code it belongs to.
    pub region: String,
    /// Its name.
    pub name: String,
}

/// An account to be made.
#[derive(Clone, Debug)]
pub struct NewUser {
    /// The organisation the person belongs to.
    pub home: String,
    /// What is typed to sign in.
    pub login: String,
    /// The person's name.
    pub name: String,
    /// What the person is there.
    pub post: String,
    /// The first password.
    pub password: String,
    /// Whether another one is asked for at the first sign-in.
    pub must_change: bool,
}

/// What the first start needs: the region, and the three administrators.
#[derive(Clone, Debug)]
pub struct Founding {
    /// The region code, six digits.
    pub region: String,
    /// The region's name.
    pub name: String,
    /// The three administrators: system, security, audit. Homes are left blank.
    pub administrators: [NewUser; 3],
    /// Where the request came from.
    pub address: String,
}

impl Office {
    /// Founds the office: the region and the three administrators, once and never again. Gives the id of
    /// the region.
    ///
    /// # Errors
    /// If there are accounts already, or a password is weak, or two login names are the same.
    pub async fn found(&self, founding: &Founding) -> Result<String, OfficeError> {
        for new in &founding.administrators {
            check(new)?;
        }
        let asker = Asker::program("", &founding.address);
        let mut hashes = Vec::new();
        for new in &founding.administrators {
            hashes.push(password::hash(&new.password).await?);
        }
        let mut deed = self.begin_unasked(&asker).await?;
        if people::count(&mut deed.tx).await? > 0 {
            let said = "系统已经初始化，不能再次设置管理员。请用已有账号登录";
            return Err(OfficeError::Conflict(said.to_owned()));
        }
        let region = NewOrganisation {
            parent: None,
            kind: OrganisationKind::Region,
            code: String::new(),
            region: founding.region.clone(),
            name: founding.name.clone(),
        };
        let region = enter(&mut deed, &region).await?;
        let roles = [Role::SystemAdministrator, Role::SecurityAdministrator, Role::Auditor];
        for ((new, hash), role) in founding.administrators.iter().zip(hashes).zip(roles) {
            let new = NewUser { home: region.clone(), ..new.clone() };
            let user = make(&mut deed, &new, hash).await?;
            give(&mut deed, &user, role, &region).await?;
        }
        let detail = format!("{}，三名管理员", founding.name);
        deed.done(note("系统初始化", "单位", &region, &region, detail)).await?;
        Ok(region)
    }

    /// Enters an organisation; gives its id.
    ///
    /// # Errors
    /// If the asker may not, or the one above it is not in sight.
    pub async fn enter_organisation(
        &self,
        asker: &Asker,
        new: &NewOrganisation,
    ) -> Result<String, OfficeError> {
        let mut deed = self.begin(asker, Permission::ManageOrganisations).await?;
        if new.name.trim().is_empty() {
            return Err(OfficeError::Invalid("请填写单位名称".to_owned()));
        }
        let Some(parent) = &new.parent else {
            return Err(OfficeError::Invalid("请选择上级单位".to_owned()));
        };
        let missing = OfficeError::missing("上级单位");
        organisations::get(&mut deed.tx, &deed.scope, parent).await.map_err(missing)?;
        let id = enter(&mut deed, new).await?;
        deed.done(note("新增单位", "单位", &id, &id, new.name.clone())).await?;
        Ok(id)
    }

    /// Makes an account; gives its id.
    ///
    /// # Errors
    /// If the asker may not, the login name is taken, or the password is weak.
    pub async fn add_user(&self, asker: &Asker, new: &NewUser) -> Result<String, OfficeError> {
        asker.require(Permission::ManageUsers)?;
        check(new)?;
        let hash = password::hash(&new.password).await?;
        let mut deed = self.begin(asker, Permission::ManageUsers).await?;
        let missing = OfficeError::missing("所属单位");
        organisations::get(&mut deed.tx, &deed.scope, &new.home).await.map_err(missing)?;
        let id = make(&mut deed, new, hash).await?;
        let detail = format!("{}（{}）", new.name, new.login);
        deed.done(note("新增账号", "账号", &id, &new.home, detail)).await?;
        Ok(id)
    }

    /// Gives a role at an organisation.
    ///
    /// # Errors
    /// If the asker may not, or person or organisation are not in sight; if the roles would not go
    /// together.
    pub async fn give_role(
        &self,
        asker: &Asker,
        user: &str,
        role: Role,
        organisation: &str,
    ) -> Result<(), OfficeError> {
        let mut deed = self.begin(asker, Permission::ManageRoles).await?;
        let person = people::get(&mut deed.tx, &deed.scope, user)
            .await
            .map_err(OfficeError::missing("这个账号"))?;
        let place = organisations::get(&mut deed.tx, &deed.scope, organisation)
            .await
            .map_err(OfficeError::missing("这个单位"))?;
        let held = people::assignments(&mut deed.tx, Some(user)).await?;
        if let Some(other) = held.iter().find(|held| !go_together(held.role, role)) {
            return Err(OfficeError::Conflict(format!(
                "{}已是“{}”，不能同时是“{}”：两者的职责必须由不同的人承担",
                person.name, other.role, role
            )));
        }
        give(&mut deed, user, role, organisation).await?;
        let detail = format!("{}：{}，{}", person.name, role, place.name);
        deed.done(note("授予角色", "账号", user, organisation, detail)).await
    }
}

/// Whether one person may have both roles: administrators have no other work, and who drafts for a
/// department does not review for the finance bureau.
fn go_together(one: Role, other: Role) -> bool {
    if one == other {
        return true;
    }
    let is_administrator = |role| {
        matches!(role, Role::SystemAdministrator | Role::SecurityAdministrator | Role::Auditor)
    };
    if is_administrator(one) || is_administrator(other) {
        return false;
    }
    let inside = |role| matches!(role, Role::Clerk | Role::Head | Role::Recorder);
    !(inside(one) && other == Role::Finance || inside(other) && one == Role::Finance)
}

fn check(new: &NewUser) -> Result<(), OfficeError> {
    let login = new.login.as_str();
    let is_sound = (2..=40).contains(&login.len())
        && login.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
    if !is_sound {
        let said = format!("登录名“{login}”不合要求：请用2到40个字母、数字或 . _ -");
        return Err(OfficeError::Invalid(said));
    }
    if new.name.trim().is_empty() {
        return Err(OfficeError::Invalid("请填写姓名".to_owned()));
    }
    password::check(&new.password, login)
}

async fn enter(deed: &mut Deed<'_>, new: &NewOrganisation) -> Result<String, StoreError> {
    let id = store::new_id();
    let above = match &new.parent {
        Some(parent) => organisations::get(&mut deed.tx, &Scope::everything(), parent).await?.path,
        None => String::new(),
    };
    let organisation = Organisation {
        path: format!("{above}{id}/"),
        id: id.clone(),
        parent: new.parent.clone(),
        kind: new.kind,
        code: new.code.trim().to_owned(),
        region: new.region.clone(),
        name: new.name.trim().to_owned(),
        created_at: deed.now.to_string(),
        closed_at: None,
    };
    organisations::insert(&mut deed.tx, &organisation).await?;
    Ok(id)
}

async fn make(deed: &mut Deed<'_>, new: &NewUser, hash: String) -> Result<String, OfficeError> {
    let user = User {
        id: store::new_id(),
        home: new.home.clone(),
        login: new.login.clone(),
        name: new.name.trim().to_owned(),
        post: new.post.trim().to_owned(),
        password_hash: hash,
        password_set_at: deed.now.to_string(),
        must_change: new.must_change,
        failed: 0,
        locked_until: None,
        totp_secret: None,
        totp_on: false,
        totp_step: 0,
        created_at: deed.now.to_string(),
        disabled_at: None,
        seen_at: None,
    };
    match people::insert(&mut deed.tx, &user).await {
        Err(StoreError::Exists(_)) => {
            let said = format!("登录名“{}”已有人使用，请换一个", user.login);
            Err(OfficeError::Conflict(said))
        }
        done => Ok(done.map(|()| user.id)?),
    }
}

async fn give(
    deed: &mut Deed<'_>,
    user: &str,
    role: Role,
    organisation: &str,
) -> Result<(), StoreError> {
    let given = Assignment {
        user: user.to_owned(),
        role,
        organisation: organisation.to_owned(),
        path: String::new(),
        organisation_name: String::new(),
        given_by: deed.asker.user.clone(),
        given_at: deed.now.to_string(),
    };
    people::assign(&mut deed.tx, &given).await
}

fn note(act: &'static str, kind: &'static str, object: &str, owner: &str, detail: String) -> Note {
    Note {
        act,
        owner: owner.to_owned(),
        kind,
        object: object.to_owned(),
        detail,
        ..Note::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn administrators_and_reviewers_have_no_other_work() {
        assert!(go_together(Role::Clerk, Role::Head));
        assert!(go_together(Role::Finance, Role::Above));
        assert!(!go_together(Role::Clerk, Role::Finance));
        assert!(!go_together(Role::Finance, Role::Head));
        assert!(!go_together(Role::SystemAdministrator, Role::Auditor));
        assert!(!go_together(Role::Clerk, Role::SystemAdministrator));
    }
}
