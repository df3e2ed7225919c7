//! The frame of the help texts, and what clap complains of, in Chinese.

use std::error::Error as _;
use std::fmt::Write;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};

/// How every help text is laid out.
pub(crate) const TEMPLATE: &str = "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}\n";

/// Prints help where it was asked for, else what is wrong with the arguments.
pub(crate) fn report(error: &clap::Error) -> ExitCode {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let _ = error.print();
            ExitCode::SUCCESS
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let _ = error.print();
            ExitCode::from(2)
        }
        _ => {
            anstream::eprintln!("{}", complaint(error));
            ExitCode::from(2)
        }
    }
}

fn complaint(error: &clap::Error) -> String {
    let mut text = format!("错误：{}", what(error));
    let suggestions =
        [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    for kind in suggestions {
        if let Some(words) = said(error, kind) {
            let _ = write!(text, "\n您是不是想写：{words}");
        }
    }
    if let Some(values) = said(error, ContextKind::ValidValue) {
        let _ = write!(text, "\n可以写：{values}");
    }
    text.push_str("\n加 -h 查看用法。");
    text
}

fn what(error: &clap::Error) -> String {
    let argument = said(error, ContextKind::InvalidArg).unwrap_or_default();
    let value = said(error, ContextKind::InvalidValue).unwrap_or_default();
    match error.kind() {
        ErrorKind::UnknownArgument => format!("没有“{argument}”这个选项"),
        ErrorKind::InvalidSubcommand => {
            let command = said(error, ContextKind::InvalidSubcommand).unwrap_or_default();
            format!("没有“{command}”这个命令")
        }
        ErrorKind::MissingRequiredArgument => format!("还缺少 {argument}"),
        ErrorKind::MissingSubcommand => "请写明要执行的命令".into(),
        ErrorKind::ArgumentConflict => {
            let other = said(error, ContextKind::PriorArg).unwrap_or_default();
            match other == argument || other.is_empty() {
                true => format!("{argument} 写了不止一次"),
                false => format!("{argument} 不能与 {other} 同时使用"),
            }
        }
        ErrorKind::InvalidValue if value.is_empty() => format!("{argument} 后面还缺一个值"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            // Why not, where our own parser says it; those of the library speak English.
            let why = error.source().map(ToString::to_string).filter(|why| !why.is_ascii());
            let why = why.map_or_else(String::new, |why| format!("，{why}"));
            format!("{argument} 不能是“{value}”{why}")
        }
        ErrorKind::TooManyValues => format!("{argument} 后面多写了“{value}”"),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues | ErrorKind::NoEquals => {
            format!("{argument} 后面的值写得不对")
        }
        ErrorKind::InvalidUtf8 => "参数里有认不出的文字".into(),
        _ => error.to_string(),
    }
}

fn said(error: &clap::Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) => Some(texts.join("、")),
        ContextValue::StyledStr(text) => Some(text.to_string()),
        ContextValue::StyledStrs(texts) => {
            Some(texts.iter().map(ToString::to_string).collect::<Vec<_>>().join("、"))
        }
        ContextValue::Number(number) => Some(number.to_string()),
        _ => None,
    }
    .filter(|text| !text.is_empty())
}
