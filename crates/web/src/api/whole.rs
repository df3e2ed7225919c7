//! A statement with all that is kept of it, made from what the office gives.

use ground::Severity;
use office::deadlines::Due;
use office::judged::Judged;
use office::statements::Dossier;
use store::deadlines::Stage;
use store::decisions::{Approval, Minutes};
use store::statements::{Transition, Version};

use super::papers::FileLine;
use super::statements::{
    AcceptanceLine, ActLine, ApprovalLine, DueLine, FindingLine, MinutesLine, StatementLine,
    StatementWhole, VersionLine, WayStep,
};

/// All of it.
pub(crate) fn whole(dossier: &Dossier) -> StatementWhole {
    StatementWhole {
        statement: StatementLine::of(&dossier.listed),
        versions: versions(dossier),
        way: dossier.way.iter().map(step).collect(),
        acts: dossier
            .acts
            .iter()
            .map(|act| ActLine { act: act.word(), name: act.label() })
            .collect(),
        due: dossier.due.as_ref().map(due),
        minutes: dossier.minutes.iter().map(minutes).collect(),
        approvals: dossier.approvals.iter().map(approval).collect(),
        files: dossier.files.iter().map(FileLine::of).collect(),
    }
}

/// Its versions.
pub(crate) fn versions(dossier: &Dossier) -> Vec<VersionLine> {
    let version = |version: &Version| VersionLine {
        number: version.number,
        parent: version.parent,
        kind: version.kind.word(),
        reason: version.reason.clone(),
        digest: version.digest.clone(),
        created_by: dossier.names.get(&version.created_by).cloned().unwrap_or_default(),
        created_at: version.created_at.clone(),
        frozen_at: version.frozen_at.clone(),
    };
    dossier.versions.iter().map(version).collect()
}

/// A deadline.
pub(crate) fn due(due: &Due) -> DueLine {
    DueLine {
        stage: due.stage.map_or("monitoring", Stage::word),
        on: due.on.to_string(),
        days_left: due.left,
        is_late: due.is_late(),
    }
}

/// A finding.
pub(crate) fn finding(one: &Judged) -> FindingLine {
    FindingLine {
        code: one.finding.code.to_string(),
        title: one.title(),
        severity: severity(one.finding.severity),
        message: one.finding.message.clone(),
        help: one.finding.help.clone(),
        place: one.place.clone(),
        place_name: one.place_name.clone(),
        words: one.words.clone(),
        is_open: one.is_open(),
        acceptance: one.accepted.as_ref().map(|row| AcceptanceLine {
            id: row.id.clone(),
            reason: row.reason.clone(),
            by_name: row.by_name.clone(),
            at: row.at.clone(),
        }),
    }
}

/// The word for how grave a finding is.
pub(crate) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn step(step: &Transition) -> WayStep {
    WayStep {
        number: step.number,
        act: step.act.clone(),
        from: step.from.word(),
        to: step.to.word(),
        version: step.version,
        reason: step.reason.clone(),
        by_name: step.by_name.clone(),
        at: step.at.clone(),
    }
}

fn minutes(one: &Minutes) -> MinutesLine {
    MinutesLine {
        version: one.version,
        held_on: one.held_on.clone(),
        present: one.present.clone(),
        decision: one.decision.clone(),
        agreed: one.agreed,
        file: one.file.clone(),
    }
}

fn approval(one: &Approval) -> ApprovalLine {
    ApprovalLine {
        version: one.version,
        digest: one.digest.clone(),
        document_number: one.document_number.clone(),
        remarks: one.remarks.clone(),
        by_name: one.by_name.clone(),
        at: one.at.clone(),
    }
}
