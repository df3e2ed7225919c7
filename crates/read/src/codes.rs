//! What can be wrong with a file before its content is judged.

use ground::{Facet, RuleCode, RuleInfo, Severity};

/// Nothing stands in the file.
pub const FILE_EMPTY: RuleCode = RuleCode::new("RED001");
/// The format is known, or not, but cannot be read.
pub const FORMAT_UNSUPPORTED: RuleCode = RuleCode::new("RED002");
/// The file is protected by a password.
pub const FILE_ENCRYPTED: RuleCode = RuleCode::new("RED003");
/// The file is cut off or broken.
pub const FILE_DAMAGED: RuleCode = RuleCode::new("RED004");
/// The file is larger than is read, packed or unpacked.
pub const FILE_TOO_LARGE: RuleCode = RuleCode::new("RED005");
/// Bytes that stand for no character.
pub const UNREADABLE_CHARACTERS: RuleCode = RuleCode::new("RED006");
/// Nothing of a performance statement stands in it.
pub const NOT_A_STATEMENT: RuleCode = RuleCode::new("RED007");
/// The name says one format, the content is another.
pub const NAME_AND_CONTENT_DIFFER: RuleCode = RuleCode::new("RED008");
/// A project table with a part that could not be found.
pub const TABLE_INCOMPLETE: RuleCode = RuleCode::new("RED009");
/// A table row whose cells could not be told apart with certainty.
pub const ROW_UNCERTAIN: RuleCode = RuleCode::new("RED010");

/// A sheet, a row or a column that is hidden was left out.
pub const SHEET_PART_HIDDEN: RuleCode = RuleCode::new("RED020");
/// Pages of a PDF that hold pictures and no text.
pub const NO_TEXT_LAYER: RuleCode = RuleCode::new("RED011");

/// The identity cards of all of them.
pub const FINDINGS: &[RuleInfo] = &[
    card(FILE_EMPTY, "file_empty", "文件是空的", Severity::Error),
    card(FORMAT_UNSUPPORTED, "format_unsupported", "文件格式读不了", Severity::Error),
    card(FILE_ENCRYPTED, "file_encrypted", "文件有密码", Severity::Error),
    card(FILE_DAMAGED, "file_damaged", "文件已损坏", Severity::Error),
    card(FILE_TOO_LARGE, "file_too_large", "文件太大", Severity::Error),
    card(UNREADABLE_CHARACTERS, "unreadable_characters", "有认不出的字节", Severity::Warning),
    card(NOT_A_STATEMENT, "not_a_statement", "不像绩效文本", Severity::Error),
    card(NAME_AND_CONTENT_DIFFER, "name_and_content_differ", "扩展名与内容不符", Severity::Note),
    card(TABLE_INCOMPLETE, "table_incomplete", "项目表缺了一块", Severity::Warning),
    card(ROW_UNCERTAIN, "row_uncertain", "表格行读得没有把握", Severity::Note),
    card(SHEET_PART_HIDDEN, "sheet_part_hidden", "隐藏的内容没有读取", Severity::Note),
    card(NO_TEXT_LAYER, "no_text_layer", "PDF 没有文字层", Severity::Error),
];

/// The manual page of a code, in Chinese (Markdown).
pub fn manual(code: RuleCode) -> Option<&'static str> {
    PAGES.iter().find(|(known, _)| *known == code).map(|(_, page)| *page)
}

const PAGES: &[(RuleCode, &str)] = &[
    (FILE_EMPTY, include_str!("codes/red001_file_empty.md")),
    (FORMAT_UNSUPPORTED, include_str!("codes/red002_format_unsupported.md")),
    (FILE_ENCRYPTED, include_str!("codes/red003_file_encrypted.md")),
    (FILE_DAMAGED, include_str!("codes/red004_file_damaged.md")),
    (FILE_TOO_LARGE, include_str!("codes/red005_file_too_large.md")),
    (UNREADABLE_CHARACTERS, include_str!("codes/red006_unreadable_characters.md")),
    (NOT_A_STATEMENT, include_str!("codes/red007_not_a_statement.md")),
    (NAME_AND_CONTENT_DIFFER, include_str!("codes/red008_name_and_content_differ.md")),
    (TABLE_INCOMPLETE, include_str!("codes/red009_table_incomplete.md")),
    (ROW_UNCERTAIN, include_str!("codes/red010_row_uncertain.md")),
    (SHEET_PART_HIDDEN, include_str!("codes/red020_sheet_part_hidden.md")),
    (NO_TEXT_LAYER, include_str!("codes/red011_no_text_layer.md")),
];

const fn card(
    code: RuleCode,
    name: &'static str,
    title: &'static str,
    severity: Severity,
) -> RuleInfo {
    RuleInfo { code, name, title, severity, facet: Facet::Completeness, basis: &[], since: "0.1.0" }
}
