//! The county's organisations and accounts.

use std::collections::HashMap;

use office::deed::Note;
use office::people::{Founding, NewOrganisation, NewUser};
use office::{Asker, Office, OfficeError, Scope};
use store::organisations::{self, OrganisationKind};
use store::people::{self, Role};

use crate::county::{County, Person};
use crate::expand::{COUNTY, REGION};

/// The password of all sample users.
pub const PASSWORD: &str = "Linhe-Yanshi-2026";
/// Where the sample users work from.
const ADDRESS: &str = "演示数据";

/// Who there is, once everybody is entered.
#[derive(Debug)]
pub(crate) struct Town {
    /// The organisations' ids by what the data files call them; the county by nothing.
    pub(crate) places: HashMap<String, String>,
    askers: HashMap<String, Asker>,
}

impl Town {
    /// The person with this login name.
    pub(crate) fn asker(&self, login: &str) -> Result<&Asker, OfficeError> {
        let missing = || OfficeError::Machine(format!("没有演示账号“{login}”"));
        self.askers.get(login).ok_or_else(missing)
    }

    /// The organisation that the data files call so.
    pub(crate) fn place(&self, id: &str) -> Result<&str, OfficeError> {
        let missing = || OfficeError::Machine(format!("没有演示单位“{id}”"));
        self.places.get(id).map(String::as_str).ok_or_else(missing)
    }
}

/// Founds the office and enters organisations, accounts, roles.
pub(crate) async fn settle(office: &Office, county: &County) -> Result<Town, OfficeError> {
    let (first, others) = county
        .people
        .split_first_chunk::<3>()
        .ok_or_else(|| OfficeError::Machine("演示数据里没有三名管理员".to_owned()))?;
    let founding = Founding {
        region: REGION.to_owned(),
        name: COUNTY.to_owned(),
        administrators: first.each_ref().map(|person| account(person, "")),
        address: ADDRESS.to_owned(),
    };
    let region = office.found(&founding).await?;
    let mut town =
        Town { places: HashMap::from([(String::new(), region.clone())]), askers: HashMap::new() };
    for person in first {
        learn(office, &mut town, &person.login).await?;
    }
    let system = town.asker(&first[0].login)?.clone();
    for place in &county.organisations {
        let new = NewOrganisation {
            parent: Some(town.place(&place.parent)?.to_owned()),
            kind: OrganisationKind::from_word(&place.kind)?,
            code: place.code.clone(),
            region: REGION.to_owned(),
            name: place.name.clone(),
        };
        let id = office.enter_organisation(&system, &new).await?;
        town.places.insert(place.id.clone(), id);
    }
    let security = town.asker(&first[1].login)?.clone();
    for person in others {
        let home = town.place(&person.home)?.to_owned();
        let user = office.add_user(&system, &account(person, &home)).await?;
        for role in &person.roles {
            let role = Role::from_word(role)?;
            let is_inside = matches!(role, Role::Clerk | Role::Head | Role::Recorder);
            let at = if is_inside { &home } else { &region };
            office.give_role(&security, &user, role, at).await?;
        }
        learn(office, &mut town, &person.login).await?;
    }
    Ok(town)
}

/// Lets the sample passwords count from now on: else they would have run out long ago.
pub(crate) async fn renew_passwords(office: &Office, county: &County) -> Result<(), OfficeError> {
    let program = Asker::program("", ADDRESS);
    let mut deed = office.begin_unasked(&program).await?;
    let now = deed.now.to_string();
    for person in &county.people {
        if let Some(mut user) = people::by_login(&mut deed.tx, &person.login).await? {
            user.password_set_at.clone_from(&now);
            people::update(&mut deed.tx, &user).await?;
        }
    }
    let detail = "演示账号的密码从今天起计算有效期".to_owned();
    deed.done(Note { act: "延长演示密码", kind: "账号", detail, ..Note::default() }).await
}

fn account(person: &Person, home: &str) -> NewUser {
    NewUser {
        home: home.to_owned(),
        login: person.login.clone(),
        name: person.name.clone(),
        post: person.post.clone(),
        password: PASSWORD.to_owned(),
        must_change: false,
    }
}

/// The person as one who asks.
async fn learn(office: &Office, town: &mut Town, login: &str) -> Result<(), OfficeError> {
    let mut tx = office.store().read().await?;
    let missing = || OfficeError::Machine(format!("没有演示账号“{login}”"));
    let user = people::by_login(&mut tx, login).await?.ok_or_else(missing)?;
    let home = organisations::get(&mut tx, &Scope::everything(), &user.home).await?;
    let asker = Asker {
        assignments: people::assignments(&mut tx, Some(&user.id)).await?,
        user: user.id,
        login: user.login,
        name: user.name,
        home: user.home,
        home_name: home.name,
        limited_to: None,
        address: ADDRESS.to_owned(),
        session: String::new(),
    };
    town.askers.insert(login.to_owned(), asker);
    Ok(())
}
