//! Cells of a sheet in every way in which they can be written.

use crate::rows::lines;
use crate::sheet::Workbook;

/// A cell written as nearly all programs write it is taken apart in one go, any other step by step: both are the same.
#[test]
fn however_a_cell_is_written_it_holds_the_same() {
    let shared = "<sst><si><t>甲</t></si><si><t>乙_x000D_</t></si><si/></sst>";
    let values =
        ["", "0", "1", "2", "7", "-1.5", "45717", "1E3", " 1 ", "true", "#N/A", "甲", "_x0041_"];
    let kinds =
        ["", " t=\"s\"", " t=\"n\"", " t=\"b\"", " t=\"e\"", " t=\"str\"", " t=\"d\"", " t=\"x\""];
    let places = ["", " r=\"B2\"", " r=\"$C$2\"", " r=\"ZZZ9\"", " r=\"x\""];
    let mut cells = Vec::new();
    for value in values {
        for kind in kinds {
            for (place, style) in
                places.iter().zip(["", " s=\"1\"", " s=\"99\"", " s=\"x\"", " q=\"1\""])
            {
                cells.push(format!("<c{place}{style}{kind}><v>{value}</v></c>"));
            }
        }
    }
    let read = |write: &dyn Fn(&str) -> String| {
        let rows = cells.chunks(3).map(|some| {
            let cells: String = some.iter().map(|cell| write(cell)).collect();
            format!("<row>{cells}</row>")
        });
        let book = Workbook::of(&rows.collect::<String>(), "").formats(&["General", "yyyy/m/d"]);
        lines("a.xlsx", &book.with("xl/sharedStrings.xml", shared).bytes())
    };
    let plain = read(&str::to_owned);
    assert!(plain.len() > 100, "{plain:?}");
    let others: [&dyn Fn(&str) -> String; 3] =
        [&|cell| cell.replace("<c", "<c\n"), &|cell| cell.replace('"', "'"), &|cell| {
            cell.replace("</c>", "<!-- --></c>")
        }];
    for other in others {
        assert_eq!(read(other), plain);
    }
}
