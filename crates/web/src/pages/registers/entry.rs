//! One entry: what stands in it, what the checks say, what may be done with it, what it was.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{Html, Redirect};
use office::Asker;
use office::registers::attachments::Attached;
use office::registers::history::VersionShown;
use office::registers::showing::{EntryShown, FieldShown};
use office::registers::sight::Wish;
use register::{Definition, FieldType, Kind, Masking, Personal};
use serde::Deserialize;

use super::lines::{Mark, state};
use super::said::{Said, said};
use super::{HERE, Id, Owners, entry_href};
use crate::page::Page;
use crate::pages::{framed, shown};
use crate::signed::Signed;
use crate::view::{address, time};
use crate::{App, WebError};

/// Longer texts take up a whole line.
const SHORT: usize = 36;

/// `registers/entry.html`
#[derive(Template)]
#[template(path = "registers/entry.html")]
struct EntryPage {
    page: Page,
    it: Head,
    state: Option<Mark>,
    facts: Vec<Fact>,
    blank: String,
    hidden: usize,
    said: Vec<Said>,
    moves: Vec<Move>,
    files: Vec<FileRow>,
    /// The fields to which the asker may add files: name and label.
    slots: Vec<(String, String)>,
    is_journal: bool,
    versions: Vec<Version>,
    is_plain: bool,
    may_unmask: bool,
}

struct Head {
    title: String,
    register: String,
    number: i64,
    owner: String,
    version: i64,
    created: (String, String),
    changed: Option<(String, String)>,
    removed: String,
    here: String,
    edit: String,
    reverse: String,
    remove: String,
    reverses: Option<(i64, String)>,
    reversed_by: Option<(i64, String)>,
    import: Option<(i64, String)>,
}

struct Fact {
    label: String,
    text: String,
    unit: &'static str,
    class: &'static str,
    /// Where it leads; empty: nowhere.
    href: String,
    /// What that is.
    leads: &'static str,
}

struct Move {
    action: String,
    label: String,
    needs_reason: bool,
    lacks: String,
}

struct FileRow {
    href: String,
    name: String,
    label: String,
    field: String,
    size: String,
    when: String,
    /// That it came after the entry was registered.
    later: Option<Later>,
}

/// A file that came after a journal's entry was registered.
struct Later {
    number: i64,
    by: String,
    /// Who declared it void, when, and why; empty: nobody.
    voided: String,
}

struct Version {
    number: i64,
    by: String,
    at: String,
    reason: String,
    changes: Vec<(String, String, String)>,
}

/// What was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Done {
    said: String,
}

/// An entry, personal data masked.
pub(crate) async fn show_entry(
    State(app): State<App>,
    Signed(asker): Signed,
    Path((register, owner, Id(id))): Path<(String, String, Id)>,
    Query(done): Query<Done>,
) -> Result<Html<String>, WebError> {
    let page = EntryPage::of(&app, &asker, (&register, &owner, id), Wish::Masked).await?;
    let text = match done.said.as_str() {
        "kept" => "已登记。",
        "changed" => "已保存。",
        "attached" => "附件已上传。",
        "voided" => "附件已作废，文件和原因都保留。",
        "detached" => "附件已移除，以前的版本里仍然保留。",
        "moved" => "状态已变更。",
        "reversed" => "已冲销：原记录和红字记录都保留，合计相抵。",
        _ => return shown(&page),
    };
    shown(&EntryPage { page: page.page.clone().saying("good", text), ..page })
}

/// An entry, personal data as they are: asked for by a form, and noted.
pub(crate) async fn unmask_entry(
    State(app): State<App>,
    Signed(asker): Signed,
    Path((register, owner, Id(id))): Path<(String, String, Id)>,
) -> Result<Html<String>, WebError> {
    shown(&EntryPage::of(&app, &asker, (&register, &owner, id), Wish::Plain).await?)
}

