//! What the folders of `data/` have in common: entries that are a file each, and which of them are
//! in force in a year and a region.

use serde::de::DeserializeOwned;

use crate::DataError;

/// Something that is a file of its own folder and is called as the file is.
pub(crate) trait Entry: DeserializeOwned {
    /// The folder below `data/`.
    const FOLDER: &'static str;

    /// Takes the file's name as its identifier.
    fn named(self, id: &str) -> Self;

    /// What does not add up in it.
    fn fault(&self) -> Option<String> {
        None
    }

    /// What does not add up in it and where it stands.
    fn misplaced(&self) -> Option<Misplaced> {
        None
    }
}

/// What does not add up in a file.
pub(crate) struct Misplaced {
    /// Keys from the top, joined by dots; a number is a place in a list.
    pub(crate) path: String,
    /// What and why.
    pub(crate) message: String,
}

/// Something that is used in some years and regions.
pub(crate) trait Local {
    /// The first year, and the last if it ended.
    fn years(&self) -> (i16, Option<i16>);

    /// `CN`, or first digits of region codes.
    fn jurisdictions(&self) -> &[String];
}

/// All entries of a kind, in the order of their files.
pub(crate) fn load<E: Entry>(files: &[(&str, &str)]) -> Result<Vec<E>, DataError> {
    files_in(files, E::FOLDER)
        .map(|(path, stem, text)| {
            let entry: E = parsed(path, text)?;
            if let Some(Misplaced { path: keys, message }) = entry.misplaced() {
                let line = line_of(text, &keys);
                return Err(DataError::malformed(path, format!("第{line}行：{message}")));
            }
            match entry.fault() {
                Some(fault) => Err(DataError::malformed(path, fault)),
                None => Ok(entry.named(stem)),
            }
        })
        .collect()
}

/// The files of one folder of `data/`, with their name without extension.
pub(crate) fn files_in<'f>(
    files: &'f [(&'f str, &'f str)],
    folder: &'f str,
) -> impl Iterator<Item = (&'f str, &'f str, &'f str)> {
    files.iter().filter_map(move |(path, text)| {
        let name = path.strip_prefix(folder)?.strip_prefix('/')?;
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        Some((*path, stem, *text))
    })
}

/// What the text of a file says.
pub(crate) fn parsed<T: DeserializeOwned>(path: &str, text: &str) -> Result<T, DataError> {
    toml::from_str(text).map_err(|error| DataError::malformed(path, error))
}

/// The line on which the value with these keys stands, or as much of it as there is.
fn line_of(text: &str, keys: &str) -> usize {
    let mut start = 0;
    if let Ok(table) = toml::de::DeTable::parse(text) {
        let mut at = toml::Spanned::new(table.span(), toml::de::DeValue::Table(table.into_inner()));
        for key in keys.split('.') {
            let below = match at.into_inner() {
                toml::de::DeValue::Table(mut table) => table.remove(key),
                toml::de::DeValue::Array(array) => {
                    key.parse().ok().and_then(|nth| array.into_iter().nth(nth))
                }
                _ => None,
            };
            let Some(below) = below else { break };
            start = below.span().start;
            at = below;
        }
    }
    1 + text.get(..start).unwrap_or_default().matches('\n').count()
}

/// What is in force in `year` in the region, each with how narrow its jurisdiction is.
pub(crate) fn in_force<'e, L: Local>(
    all: &'e [L],
    year: i16,
    region: &str,
) -> impl Iterator<Item = (usize, &'e L)> {
    let in_time = move |entry: &&L| {
        let (from, until) = entry.years();
        from <= year && until.is_none_or(|until| year <= until)
    };
    all.iter().filter(in_time).filter_map(move |entry| {
        let fits = entry.jurisdictions().iter().filter_map(|digits| narrowness(digits, region));
        Some((fits.max()?, entry))
    })
}

/// Of several in force the one with the narrowest jurisdiction, then the newest.
pub(crate) fn preferred<'e, L: Local>(
    in_force: impl Iterator<Item = (usize, &'e L)>,
) -> Option<&'e L> {
    in_force.max_by_key(|(narrowness, entry)| (*narrowness, entry.years().0)).map(|(_, e)| e)
}

/// How narrow a jurisdiction is that holds the region: county before city, province, nation.
pub(crate) fn narrowness(jurisdiction: &str, region: &str) -> Option<usize> {
    match jurisdiction {
        "CN" => Some(0),
        digits => region.starts_with(digits).then_some(digits.len()),
    }
}

/// Makes a kind of file with the fields `id`, `from`, `until` and `jurisdictions` one that is used
/// in some years and regions.
macro_rules! local {
    ($entry:ty) => {
        impl $crate::entries::Local for $entry {
            fn years(&self) -> (i16, Option<i16>) {
                (self.from, self.until)
            }

            fn jurisdictions(&self) -> &[String] {
                &self.jurisdictions
            }
        }
    };
}

pub(crate) use local;
