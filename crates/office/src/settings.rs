//! Settings of the installation: what may be set, within which limits, and what holds until then.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use store::{Tx, settings};

use crate::deed::Note;
use crate::memory::open;
use crate::{Asker, Faults, Moment, Office, OfficeError, Permission, password, signing};

/// What may be set.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// The word it is kept under.
    pub key: &'static str,
    /// What people call it.
    pub title: &'static str,
    /// Its unit; empty if it has none.
    pub unit: &'static str,
    /// What it may be.
    pub kind: Kind,
    /// What holds until it is set.
    pub fallback: &'static str,
    /// What it does.
    pub hint: &'static str,
}

/// What a setting may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A whole number.
    Number {
        /// The least.
        least: i64,
        /// The most.
        most: i64,
    },
    /// Some words.
    Words {
        /// The most characters.
        most: usize,
    },
    /// A time of the day in China, 02:30.
    Time,
}

const fn number(least: i64, most: i64) -> Kind {
    Kind::Number { least, most }
}

/// The name of the installation.
const NAME: Setting = Setting {
    key: "site_name",
    title: "系统名称",
    unit: "",
    kind: Kind::Words { most: 40 },
    fallback: "部门预算绩效管理",
    hint: "显示在登录页和公开网站，如“临河县部门预算绩效管理”。",
};
/// How long a session lasts that is not used.
const IDLE: Setting = Setting {
    key: "idle_minutes",
    title: "无操作自动退出",
    unit: "分钟",
    kind: number(5, 240),
    fallback: "30",
    hint: "多久不操作就要重新登录，5到240分钟。",
};
/// How long a session lasts at most.
const LONGEST: Setting = Setting {
    key: "longest_hours",
    title: "一次登录最长",
    unit: "小时",
    kind: number(1, 24),
    fallback: "12",
    hint: "一直在用也要重新登录，1到24小时。",
};
/// After how many days another password is asked for.
const PASSWORD: Setting = Setting {
    key: "password_days",
    title: "密码有效期",
    unit: "天",
    kind: number(30, 365),
    fallback: "90",
    hint: "到期后登录须先换密码，30到365天。",
};
/// After how many wrong passwords an account is locked.
const TRIES: Setting = Setting {
    key: "tries",
    title: "连续输错几次锁定",
    unit: "次",
    kind: number(3, 10),
    fallback: "5",
    hint: "密码和动态口令合起来算，3到10次。",
};
/// For how long.
const LOCKED: Setting = Setting {
    key: "locked_minutes",
    title: "锁定多久",
    unit: "分钟",
    kind: number(5, 1_440),
    fallback: "15",
    hint: "到时自动解锁；急用可请安全管理员解锁。5到1440分钟。",
};
/// When the nightly backup is made.
const BACKUP: Setting = Setting {
    key: "backup_time",
    title: "每日备份时间",
    unit: "",
    kind: Kind::Time,
    fallback: "02:30",
    hint: "北京时间，宜选没有人用的时候。",
};
/// How many nightly backups are kept.
const KEEP: Setting = Setting {
    key: "backup_keep",
    title: "保留几份每日备份",
    unit: "份",
    kind: number(3, 365),
    fallback: "14",
    hint: "多出来的从最早的一份删起，3到365份。",
};

/// All that may be set, in the order of the page.
pub const SETTINGS: &[Setting] = &[NAME, IDLE, LONGEST, PASSWORD, TRIES, LOCKED, BACKUP, KEEP];

/// What holds now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings(BTreeMap<String, String>);

/// For how many seconds settings that were read are taken to hold: so soon another program over the same
/// database sees a change.
const HOLDS_SECONDS: i64 = 1;

/// The settings as they were read last: every request asks for them, and they hardly ever change.
#[derive(Debug, Default)]
pub(crate) struct Remembered(Mutex<Memory>);

#[derive(Debug, Default)]
struct Memory {
    /// How often they were changed here: what was read before a change is not remembered after it.
    version: u64,
    last: Option<(Moment, Arc<Settings>)>,
}

impl Remembered {
    /// What holds at this moment, if that is known; and which version is to be read if not.
    fn at(&self, now: Moment) -> (u64, Option<Arc<Settings>>) {
        let memory = open(&self.0);
        let last = memory.last.as_ref().filter(|(read, _)| {
            // A clock that was put back must not keep old settings alive.
            *read <= now && now < read.plus_seconds(HOLDS_SECONDS)
        });
        (memory.version, last.map(|(_, settings)| Arc::clone(settings)))
    }

    fn learn(&self, version: u64, now: Moment, settings: &Arc<Settings>) {
        let mut memory = open(&self.0);
        if memory.version == version {
            memory.last = Some((now, Arc::clone(settings)));
        }
    }

    fn forget(&self) {
        let mut memory = open(&self.0);
        memory.version += 1;
        memory.last = None;
    }
}

