//! Founding an office, and making accounts.

use store::StoreError;
use store::organisations::{self, OrganisationKind};
use store::people::{self, Assignment, Role, User};

use crate::deed::{Deed, Note};
use crate::organisations::enter;
use crate::{Asker, Faults, Office, OfficeError, Permission, password};

pub use crate::organisations::NewOrganisation;

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
        check_founding(founding)?;
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

    /// Makes an account; gives its id.
    ///
    /// # Errors
    /// If the asker may not, the login name is taken, or the password is weak.
    pub async fn add_user(&self, asker: &Asker, new: &NewUser) -> Result<String, OfficeError> {
        asker.require(Permission::ManageUsers)?;
        check(new)?;
        let hash = password::hash(&new.password).await?;
        let mut deed = self.begin(asker, Permission::ManageUsers).await?;
        let home = organisations::get(&mut deed.tx, &deed.scope, &new.home).await;
        if home.ok().is_none_or(|home| home.closed_at.is_some()) {
            return Err(OfficeError::field("home", "请选择所属单位"));
        }
        let id = make(&mut deed, new, hash).await?;
        let detail = format!("{}（{}）", new.name, new.login);
        deed.done(note("新增账号", "账号", &id, &new.home, detail)).await?;
        Ok(id)
    }
}

/// Looks through what was typed at the first start; the fields are `region` and those of the three.
fn check_founding(founding: &Founding) -> Result<(), OfficeError> {
    let mut faults = Faults::default();
    let digits = founding.region.bytes().filter(u8::is_ascii_digit).count();
    if founding.name.trim().is_empty() {
        faults.add("region", "请填写行政区名称");
    } else if digits != 6 || founding.region.len() != 6 {
        faults.add("region", "行政区划代码是6位数字");
    }
    let mut logins: Vec<&str> = Vec::new();
    for (field, new) in ["system", "security", "auditor"].into_iter().zip(&founding.administrators)
    {
        if let Err(wrong) = check(new) {
            faults.add(field, wrong.to_string());
        } else if logins.contains(&new.login.as_str()) {
            faults.add(field, format!("用户名“{}”与前一位相同，三位要各用各的", new.login));
        }
        logins.push(&new.login);
    }
    faults.none()
}

/// Looks through what was typed for an account.
///
/// # Errors
/// [`OfficeError::Fields`] with all that is wrong.
pub(crate) fn check(new: &NewUser) -> Result<(), OfficeError> {
    let mut faults = Faults::default();
    let login = new.login.as_str();
    let is_sound = (2..=40).contains(&login.len())
        && login.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
    if !is_sound {
        let shown: String = login.chars().take(40).collect();
        let said = format!("登录名“{shown}”不合要求：请用2到40个字母、数字或 . _ -");
        faults.add("login", said);
    }
    match new.name.trim().chars().count() {
        0 => faults.add("name", "请填写姓名"),
        1..=40 => {}
        length => faults.add("name", format!("姓名有{length}个字，最多40个")),
    }
    if new.post.chars().count() > 40 {
        faults.add("post", "职务最多40个字");
    }
    if let Err(weak) = password::check(&new.password, login) {
        faults.add("password", weak.to_string());
    }
    faults.none()
}

pub(crate) async fn make(
    deed: &mut Deed<'_>,
    new: &NewUser,
    hash: String,
) -> Result<String, OfficeError> {
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
            Err(OfficeError::field("login", said))
        }
        done => Ok(done.map(|()| user.id)?),
    }
}

pub(crate) async fn give(
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

pub(crate) fn note(
    act: &'static str,
    kind: &'static str,
    object: &str,
    owner: &str,
    detail: String,
) -> Note {
    Note {
        act,
        owner: owner.to_owned(),
        kind,
        object: object.to_owned(),
        detail,
        ..Note::default()
    }
}
