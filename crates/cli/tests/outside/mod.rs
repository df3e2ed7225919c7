//! Runs the binary from outside, in a folder of its own.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use jiheng_cli::report::Report;
use testkit::draft::Draft;

/// A folder of its own for a test.
pub(crate) fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    // One rule, whatever others there are: these tests are about the command line.
    fs::write(path.join("jiheng.toml"), "[review]\nselect = [\"TGT001\"]\n").unwrap();
    path
}

pub(crate) fn jiheng(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_jiheng"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("COLUMNS")
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

/// Runs the binary with words on its standard input.
pub(crate) fn jiheng_told(folder: &Path, arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_jiheng"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("COLUMNS")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // It may end without reading, where something else is wrong.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

pub(crate) fn status(output: &Output) -> i32 {
    output.status.code().unwrap()
}

pub(crate) fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub(crate) fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

pub(crate) fn clean() -> Draft {
    testkit::base::linhe()
}

/// A statement in which a cost target is a floor: what TGT001 finds.
pub(crate) fn faulty() -> Draft {
    let mut draft = clean();
    draft.projects[1].indicators[3].target = "≥500元/人".into();
    draft
}

pub(crate) fn write(folder: &Path, name: &str, draft: &Draft) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, testkit::plain::text(draft)).unwrap();
}

pub(crate) fn report(output: &Output) -> Report {
    serde_json::from_str(&out(output)).unwrap_or_else(|error| panic!("{error}\n{}", err(output)))
}
