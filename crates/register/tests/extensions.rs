//! Extensions: a county's own fields in registers that the program carries.

use register::{Definitions, Known, Step, with_version};

use crate::house::House;

const BLOOD: &str = "# 本县加的\nextends = \"member\"\nversion = 1\n\n[[field]]\nname = \"local_blood\"\n\
                     label = \"血型\"\nsynonyms = [\"ABO血型\"]\ntype = \"text\"\nmax_length = 4\n\
                     visibility = \"handling\"\npersonal = \"none\"\n";
const PLACE: &str = "member/own.toml";

fn embedded(house: &House) -> Definitions {
    Definitions::embedded(&house.rulebook).unwrap()
}

/// Line, file and message of what is wrong with an extension.
fn wrong(text: &str) -> Vec<(usize, String, String)> {
    let house = House::new();
    let found = embedded(&house).with([(PLACE, text)], &house.rulebook);
    let faults = found.map(|_| ()).unwrap_err();
    faults.into_iter().map(|fault| (fault.line, fault.file, fault.message)).collect()
}

#[test]
fn an_extension_adds_fields_and_changes_nothing_else() {
    let house = House::new();
    let shipped = embedded(&house);
    let all = shipped.clone().with([(PLACE, BLOOD)], &house.rulebook).unwrap();
    let (old, new) = (shipped.definition("member").unwrap(), all.definition("member").unwrap());
    assert_eq!(new.fields.len(), old.fields.len() + 1);
    assert_eq!(new.fields.last().unwrap().label, "血型");
    assert_eq!(new.version, old.version + 1);
    let names = |all: &register::Definition| {
        all.fields.iter().map(|field| field.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(names(new)[..old.fields.len()], names(old)[..]);
    assert_eq!((new.checks.len(), new.moves.len()), (old.checks.len(), old.moves.len()));
    assert_eq!(all.added_by(PLACE), ["local_blood"]);
    assert_eq!(all.extensions_of("member").collect::<Vec<_>>(), [PLACE]);
    // The text of both can be read alone, and says the same.
    let known = Known { rulebook: &house.rulebook, lists: all.lists() };
    let alone = register::Definition::parse(all.text("member").unwrap(), "t", known).unwrap();
    assert_eq!((names(&alone), alone.version), (names(new), new.version));
    // Others are as they were.
    assert_eq!(all.text("aid"), shipped.text("aid"));
}

#[test]
fn a_later_release_of_the_register_and_the_countys_fields_are_put_together() {
    let house = House::new();
    let all = embedded(&house).with([(PLACE, BLOOD)], &house.rulebook).unwrap();
    let release = with_version(all.text("member").unwrap(), 2)
        .split("# # 本县加的")
        .next()
        .unwrap()
        .to_owned()
        + "[[field]]\nname = \"blood\"\nlabel = \"血型\"\ntype = \"text\"\nvisibility = \"inside\"\n\
           personal = \"none\"\n";
    let later = all.clone().with([("member/register.toml", release.as_str())], &house.rulebook);
    let later = later.unwrap();
    let (old, new) = (all.definition("member").unwrap(), later.definition("member").unwrap());
    assert_eq!(new.version, 3);
    let changes = new.changes_from(old).unwrap();
    assert_eq!(changes.len(), 1);
    assert_eq!((changes[0].field.as_str(), &changes[0].step), ("blood", &Step::Added));
    // Both have the same heading now: the county's is told apart, nothing is refused.
    let (_, own) = new.field("local_blood").unwrap();
    assert_eq!(own.label, "自设血型");
    let headings: Vec<&str> = new.inputs.iter().map(|input| input.label.as_str()).collect();
    assert!(headings.contains(&"血型") && headings.contains(&"自设血型"), "{headings:?}");
    assert_eq!(later.double_headings(PLACE).len(), 1, "whoever changes it now is told");
    assert_eq!(all.double_headings(PLACE), []);
}

#[test]
fn what_is_wrong_with_an_extension_is_told_with_its_line() {
    let lines = |text: &str| wrong(text).into_iter().map(|(line, ..)| line).collect::<Vec<_>>();
    let cases: [(&str, &str, usize, &str); 12] = [
        ("visibility = \"handling\"\n", "", 5, "visibility"),
        ("personal = \"none\"\n", "", 5, "personal"),
        ("\"local_blood\"", "\"blood\"", 6, "要以 local_ 开头"),
        ("\"local_blood\"", "\"local_血\"", 6, "不能作字段名"),
        ("\"member\"", "\"members\"", 2, "没有台账“members”"),
        ("version = 1\n", "", 1, "version"),
        ("\"text\"", "\"words\"", 9, "没有“words”这种字段类型"),
        ("max_length", "decimals", 10, "没有“decimals”这一项"),
        ("label = \"血型\"", "label = 血型", 7, "不是合法的 TOML 写法"),
        ("max_length = 4", "same_as = \"phone\"", 10, "引用其他字段"),
        ("version = 1\n", "version = 1\nkey = [\"local_blood\"]\n", 4, "没有“key”这一项"),
        ("[[field]]\n", "[[check]]\ncode = \"X\"\n\n[[field]]\n", 5, "没有“check”这一项"),
    ];
    for (from, to, line, message) in cases {
        let said = wrong(&BLOOD.replacen(from, to, 1));
        let found = said
            .iter()
            .any(|(at, file, words)| *at == line && file == PLACE && words.contains(message));
        assert!(found, "{to}: {said:?}");
    }
    let twice = format!("{BLOOD}{}", BLOOD.split_once("\n\n").unwrap().1);
    assert!(lines(&twice).contains(&14), "{:?}", wrong(&twice));
    let inline =
        "extends = \"member\"\nversion = 1\nfield = [{ name = \"local_a\", label = \"甲\" }]\n";
    assert!(wrong(inline).iter().any(|(line, _, m)| *line == 3 && m.contains("单独一行")));
}

#[test]
fn a_heading_that_the_register_has_is_refused_when_it_is_written() {
    let house = House::new();
    let text = BLOOD.replace("血型\"\n", "民族\"\n");
    let all = embedded(&house).with([(PLACE, text.as_str())], &house.rulebook).unwrap();
    let said = all.double_headings(PLACE);
    assert!(said.len() == 1 && said[0].line == 6 && said[0].message.contains("民族"), "{said:?}");
    let calls = BLOOD.replace("ABO血型", "民族");
    let all = embedded(&house).with([(PLACE, calls.as_str())], &house.rulebook).unwrap();
    let (_, own) = all.definition("member").unwrap().field("local_blood").unwrap();
    assert_eq!(own.label, "血型");
}

#[test]
fn nothing_that_the_program_carries_has_a_name_of_the_countys() {
    for definition in embedded(&House::new()).all() {
        assert!(!definition.name.starts_with(register::OWN));
        let own = definition.fields.iter().find(|field| field.name.starts_with(register::OWN));
        assert!(own.is_none(), "{}", definition.name);
    }
}
