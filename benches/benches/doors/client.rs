//! Browsers of few words that ask again as soon as they are answered.

use std::error::Error;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

/// How a page answered.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Load {
    pub(crate) per_second: u128,
    pub(crate) p50: Duration,
    pub(crate) p99: Duration,
}

type Fault = Box<dyn Error + Send + Sync>;

/// Asks for a page over so many connections for so long.
pub(crate) async fn load(
    address: SocketAddr,
    path: &str,
    cookie: &str,
    connections: usize,
    long: Duration,
) -> Result<Load, Box<dyn Error>> {
    let request = format!(
        "GET {path} HTTP/1.1\r\nhost: localhost\r\naccept: text/html\r\ncookie: {cookie}\r\n\r\n"
    );
    // The first answers warm what is kept.
    ask_until(address, request.clone(), Instant::now() + long / 8).await.map_err(plain)?;
    let (began, end) = (Instant::now(), Instant::now() + long);
    let mut browsers = JoinSet::new();
    for _ in 0..connections {
        browsers.spawn(ask_until(address, request.clone(), end));
    }
    let mut times = Vec::new();
    while let Some(asked) = browsers.join_next().await {
        times.extend(asked?.map_err(plain)?);
    }
    let all = began.elapsed();
    times.sort_unstable();
    let at = |share: usize| times.get(times.len() * share / 100).copied().unwrap_or_default();
    let per_second = times.len() as u128 * 1000 / all.as_millis().max(1);
    Ok(Load { per_second, p50: at(50), p99: at(99) })
}

fn plain(fault: Fault) -> Box<dyn Error> {
    fault
}

async fn ask_until(
    address: SocketAddr,
    request: String,
    end: Instant,
) -> Result<Vec<Duration>, Fault> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let mut stream = BufReader::new(stream);
    let mut times = Vec::new();
    loop {
        let began = Instant::now();
        stream.write_all(request.as_bytes()).await?;
        answer(&mut stream, &request).await?;
        times.push(began.elapsed());
        if Instant::now() >= end {
            return Ok(times);
        }
    }
}

/// Reads one answer to its end; anything but 200 is a fault.
async fn answer(stream: &mut BufReader<TcpStream>, request: &str) -> Result<(), Fault> {
    let (mut line, mut length, mut is_first) = (String::new(), None, true);
    loop {
        line.clear();
        stream.read_line(&mut line).await?;
        if is_first && !line.contains(" 200 ") {
            let asked = request.lines().next().unwrap_or_default();
            return Err(format!("{asked}: {}", line.trim()).into());
        }
        is_first = false;
        let head = line.trim().to_ascii_lowercase();
        if let Some(number) = head.strip_prefix("content-length:") {
            length = Some(number.trim().parse::<usize>()?);
        }
        if head.is_empty() {
            break;
        }
    }
    match length {
        Some(length) => {
            let mut body = vec![0; length];
            stream.read_exact(&mut body).await?;
        }
        None => chunks(stream).await?,
    }
    Ok(())
}

async fn chunks(stream: &mut BufReader<TcpStream>) -> Result<(), Fault> {
    let mut line = String::new();
    loop {
        line.clear();
        stream.read_line(&mut line).await?;
        let length = usize::from_str_radix(line.trim(), 16)?;
        let mut chunk = vec![0; length + 2];
        stream.read_exact(&mut chunk).await?;
        if length == 0 {
            return Ok(());
        }
    }
}
