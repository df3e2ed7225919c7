//! What can be typed behind `jiheng convert`.

use std::path::PathBuf;

use clap::Args;

pub(crate) const HELP: &str = "例子：
  jiheng convert 绩效文本.txt 绩效文本.docx
  jiheng convert 绩效文本.docx 绩效文本.xlsx --date 2026-01-15
  jiheng convert --to docx 各部门/ 转换结果/
  jiheng convert 绩效文本.docx 绩效文本.pdf --fonts 公文字体/

同一份文本每次转出的文件完全相同。写完会读回核对，与原文有出入就指出是哪一部分。
退出状态：0 写好了；2 没能完成，什么也没有写。";

#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub(crate) struct ConvertArgs {
    #[arg(
        value_name = "原文件",
        help = "绩效文本；“-”表示标准输入；也可以是文件夹或 ZIP 压缩包",
        help_heading = "参数"
    )]
    pub(crate) input: PathBuf,

    #[arg(
        value_name = "新文件",
        help = "要写的文件，扩展名决定格式：docx、pdf、xlsx、html、txt、json",
        help_heading = "参数"
    )]
    pub(crate) output: PathBuf,

    #[arg(long, value_name = "格式", help = "转换文件夹时，里面的每份文本转成的格式")]
    pub(crate) to: Option<String>,

    #[arg(long, help = "新文件已经存在时覆盖它")]
    pub(crate) force: bool,

    #[arg(
        long,
        value_name = "日期",
        help = "写进文档属性的创建日期，如 2026-01-15；不写则不记日期"
    )]
    pub(crate) date: Option<ground::Day>,

    #[arg(
        long,
        value_name = "文件夹",
        help = "写 PDF 时先用这个文件夹里的字体，如方正小标宋、仿宋_GB2312；可以写几次"
    )]
    pub(crate) fonts: Vec<PathBuf>,
}
