//! Why something that was asked for was not done, as a sentence for who asked.

use std::fmt;

use store::StoreError;

/// Why something that was asked for was not done.
#[derive(Debug, thiserror::Error)]
pub enum OfficeError {
    /// Nobody is signed in, or the session has ended.
    #[error("登录已失效，请重新登录")]
    SignedOut,
    /// Whoever asks may not.
    #[error("您没有“{what}”的权限。如工作需要，请联系安全管理员授权")]
    Refused {
        /// What was to be done.
        what: &'static str,
    },
    /// A program asks by a token for what its owner alone does, signed in.
    #[error("令牌不能用来管本人的账号。请用浏览器登录后办理")]
    ByToken,
    /// It is not there, or whoever asks may not know that it is.
    #[error("找不到{what}：可能已被删除，或不在您的查看范围内")]
    Missing {
        /// What was looked for.
        what: &'static str,
    },
    /// Somebody else was faster, or the thing is no longer in the state for it.
    #[error("{0}")]
    Conflict(String),
    /// What was typed cannot be taken as it is.
    #[error("{0}")]
    Invalid(String),
    /// Some fields of a form cannot be taken as they are.
    #[error("{0}")]
    Fields(Faults),
    /// Another password must be chosen before anything else.
    #[error("密码已到期或是一次性密码，请先设定新密码")]
    PasswordDue,
    /// Too often, too much.
    #[error("{0}")]
    Limited(String),
    /// The store could not do it.
    #[error(
        "系统暂时无法完成操作，数据没有改动。请稍后再试；如仍不行，请把时间和操作告诉系统管理员"
    )]
    Store(#[source] StoreError),
    /// The machine could not do it.
    #[error("系统暂时无法完成操作，数据没有改动：{0}")]
    Machine(String),
}

/// What is wrong with the fields of a form: the name of the field, and a sentence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults(Vec<(&'static str, String)>);

impl Faults {
    /// Adds what is wrong with a field.
    pub fn add(&mut self, field: &'static str, said: impl Into<String>) {
        self.0.push((field, said.into()));
    }

    /// What is wrong with this field.
    pub fn of(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|(at, _)| *at == field).map(|(_, said)| said.as_str())
    }

    /// Goes on only if nothing is wrong.
    ///
    /// # Errors
    /// [`OfficeError::Fields`] with all that is.
    pub fn none(self) -> Result<(), OfficeError> {
        if self.0.is_empty() { Ok(()) } else { Err(OfficeError::Fields(self)) }
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let said: Vec<&str> = self.0.iter().map(|(_, said)| said.as_str()).collect();
        f.write_str(&said.join("；"))
    }
}

impl OfficeError {
    /// What is wrong with one field.
    pub fn field(field: &'static str, said: impl Into<String>) -> OfficeError {
        OfficeError::Fields(Faults(vec![(field, said.into())]))
    }

    /// What is looked for is not there: an error of the store as the asker shall read it.
    pub fn missing(what: &'static str) -> impl FnOnce(StoreError) -> OfficeError {
        move |error| match error {
            StoreError::Missing(_) => OfficeError::Missing { what },
            other => other.into(),
        }
    }
}

impl From<StoreError> for OfficeError {
    fn from(error: StoreError) -> OfficeError {
        match error {
            StoreError::Nul => {
                OfficeError::Invalid("文字里有空字符（NUL），没有收下。请删去后再试".to_owned())
            }
            other if other.is_duplicate() => {
                let said = "刚刚有人办了同样的事，没有重复办理。请刷新后再看";
                OfficeError::Conflict(said.to_owned())
            }
            other => OfficeError::Store(other),
        }
    }
}
