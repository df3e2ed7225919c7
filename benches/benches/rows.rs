//! `cargo bench --bench rows`: a million rows of ten columns, as a workbook and as lines of text, beside what bare
//! libraries need to unpack them and to cut them into tokens or records.
//!
//! `JIHENG_ROWS` sets another number of rows.

use std::error::Error;
use std::hint::black_box;
use std::io::{BufReader, Cursor, Read};
use std::ops::ControlFlow;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use model::cell::Cell;
use quick_xml::Reader;
use quick_xml::events::Event;
use read::Limits;
use read::rows::{Row, Workbook};
use rust_xlsxwriter::Format;
use zip::ZipArchive;

const ROUNDS: usize = 3;
const LABELS: [&str; 10] = [
    "姓名",
    "证件号码",
    "单位",
    "救助种类",
    "金额",
    "发放日期",
    "批次",
    "户名",
    "银行账号",
    "备注",
];

fn main() -> Result<(), Box<dyn Error>> {
    let rows = std::env::var("JIHENG_ROWS").ok().and_then(|rows| rows.parse().ok());
    let rows = rows.unwrap_or(1_000_000);
    println!("{rows} rows of ten columns; the best of {ROUNDS} rounds");
    let workbook = workbook(rows)?;
    println!("{:<44} {:>8.1} MB", "the workbook", megabytes(workbook.len()));
    let count =
        |found: usize| if found == rows as usize + 1 { Ok(()) } else { Err("rows are lost") };
    let (took, found) = best(|| read_all(&workbook))?;
    count(found)?;
    told("a workbook, one thread", took, rows);
    let (took, found) = best(|| read_beside(&workbook))?;
    count(found)?;
    told("a workbook, one unpacks and one reads", took, rows);
    let (took, _) = best(|| unzipped(&workbook))?;
    told("  floor: unzip", took, rows);
    let (took, _) = best(|| tokens(&workbook))?;
    told("  floor: unzip and XML tokens", took, rows);
    drop(workbook);
    println!("{:<44} {:>8} MB", "most memory so far, the workbook's own among", peak());
    let text = text(rows);
    println!("{:<44} {:>8.1} MB", "the text", megabytes(text.len()));
    let (took, found) = best(|| read_all(&text))?;
    count(found)?;
    told("a text, one thread", took, rows);
    let (took, found) = best(|| records(&text))?;
    count(found)?;
    told("  floor: records of the crate csv", took, rows);
    Ok(())
}

/// The least time of some rounds, and what was counted.
fn best(
    mut work: impl FnMut() -> Result<usize, Box<dyn Error>>,
) -> Result<(Duration, usize), Box<dyn Error>> {
    let (mut least, mut found) = (Duration::MAX, 0);
    for _ in 0..ROUNDS {
        let began = Instant::now();
        found = black_box(work()?);
        least = least.min(began.elapsed());
    }
    Ok((least, found))
}

#[expect(clippy::float_arithmetic, reason = "a speed, for people")]
fn told(what: &str, took: Duration, rows: u32) {
    let seconds = took.as_secs_f64();
    println!("{what:<44} {seconds:>8.2} s {:>12.0} rows/s", f64::from(rows) / seconds);
}

#[expect(clippy::float_arithmetic, reason = "a size, for people")]
fn megabytes(bytes: usize) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}

/// Most memory that the process has had, in megabytes.
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().split(' ').next()?.parse::<usize>().ok());
    kilobytes.unwrap_or(0) >> 10
}

/// Looks at every cell, as who checks a row does.
fn looked_at(row: &Row<'_>) -> usize {
    let size = |cell: &Cell<'_>| match cell {
        Cell::Text(text) => text.len(),
        Cell::Empty => 0,
        _ => 1,
    };
    black_box(row.cells.iter().map(size).sum::<usize>());
    1
}

fn read_all(bytes: &[u8]) -> Result<usize, Box<dyn Error>> {
    let book = opened(bytes)?;
    let mut count = 0;
    let read = book.rows(0, &mut |row| {
        count += looked_at(&row);
        ControlFlow::Continue(())
    });
    read.map_err(|finding| finding.message)?;
    Ok(count)
}

