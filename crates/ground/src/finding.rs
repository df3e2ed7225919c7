//! What is wrong with a document: the one shape in which every room reports it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{RuleCode, Span};

/// How grave a finding is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// 提示: worth knowing, nothing need be done.
    Note,
    /// 警告: probably wrong; a person decides.
    Warning,
    /// 错误: proven wrong by arithmetic or by the text itself.
    Error,
}

/// The exact words a finding speaks of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Mark {
    /// Where they stand in the linear text.
    pub span: Span,
    /// What is to be said at these very words; empty to let the message speak.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
}

/// Whether a correction may be made without asking.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Sureness {
    /// A person must choose it: the meaning changes or is only likely.
    Suggested,
    /// The text itself settles it and the meaning stays: `--fix` makes it.
    Safe,
}

/// One replacement of one run of the linear text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Edit {
    /// What goes.
    pub span: Span,
    /// What comes in its place.
    pub text: String,
}

impl Edit {
    /// The text with the edits made; they are in the order of their places and do not overlap.
    pub fn applied<'e>(text: &str, edits: impl IntoIterator<Item = &'e Edit>) -> String {
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        for edit in edits {
            let range = edit.span.range();
            out.push_str(text.get(done..range.start).unwrap_or_default());
            out.push_str(&edit.text);
            done = range.end;
        }
        out.push_str(text.get(done..).unwrap_or_default());
        out
    }
}

/// A correction of a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Fix {
    /// Whether it may be made without asking.
    pub sureness: Sureness,
    /// The replacements; all of them or none.
    pub edits: Vec<Edit>,
}

/// One thing that is wrong, the words that are wrong, and how to mend them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// Which rule speaks.
    pub code: RuleCode,
    /// How grave it is.
    pub severity: Severity,
    /// One Chinese sentence that says what is wrong, with the figures that prove it.
    pub message: String,
    /// The words it speaks of, the decisive ones first.
    pub marks: Vec<Mark>,
    /// One Chinese line that says how to mend it.
    pub help: String,
    /// A correction, where there is one to offer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<Fix>,
}

impl Severity {
    /// The Chinese word for it.
    pub fn label(self) -> &'static str {
        match self {
            Severity::Note => "提示",
            Severity::Warning => "警告",
            Severity::Error => "错误",
        }
    }
}

impl Mark {
    /// Words without a label of their own.
    pub fn new(span: Span) -> Mark {
        Mark { span, label: String::new() }
    }

    /// Words with something said at them.
    pub fn labelled(span: Span, label: impl Into<String>) -> Mark {
        Mark { span, label: label.into() }
    }
}

impl Finding {
    /// A finding of the rule `code` about the words at `span`.
    pub fn new(
        code: RuleCode,
        severity: Severity,
        span: Span,
        message: impl Into<String>,
    ) -> Finding {
        Finding {
            code,
            severity,
            message: message.into(),
            marks: vec![Mark::new(span)],
            help: String::new(),
            fix: None,
        }
    }

    /// Says how to mend it.
    pub fn help(mut self, help: impl Into<String>) -> Finding {
        self.help = help.into();
        self
    }

    /// Grades it otherwise than its rule does.
    pub fn graded(mut self, severity: Severity) -> Finding {
        self.severity = severity;
        self
    }

    /// Says something at the decisive words.
    pub fn label(mut self, label: impl Into<String>) -> Finding {
        if let Some(first) = self.marks.first_mut() {
            first.label = label.into();
        }
        self
    }

    /// Points at further words.
    pub fn also(mut self, span: Span, label: impl Into<String>) -> Finding {
        self.marks.push(Mark::labelled(span, label));
        self
    }

    /// Offers a correction of one run of words.
    pub fn fix(mut self, sureness: Sureness, span: Span, text: impl Into<String>) -> Finding {
        let edits = vec![Edit { span, text: text.into() }];
        self.fix = Some(Fix { sureness, edits });
        self
    }

    /// Offers a correction of several runs at once.
    pub fn fixes(mut self, sureness: Sureness, edits: Vec<Edit>) -> Finding {
        self.fix = (!edits.is_empty()).then_some(Fix { sureness, edits });
        self
    }

    /// The decisive words, or the start of the document where the whole is meant.
    pub fn span(&self) -> Span {
        self.marks.first().map(|mark| mark.span).unwrap_or_default()
    }
}
