//! `jiheng serve`: the office in the browser.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use ::office::Office;
use anyhow::Context;
use clap::Args;
use tokio::net::TcpListener;
use web::{App, Options};

use crate::Status;
use crate::office::{KeyPlace, Place, run};
use crate::reading::Children;
use crate::world::World;

pub(crate) const HELP: &str = "例子：
  jiheng serve
  jiheng serve --data /var/lib/jiheng --listen 0.0.0.0:8080 --behind-proxy --https
  JIHENG_DATABASE=postgres://jiheng:密码@db/jiheng jiheng serve

第一次打开网页时设置三名管理员。只有本机能访问默认地址；给别人用时请放在带 HTTPS 的代理后面。
每天夜里自动备份到数据文件夹的 backups 里并试恢复核对。按 Ctrl+C 停止。";

/// How often it is asked whether the nightly backup is due.
const WATCH: Duration = Duration::from_secs(60);

/// How long after the start figures are asked for, and how often it is looked whether another day has begun.
const WARM: Duration = Duration::from_secs(10);
/// How long figures rest between two departments: others ask, too.
const BREATH: Duration = Duration::from_millis(300);

/// How long a worker waits that found nothing to do.
const IDLE: Duration = Duration::from_millis(500);
/// How long nobody looks whether there are entries to be read.
const READ: Duration = Duration::from_secs(5);
/// How long reading rests after a fault: without a key it would be told every few seconds.
const REST: Duration = Duration::from_secs(600);

#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub(crate) struct ServeArgs {
    #[command(flatten)]
    place: Place,

    #[command(flatten)]
    key: KeyPlace,

    #[arg(
        long,
        value_name = "地址",
        default_value = "127.0.0.1:7580",
        hide_default_value = true,
        help = "监听的地址和端口；默认 127.0.0.1:7580，只有本机能访问"
    )]
    listen: SocketAddr,

    #[arg(long, help = "浏览器通过 HTTPS 访问（由前面的代理提供）：登录凭证只走 HTTPS")]
    https: bool,

    #[arg(long, help = "前面有代理：访问者地址看 X-Forwarded-For")]
    behind_proxy: bool,
}

/// Serves until it is stopped.
pub(crate) fn serve(args: &ServeArgs, world: &World) -> anyhow::Result<Status> {
    log();
    run(async {
        let office = args.place.office_with_registers(&args.key).await?;
        // Statements are worked at without registers; whoever starts the program is told why they are closed.
        if let Err(why) = office.registers().await {
            world.complain(&format!("台账没有启用：{why}"));
        }
        let office = Arc::new(office.with_reader(Arc::new(Children::of_this_program()?)));
        let options = Options {
            is_https: args.https,
            is_behind_proxy: args.behind_proxy,
            backups: Some(args.place.backups()),
            ..Options::default()
        };
        let listener = listen(args.listen).await?;
        world.say(&format!("绩衡已启动：http://{}", listener.local_addr()?));
        let watch = tokio::spawn(watch(Arc::clone(&office), args.place.backups()));
        let work = tokio::spawn(work(Arc::clone(&office)));
        let words = tokio::spawn(read_words(Arc::clone(&office)));
        let warm = tokio::spawn(warm(Arc::clone(&office)));
        let app = App { office: Arc::clone(&office), options: Arc::new(options) };
        web::serve(app, listener).await?;
        watch.abort();
        work.abort();
        words.abort();
        warm.abort();
        office.store().close().await;
        world.say("绩衡已停止，数据都已保存");
        Ok(Status::Clean)
    })
}

/// Listens at an address.
pub(crate) async fn listen(address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| {
        format!("不能监听 {address}：可能已被占用，请用 --listen 换一个端口，如 127.0.0.1:7581")
    })
}

/// Log lines on standard error: warnings and errors, or what `JIHENG_LOG` asks for. Whatever it asks for, no line
/// quotes what people send.
pub(crate) fn log() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("JIHENG_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    let filter = QUOTING
        .iter()
        .filter_map(|quiet| quiet.parse().ok())
        .fold(filter, tracing_subscriber::EnvFilter::add_directive);
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // Fails only where one is set already.
    let _ = lines.try_init();
    std::panic::set_hook(Box::new(tell_where));
}

/// What quotes in its lines what was sent: forms and JSON that cannot be taken apart, and addresses, in which words
/// may stand that somebody looks for.
const QUOTING: [&str; 2] = ["axum::rejection=off", "tower_http::csrf=off"];

/// Tells where the program broke, and not in which words: those of a text cut in its middle quote the text.
fn tell_where(broken: &std::panic::PanicHookInfo<'_>) {
    let place = broken.location().map_or_else(String::new, ToString::to_string);
    tracing::error!(place, "the program broke");
}

/// Does the jobs that wait, as long as the server runs.
pub(crate) async fn work(office: Arc<Office>) {
    let worker = store::new_id();
    loop {
        match office.do_next_job(&worker).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => tracing::error!(?error, "a job failed"),
        }
        tokio::time::sleep(IDLE).await;
    }
}

/// Reads what was entered for the words in it, as long as the server runs.
pub(crate) async fn read_words(office: Arc<Office>) {
    loop {
        let pause = match office.read_words().await {
            Ok(true) => continue,
            Ok(false) => READ,
            Err(error) => {
                tracing::error!(?error, "entries could not be read for their words");
                REST
            }
        };
        tokio::time::sleep(pause).await;
    }
}

/// Asks for the figures of desks soon after the start and soon after each midnight, as long as the server runs, so that
/// whoever comes first finds them at hand. What goes wrong is found again, and told, when somebody asks.
async fn warm(office: Arc<Office>) {
    let mut asked = None;
    loop {
        tokio::time::sleep(WARM).await;
        let today = office.now().day();
        if asked == Some(today) {
            continue;
        }
        let Ok(desks) = office.warm_desks().await else { continue };
        asked = Some(today);
        let (count, mut failed) = (desks.len(), 0);
        for desk in desks {
            failed += usize::from(office.warm(desk).await.is_err());
            tokio::time::sleep(BREATH).await;
        }
        tracing::debug!(count, failed, "figures of desks are at hand");
    }
}

/// Makes the nightly backups as long as the server runs.
pub(crate) async fn watch(office: Arc<Office>, folder: PathBuf) {
    loop {
        match office.back_up_nightly(&folder).await {
            Ok(None) => {}
            Ok(Some(made)) => tracing::info!(file = made.file, size_bytes = made.size, "backed up"),
            Err(error) => tracing::error!(?error, "the nightly backup failed"),
        }
        tokio::time::sleep(WATCH).await;
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::sync::{Arc, Mutex};

    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);

    impl Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_panic_tells_its_place_and_not_the_text_that_broke_it() {
        let lines = Lines::default();
        let to = lines.clone();
        let said = tracing_subscriber::fmt().with_writer(move || to.clone()).finish();
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(super::tell_where));
        let name = String::from("欧阳甲乙");
        let cut = || name.split_at(1).0.len();
        let broken = tracing::subscriber::with_default(said, || std::panic::catch_unwind(cut));
        std::panic::set_hook(usual);
        assert!(broken.is_err());
        let told = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
        assert!(told.contains("the program broke") && told.contains(".rs:"), "{told}");
        assert!(!told.contains('欧'), "{told}");
    }
}
