//! BAS006: a basis so old that somebody should look whether it is still in force.

use ground::{Decimal, Facet, Finding, LegalRef, RuleCode, RuleInfo, Severity};
use model::document::DocumentNumber;
use rulebook::Parameter;

use super::cited::{cited, same_document};
use crate::rules::telling::Gathered;
use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("BAS006"),
        name: "basis_old",
        title: "依据文件年代久远",
        severity: Severity::Warning,
        facet: Facet::Feasibility,
        basis: &[LegalRef { law: "practice", article: "规范性文件有效期一般不超过五年" }],
        since: "0.1.0",
    },
    manual: include_str!("bas006_basis_old.md"),
    check,
};

/// A document, equal to another where both are the same though written at different length.
struct Document(DocumentNumber);

impl PartialEq for Document {
    fn eq(&self, other: &Self) -> bool {
        same_document(&self.0, &other.0)
    }
}

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let limit = subject.number(Parameter::BasisAge);
    let undated = subject.statement.plan_year().is_none() && subject.region.is_empty();
    if limit.is_zero() || undated {
        return;
    }
    let mut gathered = Gathered::new();
    for cited in cited(subject).iter().filter(|cited| !cited.is_law()) {
        let Some(at) = cited.number() else { continue };
        let age = subject.year - at.number.year;
        if Decimal::from(age) <= limit {
            continue;
        }
        let span = cited.words.span(at.range.clone());
        let (year, plan) = (at.number.year, subject.year);
        let written = match at.number.agency.as_str() {
            "" => cited.citation.text.as_str(),
            _ => cited.words.text.get(at.range.clone()).unwrap_or_default(),
        };
        gathered.add(Document(at.number), span, || {
            let message = format!("依据“{written}”是{year}年的文件，距{plan}年度已{age}年");
            RULE.info
                .finding(span, message)
                .help("核实是否仍然有效；已有新文件的，换成新文件的文号")
        });
    }
    findings.extend(gathered.into_findings());
}
