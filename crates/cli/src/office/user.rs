//! `jiheng user`: accounts from the server's command line, and a first start without a browser.

use std::io::BufRead;

use ::office::Office;
use ::office::console::Reset;
use ::office::people::{Founding, NewUser};
use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use console::Term;
use store::people::{Role, User};

use crate::Status;
use crate::chinese::TEMPLATE;
use crate::layout::{Table, tame};
use crate::office::{Place, asker, run};
use crate::world::World;

pub(crate) const HELP: &str = "例子：
  jiheng user init --region 990124 --name 临河县 --system xitong:张一 --security anquan:李二 --auditor shenji:王三
  jiheng user add gonghui.jingban --name 周敏 --home 临河县总工会 --role 经办人
  jiheng user reset gonghui.jingban
  jiheng user list --database postgres://用户:密码@主机/库

在服务器上办，不用登录：能在服务器上运行本程序的人就能办，审计日志会记下。
密码在提示后输入，屏幕上不显示；写在脚本里时加 --password-stdin，从标准输入每行读一个。密码不能写在命令行里。";

#[derive(Debug, Args)]
pub(crate) struct UserArgs {
    #[command(subcommand)]
    command: UserCommand,
}

#[derive(Debug, Subcommand)]
enum UserCommand {
    #[command(
        about = "第一次启动：登记行政区和三名管理员，不用浏览器",
        override_usage = "jiheng user init [选项] --region <代码> --name <名称> --system <登录名:姓名> --security <登录名:姓名> --auditor <登录名:姓名>",
        help_template = TEMPLATE
    )]
    Init(Box<InitArgs>),
    #[command(
        about = "新增账号，可以同时授予角色；本人第一次登录要换密码",
        override_usage = "jiheng user add [选项] --name <姓名> <登录名>",
        help_template = TEMPLATE
    )]
    Add(Box<AddArgs>),
    #[command(
        about = "列出全部账号、角色和状态",
        override_usage = "jiheng user list [选项]",
        help_template = TEMPLATE
    )]
    List(PlaceArgs),
    #[command(
        about = "停用账号：登录和令牌立即失效",
        override_usage = "jiheng user lock [选项] <登录名>",
        help_template = TEMPLATE
    )]
    Lock(LoginArgs),
    #[command(
        about = "启用账号，并解除输错密码的锁定",
        override_usage = "jiheng user unlock [选项] <登录名>",
        help_template = TEMPLATE
    )]
    Unlock(LoginArgs),
    #[command(
        about = "重置密码：给出一次性密码，登录和令牌立即失效",
        override_usage = "jiheng user reset [选项] <登录名>",
        help_template = TEMPLATE
    )]
    Reset(ResetArgs),
    #[command(
        about = "结束登录：一个人的，或所有人的",
        override_usage = "jiheng user end-sessions [选项] <登录名>\n      jiheng user end-sessions [选项] --all",
        help_template = TEMPLATE
    )]
    EndSessions(EndArgs),
}

#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
struct InitArgs {
    #[arg(long, value_name = "代码", help = "六位行政区划代码，如 990124")]
    region: String,

    #[arg(long, value_name = "名称", help = "行政区名称，如 临河县")]
    name: String,

    #[arg(long, value_name = "登录名:姓名", value_parser = person, help = "系统管理员")]
    system: (String, String),

    #[arg(long, value_name = "登录名:姓名", value_parser = person, help = "安全管理员")]
    security: (String, String),

    #[arg(long, value_name = "登录名:姓名", value_parser = person, help = "审计管理员")]
    auditor: (String, String),

    #[arg(long, help = "从标准输入读三行密码，依次是系统、安全、审计管理员的；本人第一次登录要换")]
    password_stdin: bool,

    #[command(flatten)]
    place: Place,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
struct AddArgs {
    #[arg(value_name = "登录名", help = "2到40个字母、数字或 . _ -", help_heading = "参数")]
    login: String,

    #[arg(long, value_name = "姓名", help = "姓名（必填）")]
    name: String,

    #[arg(long, value_name = "职务", default_value = "", hide_default_value = true, help = "职务")]
    post: String,

