//! `jiheng form`: official forms, filled from a statement, its review, a data file or nothing.

pub(crate) mod args;
mod choose;
mod list;
mod values;

use std::path::Path;

use anyhow::bail;
use rulebook::{FormSheet, Rulebook, Standing};
use write::document::Document;
use write::forms::data::{Data, excesses};
use write::forms::{blanks, form_of};

use crate::Status;
use crate::paper::{self, Overwriting, Printer};
use crate::world::World;
use args::FormArgs;
use choose::Wanted;

/// Writes the form that the arguments ask for, or the list of forms.
pub(crate) fn run(args: &FormArgs, world: &World) -> anyhow::Result<Status> {
    let book = Rulebook::embedded()?;
    if args.form == "list" {
        return print(&list::forms(&book), world);
    }
    let wanted = Wanted::find(&book, &args.form)?;
    if args.fields {
        let sheet = wanted.sheet(args.year, args.region.as_deref(), world)?;
        return print(&list::fields(sheet), world);
    }
    let Some(output) = args.output.as_deref() else {
        bail!("请用 --output 写明要写的文件，如 --output {}.docx", wanted.title());
    };
    let ending = paper::ending(output);
    if ending != "json" {
        paper::format(output)?;
    }
    let read: Vec<&Path> =
        [&args.statement, &args.data].into_iter().flatten().map(AsRef::as_ref).collect();
    let overwriting = Overwriting::by(args.force);
    paper::refuse(output, overwriting, &read)?;
    let Some((sheet, all)) = values::gather(args, &wanted, &book, world)? else {
        return Ok(Status::Failed);
    };
    if ending == "json" {
        paper::put(&json(&all)?, output, world)?;
        return Ok(Status::Clean);
    }
    if !fits(sheet, &all, world) {
        return Ok(Status::Failed);
    }
    let document = document(sheet, &all)?;
    if !args.blank {
        tell_blanks(sheet, &all, world);
    }
    Printer::new(&args.fonts).write(&document, output, world)?;
    Ok(Status::Clean)
}

fn print(text: &str, world: &World) -> anyhow::Result<Status> {
    let mut out = world.open(None)?;
    out.write(text)?;
    out.close()?;
    Ok(Status::Clean)
}

/// The forms one after another, each on sheets of its own.
fn document(sheet: &FormSheet, all: &[Data]) -> anyhow::Result<Document> {
    let mut document = Document::default();
    for (number, data) in (1..).zip(all) {
        let one = form_of(sheet, data)?;
        if document.sections.is_empty() {
            document.properties = one.properties;
        }
        let several = all.len() > 1;
        document.sections.extend(one.sections.into_iter().map(|mut section| {
            if several {
                section.name = format!("{number}.{}", data.words("project"));
            }
            section
        }));
    }
    Ok(document)
}

/// What a data file holds: a form, or a list of them.
fn json(all: &[Data]) -> anyhow::Result<Vec<u8>> {
    let mut bytes = match all {
        [one] => serde_json::to_vec_pretty(one)?,
        all => serde_json::to_vec_pretty(all)?,
    };
    bytes.push(b'\n');
    Ok(bytes)
}

/// Says which words are too long; false where a verified limit refuses them.
fn fits(sheet: &FormSheet, all: &[Data], world: &World) -> bool {
    let mut fits = true;
    for (number, data) in (1..).zip(all) {
        for excess in excesses(sheet, data) {
            let which = if all.len() > 1 { format!("第{number}张 ") } else { String::new() };
            let words = format!("{which}{}：{}", excess.path, excess.message);
            if excess.standing == Standing::Verified {
                world.complain(&words);
                fits = false;
            } else {
                world.say(&format!("警告：{words}"));
            }
        }
    }
    fits
}

/// Says which fields are left to be filled in by hand.
fn tell_blanks(sheet: &FormSheet, all: &[Data], world: &World) {
    let mut labels: Vec<&str> = all.iter().flat_map(|data| blanks(sheet, data)).collect();
    let mut seen = std::collections::BTreeSet::new();
    labels.retain(|label| seen.insert(*label));
    if !labels.is_empty() {
        world.say(&format!("提示：这些栏目没有内容，表上留空：{}", labels.join("、")));
    }
}
