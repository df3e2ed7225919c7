//! What paragraphs look like: fonts, sizes, indents, the way offices set them.

use crate::page::points;

/// The role of a paragraph, from which its look follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// The title of the cover.
    Title,
    /// …编制, …审核 on the cover.
    SignOff,
    /// The words 目录.
    ContentsTitle,
    /// A part in the contents.
    ContentsPart,
    /// What stands in a part, in the contents.
    ContentsEntry,
    /// 第一部分: heading of level 1.
    Part,
    /// 一、总体绩效目标: heading of level 2.
    Section,
    /// A heading in running text: level 3.
    Heading,
    /// Running text.
    Body,
    /// The line over a table: level 2, as it stands in the contents.
    TableTitle,
    /// Over a table on the left: whose it is.
    TableNote,
    /// Over a table on the right: 单位：万元.
    TableUnit,
    /// A cell that names others.
    CellLabel,
    /// A short cell, centred.
    CellCentred,
    /// A cell of words.
    CellText,
    /// A remark under a table or a text.
    Note,
    /// A centred line of running text: the document number of a letter.
    Centred,
    /// 主送机关: to whom a letter goes.
    Addressee,
    /// Office and day at the end of a letter.
    Closing,
}

/// The families of type that official papers use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Font {
    /// 小标宋: titles.
    SmallTitle,
    /// 仿宋: running text.
    FangSong,
    /// 黑体: headings of the first level, labels.
    Hei,
    /// 楷体: headings of the second level.
    Kai,
    /// 宋体: page numbers.
    Song,
}

/// How lines of a paragraph are placed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// At the left.
    Left,
    /// In the middle.
    Centre,
    /// At the right.
    Right,
    /// Filling the line.
    Justified,
}

/// The distance from line to line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pitch {
    /// That of the page's grid.
    Page,
    /// So many twentieths of a point.
    Exactly(u32),
    /// So many twentieths of a point, more where the type needs it.
    AtLeast(u32),
}

/// The look of a paragraph. Lengths are in twentieths of a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// The family of type.
    pub font: Font,
    /// Size in half points: 32 is 三号.
    pub size: u32,
    /// How its lines are placed.
    pub align: Align,
    /// How many characters its first line is set in.
    pub first_line: u32,
    /// How many characters all its lines are set in.
    pub left: u32,
    /// The distance from line to line.
    pub pitch: Pitch,
    /// Blank height before it.
    pub before: u32,
    /// Blank height behind it.
    pub after: u32,
    /// Level of the heading that it is.
    pub level: Option<u8>,
    /// Whether a page may end behind it.
    pub end: PageEnd,
}

/// Whether a page may end behind a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageEnd {
    /// It may.
    Allowed,
    /// It stays with the next.
    Kept,
}

/// 一号, 二号, 三号 and so on, in half points.
mod size {
    pub(super) const ONE: u32 = 52;
    pub(super) const TWO: u32 = 44;
    pub(super) const SMALL_TWO: u32 = 36;
    pub(super) const THREE: u32 = 32;
    pub(super) const FOUR: u32 = 28;
    pub(super) const SMALL_FOUR: u32 = 24;
    pub(super) const FIVE: u32 = 21;
    pub(super) const SMALL_FIVE: u32 = 18;
}

/// Size of the page number in half points: 四号.
pub const PAGE_NUMBER: u32 = size::FOUR;

const BODY: Look = Look {
    font: Font::FangSong,
    size: size::THREE,
    align: Align::Justified,
    first_line: 2,
    left: 0,
    pitch: Pitch::Page,
    before: 0,
    after: 0,
    level: None,
    end: PageEnd::Allowed,
};

const CELL: Look = Look {
    size: size::SMALL_FIVE,
    align: Align::Left,
    first_line: 0,
    pitch: Pitch::AtLeast(points(13)),
    ..BODY
};

impl Style {
    /// All styles.
    pub const ALL: [Style; 19] = [
        Style::Title,
        Style::SignOff,
        Style::ContentsTitle,
        Style::ContentsPart,
        Style::ContentsEntry,
        Style::Part,
        Style::Section,
        Style::Heading,
        Style::Body,
        Style::TableTitle,
        Style::TableNote,
        Style::TableUnit,
        Style::CellLabel,
        Style::CellCentred,
        Style::CellText,
        Style::Note,
        Style::Centred,
        Style::Addressee,
        Style::Closing,
    ];

