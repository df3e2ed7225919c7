//! What can go wrong around a review: a file that cannot be opened, a crash that must not spread.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use ground::{Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity, Span};

/// The system does not let the file be read.
pub(crate) const FILE_UNOPENED: RuleCode = RuleCode::new("RUN001");
/// The program made a mistake over this file.
pub(crate) const REVIEW_CRASHED: RuleCode = RuleCode::new("RUN002");

/// The identity cards of both.
pub(crate) const FINDINGS: &[RuleInfo] = &[
    card(FILE_UNOPENED, "file_unopened", "文件打不开"),
    card(REVIEW_CRASHED, "review_crashed", "审核这个文件时程序出错"),
];

const fn card(code: RuleCode, name: &'static str, title: &'static str) -> RuleInfo {
    let basis: &[LegalRef] = &[];
    let (severity, facet) = (Severity::Error, Facet::Completeness);
    RuleInfo { code, name, title, severity, facet, basis, since: "0.1.0" }
}

/// The manual page of either.
pub(crate) fn manual(code: RuleCode) -> Option<&'static str> {
    match code {
        FILE_UNOPENED => Some(include_str!("trouble/run001_file_unopened.md")),
        REVIEW_CRASHED => Some(include_str!("trouble/run002_review_crashed.md")),
        _ => None,
    }
}

/// The file cannot be opened.
pub(crate) fn unopened(reason: &str) -> Finding {
    Finding::new(FILE_UNOPENED, Severity::Error, Span::at(0), format!("文件打不开：{reason}"))
        .help("请检查文件是否还在、是否有权限读取、是否正被别的程序占用")
}

fn crashed(what: &str) -> Finding {
    let message = format!("审核这个文件时程序出错（{what}），其他文件不受影响");
    Finding::new(REVIEW_CRASHED, Severity::Error, Span::at(0), message)
        .help("这是程序的缺陷，不是文件的问题；请把文件和这行提示发给我们，以便改正")
}

thread_local! {
    /// While a guard is up: where and why the thread panicked.
    static GUARDED: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Keeps a panic inside a guard from printing; outside it says so in Chinese.
pub(crate) fn install_hook() {
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(|place| format!("{}:{}", place.file(), place.line()));
        let place = place.unwrap_or_default();
        let is_guarded = GUARDED.with_borrow_mut(|guarded| match guarded {
            Some(what) => {
                what.clone_from(&place);
                true
            }
            None => false,
        });
        if !is_guarded {
            let why = info.payload_as_str().unwrap_or_default();
            eprintln!("程序内部出错，没能完成（{place} {why}）。请把这行提示发给我们。");
        }
    }));
}

/// Does the work; if it panics, gives a finding that says so.
pub(crate) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, Finding> {
    GUARDED.set(Some(String::new()));
    let done = catch_unwind(AssertUnwindSafe(work));
    let place = GUARDED.take().unwrap_or_default();
    done.map_err(|_| crashed(&place))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_finding() {
        install_hook();
        let found = guarded(|| -> u8 { panic!("wrong") }).unwrap_err();
        assert_eq!(found.code, REVIEW_CRASHED);
        assert!(found.message.contains("trouble.rs:"), "{}", found.message);
        assert_eq!(guarded(|| 7), Ok(7));
    }
}
