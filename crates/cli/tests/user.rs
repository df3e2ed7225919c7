//! Accounts from the command line, on both databases: the first start, and all that is done to an account.

use std::path::Path;
use std::process::Output;

use testkit::database::Database;

use crate::outside::{err, folder, jiheng, jiheng_told, out, status};

const PASSWORD: &str = "Linhe-Shiyan-2026";
const INIT: [&str; 13] = [
    "user",
    "init",
    "--region",
    "990124",
    "--name",
    "临河县",
    "--system",
    "xitong:张一",
    "--security",
    "anquan：李二",
    "--auditor",
    "shenji:王三",
    "--password-stdin",
];

/// An office of its own, in a folder or on a server.
struct Place<'a> {
    here: &'a Path,
    address: &'a str,
}

impl Place<'_> {
    fn told(&self, arguments: &[&str], input: &str) -> Output {
        jiheng_told(self.here, &[arguments, &["--database", self.address]].concat(), input)
    }

    fn user(&self, arguments: &[&str]) -> Output {
        self.told(&[&["user"], arguments].concat(), "")
    }

    fn line(&self, login: &str) -> String {
        let list = out(&self.user(&["list"]));
        let line = list.lines().find(|line| line.starts_with(login));
        line.unwrap_or_else(|| panic!("{login} is not in\n{list}")).to_owned()
    }
}

#[test]
fn an_office_is_founded_and_its_accounts_kept_without_a_browser() {
    for database in Database::both() {
        let here = folder(&format!("user-{}", database.kind));
        let place = Place { here: &here, address: &database.address };
        let three = format!("{PASSWORD}a\n{PASSWORD}b\r\n{PASSWORD}c\n");
        let founded = place.told(&INIT, &three);
        assert_eq!(status(&founded), 0, "{}", err(&founded));
        let again = place.told(&INIT, &three);
        assert_eq!(status(&again), 2);
        assert!(err(&again).contains("已经初始化"), "{}", err(&again));
        for (login, role) in
            [("xitong", "系统管理员"), ("anquan", "安全管理员"), ("shenji", "审计管理员")]
        {
            let line = place.line(login);
            assert!(line.contains(role) && line.contains("待改密码"), "{line}");
        }
        let add = ["user", "add", "li.ming", "--name", "李明", "--role", "财政审核人"];
        let added = place.told(&[&add[..], &["--password-stdin"]].concat(), PASSWORD);
        assert_eq!(status(&added), 0, "{}", err(&added));
        assert!(place.line("li.ming").contains("财政审核人"));
        assert_eq!(status(&place.user(&["lock", "li.ming"])), 0);
        assert!(place.line("li.ming").contains("已停用"));
        assert_eq!(status(&place.user(&["unlock", "li.ming"])), 0);
        assert!(place.line("li.ming").contains("待改密码"));
        let reset = place.user(&["reset", "li.ming", "--second-factor"]);
        assert_eq!(out(&reset).trim().len(), 19, "{}", err(&reset));
        let ended = place.user(&["end-sessions", "--all"]);
        assert!(err(&ended).contains("已结束 0 个登录"), "{}", err(&ended));
        let verified = place.told(&["audit", "verify"], "");
        assert_eq!(status(&verified), 0, "{}", err(&verified));
        let trail = out(&place.told(&["audit", "export"], ""));
        assert!(trail.contains("重置密码") && trail.contains("命令行"), "{trail}");
        assert!(!trail.contains(PASSWORD) && !trail.contains(out(&reset).trim()));
    }
}

#[test]
fn what_cannot_be_done_is_said_and_nothing_is_changed() {
    let here = folder("user-wrong");
    let told = |arguments: &[&str], input: &str| {
        let output = jiheng_told(&here, arguments, input);
        assert_eq!(status(&output), 2, "{arguments:?}");
        assert!(!err(&output).contains("rror"), "{}", err(&output));
        err(&output)
    };
    let two = format!("{PASSWORD}a\n{PASSWORD}b\n");
    assert!(told(&INIT, &two).contains("审计管理员王三（shenji）的密码"));
    assert!(told(&INIT[..12], "").contains("--password-stdin"), "nobody to ask");
    let weak = told(&INIT, &format!("{two}kurz\n"));
    assert!(weak.contains("至少要10位"), "{weak}");
    let mut nameless = INIT;
    nameless[7] = "xitong";
    assert!(told(&nameless, &two).contains("写作 登录名:姓名"));
    assert_eq!(out(&jiheng(&here, &["user", "list"])).lines().count(), 1, "the head alone");
    let founded = jiheng_told(&here, &INIT, &format!("{two}{PASSWORD}c\n"));
    assert_eq!(status(&founded), 0, "{}", err(&founded));
    let add = |more: &[&str]| {
        let first = ["user", "add", "li.ming", "--name", "李明", "--password-stdin"];
        told(&[&first[..], more].concat(), PASSWORD)
    };
    assert!(add(&["--role", "局长"]).contains("经办人、部门负责人"));
    assert!(add(&["--role", "经办人,财政审核人"]).contains("不同的人"));
    assert!(add(&["--home", "教育局"]).contains("没有叫“教育局”的单位"));
    assert!(told(&["user", "lock", "shenji"], "").contains("最后一位"));
    assert!(told(&["user", "reset", "nobody"], "").contains("没有登录名“nobody”"));
    assert!(told(&["user", "end-sessions"], "").contains("还缺少"));
    assert_eq!(out(&jiheng(&here, &["user", "list"])).lines().count(), 4);
}
