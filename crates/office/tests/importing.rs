//! Tables imported into registers: looked at, taken in whole or not at all, undone; nothing personal told.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on must say so")]

#[allow(dead_code, reason = "each test uses a part of it")]
mod support;

use std::fmt::Write as _;

use office::beginning::Upload;
use office::registers::importing::{AT_ONCE, Choices, Confirmed, Outcome, Preview, Twins, Undone};
use office::registers::listing::Question;
use office::registers::sight::Wish;
use office::{Asker, OfficeError};
use register::check_digit;
use rust_xlsxwriter::{Format, Workbook};
use store::jobs::JobState;
use store::people::{Assignment, Role, User};
use store::registers::list::Count;
use support::{SCHOOLS, Town, UNION, asker};
use testkit::database::Database;

const HEADS: &str = "序号,户主姓名,身份证号,手机号,家庭住址,家庭人口,家庭年收入,年刚性支出,致困原因,\
                     困难类别,建档日期,核查日期";
const ADDRESS: &str = "东山市临河县城关镇一里";
const NOW: &str = "2026-01-10T01:00:00.000Z";

/// The number of the identity document of the person with this number.
fn identity(person: usize) -> String {
    let body =
        format!("9903211980{:02}{:02}{:03}", person / 28 % 12 + 1, person % 28 + 1, person % 997);
    let digit = check_digit(&body).expect("seventeen digits");
    format!("{body}{digit}")
}

fn name(person: usize) -> String {
    let given: Vec<char> = "安邦昌德恩芳光和吉康礼明宁平庆荣善泰文贤兴雅远正志".chars().collect();
    let at = |place: usize| given[place % given.len()];
    format!("赵{}{}", at(person), at(person / given.len()))
}

fn phone(person: usize) -> String {
    format!("139{:08}", 20_000_000 + person)
}

/// A table of households; `persons` says how many live in each.
fn households(count: usize, persons: impl Fn(usize) -> usize) -> String {
    let mut text = format!("临河县困难职工档案,,,,,,,,,,,\n{HEADS}\n");
    for at in 0..count {
        let _ = writeln!(
            text,
            "{},{},{},{},{ADDRESS}{}号,{},18000,9000,本人大病,深度困难,2025年3月1日,2025.2.20",
            at + 1,
            name(at),
            identity(at),
            phone(at),
            at + 1,
            persons(at),
        );
    }
    text.push_str("合计,,,,,,,,,,,\n");
    text
}

fn members(count: usize) -> String {
    let mut text = String::from("姓名,身份证号码,手机,所在工会,入会时间\n");
    for at in 0..count {
        let (name, id, phone) = (name(at), identity(at), phone(at));
        let _ = writeln!(text, "{name},{id},{phone},临河县城关镇工会,2019-05-{:02}", at % 28 + 1);
    }
    text
}

struct Sent<'t> {
    town: &'t Town,
    clerk: Asker,
    register: &'static str,
    staged: String,
}

async fn send<'t>(
    town: &'t Town,
    register: &'static str,
    file: &str,
    bytes: impl Into<Vec<u8>>,
) -> Result<Sent<'t>, OfficeError> {
    let clerk = town.somebody(Role::Clerk);
    let upload = Upload { name: file.into(), bytes: bytes.into() };
    let staged = town.office.stage_import(&clerk, register, UNION, upload).await?;
    Ok(Sent { town, clerk, register, staged })
}

impl Sent<'_> {
    async fn look(&self, choices: &Choices) -> std::sync::Arc<Preview> {
        let (office, staged) = (&self.town.office, &self.staged);
        let preview =
            office.preview_register_import(&self.clerk, self.register, UNION, staged, choices);
        preview.await.expect("a preview")
    }

    async fn take(&self, choices: &Choices, expected: u64) -> Result<Confirmed, OfficeError> {
        let (office, staged) = (&self.town.office, &self.staged);
        let (clerk, register) = (&self.clerk, self.register);
        office.confirm_register_import(clerk, register, UNION, staged, choices, expected).await
    }

    async fn taken(&self, choices: &Choices) -> Outcome {
        match self.take(choices, 1).await.expect("imported") {
            Confirmed::Done(outcome) => outcome,
            Confirmed::Begun(job) => panic!("{job} was begun"),
        }
    }
}

async fn count(town: &Town, register: &str) -> i64 {
    let question = Question { take: 1, ..Question::default() };
    let clerk = town.somebody(Role::Clerk);
    let lines = town.office.list_entries(&clerk, register, UNION, &question).await.expect("a list");
    match lines.count {
        Count::Exactly(count) => count,
        other => panic!("{other:?}"),
    }
}

