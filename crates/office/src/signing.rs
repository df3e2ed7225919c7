//! Signing in and out.

use store::people::{self, User};
use store::sessions::{self, Session, Stage};
use store::{Tx, organisations};

use crate::deed::{Deed, Note};
use crate::{Asker, Moment, Office, OfficeError, Scope, password};

/// After how many wrong passwords an account is locked.
pub const TRIES: i64 = 5;
/// For how long, in seconds.
pub const LOCKED_SECONDS: i64 = 15 * 60;
/// How long a session lasts that is not used, in seconds.
pub const IDLE_SECONDS: i64 = 30 * 60;
/// How long a session lasts at most, in seconds.
pub const LONGEST_SECONDS: i64 = 12 * 60 * 60;
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

impl Office {
    /// Signs somebody in with name and password.
    ///
    /// # Errors
    /// One and the same sentence for a wrong name and a wrong password; another for a locked account.
    pub async fn sign_in(&self, typed: &Credentials) -> Result<SignedIn, OfficeError> {
        let found = people::by_login(&mut self.store().read().await?, &typed.login).await?;
        let hash = found.as_ref().map_or(NOBODY, |user| user.password_hash.as_str());
        let is_right = password::is_right(&typed.password, hash).await;
        let mut asker = Asker::program(&typed.login, &typed.address);
        asker.name.clear();
        let mut deed = self.begin_unasked(&asker).await?;
        // Read again within the transaction: two tries at once count as two.
        let Some(user) = people::by_login(&mut deed.tx, &typed.login).await? else {
            deed.refused(note("登录", "", "没有这个登录名")).await?;
            return Err(wrong());
        };
        if let Some(until) = locked(&user, deed.now) {
            deed.refused(note("登录", &user.id, "账号已锁定")).await?;
            return Err(until);
        }
        if user.disabled_at.is_some() {
            deed.refused(note("登录", &user.id, "账号已停用")).await?;
            return Err(wrong());
        }
        if !is_right {
            return Err(miss(deed, user).await?);
        }
        open(deed, user, typed).await
    }

    /// Who holds this secret, if the session is open.
    ///
    /// # Errors
    /// [`OfficeError::SignedOut`] if it is not.
    pub async fn asker(&self, secret: &str, address: &str) -> Result<Asker, OfficeError> {
        let id = store::digest(secret.as_bytes());
        let mut tx = self.store().read().await?;
        let session = sessions::get(&mut tx, &id).await?.ok_or(OfficeError::SignedOut)?;
        let now = self.now();
        if session.stage != Stage::Open || is_over(&session, now) {
            return Err(OfficeError::SignedOut);
        }
        let mut asker = asker_of(&mut tx, &session.user).await?;
        asker.address = address.to_owned();
        asker.session = id;
        drop(tx);
        let noted = Moment::from_text(&session.seen_at).map(|at| at.plus_seconds(NOTED_SECONDS));
        if noted.is_none_or(|next| next <= now) {
            let mut tx = self.store().write().await?;
            sessions::seen(&mut tx, &asker.session, &now.to_string()).await?;
            tx.commit().await?;
        }
        Ok(asker)
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
}

/// The asker that a user is, with all roles.
pub(crate) async fn asker_of(tx: &mut Tx, user: &str) -> Result<Asker, OfficeError> {
    let everything = Scope::everything();
    let user = people::get(tx, &everything, user).await.map_err(|_| OfficeError::SignedOut)?;
    if user.disabled_at.is_some() {
        return Err(OfficeError::SignedOut);
    }
    let home = organisations::get(tx, &everything, &user.home).await?;
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

fn is_over(session: &Session, now: Moment) -> bool {
    let ended = Moment::from_text(&session.ends_at).is_none_or(|end| end <= now);
    let seen = Moment::from_text(&session.seen_at);
    ended || seen.is_none_or(|seen| seen.plus_seconds(IDLE_SECONDS) <= now)
}

fn wrong() -> OfficeError {
    OfficeError::Invalid(format!(
        "登录名或密码不对。连续{TRIES}次输错，账号将锁定{}分钟",
        LOCKED_SECONDS / 60
    ))
}

fn locked(user: &User, now: Moment) -> Option<OfficeError> {
    let until = Moment::from_text(user.locked_until.as_deref()?)?;
    (until > now).then(|| {
        let time = until.in_china().strftime("%H:%M").to_string();
        OfficeError::Limited(format!(
            "密码多次输错，账号已锁定，{time} 以后可以再试；急用请联系安全管理员解锁"
        ))
    })
}

/// A wrong password counts.
async fn miss(mut deed: Deed<'_>, mut user: User) -> Result<OfficeError, OfficeError> {
    user.failed += 1;
    let is_last = user.failed >= TRIES;
    if is_last {
        user.failed = 0;
        user.locked_until = Some(deed.now.plus_seconds(LOCKED_SECONDS).to_string());
    }
    people::update(&mut deed.tx, &user).await?;
    let detail = if is_last { "密码多次不对，账号锁定" } else { "密码不对" };
    let now = deed.now;
    deed.refused(note("登录", &user.id, detail)).await?;
    Ok(locked(&user, now).unwrap_or_else(wrong))
}

async fn open(
    mut deed: Deed<'_>,
    mut user: User,
    typed: &Credentials,
) -> Result<SignedIn, OfficeError> {
    let secret = store::new_secret();
    let stage = if user.totp_on { Stage::Pending } else { Stage::Open };
    let now = deed.now;
    let session = Session {
        id: store::digest(secret.as_bytes()),
        user: user.id.clone(),
        created_at: now.to_string(),
        seen_at: now.to_string(),
        ends_at: now.plus_seconds(LONGEST_SECONDS).to_string(),
        address: typed.address.clone(),
        agent: typed.agent.chars().take(200).collect(),
        stage,
    };
    sessions::insert(&mut deed.tx, &session).await?;
    user.failed = 0;
    user.locked_until = None;
    user.seen_at = Some(now.to_string());
    people::update(&mut deed.tx, &user).await?;
    let set = Moment::from_text(&user.password_set_at);
    let is_old = set.is_none_or(|at| at.plus_seconds(password::LASTS_DAYS * 86_400) <= now);
    deed.done(note("登录", &user.id, "")).await?;
    Ok(SignedIn { secret, stage, must_change: user.must_change || is_old })
}

fn note(act: &'static str, user: &str, detail: &str) -> Note {
    Note {
        act,
        kind: "账号",
        object: user.to_owned(),
        detail: detail.to_owned(),
        ..Note::default()
    }
}
