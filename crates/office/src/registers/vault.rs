//! The key of personal data: sealed text in the database, keyed hashes to look it up by.
//!
//! The key lies in a file outside the database, so that a copy of the database or a backup alone tells
//! nobody's number, telephone, account, address or illness. SM4 in Galois/Counter Mode (GB/T 32907,
//! GB/T 36624) seals; HMAC with SM3 (GB/T 32905, GB/T 15852.2) hashes. Both keys come from the one in the
//! file, each by HMAC over its purpose.

mod long;

use std::fmt;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use aes_gcm::aead::consts::U12;
use aes_gcm::aead::{Aead, AeadInOut, Payload};
use aes_gcm::{AesGcm, KeyInit};
use hmac::{Hmac, Mac};
use rand::RngExt;
use register::Personal;
use sm3::Sm3;
use sm4::Sm4;
use zeroize::Zeroizing;

/// What every sealed value begins with: the way it was sealed.
const WAY: u8 = 1;
const NONCE_BYTES: usize = 12;
/// Bytes of a sealed value beside those of what was sealed.
const BESIDE: usize = 1 + NONCE_BYTES + 16;
const KEY_BYTES: usize = 32;
const FIRST_LINE: &str = "jiheng-key 1";

/// Seals and hashes.
pub struct Vault {
    seal: AesGcm<Sm4, U12>,
    lookup: Hmac<Sm3>,
}

/// Why there is no vault.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The file cannot be read or written.
    #[error("密钥文件 {path} 不能读写：{source}。请检查文件夹的权限")]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file is no key.
    #[error("{0} 不是绩衡的密钥文件。请放回原来的密钥文件；没有它，已加密的个人信息读不出来")]
    NoKey(PathBuf),
}

/// What cannot be unsealed: another key sealed it, or somebody has changed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("sealed with another key, or changed since")]
pub struct NotOurs;

impl Vault {
    /// The vault whose key lies in the file; makes a key if there is no file.
    ///
    /// # Errors
    /// If the file cannot be read or made, or is no key.
    pub fn open(path: &Path) -> Result<Vault, VaultError> {
        let failed = |source| VaultError::File { path: path.to_owned(), source };
        match fs::read_to_string(path) {
            Ok(text) => {
                let key = Zeroizing::new(text);
                let key = parsed(&key).ok_or_else(|| VaultError::NoKey(path.to_owned()))?;
                Ok(Vault::of(&key))
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let key = new_key();
                write(path, &key).map_err(failed)?;
                Ok(Vault::of(&key))
            }
            Err(error) => Err(failed(error)),
        }
    }

    /// A vault whose key nobody keeps: for trials, whose data go with it.
    pub fn passing() -> Vault {
        Vault::of(&new_key())
    }

    fn of(key: &[u8; KEY_BYTES]) -> Vault {
        let seal = derived(key, b"seal");
        let (first, _) = seal.split_at(16);
        let mut short = Zeroizing::new([0; 16]);
        short.copy_from_slice(first);
        let lookup = derived(key, b"lookup");
        Vault { seal: AesGcm::new(&(*short).into()), lookup: mac(&lookup) }
    }

    /// Seals a text that belongs to `place`: elsewhere it cannot be unsealed.
    pub fn seal(&self, place: &str, text: &str) -> Vec<u8> {
        self.seal_bytes(place, text.as_bytes())
    }

    /// Seals bytes that belong to `place`.
    pub fn seal_bytes(&self, place: &str, bytes: &[u8]) -> Vec<u8> {
        let mut nonce = [0; NONCE_BYTES];
        rand::rng().fill(&mut nonce);
        let mut all = Vec::with_capacity(BESIDE + bytes.len());
        all.push(WAY);
        all.extend_from_slice(&nonce);
        all.extend_from_slice(bytes);
        let (_, text) = all.split_at_mut(1 + NONCE_BYTES);
        match self.seal.encrypt_inout_detached(&nonce.into(), place.as_bytes(), text.into()) {
            Ok(tag) => all.extend_from_slice(&tag),
            // Only a text of more than 64 GB is refused.
            Err(_) => all.clear(),
        }
        all
    }

    /// The text that was sealed for `place`.
    ///
    /// # Errors
    /// If another key sealed it, it belongs elsewhere, or it was changed.
    pub fn unseal(&self, place: &str, sealed: &[u8]) -> Result<String, NotOurs> {
        String::from_utf8(self.unseal_bytes(place, sealed)?).map_err(|_| NotOurs)
    }

