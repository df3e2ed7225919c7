//! Who asks.

use store::Scope;
use store::people::{Assignment, Role};

use crate::{OfficeError, Permission};

/// Where from, as the audit trail says of the server's command line.
pub const CONSOLE: &str = "命令行";

/// Who asks for something to be done, and where from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asker {
    /// The account's id; empty for the program itself.
    pub user: String,
    /// The login name.
    pub login: String,
    /// The person's name.
    pub name: String,
    /// The organisation the person belongs to.
    pub home: String,
    /// The name of that organisation.
    pub home_name: String,
    /// What the person may be, and where.
    pub assignments: Vec<Assignment>,
    /// The permissions that a token is limited to; `None`: a person in a browser.
    pub limited_to: Option<Vec<Permission>>,
    /// Where from: an address, or 命令行.
    pub address: String,
    /// The session, if there is one.
    pub session: String,
}

impl Asker {
    /// What everything depends on that is shown to this person: who asks, with which roles where, and
    /// within which limits.
    pub(crate) fn sight(&self) -> String {
        let held = |one: &Assignment| format!("{}@{}", one.role.word(), one.path);
        let roles: Vec<String> = self.assignments.iter().map(held).collect();
        format!("{}/{}/{}/{:?}", self.user, self.login, roles.join(","), self.limited_to)
    }

    /// The program itself: may nothing that people may, is named in the audit trail.
    pub fn program(login: &str, address: &str) -> Asker {
        Asker {
            user: String::new(),
            login: login.to_owned(),
            name: "系统".to_owned(),
            home: String::new(),
            home_name: String::new(),
            assignments: Vec::new(),
            limited_to: None,
            address: address.to_owned(),
            session: String::new(),
        }
    }

    /// Whoever types at the server's command line, by the name of the machine's account.
    pub fn console(account: &str) -> Asker {
        Asker::program(account, CONSOLE)
    }

    /// Whether the asker has the permission anywhere.
    pub fn may(&self, permission: Permission) -> bool {
        self.is_within_limits(permission)
            && self.assignments.iter().any(|given| permission.is_of(given.role))
    }

    /// Whether the asker has the permission at the organisation with this path.
    pub fn may_at(&self, permission: Permission, path: &str) -> bool {
        self.scope(permission).covers(path)
    }

    /// Where the asker has the permission.
    pub fn scope(&self, permission: Permission) -> Scope {
        if !self.is_within_limits(permission) {
            return Scope::nothing();
        }
        let given = self.assignments.iter().filter(|given| permission.is_of(given.role));
        Scope::below(given.map(|given| given.path.clone()).collect())
    }

    /// Whether the asker has this role anywhere.
    pub fn is(&self, role: Role) -> bool {
        self.assignments.iter().any(|given| given.role == role)
    }

    /// Goes on only if the asker has the permission anywhere.
    ///
    /// # Errors
    /// [`OfficeError::Refused`] if not.
    pub fn require(&self, permission: Permission) -> Result<(), OfficeError> {
        if self.may(permission) {
            return Ok(());
        }
        Err(OfficeError::Refused { what: permission.label() })
    }

    /// Goes on only if the asker has the permission at the organisation with this path.
    ///
    /// # Errors
    /// [`OfficeError::Refused`] if not.
    pub fn require_at(&self, permission: Permission, path: &str) -> Result<(), OfficeError> {
        if self.may_at(permission, path) {
            return Ok(());
        }
        Err(OfficeError::Refused { what: permission.label() })
    }

    /// Goes on only if it is a person who is signed in, and no program with a token: a token that somebody
    /// has found must not become another password or another token.
    ///
    /// # Errors
    /// [`OfficeError::ByToken`] if not.
    pub fn require_person(&self) -> Result<(), OfficeError> {
        if self.limited_to.is_none() { Ok(()) } else { Err(OfficeError::ByToken) }
    }

    fn is_within_limits(&self, permission: Permission) -> bool {
        self.limited_to.as_ref().is_none_or(|only| only.contains(&permission))
    }
}
