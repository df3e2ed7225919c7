//! Signing in and out.

use std::sync::Arc;

use store::people::{self, User};
use store::sessions::{self, Session, Stage};
use store::{Tx, organisations};

use crate::deed::{Deed, Note};
use crate::memory::tell_newest;
use crate::settings::Settings;
use crate::{Asker, Moment, Office, OfficeError, Scope, password, second_factor};

/// After how many wrong passwords an account is locked, unless it is set otherwise.
pub const TRIES: i64 = 5;
/// For how long, in seconds, unless it is set otherwise.
pub const LOCKED_SECONDS: i64 = 15 * 60;
/// How long a session lasts that is not used, in seconds, unless it is set otherwise.
pub const IDLE_SECONDS: i64 = 30 * 60;
/// How long a session lasts at most, in seconds, unless it is set otherwise.
pub const LONGEST_SECONDS: i64 = 12 * 60 * 60;
/// How long one has for the second factor, in seconds.
const PENDING_SECONDS: i64 = 5 * 60;
/// How often the use of a session is noted, in seconds: not at every request.
const NOTED_SECONDS: i64 = 60;
/// A hash that no password has: unknown names take as long as wrong passwords.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$\
                      AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// What somebody typed who wants to sign in.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// The login name.
    pub login: String,
    /// The password.
    pub password: String,
    /// Where from.
    pub address: String,
    /// What the browser calls itself.
    pub agent: String,
}

/// Signed in: what the browser is to hold.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The secret that the browser sends with every request.
    pub secret: String,
    /// Whether the second factor is still asked for.
    pub stage: Stage,
    /// Whether another password must be chosen first.
    pub must_change: bool,
}

/// Somebody whose session is open.
struct Holder {
    asker: Asker,
    /// Whether another password must be chosen before anything else.
    is_due: bool,
}

/// An account that is open, with all its roles.
pub(crate) struct OpenAccount {
    pub(crate) user: User,
    /// Who asks by it: from nowhere, in no session.
    pub(crate) asker: Asker,
}

impl Office {
    /// Signs somebody in with name and password.
    ///
    /// # Errors
    /// One and the same sentence for a wrong name and a wrong password; another for a locked account.
    pub async fn sign_in(&self, typed: &Credentials) -> Result<SignedIn, OfficeError> {
        let found = people::by_login(&mut self.store().read().await?, &typed.login).await?;
        let hash = found.as_ref().map_or(NOBODY, |user| user.password_hash.as_str());
        let is_right = password::is_right(&typed.password, hash).await;
        let login: String = typed.login.chars().take(60).collect();
        let mut asker = Asker::program(&login, &typed.address);
        asker.name.clear();
        let mut deed = self.begin_unasked(&asker).await?;
        let settings = Settings::of(&mut deed.tx).await?;
        // Read again within the transaction: two tries at once count as two.
        let Some(user) = people::by_login(&mut deed.tx, &typed.login).await? else {
            deed.refused(note("登录", "", "没有这个登录名")).await?;
            return Err(wrong(&settings));
        };
        if let Some(until) = locked(&user, deed.now) {
            deed.refused(note("登录", &user.id, "账号已锁定")).await?;
            return Err(until);
        }
        if user.disabled_at.is_some() {
            deed.refused(note("登录", &user.id, "账号已停用")).await?;
            return Err(wrong(&settings));
        }
        if !is_right {
            return Err(miss(deed, user, &settings, "密码不对")
                .await?
                .unwrap_or_else(|| wrong(&settings)));
        }
        let stage = if user.totp_on { Stage::Pending } else { Stage::Open };
        open(deed, user, &typed.address, &typed.agent, stage).await
    }

    /// Takes the code of the second factor of somebody whose password was right.
    ///
    /// # Errors
    /// [`OfficeError::SignedOut`] if the password was too long ago; [`OfficeError::Invalid`] for a wrong
    /// code or one that was used.
    pub async fn enter_code(
        &self,
        secret: &str,
        code: &str,
        address: &str,
    ) -> Result<SignedIn, OfficeError> {
        let (session, user) = self.pending(secret).await?;
        let mut asker = Asker::program(&user.login, address);
        asker.name.clear();
        let mut deed = self.begin_unasked(&asker).await?;
        let settings = Settings::of(&mut deed.tx).await?;
        // Read again within the transaction: no code counts twice.
        let mut user = people::get(&mut deed.tx, &Scope::everything(), &user.id).await?;
        if let Some(until) = locked(&user, deed.now) {
            deed.refused(note("二次验证", &user.id, "账号已锁定")).await?;
            return Err(until);
        }
        let step = user.totp_secret.as_deref();
        let step = step.and_then(|secret| second_factor::step(secret, code, deed.now));
        let Some(step) = step.filter(|step| *step > user.totp_step) else {
            let said = "动态口令不对，或已经用过。请等手机上换了新的再填";
            let locked = miss(deed, user, &settings, "动态口令不对").await?;
            return Err(locked.unwrap_or_else(|| OfficeError::Invalid(said.to_owned())));
        };
        user.totp_step = step;
        sessions::remove(&mut deed.tx, &session.id).await?;
        open(deed, user, address, &session.agent, Stage::Open).await
    }

