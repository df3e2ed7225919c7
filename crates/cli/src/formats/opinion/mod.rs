//! The reviewer's form 审核意见表: points to check, findings, suggested points and grade, opinions to
//! be answered. As a page for A4, or as plain text.

mod form;
mod page;
mod text;
mod view;

use super::html::index_page;
use super::{Context, Line, Show};
use crate::reviewed::Reviewed;
use form::Form;

/// The reviewer's form.
#[derive(Clone, Copy, Debug)]
pub struct OpinionForm<'c> {
    /// The law and the score sheets.
    pub context: Context<'c>,
    /// On what it is written.
    pub paper: Paper,
}

/// On what a form is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// A page that prints on A4.
    Html,
    /// Plain text, in Markdown.
    Text,
}

const STYLE: &str = include_str!("form.css");

/// The official form with the points that the review suggests; `None` where nothing could be read.
pub(crate) fn opinion_view(
    reviewed: &Reviewed,
    context: Context<'_>,
) -> Option<write::forms::views::OpinionForm> {
    view::view(&Form::new(reviewed, context))
}

impl Show for OpinionForm<'_> {
    fn file(&self, reviewed: &Reviewed) -> String {
        let form = Form::new(reviewed, self.context);
        match self.paper {
            Paper::Html => page::drawn(&form, STYLE),
            Paper::Text => text::drawn(&form),
        }
    }

    fn between(&self) -> &'static str {
        "\n\n---\n\n"
    }

    fn extension(&self) -> &'static str {
        match self.paper {
            Paper::Html => "html",
            Paper::Text => "md",
        }
    }

    fn remark(&self, reviewed: &Reviewed) -> Option<String> {
        let form = Form::new(reviewed, self.context);
        let opinion = form.opinion?;
        let grade = opinion.grade.map_or("", |grade| grade.name.as_str());
        Some(format!("{grade}（{} 分）", opinion.total.normalize()))
    }

    fn index(&self, lines: &[Line]) -> Option<(&'static str, String)> {
        let is_page = self.paper == Paper::Html;
        is_page.then(|| ("index.html", index_page(lines, "审核意见表", self.context.today)))
    }
}