    #[arg(
        long,
        value_name = "单位",
        default_value = "",
        hide_default_value = true,
        help = "所属单位的名称或预算编码；有同名的连上级写，如 望川县/总工会；不写就是行政区"
    )]
    home: String,

    #[arg(
        long,
        value_name = "角色",
        value_delimiter = ',',
        value_parser = role,
        help = "在该单位的角色，逗号分隔：经办人、部门负责人、会议记录人、财政审核人、上级查阅人、系统管理员、安全管理员、审计管理员"
    )]
    role: Vec<Role>,

    #[arg(long, help = "从标准输入读一行密码")]
    password_stdin: bool,

    #[command(flatten)]
    place: Place,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
struct PlaceArgs {
    #[command(flatten)]
    place: Place,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
struct LoginArgs {
    #[arg(value_name = "登录名", help = "哪个账号", help_heading = "参数")]
    login: String,

    #[command(flatten)]
    place: Place,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
struct ResetArgs {
    #[arg(value_name = "登录名", help = "哪个账号", help_heading = "参数")]
    login: String,

    #[arg(long, help = "同时关闭二次验证：手机丢了的时候")]
    second_factor: bool,

    #[command(flatten)]
    place: Place,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
struct EndArgs {
    #[arg(
        value_name = "登录名",
        required_unless_present = "all",
        help = "哪个账号",
        help_heading = "参数"
    )]
    login: Option<String>,

    #[arg(long, conflicts_with = "login", help = "所有人的登录")]
    all: bool,

    #[command(flatten)]
    place: Place,
}

/// Does one of the things.
pub(crate) fn user(args: &UserArgs, world: &World) -> anyhow::Result<Status> {
    match &args.command {
        UserCommand::Init(args) => init(args, world),
        UserCommand::Add(args) => add(args, world),
        UserCommand::List(args) => run(list(&args.place, world)),
        UserCommand::Lock(args) => run(async {
            args.place.office().await?.lock_at_console(&asker(), &args.login).await?;
            said(world, &format!("已停用“{}”，登录和令牌都已失效", args.login))
        }),
        UserCommand::Unlock(args) => run(async {
            args.place.office().await?.unlock_at_console(&asker(), &args.login).await?;
            said(world, &format!("“{}”现在可以登录了", args.login))
        }),
        UserCommand::Reset(args) => run(reset(args, world)),
        UserCommand::EndSessions(args) => run(async {
            let office = args.place.office().await?;
            let ended = office.end_sessions_at_console(&asker(), args.login.as_deref()).await?;
            said(world, &format!("已结束 {ended} 个登录"))
        }),
    }
}

fn said(world: &World, text: &str) -> anyhow::Result<Status> {
    world.say(text);
    Ok(Status::Clean)
}

fn init(args: &InitArgs, world: &World) -> anyhow::Result<Status> {
    run(async {
        let office = args.place.office().await?;
        if !office.is_new().await? {
            bail!("系统已经初始化，不能再次设置管理员。用 jiheng user add 增加账号");
        }
        let three = [
            (&args.system, Role::SystemAdministrator),
            (&args.security, Role::SecurityAdministrator),
            (&args.auditor, Role::Auditor),
        ];
        let asked = three.map(|((login, name), role)| format!("{role}{name}（{login}）"));
        let passwords = passwords(&asked, args.password_stdin, world)?;
        let mut passwords = passwords.into_iter();
        let administrators = three.map(|((login, name), role)| NewUser {
            home: String::new(),
            login: login.clone(),
            name: name.clone(),
            post: role.label().to_owned(),
            password: passwords.next().unwrap_or_default(),
            // Whoever wrote all three into a script knows all three.
            must_change: args.password_stdin,
        });
        let founding = Founding {
            region: args.region.clone(),
            name: args.name.clone(),
            administrators,
            address: ::office::CONSOLE.to_owned(),
        };
        office.found(&founding).await?;
        said(world, &format!("已登记{}和三名管理员。用 jiheng serve 启动后就可以登录", args.name))
    })
}

fn add(args: &AddArgs, world: &World) -> anyhow::Result<Status> {
    run(async {
        let office = args.place.office().await?;
        let asked = [format!("{}（{}）", args.name, args.login)];
        let passwords = passwords(&asked, args.password_stdin, world)?;
        let new = NewUser {
            home: args.home.clone(),
            login: args.login.clone(),
            name: args.name.clone(),
            post: args.post.clone(),
            password: passwords.into_iter().next().unwrap_or_default(),
            must_change: true,
        };
        office.add_user_at_console(&asker(), &new, &args.role).await?;
        said(world, &format!("已新增账号“{}”。本人第一次登录时要换密码", args.login))
    })
}

async fn reset(args: &ResetArgs, world: &World) -> anyhow::Result<Status> {
    let office = args.place.office().await?;
    let how = if args.second_factor { Reset::PasswordAndSecondFactor } else { Reset::Password };
    let password = office.reset_password_at_console(&asker(), &args.login, how).await?;
    world.say("一次性密码，只显示这一次，请当面或打电话告诉本人；本人登录后先换密码：");
    let mut out = world.open(None)?;
    out.write(&format!("{password}\n"))?;
    out.close()?;
    Ok(Status::Clean)
}

async fn list(place: &Place, world: &World) -> anyhow::Result<Status> {
    let office = place.office().await?;
    let mut table = Table::new(&["登录名", "姓名", "职务", "单位", "角色", "状态", "最近登录"]);
    for account in office.users_at_console().await? {
        let roles = account.roles.iter().map(|role| match role.organisation == account.home.id {
            true => role.role.label().to_owned(),
            false => format!("{}（{}）", role.role, role.organisation_name),
        });
        let roles: Vec<String> = roles.collect();
        let day = |at: Option<&String>| at.and_then(|at| at.get(..10)).unwrap_or("—").to_owned();
        let user = &account.user;
        let cells = [
            user.login.clone(),
            user.name.clone(),
            user.post.clone(),
            account.home.name.clone(),
            if roles.is_empty() { "—".to_owned() } else { roles.join("、") },
            standing(user, &office).to_owned(),
            day(user.seen_at.as_ref()),
        ];
        table.row(cells.iter().map(|cell| tame(cell)).collect());
    }
    let mut out = world.open(None)?;
    out.write(&format!("{}\n", table.lines().join("\n")))?;
    out.close()?;
    Ok(Status::Clean)
}

/// How an account stands.
fn standing(user: &User, office: &Office) -> &'static str {
    let now = office.now().to_string();
    if user.disabled_at.is_some() {
        "已停用"
    } else if user.locked_until.as_ref().is_some_and(|until| *until > now) {
        "已锁定"
    } else if user.must_change {
        "待改密码"
    } else {
        "在用"
    }
}

