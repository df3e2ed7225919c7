//! What is done at the server's command line, where no one signs in: whoever may run the program there
//! may do it, and the audit trail says so.

use store::audit::{self, Entry};
use store::organisations::{self, Organisation};
use store::people::{self, Role, User};
use store::sessions;

use crate::accounts::{ADMINISTRATORS, Account, leaves_one, set_once, shut_out};
use crate::deed::Deed;
use crate::people::{NewUser, check, give, make, note};
use crate::roles::go_together;
use crate::trail::Verdict;
use crate::{Asker, Office, OfficeError, Scope, password};

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

    /// Makes an account with roles at an organisation, named by id, code, name, or the names from above
    /// down to it with strokes between (blank: the region), and gives its id.
    ///
    /// # Errors
    /// If there is no such organisation or more than one, a field is wrong, or the roles do not go together.
    pub async fn add_user_at_console(
        &self,
        asker: &Asker,
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
        let mut deed = self.begin_unasked(asker).await?;
        let all = organisations::list(&mut deed.tx, &deed.scope).await?;
        let home = place(&all, &new.home)?;
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
        asker: &Asker,
        login: &str,
        reset: Reset,
    ) -> Result<String, OfficeError> {
        let password = password::one_time();
        let hash = password::hash(&password).await?;
        let mut deed = self.begin_unasked(asker).await?;
        let user = called(&mut deed, login).await?;
        let (id, home, mut detail) = (user.id.clone(), user.home.clone(), named(&user));
        let user = match reset {
            Reset::Password => user,
            Reset::PasswordAndSecondFactor => {
                detail.push_str("，并关闭二次验证");
                User { totp_on: false, totp_secret: None, ..user }
            }
        };
        set_once(&mut deed, user, hash).await?;
        deed.done(note("重置密码", "账号", &id, &home, detail)).await?;
        Ok(password)
    }

    /// Closes an account: its sessions end, its tokens hold no longer.
    ///
    /// # Errors
    /// If nobody has this login name, or it is the last administrator of a kind.
    pub async fn lock_at_console(&self, asker: &Asker, login: &str) -> Result<(), OfficeError> {
        let mut deed = self.begin_unasked(asker).await?;
        let mut user = called(&mut deed, login).await?;
        for role in ADMINISTRATORS {
            leaves_one(&mut deed.tx, &user.id, role).await?;
        }
        user.disabled_at = Some(deed.now.to_string());
        people::update(&mut deed.tx, &user).await?;
        shut_out(&mut deed, &user.id).await?;
        deed.done(note("停用账号", "账号", &user.id, &user.home, named(&user))).await
    }

    /// Opens an account again that was closed, or locked by wrong passwords.
    ///
    /// # Errors
    /// If nobody has this login name.
    pub async fn unlock_at_console(&self, asker: &Asker, login: &str) -> Result<(), OfficeError> {
        let mut deed = self.begin_unasked(asker).await?;
        let mut user = called(&mut deed, login).await?;
        user.disabled_at = None;
        user.locked_until = None;
        user.failed = 0;
        people::update(&mut deed.tx, &user).await?;
        deed.done(note("解锁账号", "账号", &user.id, &user.home, named(&user))).await
    }

    /// Ends the sessions of one person, or of everybody, and says how many there were.
    ///
    /// # Errors
    /// If nobody has this login name.
    pub async fn end_sessions_at_console(
        &self,
        asker: &Asker,
        login: Option<&str>,
    ) -> Result<usize, OfficeError> {
        let mut deed = self.begin_unasked(asker).await?;
        let user = match login {
            Some(login) => Some(called(&mut deed, login).await?),
            None => None,
        };
        let of = user.as_ref().map(|user| user.id.as_str());
        let open = sessions::list(&mut deed.tx, of).await?;
        for session in &open {
            sessions::remove(&mut deed.tx, &session.id).await?;
        }
        let whose = user.as_ref().map_or_else(|| "所有人".to_owned(), named);
        let (id, home) = user.map_or_else(Default::default, |user| (user.id, user.home));
        let detail = format!("{whose}：{}个", open.len());
        deed.done(note("结束登录会话", "账号", &id, &home, detail)).await?;
        Ok(open.len())
    }

    /// Goes over the whole audit trail.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn verify_trail_at_console(&self, asker: &Asker) -> Result<Verdict, OfficeError> {
        self.verified(asker).await
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

/// The organisation that somebody means: by id, code, name, or the names from above down to it. Where no
/// name is given, the region.
pub(crate) fn place<'a>(
    all: &'a [Organisation],
    sought: &str,
) -> Result<&'a Organisation, OfficeError> {
    let sought = sought.trim();
    let is_meant = |it: &&Organisation| {
        let full = || organisations::full_name(all, it);
        match sought {
            "" => it.parent.is_none(),
            _ if it.closed_at.is_some() => false,
            _ if sought.contains('/') => format!("/{}", full()).ends_with(&format!("/{sought}")),
            _ => [&it.id, &it.code, &it.name].into_iter().any(|name| name == sought),
        }
    };
    let mut meant = all.iter().filter(is_meant);
    let said = match (meant.next(), meant.next()) {
        (Some(only), None) => return Ok(only),
        (None, _) => {
            format!("没有叫“{sought}”的单位。请先在系统里登记单位，或完成第一次启动")
        }
        (Some(one), Some(other)) => format!(
            "叫“{sought}”的单位不止一个，请连上级一起写：{}",
            [one, other].map(|it| organisations::full_name(all, it)).join("、")
        ),
    };
    Err(OfficeError::Invalid(said))
}

/// The account with this login name.
async fn called(deed: &mut Deed<'_>, login: &str) -> Result<User, OfficeError> {
    let user = people::by_login(&mut deed.tx, login).await?;
    user.ok_or_else(|| {
        OfficeError::Invalid(format!("没有登录名“{login}”。用 jiheng user list 列出账号"))
    })
}

fn named(user: &User) -> String {
    format!("{}（{}）", user.name, user.login)
}
