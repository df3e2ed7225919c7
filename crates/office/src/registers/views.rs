//! Lists of registers as people like to see them: kept under a name, offered again, shared with one's organisation.
//!
//! What is kept is the question, never an answer: whoever uses a view asks anew, with the rights of that moment. What a
//! view asks by a field that its reader may not ask of is left out before he gets it, the values too.

use register::{Definition, Field};
use store::registers::views::{self, View};
use store::{StoreError, Tx};

use super::asking::may_be_a_number;
use super::sight::Sight;
use crate::deed::Note;
use crate::{Asker, Office, OfficeError, Permission};

/// The most views that somebody keeps of a register.
const MOST: usize = 30;
/// The longest name, in characters.
const LONGEST_NAME: usize = 20;
/// The most parts of a question.
const MOST_PAIRS: usize = 80;
/// The longest value, in characters.
const LONGEST_VALUE: usize = 200;

/// What a list is asked for, as names and values: `q` words, `state`, `standing`, `sort`, `col` a column, `size`
/// entries of a page, and `f-` with a field's name, with `-from`, `-to`, `-has` behind it or nothing.
pub type AskedFor = Vec<(String, String)>;

/// A view as it is offered to somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What the list is asked for, as far as the asker may.
    pub asked: AskedFor,
    /// Whether the list opens with it.
    pub is_default: bool,
    /// Whether others of the organisation are offered it.
    pub is_shared: bool,
    /// Whether the asker made it.
    pub is_own: bool,
    /// Who made it, by name.
    pub by: String,
    /// How many parts of it were left out because the asker may not ask so.
    pub left_out: usize,
}

/// A view as somebody wants it kept.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Its name.
    pub name: String,
    /// Whether the list is to open with it.
    pub is_default: bool,
    /// Whether others of the organisation are to be offered it.
    pub is_shared: bool,
}

impl Office {
    /// The views of a register that are offered to the asker: his own, then what others of his organisation share.
    ///
    /// # Errors
    /// If the asker may not see the register.
    pub async fn register_views(
        &self,
        asker: &Asker,
        register: &str,
        owner: &str,
    ) -> Result<Vec<Offered>, OfficeError> {
        let what = format!("views/{register}/{owner}/{}", asker.home);
        self.remembered_for(asker, what, Box::pin(self.views_now(asker, register, owner))).await
    }

    async fn views_now(
        &self,
        asker: &Asker,
        register: &str,
        owner: &str,
    ) -> Result<Vec<Offered>, OfficeError> {
        let all = self.registers().await?;
        let register = all.get(register)?;
        let (mut tx, sight) = self.sight_into(asker, owner, Permission::ReadRegisters).await?;
        let scope = asker.scope(Permission::ReadRegisters);
        let kept = views::list(&mut tx, &scope, &asker.user, &asker.home, register.name()).await?;
        let mut offered = Vec::new();
        for view in kept {
            let by = super::showing::name_of(&mut tx, &view.user).await?;
            offered.push(offer(register.definition, &sight, asker, view, by));
        }
        Ok(offered)
    }

    /// Keeps what a list is asked for under a name; a view of that name that the asker has already is written over.
    /// Gives its id.
    ///
    /// # Errors
    /// If the asker may not see the register or ask so, the name is no name, or somebody's number stands in it.
    pub async fn keep_view(
        &self,
        asker: &Asker,
        register: &str,
        owner: &str,
        wanted: &Wanted,
        asked: AskedFor,
    ) -> Result<String, OfficeError> {
        let all = self.registers().await?;
        let register = all.get(register)?;
        let name = name(&wanted.name)?;
        let mut deed = self.begin(asker, Permission::ReadRegisters).await?;
        let sight = self.sight(&mut deed.tx, asker, owner).await?;
        check(register.definition, &sight, &asked)?;
        let own = own(&mut deed.tx, asker, register.name()).await?;
        let before = own.iter().find(|view| view.name == name);
        if before.is_none() && own.len() >= MOST {
            let said = format!("一本台账最多保存{MOST}个视图，请先删除不用的");
            return Err(OfficeError::Invalid(said));
        }
        if wanted.is_default {
            views::clear_default(&mut deed.tx, &asker.user, register.name()).await?;
        }
        let kept = View {
            owner: asker.home.clone(),
            id: before.map_or_else(store::new_id, |view| view.id.clone()),
            user: asker.user.clone(),
            register: register.name().to_owned(),
            name,
            asked: serde_json::to_string(&asked).unwrap_or_default(),
            is_default: wanted.is_default,
            is_shared: wanted.is_shared,
            changed_at: deed.now.to_string(),
        };
        match before {
            Some(_) => views::update(&mut deed.tx, &kept).await?,
            None => views::insert(&mut deed.tx, &kept).await?,
        }
        let note = noted("保存视图", register.name(), &register.definition.title, &kept);
        deed.done(note).await?;
        Ok(kept.id)
    }

