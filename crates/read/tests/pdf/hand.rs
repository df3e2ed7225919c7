//! Writes small PDFs by hand.

use std::io::Write as _;

/// A PDF of these objects, numbered from 1; the first is the catalogue.
pub(crate) fn file(objects: &[impl AsRef<[u8]>]) -> Vec<u8> {
    let mut text = b"%PDF-1.7\n".to_vec();
    let mut offsets = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        offsets.push(text.len());
        writeln!(text, "{} 0 obj", at + 1).unwrap();
        text.extend_from_slice(object.as_ref());
        text.extend_from_slice(b"\nendobj\n");
    }
    let start = text.len();
    write!(text, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).unwrap();
    for offset in offsets {
        writeln!(text, "{offset:010} 00000 n ").unwrap();
    }
    let size = objects.len() + 1;
    write!(text, "trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n").unwrap();
    text
}

pub(crate) fn stream(entries: &str, content: &str) -> String {
    format!("<< {entries} /Length {} >>\nstream\n{content}\nendstream", content.len())
}

/// A font that is not in the file: Chinese characters of GBK, as old producers write them.
const GBK: &str = "<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /GBK-EUC-H /DescendantFonts [\
    << /Type /Font /Subtype /CIDFontType2 /BaseFont /SimSun /DW 1000 /W [814 907 500] \
    /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> \
    /FontDescriptor << /Type /FontDescriptor /FontName /SimSun /Flags 4 /Ascent 859 /Descent -141 >> >>] >>";

/// A PDF of pages with this content and these further entries; `/F` is a Chinese font.
pub(crate) fn pages(contents: &[&str], entries: &str) -> Vec<u8> {
    let kids: Vec<String> = (0..contents.len()).map(|at| format!("{} 0 R", 4 + 2 * at)).collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Count {} /Kids [{}] >>", contents.len(), kids.join(" ")),
        GBK.to_owned(),
    ];
    for (at, content) in contents.iter().enumerate() {
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {} 0 R \
             /Resources << /Font << /F 3 0 R >> >> {entries} >>",
            5 + 2 * at
        ));
        objects.push(stream("", content));
    }
    file(&objects)
}

/// Words at a place, in points from the lower left corner.
pub(crate) fn words(x: i32, y: i32, text: &str) -> String {
    placed("1 0 0 1", x, y, text)
}

/// Words turned by a matrix.
pub(crate) fn placed(matrix: &str, x: i32, y: i32, text: &str) -> String {
    let (bytes, _, _) = encoding_rs::GBK.encode(text);
    let hex: String = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
    format!("BT /F 10 Tf {matrix} {x} {y} Tm <{hex}> Tj ET\n")
}

/// A straight line.
pub(crate) fn line(from: (i32, i32), to: (i32, i32)) -> String {
    format!("{} {} m {} {} l S\n", from.0, from.1, to.0, to.1)
}
