//! Sessions and locks, as the security administrator watches them.

use store::people::{self, User};
use store::sessions::{self, Session};

use crate::people::note;
use crate::settings::Settings;
use crate::{Asker, Moment, Office, OfficeError, Permission};

/// A session with whose it is.
#[derive(Clone, Debug)]
pub struct Watched {
    /// The session.
    pub session: Session,
    /// The account.
    pub user: User,
}

impl Office {
    /// The sessions in sight that are not over, the one used last first.
    ///
    /// # Errors
    /// If the asker may not.
    pub async fn list_sessions(&self, asker: &Asker) -> Result<Vec<Watched>, OfficeError> {
        let (mut tx, scope) = self.look(asker, Permission::ManageSessions).await?;
        let idle = Settings::of(&mut tx).await?.idle_seconds();
        let since = self.now().plus_seconds(-idle).to_string();
        let users = people::list(&mut tx, &scope).await?;
        let sessions = sessions::list(&mut tx, None).await?;
        let watched = sessions.into_iter().filter(|session| session.seen_at > since);
        let watched = watched.filter_map(|session| {
            let user = users.iter().find(|user| user.id == session.user)?.clone();
            Some(Watched { session, user })
        });
        Ok(watched.collect())
    }

    /// The accounts in sight that are locked now.
    ///
    /// # Errors
    /// If the asker may not.
    pub async fn list_locked(&self, asker: &Asker) -> Result<Vec<User>, OfficeError> {
        let (mut tx, scope) = self.look(asker, Permission::ManageSessions).await?;
        let now = self.now();
        let mut users = people::list(&mut tx, &scope).await?;
        users.retain(|user| {
            let until = user.locked_until.as_deref().and_then(Moment::from_text);
            until.is_some_and(|until| until > now)
        });
        Ok(users)
    }

    /// Ends a session.
    ///
    /// # Errors
    /// If the asker may not, or it is not in sight.
    pub async fn end_session(&self, asker: &Asker, id: &str) -> Result<(), OfficeError> {
        let mut deed = self.begin(asker, Permission::ManageSessions).await?;
        let session = sessions::get(&mut deed.tx, id).await?;
        let session = session.ok_or(OfficeError::Missing { what: "这次登录" })?;
        let user = people::get(&mut deed.tx, &deed.scope, &session.user).await;
        let user = user.map_err(OfficeError::missing("这次登录"))?;
        sessions::remove(&mut deed.tx, id).await?;
        let detail = format!("{}（{}）", user.name, user.login);
        deed.done(note("结束登录会话", "账号", &user.id, &user.home, detail)).await
    }

    /// Unlocks an account.
    ///
    /// # Errors
    /// If the asker may not, or it is not in sight.
    pub async fn unlock_user(&self, asker: &Asker, id: &str) -> Result<(), OfficeError> {
        let mut deed = self.begin(asker, Permission::ManageSessions).await?;
        let user = people::get(&mut deed.tx, &deed.scope, id).await;
        let mut user = user.map_err(OfficeError::missing("这个账号"))?;
        user.locked_until = None;
        user.failed = 0;
        people::update(&mut deed.tx, &user).await?;
        let detail = format!("{}（{}）", user.name, user.login);
        deed.done(note("解锁账号", "账号", id, &user.home, detail)).await
    }

    /// Turns the second factor of somebody off who has lost the phone.
    ///
    /// # Errors
    /// If the asker may not, or it is the asker's own, or it is not on.
    pub async fn drop_second_factor(&self, asker: &Asker, id: &str) -> Result<(), OfficeError> {
        let mut deed = self.begin(asker, Permission::ManageSessions).await?;
        let user = people::get(&mut deed.tx, &deed.scope, id).await;
        let mut user = user.map_err(OfficeError::missing("这个账号"))?;
        if user.id == asker.user || !user.totp_on {
            let said = "没有开启二次验证，或是您自己的账号：自己的请在“密码与二次验证”里关闭";
            return Err(OfficeError::Conflict(said.to_owned()));
        }
        user.totp_on = false;
        user.totp_secret = None;
        people::update(&mut deed.tx, &user).await?;
        let detail = format!("{}（{}），由安全管理员关闭", user.name, user.login);
        deed.done(note("关闭二次验证", "账号", id, &user.home, detail)).await
    }
}