impl Settings {
    /// What holds, as the store says.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn of(tx: &mut Tx) -> Result<Settings, OfficeError> {
        Ok(Settings(settings::all(tx).await?.into_iter().collect()))
    }

    /// The value of a setting as text.
    pub fn text(&self, setting: &Setting) -> &str {
        self.0.get(setting.key).map_or(setting.fallback, String::as_str)
    }

    /// The name of the installation.
    pub fn site_name(&self) -> &str {
        self.text(&NAME)
    }

    /// How long a session lasts that is not used, in seconds.
    pub fn idle_seconds(&self) -> i64 {
        self.number(&IDLE).map_or(signing::IDLE_SECONDS, |minutes| minutes * 60)
    }

    /// How long a session lasts at most, in seconds.
    pub fn longest_seconds(&self) -> i64 {
        self.number(&LONGEST).map_or(signing::LONGEST_SECONDS, |hours| hours * 3_600)
    }

    /// After how many days another password is asked for.
    pub fn password_days(&self) -> i64 {
        self.number(&PASSWORD).unwrap_or(password::LASTS_DAYS)
    }

    /// After how many wrong passwords an account is locked.
    pub fn tries(&self) -> i64 {
        self.number(&TRIES).unwrap_or(signing::TRIES)
    }

    /// For how long, in minutes.
    pub fn locked_minutes(&self) -> i64 {
        self.number(&LOCKED).unwrap_or(signing::LOCKED_SECONDS / 60)
    }

    /// When the nightly backup is made, in China: 02:30.
    pub fn backup_time(&self) -> &str {
        self.text(&BACKUP)
    }

    /// How many nightly backups are kept.
    pub fn backup_keep(&self) -> usize {
        self.number(&KEEP).and_then(|number| usize::try_from(number).ok()).unwrap_or(14)
    }

    /// The number, if what stands there is one within the limits.
    fn number(&self, setting: &Setting) -> Option<i64> {
        let text = self.text(setting);
        if setting.kind.fault(text).is_some() { None } else { text.parse().ok() }
    }
}

impl Kind {
    /// What is wrong with a text.
    pub fn fault(self, text: &str) -> Option<String> {
        match self {
            Kind::Number { least, most } => {
                let number: Option<i64> = text.parse().ok();
                let is_sound = number.is_some_and(|number| (least..=most).contains(&number));
                (!is_sound).then(|| format!("请填{least}到{most}之间的整数"))
            }
            Kind::Words { most } => {
                let length = text.chars().count();
                let is_sound = (1..=most).contains(&length);
                (!is_sound).then(|| format!("请填1到{most}个字，现在是{length}个"))
            }
            Kind::Time => {
                let time = text.split_once(':').filter(|(hour, minute)| {
                    let below = |text: &str, end: u8| {
                        text.len() == 2
                            && text.bytes().all(|sign| sign.is_ascii_digit())
                            && text.parse::<u8>().is_ok_and(|number| number < end)
                    };
                    below(hour, 24) && below(minute, 60)
                });
                time.is_none().then(|| "请填时和分，如 02:30".to_owned())
            }
        }
    }
}

impl Office {
    /// What holds now, for the program's own work and for the pages before the sign-in.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn settings(&self) -> Result<Arc<Settings>, OfficeError> {
        match self.settings.at(self.now()) {
            (_, Some(known)) => Ok(known),
            (_, None) => self.settings_by(&mut self.store().read().await?).await,
        }
    }

    /// What holds now, or held a second ago: the transaction is asked if that is too long ago.
    pub(crate) async fn settings_by(&self, tx: &mut Tx) -> Result<Arc<Settings>, OfficeError> {
        let now = self.now();
        let (version, known) = self.settings.at(now);
        if let Some(known) = known {
            return Ok(known);
        }
        let read = Arc::new(Settings::of(tx).await?);
        self.settings.learn(version, now, &read);
        Ok(read)
    }

    /// What holds now, for whoever may change it.
    ///
    /// # Errors
    /// If the asker may not.
    pub async fn look_at_settings(&self, asker: &Asker) -> Result<Settings, OfficeError> {
        let (mut tx, _) = self.look(asker, Permission::ManageSettings).await?;
        Settings::of(&mut tx).await
    }

    /// Changes settings, each a key with its new text.
    ///
    /// # Errors
    /// If the asker may not, or a value is outside its limits: then none is changed.
    pub async fn change_settings(
        &self,
        asker: &Asker,
        typed: &BTreeMap<String, String>,
    ) -> Result<(), OfficeError> {
        let mut deed = self.begin(asker, Permission::ManageSettings).await?;
        let before = Settings::of(&mut deed.tx).await?;
        let mut faults = Faults::default();
        let mut changed = Vec::new();
        for setting in SETTINGS {
            let text = typed.get(setting.key).map_or("", |text| text.trim());
            match setting.kind.fault(text) {
                Some(said) => faults.add(setting.key, said),
                None if text != before.text(setting) => changed.push((setting, text)),
                None => {}
            }
        }
        faults.none()?;
        let mut said = Vec::new();
        let now = deed.now.to_string();
        for (setting, text) in changed {
            settings::set(&mut deed.tx, setting.key, text, &asker.user, &now).await?;
            said.push(format!("{}：{}→{text}", setting.title, before.text(setting)));
        }
        if said.is_empty() {
            return Ok(());
        }
        let detail = said.join("；");
        deed.done(Note { act: "修改设置", kind: "设置", detail, ..Note::default() }).await?;
        self.settings.forget();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_holds_at_first_is_within_the_limits_and_what_signing_in_goes_by() {
        for setting in SETTINGS {
            assert_eq!(setting.kind.fault(setting.fallback), None, "{}", setting.key);
        }
        let settings = Settings::default();
        assert_eq!(settings.idle_seconds(), signing::IDLE_SECONDS);
        assert_eq!(settings.longest_seconds(), signing::LONGEST_SECONDS);
        assert_eq!(settings.locked_minutes() * 60, signing::LOCKED_SECONDS);
        assert_eq!((settings.tries(), settings.password_days()), (signing::TRIES, 90));
        assert_eq!(settings.backup_keep(), 14);
    }

    #[test]
    fn limits_are_kept() {
        for text in ["", "4", "241", "5.5", "半小时"] {
            assert!(IDLE.kind.fault(text).is_some(), "{text}");
        }
        for text in ["24:00", "2:30", "02:60", "02-30", "aa:bb", "+1:00"] {
            assert!(BACKUP.kind.fault(text).is_some(), "{text}");
        }
        assert_eq!(BACKUP.kind.fault("23:59"), None);
    }
}
