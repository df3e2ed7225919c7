//! Prints the lines and rows that are read of a file.

use read::stream::Block;

fn main() {
    for path in std::env::args().skip(1) {
        let Ok(bytes) = std::fs::read(&path) else { continue };
        let stream = read::stream(&path, &bytes, read::Limits::default());
        for finding in &stream.findings {
            println!("! {} {}", finding.code, finding.message);
        }
        for block in &stream.blocks {
            match block {
                Block::Line(line) => println!(
                    "{}{}{} {}",
                    line.outline.map_or("-".into(), |level| level.to_string()),
                    if line.in_contents { "c" } else { "" },
                    if line.indented { ">" } else { "" },
                    line.words.text
                ),
                Block::Row(row) => {
                    let cells = row.cells.iter().map(|cell| {
                        let mark = if cell.covered { "^" } else { "" };
                        format!("[{}+{}{mark} {}]", cell.column, cell.span, cell.words.text)
                    });
                    println!("T{} {}", row.table, cells.collect::<String>());
                }
            }
        }
    }
}
