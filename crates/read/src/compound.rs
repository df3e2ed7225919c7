//! The compound file in which an old Office document stands: a small file system of chained sectors.

/// What no chain of sectors goes past.
const LAST_REGULAR: u32 = 0xffff_fffa;
/// Sectors of the allocation table that the header itself lists.
const LISTED: usize = 109;
/// Bytes of an entry of the directory.
const ENTRY: usize = 128;
/// In place of an entry's number: there is none.
const NO_ENTRY: u32 = u32::MAX;

/// A compound file whose tables have been read.
pub(crate) struct Compound<'b> {
    bytes: &'b [u8],
    sector: usize,
    table: Vec<u32>,
    small_sector: usize,
    small_table: Vec<u32>,
    small_stream: Vec<u8>,
    /// Streams smaller than this stand in small sectors.
    cutoff: usize,
    /// The directory, by number; unused places are empty.
    entries: Vec<Option<Entry>>,
}

struct Entry {
    name: String,
    /// Those beside it in its storage, on either side of a tree.
    siblings: [u32; 2],
    /// The top of the tree of those in it, if it is a storage.
    child: u32,
    start: u32,
    size: usize,
}

impl<'b> Compound<'b> {
    /// Reads the tables; `None` where they are broken.
    pub(crate) fn open(bytes: &'b [u8]) -> Option<Compound<'b>> {
        let mut file = Compound::listed(bytes)?;
        let (start, size) = file.entries.first()?.as_ref().map(|root| (root.start, root.size))?;
        file.small_table = numbers(&file.chain(long(bytes, 60)?, usize::MAX));
        file.small_stream = file.chain(start, size);
        Some(file)
    }

    /// The names of what stands in the root itself, not in what is embedded; `None` where the
    /// directory is broken.
    pub(crate) fn root_names(bytes: &'b [u8]) -> Option<Vec<String>> {
        let file = Compound::listed(bytes)?;
        Some(file.root()?.into_iter().map(|entry| entry.name.clone()).collect())
    }

    /// The bytes of the first stream with one of these names, whatever its case: of the root, or of
    /// any storage where the root has none or its tree is broken.
    pub(crate) fn stream(&self, names: &[&str]) -> Option<Vec<u8>> {
        let root = self.root().unwrap_or_default();
        let named = |name: &&str| {
            let mut all = root.iter().copied().chain(self.entries.iter().flatten());
            all.find(|entry| entry.name.eq_ignore_ascii_case(name))
        };
        let entry = names.iter().find_map(named)?;
        if entry.size < self.cutoff {
            return Some(self.small_chain(entry.start, entry.size));
        }
        Some(self.chain(entry.start, entry.size))
    }

    /// The file with its directory, without the small streams.
    fn listed(bytes: &'b [u8]) -> Option<Compound<'b>> {
        let shift = u32::from(short(bytes, 30)?);
        let small_shift = u32::from(short(bytes, 32)?);
        if !(7..=16).contains(&shift) || !(3..=shift).contains(&small_shift) {
            return None;
        }
        let mut file = Compound {
            bytes,
            sector: 1 << shift,
            table: Vec::new(),
            small_sector: 1 << small_shift,
            small_table: Vec::new(),
            small_stream: Vec::new(),
            cutoff: usize::try_from(long(bytes, 56)?).ok()?,
            entries: Vec::new(),
        };
        file.table = file.allocation()?;
        let directory = file.chain(long(bytes, 48)?, usize::MAX);
        file.entries = directory.chunks_exact(ENTRY).map(entry).collect();
        Some(file)
    }

    /// What stands in the root itself; `None` where its tree is broken.
    fn root(&self) -> Option<Vec<&Entry>> {
        let mut found = Vec::new();
        let mut open = vec![self.entries.first()?.as_ref()?.child];
        while let Some(number) = open.pop() {
            if number == NO_ENTRY {
                continue;
            }
            let entry = self.entries.get(usize::try_from(number).ok()?)?.as_ref()?;
            // A tree has each entry once: one that has more turns in a circle.
            if found.len() >= self.entries.len() {
                return None;
            }
            found.push(entry);
            open.extend(entry.siblings);
        }
        Some(found)
    }

    /// The allocation table: which sector follows which.
    fn allocation(&self) -> Option<Vec<u32>> {
        let head = self.bytes.get(76..76 + 4 * LISTED)?;
        let mut sectors = numbers(head);
        let mut next = long(self.bytes, 68)?;
        // Further lists of sectors, each with the place of the next at its end.
        for _ in 0..self.sectors() {
            let Some(list) = self.sector(next).filter(|_| next < LAST_REGULAR) else { break };
            let mut list = numbers(list);
            next = list.pop().unwrap_or(u32::MAX);
            sectors.extend(list);
        }
        let mut table = Vec::new();
        for number in sectors.into_iter().filter(|number| *number < LAST_REGULAR) {
            let Some(sector) = self.sector(number) else { break };
            table.extend(numbers(sector));
            if table.len() > self.sectors() + self.sector {
                break;
            }
        }
        Some(table)
    }

    fn sectors(&self) -> usize {
        self.bytes.len() / self.sector + 1
    }

    /// A sector; the last one may be cut short.
    fn sector(&self, number: u32) -> Option<&'b [u8]> {
        let begin = usize::try_from(number).ok()?.checked_add(1)?.checked_mul(self.sector)?;
        let end = begin.checked_add(self.sector)?.min(self.bytes.len());
        self.bytes.get(begin..end)
    }

    /// The bytes of a chain of sectors, at most `size`, as far as the chain is sound.
    fn chain(&self, start: u32, size: usize) -> Vec<u8> {
        let mut out = Vec::new();
        let mut number = start;
        // No chain is longer than the file: one that is turns in a circle.
        for _ in 0..self.sectors() {
            let Some(sector) = self.sector(number).filter(|_| out.len() < size) else { break };
            out.extend_from_slice(sector);
            let next = usize::try_from(number).ok().and_then(|at| self.table.get(at));
            number = next.copied().unwrap_or(u32::MAX);
        }
        out.truncate(size);
        out
    }

    fn small_chain(&self, start: u32, size: usize) -> Vec<u8> {
        let mut out = Vec::new();
        let mut number = start;
        for _ in 0..=self.small_table.len() {
            let Ok(at) = usize::try_from(number) else { break };
            let begin = at.saturating_mul(self.small_sector);
            let end = begin.saturating_add(self.small_sector).min(self.small_stream.len());
            let sector = self.small_stream.get(begin..end).filter(|sector| !sector.is_empty());
            let Some(sector) = sector.filter(|_| out.len() < size) else { break };
            out.extend_from_slice(sector);
            number = self.small_table.get(at).copied().unwrap_or(u32::MAX);
        }
        out.truncate(size);
        out
    }
}

fn entry(bytes: &[u8]) -> Option<Entry> {
    let length = usize::from(short(bytes, 64)?).checked_sub(2)?.min(62);
    let name = bytes.get(..length)?;
    let units: Vec<u16> = (0..length / 2).filter_map(|at| short(name, at * 2)).collect();
    Some(Entry {
        name: String::from_utf16_lossy(&units),
        siblings: [long(bytes, 68)?, long(bytes, 72)?],
        child: long(bytes, 76)?,
        start: long(bytes, 116)?,
        size: usize::try_from(long(bytes, 120)?).ok()?,
    })
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    (0..bytes.len() / 4).filter_map(|at| long(bytes, at * 4)).collect()
}

/// The 16 bits at a byte.
pub(crate) fn short(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

/// The 32 bits at a byte.
pub(crate) fn long(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use super::*;

    /// A compound file with an embedded workbook before its own.
    fn nested() -> Vec<u8> {
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        file.create_storage("/MBD00A1").unwrap();
        for (path, byte) in [("/MBD00A1/Workbook", 1), ("/Workbook", 2), ("/MBD00A1/Only", 3)] {
            file.create_stream(path).unwrap().write_all(&[byte; 5000]).unwrap();
        }
        file.flush().unwrap();
        file.into_inner().into_inner()
    }

    #[test]
    fn the_stream_of_the_root_comes_first() {
        let bytes = nested();
        let file = Compound::open(&bytes).unwrap();
        assert_eq!(file.stream(&["workbook"]), Some(vec![2; 5000]));
        assert_eq!(file.stream(&["Only"]), Some(vec![3; 5000]));
        let mut names = Compound::root_names(&bytes).unwrap();
        names.sort();
        assert_eq!(names, ["MBD00A1", "Workbook"]);
    }

    #[test]
    fn a_directory_that_turns_in_a_circle_is_broken() {
        let mut bytes = nested();
        let entry = |bytes: &[u8], name: &str| {
            let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
            memchr::memmem::find(bytes, &name).unwrap()
        };
        // Both siblings of the first entry in the root are itself.
        let root = entry(&bytes, "Root Entry");
        let first = long(&bytes, root + 76).unwrap();
        let own = root + usize::try_from(first).unwrap() * ENTRY;
        for at in [own + 68, own + 72] {
            bytes[at..at + 4].copy_from_slice(&first.to_le_bytes());
        }
        assert_eq!(Compound::root_names(&bytes), None);
        assert!(Compound::open(&bytes).unwrap().stream(&["Workbook"]).is_some());
    }
}
