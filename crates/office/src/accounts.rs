//! Accounts, as the system administrator keeps them.

use store::directory::{self, Filter};
use store::organisations::{self, Organisation};
use store::people::{self, Assignment, Role, User};
use store::{Tx, sessions, tokens};

use crate::deed::Deed;
use crate::people::note;
use crate::statements::Page;
use crate::{Asker, Faults, Office, OfficeError, Permission, password};

/// An account with what is shown beside it.
#[derive(Clone, Debug)]
pub struct Account {
    /// The account.
    pub user: User,
    /// The organisation the person belongs to.
    pub home: Organisation,
    /// The person's roles.
    pub roles: Vec<Assignment>,
}

/// What of an account may be changed.
#[derive(Clone, Debug)]
pub struct UserChange {
    /// The person's name.
    pub name: String,
    /// What the person is there.
    pub post: String,
    /// The organisation the person belongs to.
    pub home: String,
}

impl Office {
    /// A page of the accounts in sight.
    ///
    /// # Errors
    /// If the asker may not.
    pub async fn list_users(
        &self,
        asker: &Asker,
        filter: &Filter,
    ) -> Result<Page<Account>, OfficeError> {
        self.accounts(asker, Permission::ManageUsers, filter).await
    }

    /// One account.
    ///
    /// # Errors
    /// If the asker may not, or it is not in sight.
    pub async fn user(&self, asker: &Asker, id: &str) -> Result<Account, OfficeError> {
        self.account_for(asker, Permission::ManageUsers, id).await
    }

    /// Changes name, post and organisation of an account.
    ///
    /// # Errors
    /// If the asker may not, or account or organisation are not in sight.
    pub async fn change_user(
        &self,
        asker: &Asker,
        id: &str,
        change: &UserChange,
    ) -> Result<(), OfficeError> {
        let mut deed = self.begin(asker, Permission::ManageUsers).await?;
        let mut user = found(&mut deed, id).await?;
        let mut faults = Faults::default();
        if change.name.trim().is_empty() {
            faults.add("name", "请填写姓名");
        }
        let home = organisations::get(&mut deed.tx, &deed.scope, &change.home).await;
        let home = home.ok().filter(|home| home.closed_at.is_none());
        if home.is_none() && change.home != user.home {
            faults.add("home", "请选择所属单位");
        }
        faults.none()?;
        user.name = change.name.trim().to_owned();
        user.post = change.post.trim().to_owned();
        user.home.clone_from(&change.home);
        people::update(&mut deed.tx, &user).await?;
        let detail = format!("{}（{}）", user.name, user.login);
        deed.done(note("修改账号", "账号", &user.id, &user.home, detail)).await
    }

    /// Closes an account: its sessions end, its tokens hold no longer.
    ///
    /// # Errors
    /// If it is the asker's own, or the last administrator of a kind.
    pub async fn disable_user(&self, asker: &Asker, id: &str) -> Result<(), OfficeError> {
        let mut deed = self.begin(asker, Permission::ManageUsers).await?;
        let mut user = found(&mut deed, id).await?;
        if user.id == asker.user {
            return Err(OfficeError::Conflict("不能停用自己的账号".to_owned()));
        }
        for role in ADMINISTRATORS {
            leaves_one(&mut deed.tx, &user.id, role).await?;
        }
        user.disabled_at = Some(deed.now.to_string());
        people::update(&mut deed.tx, &user).await?;
        shut_out(&mut deed, id).await?;
        let detail = format!("{}（{}）", user.name, user.login);
        deed.done(note("停用账号", "账号", id, &user.home, detail)).await
    }

    /// Opens a closed account again.
    ///
    /// # Errors
    /// If the asker may not.
    pub async fn enable_user(&self, asker: &Asker, id: &str) -> Result<(), OfficeError> {
        let mut deed = self.begin(asker, Permission::ManageUsers).await?;
        let mut user = found(&mut deed, id).await?;
        user.disabled_at = None;
        people::update(&mut deed.tx, &user).await?;
        let detail = format!("{}（{}）", user.name, user.login);
        deed.done(note("启用账号", "账号", id, &user.home, detail)).await
    }

    /// Sets a password that can be used once, and gives it. Sessions end, tokens hold no longer.
    ///
    /// # Errors
    /// If the account is that of a security administrator or an auditor: whoever keeps the accounts could
    /// take over their work.
    pub async fn reset_password(&self, asker: &Asker, id: &str) -> Result<String, OfficeError> {
        asker.require(Permission::ManageUsers)?;
        let password = password::one_time();
        let hash = password::hash(&password).await?;
        let mut deed = self.begin(asker, Permission::ManageUsers).await?;
        let user = found(&mut deed, id).await?;
        let roles = people::assignments(&mut deed.tx, Some(id)).await?;
        if let Some(held) = roles.iter().find(|held| ADMINISTRATORS.contains(&held.role)) {
            return Err(OfficeError::Conflict(format!(
                "{}是“{}”，密码不能由他人在网页上重置，以免一人代行两职。\
                 请在服务器上用 jiheng user reset 重置",
                user.name, held.role
            )));
        }
        let detail = format!("{}（{}）", user.name, user.login);
        let home = user.home.clone();
        set_once(&mut deed, user, hash).await?;
        deed.done(note("重置密码", "账号", id, &home, detail)).await?;
        Ok(password)
    }

