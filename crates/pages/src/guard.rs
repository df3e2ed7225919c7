//! What a file would cost, told before anything of it is understood.
//!
//! The library unpacks whatever a file names and follows brackets as deep as they go. So all
//! streams are unpacked here first, into nothing, and all brackets are counted.

use std::collections::HashMap;
use std::io::Read;

use flate2::read::{DeflateDecoder, ZlibDecoder};
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, Object, ObjectIdentifier, Stream};
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::hayro_syntax::{Filter, Pdf};
use memchr::memmem;

use crate::nesting::Nesting;
use crate::tree::Tree;
use crate::{Bounds, PagesError};

/// All streams but pictures may unpack to so many times what one may.
const STREAMS: usize = 3;

/// Pictures are not unpacked when a page is read: one may be so many times larger.
const PICTURE: usize = 4;

/// Looks through the bytes of a file.
pub(crate) fn check(bytes: &[u8], bounds: Bounds) -> Result<(), PagesError> {
    let mut nesting = Nesting::between_streams();
    let mut tree = Tree::default();
    let mut left = bounds.stream.saturating_mul(STREAMS);
    let mut from = 0;
    while let Some((start, end)) = next_stream(bytes, from) {
        let head = bytes.get(from..start).unwrap_or_default();
        nesting.feed(head)?;
        tree.take(head);
        check_rows(head)?;
        let data = bytes.get(start..end).unwrap_or_default();
        let entries = head.get(head.len().saturating_sub(1024)..).unwrap_or_default();
        let kind = Kind::of(entries, data);
        let most = match kind {
            Kind::Picture => bounds.stream.saturating_mul(PICTURE),
            Kind::Other => bounds.stream.min(left),
        };
        let size = unpack(data, most, kind)?;
        match (kind, size) {
            (_, 0) => Nesting::in_stream().feed(data)?,
            (Kind::Other, size) => left = left.saturating_sub(size),
            (Kind::Picture, _) => {}
        }
        from = end;
    }
    let rest = bytes.get(from..).unwrap_or_default();
    nesting.feed(rest)?;
    tree.take(rest);
    tree.check()
}

/// Rows of data are laid out at the length that is stated, whatever there is of them.
fn check_rows(head: &[u8]) -> Result<(), PagesError> {
    for key in [b"Columns".as_slice(), b"Colors", b"BitsPerComponent"] {
        for at in memmem::find_iter(head, key) {
            let behind = head.get(at + key.len()..).unwrap_or_default().trim_ascii_start();
            if behind.iter().take_while(|byte| byte.is_ascii_digit()).count() > 5 {
                return Err(PagesError::Excessive);
            }
        }
    }
    Ok(())
}

/// What a stream is, as far as can be told from its entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Picture,
    Other,
}

impl Kind {
    fn of(entries: &[u8], data: &[u8]) -> Kind {
        let last = memmem::rfind(entries, b"obj").unwrap_or(0);
        let own = entries.get(last..).unwrap_or_default();
        let is_picture = memmem::find(own, b"/Image").is_some() || data.starts_with(b"\xff\xd8");
        if is_picture { Kind::Picture } else { Kind::Other }
    }
}

/// Where the data of the next stream begin and end.
fn next_stream(bytes: &[u8], from: usize) -> Option<(usize, usize)> {
    let mut at = from;
    loop {
        at += memmem::find(bytes.get(at..)?, b"stream")?;
        let is_end = at >= 3 && bytes.get(at - 3..at) == Some(b"end");
        at += b"stream".len();
        let start = match bytes.get(at..)? {
            [b'\r', b'\n', ..] => at + 2,
            [b'\r' | b'\n', ..] => at + 1,
            _ => continue,
        };
        if !is_end {
            let rest = bytes.get(start..)?;
            let length = memmem::find(rest, b"endstream").unwrap_or(rest.len());
            return Some((start, start + length));
        }
    }
}

/// How many bytes a stream unpacks to; 0 where it is not packed in the usual way.
fn unpack(data: &[u8], most: usize, kind: Kind) -> Result<usize, PagesError> {
    match count(ZlibDecoder::new(data), most, kind)? {
        0 => count(DeflateDecoder::new(data), most, kind),
        size => Ok(size),
    }
}

fn count(mut unpacked: impl Read, most: usize, kind: Kind) -> Result<usize, PagesError> {
    let mut buffer = [0; 1 << 14];
    let mut nesting = Nesting::in_stream();
    let mut size = 0;
    // Broken streams are used as far as they go.
    while let Ok(read @ 1..) = unpacked.read(&mut buffer) {
        let piece = buffer.get(..read).unwrap_or_default();
        if size == 0 && is_packed(piece) {
            return Err(PagesError::Excessive);
        }
        size += read;
        if size > most {
            return Err(PagesError::Excessive);
        }
        // A picture of one grey may be nothing but brackets.
        if kind == Kind::Other {
            nesting.feed(piece)?;
        }
    }
    Ok(size)
}

/// Packed once more: nobody needs that.
fn is_packed(data: &[u8]) -> bool {
    matches!(data, [0x78, 0x01 | 0x5e | 0x9c | 0xda, ..])
        && ZlibDecoder::new(data).read(&mut [0; 64]).is_ok_and(|read| read > 0)
}

