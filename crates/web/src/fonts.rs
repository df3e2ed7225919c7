//! Fonts for PDF files: where computers keep them, and what is to be said of those that are missing.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use typeset::{Fonts, Missing};

/// Endings of font files.
const ENDINGS: [&str; 4] = ["ttf", "ttc", "otf", "otc"];
/// Folders of fonts are no deeper than this.
const DEEPEST: usize = 8;

/// The fonts of this computer, looked for once.
///
/// # Errors
/// A Chinese sentence that says which are missing and what to install.
pub fn installed() -> Result<&'static Fonts, String> {
    static FOUND: OnceLock<Result<Fonts, String>> = OnceLock::new();
    FOUND.get_or_init(find).as_ref().map_err(Clone::clone)
}

fn find() -> Result<Fonts, String> {
    let found = Fonts::find(files(&[]), |path| File::open(path), &write::pdf_roles());
    found.map_err(|error| match error {
        typeset::Error::Fonts(missing) => lacking(&missing),
        other => format!("字体读不了：{other}"),
    })
}

fn lacking(missing: &[Missing]) -> String {
    let names: Vec<&str> = missing.iter().map(|one| one.role.as_str()).collect();
    let mut packages: Vec<&str> = missing.iter().map(|one| one.package.as_str()).collect();
    packages.sort_unstable();
    packages.dedup();
    format!(
        "服务器上没有写 PDF 要用的字体（{}）。请系统管理员在服务器上安装字体后重试，Debian、Ubuntu：apt install {}；\
         现在可以先下载 Word 或 Excel",
        names.join("、"),
        packages.join(" ")
    )
}

/// The font files in these folders and below, then those that the system keeps: folder by folder, in order.
pub fn files(folders: &[PathBuf]) -> impl Iterator<Item = PathBuf> {
    let folders: Vec<PathBuf> = folders.iter().cloned().chain(system()).collect();
    folders.into_iter().flat_map(|folder| fonts_in(&folder))
}

/// Where fonts lie on Linux, macOS and Windows, for everybody and for the user.
fn system() -> Vec<PathBuf> {
    let shared = [
        "/usr/local/share/fonts",
        "/usr/share/fonts",
        "/Library/Fonts",
        "/System/Library/Fonts",
        "/System/Library/AssetsV2",
    ];
    let own = [
        ("HOME", ".local/share/fonts"),
        ("HOME", ".fonts"),
        ("HOME", "Library/Fonts"),
        ("LOCALAPPDATA", "Microsoft/Windows/Fonts"),
        ("WINDIR", "Fonts"),
    ];
    let named = own
        .iter()
        .filter_map(|(name, folder)| Some(PathBuf::from(std::env::var_os(name)?).join(folder)));
    shared.into_iter().map(PathBuf::from).chain(named).collect()
}

/// The font files of a folder and of those in it, in order.
fn fonts_in(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    collect(folder, DEEPEST, &mut files);
    files.sort();
    files
}

fn collect(folder: &Path, deeper: usize, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
        if ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str())) {
            files.push(path);
        } else if deeper > 0 && path.is_dir() {
            collect(&path, deeper - 1, files);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn named_folders_come_first_and_only_fonts_are_found() {
        let folder = std::env::temp_dir().join(format!("jiheng-fonts-{}", std::process::id()));
        let below = folder.join("deeper");
        std::fs::create_dir_all(&below).unwrap();
        for name in ["b.TTF", "a.otf", "readme.txt", "deeper/c.ttc"] {
            std::fs::write(folder.join(name), b"").unwrap();
        }
        let found: Vec<PathBuf> = files(std::slice::from_ref(&folder)).take(3).collect();
        std::fs::remove_dir_all(&folder).unwrap();
        let expected = ["a.otf", "b.TTF", "deeper/c.ttc"].map(|name| folder.join(name));
        assert_eq!(found, expected);
    }
}
