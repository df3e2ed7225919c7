//! From the bytes of a file to a statement.
//!
//! Every format becomes one [`mod@stream`] of lines and rows; one grammar reads the stream. Reading never
//! fails and never panics: what cannot be read is a [`Finding`] and a gap.

pub mod archive;
mod bounds;
mod clean;
pub mod codes;
mod columns;
mod compound;
mod correct;
mod decode;
mod doc;
mod docx;
mod drafted;
mod foreign;
pub mod formats;
mod furniture;
mod grammar;
mod html;
pub mod json;
mod pdf;
pub mod rows;
mod sheet;
mod sniff;
pub mod stream;
mod symbols;
mod text;
mod xml;

use ground::{Finding, Format, Severity, Source, Span};
use model::statement::Statement;

pub use correct::{CorrectionError, correct};
pub use docx::CorrectionError as DocxCorrectionError;
pub use drafted::{Drafted, drafted};
use sniff::Kind;
use stream::Stream;

/// A file that has been read.
#[derive(Debug)]
pub struct Reading {
    /// The linear text that all spans count in.
    pub source: Source,
    /// What stands in it.
    pub statement: Statement,
    /// What was wrong with the file or could not be found in it.
    pub findings: Vec<Finding>,
}

/// How large a file may be.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of the file as it comes.
    pub packed: usize,
    /// Bytes of text that it may unpack to.
    pub unpacked: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { packed: 50 << 20, unpacked: 64 << 20 }
    }
}

impl Limits {
    /// For tables of a register: a million rows pack into some tens of megabytes, and are unpacked piece by piece.
    pub const fn of_registers() -> Limits {
        Limits { packed: 256 << 20, unpacked: 2 << 30 }
    }
}

/// Reads a file. `name` is what the user calls it; its extension is only compared, never believed.
pub fn read(name: &str, bytes: &[u8]) -> Reading {
    read_within(name, bytes, Limits::default())
}

/// Reads a file within the given limits.
pub fn read_within(name: &str, bytes: &[u8], limits: Limits) -> Reading {
    if bytes.len() <= limits.packed && sniff::kind(bytes) == Kind::Json {
        let mut reading = json::read(name, bytes);
        reading.findings.extend(misnamed(name, Kind::Json));
        return reading;
    }
    let stream = stream(name, bytes, limits);
    let (statement, found) = grammar::statement(&stream);
    let mut findings = stream.findings;
    let readable = findings.iter().all(|finding| finding.severity != Severity::Error);
    findings.extend(found.into_iter().filter(|_| readable));
    Reading { source: stream.source, statement, findings }
}

