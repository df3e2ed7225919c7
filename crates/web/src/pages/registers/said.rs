//! What the checks say of an entry, as every page shows it.

use ground::Severity;
use office::registers::showing::FindingShown;
use register::{Definition, Part};

/// Something said of an entry.
#[derive(Clone, Debug)]
pub(crate) struct Said {
    /// error, warning, note
    pub(crate) tone: &'static str,
    pub(crate) icon: &'static str,
    /// How grave it is, in words.
    pub(crate) name: &'static str,
    pub(crate) code: String,
    pub(crate) message: String,
    pub(crate) help: String,
    /// The field of the form that it is about; empty: the entry as a whole.
    pub(crate) at: String,
    /// The label of that field.
    pub(crate) label: String,
}

/// What is said, with the fields it is about.
pub(crate) fn said(definition: &Definition, findings: &[FindingShown]) -> Vec<Said> {
    findings.iter().map(|finding| one(definition, finding)).collect()
}

fn one(definition: &Definition, finding: &FindingShown) -> Said {
    let (tone, icon, name) = match finding.severity {
        Severity::Error => ("error", "x-octagon-fill", "错误"),
        Severity::Warning => ("warning", "exclamation-triangle-fill", "警告"),
        Severity::Note => ("note", "info-circle-fill", "提示"),
    };
    let input = finding.input.and_then(|at| definition.inputs.get(at));
    Said {
        tone,
        icon,
        name,
        code: finding.code.clone(),
        message: finding.message.clone(),
        help: finding.help.clone(),
        at: input.and_then(|input| name_of(definition, input.part)).unwrap_or_default(),
        label: input.map_or_else(String::new, |input| input.label.clone()),
    }
}

/// The name of an input in forms: `f-amount`, and `d-payee` for the document of a person. States are moved,
/// not typed, and files are not typed either.
pub(crate) fn name_of(definition: &Definition, part: Part) -> Option<String> {
    match part {
        Part::Field(at) => {
            let field = definition.at(at)?;
            let is_typed = !matches!(field.holds, register::FieldType::Attachment);
            is_typed.then(|| format!("f-{}", field.name))
        }
        Part::Document(at) => definition.at(at).map(|field| format!("d-{}", field.name)),
        Part::State => None,
    }
}
