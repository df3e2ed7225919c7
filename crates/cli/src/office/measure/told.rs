//! Values of a statement as text and as JSON.

use ::office::measuring::evidence::Evidence;
use ::office::year::{Computed, Group, Row, Standing, Year};
use ground::Decimal;
use measure::Outcome;
use serde_json::{Value, json};

use super::{Behind, Shown};
use crate::layout::{Table, tame};

/// A statement's indicators, project by project.
pub(super) fn text(year: &Year, rows: &[Shown<'_>]) -> String {
    let listed = &year.listed;
    let mut text = format!(
        "{}{}年度绩效目标完成值（截至{}，第{}版，标识 {}）\n",
        tame(&listed.owner_name),
        year.year,
        year.as_of,
        year.version,
        listed.statement.id
    );
    for group in &year.groups {
        let of_group: Vec<&Shown<'_>> =
            rows.iter().filter(|shown| std::ptr::eq(shown.group, group)).collect();
        if !of_group.is_empty() {
            text.push_str(&project(group, &of_group));
        }
    }
    text.push('\n');
    text
}

fn project(group: &Group, rows: &[&Shown<'_>]) -> String {
    let mut table =
        Table::new(&["指标", "指标值", "完成值", "来源", "记录", "怎样得出"]).right(&[4]);
    for shown in rows {
        let row = shown.row;
        table.row(vec![
            tame(row.text.name()),
            tame(row.text.target_text()),
            tame(&row.words),
            row.standing.label().to_owned(),
            entries(row).map_or_else(String::new, |count| count.to_string()),
            tame(&said(row)),
        ]);
    }
    let name = format!("{} {}", group.code, group.name);
    let mut text = format!("\n{}\n", tame(name.trim()));
    for line in table.lines() {
        text.push_str(&format!("  {line}\n"));
    }
    for shown in rows {
        for (at, behind) in shown.evidence.iter().enumerate() {
            text.push_str(&evidence(shown.row, at, behind));
        }
    }
    text
}

fn evidence(row: &Row, at: usize, behind: &Behind) -> String {
    let Some(first) = behind.pages.first() else { return String::new() };
    let shown: usize = behind.pages.iter().map(|page| page.pieces.len()).sum();
    let place = if at == 0 { "" } else { "（分母或上年）" };
    let mut text = format!(
        "\n  “{}”{place}：{}，台账“{}”{}条记录",
        tame(row.text.name()),
        tame(&first.words),
        first.register.1,
        behind.count
    );
    if i64::try_from(shown) != Ok(behind.count) {
        text.push_str(&format!("，列出{shown}条，全部列出请加 --entries {}", behind.count));
    }
    text.push('\n');
    let head = ["记录", "计入"].into_iter().chain(first.labels.iter().map(String::as_str));
    let mut table = Table::new(&head.collect::<Vec<_>>()).right(&[0, 1]);
    for piece in behind.pages.iter().flat_map(|page| &page.pieces) {
        let cells = [piece.id.to_string(), plain(piece.share).unwrap_or_default()];
        table.row(cells.into_iter().chain(piece.cells.iter().map(|cell| tame(cell))).collect());
    }
    for line in table.lines() {
        text.push_str(&format!("    {line}\n"));
    }
    text
}

/// How a value came about, or why there is none.
fn said(row: &Row) -> String {
    match &row.standing {
        Standing::Computed(computed) => computed.said.clone(),
        Standing::Refused(why) => why.clone(),
        Standing::Entered(entered) => {
            format!("{}录入，截至{}：{}", entered.by_name, entered.as_of, entered.reason)
        }
        Standing::Awaited => {
            let reason = row.binding.as_ref().map_or("", |binding| binding.reason.as_str());
            format!("台账给不出：{reason}")
        }
        Standing::Unbound => "还没有绑定取数，也没有录入".to_owned(),
    }
}

/// How many entries stand behind a computed value, of all its figures together.
fn entries(row: &Row) -> Option<i64> {
    match &row.standing {
        Standing::Computed(computed) => Some(computed.value.entries.iter().sum()),
        _ => None,
    }
}

/// A statement for programs.
pub(super) fn json(year: &Year, rows: &[Shown<'_>]) -> Value {
    let it = &year.listed.statement;
    let indicators: Vec<Value> = rows.iter().map(indicator).collect();
    json!({
        "statement": it.id,
        "owner": it.owner,
        "owner_name": year.listed.owner_name,
        "year": year.year,
        "version": year.version,
        "as_of": year.as_of.to_string(),
        "indicators": indicators,
    })
}

fn indicator(shown: &Shown<'_>) -> Value {
    let (group, row) = (shown.group, shown.row);
    let state = match &row.standing {
        _ if row.actual.is_missing() => "missing",
        Standing::Computed(_) => "computed",
        _ => "entered",
    };
    let mut whole = json!({
        "project": group.code,
        "project_name": group.name,
        "key": row.key,
        "name": row.text.name(),
        "target": row.text.target_text(),
        "state": state,
        "standing": row.standing.label(),
        "words": row.words,
        "actual": row.actual,
        "said": said(row),
        "computed": null,
        "entries": entries(row),
    });
    if let (Some(fields), Standing::Computed(computed)) = (whole.as_object_mut(), &row.standing) {
        fields.insert("computed".to_owned(), figures(computed));
    }
    if let (Some(fields), false) = (whole.as_object_mut(), shown.evidence.is_empty()) {
        let all: Vec<Value> = shown.evidence.iter().map(pieces).collect();
        fields.insert("evidence".to_owned(), Value::Array(all));
    }
    whole
}

fn figures(computed: &Computed) -> Value {
    let value = match &computed.value.outcome {
        Some(Outcome::Number(number)) => Some(number.normalize().to_string()),
        Some(Outcome::Day(day)) => Some(day.to_string()),
        Some(Outcome::Level { label, .. }) => Some(label.clone()),
        None => None,
    };
    json!({
        "measure": computed.code,
        "title": computed.title,
        "value": value,
        "unit": computed.unit,
        "numerator": plain(computed.value.numerator),
        "denominator": plain(computed.value.denominator),
        "entries": computed.value.entries,
        "first": computed.period.first.to_string(),
        "last": computed.period.last.to_string(),
    })
}

fn pieces(behind: &Behind) -> Value {
    let first = behind.pages.first();
    let labels: Vec<&String> = first.iter().flat_map(|page| &page.labels).collect();
    let piece = |page: &Evidence| -> Vec<Value> {
        let all = page.pieces.iter().map(|piece| {
            json!({
                "owner": piece.owner,
                "id": piece.id,
                "called": piece.called,
                "cells": piece.cells,
                "share": plain(piece.share),
            })
        });
        all.collect()
    };
    let all: Vec<Value> = behind.pages.iter().flat_map(piece).collect();
    json!({
        "words": first.map(|page| page.words.as_str()),
        "register": first.map(|page| page.register.0.as_str()),
        "count": behind.count,
        "labels": labels,
        "entries": all,
    })
}

fn plain(number: Option<Decimal>) -> Option<String> {
    number.map(|number| number.normalize().to_string())
}
