//! Who may do what: roles and permissions, one table.
//!
//! The table as people read it is derived from here: `docs/rights.md`. A role holds at an organisation
//! and below it; a person may have several. The three administrators have no permission in common, and
//! none of them may touch a statement.

use store::people::Role;

/// Something that may be done, to some kind of thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Permission {
    /// Read statements, versions, opinions.
    ReadStatements,
    /// Draft, import, save versions.
    WriteStatements,
    /// Begin an adjustment of an approved statement.
    AdjustStatements,
    /// Hand a draft to the head of the department, take it back.
    HandIn,
    /// Check within the department: pass on or give back.
    CheckInside,
    /// Accept a finding of the review with a reason.
    AcceptFindings,
    /// Record what the standing meeting decided.
    RecordMinutes,
    /// Send to the finance bureau.
    SendToFinance,
    /// Give opinions, grade, return, approve.
    ReviewForFinance,
    /// Approve.
    Approve,
    /// Answer opinions.
    AnswerOpinions,
    /// Publish, withdraw from publication.
    Publish,
    /// Close the year of a statement.
    Archive,
    /// Review a folder of files at once.
    ReviewBatches,
    /// See which department owes what.
    ReadBoard,
    /// Complete a self-evaluation and hand it in.
    Evaluate,
    /// Check a self-evaluation within the department, report it.
    CheckEvaluations,
    /// Choose self-evaluations for a re-check, re-check, return and settle them.
    RecheckEvaluations,
    /// See appraisals; the result once the department is asked about it.
    ReadAppraisals,
    /// Open and conduct appraisals: the finance bureau key ones, heads those of their department.
    ConductAppraisals,
    /// Give what an appraisal asks for, say what one thinks of its result.
    AnswerAppraisals,
    /// Mark the appraisals that one is named for.
    MarkAppraisals,
    /// Set deadlines.
    SetDeadlines,
    /// Read demands for rectification and what was answered.
    ReadDemands,
    /// Demand that something is put right; confirm, return and withdraw what one's office demanded.
    RaiseDemands,
    /// Answer demands.
    AnswerDemands,
    /// Ask departments for a monitoring as of a day.
    OpenMonitoring,
    /// Fill in forms of monitoring, hand them in, take them back.
    FillMonitoring,
    /// Approve forms of monitoring, return them.
    ReviewMonitoring,
    /// Look up the indicator library.
    ReadLibrary,
    /// Look into the registers; personal data masked.
    ReadRegisters,
    /// Keep the registers: enter, change, import.
    WriteRegisters,
    /// Check what others have entered.
    CheckEntries,
    /// Approve changes of state: files opened, resumed.
    ApproveEntries,
    /// See personal data in registers as they are, when asked for.
    ReadPersonal,
    /// See what is only for those authorised one by one.
    ReadSealed,
    /// Organisations: enter, change, close.
    ManageOrganisations,
    /// Accounts: make, change, close, set a first password.
    ManageUsers,
    /// Settings of the installation.
    ManageSettings,
    /// Definitions of registers: registers and fields of one's own.
    ManageDefinitions,
    /// Backups: make, check, read.
    ManageBackups,
    /// Give and take roles.
    ManageRoles,
    /// See and end sessions, unlock accounts.
    ManageSessions,
    /// Read and verify the audit trail, export it.
    ReadAudit,
}

use Permission as P;
use Role as R;