    /// The organisations that accounts and roles may be entered at.
    ///
    /// # Errors
    /// If the asker does not have the permission.
    pub async fn places(
        &self,
        asker: &Asker,
        permission: Permission,
    ) -> Result<Vec<Organisation>, OfficeError> {
        let found = async {
            let (mut tx, scope) = self.look(asker, permission).await?;
            let mut all = organisations::list(&mut tx, &scope).await?;
            all.retain(|place| place.closed_at.is_none());
            Ok(all)
        };
        self.remembered_for(asker, format!("places/{permission:?}"), Box::pin(found)).await
    }

    pub(crate) async fn accounts(
        &self,
        asker: &Asker,
        permission: Permission,
        filter: &Filter,
    ) -> Result<Page<Account>, OfficeError> {
        let what = format!("accounts/{permission:?}/{filter:?}");
        self.remembered_for(asker, what, Box::pin(self.accounts_now(asker, permission, filter)))
            .await
    }

    async fn accounts_now(
        &self,
        asker: &Asker,
        permission: Permission,
        filter: &Filter,
    ) -> Result<Page<Account>, OfficeError> {
        let (mut tx, scope) = self.look(asker, permission).await?;
        let (users, total) = directory::find(&mut tx, &scope, filter).await?;
        let homes = organisations::list(&mut tx, &crate::Scope::everything()).await?;
        let ids: Vec<&str> = users.iter().map(|user| user.id.as_str()).collect();
        let roles = people::assignments_of(&mut tx, &ids).await?;
        let account = |user: User| {
            let home = homes.iter().find(|home| home.id == user.home)?.clone();
            let roles = roles.iter().filter(|role| role.user == user.id).cloned().collect();
            Some(Account { user, home, roles })
        };
        Ok(Page { items: users.into_iter().filter_map(account).collect(), total })
    }

    pub(crate) async fn account_for(
        &self,
        asker: &Asker,
        permission: Permission,
        id: &str,
    ) -> Result<Account, OfficeError> {
        let (mut tx, scope) = self.look(asker, permission).await?;
        let user = people::get(&mut tx, &scope, id).await;
        with_roles(&mut tx, user.map_err(OfficeError::missing("这个账号"))?).await
    }
}

/// The three kinds of administrators, one of each of which there must always be.
pub(crate) const ADMINISTRATORS: [Role; 3] =
    [Role::SystemAdministrator, Role::SecurityAdministrator, Role::Auditor];

/// Goes on only if, without this person, somebody with the administrator's role is left.
pub(crate) async fn leaves_one(tx: &mut Tx, user: &str, role: Role) -> Result<(), OfficeError> {
    let holders = directory::holders(tx, role).await?;
    if holders.len() == 1 && holders.iter().any(|holder| holder == user) {
        return Err(OfficeError::Conflict(format!(
            "这是最后一位{role}，不能停用或收回角色。请先为别人授予这个角色"
        )));
    }
    Ok(())
}

/// Sets a password that can be used once.
pub(crate) async fn set_once(
    deed: &mut Deed<'_>,
    mut user: User,
    hash: String,
) -> Result<(), OfficeError> {
    let now = deed.now.to_string();
    people::remember(&mut deed.tx, &user, &now).await?;
    user.password_hash = hash;
    user.password_set_at = now;
    user.must_change = true;
    user.failed = 0;
    user.locked_until = None;
    people::update(&mut deed.tx, &user).await?;
    shut_out(deed, &user.id).await
}

async fn with_roles(tx: &mut Tx, user: User) -> Result<Account, OfficeError> {
    let everything = crate::Scope::everything();
    Ok(Account {
        home: organisations::get(tx, &everything, &user.home).await?,
        roles: people::assignments(tx, Some(&user.id)).await?,
        user,
    })
}

async fn found(deed: &mut Deed<'_>, id: &str) -> Result<User, OfficeError> {
    people::get(&mut deed.tx, &deed.scope, id).await.map_err(OfficeError::missing("这个账号"))
}

/// Ends the sessions of an account and takes its tokens back.
pub(crate) async fn shut_out(deed: &mut Deed<'_>, id: &str) -> Result<(), OfficeError> {
    sessions::remove_of(&mut deed.tx, id, None).await?;
    tokens::revoke_all(&mut deed.tx, id, &deed.now.to_string()).await?;
    Ok(())
}
