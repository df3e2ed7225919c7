//! What can be typed. Help texts are Chinese; `chinese` sets their frame and translates errors.

mod choices;

use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand};

pub(crate) use choices::{Color, ExtractFormat, Level, ReviewFormat, RulesFormat};

use crate::chinese::TEMPLATE;

#[derive(Debug, Parser)]
#[command(
    name = "jiheng",
    version,
    about = "绩衡：部门预算绩效管理，从起草、审核到批复、公开",
    override_usage = "jiheng <命令> [选项]",
    help_template = TEMPLATE,
    subcommand_help_heading = "命令",
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true,
    arg_required_else_help = true,
    max_term_width = 100,
    after_help = "退出状态：0 没有问题；1 有达到 --fail-on 级别的问题；2 没能完成。\n每个命令都可以加 -h 看详细说明，例如 jiheng review -h。"
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,

    #[arg(short = 'h', long, action = ArgAction::Help, global = true, display_order = 100, help = "显示帮助", help_heading = "选项")]
    help: Option<bool>,

    #[arg(short = 'V', long, action = ArgAction::Version, display_order = 101, help = "显示版本", help_heading = "选项")]
    version: Option<bool>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    #[command(
        about = "审核绩效文本，逐条指出问题、依据和改法",
        override_usage = "jiheng review [选项] <文件或文件夹>...",
        help_template = TEMPLATE,
        after_help = crate::commands::review::HELP
    )]
    Review(Box<ReviewArgs>),
    #[command(
        about = "提取绩效文本的结构化内容（JSON）",
        override_usage = "jiheng extract [选项] <文件或文件夹>...",
        help_template = TEMPLATE,
        after_help = crate::commands::extract::HELP
    )]
    Extract(ExtractArgs),
    #[command(
        about = "把绩效文本转成另一种格式：Word、PDF、Excel、网页、纯文本、JSON",
        override_usage = "jiheng convert [选项] <原文件> <新文件>\n      jiheng convert [选项] --to <格式> <文件夹> <新文件夹>",
        help_template = TEMPLATE,
        after_help = crate::convert::args::HELP
    )]
    Convert(crate::convert::args::ConvertArgs),
    #[command(
        about = "新建一份待填的绩效文本，可以下拉选择指标",
        override_usage = "jiheng new [选项] --region <代码> --department <名称> --year <年> <新文件>",
        help_template = TEMPLATE,
        after_help = crate::new::HELP
    )]
    New(Box<crate::new::NewArgs>),
    #[command(
        about = "填写官方表格：绩效目标表、批复表、监控表、自评表、审核意见表等",
        override_usage = "jiheng form [选项] <表格>",
        help_template = TEMPLATE,
        after_help = crate::form::args::HELP
    )]
    Form(Box<crate::form::args::FormArgs>),
    #[command(
        about = "列出全部规则",
        override_usage = "jiheng rules [选项]",
        help_template = TEMPLATE
    )]
    Rules(RulesArgs),
    #[command(
        about = "解释一条规则：查什么、为什么、依据、怎么改",
        override_usage = "jiheng explain [选项] <代码>",
        help_template = TEMPLATE
    )]
    Explain(ExplainArgs),
    #[command(
        about = "看演示：虚构的临河县，十二个部门三年的绩效文本",
        override_usage = "jiheng demo [选项]",
        help_template = TEMPLATE,
        after_help = crate::office::demo::HELP
    )]
    Demo(crate::office::demo::DemoArgs),
    #[command(
        about = "启动网页：起草、审核、报送、批复、公开",
        override_usage = "jiheng serve [选项]",
        help_template = TEMPLATE,
        after_help = crate::office::serve::HELP
    )]
    Serve(crate::office::serve::ServeArgs),
    #[command(
        about = "运行监控：各部门的支付和指标对照计划，最急的在前",
        override_usage = "jiheng monitor [选项]",
        help_template = TEMPLATE,
        after_help = crate::office::monitor::HELP
    )]
    Monitor(crate::office::monitor::MonitorArgs),
    #[command(
        about = "绩效自评：各部门的得分，或一份自评的每一分怎样得出",
        override_usage = "jiheng score [选项] <--year <年>|--statement <标识>>",
        help_template = TEMPLATE,
        after_help = crate::office::score::HELP
    )]
    Score(crate::office::score::ScoreArgs),
    #[command(
        about = "指标取数：每项指标的完成值、怎样得出、背后的记录",
        override_usage = "jiheng measure [选项] <--year <年>|--statement <标识>>",
        help_template = TEMPLATE,
        after_help = crate::office::measure::HELP
    )]
    Measure(crate::office::measure::MeasureArgs),
    #[command(
        about = "备份全部数据：不用停机，写好后试恢复核对",
        override_usage = "jiheng backup [选项] <备份文件>",
        help_template = TEMPLATE
    )]
    Backup(crate::office::keep::BackupArgs),
    #[command(
        about = "把备份恢复到空的数据库里",
        override_usage = "jiheng restore [选项] <备份文件>",
        help_template = TEMPLATE
    )]
    Restore(crate::office::keep::RestoreArgs),
    #[command(
        about = "检查数据：数据库、审计链、每个版本的摘要",
        override_usage = "jiheng check [选项]",
        help_template = TEMPLATE
    )]
    Check(crate::office::keep::CheckArgs),
    #[command(
        about = "审计日志：核对、导出",
        override_usage = "jiheng audit <verify|export> [选项]",
        help_template = TEMPLATE
    )]
    Audit(crate::office::audit::AuditArgs),
    #[command(
        about = "账号：第一次启动、新增、停用、启用、重置密码、结束登录",
        override_usage = "jiheng user <init|add|list|lock|unlock|reset|end-sessions> [选项]",
        help_template = TEMPLATE,
        after_help = crate::office::user::HELP
    )]
    User(crate::office::user::UserArgs),
    #[command(hide = true, about = "读一个文件，由服务程序调用", help_template = TEMPLATE)]
    ReadOne(crate::reading::ReadOneArgs),
}

