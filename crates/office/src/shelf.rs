//! Versions that were read back and reviewed, kept at hand: a version never changes, so what is known of
//! its digest stays true.

use std::fmt;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex};

use lru::LruCache;
use read::Reading;
use rulebook::Rulebook;
use store::statements::{self, Version};
use store::{Scope, StoreError, Tx};

use crate::examine::{self, Examined};
use crate::memory::open;

/// So many versions are kept, those that were not asked for longest are left out.
const KEPT: NonZeroUsize = NonZeroUsize::new(32).expect("it is not zero");

/// A version with its body, of one that was read without.
pub(crate) async fn with_body(tx: &mut Tx, head: &Version) -> Result<Version, StoreError> {
    statements::version(tx, &Scope::everything(), &head.statement, head.number).await
}

/// What is at hand.
pub(crate) struct Shelf {
    readings: Mutex<LruCache<String, Arc<Reading>>>,
    examined: Mutex<LruCache<Key, Arc<Examined>>>,
    /// Files of batches, by name and digest.
    files: Mutex<LruCache<String, Arc<Examined>>>,
}

/// What a version is known by that was reviewed: its digest, and that of the year before.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key(String, String);

impl Key {
    /// That of a version beside the year before.
    pub(crate) fn of(version: &Version, previous: Option<&Version>) -> Key {
        let before = previous.map(|version| version.digest.clone()).unwrap_or_default();
        Key(version.digest.clone(), before)
    }
}

impl Default for Shelf {
    fn default() -> Shelf {
        Shelf {
            readings: Mutex::new(LruCache::new(KEPT)),
            examined: Mutex::new(LruCache::new(KEPT)),
            files: Mutex::new(LruCache::new(KEPT)),
        }
    }
}

impl Shelf {
    /// The statement of a version.
    pub(crate) fn reading(&self, version: &Version) -> Arc<Reading> {
        if let Some(known) = open(&self.readings).get(&version.digest) {
            return Arc::clone(known);
        }
        let reading = Arc::new(examine::reading(&version.body));
        open(&self.readings).put(version.digest.clone(), Arc::clone(&reading));
        reading
    }

    /// The statement of a version whose body was not read; it is, where the statement is not at hand.
    pub(crate) async fn reading_of(
        &self,
        tx: &mut Tx,
        head: &Version,
    ) -> Result<Arc<Reading>, StoreError> {
        let known = open(&self.readings).get(&head.digest).cloned();
        match known {
            Some(known) => Ok(known),
            None => Ok(self.reading(&with_body(tx, head).await?)),
        }
    }

    /// The same of a version by its number.
    pub(crate) async fn reading_at(
        &self,
        tx: &mut Tx,
        statement: &str,
        number: i64,
    ) -> Result<Arc<Reading>, StoreError> {
        let head = statements::head(tx, &Scope::everything(), statement, number).await?;
        self.reading_of(tx, &head).await
    }

    /// A version that was reviewed, if it is at hand.
    pub(crate) fn examined_before(&self, key: &Key) -> Option<Arc<Examined>> {
        open(&self.examined).get(key).cloned()
    }

    /// A file that was reviewed, if it is at hand.
    pub(crate) fn file(&self, key: &str) -> Option<Arc<Examined>> {
        open(&self.files).get(key).cloned()
    }

    /// Puts one there.
    pub(crate) fn put_file(&self, key: String, examined: Arc<Examined>) {
        open(&self.files).put(key, examined);
    }

    /// A version as the review sees it beside the year before.
    pub(crate) fn examined(
        &self,
        version: &Version,
        previous: Option<&Version>,
        rulebook: &Rulebook,
    ) -> Arc<Examined> {
        let key = Key::of(version, previous);
        if let Some(known) = open(&self.examined).get(&key) {
            return Arc::clone(known);
        }
        let previous = previous.map(|version| self.reading(version));
        let reading = examine::reading(&version.body);
        let examined = Arc::new(Examined::of(reading, previous.as_deref(), rulebook));
        open(&self.examined).put(key, Arc::clone(&examined));
        examined
    }
}

impl fmt::Debug for Shelf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shelf").finish_non_exhaustive()
    }
}