    /// Who holds this secret, if the session is open.
    ///
    /// # Errors
    /// [`OfficeError::SignedOut`] if it is not, [`OfficeError::PasswordDue`] if another password must be
    /// chosen first.
    pub async fn asker(&self, secret: &str, address: &str) -> Result<Asker, OfficeError> {
        let holder = self.holder(secret, address).await?;
        if holder.is_due { Err(OfficeError::PasswordDue) } else { Ok(holder.asker) }
    }

    /// Who holds this secret, even if another password must be chosen first: for choosing one and for
    /// signing out.
    ///
    /// # Errors
    /// [`OfficeError::SignedOut`] if the session is not open.
    pub async fn asker_whatever_is_due(
        &self,
        secret: &str,
        address: &str,
    ) -> Result<Asker, OfficeError> {
        Ok(self.holder(secret, address).await?.asker)
    }

    /// Signs out.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn sign_out(&self, asker: &Asker) -> Result<(), OfficeError> {
        let mut deed = self.begin_unasked(asker).await?;
        sessions::remove(&mut deed.tx, &asker.session).await?;
        deed.done(note("退出登录", &asker.user, "")).await
    }

    async fn holder(&self, secret: &str, address: &str) -> Result<Holder, OfficeError> {
        let id = store::digest(secret.as_bytes());
        let found = sessions::glance(self.store(), &id).await?;
        let (session, newest) = found.ok_or(OfficeError::SignedOut)?;
        tell_newest(newest);
        let settings = self.settings().await?;
        let now = self.now();
        if session.stage != Stage::Open || is_over(&session, now, settings.idle_seconds()) {
            return Err(OfficeError::SignedOut);
        }
        let account = self.account(&session.user).await?;
        let is_due = is_password_due(&account.user, now, &settings);
        let mut asker = account.asker.clone();
        asker.address = address.to_owned();
        asker.session = id;
        if is_to_note(Some(&session.seen_at), now) {
            let mut tx = self.store().write().await?;
            sessions::seen(&mut tx, &asker.session, &now.to_string()).await?;
            tx.commit().await?;
        }
        Ok(Holder { asker, is_due })
    }

    async fn pending(&self, secret: &str) -> Result<(Session, User), OfficeError> {
        let found = sessions::glance(self.store(), &store::digest(secret.as_bytes())).await?;
        let (session, _) = found.ok_or(OfficeError::SignedOut)?;
        if session.stage != Stage::Pending || is_over(&session, self.now(), PENDING_SECONDS) {
            return Err(OfficeError::SignedOut);
        }
        let mut tx = self.store().read().await?;
        let user = open_account(&mut tx, &session.user).await?;
        Ok((session, user))
    }

    /// An account that is open, with all its roles: whatever changes it is an act.
    pub(crate) async fn account(&self, user: &str) -> Result<Arc<OpenAccount>, OfficeError> {
        let found = async {
            let mut tx = self.store().read().await?;
            let user = open_account(&mut tx, user).await?;
            let asker = asker_for(&mut tx, user.clone()).await?;
            Ok(OpenAccount { user, asker })
        };
        self.remembered(format!("account/{user}"), Box::pin(found)).await
    }
}

/// The account with this id, if it is open.
pub(crate) async fn open_account(tx: &mut Tx, user: &str) -> Result<User, OfficeError> {
    let user = people::get(tx, &Scope::everything(), user).await;
    let user = user.map_err(|_| OfficeError::SignedOut)?;
    if user.disabled_at.is_some() { Err(OfficeError::SignedOut) } else { Ok(user) }
}

/// The asker that a user is, with all roles.
pub(crate) async fn asker_for(tx: &mut Tx, user: User) -> Result<Asker, OfficeError> {
    let home = organisations::get(tx, &Scope::everything(), &user.home).await?;
    Ok(Asker {
        assignments: people::assignments(tx, Some(&user.id)).await?,
        user: user.id,
        login: user.login,
        name: user.name,
        home: user.home,
        home_name: home.name,
        limited_to: None,
        address: String::new(),
        session: String::new(),
    })
}

