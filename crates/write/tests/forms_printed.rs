//! Official forms on paper: as PDF by our own hand, and printed by LibreOffice.

use rulebook::FormKind;
use write::forms::{example, form};

use crate::forms::all::{all, printed, sheet};
use crate::support;

/// What LibreOffice prints holds every person once, under a head on each page.
#[test]
fn nobody_is_cut_off_when_it_is_printed() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("forms-printed");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let view = example::roster_of(120);
    let document = form(sheet(FormKind::AidRoster), &view).unwrap();
    for (ending, bytes) in [("docx", write::docx(&document)), ("xlsx", write::xlsx(&document))] {
        let name = format!("roster.{ending}");
        std::fs::write(folder.join(&name), bytes.unwrap()).unwrap();
        let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
        let run = |program: &str, arguments: &[&str]| {
            let mut command = std::process::Command::new(program);
            command.args(arguments).current_dir(&folder).output().ok()
        };
        let made = run("soffice", &[&profile, "--headless", "--convert-to", "pdf", &name]);
        let text = made.and_then(|_| run("pdftotext", &["-layout", "roster.pdf", "-"]));
        let Some(text) = text.filter(|_| folder.join("roster.pdf").exists()) else {
            println!("soffice or pdftotext is not here: {name} was not printed");
            return;
        };
        let text = String::from_utf8(text.stdout).unwrap();
        for row in &view.rows {
            assert_eq!(text.matches(&String::from(row.id_number.clone())).count(), 1, "{name}");
        }
        let pages = text.matches('\u{c}').count();
        assert!(pages > 3 && text.matches("身份证号码").count() >= pages - 1, "{name}: {pages}");
        std::fs::remove_file(folder.join("roster.pdf")).unwrap();
    }
}

/// Each value of the example stands on the pages, letter by letter, in the order of reading.
#[test]
fn every_form_is_set_as_pdf() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("forms-pdf");
    std::fs::create_dir_all(&folder).unwrap();
    let fonts = support::fonts();
    let bare = |text: &str| text.split_whitespace().collect::<String>();
    for filled in all() {
        let id = &filled.sheet.id;
        let pdf = write::pdf(&filled.document, &fonts, write::Pages::Real);
        let pdf = pdf.unwrap_or_else(|error| panic!("{id}: {error}"));
        let path = folder.join(format!("{id}.pdf"));
        std::fs::write(&path, &pdf.file.bytes).unwrap();
        let text = support::pdf_text(&path);
        let lines = bare(&text.replace('\u{c}', "\n"));
        for value in printed(&filled.json) {
            let missing = value.lines().map(bare).find(|line| !lines.contains(line.as_str()));
            assert!(missing.is_none(), "{id}.pdf lacks {missing:?}:\n{text}");
        }
    }
}

#[test]
fn libre_office_opens_every_form() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("forms-office");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let mut files = Vec::new();
    let long = form(sheet(FormKind::AidRoster), &example::roster_of(300)).unwrap();
    let named = all().into_iter().map(|filled| (filled.sheet.id.clone(), filled.document));
    for (name, document) in named.chain([("roster-300".to_owned(), long)]) {
        let file = format!("{name}.docx");
        std::fs::write(folder.join(&file), write::docx(&document).unwrap()).unwrap();
        std::fs::write(folder.join(format!("{name}.html")), write::html(&document)).unwrap();
        std::fs::write(folder.join(format!("{name}.xlsx")), write::xlsx(&document).unwrap())
            .unwrap();
        files.push(file);
    }
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let mut office = std::process::Command::new("soffice");
    office.args([profile.as_str(), "--headless", "--convert-to", "pdf"]).args(&files);
    let Ok(output) = office.current_dir(&folder).output() else {
        println!("soffice is not here: the forms were not opened");
        return;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    for file in files {
        let pdf = folder.join(file.replace(".docx", ".pdf"));
        assert!(std::fs::read(&pdf).unwrap_or_default().starts_with(b"%PDF"), "{file}");
    }
}
