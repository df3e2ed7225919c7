//! Why something that was asked for was not done, as a sentence for who asked.

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
    /// Too often, too much.
    #[error("{0}")]
    Limited(String),
    /// The store could not do it.
    #[error(
        "系统暂时无法完成操作，数据没有改动。请稍后再试；如仍不行，请把时间和操作告诉系统管理员"
    )]
    Store(#[from] StoreError),
    /// The machine could not do it.
    #[error("系统暂时无法完成操作，数据没有改动：{0}")]
    Machine(String),
}

impl OfficeError {
    /// What is looked for is not there: an error of the store as the asker shall read it.
    pub fn missing(what: &'static str) -> impl FnOnce(StoreError) -> OfficeError {
        move |error| match error {
            StoreError::Missing(_) => OfficeError::Missing { what },
            other => OfficeError::Store(other),
        }
    }
}