    /// Changes the name of a view of the asker's, whether the list opens with it, whether it is shared.
    ///
    /// # Errors
    /// If it is not there or another's, or he has another one of the name.
    pub async fn change_view(
        &self,
        asker: &Asker,
        register: &str,
        id: &str,
        wanted: &Wanted,
    ) -> Result<(), OfficeError> {
        let all = self.registers().await?;
        let register = all.get(register)?;
        let name = name(&wanted.name)?;
        let mut deed = self.begin(asker, Permission::ReadRegisters).await?;
        let before = find(&mut deed.tx, asker, register.name(), id).await?;
        if wanted.is_default {
            views::clear_default(&mut deed.tx, &asker.user, register.name()).await?;
        }
        let changed = View {
            name,
            is_default: wanted.is_default,
            is_shared: wanted.is_shared,
            changed_at: deed.now.to_string(),
            ..before
        };
        match views::update(&mut deed.tx, &changed).await {
            Err(StoreError::Exists(_)) => {
                let said = format!("您已有名为“{}”的视图，请换一个名称", changed.name);
                return Err(OfficeError::Conflict(said));
            }
            done => done?,
        }
        let note = noted("修改视图", register.name(), &register.definition.title, &changed);
        deed.done(note).await
    }

    /// Forgets a view of the asker's.
    ///
    /// # Errors
    /// If it is not there, or another's.
    pub async fn forget_view(
        &self,
        asker: &Asker,
        register: &str,
        id: &str,
    ) -> Result<(), OfficeError> {
        let all = self.registers().await?;
        let register = all.get(register)?;
        let mut deed = self.begin(asker, Permission::ReadRegisters).await?;
        let before = find(&mut deed.tx, asker, register.name(), id).await?;
        views::remove(&mut deed.tx, &asker.user, id).await?;
        let note = noted("删除视图", register.name(), &register.definition.title, &before);
        deed.done(note).await
    }
}

fn noted(act: &'static str, register: &str, title: &str, view: &View) -> Note {
    let shared = if view.is_shared { "，与本单位共享" } else { "" };
    Note {
        act,
        owner: view.owner.clone(),
        kind: "台账",
        object: format!("{register}/view/{}", view.id),
        detail: format!("{title}：{}{shared}", view.name),
        ..Note::default()
    }
}

async fn own(tx: &mut Tx, asker: &Asker, register: &str) -> Result<Vec<View>, OfficeError> {
    let scope = store::Scope::nothing();
    let all = views::list(tx, &scope, &asker.user, &asker.home, register).await?;
    Ok(all.into_iter().filter(|view| view.user == asker.user).collect())
}

async fn find(tx: &mut Tx, asker: &Asker, register: &str, id: &str) -> Result<View, OfficeError> {
    let missing = || OfficeError::Missing { what: "这个视图" };
    let found = views::find(tx, &asker.user, id).await;
    let found = found.map_err(OfficeError::missing("这个视图"))?;
    if found.register == register { Ok(found) } else { Err(missing()) }
}