    /// The bytes that were sealed for `place`.
    ///
    /// # Errors
    /// As [`Vault::unseal`].
    pub fn unseal_bytes(&self, place: &str, sealed: &[u8]) -> Result<Vec<u8>, NotOurs> {
        let (&way, rest) = sealed.split_first().ok_or(NotOurs)?;
        let (nonce, rest) = rest.split_first_chunk::<NONCE_BYTES>().ok_or(NotOurs)?;
        if way != WAY {
            return Err(NotOurs);
        }
        let payload = Payload { msg: rest, aad: place.as_bytes() };
        self.seal.decrypt(&(*nonce).into(), payload).map_err(|_| NotOurs)
    }

    /// The keyed hash by which a value is looked up. Values of different kinds never have the same one.
    pub fn hash(&self, kind: Personal, text: &str) -> String {
        let mut mac = self.lookup.clone();
        mac.update(kind.word().as_bytes());
        mac.update(&[0]);
        mac.update(text.as_bytes());
        let mut hash = String::with_capacity(40);
        // 160 bits: nobody meets two values with one hash, and indexes stay small.
        for byte in mac.finalize().into_bytes().iter().take(20) {
            for half in [byte >> 4, byte & 15] {
                hash.push(char::from(if half < 10 { b'0' + half } else { b'a' + half - 10 }));
            }
        }
        hash
    }

    /// What tells this key from another, without telling the key.
    pub fn mark(&self) -> String {
        self.hash(Personal::None, "key")
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vault").finish_non_exhaustive()
    }
}

fn new_key() -> Zeroizing<[u8; KEY_BYTES]> {
    let mut key = Zeroizing::new([0; KEY_BYTES]);
    rand::rng().fill(&mut *key);
    key
}

fn mac(key: &[u8; KEY_BYTES]) -> Hmac<Sm3> {
    // As long as the hash: always taken.
    Hmac::new_from_slice(key).unwrap_or_else(|_| Hmac::new(&Default::default()))
}

fn derived(key: &[u8; KEY_BYTES], purpose: &[u8]) -> Zeroizing<[u8; KEY_BYTES]> {
    let mut mac = mac(key);
    mac.update(purpose);
    Zeroizing::new(mac.finalize().into_bytes().into())
}

fn parsed(text: &str) -> Option<Zeroizing<[u8; KEY_BYTES]>> {
    let (first, rest) = text.split_once('\n')?;
    let digits = rest.trim();
    if first.trim() != FIRST_LINE || digits.len() != KEY_BYTES * 2 {
        return None;
    }
    let mut key = Zeroizing::new([0; KEY_BYTES]);
    for (at, byte) in key.iter_mut().enumerate() {
        *byte = u8::from_str_radix(digits.get(at * 2..at * 2 + 2)?, 16).ok()?;
    }
    Some(key)
}

/// Writes a key that only the owner of the file may read. Whoever else begins at the same moment must not
/// write another one over it.
fn write(path: &Path, key: &[u8; KEY_BYTES]) -> std::io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    let mut text = Zeroizing::new(format!("{FIRST_LINE}\n"));
    for byte in key {
        text.push_str(&format!("{byte:02x}"));
    }
    text.push('\n');
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_comes_out_only_with_the_key_and_in_its_place() {
        let vault = Vault::passing();
        let sealed = vault.seal("aid/a", "990321198001010015");
        assert_eq!(vault.unseal("aid/a", &sealed).as_deref(), Ok("990321198001010015"));
        assert_eq!(vault.unseal("aid/b", &sealed), Err(NotOurs));
        assert_eq!(Vault::passing().unseal("aid/a", &sealed), Err(NotOurs));
        assert_ne!(vault.seal("aid/a", "同"), vault.seal("aid/a", "同"));
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert_eq!(vault.unseal("aid/a", &changed), Err(NotOurs), "{at}");
            assert_eq!(vault.unseal("aid/a", &sealed[..at]), Err(NotOurs), "{at}");
        }
    }

    #[test]
    fn a_key_file_is_made_once_and_read_again() {
        let folder = std::env::temp_dir().join(format!("jiheng-key-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let path = folder.join("register.key");
        let first = Vault::open(&path).unwrap();
        let again = Vault::open(&path).unwrap();
        assert_eq!(first.mark(), again.mark());
        assert_eq!(first.hash(Personal::Contact, "1"), again.hash(Personal::Contact, "1"));
        assert_ne!(first.hash(Personal::Contact, "1"), first.hash(Personal::Account, "1"));
        for wrong in ["", "jiheng-key 1\n12", "jiheng-key 2\n", "\u{7532}"] {
            fs::write(&path, wrong).unwrap();
            assert!(matches!(Vault::open(&path), Err(VaultError::NoKey(_))), "{wrong}");
        }
        fs::remove_dir_all(&folder).unwrap();
    }
}
