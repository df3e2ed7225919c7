//! Fonts for PDF files: those in named folders and those of the system, and what is to be said of those
//! that are missing.

use std::fs::File;
use std::path::PathBuf;

use anyhow::bail;
use typeset::{Fonts, Missing};
use write::{Replaced, WriteError};

/// Finds the fonts that a PDF needs: in these folders, then where the system keeps its own.
pub(crate) fn find(folders: &[PathBuf]) -> anyhow::Result<Fonts> {
    if let Some(folder) = folders.iter().find(|folder| !folder.is_dir()) {
        bail!("--fonts：{} 不是文件夹", folder.display());
    }
    Fonts::find(web::fonts::files(folders), |path| File::open(path), &write::pdf_roles()).map_err(
        |error| match error {
            typeset::Error::Fonts(missing) => anyhow::anyhow!(lacking(&missing)),
            other => anyhow::Error::new(other),
        },
    )
}

/// Which fonts are missing and where to get them.
fn lacking(missing: &[Missing]) -> String {
    let wanted = |one: &Missing| {
        let best = one.families.first().map_or("", String::as_str);
        if best == one.role { best.to_owned() } else { format!("{}（{best}）", one.role) }
    };
    let wanted: Vec<String> = missing.iter().map(wanted).collect();
    let mut packages: Vec<&str> = missing.iter().map(|one| one.package.as_str()).collect();
    packages.sort_unstable();
    packages.dedup();
    format!(
        "电脑上没有写 PDF 要用的字体 {}，也没有可以代替它们的字体。请用 --fonts 指定放这些字体的文件夹；\
         Debian、Ubuntu 上也可以安装代替它们的字体：apt install {}",
        wanted.join("、"),
        packages.join(" ")
    )
}

/// What to do where the pages could not be typeset.
pub(crate) fn advice(error: &WriteError) -> &'static str {
    match error {
        WriteError::Typeset(typeset::Error::Glyph { .. }) => {
            "。方框、对勾等符号可以 apt install fonts-dejavu-core，生僻字可以 apt install fonts-hanazono，\
             或用 --fonts 指定放字体的文件夹"
        }
        _ => "",
    }
}

/// Which families stand in for those that official papers are set in.
pub(crate) fn stand_ins(fonts: &Fonts) -> Option<String> {
    let roles = write::pdf_roles();
    let wanted = |role: &str| {
        let role = roles.iter().find(|of| of.name == role && !of.package.is_empty())?;
        role.families.first().map(String::as_str)
    };
    let pairs = fonts
        .given()
        .iter()
        .filter(|given| given.rank > 0)
        .filter_map(|given| Some(format!("{}（用 {}）", wanted(&given.role)?, given.family)));
    let pairs: Vec<String> = pairs.collect();
    (!pairs.is_empty()).then(|| {
        format!("电脑上没有 {}；有这些字体时，请用 --fonts 指定它们所在的文件夹", pairs.join("、"))
    })
}

/// Which characters another font had to set.
pub(crate) fn replaced(replaced: &[Replaced]) -> Option<String> {
    let told: Vec<String> = replaced
        .iter()
        .map(|one| format!("“{}”（{}里没有，用{}）", one.character, one.wanted, one.used))
        .collect();
    (!told.is_empty()).then(|| format!("有的字符换用了别的字体：{}", told.join("、")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_fonts_are_named_with_what_to_install() {
        let one = |role: &str, best: &str| Missing {
            role: role.into(),
            families: vec![best.into(), "Noto Serif CJK SC".into()],
            package: "fonts-noto-cjk".into(),
        };
        let words = lacking(&[one("仿宋", "仿宋_GB2312"), one("黑体", "黑体")]);
        assert!(words.contains("仿宋（仿宋_GB2312）、黑体，"), "{words}");
        assert!(
            words.contains("--fonts") && words.ends_with("apt install fonts-noto-cjk"),
            "{words}"
        );
    }
}