fn name(typed: &str) -> Result<String, OfficeError> {
    let name: String = typed.trim().chars().filter(|sign| !sign.is_control()).collect();
    if name.is_empty() {
        return Err(OfficeError::field("name", "请给视图起一个名称"));
    }
    if name.chars().count() > LONGEST_NAME {
        return Err(OfficeError::field("name", format!("视图的名称请在{LONGEST_NAME}字以内")));
    }
    if holds_number(&name) {
        return Err(OfficeError::field("name", "视图的名称里不要写证件号、电话或账号"));
    }
    Ok(name)
}

fn offer(definition: &Definition, sight: &Sight, asker: &Asker, view: View, by: String) -> Offered {
    let is_own = view.user == asker.user;
    let kept: AskedFor = serde_json::from_str(&view.asked).unwrap_or_default();
    let whole = kept.len();
    let may = |(name, value): &(String, String)| {
        // Words that another person typed may be a name.
        let is_told = name != "q" || is_own || sight.may_unmask;
        is_told && part(definition, sight, name, value) == Part::Asked
    };
    let asked: AskedFor = kept.into_iter().filter(may).collect();
    Offered {
        left_out: whole - asked.len(),
        id: view.id,
        name: view.name,
        asked,
        is_default: view.is_default && is_own,
        is_shared: view.is_shared,
        is_own,
        by,
    }
}

/// Refuses what no view can hold, and what the asker may not ask.
fn check(definition: &Definition, sight: &Sight, asked: &AskedFor) -> Result<(), OfficeError> {
    let is_long = |(_, value): &(String, String)| value.chars().count() > LONGEST_VALUE;
    if asked.len() > MOST_PAIRS || asked.iter().any(is_long) {
        return Err(OfficeError::Invalid("筛选的内容太多，不能保存为视图".to_owned()));
    }
    for (name, value) in asked {
        match part(definition, sight, name, value) {
            Part::Asked => {}
            Part::Number => {
                let said = "视图里不能有证件号、电话或账号。请去掉号码再保存";
                return Err(OfficeError::Invalid(said.to_owned()));
            }
            Part::Unknown => {
                let said = "筛选里有台账没有的项，或您无权使用的项，不能保存为视图";
                return Err(OfficeError::Invalid(said.to_owned()));
            }
        }
    }
    Ok(())
}

/// What a part of a question is to somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// He may ask so.
    Asked,
    /// Somebody's number may stand in it.
    Number,
    /// There is no such thing, or not for him.
    Unknown,
}

fn part(definition: &Definition, sight: &Sight, name: &str, value: &str) -> Part {
    let field = |name: &str| definition.field(name).map(|(_, field)| field);
    let only = |may: bool| if may { Part::Asked } else { Part::Unknown };
    match name {
        "q" if holds_number(value) => Part::Number,
        "q" | "state" | "standing" | "size" => Part::Asked,
        "sort" => {
            let of = field(value.strip_prefix('-').unwrap_or(value));
            only(of.is_some_and(|of| sight.may_ask_of(of)))
        }
        "col" => only(field(value).is_some_and(|of| sight.sees(of))),
        _ => {
            let Some(rest) = name.strip_prefix("f-") else { return Part::Unknown };
            let (of, end) = rest.split_once('-').unwrap_or((rest, ""));
            let Some(of) = field(of) else { return Part::Unknown };
            if !["from", "to"].contains(&end) && holds_number(value) {
                return Part::Number;
            }
            only(may_filter(sight, of, end, value))
        }
    }
}

/// Whether somebody may filter by a field: what is encrypted is at most found filled or not.
fn may_filter(sight: &Sight, field: &Field, end: &str, value: &str) -> bool {
    let is_filled = end.is_empty() && ["-", "+"].contains(&value);
    sight.may_ask_of(field) || is_filled && sight.sees(field) && sight.may_unmask
}

fn holds_number(text: &str) -> bool {
    let joined: String = text.chars().filter(|sign| !sign.is_whitespace()).collect();
    may_be_a_number(&joined) || text.split_whitespace().any(may_be_a_number)
}