/// To the page of the person whom a field of an entry names.
pub(crate) async fn show_named(
    State(app): State<App>,
    Signed(asker): Signed,
    Path((register, owner, Id(id), field)): Path<(String, String, Id, String)>,
) -> Result<Redirect, WebError> {
    let owners = Owners::of(&app, &asker, "").await?;
    let all = app.office.registers().await?;
    let place = all.get(&register)?.definition.field(&field).map(|(place, _)| place);
    let place = place.ok_or(WebError::NotFound)?;
    let hash = app.office.person_of(&asker, &register, &owner, id, place).await?;
    let owner = if owners.chosen == owner { "" } else { &owner };
    Ok(Redirect::to(&address(&format!("{HERE}/people/{hash}"), &[("owner", owner)])))
}

impl EntryPage {
    async fn of(
        app: &App,
        asker: &Asker,
        (register, owner, id): (&str, &str, i64),
        wish: Wish,
    ) -> Result<EntryPage, WebError> {
        let owners = Owners::of(app, asker, owner).await?;
        let all = app.office.registers().await?;
        let definition = all.get(register)?.definition;
        let it = app.office.entry(asker, register, owner, id, wish).await?;
        let versions = app.office.entry_history(asker, register, owner, id, wish).await?;
        let files = app.office.attachments(asker, register, owner, id).await?;
        let list = address(&format!("{HERE}/{register}"), &[("owner", owners.in_address())]);
        let title = if it.called.is_empty() { format!("第{id}号") } else { it.called.clone() };
        let page = framed(app, asker, title.clone(), HERE).await?;
        let here = entry_href(register, owner, id);
        let shown_fields = it.fields.iter().filter(|field| field.masking != Masking::Hidden);
        let facts = shown_fields.clone().filter(|field| is_filled(field));
        Ok(EntryPage {
            page: page.under(HERE, "台账").under(list, definition.title.clone()),
            state: state(definition, &it.state),
            facts: facts.flat_map(|field| fact(definition, field, &it, &here)).collect(),
            blank: shown_fields
                .filter(|field| !is_filled(field))
                .map(|field| field.label.as_str())
                .collect::<Vec<_>>()
                .join("、"),
            hidden: it.fields.iter().filter(|field| field.masking == Masking::Hidden).count(),
            said: said(definition, &it.findings),
            moves: it
                .moves
                .iter()
                .map(|one| Move {
                    action: format!("{here}/move/{}", one.name),
                    label: one.label.clone(),
                    needs_reason: one.needs_reason,
                    lacks: one.lacks.join("、"),
                })
                .collect(),
            files: files.into_iter().map(|file| file_row(definition, file, &here)).collect(),
            slots: slots(definition, &it),
            is_journal: definition.kind == Kind::Journal,
            versions: versions.into_iter().map(version).collect(),
            is_plain: wish == Wish::Plain,
            may_unmask: it.sight.may_unmask,
            it: head(definition, &it, title, here),
        })
    }
}

fn head(definition: &Definition, it: &EntryShown, title: String, here: String) -> Head {
    let kept = &it.kept;
    let register = definition.name.as_str();
    let may_write = it.sight.may_write && kept.removed_at.is_none();
    let link = |id: Option<i64>| id.map(|id| (id, entry_href(register, &kept.owner, id)));
    let only = |may: bool, address: String| if may { address } else { String::new() };
    let is_file = definition.kind == Kind::File;
    let stands = kept.reverses.is_none() && kept.reversed_by.is_none();
    Head {
        title,
        register: definition.title.clone(),
        number: kept.id,
        owner: it.sight.owner.name.clone(),
        version: kept.version,
        created: (kept.created.0.clone(), time(&kept.created.1)),
        changed: kept.changed.as_ref().map(|(by, at)| (by.clone(), time(at))),
        removed: kept.removed_at.as_deref().map(time).unwrap_or_default(),
        edit: only(may_write && is_file, format!("{here}/edit")),
        reverse: only(may_write && !is_file && stands, format!("{here}/reverse")),
        remove: only(may_write && is_file, format!("{here}/remove")),
        reverses: link(kept.reverses),
        reversed_by: link(kept.reversed_by),
        import: kept.import.map(|id| {
            let number = id.to_string();
            (id, address(&format!("{HERE}/{register}"), &[("import", number.as_str())]))
        }),
        here,
    }
}

