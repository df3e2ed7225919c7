//! What must be quick for checks over registers.

use std::collections::{BTreeMap, BTreeSet};

use register::plan::Limit;
use register::{Definitions, Plan};

use super::columns;

/// The columns by which entries are looked up in checks, for each register: an index on each of these lets a check
/// go once through the entries it speaks of, instead of making an index for itself each time. What another begins
/// with is left out.
pub fn indexes(definitions: &Definitions) -> BTreeMap<String, Vec<Vec<String>>> {
    let mut all: BTreeMap<String, BTreeSet<Vec<String>>> = BTreeMap::new();
    let mut add = |register: &str, fields: &[usize]| {
        let Some(definition) = definitions.definition(register) else { return };
        let columns = fields.iter().map(|field| Ok(columns::equal(definition, *field)?.names()));
        // What cannot be asked needs no index.
        if let Ok(columns) = columns.collect::<Result<Vec<_>, String>>() {
            all.entry(register.to_owned()).or_default().insert(columns.concat());
        }
    };
    for check in definitions.cross_checks() {
        match &check.plan {
            Plan::Related(plan) => {
                let fields: Vec<usize> = plan.join.iter().map(|(_, other)| *other).collect();
                add(&plan.other.register, &fields);
            }
            Plan::Grouped(plan) => {
                add(&plan.subject.register, &plan.by);
                if let Limit::Field { register, join, .. } = &plan.limit {
                    let fields: Vec<usize> = join.iter().map(|(_, other)| *other).collect();
                    add(register, &fields);
                }
            }
        }
    }
    let without_beginnings = |columns: BTreeSet<Vec<String>>| {
        let is_beginning =
            |one: &Vec<String>| columns.iter().any(|other| other != one && other.starts_with(one));
        columns.iter().filter(|one| !is_beginning(one)).cloned().collect()
    };
    all.into_iter().map(|(register, columns)| (register, without_beginnings(columns))).collect()
}
