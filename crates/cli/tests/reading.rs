//! Files are read by a child of the server: as the server itself would, and whatever becomes of the child.

#![cfg(unix)]

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use jiheng_cli::reading::Children;
use office::examine;
use office::reader::Reader;
use read::Limits;
use testkit::folder::folder;

const AMPLE: Duration = Duration::from_secs(60);

fn own(memory_mb: u64) -> Children {
    Children::of(env!("CARGO_BIN_EXE_jiheng").into(), AMPLE, memory_mb)
}

/// A program that does what the lines say, in place of the reader.
fn program(folder: &Path, lines: &str) -> PathBuf {
    let path = folder.join("reader.sh");
    std::fs::write(&path, format!("#!/bin/sh\n{lines}\n")).unwrap();
    std::fs::set_permissions(&path, PermissionsExt::from_mode(0o755)).unwrap();
    path
}

fn text() -> Vec<u8> {
    testkit::plain::text(&testkit::base::linhe()).into_bytes()
}

#[tokio::test]
async fn a_child_reads_as_the_server_would() {
    let children = own(3_072);
    let limits = Limits::default();
    let small = Limits { packed: 100, ..limits };
    let json = examine::body(&read::read("临河.txt", &text())).into_bytes();
    let files = [
        ("临河.txt", text(), limits),
        ("临河 “二稿”.docx", text(), limits),
        ("--name=x.txt", text(), limits),
        ("太大.txt", text(), small),
        ("空.txt", Vec::new(), limits),
        ("坏.pdf", b"%PDF-1.7\nnothing".to_vec(), limits),
        ("提取.json", json, limits),
        ("乱.doc", (0..=255).cycle().take(100_000).collect(), limits),
    ];
    for (name, bytes, limits) in files {
        let here = read::read_within(name, &bytes, limits);
        let there = children.read(name.to_owned(), bytes, limits).await.unwrap();
        assert_eq!(there.findings, here.findings, "{name}");
        assert_eq!(there.source.name, name);
        assert_eq!(examine::body(&there), examine::body(&here), "{name}");
    }
}

#[tokio::test]
async fn a_child_that_dies_stalls_or_raves_is_told_of_and_the_next_is_read() {
    let here = folder("child");
    for (lines, patience, said) in [
        ("kill -SEGV $$", AMPLE, "程序出错或内存不够"),
        ("exit 3", AMPLE, "程序出错或内存不够"),
        ("cat >/dev/null; echo '{\"half\":'", AMPLE, "程序出错或内存不够"),
        ("exec sleep 600", Duration::from_millis(300), "用时太长"),
    ] {
        let begun = Instant::now();
        let children = Children::of(program(here.path(), lines), patience, 3_072);
        let bytes = vec![b'x'; 4 << 20];
        let wrong = children.read("坏.pdf".into(), bytes, Limits::default()).await.unwrap_err();
        let wrong = wrong.to_string();
        assert!(wrong.contains(said) && wrong.contains("“坏.pdf”没有读成"), "{lines}: {wrong}");
        assert!(begun.elapsed() < Duration::from_secs(30), "{lines}: {:?}", begun.elapsed());
    }
    let read = own(3_072).read("临河.txt".into(), text(), Limits::default()).await.unwrap();
    assert_eq!(read.statement.plan_year(), Some(2026));
}

/// The bound holds for the reader itself: what needs more is not read, and said.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_child_that_wants_too_much_memory_ends() {
    let (children, limits) = (own(400), Limits::default());
    let long = text().repeat(8_000);
    let wrong = children.read("长.txt".into(), long, limits).await.unwrap_err().to_string();
    assert!(wrong.contains("内存不够"), "{wrong}");
    children.read("短.txt".into(), text(), limits).await.unwrap();
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_child_ends_with_the_request_that_waits_for_it() {
    let here = folder("child");
    let said = here.path().join("pid");
    let program = program(here.path(), &format!("echo $$ >{}; exec sleep 600", said.display()));
    let children = Children::of(program, AMPLE, 3_072);
    let reading = children.read("慢.pdf".into(), text(), Limits::default());
    let called_off = tokio::time::timeout(Duration::from_millis(800), reading).await;
    assert!(called_off.is_err(), "it was still reading");
    let pid = std::fs::read_to_string(&said).unwrap();
    let process = Path::new("/proc").join(pid.trim());
    for _ in 0..100 {
        if !process.exists() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("process {pid} goes on");
}
