//! What can be typed behind `jiheng form`.

use std::path::PathBuf;

use clap::Args;

pub(crate) const HELP: &str = "例子：
  jiheng form list
  jiheng form 绩效运行监控表 --statement 绩效文本.docx --project 1 --month 6 --output 监控表.xlsx
  jiheng form self-evaluation --statement 绩效文本.docx --region 510923 --output 自评表.docx
  jiheng form aid-roster --example --output 花名册.json      # 数据文件的样子，改好后：
  jiheng form aid-roster --data 花名册.json --output 花名册.docx
  jiheng form monitoring --blank --output 空表.docx

内容从哪里来，五选一：--statement、--data、--example、--blank；--fields 只列出栏目。
--output 的扩展名决定格式：docx、pdf、xlsx、html、txt；写 .json 得到数据文件，改好后用 --data 填表。
退出状态：0 写好了；2 没能完成，什么也没有写。";

#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub(crate) struct FormArgs {
    #[arg(
        value_name = "表格",
        help = "表格的编号或名称；list 列出全部表格",
        help_heading = "参数"
    )]
    pub(crate) form: String,

    #[arg(short, long, value_name = "文件", help = "要写的文件，扩展名决定格式")]
    pub(crate) output: Option<PathBuf>,

    #[arg(long, value_name = "文件", group = "source", help = "从绩效文本填表，没有的栏目留空")]
    pub(crate) statement: Option<PathBuf>,

    #[arg(
        long,
        value_name = "文件",
        group = "source",
        help = "从数据文件（JSON）填表；“-”表示标准输入"
    )]
    pub(crate) data: Option<PathBuf>,

    #[arg(long, group = "source", help = "填入虚构的示例")]
    pub(crate) example: bool,

    #[arg(long, group = "source", help = "空表")]
    pub(crate) blank: bool,

    #[arg(long, group = "source", help = "列出数据文件的栏目")]
    pub(crate) fields: bool,

    #[arg(
        long,
        value_name = "序号",
        requires = "statement",
        help = "与 --statement 同用：只填第几个项目，从 1 数起；默认全部，依次排列"
    )]
    pub(crate) project: Option<usize>,

    #[arg(long, value_name = "月", requires = "statement", value_parser = clap::value_parser!(u8).range(1..=12), help = "与 --statement 同用：监控截止月份，默认 7")]
    pub(crate) month: Option<u8>,

    #[arg(
        long,
        value_name = "代码",
        help = "区划代码，用当地的表样（如 510923 用四川的自评表）；默认取自绩效文本"
    )]
    pub(crate) region: Option<String>,

    #[arg(long, value_name = "年", value_parser = clap::value_parser!(i16).range(1990..=2100), help = "年度；默认取自绩效文本或数据文件")]
    pub(crate) year: Option<i16>,

    #[arg(long, value_name = "文件夹", help = "写 PDF 时先用这个文件夹里的字体；可以写几次")]
    pub(crate) fonts: Vec<PathBuf>,

    #[arg(long, help = "文件已经存在时覆盖它")]
    pub(crate) force: bool,
}
