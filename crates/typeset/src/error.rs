//! Why nothing was typeset, in the words of the people who asked for it.

use std::fmt::{Display, Formatter};
use std::io;
use std::path::PathBuf;

/// Why a document could not be typeset.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No family was found for some roles.
    #[error("缺少排版所需的字体：{}。请安装后重试，或用字体文件夹提供这些字体", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("；"))]
    Fonts(Vec<Missing>),
    /// A font file was there when fonts were looked for and could not be read when it was needed.
    #[error("字体文件 {} 读不出来：请检查文件是否完整、是否有权读取", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What happened; nothing where the file was read but holds no such font.
        source: Option<io::Error>,
    },
    /// A character has no glyph in the fonts that were to set it.
    #[error("所用字体“{family}”里没有“{character}”（U+{:04X}），它出现在“{text}”中：请改写这个字符，或补上含有它的字体", u32::from(*character))]
    Glyph {
        /// The character.
        character: char,
        /// The family that was to set it.
        family: String,
        /// The words around it.
        text: String,
    },
    /// Something does not fit on its page and would be cut off.
    #[error("第 {page} 页排不下：“{text}”超出了纸边，请缩短这一处的文字或拆开表格的这一行")]
    Overflow {
        /// The page, from 1.
        page: usize,
        /// The words outside it.
        text: String,
    },
    /// The markup names a family that is no role of the fonts.
    #[error("排版时用到了未提供的字体：{0}")]
    Family(String),
    /// The typesetter does not understand the markup, or had to give something up.
    #[error("排版没有完成（第 {line} 行：{message}）：这是程序的差错，请报告")]
    Markup {
        /// The line of the markup, from 1; 0 where it is not known.
        line: usize,
        /// What the typesetter says.
        message: String,
    },
}

/// A role for which no family was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The role.
    pub role: String,
    /// The families that were looked for, the best first.
    pub families: Vec<String>,
    /// The Debian package that holds one of them.
    pub package: String,
}

impl Display for Missing {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}（找过 {}", self.role, self.families.join("、"))?;
        if !self.package.is_empty() {
            write!(f, "；Debian 软件包 {}", self.package)?;
        }
        f.write_str("）")
    }
}
