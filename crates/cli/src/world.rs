//! What the commands see of the world outside: terminal, colour, width, today's date.

use std::fs;
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};

use anstream::{AutoStream, ColorChoice};
use anyhow::Context;
use ground::Day;

use crate::args::Color;

/// Columns where there is no terminal to ask.
const WIDTH_WITHOUT_TERMINAL: usize = 100;
/// No narrower than this, or nothing can be shown under words.
const LEAST_WIDTH: usize = 40;
/// No wider than this, or lines are hard to read.
const GREATEST_WIDTH: usize = 140;

/// The world as it is when the program starts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct World {
    /// Whether to colour.
    pub(crate) color: ColorChoice,
    /// Columns of the terminal.
    pub(crate) width: usize,
    /// Today where the user is.
    pub(crate) today: Day,
    /// Somebody can be asked: input and messages are on a terminal.
    pub(crate) somebody_there: bool,
    /// Messages go to a terminal, so that a progress bar makes sense.
    pub(crate) shows_progress: bool,
}

impl World {
    /// Looks at the world.
    pub(crate) fn find(color: Color) -> World {
        let color = match color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        };
        let asked = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        let named = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        let width = asked.or(named).unwrap_or(WIDTH_WITHOUT_TERMINAL);
        let shows_progress = io::stderr().is_terminal();
        World {
            color,
            width: width.clamp(LEAST_WIDTH, GREATEST_WIDTH),
            today: jiff::Zoned::now().date(),
            somebody_there: shows_progress && io::stdin().is_terminal(),
            shows_progress,
        }
    }

    /// Where the report goes: to the file, or to standard output.
    pub(crate) fn open(&self, output: Option<&Path>) -> anyhow::Result<Out> {
        match output {
            None => Ok(Out::Standard(Box::new(AutoStream::new(io::stdout(), self.color)))),
            Some(path) => Ok(Out::File { path: path.to_owned(), content: String::new() }),
        }
    }

    /// Says something beside the report.
    pub(crate) fn say(&self, text: &str) {
        let _ = writeln!(AutoStream::new(io::stderr(), self.color), "{text}");
    }

    /// Says what went wrong.
    pub(crate) fn complain(&self, text: &str) {
        let style = anstyle::AnsiColor::BrightRed.on_default().bold();
        self.say(&format!("{style}错误{style:#}：{text}"));
    }
}

/// Where a report goes.
pub(crate) enum Out {
    /// Standard output, colours taken off where they are not wanted.
    Standard(Box<AutoStream<io::Stdout>>),
    /// A file, written whole at the end.
    File {
        /// Its path.
        path: PathBuf,
        /// What is to stand in it.
        content: String,
    },
}

impl Out {
    /// Adds a piece of the report.
    pub(crate) fn write(&mut self, text: &str) -> anyhow::Result<()> {
        match self {
            Out::Standard(stream) => stream.write_all(text.as_bytes())?,
            Out::File { content, .. } => {
                content.push_str(&anstream::adapter::strip_str(text).to_string());
            }
        }
        Ok(())
    }

    /// Ends the report.
    pub(crate) fn close(self) -> anyhow::Result<()> {
        match self {
            Out::Standard(mut stream) => Ok(stream.flush()?),
            Out::File { path, content } => {
                write_file(&path, content.as_bytes(), Durability::Remade)
            }
        }
    }
}

/// Whether a written file must outlive a power cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Durability {
    /// It can be made again: a report. A thousand pages would wait long for the disk.
    Remade,
    /// A person wrote it.
    Kept,
}

/// Writes a file so that at no moment a half of it stands under its name.
pub(crate) fn write_file(path: &Path, content: &[u8], life: Durability) -> anyhow::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Some(folder) = folder {
        fs::create_dir_all(folder).with_context(|| format!("建不了文件夹 {}", folder.display()))?;
    }
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    let name = name.with_context(|| format!("{} 不是文件名", path.display()))?;
    let draft = path.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
    let written = fs::File::create(&draft).and_then(|mut file| {
        file.write_all(content)?;
        if life == Durability::Kept { file.sync_all() } else { Ok(()) }
    });
    let moved = written.and_then(|()| fs::rename(&draft, path));
    if moved.is_err() {
        let _ = fs::remove_file(&draft);
    }
    moved.map_err(|error| anyhow::anyhow!("写不了 {}：{}", path.display(), io_words(&error)))
}

/// The reader of our output went away, as `head` does: no fault of ours.
pub(crate) fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == ErrorKind::BrokenPipe)
}

/// What the system says of a file, in Chinese where it is one of the usual things.
pub(crate) fn io_words(error: &io::Error) -> String {
    let words = match error.kind() {
        ErrorKind::NotFound => "找不到",
        ErrorKind::PermissionDenied => "没有权限",
        ErrorKind::AlreadyExists => "已经存在",
        ErrorKind::IsADirectory => "它是文件夹",
        ErrorKind::NotADirectory => "路径中有一段不是文件夹",
        ErrorKind::StorageFull => "磁盘已满",
        ErrorKind::ReadOnlyFilesystem => "磁盘是只读的",
        ErrorKind::FileTooLarge => "文件太大",
        ErrorKind::InvalidFilename => "文件名不合法或太长",
        ErrorKind::Interrupted => "被中断",
        _ => return format!("系统报告：{error}"),
    };
    words.into()
}
