//! What a font file says of its faces: their families in every language, and their weights.
//!
//! The typesetter could tell, but only of a file that was read as a whole, and it knows one name of
//! a family; a computer's fonts are hundreds of megabytes, and offices know theirs by Chinese names.

use std::io::{self, Read, Seek, SeekFrom};

/// A face in a font file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Face {
    /// Its place in the file, from 0.
    pub(super) index: u32,
    /// The names of its family.
    pub(super) families: Vec<String>,
    /// 400 is common, 700 bold.
    pub(super) weight: u16,
    /// 5 is common, less is narrow, more is wide.
    pub(super) width: u16,
}

/// More faces than a file can hold in earnest.
const MOST_FACES: u32 = 256;
/// More bytes than a table of names or of measures can have in earnest.
const MOST_BYTES: u32 = 1 << 20;

const COLLECTION: &[u8; 4] = b"ttcf";
const OUTLINES: [[u8; 4]; 3] = [[0, 1, 0, 0], *b"OTTO", *b"true"];

/// Where a record of the table of names says whose name it is.
const FAMILY: u16 = 1;
const TYPOGRAPHIC_FAMILY: u16 = 16;

impl Face {
    /// Whether it is of the family of that name, whatever the case.
    pub(super) fn is_of(&self, family: &str) -> bool {
        let wanted = family.to_lowercase();
        self.families.iter().any(|name| name.to_lowercase() == wanted)
    }
}

/// The upright faces of a file.
pub(super) fn faces<R: Read + Seek>(file: &mut R) -> io::Result<Vec<Face>> {
    let begins = beginnings(file)?;
    let faces = (0_u32..).zip(begins).filter_map(|(index, at)| face(file, index, at).transpose());
    faces.collect()
}

/// Where the faces of a file begin.
fn beginnings<R: Read + Seek>(file: &mut R) -> io::Result<Vec<u32>> {
    let head = bytes(file, 0, 12)?;
    if head.get(..4) != Some(COLLECTION.as_slice()) {
        return Ok(vec![0]);
    }
    let count = u32_at(&head, 8).unwrap_or(0).min(MOST_FACES);
    let table = bytes(file, 12, count * 4)?;
    Ok(table.chunks_exact(4).filter_map(|at| u32_at(at, 0)).collect())
}

fn face<R: Read + Seek>(file: &mut R, index: u32, at: u32) -> io::Result<Option<Face>> {
    let head = bytes(file, at, 12)?;
    if !OUTLINES.iter().any(|kind| head.get(..4) == Some(kind)) {
        return Ok(None);
    }
    let count = u32::from(u16_at(&head, 4).unwrap_or(0));
    let tables = bytes(file, at.saturating_add(12), count * 16)?;
    let Some(names) = table(file, &tables, b"name")? else { return Ok(None) };
    let measures = table(file, &tables, b"OS/2")?.unwrap_or_default();
    let slanted = u16_at(&measures, 62).is_some_and(|flags| flags & 1 == 1);
    let weight = u16_at(&measures, 4).unwrap_or(400);
    let width = u16_at(&measures, 6).unwrap_or(5);
    Ok((!slanted).then(|| Face { index, families: families(&names), weight, width }))
}

/// The bytes of a table, found by its tag in the list of tables.
fn table<R: Read + Seek>(
    file: &mut R,
    tables: &[u8],
    tag: &[u8; 4],
) -> io::Result<Option<Vec<u8>>> {
    let entry = tables.chunks_exact(16).find(|entry| entry.starts_with(tag));
    let place = entry.and_then(|entry| Some((u32_at(entry, 8)?, u32_at(entry, 12)?)));
    let Some((at, length)) = place else { return Ok(None) };
    bytes(file, at, length.min(MOST_BYTES)).map(Some)
}

