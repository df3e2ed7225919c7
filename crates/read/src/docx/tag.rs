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
    PartGallery,
    // Properties of paragraphs and runs.
    ParagraphStyle,
    RunStyle,
    RunProperties,
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
        Vocabulary::Other => Tag::Other,
    }
}

fn word(local: &[u8]) -> Tag {
    match local {
        b"p" => Tag::Paragraph,
        b"r" => Tag::Run,
        b"t" => Tag::Text,
        b"pPr" => Tag::ParagraphProperties,
        b"rPr" => Tag::RunProperties,
        b"tbl" => Tag::Table,
        b"tr" => Tag::Row,
        b"tc" => Tag::Cell,
        b"sdt" => Tag::StructuredText,
        b"txbxContent" => Tag::TextBox,
        b"altChunk" => Tag::AltChunk,
        b"tab" | b"ptab" => Tag::TabSign,
        b"br" => Tag::Break,
        b"cr" => Tag::CarriageReturn,
        b"noBreakHyphen" => Tag::NoBreakHyphen,
        b"sym" => Tag::Symbol,
        b"fldChar" => Tag::FieldSign,
        b"fldSimple" => Tag::SimpleField,
        b"instrText" => Tag::FieldCode,
        b"tblGrid" => Tag::TableGrid,
        b"gridCol" => Tag::GridColumn,
        b"trPr" => Tag::RowProperties,
        b"gridBefore" => Tag::GridBefore,
        b"gridAfter" => Tag::GridAfter,
        b"tcPr" => Tag::CellProperties,
        b"gridSpan" => Tag::GridSpan,
        b"vMerge" => Tag::VerticalMerge,
        b"hMerge" => Tag::HorizontalMerge,
        b"tcW" => Tag::CellWidth,
        b"cellDel" => Tag::CellDeleted,
        b"del" | b"moveFrom" => Tag::Deleted,
        _ => property(local),
    }
}

fn property(local: &[u8]) -> Tag {
    match local {
        b"sdtPr" => Tag::StructuredProperties,
        b"docPartGallery" => Tag::PartGallery,
        b"pStyle" => Tag::ParagraphStyle,
        b"rStyle" => Tag::RunStyle,
        b"numPr" => Tag::ListProperties,
        b"ilvl" => Tag::ListLevel,
        b"numId" => Tag::ListNumber,
        b"outlineLvl" => Tag::OutlineLevel,
        b"ind" => Tag::Indent,
        b"framePr" => Tag::Frame,
        b"vanish" => Tag::Hidden,
        b"style" => Tag::Style,
        b"name" => Tag::Name,
        b"basedOn" => Tag::BasedOn,
        b"abstractNum" => Tag::AbstractList,
        b"num" => Tag::List,
        b"abstractNumId" => Tag::AbstractListReference,
        b"lvl" => Tag::Level,
        b"start" => Tag::Start,
        b"numFmt" => Tag::NumberFormat,
        b"lvlText" => Tag::LevelText,
        b"lvlRestart" => Tag::LevelRestart,
        b"isLgl" => Tag::LegalNumbers,
        b"suff" => Tag::Suffix,
        b"lvlOverride" => Tag::LevelOverride,
        b"startOverride" => Tag::StartOverride,
        b"numStyleLink" => Tag::ListStyleLink,
        // Earlier states that track changes keep, and what has no words of the text.
        b"pPrChange" | b"rPrChange" | b"tblPrChange" | b"tblPrExChange" | b"trPrChange"
        | b"tcPrChange" | b"sectPrChange" | b"tblGridChange" | b"numberingChange" | b"sectPr"
        | b"sdtEndPr" | b"tblPr" | b"tblPrEx" | b"object" | b"rt" | b"rubyPr" | b"latentStyles"
        | b"docDefaults" | b"tblStylePr" | b"delText" | b"delInstrText" => Tag::Skipped,
        _ => Tag::Other,
    }
}