/// Nothing personal of the first people stands in it.
fn tells_nothing(text: &str) {
    for at in 0..600 {
        for secret in [name(at), identity(at), phone(at), format!("{ADDRESS}{}号", at + 1)] {
            assert!(!text.contains(&secret), "{secret} stands in {text}");
        }
    }
    assert!(!text.contains("18,000"), "{text}");
}

async fn trail(town: &Town) -> String {
    let auditor = town.somebody(Role::Auditor);
    let filter = store::audit::Filter { take: 1000, ..store::audit::Filter::default() };
    format!("{:?}", town.office.list_trail(&auditor, &filter).await.expect("a trail"))
}

fn choosing(twins: Twins) -> Choices {
    Choices { twins, ..Choices::default() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tables_are_imported_whole_updated_and_undone() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let none = Choices::default();
        let sent = send(&town, "household", "张三困难户.csv", households(500, |_| 3)).await;
        let sent = sent.expect("staged");
        let preview = sent.look(&none).await;
        let counts = preview.counts;
        assert_eq!((counts.rows, counts.bad, counts.passed_over), (500, 0, 1), "{preview:#?}");
        assert_eq!((counts.same, counts.differing), (0, 0));
        assert!(preview.stops.is_empty() && preview.good.len() + preview.warned.len() > 0);
        tells_nothing(&format!("{preview:?}"));
        assert_eq!(count(&town, "household").await, 0, "a look keeps nothing");
        let first = sent.taken(&none).await;
        assert_eq!((first.added, first.updated, first.skipped), (500, 0, 0));
        assert_eq!(count(&town, "household").await, 500);
        let again = sent.take(&none, 1).await;
        assert!(matches!(again, Err(OfficeError::Missing { .. })), "{again:?}");

        let sent = send(&town, "household", "a.csv", households(500, |_| 3)).await.expect("staged");
        assert_eq!(sent.look(&none).await.counts.same, 500);
        let nothing = sent.take(&none, 1).await;
        assert!(matches!(nothing, Err(OfficeError::Invalid(_))), "{nothing:?}");

        let grown = |at: usize| if at % 50 == 7 { 4 } else { 3 };
        let sent = send(&town, "household", "a.csv", households(502, grown)).await.expect("staged");
        let preview = sent.look(&choosing(Twins::Update)).await;
        assert_eq!((preview.counts.same, preview.counts.differing), (490, 10));
        let changes = &preview.twins.first().expect("a twin").changes;
        assert!(changes.iter().any(|(label, ..)| label == "家庭人口"), "{changes:?}");
        tells_nothing(&format!("{preview:?}"));
        let outcome = sent.taken(&choosing(Twins::Update)).await;
        assert_eq!((outcome.added, outcome.updated, outcome.skipped), (2, 10, 490));
        let clerk = town.somebody(Role::Clerk);
        let history = town.office.entry_history(&clerk, "household", UNION, 8, Wish::Masked);
        assert_eq!(history.await.expect("a history").len(), 2);

        let aid = format!(
            "受助人姓名,证件号码,救助种类,发放金额,发放日期\n{},{},生活救助,3000,2025-06-01\n",
            name(3),
            identity(3)
        );
        let sent = send(&town, "aid", "a.csv", aid).await.expect("staged");
        assert_eq!(sent.taken(&none).await.added, 1);
        let held = town.office.undo_import(&clerk, "household", UNION, first.import).await;
        let Undone::Held(holds) = held.expect("asked") else { panic!("it was undone") };
        let said: Vec<&str> = holds.iter().map(|hold| hold.said.as_str()).collect();
        assert!(said.iter().any(|said| said.contains("其中10条导入后改动过")), "{said:?}");
        assert!(said.iter().any(|said| said.contains("里有1条记录用到了它们")), "{said:?}");
        assert_eq!(count(&town, "household").await, 502);

        let sent = send(&town, "member", "a.csv", members(2000)).await.expect("staged");
        assert_eq!(sent.taken(&none).await.added, 2000);
        let (_, imports) = town.office.list_imports(&clerk, "member", UNION).await.expect("a list");
        let [line] = imports.as_slice() else { panic!("{imports:?}") };
        assert!(line.may_undo && line.import.rows == 2000);
        let undone = town.office.undo_import(&clerk, "member", UNION, line.import.id).await;
        assert_eq!(undone.expect("undone"), Undone::Done(2000));
        assert_eq!(count(&town, "member").await, 0);
        let twice = town.office.undo_import(&clerk, "member", UNION, line.import.id).await;
        assert!(matches!(twice, Err(OfficeError::Conflict(_))), "{twice:?}");
        let sent = send(&town, "member", "a.csv", members(2000)).await.expect("staged");
        assert_eq!(sent.taken(&none).await.added, 2000, "what was undone can be imported again");
        let trail = trail(&town).await;
        assert!(trail.contains("导入台账") && trail.contains("撤销导入"), "{trail}");
        tells_nothing(&trail);
        assert!(!trail.contains("张三"), "names of files may name people: {trail}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_row_with_an_error_keeps_all_out() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let none = Choices::default();
        let good = households(30, |_| 3);
        let wrong_id = good.replace(&identity(4), "990321198001010016");
        let twice = good.replace(&identity(9), &identity(8)).replace(&name(9), &name(8));
        let no_date = good.replacen("2025年3月1日", "2025年2月30日", 1);
        for (text, code) in [(wrong_id, "REG010"), (twice, "REG018"), (no_date, "REG003")] {
            let sent = send(&town, "household", "a.csv", text).await.expect("staged");
            let preview = sent.look(&none).await;
            assert_eq!((preview.counts.rows, preview.counts.bad), (30, 1), "{code}");
            let kind = preview.kinds.first().expect("a kind");
            assert_eq!((kind.code.as_str(), kind.rows), (code, 1));
            let shown = format!("{preview:?}");
            tells_nothing(&shown);
            assert!(!shown.contains("990321198001010016"), "{shown}");
            let refused = sent.take(&none, 1).await.expect_err("refused").to_string();
            assert!(refused.contains("整份文件都没有导入"), "{refused}");
            tells_nothing(&refused);
            assert_eq!(count(&town, "household").await, 0);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn columns_that_were_chosen_are_remembered() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let renamed = members(5).replace("所在工会", "哪家工会的");
        let sent = send(&town, "member", "a.csv", renamed.clone()).await.expect("staged");
        let preview = sent.look(&Choices::default()).await;
        let stop = preview.stops.first().expect("a stop");
        assert!(stop.contains("缺少必填的列：“所属工会”"), "{stop}");
        let input = preview.inputs.iter().position(|input| input.label == "所属工会");
        let columns = [(input.expect("an input"), Some(3))].into();
        let choices = Choices { columns, ..Choices::default() };
        assert_eq!(sent.look(&choices).await.counts.rows, 5);
        assert_eq!(sent.taken(&choices).await.added, 5);
        let next = send(&town, "member", "b.csv", renamed).await.expect("staged");
        assert_eq!(next.look(&Choices::default()).await.counts.same, 5);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_table_in_safekeeping_is_its_senders_alone() {
    let database = Database::sqlite();
    let town = Town::found(&database).await;
    let none = Choices::default();
    let sent = send(&town, "household", "a.csv", households(3, |_| 3)).await.expect("staged");
    let office = &town.office;
    let other = Asker { user: "another".into(), ..town.somebody(Role::Clerk) };
    let looks = [
        (&other, "household", UNION),
        (&town.somebody(Role::Recorder), "household", UNION),
        (&asker(Role::Clerk, SCHOOLS, "r/s/"), "household", UNION),
        (&town.somebody(Role::Clerk), "member", UNION),
    ];
    for (who, register, owner) in looks {
        let seen = office.preview_register_import(who, register, owner, &sent.staged, &none).await;
        assert!(seen.is_err(), "{} saw it in {register}", who.login);
        let taken =
            office.confirm_register_import(who, register, owner, &sent.staged, &none, 1).await;
        assert!(taken.is_err(), "{} took it into {register}", who.login);
    }
    let mut tx = office.store().read().await.expect("tx");
    let kept = store::files::get(&mut tx, &store::Scope::everything(), &sent.staged).await;
    let (_, bytes) = kept.expect("it is kept");
    tells_nothing(&String::from_utf8_lossy(&bytes));
    drop(tx);
    town.clock.move_to("2026-01-12T01:00:00Z".parse().expect("a moment"));
    send(&town, "household", "b.csv", households(3, |_| 3)).await.expect("staged");
    let gone =
        office.preview_register_import(&sent.clerk, "household", UNION, &sent.staged, &none).await;
    assert!(matches!(gone, Err(OfficeError::Missing { .. })), "{gone:?}");
}

/// Enters an account for the clerk: jobs are done for accounts.
async fn enrol(town: &Town) {
    let mut tx = town.office.store().write().await.expect("tx");
    let user = User {
        id: Role::Clerk.word().into(),
        home: UNION.into(),
        login: Role::Clerk.word().into(),
        name: "经办甲".into(),
        post: String::new(),
        password_hash: String::new(),
        password_set_at: NOW.into(),
        must_change: false,
        failed: 0,
        locked_until: None,
        totp_secret: None,
        totp_on: false,
        totp_step: 0,
        created_at: NOW.into(),
        disabled_at: None,
        seen_at: None,
    };
    store::people::insert(&mut tx, &user).await.expect("entered");
    let given = Assignment {
        user: user.id,
        role: Role::Clerk,
        organisation: UNION.into(),
        path: String::new(),
        organisation_name: String::new(),
        given_by: String::new(),
        given_at: NOW.into(),
    };
    store::people::assign(&mut tx, &given).await.expect("assigned");
    tx.commit().await.expect("kept");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn long_imports_are_jobs() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        enrol(&town).await;
        let (office, none) = (&town.office, Choices::default());
        let begun = async |text: String| {
            let sent = send(&town, "member", "a.csv", text).await.expect("staged");
            match sent.take(&none, AT_ONCE + 1).await.expect("begun") {
                Confirmed::Begun(job) => (sent, job),
                Confirmed::Done(outcome) => panic!("{outcome:?} at once"),
            }
        };
        let (sent, job) = begun(members(300)).await;
        let seen = office.import_job(&sent.clerk, &job).await.expect("a job");
        assert_eq!((seen.state, seen.outcome), (JobState::Waiting, None));
        assert!(office.do_next_job("one").await.expect("done"));
        let seen = office.import_job(&sent.clerk, &job).await.expect("a job");
        assert_eq!(seen.state, JobState::Done, "{seen:?}");
        assert_eq!(seen.outcome.expect("an outcome").added, 300);
        assert_eq!(count(&town, "member").await, 300);
        assert!(!office.do_next_job("one").await.expect("nothing to do"));
        let finance = town.somebody(Role::Finance);
        assert!(office.list_batches(&finance).await.expect("a list").is_empty());
        assert!(office.batch(&finance, &job).await.is_err(), "it is no batch of statements");

        let text = members(310).replace(&identity(305), "990321198001010016");
        let (sent, job) = begun(text).await;
        office.do_next_job("one").await.expect("done");
        let seen = office.import_job(&sent.clerk, &job).await.expect("a job");
        assert_eq!(seen.state, JobState::Failed);
        assert!(seen.problem.contains("第307行有错误"), "{}", seen.problem);
        assert_eq!(count(&town, "member").await, 300);

        let (sent, job) = begun(members(320)).await;
        office.cancel_import(&sent.clerk, &job).await.expect("called off");
        assert!(!office.do_next_job("one").await.expect("nothing to do"));
        let seen = office.import_job(&sent.clerk, &job).await.expect("a job");
        assert_eq!(seen.state, JobState::Cancelled);
        assert_eq!(count(&town, "member").await, 300);
        tells_nothing(&trail(&town).await);
    }
}

type Written = Result<(), rust_xlsxwriter::XlsxError>;

fn workbook(write: impl Fn(&mut Workbook) -> Written) -> Vec<u8> {
    let mut workbook = Workbook::new();
    write(&mut workbook).expect("written");
    workbook.save_to_buffer().expect("saved")
}

fn protected() -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).expect("made");
    for name in ["/EncryptedPackage", "/EncryptionInfo"] {
        let mut stream = file.create_stream(name).expect("a stream");
        std::io::Write::write_all(&mut stream, &[7; 5000]).expect("written");
    }
    file.flush().expect("flushed");
    file.into_inner().into_inner()
}

const MEMBER: [&str; 4] = ["姓名", "证件号码", "所属工会", "入会日期"];

fn member(sheet: &mut rust_xlsxwriter::Worksheet, row: u32) -> Written {
    for (at, text) in
        (0..).zip([name(1).as_str(), &identity(1), "临河县城关镇工会", "2019年5月6日"])
    {
        sheet.write_string(row, at, text)?;
    }
    Ok(())
}

fn heads(sheet: &mut rust_xlsxwriter::Worksheet, row: u32) -> Written {
    for (at, text) in (0..).zip(MEMBER) {
        sheet.write_string(row, at, text)?;
    }
    Ok(())
}

/// What is said of a file: the refusal, the stops, or how many rows are good or warned of, and the kinds.
async fn said(town: &Town, file: &str, bytes: Vec<u8>) -> String {
    let sent = match send(town, "member", file, bytes).await {
        Ok(sent) => sent,
        Err(error) => return format!("refused: {error}"),
    };
    let preview = sent.look(&Choices::default()).await;
    let counts = preview.counts;
    let kinds: Vec<String> = preview
        .kinds
        .iter()
        .map(|kind| format!("{} {} {}", kind.code, kind.label, kind.message))
        .collect();
    let (said, stops) = (preview.said.join("；"), preview.stops.join("；"));
    let left = preview.columns.iter().filter(|column| column.is_left_out).count();
    let sound = counts.good + counts.warned;
    format!("sound {sound} bad {} left {left} {said} {stops} {}", counts.bad, kinds.join("；"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn faulty_files_are_met_with_a_word_that_helps() {
    let database = Database::sqlite();
    let town = Town::found(&database).await;
    let merged = workbook(|book| {
        let format = Format::new();
        let sheet = book.add_worksheet();
        sheet.merge_range(0, 0, 0, 3, "临河县工会会员名册", &format)?;
        sheet.merge_range(1, 0, 1, 1, "会员", &format)?;
        sheet.merge_range(1, 2, 2, 2, "所属工会", &format)?;
        sheet.merge_range(1, 3, 2, 3, "入会日期", &format)?;
        sheet.write_string(2, 0, "姓名")?;
        sheet.write_string(2, 1, "证件号码")?;
        member(sheet, 3)
    });
    let floats = workbook(|book| {
        let sheet = book.add_worksheet();
        heads(sheet, 0)?;
        member(sheet, 1)?;
        sheet.write_number(1, 1, 990_321_198_001_010_015.0).map(drop)
    });
    let hidden = workbook(|book| {
        book.add_worksheet().set_name("说明")?.write_string(0, 0, "见另一张表")?;
        let sheet = book.add_worksheet();
        heads(sheet, 0)?;
        member(sheet, 1)?;
        sheet.set_name("名册")?.set_hidden(true);
        Ok(())
    });
    let formulas = workbook(|book| {
        let sheet = book.add_worksheet();
        heads(sheet, 0)?;
        member(sheet, 1)?;
        let formula = rust_xlsxwriter::Formula::new("=DATE(2019,5,6)").set_result("43591");
        sheet.write_formula(1, 3, formula)?;
        member(sheet, 2)?;
        let error = rust_xlsxwriter::Formula::new("=VLOOKUP(1,A1:B2,2)").set_result("#N/A");
        sheet.write_formula(2, 2, error).map(drop)
    });
    let wide = workbook(|book| {
        let sheet = book.add_worksheet();
        heads(sheet, 0)?;
        for at in 4..100 {
            sheet.write_string(0, at, format!("别的{at}"))?;
        }
        member(sheet, 1)
    });
    let empty = workbook(|book| heads(book.add_worksheet(), 0));
    let blank = workbook(|book| {
        book.add_worksheet();
        Ok(())
    });
    let texts = format!(
        "姓名,证件号码,所属工会,入会日期\n{},'{},工会,二〇一九年五月六日\n",
        name(1),
        identity(1)
    );
    let cases: [(&str, Vec<u8>, &[&str]); 13] = [
        ("wrong.csv", "甲,乙\n1,2\n".into(), &["没有找到“会员台账”的表头", "“姓名”", "模板"]),
        ("less.csv", "姓名,所属工会\n甲,乙\n".into(), &["缺少必填的列：“证件号码”“入会日期”"]),
        ("merged.xlsx", merged, &["sound 1 bad 0"]),
        ("texts.csv", texts.into(), &["sound 1 bad 0"]),
        ("floats.xlsx", floats, &["sound 0 bad 1", "REG012"]),
        ("hidden.xlsx", hidden, &["有 1 张隐藏的工作表：“名册”", "没有找到"]),
        ("formulas.xlsx", formulas, &["REG019 所属工会"]),
        ("wide.xlsx", wide, &["sound 1 bad 0 left 96"]),
        ("empty.xlsx", empty, &["没有任何数据行"]),
        ("blank.xlsx", blank, &["里没有任何内容"]),
        ("nothing.xlsx", Vec::new(), &["refused: ", "文件是空的"]),
        ("locked.xlsx", protected(), &["refused: ", "密码"]),
        ("a.pdf", b"%PDF-1.7\n%\xe2\xe3\n1 0 obj\n<<>>\nendobj\n".to_vec(), &["refused: ", "PDF"]),
    ];
    for (file, bytes, expected) in cases {
        let said = said(&town, file, bytes).await;
        for words in expected {
            assert!(said.contains(words), "{file}: {said}");
        }
        tells_nothing(&said);
    }
}