/// Whether the use of something that was last noted then is to be noted: not at every request.
pub(crate) fn is_to_note(last: Option<&str>, now: Moment) -> bool {
    let next = last.and_then(Moment::from_text).map(|at| at.plus_seconds(NOTED_SECONDS));
    next.is_none_or(|next| next <= now)
}

/// When the password of an account is to be replaced by another one.
pub(crate) fn password_ends(user: &User, settings: &Settings) -> Option<Moment> {
    let set = Moment::from_text(&user.password_set_at)?;
    Some(set.plus_seconds(settings.password_days() * 86_400))
}

/// Until when the account is locked, as who signs in is told.
pub(crate) fn locked(user: &User, now: Moment) -> Option<OfficeError> {
    let until = Moment::from_text(user.locked_until.as_deref()?)?;
    (until > now).then(|| {
        let time = until.in_china().strftime("%H:%M").to_string();
        OfficeError::Limited(format!(
            "密码多次输错，账号已锁定，{time} 以后可以再试；急用请联系安全管理员解锁"
        ))
    })
}

/// A wrong password or code counts. Gives what is to be said if the account is locked by it.
pub(crate) async fn miss(
    mut deed: Deed<'_>,
    mut user: User,
    settings: &Settings,
    what: &'static str,
) -> Result<Option<OfficeError>, OfficeError> {
    user.failed += 1;
    let is_last = user.failed >= settings.tries();
    if is_last {
        user.failed = 0;
        user.locked_until = Some(deed.now.plus_seconds(settings.locked_minutes() * 60).to_string());
    }
    people::update(&mut deed.tx, &user).await?;
    let detail =
        if is_last { format!("{what}，次数已满，账号锁定") } else { what.to_owned() };
    let now = deed.now;
    deed.refused(note("登录", &user.id, &detail)).await?;
    Ok(locked(&user, now))
}

fn is_password_due(user: &User, now: Moment, settings: &Settings) -> bool {
    user.must_change || password_ends(user, settings).is_none_or(|end| end <= now)
}

fn is_over(session: &Session, now: Moment, idle: i64) -> bool {
    let ended = Moment::from_text(&session.ends_at).is_none_or(|end| end <= now);
    let seen = Moment::from_text(&session.seen_at);
    ended || seen.is_none_or(|seen| seen.plus_seconds(idle) <= now)
}

fn wrong(settings: &Settings) -> OfficeError {
    OfficeError::Invalid(format!(
        "登录名或密码不对。连续{}次输错，账号将锁定{}分钟",
        settings.tries(),
        settings.locked_minutes()
    ))
}

async fn open(
    mut deed: Deed<'_>,
    mut user: User,
    address: &str,
    agent: &str,
    stage: Stage,
) -> Result<SignedIn, OfficeError> {
    let settings = Settings::of(&mut deed.tx).await?;
    let secret = store::new_secret();
    let now = deed.now;
    let lasts = match stage {
        Stage::Pending => PENDING_SECONDS,
        Stage::Open => settings.longest_seconds(),
    };
    let session = Session {
        id: store::digest(secret.as_bytes()),
        user: user.id.clone(),
        created_at: now.to_string(),
        seen_at: now.to_string(),
        ends_at: now.plus_seconds(lasts).to_string(),
        address: address.to_owned(),
        agent: agent.chars().take(200).collect(),
        stage,
    };
    let idle_since = now.plus_seconds(-settings.idle_seconds()).to_string();
    sessions::sweep(&mut deed.tx, &now.to_string(), &idle_since).await?;
    sessions::insert(&mut deed.tx, &session).await?;
    let must_change = is_password_due(&user, now, &settings);
    let detail = match stage {
        Stage::Pending => "密码正确，待二次验证",
        Stage::Open => {
            // Only now: else the right password would give new tries for the code.
            user.failed = 0;
            user.locked_until = None;
            user.seen_at = Some(now.to_string());
            people::update(&mut deed.tx, &user).await?;
            ""
        }
    };
    deed.done(note("登录", &user.id, detail)).await?;
    Ok(SignedIn { secret, stage, must_change })
}

pub(crate) fn note(act: &'static str, user: &str, detail: &str) -> Note {
    Note {
        act,
        kind: "账号",
        object: user.to_owned(),
        detail: detail.to_owned(),
        ..Note::default()
    }
}
