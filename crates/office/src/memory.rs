//! What was made of all the office's data, at hand until the next act.
//!
//! Every act leaves an entry in the audit trail, in its own transaction. As long as the newest entry is the
//! same, nothing has changed that an act can change, in this process or in another one on the same database.

use std::any::Any;
use std::fmt;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lru::LruCache;
use store::audit;

use crate::{Office, OfficeError};

/// So many things are kept, those that were not asked for longest are left out.
const KEPT: NonZeroUsize = NonZeroUsize::new(1024).expect("it is not zero");

type Thing = Arc<dyn Any + Send + Sync>;

/// Things by their names, each with the number of the entry that was the newest when it was made, or of how the
/// registers stood.
pub(crate) struct Remembered(Mutex<LruCache<String, (i64, Thing)>>);

impl Default for Remembered {
    fn default() -> Remembered {
        Remembered(Mutex::new(LruCache::new(KEPT)))
    }
}

impl fmt::Debug for Remembered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Remembered").finish_non_exhaustive()
    }
}

impl Office {
    /// What `make` made since the last act, or makes now. `name` says all that it depends on but the data:
    /// who asks, what for, on which day.
    pub(crate) async fn remembered<T, Make>(
        &self,
        name: String,
        make: Make,
    ) -> Result<Arc<T>, OfficeError>
    where
        T: Send + Sync + 'static,
        Make: Future<Output = Result<T, OfficeError>>,
    {
        // Read before the data: what comes between makes the thing look older than it is.
        let newest = audit::newest(self.store()).await?;
        if let Some(known) = self.memory.known(&name, newest) {
            return Ok(known);
        }
        let made = Arc::new(make.await?);
        self.memory.learn(name, newest, Arc::<T>::clone(&made));
        Ok(made)
    }

    /// What `make` made while the registers stood as they do (see `store::registers::stamps`), or makes now. `name`
    /// says all else that it depends on.
    pub(crate) async fn remembered_while<T, Make>(
        &self,
        name: String,
        stand: u64,
        make: Make,
    ) -> Result<Arc<T>, OfficeError>
    where
        T: Send + Sync + 'static,
        Make: Future<Output = Result<T, OfficeError>>,
    {
        let (name, stand) = (format!("while/{name}"), stand.cast_signed());
        if let Some(known) = self.memory.known(&name, stand) {
            return Ok(known);
        }
        let made = Arc::new(make.await?);
        self.memory.learn(name, stand, Arc::<T>::clone(&made));
        Ok(made)
    }
}

impl Remembered {
    fn known<T: Send + Sync + 'static>(&self, name: &str, newest: i64) -> Option<Arc<T>> {
        let mut kept = open(&self.0);
        let (number, thing) = kept.get(name)?;
        let thing = (*number == newest).then(|| Arc::clone(thing))?;
        thing.downcast().ok()
    }

    fn learn(&self, name: String, newest: i64, thing: Thing) {
        open(&self.0).put(name, (newest, thing));
    }
}

/// What is behind a lock; a thread that ended while it held it left nothing half done.
pub(crate) fn open<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}
