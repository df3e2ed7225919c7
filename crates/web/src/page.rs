//! The frame of every page behind the sign-in: who, where, what else there is.

use office::deadlines::Due;
use office::inbox::Task;
use office::{Asker, Permission};

/// What `base.html` shows around a page.
#[derive(Clone, Debug)]
pub struct Page {
    /// The page's title.
    pub title: String,
    /// The organisation that the person belongs to.
    pub organisation: String,
    /// The year that is worked at.
    pub year: i16,
    /// The version of the program: addresses of styles and scripts bear it.
    pub version: &'static str,
    /// What was searched for.
    pub query: String,
    /// Who is signed in.
    pub user: PageUser,
    /// What this person may go to.
    pub nav: Vec<NavItem>,
    /// The pages above this one.
    pub crumbs: Vec<Crumb>,
    /// What is to be said about what was just done.
    pub flash: Vec<Flash>,
}

/// What `door.html` shows around a page before the sign-in.
#[derive(Clone, Debug)]
pub struct DoorPage {
    /// The page's title.
    pub title: &'static str,
    /// The version of the program.
    pub version: &'static str,
}

/// Who is signed in.
#[derive(Clone, Debug)]
pub struct PageUser {
    /// The person's name.
    pub name: String,
    /// What the person may be, e.g. 经办人、部门负责人.
    pub role: String,
}

/// A line of the navigation.
#[derive(Clone, Debug)]
pub struct NavItem {
    /// Where it leads.
    pub href: &'static str,
    /// Its icon.
    pub icon: &'static str,
    /// Its words.
    pub name: &'static str,
    /// How much waits there; 0: nothing is shown.
    pub count: i64,
    /// Whether something there is overdue.
    pub due: bool,
    /// Whether a gap stands before it.
    pub gap: bool,
    /// Whether this page belongs to it.
    pub current: bool,
}

/// A page above this one.
#[derive(Clone, Debug)]
pub struct Crumb {
    /// Where it is.
    pub href: String,
    /// What it is called.
    pub name: String,
}

/// Something to be said.
#[derive(Clone, Debug)]
pub struct Flash {
    /// error, warning, good, info
    pub tone: &'static str,
    /// Its icon.
    pub icon: &'static str,
    /// The sentence.
    pub text: String,
}

/// Where the navigation leads, and the permission without which a line is left out.
const NAV: &[(&str, &str, &str, Option<Permission>, bool)] = &[
    ("/desk", "house-door", "工作台", None, false),
    ("/statements", "file-earmark-text", "绩效文本", Some(Permission::ReadStatements), false),
    ("/registers", "book", "台账", Some(Permission::ReadRegisters), false),
    ("/surveys", "chat-left-text", "满意度", Some(Permission::ReadRegisters), false),
    ("/demands", "shield-check", "整改", Some(Permission::ReadDemands), false),
    ("/monitoring", "sliders", "运行监控", Some(Permission::ReadStatements), false),
    ("/library", "collection", "指标库", Some(Permission::ReadLibrary), false),
    ("/overview", "diagram-3", "总览", Some(Permission::ReadBoard), true),
    ("/board", "kanban", "报送进度", Some(Permission::ReadBoard), false),
    ("/evaluations", "patch-check", "绩效自评", Some(Permission::ReadBoard), false),
    ("/appraisals", "eye", "绩效评价", Some(Permission::ReadAppraisals), false),
    ("/appraisals", "eye", "绩效评价", Some(Permission::MarkAppraisals), false),
    ("/batches", "folder-check", "批量审核", Some(Permission::ReviewBatches), false),
    ("/deadlines", "calendar-event", "报送期限", Some(Permission::SetDeadlines), false),
    ("/admin/organisations", "diagram-3", "单位", Some(Permission::ManageOrganisations), true),
    ("/admin/users", "people", "账号", Some(Permission::ManageUsers), false),
    ("/admin/definitions", "book", "台账定义", Some(Permission::ManageDefinitions), false),
    ("/admin/roles", "person", "角色", Some(Permission::ManageRoles), true),
    ("/admin/sessions", "shield-lock", "登录会话", Some(Permission::ManageSessions), false),
    ("/admin/audit", "journal-text", "审计日志", Some(Permission::ReadAudit), true),
    ("/admin/backups", "hdd", "备份", Some(Permission::ManageBackups), false),
    ("/admin/settings", "gear", "设置", Some(Permission::ManageSettings), false),
    ("/public", "globe", "公开网站", None, true),
    ("/help", "question-circle", "使用手册", None, false),
];

impl DoorPage {
    /// A page with this title.
    pub fn new(title: &'static str) -> DoorPage {
        DoorPage { title, version: env!("CARGO_PKG_VERSION") }
    }
}

impl Page {
    /// The frame of a page for somebody for whom these tasks wait; `at` is the address of the navigation it
    /// belongs to.
    pub fn new(
        asker: &Asker,
        tasks: &[Task],
        year: i16,
        title: impl Into<String>,
        at: &str,
    ) -> Page {
        let waiting = i64::try_from(tasks.len()).unwrap_or(i64::MAX);
        let is_late = tasks.iter().any(|task| task.due.as_ref().is_some_and(Due::is_late));
        let mut roles: Vec<&str> =
            asker.assignments.iter().map(|given| given.role.label()).collect();
        roles.dedup();
        let mut nav: Vec<NavItem> = NAV
            .iter()
            .filter(|(_, _, _, needed, _)| needed.is_none_or(|needed| asker.may(needed)))
            .map(|(href, icon, name, _, gap)| NavItem {
                href,
                icon,
                name,
                count: if *href == "/desk" { waiting } else { 0 },
                due: *href == "/desk" && is_late,
                gap: *gap,
                current: *href == at,
            })
            .collect();
        // Two permissions may lead to one place.
        nav.dedup_by_key(|item| item.href);
        Page {
            title: title.into(),
            organisation: asker.home_name.clone(),
            year,
            version: env!("CARGO_PKG_VERSION"),
            query: String::new(),
            user: PageUser { name: asker.name.clone(), role: roles.join("、") },
            nav,
            crumbs: Vec::new(),
            flash: Vec::new(),
        }
    }

    /// Whether there is anything for this person to search.
    pub fn may_search(&self) -> bool {
        self.nav.iter().any(|item| item.href == "/statements")
    }

    /// With a page above it.
    pub fn under(mut self, href: impl Into<String>, name: impl Into<String>) -> Page {
        self.crumbs.push(Crumb { href: href.into(), name: name.into() });
        self
    }

    /// With something to be said.
    pub fn saying(mut self, tone: &'static str, text: impl Into<String>) -> Page {
        let icon = match tone {
            "error" => "x-octagon-fill",
            "warning" => "exclamation-triangle-fill",
            "good" => "check-circle-fill",
            _ => "info-circle-fill",
        };
        self.flash.push(Flash { tone, icon, text: text.into() });
        self
    }
}