/// Reads a file as far as lines and rows.
pub fn stream(name: &str, bytes: &[u8], limits: Limits) -> Stream {
    if bytes.len() > limits.packed {
        return too_large(name, bytes.len(), limits.packed);
    }
    let kind = sniff::kind(bytes);
    let mut stream = match kind {
        Kind::Text if is_named(name, &["csv"]) && foreign::is_comma_table(bytes) => {
            unread(name, foreign::CSV)
        }
        Kind::Text => text::read(name, bytes),
        Kind::Empty => refused(
            name,
            codes::FILE_EMPTY,
            "文件里没有任何内容",
            "请检查是否选错了文件，或保存时出了问题",
        ),
        Kind::Docx => docx::read(name, bytes, limits),
        Kind::Xlsx => sheet::read_xlsx(name, bytes, limits),
        Kind::Xls => sheet::read_xls(name, bytes, limits),
        Kind::Json => text::read(name, bytes),
        Kind::Archive => refused(
            name,
            codes::FORMAT_UNSUPPORTED,
            "这是 ZIP 压缩包，里面的文件要逐个读取",
            "请解压后逐个提交，或直接用 jiheng review 审核整个压缩包",
        ),
        Kind::Pdf => pdf::read(name, bytes, limits),
        Kind::OtherZip(_) if docx::is_document(bytes, limits) => docx::read(name, bytes, limits),
        Kind::Doc => doc::read(name, bytes, limits),
        Kind::Html => html::read(name, bytes),
        Kind::Mhtml => html::read_message(name, bytes),
        Kind::Encrypted => refused(
            name,
            codes::FILE_ENCRYPTED,
            "文件设有打开密码，无法读取",
            "请在 Word 或 Excel 中取消密码（文件 → 信息 → 保护文档或保护工作簿），保存后重新提交",
        ),
        Kind::BrokenZip => refused(
            name,
            codes::FILE_DAMAGED,
            "文件不完整：压缩结构的目录缺失，通常是下载或复制中断造成的",
            "请重新下载或从原电脑重新复制该文件",
        ),
        Kind::BrokenOffice => refused(
            name,
            codes::FILE_DAMAGED,
            "文件不完整：内部目录缺失，通常是下载或复制中断造成的",
            "请重新下载或从原电脑重新复制该文件",
        ),
        Kind::Other(what) | Kind::OtherZip(what) => unread(name, what),
        Kind::Binary if is_named(name, &["wps", "wpt", "et"]) => unread(name, foreign::OLD_WPS),
        Kind::Binary => refused(
            name,
            codes::FORMAT_UNSUPPORTED,
            "文件内容不是任何已知的文档格式",
            "请确认文件没有损坏，并提交 Word（.docx、.doc）、Excel（.xlsx、.xls）、网页（.html）或纯文本（.txt）",
        ),
    };
    stream.findings.extend(misnamed(name, kind));
    stream
}

fn refused(name: &str, code: ground::RuleCode, message: &str, help: &str) -> Stream {
    let finding = Finding::new(code, Severity::Error, Span::at(0), message).help(help);
    Stream {
        source: Source::new(name, Format::Text, String::new(), Vec::new()),
        blocks: Vec::new(),
        findings: vec![finding],
    }
}

fn unread(name: &str, what: foreign::Foreign) -> Stream {
    let message = format!("这是{}，目前还不能读取", what.what);
    refused(name, codes::FORMAT_UNSUPPORTED, &message, what.help)
}

/// Whether the name has one of these extensions.
fn is_named(name: &str, extensions: &[&str]) -> bool {
    let own = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    own.is_some_and(|own| extensions.contains(&own.as_str()))
}

fn too_large(name: &str, size: usize, limit: usize) -> Stream {
    let message = format!("文件有 {} MB，超过 {} MB 的上限", size >> 20, limit >> 20);
    refused(name, codes::FILE_TOO_LARGE, &message, "请删去文件中的图片和附件，只保留绩效文本")
}

/// The extension promises another format than the content is.
fn misnamed(name: &str, kind: Kind) -> Option<Finding> {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase())?;
    let (is, format) = match kind {
        Kind::Text => ("纯文本", formats::TEXT),
        Kind::Docx => ("Word 文档（.docx）", formats::DOCX),
        Kind::Doc => ("旧版 Word 文档（.doc）", formats::DOC),
        Kind::Html => ("网页（.html）", formats::HTML),
        Kind::Mhtml => ("单个文件网页（.mht）", formats::MHTML),
        Kind::Xlsx => ("Excel 工作簿（.xlsx）", formats::XLSX),
        Kind::Xls => ("旧版 Excel 工作簿（.xls）", formats::XLS),
        Kind::Json => ("jiheng 导出的 JSON", formats::JSON),
        Kind::Pdf => ("PDF 文件", formats::PDF),
        _ => return None,
    };
    let known = ["txt", "docx", "doc", "pdf", "xlsx", "xls", "html", "htm", "wps", "json", "rtf"];
    let differs =
        known.contains(&extension.as_str()) && !format.endings.contains(&extension.as_str());
    differs.then(|| {
        Finding::new(
            codes::NAME_AND_CONTENT_DIFFER,
            Severity::Note,
            Span::at(0),
            format!("文件扩展名是 .{extension}，内容其实是{is}，已按内容读取"),
        )
        .help("请改正扩展名，以免别人打不开")
    })
}
