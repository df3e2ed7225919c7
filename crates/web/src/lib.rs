//! Pages, the JSON interface and the public site: the only room that knows HTTP and HTML, and holds no
//! rule.
//!
//! Suggested reading order: [`mod@router`] (all addresses in one list, by who uses them), [`app`] (what
//! every request passes), [`signed`] (who asks), [`page`] (the frame of every page), then a module of
//! `pages`.
//!
//! A handler takes apart what was sent, calls one function of the office, and shows what came out.

pub mod api;
pub mod app;
mod assets;
mod download;
mod error;
pub mod fonts;
pub mod limits;
mod markdown;
pub mod page;
mod pages;
pub mod router;
pub mod signed;
mod text;
mod trail;
pub mod view;

pub use app::{App, Options, serve};
pub use error::WebError;
pub use limits::Limits;
pub use router::router;
