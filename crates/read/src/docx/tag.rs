//! The elements that mean something to a reader of Word documents.

/// A vocabulary of elements, found by its namespace, whatever its prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Vocabulary {
    /// WordprocessingML, transitional or strict.
    Word,
    /// Office mathematics.
    Math,
    /// Markup compatibility: the same content in two versions.
    Compatibility,
    /// Relations and content types of a package.
    Package,
    /// Any other: drawings, pictures, extensions.
    Other,
}

/// An element by its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    // Blocks.
    Paragraph,
    Table,
    Row,
    Cell,
    StructuredText,
    TextBox,
    AltChunk,
    // Inside a paragraph.
    Run,
    Text,
    TabSign,
    Break,
    CarriageReturn,
    NoBreakHyphen,
    Symbol,
    FieldSign,
    SimpleField,
    FieldCode,
    // Properties of blocks.
    ParagraphProperties,
    TableGrid,
    GridColumn,
    RowProperties,
    GridBefore,
    GridAfter,
    CellProperties,
    GridSpan,
    VerticalMerge,
    HorizontalMerge,
    CellWidth,
    CellDeleted,
    StructuredProperties,
    /// A control shows its hint: nothing has been written in it.
    ShowsHint,
    PartGallery,
    // Properties of paragraphs and runs.
    ParagraphStyle,
    RunStyle,
    RunProperties,
    Fonts,
    ListProperties,
    ListLevel,
    ListNumber,
    OutlineLevel,
    Indent,
    Frame,
    Hidden,
    /// Deleted or moved away: of text, of a paragraph's mark, of a row.
    Deleted,
    // Two versions of the same content.
    Alternates,
    Choice,
    Fallback,
    // Styles and lists.
    Style,
    Name,
    BasedOn,
    AbstractList,
    List,
    AbstractListReference,
    Level,
    Start,
    NumberFormat,
    LevelText,
    LevelRestart,
    LegalNumbers,
    Suffix,
    LevelOverride,
    StartOverride,
    ListStyleLink,
    // Parts of a package.
    Relation,
    PartType,
    /// Nothing in it is to be read.
    Skipped,
    /// Nothing in itself; what it holds may be read.
    Other,
}

/// The meaning of an element's local name in its vocabulary.
pub(super) fn tag(vocabulary: Vocabulary, local: &[u8]) -> Tag {
    match vocabulary {
        Vocabulary::Word => word(local),
        Vocabulary::Math => match local {
            b"t" => Tag::Text,
            b"r" => Tag::Run,
            b"ctrlPr" => Tag::Skipped,
            _ => Tag::Other,
        },
        Vocabulary::Compatibility => match local {
            b"AlternateContent" => Tag::Alternates,
            b"Choice" => Tag::Choice,
            b"Fallback" => Tag::Fallback,
            _ => Tag::Other,
        },
        Vocabulary::Package => match local {
            b"Relationship" => Tag::Relation,
            b"Override" => Tag::PartType,
            _ => Tag::Other,
        },
        Vocabulary::Other => Tag::Other,
    }
}

/// Gives a short name as a number, so that names are told apart by one comparison.
const fn key(name: &[u8]) -> u64 {
    let mut key = 0;
    let mut at = 0;
    while at < name.len() {
        key = key << 8 | name[at] as u64;
        at += 1;
    }
    key
}

macro_rules! by_key {
    ($found:expr; $($key:ident $name:literal $tag:ident)*) => {{
        $(const $key: u64 = key($name);)*
        match $found {
            $($key => Tag::$tag,)*
            _ => Tag::Other,
        }
    }};
}

#[rustfmt::skip]
fn word(local: &[u8]) -> Tag {
    if local.len() > 8 {
        return long_word(local);
    }
    by_key! { key(local);
        P b"p" Paragraph R b"r" Run T b"t" Text P_PR b"pPr" ParagraphProperties
        R_PR b"rPr" RunProperties TBL b"tbl" Table TR b"tr" Row TC b"tc" Cell SDT b"sdt" StructuredText
        ALT_CHUNK b"altChunk" AltChunk TAB b"tab" TabSign PTAB b"ptab" TabSign BR b"br" Break
        CR b"cr" CarriageReturn SYM b"sym" Symbol FLD_CHAR b"fldChar" FieldSign
        TBL_GRID b"tblGrid" TableGrid GRID_COL b"gridCol" GridColumn TR_PR b"trPr" RowProperties
        TC_PR b"tcPr" CellProperties GRID_SPAN b"gridSpan" GridSpan V_MERGE b"vMerge" VerticalMerge
        H_MERGE b"hMerge" HorizontalMerge TC_W b"tcW" CellWidth CELL_DEL b"cellDel" CellDeleted
        DEL b"del" Deleted MOVE_FROM b"moveFrom" Deleted SDT_PR b"sdtPr" StructuredProperties
        P_STYLE b"pStyle" ParagraphStyle R_STYLE b"rStyle" RunStyle NUM_PR b"numPr" ListProperties
        ILVL b"ilvl" ListLevel NUM_ID b"numId" ListNumber IND b"ind" Indent FRAME_PR b"framePr" Frame
        R_FONTS b"rFonts" Fonts VANISH b"vanish" Hidden STYLE b"style" Style NAME b"name" Name BASED_ON b"basedOn" BasedOn
        NUM b"num" List LVL b"lvl" Level START b"start" Start NUM_FMT b"numFmt" NumberFormat
        LVL_TEXT b"lvlText" LevelText IS_LGL b"isLgl" LegalNumbers SUFF b"suff" Suffix
        SECT_PR b"sectPr" Skipped SDT_END_PR b"sdtEndPr" Skipped TBL_PR b"tblPr" Skipped
        TBL_PR_EX b"tblPrEx" Skipped OBJECT b"object" Skipped RT b"rt" Skipped RUBY_PR b"rubyPr" Skipped
        DEL_TEXT b"delText" Skipped
    }
}

fn long_word(local: &[u8]) -> Tag {
    match local {
        b"txbxContent" => Tag::TextBox,
        b"noBreakHyphen" => Tag::NoBreakHyphen,
        b"fldSimple" => Tag::SimpleField,
        b"instrText" => Tag::FieldCode,
        b"gridBefore" => Tag::GridBefore,
        b"gridAfter" => Tag::GridAfter,
        b"docPartGallery" => Tag::PartGallery,
        b"showingPlcHdr" => Tag::ShowsHint,
        b"outlineLvl" => Tag::OutlineLevel,
        b"abstractNum" => Tag::AbstractList,
        b"abstractNumId" => Tag::AbstractListReference,
        b"lvlRestart" => Tag::LevelRestart,
        b"lvlOverride" => Tag::LevelOverride,
        b"startOverride" => Tag::StartOverride,
        b"numStyleLink" => Tag::ListStyleLink,
        // Earlier states that track changes keep, and what has no words of the text.
        b"pPrChange" | b"rPrChange" | b"tblPrChange" | b"tblPrExChange" | b"trPrChange"
        | b"tcPrChange" | b"sectPrChange" | b"tblGridChange" | b"numberingChange"
        | b"latentStyles" | b"docDefaults" | b"tblStylePr" | b"delInstrText" => Tag::Skipped,
        _ => Tag::Other,
    }
}
