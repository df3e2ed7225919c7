//! All rules, family by family.

mod bas;
mod cod;
mod fnd;
mod frm;
mod his;
mod ind;
mod rel;
mod telling;
mod tgt;
#[cfg(test)]
mod trial;
mod txt;

use ground::RuleCode;

use crate::Rule;

static FAMILIES: &[&[Rule]] = &[
    frm::RULES,
    cod::RULES,
    fnd::RULES,
    tgt::RULES,
    ind::RULES,
    bas::RULES,
    rel::RULES,
    txt::RULES,
    his::RULES,
];

/// Every rule, by code.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    FAMILIES.iter().flat_map(|family| family.iter())
}

/// The rule with this code.
pub fn find(code: RuleCode) -> Option<&'static Rule> {
    all().find(|rule| rule.info.code == code)
}
