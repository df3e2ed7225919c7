//! Which families of type play which part in a PDF.

use typeset::{Need, Role, Weight};

use crate::style::{Font, LATIN};

/// Latin letters and figures.
pub(super) const LATIN_ROLE: &str = "西文";
/// Signs that Chinese fonts lack: boxes, ticks.
pub(super) const SIGNS_ROLE: &str = "符号";

/// Characters of names that common Chinese fonts lack.
pub(super) const RARE_ROLE: &str = "僻字";

/// The package of Debian that holds a serif and a sans with all characters.
const PACKAGE: &str = "fonts-noto-cjk";

/// The roles for which [`typeset::Fonts`] are to be found before a PDF can be written.
pub fn pdf_roles() -> Vec<Role> {
    let mut roles: Vec<Role> = Font::ALL.into_iter().map(of).collect();
    let latin = [LATIN, "Liberation Serif", "Tinos", "Nimbus Roman"];
    roles.push(Role { need: Need::May, ..Role::new(LATIN_ROLE, latin) });
    let signs = ["Segoe UI Symbol", "Noto Sans Symbols2", "Noto Sans Symbols 2", "DejaVu Sans"];
    roles.push(Role { need: Need::May, ..Role::new(SIGNS_ROLE, signs) });
    let rare = ["SimSun-ExtB", "宋体-ExtB", "HanaMinB", "Plangothic P1", "BabelStone Han"];
    roles.push(Role { need: Need::May, ..Role::new(RARE_ROLE, rare) });
    roles
}

fn of(font: Font) -> Role {
    let families = std::iter::once(font.name()).chain(font.substitutes().iter().copied());
    let role = Role { package: PACKAGE.into(), ..Role::new(name(font), families) };
    match font {
        // Its strokes are heavy: what stands in for it should be bold.
        Font::SmallTitle => Role { weight: Weight::Heavy, ..role },
        _ => role,
    }
}

/// What a family is called in markup.
pub(super) const fn name(font: Font) -> &'static str {
    match font {
        Font::SmallTitle => "小标宋",
        Font::FangSong => "仿宋",
        Font::Hei => "黑体",
        Font::Kai => "楷体",
        Font::Song => "宋体",
    }
}
