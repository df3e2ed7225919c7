//! Who has which role: given and taken by the security administrator.

use store::directory::Filter;
use store::organisations;
use store::people::{self, Role, User};

use crate::accounts::{ADMINISTRATORS, Account, leaves_one};
use crate::acts::lock;
use crate::deed::Deed;
use crate::people::{give, note};
use crate::statements::Page;
use crate::{Asker, Office, OfficeError, Permission};

impl Office {
    /// A page of the accounts in sight with their roles.
    ///
    /// # Errors
    /// If the asker may not.
    pub async fn list_roles(
        &self,
        asker: &Asker,
        filter: &Filter,
    ) -> Result<Page<Account>, OfficeError> {
        self.accounts(asker, Permission::ManageRoles, filter).await
    }

    /// One account with its roles.
    ///
    /// # Errors
    /// If the asker may not, or it is not in sight.
    pub async fn roles_of(&self, asker: &Asker, user: &str) -> Result<Account, OfficeError> {
        self.account_for(asker, Permission::ManageRoles, user).await
    }

    /// Gives a role at an organisation.
    ///
    /// # Errors
    /// If the asker may not, or it is the asker's own account, or person or organisation are not in sight;
    /// if the roles would not go together.
    pub async fn give_role(
        &self,
        asker: &Asker,
        user: &str,
        role: Role,
        organisation: &str,
    ) -> Result<(), OfficeError> {
        let mut deed = self.begin(asker, Permission::ManageRoles).await?;
        // What goes together, and who is the last, holds only if nobody gives or takes meanwhile.
        deed.tx.alone(lock("roles")).await?;
        let person = somebody_else(&mut deed, user).await?;
        let place = organisations::get(&mut deed.tx, &deed.scope, organisation)
            .await
            .map_err(|_| OfficeError::field("organisation", "请选择在哪个单位担任"))?;
        if let Some(at) = person.disabled_at.as_ref().or(place.closed_at.as_ref()) {
            let day = at.get(..10).unwrap_or_default();
            let said = format!("账号或单位已于{day}停用，不能再授予角色");
            return Err(OfficeError::Conflict(said));
        }
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

    /// Takes a role at an organisation away.
    ///
    /// # Errors
    /// If the asker may not, or it is the asker's own account, or the last administrator of a kind; if the
    /// person does not have it.
    pub async fn take_role(
        &self,
        asker: &Asker,
        user: &str,
        role: Role,
        organisation: &str,
    ) -> Result<(), OfficeError> {
        let mut deed = self.begin(asker, Permission::ManageRoles).await?;
        // What goes together, and who is the last, holds only if nobody gives or takes meanwhile.
        deed.tx.alone(lock("roles")).await?;
        let person = somebody_else(&mut deed, user).await?;
        let held = people::assignments(&mut deed.tx, Some(user)).await?;
        let is_only = held.iter().filter(|held| held.role == role).count() == 1;
        if is_only && ADMINISTRATORS.contains(&role) {
            leaves_one(&mut deed.tx, user, role).await?;
        }
        if !people::unassign(&mut deed.tx, user, role, organisation).await? {
            return Err(OfficeError::Missing { what: "这个角色" });
        }
        let place = organisations::get(&mut deed.tx, &deed.scope, organisation).await;
        let place = place.map_err(OfficeError::missing("这个单位"))?;
        let detail = format!("{}：{}，{}", person.name, role, place.name);
        deed.done(note("收回角色", "账号", user, organisation, detail)).await
    }
}

/// Whether one person may have both roles: administrators have no other work, and who drafts for a
/// department does not review for the finance bureau.
pub fn go_together(one: Role, other: Role) -> bool {
    if one == other {
        return true;
    }
    if ADMINISTRATORS.contains(&one) || ADMINISTRATORS.contains(&other) {
        return false;
    }
    let inside = |role| matches!(role, Role::Clerk | Role::Head | Role::Recorder);
    !(inside(one) && other == Role::Finance || inside(other) && one == Role::Finance)
}

async fn somebody_else(deed: &mut Deed<'_>, user: &str) -> Result<User, OfficeError> {
    if user == deed.asker.user {
        let said = "不能改自己的角色，请由另一位安全管理员办理";
        return Err(OfficeError::Conflict(said.to_owned()));
    }
    let person = people::get(&mut deed.tx, &deed.scope, user).await;
    person.map_err(OfficeError::missing("这个账号"))
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
