//! What was made of all the office's data, at hand until the next act.
//!
//! Every act leaves an entry in the audit trail, in its own transaction. As long as the newest entry is the
//! same, nothing has changed that an act can change, in this process or in another one on the same database.

use std::any::Any;
use std::cell::Cell;
use std::fmt;
use std::num::NonZeroUsize;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lru::LruCache;
use store::audit;

use crate::{Asker, Office, OfficeError};

tokio::task_local! {
    /// The newest act as it was told to the request under way, once it was asked for.
    static TOLD: Cell<Option<i64>>;
}

/// Does what one request asks for: which act is the newest is asked once in it. Acts of this process count from the
/// moment they are kept, so what a request does itself is never missed; those of another process from its next
/// request on.
pub async fn one_request<Work: Future>(work: Work) -> Work::Output {
    TOLD.scope(Cell::new(None), work).await
}

/// Notes which act is the newest, where a request is under way.
pub(crate) fn tell_newest(number: i64) {
    // Outside of a request it is asked every time.
    let _ = TOLD.try_with(|told| told.set(Some(number)));
}

/// So many things of each kind are kept, those that were not asked for longest are left out.
const KEPT: NonZeroUsize = NonZeroUsize::new(512).expect("it is not zero");

/// Work of a kind that nobody looks into. The compiler asks of every page whether all that it waits for may go from
/// thread to thread; here that is known, so it need not go through everything beneath, page after page.
pub(crate) type Boxed<'a, T> = Pin<Box<dyn Future<Output = Result<T, OfficeError>> + Send + 'a>>;

type Thing = Arc<dyn Any + Send + Sync>;

/// Things by their names.
#[derive(Debug)]
pub(crate) struct Remembered {
    /// What holds until the next act.
    acts: Mutex<Since>,
    /// What holds while registers stand as they did, with how they stood.
    registers: Mutex<LruCache<String, (u64, Thing)>>,
}

/// What was made since an act: the newest one that is known of.
struct Since {
    newest: i64,
    things: LruCache<String, Thing>,
}

impl Default for Remembered {
    fn default() -> Remembered {
        let since = Since { newest: i64::MIN, things: LruCache::new(KEPT) };
        Remembered { acts: Mutex::new(since), registers: Mutex::new(LruCache::new(KEPT)) }
    }
}

impl fmt::Debug for Since {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Since").field("newest", &self.newest).finish_non_exhaustive()
    }
}

impl Office {
    /// What `make` made since the last act, or makes now. `name` says all that it depends on but the data:
    /// who asks, what for, on which day.
    pub(crate) async fn remembered<T: Send + Sync + 'static>(
        &self,
        name: String,
        make: Boxed<'_, T>,
    ) -> Result<Arc<T>, OfficeError> {
        // Read before the data: what comes between makes the thing look older than it is.
        let newest = self.newest_act().await?;
        if let Some(known) = open(&self.memory.acts).known(&name, newest) {
            return Ok(known);
        }
        let made = Arc::new(make.await?);
        open(&self.memory.acts).keep(name, newest, Arc::<T>::clone(&made));
        Ok(made)
    }

    async fn newest_act(&self) -> Result<i64, OfficeError> {
        if let Ok(Some(told)) = TOLD.try_with(Cell::get) {
            return Ok(told.max(self.store().acted()));
        }
        let newest = audit::newest(self.store()).await?;
        tell_newest(newest);
        Ok(newest)
    }

    /// The same for somebody who sees what others may not, as a copy; `what` says all else that it depends on.
    pub(crate) async fn remembered_for<T: Clone + Send + Sync + 'static>(
        &self,
        asker: &Asker,
        what: String,
        make: Boxed<'_, T>,
    ) -> Result<T, OfficeError> {
        let found = self.remembered(format!("{what}/{}", asker.sight()), make).await?;
        Ok(found.as_ref().clone())
    }

    /// What `make` made while the registers stood as they do (see `store::registers::stamps`), or makes now. `name`
    /// says all else that it depends on.
    pub(crate) async fn remembered_while<T: Send + Sync + 'static>(
        &self,
        name: String,
        stand: u64,
        make: Boxed<'_, T>,
    ) -> Result<Arc<T>, OfficeError> {
        let known = open(&self.memory.registers).get(&name).cloned();
        let known = known.filter(|(stood, _)| *stood == stand);
        if let Some(known) = known.and_then(|(_, thing)| thing.downcast().ok()) {
            return Ok(known);
        }
        let made = Arc::new(make.await?);
        open(&self.memory.registers).put(name, (stand, Arc::<T>::clone(&made)));
        Ok(made)
    }
}

impl Since {
    fn known<T: Send + Sync + 'static>(&mut self, name: &str, newest: i64) -> Option<Arc<T>> {
        let thing = self.things.get(name).filter(|_| self.newest == newest)?;
        Arc::clone(thing).downcast().ok()
    }

    /// Keeps what was made when that was the newest act. A newer one ends all that was made before.
    fn keep(&mut self, name: String, newest: i64, thing: Thing) {
        if self.newest < newest {
            self.things.clear();
            self.newest = newest;
        }
        if self.newest == newest {
            self.things.put(name, thing);
        }
    }
}

/// What is behind a lock; a thread that ended while it held it left nothing half done.
pub(crate) fn open<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}
