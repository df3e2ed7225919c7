//! Regions and their codes (GB/T 2260).

use crate::DataError;
use crate::entries::files_in;

/// The regions of one dated list.
#[derive(Debug, Default)]
pub struct Regions {
    /// Code and name, in the order of the codes.
    list: Vec<(String, String)>,
    /// The codes of the list as numbers.
    codes: Vec<u32>,
    /// The places in the list by name; those with one name in the order of the codes.
    by_name: Vec<usize>,
}

impl Regions {
    /// The name of the region with this six-digit code.
    pub fn name(&self, code: &str) -> Option<&str> {
        let is_code = code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit());
        let number = code.parse().ok().filter(|_| is_code)?;
        let at = self.codes.binary_search(&number).ok()?;
        self.list.get(at).map(|(_, name)| name.as_str())
    }

    /// The codes of all regions with this name: several districts share theirs.
    pub fn codes(&self, name: &str) -> Vec<&str> {
        let at = |place: &usize| self.list.get(*place);
        let before = |place: &usize| at(place).is_some_and(|(_, known)| known.as_str() < name);
        let first = self.by_name.partition_point(before);
        let rest = self.by_name.get(first..).unwrap_or_default().iter().map_while(at);
        rest.take_while(|(_, known)| known == name).map(|(code, _)| code.as_str()).collect()
    }

    /// Whether a name in full, such as 秦皇岛市卢龙县, ends in a region that has this code or lies in
    /// it: a project code may begin with the city's or the province's code.
    pub fn fits(&self, name: &str, code: &str) -> Option<bool> {
        let codes = self.codes_of_ending(name);
        if codes.is_empty() {
            return None;
        }
        let significant = code.trim_end_matches("00");
        Some(codes.iter().any(|known| known.starts_with(significant)))
    }

    fn codes_of_ending(&self, name: &str) -> Vec<&str> {
        let whole = self.codes(name);
        if !whole.is_empty() {
            return whole;
        }
        name.char_indices()
            .skip(1)
            .filter_map(|(at, _)| name.get(at..))
            .filter(|rest| rest.chars().count() >= 2)
            .map(|rest| self.codes(rest))
            .find(|codes| !codes.is_empty())
            .unwrap_or_default()
    }
}

pub(crate) fn load(files: &[(&str, &str)]) -> Result<Regions, DataError> {
    let mut list: Vec<(String, String)> = Vec::new();
    for (path, _, text) in files_in(files, "regions") {
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
            let entry = line.split_once(',').filter(|(code, name)| {
                code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit()) && !name.is_empty()
            });
            let Some((code, name)) = entry else {
                let message = format!("第{}行应为“六位代码,名称”", number + 1);
                return Err(DataError::malformed(path, message));
            };
            list.push((code.to_owned(), name.to_owned()));
        }
    }
    list.sort();
    let mut by_name: Vec<usize> = (0..list.len()).collect();
    by_name.sort_by_key(|place| list.get(*place).map(|(_, name)| name));
    // They are of six digits all: their numbers have the same order.
    let codes = list.iter().map(|(code, _)| code.parse().unwrap_or_default()).collect();
    Ok(Regions { list, codes, by_name })
}
