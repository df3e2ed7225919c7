//! Files that prove an entry: sent by those who keep the register, opened by those who may see the field.
//!
//! A file is kept once for an organisation, under the digest of what is in it. What it is is told by its
//! bytes, not by its name. An entry of a file holds its files; beside one of a journal they stand in rows of their own.

mod journal;

use register::{Definition, Entry, Field, FieldType, Kind, Personal, Value};
use store::files::{self, FileKind, StoredFile};
use store::registers::{Making, entries, entries::Seen};

use super::Register;
use super::keeping::{note, of_kind, stale, whole};
use super::showing::{digest, find};
use super::sight::Sight;
use crate::beginning::Upload;
use crate::deed::Note;
use crate::downloads::Download;
use crate::{Asker, Office, OfficeError, Permission};

/// The most bytes of a file.
pub const LARGEST: usize = 20 << 20;
/// The most files of a field.
const MOST: usize = 50;
/// The longest name of a file, in characters.
const LONGEST_NAME: usize = 120;

/// A kind of file: its ending, and its media type.
pub(crate) type FileType = (&'static str, &'static str);

const JPG: FileType = ("jpg", "image/jpeg");
const PNG: FileType = ("png", "image/png");
const PDF: FileType = ("pdf", "application/pdf");
const DOCX: FileType =
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document");
const XLSX: FileType =
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
const ZIP: FileType = ("zip", "application/zip");

/// A file of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attached {
    /// The name of the field it stands in.
    pub field: String,
    /// The digest of its bytes, by which it is asked for.
    pub digest: String,
    /// Its name.
    pub name: String,
    /// How many bytes it has.
    pub size: i64,
    /// When it was sent.
    pub at: String,
    /// Of a journal's entry: that it came after the entry was registered.
    pub later: Option<Later>,
}

/// A file that an entry of a journal was given after it was registered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Later {
    /// Which of the entry's, from 1.
    pub number: i64,
    /// Who added it, by name.
    pub by: String,
    /// Who declared it void, by name, when, and why.
    pub voided: Option<(String, String, String)>,
}