fn families(names: &[u8]) -> Vec<String> {
    let count = usize::from(u16_at(names, 2).unwrap_or(0));
    let strings = usize::from(u16_at(names, 4).unwrap_or(0));
    let records = names.get(6..).unwrap_or_default().chunks_exact(12).take(count);
    let mut families: Vec<String> = records
        .filter(|record| matches!(u16_at(record, 6), Some(FAMILY | TYPOGRAPHIC_FAMILY)))
        .filter_map(|record| {
            let length = usize::from(u16_at(record, 8)?);
            let begin = strings + usize::from(u16_at(record, 10)?);
            decoded(u16_at(record, 0)?, names.get(begin..begin + length)?)
        })
        .collect();
    families.sort();
    families.dedup();
    families
}

/// A name as its platform writes it: UTF-16 on Unicode and Windows, else ASCII where it is.
fn decoded(platform: u16, name: &[u8]) -> Option<String> {
    if matches!(platform, 0 | 3) {
        let units = name.chunks_exact(2).filter_map(|unit| u16_at(unit, 0));
        return char::decode_utf16(units).collect::<Result<String, _>>().ok();
    }
    name.is_ascii().then(|| name.iter().map(|byte| char::from(*byte)).collect())
}

fn bytes<R: Read + Seek>(file: &mut R, at: u32, length: u32) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(at.into()))?;
    let mut bytes = Vec::new();
    file.take(length.into()).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let pair = bytes.get(at..at.checked_add(2)?)?;
    pair.try_into().ok().map(u16::from_be_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    four.try_into().ok().map(u32::from_be_bytes)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    /// A font file without glyphs: names in English and Chinese, a weight.
    fn font(weight: u16, flags: u16) -> Vec<u8> {
        let utf16 =
            |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
        let strings = [utf16("FangSong_GB2312"), utf16("仿宋_GB2312"), b"Old".to_vec()];
        let mut names: Vec<u8> = [0, 3, 6 + 3 * 12].map(u16::to_be_bytes).concat();
        let mut offset = 0;
        for ((platform, id), string) in [(3, 1), (3, 1), (1, 2)].into_iter().zip(&strings) {
            let length = string.len() as u16;
            names.extend([platform, 1, 0x409, id, length, offset].map(u16::to_be_bytes).concat());
            offset += length;
        }
        names.extend(strings.concat());
        let mut measures = vec![0; 78];
        measures[4..6].copy_from_slice(&weight.to_be_bytes());
        measures[62..64].copy_from_slice(&flags.to_be_bytes());
        let mut file = [&[0, 1, 0, 0][..], &[0, 2, 0, 0, 0, 0, 0, 0]].concat();
        let begin = 12 + 2 * 16;
        for (tag, at, table) in
            [(b"OS/2", begin, &measures), (b"name", begin + measures.len(), &names)]
        {
            file.extend(tag);
            file.extend([0, at as u32, table.len() as u32].map(u32::to_be_bytes).concat());
        }
        [file, measures, names].concat()
    }

    #[test]
    fn families_are_known_by_all_their_names() {
        let faces = faces(&mut Cursor::new(font(700, 0))).unwrap();
        let [face] = &faces[..] else { panic!("{faces:?}") };
        assert!(face.is_of("仿宋_GB2312") && face.is_of("fangsong_gb2312") && !face.is_of("Old"));
        assert_eq!((face.index, face.weight), (0, 700));
    }

    #[test]
    fn what_is_slanted_cut_off_or_no_font_is_passed_over() {
        assert_eq!(faces(&mut Cursor::new(font(400, 1))).unwrap(), []);
        let whole = font(400, 0);
        let [face] = &faces(&mut Cursor::new(&whole)).unwrap()[..] else { panic!("one face") };
        for length in 0..whole.len() {
            let cut = faces(&mut Cursor::new(&whole[..length])).unwrap();
            let mut names = cut.iter().flat_map(|face| &face.families);
            assert!(names.all(|name| face.families.contains(name)), "{length}");
        }
        assert_eq!(faces(&mut Cursor::new(b"ttcf\0\0\0\0\xff\xff\xff\xff")).unwrap(), []);
        assert_eq!(faces(&mut Cursor::new(b"%!PS-AdobeFont-1.0: something")).unwrap(), []);
    }
}