/// A password for each of these people: asked for twice without showing it, or a line each of standard
/// input.
fn passwords(people: &[String], from_stdin: bool, world: &World) -> anyhow::Result<Vec<String>> {
    if !from_stdin && !world.somebody_there {
        bail!("没有终端可以输入密码。请加 --password-stdin，从标准输入每行给出一个密码");
    }
    if !from_stdin {
        return people.iter().map(|person| asked(person, world)).collect();
    }
    let mut lines = std::io::stdin().lock().lines();
    let mut line = |person: &String| {
        let line = lines.next().transpose()?;
        let line = line.with_context(|| format!("标准输入里没有{person}的密码：每行一个"))?;
        Ok(line.trim_end_matches('\r').to_owned())
    };
    people.iter().map(&mut line).collect()
}

fn asked(person: &str, world: &World) -> anyhow::Result<String> {
    let term = Term::stderr();
    let ask = |said: &str| -> anyhow::Result<String> {
        term.write_str(said)?;
        Ok(term.read_secure_line()?)
    };
    loop {
        let first = ask(&format!("{person}的密码（请本人输入，不显示）："))?;
        if ask("再输一次：")? == first {
            return Ok(first);
        }
        world.complain("两次输入的不一样，请重新输入");
    }
}

/// `登录名:姓名`, with either colon.
fn person(text: &str) -> Result<(String, String), String> {
    let parts = text.split_once([':', '：']).map(|(login, name)| (login.trim(), name.trim()));
    match parts.filter(|(login, name)| !login.is_empty() && !name.is_empty()) {
        Some((login, name)) => Ok((login.to_owned(), name.to_owned())),
        None => Err("写作 登录名:姓名".to_owned()),
    }
}

/// A role by its Chinese name, or by the word it is stored as.
fn role(text: &str) -> Result<Role, String> {
    let found = Role::ALL.iter().find(|role| [role.label(), role.word()].contains(&text.trim()));
    let labels = || Role::ALL.iter().map(|role| role.label()).collect::<Vec<_>>().join("、");
    found.copied().ok_or_else(|| format!("可以写：{}", labels()))
}