/// Whether a file comes or goes.
enum Turn<'a> {
    In(&'a str),
    Out(&'a str),
}

impl Office {
    /// The files of an entry that the asker may open, and the fields that he may add to.
    ///
    /// # Errors
    /// If the entry is not there, or not in sight.
    pub async fn attachments(
        &self,
        asker: &Asker,
        register: &str,
        owner: &str,
        id: i64,
    ) -> Result<Vec<Attached>, OfficeError> {
        let all = self.registers().await?;
        let register = all.get(register)?;
        let (mut tx, sight) = self.sight_into(asker, owner, Permission::ReadRegisters).await?;
        let found = find(&mut tx, &sight, register, owner, id).await?;
        let entry = register.entry(&found.cells, &found.state);
        let mut attached = Vec::new();
        for (place, field) in places(register.definition) {
            if !may_open(&sight, field) {
                continue;
            }
            for digest in digests(&entry, place) {
                let scope = sight.scope();
                let file = files::find(&mut tx, &scope, owner, digest).await;
                let file = file.map_err(OfficeError::missing("这个附件"))?;
                attached.push(Attached {
                    field: field.name.clone(),
                    digest: file.digest,
                    name: file.name,
                    size: file.size,
                    at: file.created_at,
                    later: None,
                });
            }
        }
        if register.definition.kind == Kind::Journal {
            attached.extend(journal::beside(&mut tx, &sight, register, (owner, id)).await?);
        }
        Ok(attached)
    }

    /// Adds a file to a field of an entry: a file's entry gets a version that holds it, beside a journal's entry it
    /// stands from then on. Whoever keeps the register may add even where only others may look.
    ///
    /// # Errors
    /// If the asker may not, the file is too large or of a kind that is not taken, or the entry has changed
    /// since it was seen.
    pub async fn attach(
        &self,
        asker: &Asker,
        register: &str,
        owner: &str,
        seen: Seen,
        field: &str,
        upload: Upload,
    ) -> Result<(), OfficeError> {
        let file_type = checked(&upload)?;
        let digest = store::digest(&upload.bytes);
        let kept = StoredFile {
            owner: owner.to_owned(),
            id: digest.clone(),
            statement: None,
            kind: FileKind::Register,
            name: named(&upload.name, file_type.0),
            media: file_type.1.to_owned(),
            size: i64::try_from(upload.bytes.len()).unwrap_or(i64::MAX),
            digest: digest.clone(),
            created_by: asker.user.clone(),
            created_at: self.now().to_string(),
        };
        let all = self.registers().await?;
        let kept = (kept, upload.bytes);
        if all.get(register)?.definition.kind == Kind::Journal {
            return self.attach_beside(asker, register, (owner, seen.id), field, kept).await;
        }
        let place = (register, owner, seen, field);
        self.turn(asker, place, Turn::In(&digest), Some(kept)).await
    }

    /// Takes a file out of a field of an entry; the versions before keep it.
    ///
    /// # Errors
    /// If the asker may not, or the entry has changed since it was seen.
    pub async fn detach(
        &self,
        asker: &Asker,
        register: &str,
        owner: &str,
        seen: Seen,
        field: &str,
        digest: &str,
    ) -> Result<(), OfficeError> {
        self.turn(asker, (register, owner, seen, field), Turn::Out(digest), None).await
    }

    async fn turn(
        &self,
        asker: &Asker,
        (register, owner, seen, field): (&str, &str, Seen, &str),
        turn: Turn<'_>,
        kept: Option<(StoredFile, Vec<u8>)>,
    ) -> Result<(), OfficeError> {
        let all = self.registers().await?;
        let register = all.get(register)?;
        let mut deed = self.begin(asker, Permission::WriteRegisters).await?;
        let sight = self.sight_for(&mut deed, owner, Permission::WriteRegisters).await?;
        of_kind(register, Kind::File)?;
        let (place, of) = attachment(register, field)?;
        let before = find(&mut deed.tx, &sight, register, owner, seen.id).await?;
        whole(register, &before)?;
        let mut entry = register.entry(&before.cells, &before.state);
        let mut all: Vec<String> = digests(&entry, place).map(str::to_owned).collect();
        let act = match turn {
            Turn::In(digest) if all.iter().any(|known| known == digest) => {
                return Err(OfficeError::Invalid("这个文件已经在附件里了".to_owned()));
            }
            Turn::In(_) if all.len() >= MOST => {
                let said = format!("“{}”最多{MOST}个附件", of.label);
                return Err(OfficeError::Invalid(said));
            }
            Turn::In(digest) => {
                all.push(digest.to_owned());
                "上传附件"
            }
            Turn::Out(digest) if !all.iter().any(|known| known == digest) => {
                return Err(OfficeError::Missing { what: "这个附件" });
            }
            Turn::Out(digest) => {
                all.retain(|known| known != digest);
                "移除附件"
            }
        };
        if let Some((file, bytes)) = kept
            && files::find(&mut deed.tx, &sight.scope(), owner, &file.id).await.is_err()
        {
            files::insert(&mut deed.tx, &file, bytes).await?;
        }
        entry.set(place, (!all.is_empty()).then_some(Value::Attachment(all)));
        let now = deed.now.to_string();
        let making = Making { owner, by: &asker.user, at: &now };
        let (table, cells) = (&register.book.table, register.cells(&entry));
        entries::change(&mut deed.tx, table, making, seen, cells, act).await.map_err(stale)?;
        let after = find(&mut deed.tx, &sight, register, owner, seen.id).await?;
        let note = Note {
            before: digest(register, &before),
            after: digest(register, &after),
            ..note(register, act, owner, seen.id, &of.label)
        };
        deed.done(note).await
    }

    /// A file of an entry. Looking at one that holds personal data is noted.
    ///
    /// # Errors
    /// If it is not there, or the asker may not see it.
    pub async fn attachment(
        &self,
        asker: &Asker,
        register: &str,
        owner: &str,
        id: i64,
        digest: &str,
    ) -> Result<Download, OfficeError> {
        let all = self.registers().await?;
        let register = all.get(register)?;
        let (mut tx, sight) = self.sight_into(asker, owner, Permission::ReadRegisters).await?;
        let found = find(&mut tx, &sight, register, owner, id).await?;
        let entry = register.entry(&found.cells, &found.state);
        let holds = |(place, field): &(usize, &Field)| {
            may_open(&sight, field) && digests(&entry, *place).any(|known| known == digest)
        };
        let missing = OfficeError::Missing { what: "这个附件" };
        let field = match places(register.definition).find(holds) {
            Some((_, field)) => field,
            None => journal::holding(&mut tx, &sight, register, (owner, id), digest)
                .await?
                .ok_or(missing)?,
        };
        let file = files::of_owner(&mut tx, &sight.scope(), owner, digest).await;
        let (file, bytes) = file.map_err(OfficeError::missing("这个附件"))?;
        drop(tx);
        if field.personal != Personal::None {
            let note = note(register, "查看附件", owner, id, &field.label);
            self.note(asker, note, store::audit::Outcome::Done).await?;
        }
        let media = kind_of(&bytes).map_or("application/octet-stream", |(_, media)| media);
        Ok(Download { name: file.name, media, bytes })
    }
}

/// The fields that hold files, with their places.
fn places(definition: &Definition) -> impl Iterator<Item = (usize, &Field)> {
    let fields = definition.fields.iter().enumerate();
    fields.filter(|(_, field)| matches!(field.holds, FieldType::Attachment))
}

fn attachment<'r>(register: Register<'r>, field: &str) -> Result<(usize, &'r Field), OfficeError> {
    let found = places(register.definition).find(|(_, one)| one.name == field);
    found.ok_or(OfficeError::Missing { what: "这一项附件" })
}

