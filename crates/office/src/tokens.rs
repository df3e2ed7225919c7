//! Tokens, by which programs ask in a person's name: limited to some permissions and to a time.

use store::tokens::{self, Token};

use crate::people::note;
use crate::rights::TABLE;
use crate::signing::{is_to_note, password_ends};
use crate::{Asker, Faults, Moment, Office, OfficeError, Permission};

/// What a token begins with, so that whoever finds one knows what it is.
const MARK: &str = "jh_";
/// How long a token lasts at most, in days.
pub const LONGEST_DAYS: i64 = 366;
/// How many tokens a person may have that hold.
const MOST: usize = 20;

/// A token to be made.
#[derive(Clone, Debug, Default)]
pub struct NewToken {
    /// What its owner calls it.
    pub name: String,
    /// The words of the permissions that it is limited to.
    pub scopes: Vec<String>,
    /// After how many days it ends.
    pub days: String,
}

impl Asker {
    /// The permissions that the asker has anywhere, with what people call them.
    pub fn permissions(&self) -> Vec<(Permission, &'static str)> {
        let all = TABLE.iter().map(|(permission, label, _)| (*permission, *label));
        all.filter(|(permission, _)| self.may(*permission)).collect()
    }
}

impl Office {
    /// One's own tokens, the newest first.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn list_tokens(&self, asker: &Asker) -> Result<Vec<Token>, OfficeError> {
        asker.require_person()?;
        let mut tx = self.store().read().await?;
        Ok(tokens::list(&mut tx, &asker.user).await?)
    }

    /// Makes a token and gives its secret, which is kept nowhere.
    ///
    /// # Errors
    /// If a field is wrong, or a scope is more than the asker may.
    pub async fn make_token(&self, asker: &Asker, new: &NewToken) -> Result<String, OfficeError> {
        let mut deed = self.begin_own(asker).await?;
        let now = deed.now;
        let held = tokens::list(&mut deed.tx, &asker.user).await?;
        let held = held.iter().filter(|token| holds(token, now)).count();
        let (name, days, scopes) = checked(asker, new, held)?;
        let secret = format!("{MARK}{}", store::new_secret());
        let token = Token {
            id: store::new_id(),
            user: asker.user.clone(),
            name: name.to_owned(),
            secret_hash: store::digest(secret.as_bytes()),
            scopes: scopes.join(" "),
            created_at: now.to_string(),
            ends_at: now.plus_seconds(days * 86_400).to_string(),
            used_at: None,
            revoked_at: None,
        };
        tokens::insert(&mut deed.tx, &token).await?;
        let detail = format!("{name}，{days}天，{}", token.scopes);
        deed.done(note("新建接口令牌", "令牌", &token.id, &asker.home, detail)).await?;
        Ok(secret)
    }

    /// Takes one of one's own tokens back.
    ///
    /// # Errors
    /// If it is not there, or was taken back already.
    pub async fn revoke_token(&self, asker: &Asker, id: &str) -> Result<(), OfficeError> {
        let mut deed = self.begin_own(asker).await?;
        let now = deed.now.to_string();
        if !tokens::revoke(&mut deed.tx, &asker.user, id, &now).await? {
            return Err(OfficeError::Missing { what: "这个令牌" });
        }
        deed.done(note("收回接口令牌", "令牌", id, &asker.home, String::new())).await
    }

    /// Who asks by this token.
    ///
    /// # Errors
    /// [`OfficeError::SignedOut`] if it does not hold, [`OfficeError::PasswordDue`] if its owner must
    /// choose another password first.
    pub async fn asker_by_token(&self, secret: &str, address: &str) -> Result<Asker, OfficeError> {
        let mut tx = self.store().read().await?;
        let hash = store::digest(secret.as_bytes());
        let token = tokens::by_hash(&mut tx, &hash).await?.ok_or(OfficeError::SignedOut)?;
        let now = self.now();
        if !holds(&token, now) {
            return Err(OfficeError::SignedOut);
        }
        drop(tx);
        let account = self.account(&token.user).await?;
        let ends = password_ends(&account.user, self.settings().await?.as_ref());
        if account.user.must_change || ends.is_none_or(|end| end <= now) {
            return Err(OfficeError::PasswordDue);
        }
        let mut asker = account.asker.clone();
        asker.address = address.to_owned();
        asker.limited_to =
            Some(token.scopes.split_whitespace().filter_map(Permission::from_word).collect());
        if is_to_note(token.used_at.as_deref(), now) {
            let mut tx = self.store().write().await?;
            tokens::used(&mut tx, &token.id, &now.to_string()).await?;
            tx.commit().await?;
        }
        Ok(asker)
    }
}

/// Whether a token holds at a moment.
pub fn holds(token: &Token, now: Moment) -> bool {
    let end = Moment::from_text(&token.ends_at);
    token.revoked_at.is_none() && end.is_some_and(|end| end > now)
}

fn checked<'t>(
    asker: &Asker,
    new: &'t NewToken,
    held: usize,
) -> Result<(&'t str, i64, Vec<String>), OfficeError> {
    let mut faults = Faults::default();
    let name = new.name.trim();
    if !(1..=40).contains(&name.chars().count()) {
        faults.add("name", "请写明给谁用，1到40个字");
    } else if held >= MOST {
        faults.add("name", format!("已有{held}个有效令牌，最多{MOST}个，请先收回不用的"));
    }
    let days: i64 = new.days.trim().parse().unwrap_or_default();
    if !(1..=LONGEST_DAYS).contains(&days) {
        faults.add("days", format!("有效天数请填1到{LONGEST_DAYS}之间的整数"));
    }
    let allowed = |word: &&String| {
        Permission::from_word(word).is_some_and(|permission| asker.may(permission))
    };
    let scopes: Vec<String> = new.scopes.iter().filter(allowed).cloned().collect();
    if scopes.is_empty() {
        faults.add("scopes", "请至少选一项权限");
    } else if scopes.len() < new.scopes.len() {
        faults.add("scopes", "有的权限您自己也没有，不能给令牌");
    }
    faults.none()?;
    Ok((name, days, scopes))
}
