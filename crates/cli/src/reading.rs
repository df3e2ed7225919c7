//! Files that people send are read by a child of the server, so that one which crashes, stalls or swells takes
//! nothing with it: `jiheng read-one` takes the bytes on standard input and prints the statement as JSON.

use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use ::office::reader::{Reader, Underway, failed};
use ::office::{OfficeError, examine};
use ::read::{Limits, Reading};
use clap::Args;
use tokio::sync::Semaphore;

use crate::Status;

/// How long a child may take. The slowest sound file known takes a tenth of it.
const PATIENCE: Duration = Duration::from_secs(60);
/// How much address space a child may take, in MB; half of it the allocator sets aside and does not use.
const MEMORY_MB: u64 = 3_072;
/// The variable by which a child is told the name of its file.
const NAME: &str = "JIHENG_READ_NAME";
/// The most that a child may say.
const LONGEST: u64 = 512 << 20;

/// The bounds within which a child reads.
#[derive(Debug, Args)]
pub(crate) struct ReadOneArgs {
    /// Handed over by the environment: everybody on the machine sees what stands on command lines, and files are
    /// named after people.
    #[arg(long, env = NAME, hide_env_values = true)]
    name: String,

    #[arg(long)]
    packed: usize,

    #[arg(long)]
    unpacked: usize,
}

/// Reads standard input and prints the statement.
pub(crate) fn read_one(args: &ReadOneArgs) -> anyhow::Result<Status> {
    let mut bytes = Vec::new();
    let most = u64::try_from(args.packed).unwrap_or(u64::MAX).saturating_add(1);
    std::io::stdin().lock().take(most).read_to_end(&mut bytes)?;
    let limits = Limits { packed: args.packed, unpacked: args.unpacked };
    let reading = ::read::read_within(&args.name, &bytes, limits);
    std::io::stdout().lock().write_all(examine::body(&reading).as_bytes())?;
    Ok(Status::Clean)
}

/// Has children read.
#[derive(Debug)]
pub struct Children {
    program: PathBuf,
    patience: Duration,
    memory_mb: u64,
    /// So many at a time: each may take much memory.
    free: Arc<Semaphore>,
}

impl Children {
    /// Children of the program that runs, as it is on the disk or was when it began.
    ///
    /// # Errors
    /// If the system does not say which program that is.
    pub fn of_this_program() -> std::io::Result<Children> {
        // By its number: to the shell in between, `self` would be the shell.
        let own = PathBuf::from(format!("/proc/{}/exe", std::process::id()));
        let program = if own.exists() { own } else { std::env::current_exe()? };
        Ok(Children::of(program, PATIENCE, MEMORY_MB))
    }

    /// Children of another program, with other bounds.
    pub fn of(program: PathBuf, patience: Duration, memory_mb: u64) -> Children {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Children { program, patience, memory_mb, free: Arc::new(Semaphore::new(cores)) }
    }

    fn spawned(&self, name: &str, limits: Limits) -> std::io::Result<Child> {
        let mut command = if cfg!(unix) {
            // The shell sets the bound for itself and becomes the child; where it cannot, there is none.
            let bounded =
                format!("ulimit -v {} 2>/dev/null; exec \"$0\" \"$@\"", self.memory_mb << 10);
            let mut shell = Command::new("/bin/sh");
            shell.arg("-c").arg(bounded).arg(&self.program);
            shell
        } else {
            Command::new(&self.program)
        };
        command
            .arg("read-one")
            .arg(format!("--packed={}", limits.packed))
            .arg(format!("--unpacked={}", limits.unpacked))
            .env(NAME, name)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
    }
}

impl Reader for Children {
    fn read(&self, name: String, bytes: Vec<u8>, limits: Limits) -> Underway<'_> {
        Box::pin(async move {
            let machine = |why: &str| OfficeError::Machine(format!("不能读取文件：{why}"));
            let _turn = self.free.acquire().await.map_err(|error| machine(&error.to_string()))?;
            let mut child =
                self.spawned(&name, limits).map_err(|error| machine(&error.to_string()))?;
            let pipes = child.stdin.take().zip(child.stdout.take());
            // Dropped with this future, so that nobody reads on for a request that is gone.
            let child = Kept(Arc::new(Mutex::new(child)));
            let (input, output) = pipes.ok_or_else(|| machine("没有管道"))?;
            let (patience, called, own) = (self.patience, name.clone(), child.clone());
            let task = tokio::task::spawn_blocking(move || {
                let said = talked(bytes, input, output, patience);
                let mut child = own.lock();
                // It has said all, or shall say no more.
                let _ = child.kill();
                let status = child.wait();
                match (said, status) {
                    (None, _) => Err(failed(&called, "读取用时太长，已经停止")),
                    (Some(said), _) => ::read::json::handed_over(&called, &said)
                        .ok_or_else(|| failed(&called, "读取时程序出错或内存不够")),
                }
            });
            let read: Result<Reading, OfficeError> =
                task.await.map_err(|error| machine(&error.to_string()))?;
            if read.is_err() {
                // Whoever sent the file is told its name and what to do; a log must not tell whom it is about.
                let ending = ending(&name);
                tracing::warn!(ending, "a file was not read");
            }
            read
        })
    }
}

/// What stands behind the last dot of a name, if it is of few letters.
fn ending(name: &str) -> &str {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_one = ending.len() <= 5 && ending.bytes().all(|byte| byte.is_ascii_alphabetic());
    if is_one { ending } else { "" }
}

/// What the child says to the bytes; `None`, if it takes too long.
fn talked(
    bytes: Vec<u8>,
    mut input: ChildStdin,
    output: ChildStdout,
    patience: Duration,
) -> Option<Vec<u8>> {
    // A child that has died or does not listen closes the pipe: what it said, or did not, tells.
    std::thread::spawn(move || drop(input.write_all(&bytes)));
    let (tell, told) = mpsc::channel();
    std::thread::spawn(move || {
        let mut said = Vec::new();
        let _ = output.take(LONGEST).read_to_end(&mut said);
        let _ = tell.send(said);
    });
    match told.recv_timeout(patience) {
        Ok(said) => Some(said),
        Err(RecvTimeoutError::Timeout) => None,
        Err(RecvTimeoutError::Disconnected) => Some(Vec::new()),
    }
}

/// A child that is ended when the one who waits for it goes.
struct Kept(Arc<Mutex<Child>>);

impl Kept {
    fn clone(&self) -> Holder {
        Holder(Arc::clone(&self.0))
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        let _ = Holder(Arc::clone(&self.0)).lock().kill();
    }
}

/// The thread that talks with it.
struct Holder(Arc<Mutex<Child>>);

impl Holder {
    fn lock(&self) -> MutexGuard<'_, Child> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_os = "linux")]
    #[test]
    fn children_are_of_this_program_whoever_starts_them() {
        let program = Children::of_this_program().unwrap().program;
        let told = Command::new("/bin/sh").args(["-c", "readlink \"$0\""]).arg(program).output();
        let told = String::from_utf8(told.unwrap().stdout).unwrap();
        assert_eq!(told.trim(), std::env::current_exe().unwrap().to_str().unwrap());
    }
}