fn digests(entry: &Entry, place: usize) -> impl Iterator<Item = &str> {
    let files = match entry.value(place) {
        Some(Value::Attachment(files)) => files.as_slice(),
        _ => &[],
    };
    files.iter().map(String::as_str)
}

/// A picture cannot be masked: whoever may not see personal data as they are does not open it.
fn may_open(sight: &Sight, field: &Field) -> bool {
    sight.sees(field) && (field.personal == Personal::None || sight.may_unmask)
}

/// What a file is that somebody sends as a proof.
///
/// # Errors
/// If it is empty, too large, or of a kind that is not taken.
pub(crate) fn checked(upload: &Upload) -> Result<FileType, OfficeError> {
    if upload.bytes.is_empty() {
        return Err(OfficeError::field("file", "请选择要上传的文件"));
    }
    if upload.bytes.len() > LARGEST {
        let said = format!("附件最多{}兆字节。照片请先缩小，或分成几个文件", LARGEST >> 20);
        return Err(OfficeError::field("file", said));
    }
    let said = "附件只收照片（jpg、png）、PDF、Word（docx）、Excel（xlsx）和 zip；以文件内容为准，改后缀没有用";
    kind_of(&upload.bytes).ok_or_else(|| OfficeError::field("file", said))
}

/// What a file is by its bytes.
pub(crate) fn kind_of(bytes: &[u8]) -> Option<FileType> {
    let holds = |name: &[u8]| bytes.windows(name.len()).any(|part| part == name);
    if bytes.starts_with(&[0xFF, 0xD8, 0xFF]) {
        Some(JPG)
    } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some(PNG)
    } else if bytes.starts_with(b"%PDF-") {
        Some(PDF)
    } else if !bytes.starts_with(b"PK\x03\x04") {
        None
    } else if holds(b"word/document.xml") {
        Some(DOCX)
    } else if holds(b"xl/workbook.xml") {
        Some(XLSX)
    } else {
        Some(ZIP)
    }
}

/// A name without folders and signs that no name has, ending as the file is.
pub(crate) fn named(name: &str, ending: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = name.chars().filter(|sign| !sign.is_control()).take(LONGEST_NAME).collect();
    let name = name.trim().trim_start_matches('.');
    let stem = if name.is_empty() { "附件" } else { name };
    let told = stem.rsplit_once('.').map(|(_, told)| told.to_ascii_lowercase());
    let is_told = told.is_some_and(|told| told == ending || (told == "jpeg" && ending == "jpg"));
    if is_told { stem.to_owned() } else { format!("{stem}.{ending}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_what_their_bytes_say() {
        let cases: [(&[u8], Option<&str>); 7] = [
            (b"\xFF\xD8\xFF\xE0", Some("jpg")),
            (b"\x89PNG\r\n\x1a\n....", Some("png")),
            (b"%PDF-1.7 ...", Some("pdf")),
            (b"PK\x03\x04..word/document.xml", Some("docx")),
            (b"PK\x03\x04..xl/workbook.xml", Some("xlsx")),
            (b"PK\x03\x04..a.txt", Some("zip")),
            (b"<html><script>", None),
        ];
        for (bytes, ending) in cases {
            assert_eq!(kind_of(bytes).map(|(ending, _)| ending), ending);
        }
    }

    #[test]
    fn names_are_names_alone() {
        let cases = [
            ("C:\\照片\\入户.JPG", "jpg", "入户.JPG"),
            ("../../etc/passwd", "pdf", "passwd.pdf"),
            ("a\r\nb.jpeg", "jpg", "ab.jpeg"),
            ("", "zip", "附件.zip"),
            ("页面.html", "png", "页面.html.png"),
        ];
        for (name, ending, expected) in cases {
            assert_eq!(named(name, ending), expected);
        }
    }
}