fn file_row(definition: &Definition, file: Attached, here: &str) -> FileRow {
    let label = definition.field(&file.field).map(|(_, field)| field.label.clone());
    let kib = (file.size + 1023) / 1024;
    FileRow {
        href: format!("{here}/files/{}", file.digest),
        name: file.name,
        label: label.unwrap_or_default(),
        field: file.field,
        size: if kib < 1024 { format!("{kib} KB") } else { format!("{} MB", kib / 1024) },
        when: time(&file.at),
        later: file.later.map(|later| Later {
            number: later.number,
            by: later.by,
            voided: later.voided.map_or_else(String::new, |(by, at, reason)| {
                format!("{by} {} 作废：{reason}", time(&at))
            }),
        }),
    }
}

/// The fields that hold files, for whoever keeps the register.
fn slots(definition: &Definition, it: &EntryShown) -> Vec<(String, String)> {
    let may = it.sight.may_write && it.kept.removed_at.is_none();
    let fields = definition.fields.iter().filter(|_| may);
    let slots = fields.filter(|field| matches!(field.holds, FieldType::Attachment));
    slots.map(|field| (field.name.clone(), field.label.clone())).collect()
}

fn is_filled(field: &FieldShown) -> bool {
    let has_document = field.document.as_ref().is_some_and(|one| !one.as_str().is_empty());
    !field.value.as_str().is_empty() || has_document
}

fn fact(definition: &Definition, field: &FieldShown, it: &EntryShown, here: &str) -> Vec<Fact> {
    let Some(of) = definition.at(field.place) else { return Vec::new() };
    let holds = of.holds.plain();
    let text = field.value.to_string();
    let is_person = matches!(holds, FieldType::Person { .. } | FieldType::IdNumber)
        || matches!(holds, FieldType::Entry { .. }) && of.personal == Personal::Identity;
    let has_number = field.document.as_ref().is_none_or(|one| !one.as_str().is_empty());
    let (href, leads) = if is_person && has_number && it.sight.may_unmask {
        (format!("{here}/person/{}", of.name), "这个人的全部记录")
    } else {
        (related(of, field).unwrap_or_default(), "相关的记录")
    };
    let mut facts = vec![Fact {
        label: field.label.clone(),
        class: match holds {
            FieldType::Money { .. } | FieldType::Number { .. } => "figure",
            _ if text.chars().count() > SHORT => "whole",
            _ => "",
        },
        unit: match holds {
            FieldType::Money { unit } if !text.contains('*') => unit.label(),
            _ => "",
        },
        text,
        href,
        leads,
    }];
    if let Some(document) = field.document.as_ref().filter(|one| !one.as_str().is_empty())
        && let FieldType::Person { document: column } = &of.holds
    {
        facts.push(Fact {
            label: column.label.clone(),
            text: document.to_string(),
            unit: "",
            class: "",
            href: String::new(),
            leads: "",
        });
    }
    facts
}

/// The list of what a field names in another register.
fn related(of: &register::Field, field: &FieldShown) -> Option<String> {
    let FieldType::Entry { register, by, .. } = &of.holds else { return None };
    if of.personal != Personal::None || field.names.is_none() {
        return None;
    }
    let name = format!("f-{by}");
    Some(address(&format!("{HERE}/{register}"), &[(name.as_str(), field.value.as_str())]))
}

fn version(version: VersionShown) -> Version {
    let text = |shown: register::Shown| match shown.as_str() {
        "" => "（空）".to_owned(),
        text => text.to_owned(),
    };
    Version {
        number: version.version,
        by: version.made.0,
        at: time(&version.made.1),
        reason: version.reason,
        changes: version
            .changes
            .into_iter()
            .map(|(label, was, is)| (label, text(was), text(is)))
            .collect(),
    }
}
