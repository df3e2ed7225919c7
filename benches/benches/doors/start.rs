//! How long the program takes to its first page, and what it keeps in memory when nobody asks.

use std::error::Error;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use office::registers::Vault;
use testkit::database::Database;
use tokio::net::TcpListener;

use crate::client::load;
use crate::county;

const START: Duration = Duration::from_millis(300);
/// After this the program rests.
const REST: Duration = Duration::from_secs(30);
/// In kB.
const MEMORY: u64 = 100 << 10;

/// A program that is stopped when this is dropped.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = Command::new("kill").arg(self.0.id().to_string()).status();
        let _ = self.0.wait();
    }
}

/// Whether both bars are met on the large county.
pub(crate) async fn measure(program: &Path) -> Result<bool, Box<dyn Error>> {
    let database = Database::sqlite();
    let folder = Path::new(&database.address).parent().ok_or("a database without a folder")?;
    let vault = Vault::open(&folder.join("register.key"))?;
    drop(county::office(&database, vault).await?);
    let mut starts = Vec::new();
    let (mut kept, mut most) = (0, 0);
    for _ in 0..5 {
        let port = TcpListener::bind("127.0.0.1:0").await?.local_addr()?.port();
        let began = Instant::now();
        let process = Command::new(program)
            .args(["serve", "--data"])
            .arg(folder)
            .args(["--listen", &format!("127.0.0.1:{port}")])
            .stdout(Stdio::null())
            .spawn()?;
        let running = Running(process);
        let address = ([127, 0, 0, 1], port).into();
        while load(address, "/public", "", 1, Duration::ZERO).await.is_err() {
            if began.elapsed() > Duration::from_secs(30) {
                return Err("the program does not answer".into());
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        starts.push(began.elapsed());
        // The first makes the nightly backup in this time, and each the figures of desks: a program that rests has done
        // its work.
        tokio::time::sleep(REST).await;
        kept = kept.max(memory(running.0.id(), "VmRSS:")?);
        most = most.max(memory(running.0.id(), "VmHWM:")?);
    }
    starts.sort_unstable();
    let start = starts.get(starts.len() / 2).copied().unwrap_or_default();
    println!(
        "\nstart to the first page: {} ms; at rest: {} MB, {} MB at most",
        start.as_millis(),
        kept >> 10,
        most >> 10
    );
    Ok(start < START && kept < MEMORY)
}

/// Resident memory of a process in kB, now or at most.
fn memory(process: u32, which: &str) -> Result<u64, Box<dyn Error>> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix(which));
    let number = line.and_then(|line| line.split_whitespace().next());
    Ok(number.ok_or("the system does not tell what is in memory")?.parse()?)
}