/// Looks through the streams of a file once its structure is known: those that are packed in other
/// ways than the usual one, and those under a lock.
pub(crate) fn check_streams(pdf: &Pdf, bytes: &[u8], bounds: Bounds) -> Result<(), PagesError> {
    let is_locked = memmem::find(bytes, b"Encrypt").is_some();
    let mut fonts = Fonts::default();
    for object in pdf.objects() {
        match object {
            Object::Stream(stream) if !is_picture(&stream) => {
                check_stream(&stream, is_locked, bounds)?;
            }
            Object::Dict(dict) => fonts.take(&dict),
            _ => {}
        }
    }
    fonts.check(pdf, bounds)
}

/// Which fonts share a file: the library unpacks it for each of them.
#[derive(Debug, Default)]
struct Fonts {
    /// How many fonts have a description.
    of_description: HashMap<ObjectIdentifier, usize>,
    /// The description and the file that it names.
    files: Vec<(ObjectIdentifier, ObjectIdentifier)>,
}

impl Fonts {
    fn take(&mut self, dict: &Dict<'_>) {
        if let Some(description) = dict.get_ref("FontDescriptor") {
            *self.of_description.entry(description.into()).or_default() += 1;
        }
        let file = ["FontFile", "FontFile2", "FontFile3"].iter().find_map(|key| dict.get_ref(key));
        if let (Some(file), Some(own)) = (file, dict.obj_id()) {
            self.files.push((own, file.into()));
        }
    }

    fn check(self, pdf: &Pdf, bounds: Bounds) -> Result<(), PagesError> {
        const FEW: usize = 4;
        let mut of_file: HashMap<ObjectIdentifier, usize> = HashMap::new();
        for (description, file) in self.files {
            let fonts = self.of_description.get(&description).copied().unwrap_or(1);
            *of_file.entry(file).or_default() += fonts;
        }
        for (file, fonts) in of_file.into_iter().filter(|(_, fonts)| *fonts > FEW) {
            let Some(stream) = pdf.xref().get::<Stream<'_>>(file) else { continue };
            let size = unpack(&stream.raw_data(), bounds.stream, Kind::Picture)?;
            if size.saturating_mul(fonts) > bounds.stream.saturating_mul(STREAMS) {
                return Err(PagesError::Excessive);
            }
        }
        Ok(())
    }
}

fn check_stream(stream: &Stream<'_>, is_locked: bool, bounds: Bounds) -> Result<(), PagesError> {
    let filters = stream.filters();
    let packed = |filter: &&Filter| gain(**filter) > 1;
    if filters.iter().filter(packed).count() > 1 || filters.len() > 3 {
        return Err(PagesError::Excessive);
    }
    let Some(filter) = filters.iter().find(packed) else { return Ok(()) };
    let is_seen = *filter == Filter::FlateDecode && filters.len() == 1;
    if is_seen && !is_locked {
        return Ok(());
    }
    let data = stream.raw_data();
    if is_seen {
        return unpack(&data, bounds.stream, Kind::Other).map(|_| ());
    }
    match data.len().saturating_mul(gain(*filter)) > bounds.stream.saturating_mul(8) {
        true => Err(PagesError::Excessive),
        false => Ok(()),
    }
}

/// How many times longer data may become.
fn gain(filter: Filter) -> usize {
    match filter {
        Filter::FlateDecode => 1032,
        Filter::LzwDecode => 2730,
        Filter::RunLengthDecode => 64,
        _ => 1,
    }
}

/// Looks at what a page is made of: pictures are none of it, and one stream may come many times.
pub(crate) fn check_page(page: &Page<'_>) -> Result<(), PagesError> {
    let contents = page.raw();
    if let Some(parts) = contents.get::<Array<'_>>("Contents") {
        let parts: Vec<Stream<'_>> = parts.iter::<Stream<'_>>().take(MOST_PARTS + 1).collect();
        let mut seen: Vec<_> = parts.iter().map(Stream::obj_id).collect();
        seen.sort_unstable();
        seen.dedup();
        // The states and the bytes of all parts add up.
        let is_repeated = seen.len() + 2 < parts.len();
        if parts.len() > MOST_PARTS || is_repeated || parts.iter().any(is_picture) {
            return Err(PagesError::Excessive);
        }
    }
    let whole = contents.get::<Stream<'_>>("Contents");
    if whole.is_some_and(|stream| is_picture(&stream)) {
        return Err(PagesError::Excessive);
    }
    match page.page_stream().is_some_and(|content| content.len() > MOST_CONTENT) {
        true => Err(PagesError::Excessive),
        false => Ok(()),
    }
}

/// A path is kept until it is drawn, at ten times the bytes that describe it.
const MOST_CONTENT: usize = 16 << 20;

/// Nobody cuts a page into more parts.
const MOST_PARTS: usize = 300;

fn is_picture(stream: &Stream<'_>) -> bool {
    let dict: &Dict<'_> = stream.dict();
    dict.get::<Name<'_>>("Subtype").is_some_and(|name| name.as_ref() == b"Image")
}
