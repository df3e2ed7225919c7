//! The roster of a batch, for whoever examines them.

use ground::Day;
use register::{Masking, show, show_document};
use write::document::{
    Block, Cell as Square, Document, Paragraph, Properties, Row, Section, Table,
};
use write::page::{Numbers, Page as Sheet};
use write::style::Style;

use super::{Candidate, Wanted};
use crate::registers::Register;
use crate::registers::sight::Sight;

/// The roster: landscape, a line for each, with room for the signature.
pub(super) fn roster(
    register: Register<'_>,
    sight: &Sight,
    kind: &str,
    wanted: &Wanted,
    found: &[Candidate],
    today: Day,
) -> Document {
    const HEADS: [(&str, u32); 9] = [
        ("序号", 5),
        ("姓名", 9),
        ("性别", 5),
        ("证件号码", 20),
        ("称号级别", 9),
        ("荣誉称号", 16),
        ("工作单位", 20),
        ("联系电话", 13),
        ("签字", 11),
    ];
    let lists = register.all.definitions().lists();
    let plain = |one: &Candidate, name: &str| {
        let Some((place, field)) = register.definition.field(name) else { return String::new() };
        show(field, one.entry.value(place), Masking::Plain, lists).to_string()
    };
    let mut rows = vec![Row::new(HEADS.map(|(head, _)| Square::label(head)).to_vec())];
    for (at, one) in found.iter().enumerate() {
        let number = show_document(register.value(&one.entry, "person"), Masking::Plain);
        let cells = [
            (at + 1).to_string(),
            plain(one, "person"),
            plain(one, "sex"),
            number.to_string(),
            plain(one, "level"),
            plain(one, "title"),
            plain(one, "unit"),
            plain(one, "phone"),
            String::new(),
        ];
        rows.push(Row::new(cells.map(|text| Square::of(Style::CellCentred, &text)).to_vec()));
    }
    let title = format!("{}劳动模范{kind}名单", sight.owner.name);
    let table = Table {
        caption: title.clone(),
        widths: HEADS.map(|(_, width)| width).to_vec(),
        header_rows: 1,
        rows,
    };
    let said = format!("日期：{}　　共{}人　　制表日期：{today}", wanted.served_on, found.len());
    let note = "本名单含个人信息，只供组织体检、疗休养使用，用后收回。";
    let blocks = vec![
        Paragraph::new(Style::TableTitle, title.clone()).into(),
        Paragraph::new(Style::TableNote, said).into(),
        Block::Table(table),
        Paragraph::new(Style::TableNote, note).into(),
    ];
    let page = Sheet::official(Numbers::From(1)).landscape();
    let properties = Properties {
        title: title.clone(),
        subject: format!("劳模{kind}"),
        author: sight.owner.name.clone(),
        created: Some(today),
        ..Properties::default()
    };
    Document { properties, sections: vec![Section { name: "名单".to_owned(), page, blocks }] }
}
