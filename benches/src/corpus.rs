//! The documents that are measured: statements of invented counties, no two alike.

use testkit::base::linhe;
use testkit::draft::{Draft, DraftProject};

/// How many projects each statement has: what county departments usually have.
const PROJECTS: usize = 4;

/// Statements of different departments, sums and counts.
pub fn drafts(count: usize) -> Vec<Draft> {
    (0..count).map(draft).collect()
}

/// The statements as plain texts, rows between tabs.
pub fn texts(count: usize) -> Vec<Vec<u8>> {
    drafts(count).iter().map(|draft| testkit::plain::text(draft).into_bytes()).collect()
}

/// The statements as workbooks, all on one sheet, with merged cells and formatted numbers.
pub fn workbooks(count: usize) -> Vec<Vec<u8>> {
    let form = testkit::form::Form::official();
    let write = |draft: &Draft| {
        let setting = testkit::sheet::SETTINGS.first();
        setting.map(|setting| setting.write(draft, &form, 1)).unwrap_or_default()
    };
    drafts(count).iter().map(write).collect()
}

/// The statements as Word documents.
pub fn documents(count: usize) -> Vec<Vec<u8>> {
    drafts(count).iter().map(document).collect()
}

/// Statements as pages, the way Word writes them.
pub fn pages(count: u64) -> Vec<Vec<u8>> {
    let layout = testkit::html::HTML_LAYOUTS.iter().find(|layout| layout.name == "Word");
    let page = |seed: u64| {
        let sample = testkit::sample::Sample::new(seed);
        layout.map(|layout| layout.write(&sample.draft, &sample.form, seed)).unwrap_or_default()
    };
    (0..count).map(page).collect()
}

/// A statement as a binary Word document.
pub const BINARY_DOCUMENT: &[u8] = include_bytes!("../../crates/read/tests/doc/made/plain.doc");

/// A statement as a binary workbook.
pub const BINARY_WORKBOOK: &[u8] = include_bytes!("../../crates/read/tests/sheet/made/linhe.xls");

/// The PDFs that other programs made of statements, as the tests of the reader have them.
///
/// # Errors
/// When the folder or a file cannot be read.
pub fn pdfs() -> std::io::Result<Vec<Vec<u8>>> {
    let folder =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/read/tests/pdf/made");
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "pdf") {
            files.push(std::fs::read(path)?);
        }
    }
    Ok(files)
}

fn draft(number: usize) -> Draft {
    const COUNTIES: [&str; 5] = ["临河县", "望川县", "青石县", "南屏县", "东陵县"];
    let base = linhe();
    let county = COUNTIES.get(number % COUNTIES.len()).copied().unwrap_or("临河县");
    let here = |text: &str| text.replace("临河县", county);
    let projects = (0..PROJECTS)
        .filter_map(|at| Some(project(base.projects.get(at % base.projects.len())?, number, at)))
        .collect();
    Draft {
        department: here(&base.department),
        compiled_by: here(&base.compiled_by),
        reviewed_by: here(&base.reviewed_by),
        projects,
        ..base
    }
}

/// A project of the base with a name, a sum and counts of its own.
fn project(base: &DraftProject, number: usize, at: usize) -> DraftProject {
    let mut project = base.clone();
    project.name = format!("{}（{}）", project.name, at + 1);
    project.total = format!("{}.{:02}", 10 + number % 90, at * 7);
    project.fiscal.clone_from(&project.total);
    for (row, indicator) in project.indicators.iter_mut().enumerate() {
        let count = format!("{}", 40 + (number + row) % 50);
        indicator.target = indicator.target.replace("40", &count);
    }
    project
}

/// A Word document as Word writes it: every run with its fonts, the tables of the projects.
fn document(draft: &Draft) -> Vec<u8> {
    let text = testkit::plain::text(draft);
    let mut body = String::with_capacity(text.len() * 30);
    let mut in_table = false;
    for line in text.lines() {
        let is_row = line.contains('\t') && !line.contains("....");
        if is_row != in_table {
            body.push_str(if is_row { "<w:tbl><w:tblPr/>" } else { "</w:tbl>" });
            in_table = is_row;
        }
        if is_row {
            let cells: String =
                line.split('\t').map(|cell| format!("<w:tc>{}</w:tc>", paragraph(cell))).collect();
            body.push_str(&format!("<w:tr>{cells}</w:tr>"));
        } else {
            body.push_str(&paragraph(line));
        }
    }
    if in_table {
        body.push_str("</w:tbl>");
    }
    packed(&body)
}

fn paragraph(text: &str) -> String {
    const FONTS: &str = "<w:rPr><w:rFonts w:ascii=\"仿宋_GB2312\" w:hAnsi=\"仿宋_GB2312\" \
                         w:eastAsia=\"仿宋_GB2312\" w:cs=\"宋体\" w:hint=\"eastAsia\"/>\
                         <w:color w:val=\"000000\"/><w:kern w:val=\"0\"/><w:sz w:val=\"24\"/></w:rPr>";
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    let middle = text.floor_char_boundary(text.len() / 2);
    let (head, tail) = text.split_at(middle);
    let run = |text: &str| {
        let kept = "<w:t xml:space=\"preserve\">";
        if text.is_empty() {
            String::new()
        } else {
            format!("<w:r>{FONTS}{kept}{text}</w:t></w:r>")
        }
    };
    let format =
        "<w:pPr><w:spacing w:line=\"560\" w:lineRule=\"exact\"/><w:jc w:val=\"both\"/></w:pPr>";
    format!("<w:p>{format}{}{}</w:p>", run(head), run(tail))
}

fn packed(body: &str) -> Vec<u8> {
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><w:document \
         xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">\
         <w:body>{body}</w:body></w:document>"
    );
    let types = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Types \
                 xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
                 <Default Extension=\"rels\" \
                 ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
                 <Override PartName=\"/word/document.xml\" \
                 ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>\
                 </Types>";
    let relations = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Relationships \
                     xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
                     <Relationship Id=\"rId1\" \
                     Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" \
                     Target=\"word/document.xml\"/></Relationships>";
    testkit::pack::zip(&[
        ("[Content_Types].xml", types),
        ("_rels/.rels", relations),
        ("word/document.xml", &document),
    ])
}