/// Every permission: what people call it, and which roles have it.
pub const TABLE: &[(Permission, &str, &[Role])] = &[
    (P::ReadStatements, "查看绩效文本", &[R::Clerk, R::Head, R::Recorder, R::Finance, R::Above]),
    (P::WriteStatements, "起草和导入绩效文本", &[R::Clerk, R::Head]),
    (P::AdjustStatements, "发起绩效目标调整", &[R::Clerk, R::Head]),
    (P::HandIn, "提交内部审核", &[R::Clerk, R::Head]),
    (P::CheckInside, "内部审核", &[R::Head]),
    (P::AcceptFindings, "说明理由后保留审核问题", &[R::Head]),
    (P::RecordMinutes, "登记集体研究情况", &[R::Recorder]),
    (P::SendToFinance, "报送财政", &[R::Head]),
    (P::ReviewForFinance, "财政审核", &[R::Finance]),
    (P::Approve, "批复", &[R::Finance]),
    (P::AnswerOpinions, "答复审核意见", &[R::Clerk, R::Head]),
    (P::Publish, "公开绩效文本", &[R::Head]),
    (P::Archive, "归档", &[R::Head, R::Finance]),
    (P::ReviewBatches, "批量审核文件", &[R::Finance]),
    (P::ReadBoard, "查看报送进度", &[R::Finance, R::Above]),
    (P::Evaluate, "填写绩效自评", &[R::Clerk, R::Head]),
    (P::CheckEvaluations, "部门审核和报送绩效自评", &[R::Head]),
    (P::RecheckEvaluations, "抽查复核和审定绩效自评", &[R::Finance]),
    (P::ReadAppraisals, "查看绩效评价", &[R::Clerk, R::Head, R::Recorder, R::Finance, R::Above]),
    (P::ConductAppraisals, "组织重点评价和部门评价", &[R::Head, R::Finance]),
    (P::AnswerAppraisals, "提供评价资料和反馈意见", &[R::Clerk, R::Head]),
    (P::MarkAppraisals, "评价评分", &[R::Expert]),
    (P::SetDeadlines, "设定报送期限", &[R::Finance]),
    (P::ReadDemands, "查看整改要求", &[R::Clerk, R::Head, R::Recorder, R::Finance, R::Above]),
    (P::RaiseDemands, "提出和确认整改要求", &[R::Head, R::Finance, R::Above]),
    (P::AnswerDemands, "答复整改要求", &[R::Clerk, R::Head]),
    (P::OpenMonitoring, "下达绩效运行监控", &[R::Finance]),
    (P::FillMonitoring, "填报绩效运行监控", &[R::Clerk, R::Head]),
    (P::ReviewMonitoring, "审定绩效运行监控", &[R::Finance]),
    (P::ReadLibrary, "查阅指标库", &[R::Clerk, R::Head, R::Recorder, R::Finance, R::Above]),
    (P::ReadRegisters, "查看台账", &[R::Clerk, R::Head, R::Recorder, R::Above]),
    (P::WriteRegisters, "登记和导入台账", &[R::Clerk]),
    (P::CheckEntries, "复核台账记录", &[R::Clerk, R::Head]),
    (P::ApproveEntries, "批准台账状态变动", &[R::Head]),
    (P::ReadPersonal, "查看台账中的个人信息", &[R::Clerk, R::Head]),
    (P::ReadSealed, "查看须单独授权的台账内容", &[R::Head]),
    (P::ManageOrganisations, "管理单位", &[R::SystemAdministrator]),
    (P::ManageUsers, "管理账号", &[R::SystemAdministrator]),
    (P::ManageSettings, "系统设置", &[R::SystemAdministrator]),
    (P::ManageDefinitions, "管理台账定义", &[R::SystemAdministrator]),
    (P::ManageBackups, "备份与恢复", &[R::SystemAdministrator]),
    (P::ManageRoles, "分配角色", &[R::SecurityAdministrator]),
    (P::ManageSessions, "管理登录会话", &[R::SecurityAdministrator]),
    (P::ReadAudit, "查看审计日志", &[R::Auditor]),
];

impl Permission {
    /// What people call it.
    pub fn label(self) -> &'static str {
        TABLE.iter().find(|(permission, ..)| *permission == self).map_or("", |(_, label, _)| label)
    }

    /// The word that stands for it in the scopes of a token, e.g. `read_statements`.
    pub fn word(self) -> String {
        let mut word = String::new();
        for (index, sign) in format!("{self:?}").char_indices() {
            if index > 0 && sign.is_ascii_uppercase() {
                word.push('_');
            }
            word.push(sign.to_ascii_lowercase());
        }
        word
    }

    /// The one that this word stands for.
    pub fn from_word(word: &str) -> Option<Permission> {
        TABLE.iter().map(|(permission, ..)| *permission).find(|it| it.word() == word)
    }

    /// Whether a role has it.
    pub fn is_of(self, role: Role) -> bool {
        TABLE.iter().any(|(permission, _, roles)| *permission == self && roles.contains(&role))
    }
}

/// The table as a page: permissions down, roles across.
pub fn page() -> String {
    let mut page = String::from("| 权限 |");
    for role in Role::ALL {
        page.push_str(&format!(" {} |", role.label()));
    }
    page.push_str("\n| --- |");
    page.push_str(&" :-: |".repeat(Role::ALL.len()));
    page.push('\n');
    for (permission, label, _) in TABLE {
        page.push_str(&format!("| {label} |"));
        for role in Role::ALL {
            page.push_str(if permission.is_of(*role) { " ✓ |" } else { "  |" });
        }
        page.push('\n');
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADMINISTRATORS: [Role; 3] =
        [R::SystemAdministrator, R::SecurityAdministrator, R::Auditor];

    #[test]
    fn no_administrator_can_do_the_work_of_another_or_of_anybody() {
        for (permission, label, roles) in TABLE {
            let administrators = ADMINISTRATORS.iter().filter(|role| roles.contains(role)).count();
            assert!(administrators <= 1, "{label}");
            assert!(administrators == 0 || roles.len() == 1, "{label}: {permission:?}");
        }
    }

    #[test]
    fn every_permission_is_found_by_its_word() {
        assert_eq!(Permission::ReadStatements.word(), "read_statements");
        for (permission, ..) in TABLE {
            assert_eq!(Permission::from_word(&permission.word()), Some(*permission));
        }
    }

    #[test]
    fn who_writes_does_not_approve() {
        for role in Role::ALL {
            assert!(!(P::WriteStatements.is_of(*role) && P::Approve.is_of(*role)), "{role}");
        }
    }
}
