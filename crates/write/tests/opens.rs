//! What is written opens in other programs. A program that is not here is passed over, and said so.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::{everything, generated};

/// A folder with every kind of file of a generated statement and of a document with everything.
fn written(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    for (name, document) in [("statement", generated(2)), ("everything", everything())] {
        let write = |ending: &str, bytes: Vec<u8>| {
            fs::write(folder.join(format!("{name}.{ending}")), bytes).unwrap();
        };
        write("docx", write::docx(&document).unwrap());
        write("xlsx", write::xlsx(&document).unwrap());
    }
    folder
}

/// Runs a program in the folder; `None` if it is not here.
fn run(folder: &Path, program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).current_dir(folder).output().ok()?;
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said).into_owned();
    assert!(output.status.success(), "{program} {arguments:?}: {said}");
    Some(said)
}

#[test]
fn libre_office_makes_pdf_of_it() {
    let folder = written("opens-office");
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    for ending in ["docx", "xlsx"] {
        for name in ["statement", "everything"] {
            let file = format!("{name}.{ending}");
            let arguments = [&profile, "--headless", "--convert-to", "pdf", file.as_str()];
            let Some(said) = run(&folder, "soffice", &arguments) else {
                println!("soffice is not here: {file} was not opened");
                return;
            };
            // An office without the part for sheets opens no workbook, whoever wrote it.
            let pdf = folder.join(format!("{name}.pdf"));
            if ending == "xlsx" && !pdf.exists() && said.contains("could not be loaded") {
                println!("soffice opens no workbooks here: {file} was not opened");
                continue;
            }
            assert!(fs::read(&pdf).unwrap().starts_with(b"%PDF"), "{file}: {said}");
            fs::remove_file(&pdf).unwrap();
        }
    }
}

#[test]
fn python_libraries_read_it() {
    let folder = written("opens-python");
    // The first python3 on the path may be another than that of the system's packages.
    let with = |module: &str| {
        let import = format!("import {module}");
        let has = |python: &&str| {
            let found = Command::new(python).args(["-c", &import]).output();
            found.is_ok_and(|output| output.status.success())
        };
        ["python3", "/usr/bin/python3"].into_iter().find(has).unwrap_or_else(|| {
            panic!("python3 has no module {module}: install the package python3-{module}")
        })
    };
    let scripts = [
        (
            "docx",
            "import docx,sys; d=docx.Document(sys.argv[1]); print(len(d.tables), len(d.paragraphs))",
        ),
        (
            "openpyxl",
            "import openpyxl,sys; b=openpyxl.load_workbook(sys.argv[1]); print(len(b.sheetnames))",
        ),
    ];
    for (module, script) in scripts {
        let python = with(module);
        let ending = if module == "docx" { "docx" } else { "xlsx" };
        for name in ["statement", "everything"] {
            let file = format!("{name}.{ending}");
            let counts = run(&folder, python, &["-c", script, &file]).unwrap();
            assert!(!counts.trim().starts_with('0'), "{file}: {counts}");
        }
    }
}
