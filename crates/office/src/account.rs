//! One's own account: password, second factor, sessions. Whoever is signed in may.

use store::people::{self, User};
use store::sessions::{self, Session, Stage};

use crate::deed::Deed;
use crate::password::REMEMBERED;
use crate::second_factor::{self, Setup};
use crate::settings::Settings;
use crate::signing::{miss, note, password_ends};
use crate::{Asker, Faults, Office, OfficeError, Scope, password};

/// One's own account, as it is shown.
#[derive(Clone, Debug)]
pub struct Profile {
    /// The login name.
    pub login: String,
    /// The person's name.
    pub name: String,
    /// What the person is there.
    pub post: String,
    /// When the password was set.
    pub password_set_at: String,
    /// When another one is asked for.
    pub password_ends_at: String,
    /// Whether the second factor is asked for.
    pub has_second_factor: bool,
}

/// What somebody typed who wants another password.
#[derive(Clone, Debug)]
pub struct NewPassword {
    /// The one that holds.
    pub old: String,
    /// The new one.
    pub new: String,
    /// The new one once more.
    pub again: String,
}

impl Office {
    /// One's own account.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn profile(&self, asker: &Asker) -> Result<Profile, OfficeError> {
        asker.require_person()?;
        let mut tx = self.store().read().await?;
        let user = people::get(&mut tx, &Scope::everything(), &asker.user).await?;
        let ends = password_ends(&user, &Settings::of(&mut tx).await?);
        Ok(Profile {
            password_ends_at: ends.map(|end| end.to_string()).unwrap_or_default(),
            login: user.login,
            name: user.name,
            post: user.post,
            password_set_at: user.password_set_at,
            has_second_factor: user.totp_on,
        })
    }

    /// Chooses another password. All other sessions of the account end.
    ///
    /// # Errors
    /// If the old one is wrong (which counts as a try), or the new one is weak, mistyped or was used.
    pub async fn change_password(
        &self,
        asker: &Asker,
        typed: &NewPassword,
    ) -> Result<(), OfficeError> {
        let user = self.own(asker).await?;
        if !password::is_right(&typed.old, &user.password_hash).await {
            return Err(self.missed(asker, "old").await?);
        }
        self.check_new(&user, typed).await?;
        let hash = password::hash(&typed.new).await?;
        let mut deed = self.begin_own(asker).await?;
        let mut user = people::get(&mut deed.tx, &deed.scope, &asker.user).await?;
        let now = deed.now.to_string();
        people::remember(&mut deed.tx, &user, &now).await?;
        user.password_hash = hash;
        user.password_set_at = now;
        user.must_change = false;
        user.failed = 0;
        people::update(&mut deed.tx, &user).await?;
        sessions::remove_of(&mut deed.tx, &asker.user, Some(&asker.session)).await?;
        deed.done(note("修改密码", &asker.user, "其他登录已全部退出")).await
    }

    /// Makes a secret for the second factor; it is not asked for until a code of it was shown.
    ///
    /// # Errors
    /// If it is on already.
    pub async fn begin_second_factor(&self, asker: &Asker) -> Result<(), OfficeError> {
        let mut deed = self.begin_own(asker).await?;
        let mut user = people::get(&mut deed.tx, &deed.scope, &asker.user).await?;
        if user.totp_on {
            let said = "二次验证已经开启。要换手机，请先关闭再重新开启";
            return Err(OfficeError::Conflict(said.to_owned()));
        }
        user.totp_secret = Some(second_factor::new_secret());
        people::update(&mut deed.tx, &user).await?;
        deed.done(note("准备二次验证", &asker.user, "")).await
    }

    /// What the phone needs, as long as the second factor was begun and is not on.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn second_factor_setup(&self, asker: &Asker) -> Result<Option<Setup>, OfficeError> {
        let user = self.own(asker).await?;
        let secret = user.totp_secret.filter(|_| !user.totp_on);
        Ok(secret.map(|secret| second_factor::setup(&secret, &user.login)))
    }

    /// Turns the second factor on, by a code that shows that the phone has the secret.
    ///
    /// # Errors
    /// If the code is wrong.
    pub async fn confirm_second_factor(
        &self,
        asker: &Asker,
        code: &str,
    ) -> Result<(), OfficeError> {
        let mut deed = self.begin_own(asker).await?;
        let mut user = people::get(&mut deed.tx, &deed.scope, &asker.user).await?;
        let step = user.totp_secret.as_deref();
        let step = step.and_then(|secret| second_factor::step(secret, code, deed.now));
        let Some(step) = step.filter(|_| !user.totp_on) else {
            let said = "口令不对。请核对手机时间是否自动校准，再填手机上现在的6位数字";
            return Err(OfficeError::field("code", said));
        };
        user.totp_on = true;
        user.totp_step = step;
        people::update(&mut deed.tx, &user).await?;
        sessions::remove_of(&mut deed.tx, &asker.user, Some(&asker.session)).await?;
        deed.done(note("开启二次验证", &asker.user, "其他登录已全部退出")).await
    }

    /// Turns the second factor off.
    ///
    /// # Errors
    /// If the password is wrong (which counts as a try).
    pub async fn end_second_factor(
        &self,
        asker: &Asker,
        password: &str,
    ) -> Result<(), OfficeError> {
        let user = self.own(asker).await?;
        if !password::is_right(password, &user.password_hash).await {
            return Err(self.missed(asker, "password").await?);
        }
        let mut deed = self.begin_own(asker).await?;
        let mut user = people::get(&mut deed.tx, &deed.scope, &asker.user).await?;
        user.totp_on = false;
        user.totp_secret = None;
        people::update(&mut deed.tx, &user).await?;
        deed.done(note("关闭二次验证", &asker.user, "本人关闭")).await
    }

    /// One's own open sessions, the one used last first.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn own_sessions(&self, asker: &Asker) -> Result<Vec<Session>, OfficeError> {
        asker.require_person()?;
        let mut tx = self.store().read().await?;
        let idle = Settings::of(&mut tx).await?.idle_seconds();
        let since = self.now().plus_seconds(-idle).to_string();
        let mut all = sessions::list(&mut tx, Some(&asker.user)).await?;
        all.retain(|session| session.stage == Stage::Open && session.seen_at > since);
        Ok(all)
    }

    /// Ends one of one's own sessions.
    ///
    /// # Errors
    /// If it is not there.
    pub async fn end_own_session(&self, asker: &Asker, id: &str) -> Result<(), OfficeError> {
        let mut deed = self.begin_own(asker).await?;
        let session = sessions::get(&mut deed.tx, id).await?;
        if session.is_none_or(|session| session.user != asker.user) {
            return Err(OfficeError::Missing { what: "这次登录" });
        }
        sessions::remove(&mut deed.tx, id).await?;
        deed.done(note("结束登录会话", &asker.user, "本人的一个会话")).await
    }

    /// Ends all of one's own sessions but this one.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn end_other_sessions(&self, asker: &Asker) -> Result<u64, OfficeError> {
        let mut deed = self.begin_own(asker).await?;
        let ended = sessions::remove_of(&mut deed.tx, &asker.user, Some(&asker.session)).await?;
        let detail = format!("本人的其他{ended}个会话");
        deed.done(note("结束登录会话", &asker.user, &detail)).await?;
        Ok(ended)
    }

    /// Begins a change of the asker's own account.
    pub(crate) async fn begin_own<'a>(&self, asker: &'a Asker) -> Result<Deed<'a>, OfficeError> {
        asker.require_person()?;
        self.begin_unasked(asker).await
    }

    async fn own(&self, asker: &Asker) -> Result<User, OfficeError> {
        asker.require_person()?;
        let mut tx = self.store().read().await?;
        Ok(people::get(&mut tx, &Scope::everything(), &asker.user).await?)
    }

    async fn check_new(&self, user: &User, typed: &NewPassword) -> Result<(), OfficeError> {
        let mut faults = Faults::default();
        if let Err(weak) = password::check(&typed.new, &user.login) {
            faults.add("new", weak.to_string());
        }
        if typed.new != typed.again {
            faults.add("again", "两次填写的新密码不一样");
        }
        faults.none()?;
        let mut tx = self.store().read().await?;
        let take = u64::try_from(REMEMBERED - 1).unwrap_or_default();
        let mut used = people::remembered(&mut tx, &user.id, take).await?;
        drop(tx);
        used.push(user.password_hash.clone());
        for hash in used {
            if password::is_right(&typed.new, &hash).await {
                let said = format!("这个密码最近{REMEMBERED}次用过，请换一个");
                return Err(OfficeError::field("new", said));
            }
        }
        Ok(())
    }

    /// A wrong password of somebody who is signed in counts as a try.
    async fn missed(&self, asker: &Asker, field: &'static str) -> Result<OfficeError, OfficeError> {
        let mut deed = self.begin_own(asker).await?;
        let settings = Settings::of(&mut deed.tx).await?;
        let user = people::get(&mut deed.tx, &deed.scope, &asker.user).await?;
        let locked = miss(deed, user, &settings, "核对原密码不对").await?;
        if locked.is_some() {
            // Whoever does not know the password is not to go on with the session.
            self.sign_out(asker).await?;
        }
        Ok(locked.unwrap_or_else(|| OfficeError::field(field, "密码不对")))
    }
}