    /// What a paragraph of this style looks like.
    pub const fn look(self) -> Look {
        match self {
            Style::Title => Look {
                font: Font::SmallTitle,
                size: size::ONE,
                pitch: Pitch::Exactly(points(44)),
                ..centred(BODY)
            },
            Style::SignOff => Look {
                font: Font::Kai,
                size: size::SMALL_TWO,
                pitch: Pitch::Exactly(points(34)),
                ..centred(BODY)
            },
            Style::ContentsTitle => {
                Look { font: Font::SmallTitle, size: size::TWO, after: points(18), ..centred(BODY) }
            }
            Style::ContentsPart => Look {
                font: Font::Hei,
                align: Align::Left,
                first_line: 0,
                before: points(6),
                ..BODY
            },
            Style::ContentsEntry => Look { align: Align::Left, first_line: 0, left: 1, ..BODY },
            Style::Part => Look {
                font: Font::SmallTitle,
                size: size::TWO,
                after: points(18),
                level: Some(1),
                ..kept(centred(BODY))
            },
            Style::Section => Look { font: Font::Hei, level: Some(2), ..kept(BODY) },
            Style::Heading => Look { font: Font::Kai, level: Some(3), ..kept(BODY) },
            Style::Body => BODY,
            Style::TableTitle => Look {
                font: Font::SmallTitle,
                after: points(6),
                level: Some(2),
                ..kept(centred(BODY))
            },
            Style::TableNote => Look { size: size::SMALL_FOUR, ..over_table(Align::Left) },
            Style::TableUnit => Look { size: size::SMALL_FOUR, ..over_table(Align::Right) },
            Style::CellLabel => Look { font: Font::Hei, ..centred(CELL) },
            Style::CellCentred => centred(CELL),
            Style::CellText => CELL,
            Style::Note => Look {
                size: size::FIVE,
                align: Align::Left,
                first_line: 0,
                pitch: Pitch::AtLeast(points(16)),
                ..BODY
            },
            Style::Centred => centred(BODY),
            Style::Addressee => Look { align: Align::Left, first_line: 0, ..BODY },
            Style::Closing => Look { align: Align::Right, first_line: 0, ..BODY },
        }
    }
}

const fn centred(look: Look) -> Look {
    Look { align: Align::Centre, first_line: 0, ..look }
}

const fn kept(look: Look) -> Look {
    Look { end: PageEnd::Kept, ..look }
}

const fn over_table(align: Align) -> Look {
    let look = Look { align, first_line: 0, pitch: Pitch::AtLeast(points(18)), ..BODY };
    kept(look)
}

impl Font {
    /// All families.
    pub const ALL: [Font; 5] = [Font::SmallTitle, Font::FangSong, Font::Hei, Font::Kai, Font::Song];

    /// The name that offices' computers have it under.
    pub const fn name(self) -> &'static str {
        match self {
            Font::SmallTitle => "方正小标宋简体",
            Font::FangSong => "仿宋_GB2312",
            Font::Hei => "黑体",
            Font::Kai => "楷体_GB2312",
            Font::Song => "宋体",
        }
    }

    /// Names of families that may stand in for it, the nearest first: those of Windows, of WPS and
    /// macOS, then free ones.
    pub const fn substitutes(self) -> &'static [&'static str] {
        match self {
            Font::SmallTitle => &[
                "方正小标宋_GBK",
                "FZXiaoBiaoSong-B05S",
                "华文中宋",
                "STZhongsong",
                "Noto Serif CJK SC",
            ],
            Font::FangSong => &["仿宋", "FangSong", "华文仿宋", "STFangsong", "Noto Serif CJK SC"],
            Font::Hei => &["SimHei", "华文黑体", "STHeiti", "Noto Sans CJK SC"],
            Font::Kai => {
                &["楷体", "KaiTi", "华文楷体", "STKaiti", "LXGW WenKai", "Noto Serif CJK SC"]
            }
            Font::Song => &["SimSun", "华文宋体", "STSong", "Noto Serif CJK SC"],
        }
    }

    /// Whether its strokes have serifs.
    pub const fn is_serif(self) -> bool {
        !matches!(self, Font::Hei)
    }
}

/// The family of Latin letters and figures in running text.
pub const LATIN: &str = "Times New Roman";
