//! Where a file is from, told by its hash.

use std::fmt;

use sha1::Sha1;
use sha2::{Digest, Sha256};

use super::reconstructed;
use crate::reconstruct::{Reconstruction, Split};

/// A published file and the hash that is known of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Published {
    pub split: Split,
    pub hash: Hash,
}

/// A hash as hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hash {
    /// Of a git blob, as public repositories list their files.
    GitBlob(&'static str),
    /// Of the bytes.
    Sha256(&'static str),
}

impl Published {
    /// The files of BETH's labelled splits: three in DataCamp's form, three in the official one.
    ///
    /// Sources: the DataCamp project's files in public git repositories; the official files on
    /// Kaggle (katehighnam/beth-dataset).
    pub const ALL: [Self; 6] = [
        Self {
            split: Split::Train,
            hash: Hash::GitBlob("a5e3f4b06f3860b18c8a58e5d25c9a39762389d4"),
        },
        Self {
            split: Split::Validation,
            hash: Hash::GitBlob("5b4abce374a6d17f21bb94e8e70faaa6c1ccbc07"),
        },
        Self {
            split: Split::Test,
            hash: Hash::GitBlob("9a8565203b6399e9cd0169c9016620e40dd5a17f"),
        },
        Self {
            split: Split::Train,
            hash: Hash::Sha256("18ceb80a7eb4b71296df13e3967e074a81ed5b80c2212b044c061ac81a1797e2"),
        },
        Self {
            split: Split::Validation,
            hash: Hash::Sha256("5a08ec47060af1cb8bb24ba632b5db0c2b1ac783aedc72693247b87c1170192e"),
        },
        Self {
            split: Split::Test,
            hash: Hash::Sha256("e56aad64df13b9dde7be2d333f1f6b7da7f41596cb9b4105deb0fd051900706b"),
        },
    ];
}

impl Hash {
    fn is_of(self, git_blob: &str, sha256: &str) -> bool {
        match self {
            Self::GitBlob(hash) => hash == git_blob,
            Self::Sha256(hash) => hash == sha256,
        }
    }
}

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A published file, byte for byte.
    Genuine(Split),
    /// A reconstructed split of official size, with this seed.
    Reconstruction(Split, u64),
    /// Anything else, a genuine file that was changed included.
    Unknown,
}

impl Origin {
    /// Recognises a file among `published` and the reconstructions of `seed` in DataCamp's form.
    pub fn of(bytes: &[u8], published: &[Published], seed: u64) -> Self {
        let (git_blob, sha256) = (git_blob(bytes), sha256(bytes));
        let is_it = |file: &&Published| file.hash.is_of(&git_blob, &sha256);
        if let Some(file) = published.iter().find(is_it) {
            return Self::Genuine(file.split);
        }
        let made = |split: &Split| reconstructed(Reconstruction::new(*split, seed)) == bytes;
        match Split::ALL.into_iter().find(made) {
            Some(split) => Self::Reconstruction(split, seed),
            None => Self::Unknown,
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Genuine(split) => write!(f, "genuine BETH ({split} split)"),
            Self::Reconstruction(split, seed) => {
                write!(f, "reconstruction ({split} split, seed {seed})")
            }
            Self::Unknown => f.write_str("unknown"),
        }
    }
}

/// The hash that git gives a file of these bytes: SHA-1 of `blob LENGTH`, a zero byte, the bytes.
pub fn git_blob(bytes: &[u8]) -> String {
    let header = format!("blob {}\0", bytes.len());
    hex(&Sha1::new_with_prefix(header).chain_update(bytes).finalize())
}

/// SHA-256 of the bytes.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
