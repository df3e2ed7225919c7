//! Entries are read for the words that stand in them, some time after they were written.

use store::registers::words::{behind, read};

use crate::{Office, OfficeError};

impl Office {
    /// Reads some entries of a register that lists do not find quickly by words yet; whether there were any. A
    /// program that serves calls it until there are none, and again after a while.
    ///
    /// # Errors
    /// If the database says no.
    pub async fn read_words(&self) -> Result<bool, OfficeError> {
        if self.vault.is_none() {
            return Ok(false);
        }
        let all = self.registers().await?;
        let searched = all.all().filter(|register| !register.book.table.words.is_empty());
        let searched: Vec<String> = searched.map(|register| register.name().to_owned()).collect();
        let mut tx = self.store.read().await?;
        let found = behind(&mut tx, &searched).await?;
        drop(tx);
        let Some((owner, register)) = found else { return Ok(false) };
        let mut tx = self.store.write().await?;
        read(&mut tx, &all.get(&register)?.book.table, &owner).await?;
        tx.commit().await?;
        Ok(true)
    }
}