/// One thread unpacks, another reads.
fn read_beside(bytes: &[u8]) -> Result<usize, Box<dyn Error>> {
    let book = opened(bytes)?;
    let (send, receive) = mpsc::sync_channel(8);
    std::thread::scope(|scope| {
        let reading = scope.spawn(|| {
            let mut count = 0;
            for chunk in receive {
                book.read(&chunk, &mut |row| count += looked_at(&row))?;
            }
            Ok::<_, Box<ground::Finding>>(count)
        });
        let unpacked = book.unpack(0, &mut |chunk| match send.send(chunk) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        });
        drop(send);
        let read = reading.join().map_err(|_| "the reader ended early")?;
        unpacked.map_err(|finding| finding.message)?;
        Ok(read.map_err(|finding| finding.message)?)
    })
}

fn opened(bytes: &[u8]) -> Result<Workbook<'_>, Box<dyn Error>> {
    Ok(Workbook::open("bench", bytes, Limits::of_registers()).map_err(|finding| finding.message)?)
}

const PARTS: [&str; 2] = ["xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"];

fn unzipped(bytes: &[u8]) -> Result<usize, Box<dyn Error>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    let mut size = 0;
    let mut piece = vec![0; 1 << 20];
    for part in PARTS {
        let mut part = archive.by_name(part)?;
        loop {
            match part.read(&mut piece)? {
                0 => break,
                read => size += read,
            }
        }
    }
    Ok(size)
}

fn tokens(bytes: &[u8]) -> Result<usize, Box<dyn Error>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    let (mut tokens, mut buffer) = (0, Vec::new());
    for part in PARTS {
        let part = BufReader::with_capacity(1 << 20, archive.by_name(part)?);
        let mut reader = Reader::from_reader(part);
        loop {
            buffer.clear();
            match reader.read_event_into(&mut buffer)? {
                Event::Eof => break,
                _ => tokens += 1,
            }
        }
    }
    Ok(tokens)
}

fn records(bytes: &[u8]) -> Result<usize, Box<dyn Error>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
    let (mut record, mut count) = (csv::StringRecord::new(), 0);
    while reader.read_record(&mut record)? {
        count += 1;
        black_box(record.iter().map(str::len).sum::<usize>());
    }
    Ok(count)
}

/// The words of a row; the fifth is its money, the sixth its day.
fn words(at: u32) -> [String; 10] {
    [
        format!("张{}", at % 5_000),
        format!("99032119800101{:04}", at % 10_000),
        format!("临河县第{}小学", at % 300),
        ["生活救助", "医疗救助", "助学救助"][at as usize % 3].to_owned(),
        format!("{}.5", at % 8_000),
        format!("2025-{:02}-{:02}", at % 12 + 1, at % 28 + 1),
        format!("2025年第{}批", at % 4 + 1),
        format!("张{}", at % 5_000),
        format!("622200{at:013}"),
        String::new(),
    ]
}

/// A workbook as Excel writes it: words that come again are shared.
fn workbook(rows: u32) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let date = Format::new().set_num_format("yyyy-mm-dd");
    let sheet = workbook.add_worksheet_with_low_memory()?;
    for (column, label) in (0..).zip(LABELS) {
        sheet.write_string(0, column, label)?;
    }
    for row in 1..=rows {
        for (column, words) in (0..).zip(words(row)) {
            match column {
                4 => sheet.write_number(row, column, words.parse::<f64>()?)?,
                5 => sheet.write_number_with_format(row, column, 45_658 + row % 300, &date)?,
                _ if words.is_empty() => continue,
                _ => sheet.write_string(row, column, words)?,
            };
        }
    }
    Ok(workbook.save_to_buffer()?)
}

fn text(rows: u32) -> Vec<u8> {
    let mut text = LABELS.join(",") + "\n";
    for row in 1..=rows {
        text.push_str(&words(row).join(","));
        text.push('\n');
    }
    text.into_bytes()
}
