//! A finding as the editor shows it, at its field and in the margin.

use ground::Severity;
use office::live::Located;

use super::sheet::Sheet;

/// A finding as the margin shows it.
#[derive(Clone, Debug)]
pub(crate) struct FindingView {
    pub(crate) id: String,
    pub(crate) tone: &'static str,
    pub(crate) tone_name: &'static str,
    pub(crate) icon: &'static str,
    pub(crate) code: String,
    pub(crate) text: String,
    pub(crate) help: String,
    pub(crate) place: String,
    pub(crate) href: String,
    pub(crate) rule_href: String,
    /// The name of its correction; empty: it has none.
    pub(crate) mend: String,
}

/// The id of what stands at a path.
pub(crate) fn id(path: &str) -> String {
    format!("f-{}", path.replace('/', "-"))
}

/// A finding as the margin shows it; `base` is the address of the editor.
pub(crate) fn finding(found: &Located, base: &str) -> FindingView {
    let (tone, icon) = match found.finding.severity {
        Severity::Error => ("error", "x-octagon-fill"),
        Severity::Warning => ("warning", "exclamation-triangle-fill"),
        Severity::Note => ("note", "info-circle-fill"),
    };
    let at = Sheet::of_path(&found.path).word();
    FindingView {
        id: format!("n-{}", found.key),
        tone,
        tone_name: found.finding.severity.label(),
        icon,
        code: found.finding.code.to_string(),
        text: found.finding.message.clone(),
        help: found.finding.help.clone(),
        place: found.label.clone(),
        href: format!("{base}?at={at}#{}", id(&found.path)),
        rule_href: format!("/help/rules/{}", found.finding.code),
        mend: if found.mending.is_empty() { String::new() } else { found.key.clone() },
    }
}
