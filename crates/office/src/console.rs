//! What is done at the server's command line, where no one signs in: whoever may run the program there
//! may do it, and the audit trail says so.

use store::audit::{self, Entry};
use store::organisations;
use store::people::{self, Role, User};
use store::sessions;

use crate::accounts::{Account, set_once};
use crate::people::{NewUser, check, give, make, note};
use crate::roles::go_together;
use crate::trail::Verdict;
use crate::{Asker, Office, OfficeError, Scope, password};

/// Where from, as the audit trail says.
pub const CONSOLE: &str = "命令行";

/// How a password is reset at the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reset {
    /// The password; a second factor is still asked for.
    Password,
    /// The password, and the second factor is turned off.
    PasswordAndSecondFactor,
}

impl Office {
    /// All accounts with their roles.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn users_at_console(&self) -> Result<Vec<Account>, OfficeError> {
        let everything = Scope::everything();
        let mut tx = self.store().read().await?;
        let mut accounts = Vec::new();
        for user in people::list(&mut tx, &everything).await? {
            accounts.push(Account {
                home: organisations::get(&mut tx, &everything, &user.home).await?,
                roles: people::assignments(&mut tx, Some(&user.id)).await?,
                user,
            });
        }
        Ok(accounts)
    }

    /// Makes an account with roles at an organisation, named by id, code or name (blank: the region), and
    /// gives its id.
    ///
    /// # Errors
    /// If there is no such organisation, a field is wrong, or the roles do not go together.
    pub async fn add_user_at_console(
        &self,
        new: &NewUser,
        roles: &[Role],
    ) -> Result<String, OfficeError> {
        check(new)?;
        let apart = roles.iter().flat_map(|one| roles.iter().map(move |other| (*one, *other)));
        if let Some((one, other)) =
            apart.into_iter().find(|(one, other)| !go_together(*one, *other))
        {
            let said = format!("“{one}”和“{other}”必须由不同的人承担，请分设两个账号");
            return Err(OfficeError::Invalid(said));
        }
        let hash = password::hash(&new.password).await?;
        let asker = console();
        let mut deed = self.begin_unasked(&asker).await?;
        let all = organisations::list(&mut deed.tx, &deed.scope).await?;
        let sought = new.home.trim();
        let home = all.iter().find(|it| {
            let is_named = [&it.id, &it.code, &it.name].into_iter().any(|name| name == sought);
            if sought.is_empty() { it.parent.is_none() } else { is_named }
        });
        let home = home.ok_or_else(|| {
            OfficeError::Invalid(format!(
                "没有叫“{sought}”的单位。请先在系统里登记单位，或完成第一次启动"
            ))
        })?;
        let new = NewUser { home: home.id.clone(), ..new.clone() };
        let id = make(&mut deed, &new, hash).await?;
        let mut given = Vec::new();
        for role in roles {
            give(&mut deed, &id, *role, &home.id).await?;
            given.push(role.label());
        }
        let detail = format!("{}（{}）：{}", new.name, new.login, given.join("、"));
        deed.done(note("新增账号", "账号", &id, &home.id, detail)).await?;
        Ok(id)
    }

    /// Sets a password that can be used once, unlocks the account, and gives the password.
    ///
    /// # Errors
    /// If nobody has this login name.
    pub async fn reset_password_at_console(
        &self,
        login: &str,
        reset: Reset,
    ) -> Result<String, OfficeError> {
        let password = password::one_time();
        let hash = password::hash(&password).await?;
        let asker = console();
        let mut deed = self.begin_unasked(&asker).await?;
        let user = people::by_login(&mut deed.tx, login).await?;
        let user = user.ok_or_else(|| OfficeError::Invalid(format!("没有登录名“{login}”")))?;
        let (id, home) = (user.id.clone(), user.home.clone());
        let mut detail = format!("{}（{}）", user.name, user.login);
        let user = match reset {
            Reset::Password => user,
            Reset::PasswordAndSecondFactor => {
                detail.push_str("，并关闭二次验证");
                User { totp_on: false, totp_secret: None, ..user }
            }
        };
        set_once(&mut deed, user, hash).await?;
        sessions::remove_of(&mut deed.tx, &id, None).await?;
        deed.done(note("重置密码", "账号", &id, &home, detail)).await?;
        Ok(password)
    }

    /// Goes over the whole audit trail.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn verify_trail_at_console(&self) -> Result<Verdict, OfficeError> {
        self.verified(&console()).await
    }

    /// Some entries of the audit trail behind this number, in their order; none at the end.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn trail_at_console(&self, after: i64) -> Result<Vec<Entry>, OfficeError> {
        let mut tx = self.store().read().await?;
        Ok(audit::following(&mut tx, after, 2_000).await?)
    }
}

fn console() -> Asker {
    Asker::program("", CONSOLE)
}