#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub(crate) struct ReviewArgs {
    #[arg(
        value_name = "文件或文件夹",
        required = true,
        help = "要审核的文件；文件夹会逐级查找；“-”表示标准输入",
        help_heading = "参数"
    )]
    pub(crate) files: Vec<PathBuf>,

    #[arg(
        long,
        value_name = "格式",
        value_enum,
        default_value = "pretty",
        hide_default_value = true,
        hide_possible_values = true,
        help = "pretty 终端阅读（默认）、json、sarif、html 网页、opinion 审核意见表"
    )]
    pub(crate) format: ReviewFormat,

    #[arg(
        short,
        long,
        value_name = "路径",
        help = "写到文件；审核多个文件且为 html、opinion 时写到文件夹"
    )]
    pub(crate) output: Option<PathBuf>,

    #[arg(
        long,
        value_name = "文件",
        help = "上一年的绩效文本，用来比较；也可以是文件夹，按部门名称对应"
    )]
    pub(crate) previous: Option<PathBuf>,

    #[arg(long, value_name = "文件夹", help = "其他部门、其他县的绩效文本，用来查照抄")]
    pub(crate) others: Option<PathBuf>,

    #[arg(
        long,
        value_name = "代码",
        value_delimiter = ',',
        help = "只用这些规则：代码或类别，逗号分隔，如 TGT,FND001"
    )]
    pub(crate) select: Vec<String>,

    #[arg(long, value_name = "代码", value_delimiter = ',', help = "不用这些规则")]
    pub(crate) ignore: Vec<String>,

    #[arg(
        long,
        value_name = "级别",
        value_enum,
        default_value = "note",
        hide_default_value = true,
        hide_possible_values = true,
        help = "只报告这个级别及以上的问题：note 提示（默认）、warning 警告、error 错误"
    )]
    pub(crate) min_severity: Level,

    #[arg(
        long,
        value_name = "级别",
        value_enum,
        default_value = "error",
        hide_default_value = true,
        hide_possible_values = true,
        help = "有这个级别及以上的问题时退出状态为 1：note、warning、error（默认）"
    )]
    pub(crate) fail_on: Level,

    #[arg(long, value_name = "文件", help = "配置文件；默认从当前文件夹向上找 jiheng.toml")]
    pub(crate) config: Option<PathBuf>,

    #[arg(long, help = "改正有把握的问题：先显示改动，确认后写入，原文件留作 .bak")]
    pub(crate) fix: bool,

    #[arg(long, requires = "fix", help = "与 --fix 同用：不再询问")]
    pub(crate) yes: bool,

    #[arg(
        long,
        value_name = "代码",
        requires = "reason",
        conflicts_with = "fix",
        help = "接受一个问题：记下理由，以后不再算作问题"
    )]
    pub(crate) accept: Option<String>,

    #[arg(
        long,
        value_name = "文字",
        requires = "accept",
        help = "与 --accept 同用：被指出的文字，或位置（如 项目2第4行指标值）"
    )]
    pub(crate) at: Option<String>,

    #[arg(
        long,
        value_name = "理由",
        requires = "accept",
        help = "与 --accept 同用：为什么可以保留（必填）"
    )]
    pub(crate) reason: Option<String>,

    #[arg(long, value_name = "姓名", requires = "accept", help = "与 --accept 同用：谁接受的")]
    pub(crate) by: Option<String>,

    #[arg(
        long,
        value_name = "何时",
        value_enum,
        default_value = "auto",
        hide_default_value = true,
        hide_possible_values = true,
        help = "用不用颜色：auto（默认）、always、never"
    )]
    pub(crate) color: Color,

    #[arg(long, value_name = "数", help = "同时审核几个文件；默认等于处理器核数")]
    pub(crate) jobs: Option<usize>,

    #[arg(short, long, help = "不显示进度条和小结")]
    pub(crate) quiet: bool,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub(crate) struct ExtractArgs {
    #[arg(
        value_name = "文件或文件夹",
        required = true,
        help = "绩效文本、文件夹或 ZIP 压缩包，可以写几个；“-”表示标准输入",
        help_heading = "参数"
    )]
    pub(crate) files: Vec<PathBuf>,

    #[arg(
        long,
        value_name = "格式",
        value_enum,
        default_value = "json",
        hide_default_value = true,
        hide_possible_values = true,
        help = "json（默认）、jsonl 每行一份"
    )]
    pub(crate) format: ExtractFormat,

    #[arg(
        short,
        long,
        value_name = "路径",
        help = "写到文件；是文件夹（或以 / 结尾）时每份一个文件"
    )]
    pub(crate) output: Option<PathBuf>,

    #[arg(long, help = "不换行、不缩进")]
    pub(crate) compact: bool,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub(crate) struct RulesArgs {
    #[arg(
        long,
        value_name = "格式",
        value_enum,
        default_value = "table",
        hide_default_value = true,
        hide_possible_values = true,
        help = "table 表格（默认）、json、markdown"
    )]
    pub(crate) format: RulesFormat,

    #[arg(short, long, value_name = "文件", help = "写到文件")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub(crate) struct ExplainArgs {
    #[arg(
        value_name = "代码",
        help = "规则代码，如 TGT001；写类别（如 TGT）列出该类规则",
        help_heading = "参数"
    )]
    pub(crate) code: String,

    #[arg(long, help = "按原样输出 Markdown")]
    pub(crate) plain: bool,

    #[arg(long, help = "连同测试用例一起显示")]
    pub(crate) cases: bool,
}

impl Cli {
    /// The colour that is asked for; only the review lets it be chosen.
    pub(crate) fn color(&self) -> Color {
        match &self.command {
            Command::Review(args) => args.color,
            _ => Color::Auto,
        }
    }
}
