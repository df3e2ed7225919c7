//! Entries as a clerk types them.

use office::registers::keeping::{Kept, Typed};
use register::Definition;
use store::people::Role;

use super::{Town, UNION};

/// What a clerk types, by the labels of the inputs.
pub(crate) fn typed(definition: &Definition, rows: &[(&str, &str)]) -> Typed {
    let place = |label: &str| {
        let found = definition.inputs.iter().position(|input| input.label == label);
        found.unwrap_or_else(|| panic!("no input {label}"))
    };
    rows.iter().map(|(label, text)| (place(label), (*text).to_owned())).collect()
}

/// Adds an entry of the union as its clerk; gives its number.
pub(crate) async fn add(town: &Town, register: &str, rows: &[(&str, &str)]) -> i64 {
    let all = town.office.registers().await.expect("registers");
    let definition = all.get(register).expect("a register").definition;
    let clerk = town.somebody(Role::Clerk);
    let kept = town.office.add_entry(&clerk, register, UNION, &typed(definition, rows)).await;
    match kept.expect("allowed") {
        Kept::Done { id, .. } => id,
        Kept::Refused(said) => panic!("{said:#?}"),
    }
}
