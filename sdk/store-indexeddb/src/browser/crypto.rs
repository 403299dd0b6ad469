//! WebCrypto: the host's secret, the keys under it, and what they seal.
//!
//! Keys are made, wrapped and unwrapped by the browser: their bytes never enter this module.

use std::fmt;

use coordo_store::{LocalFuture, StoreError};
use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Crypto, CryptoKey, SubtleCrypto};

use crate::envelope::{
    LEAST_SECRET, NONCE, SALT, Sealed, WrappedKey, read_sealed, write_locked, write_open,
};
use crate::form::{Read, Unreadable};
use crate::place;

const AES: &str = "AES-GCM";
const WRAPS: [&str; 2] = ["wrapKey", "unwrapKey"];

/// What locks a partition. Keep it out of the page's own storage.
pub enum Secret {
    /// An AES-GCM key that may wrap and unwrap keys; best not extractable.
    Key(CryptoKey),
    /// At least 16 bytes that nobody guesses; not a password.
    Bytes(Vec<u8>),
    /// Asked for when it is needed; resolves to one of the others, or to nothing.
    Ask(Box<dyn FnOnce() -> LocalFuture<'static, Option<Secret>>>),
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

fn crypto() -> Result<Crypto, StoreError> {
    let window = web_sys::window().ok_or(StoreError::Unavailable)?;
    window.crypto().map_err(|_| StoreError::Unavailable)
}

/// Absent where a page is not a secure context.
fn subtle() -> Result<SubtleCrypto, StoreError> {
    let subtle = crypto()?.subtle();
    if subtle.is_undefined() {
        return Err(StoreError::Unavailable);
    }
    Ok(subtle)
}

/// Bytes that nobody guesses.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], StoreError> {
    let mut bytes = [0; N];
    crypto()?
        .get_random_values_with_u8_array(&mut bytes)
        .map_err(|_| StoreError::Unavailable)?;
    Ok(bytes)
}

/// That many times what browsers give at once.
pub(crate) fn noise(times: usize) -> Result<Uint8Array, StoreError> {
    const AT_ONCE: u32 = 1 << 16;
    let whole = Uint8Array::new_with_length(AT_ONCE * u32::try_from(times).unwrap_or(1));
    let crypto = crypto()?;
    for start in (0..whole.length()).step_by(AT_ONCE as usize) {
        let part = whole.subarray(start, start + AT_ONCE);
        crypto
            .get_random_values_with_js_u8_array(&part)
            .map_err(|_| StoreError::Unavailable)?;
    }
    Ok(whole)
}

/// An opaque name of something that need not be secret.
pub(crate) async fn hash(text: &str) -> Result<String, StoreError> {
    let digest = subtle()?.digest_with_str_and_u8_array("SHA-256", text.as_bytes());
    let digest = settled(digest).await.map_err(refused)?;
    Ok(place::name(&Uint8Array::new(&digest).to_vec()))
}

async fn settled(promise: Result<Promise, JsValue>) -> Result<JsValue, JsValue> {
    JsFuture::from(promise?).await
}

fn refused(error: JsValue) -> StoreError {
    let name = error.dyn_ref().map(web_sys::DomException::name);
    StoreError::Failed(name.unwrap_or_else(|| "crypto".to_owned()))
}

fn object(members: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in members {
        // Only fails on what is no object.
        let _ = Reflect::set(&object, &JsValue::from_str(name), value);
    }
    object
}

fn list(names: &[&str]) -> JsValue {
    let list = Array::new();
    for name in names {
        list.push(&JsValue::from_str(name));
    }
    list.into()
}

fn aes() -> Object {
    object(&[("name", AES.into()), ("length", 256.into())])
}

fn hmac() -> Object {
    object(&[
        ("name", "HMAC".into()),
        ("hash", "SHA-256".into()),
        ("length", 256.into()),
    ])
}

fn gcm(nonce: &[u8; NONCE], context: &[u8]) -> Object {
    object(&[
        ("name", AES.into()),
        ("iv", Uint8Array::from(nonce.as_slice()).into()),
        ("additionalData", Uint8Array::from(context).into()),
    ])
}

/// What a key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Use {
    /// Seals a patient file.
    Seal,
    /// Hashes names of patient files.
    Name,
}

impl Use {
    fn algorithm(self) -> Object {
        match self {
            Self::Seal => aes(),
            Self::Name => hmac(),
        }
    }

    fn usages(self) -> JsValue {
        match self {
            Self::Seal => list(&["encrypt", "decrypt"]),
            Self::Name => list(&["sign"]),
        }
    }

    /// A new key. It can be taken out once, to be wrapped.
    pub(crate) async fn generate(self) -> Result<CryptoKey, StoreError> {
        let key = subtle()?.generate_key_with_object(&self.algorithm(), true, &self.usages());
        Ok(settled(key).await.map_err(refused)?.unchecked_into())
    }
}

impl Secret {
    /// What keys are derived from, as often as needed.
    pub(crate) async fn resolve(self) -> Result<Resolved, StoreError> {
        match self {
            Self::Ask(ask) => match ask().await {
                None | Some(Self::Ask(_)) => Err(StoreError::UnfitSecret),
                Some(Self::Key(key)) => Resolved::of_key(key),
                Some(Self::Bytes(bytes)) => Resolved::of_bytes(&bytes).await,
            },
            Self::Key(key) => Resolved::of_key(key),
            Self::Bytes(bytes) => Resolved::of_bytes(&bytes).await,
        }
    }
}

/// A secret in the browser's keeping.
#[derive(Clone, Debug)]
pub(crate) enum Resolved {
    /// The wrapping key itself.
    Key(CryptoKey),
    /// What it is derived from, with a salt.
    Base(CryptoKey),
}

impl Resolved {
    fn of_key(key: CryptoKey) -> Result<Self, StoreError> {
        let algorithm = key.algorithm().map_err(|_| StoreError::UnfitSecret)?;
        let name = Reflect::get(&algorithm, &"name".into());
        let is_aes = name.is_ok_and(|name| name.as_string().as_deref() == Some(AES));
        let usages = key.usages();
        let wraps = WRAPS
            .iter()
            .all(|usage| usages.includes(&(*usage).into(), 0));
        if is_aes && wraps {
            Ok(Self::Key(key))
        } else {
            Err(StoreError::UnfitSecret)
        }
    }

    async fn of_bytes(bytes: &[u8]) -> Result<Self, StoreError> {
        if bytes.len() < LEAST_SECRET {
            return Err(StoreError::UnfitSecret);
        }
        let bytes = Uint8Array::from(bytes);
        let derives = list(&["deriveKey"]);
        let base = subtle()?.import_key_with_str("raw", &bytes, "HKDF", false, &derives);
        let base = settled(base).await.map_err(refused)?;
        bytes.fill(0, 0, bytes.length());
        Ok(Self::Base(base.unchecked_into()))
    }
}

/// The key that other keys are under.
#[derive(Clone, Debug)]
pub(crate) struct Wrapping(CryptoKey);

impl Wrapping {
    /// Of a secret; of a salt too where the secret is bytes.
    pub(crate) async fn of(secret: &Resolved, salt: &[u8; SALT]) -> Result<Self, StoreError> {
        let base = match secret {
            Resolved::Key(key) => return Ok(Self(key.clone())),
            Resolved::Base(base) => base,
        };
        let info = b"coordo wrapping key".as_slice();
        let hkdf = object(&[
            ("name", "HKDF".into()),
            ("hash", "SHA-256".into()),
            ("salt", Uint8Array::from(salt.as_slice()).into()),
            ("info", Uint8Array::from(info).into()),
        ]);
        let wraps = list(&WRAPS);
        let key = subtle()?.derive_key_with_object_and_object(&hkdf, base, &aes(), false, &wraps);
        Ok(Self(settled(key).await.map_err(refused)?.unchecked_into()))
    }

    pub(crate) async fn wrap(
        &self,
        key: &CryptoKey,
        context: &[u8],
    ) -> Result<WrappedKey, StoreError> {
        let nonce = random()?;
        let wrapped = subtle()?.wrap_key_with_object("raw", key, &self.0, &gcm(&nonce, context));
        let wrapped = settled(wrapped).await.map_err(refused)?;
        Ok(WrappedKey {
            nonce,
            wrapped: Uint8Array::new(&wrapped).to_vec(),
        })
    }

    /// The key, where it was wrapped with this one. Only to be wrapped again may it be taken out.
    pub(crate) async fn unwrap(
        &self,
        wrapped: &WrappedKey,
        context: &[u8],
        purpose: Use,
        is_to_be_wrapped: bool,
    ) -> Result<CryptoKey, StoreError> {
        let key = subtle()?.unwrap_key_with_u8_array_and_object_and_object(
            "raw",
            &wrapped.wrapped,
            &self.0,
            &gcm(&wrapped.nonce, context),
            &purpose.algorithm(),
            is_to_be_wrapped,
            &purpose.usages(),
        );
        let key = settled(key).await.map_err(|_| StoreError::WrongSecret)?;
        Ok(key.unchecked_into())
    }
}

/// The opaque name of something, which only this key tells.
pub(crate) async fn keyed_hash(key: &CryptoKey, text: &str) -> Result<String, StoreError> {
    let mac = subtle()?.sign_with_str_and_u8_array("HMAC", key, text.as_bytes());
    let mac = settled(mac).await.map_err(refused)?;
    Ok(place::name(&Uint8Array::new(&mac).to_vec()))
}

/// Seals and opens what belongs to one patient file.
#[derive(Clone, Debug)]
pub(crate) struct Cipher(pub(crate) Option<CryptoKey>);

impl Cipher {
    /// The bytes as they are to lie on the disk: one call, however much there is.
    pub(crate) async fn seal(
        &self,
        plain: &[u8],
        context: &[u8],
    ) -> Result<Uint8Array, StoreError> {
        let Some(key) = &self.0 else {
            return Ok(Uint8Array::from(write_open(plain).as_slice()));
        };
        let nonce = random()?;
        let sealed = subtle()?.encrypt_with_object_and_u8_array(&gcm(&nonce, context), key, plain);
        let sealed = Uint8Array::new(&settled(sealed).await.map_err(refused)?);
        let head = write_locked(&nonce, &[]);
        let head = Uint8Array::from(head.as_slice());
        let whole = Uint8Array::new_with_length(head.length() + sealed.length());
        whole.set(&head, 0);
        whole.set(&sealed, head.length());
        Ok(whole)
    }

    /// Begins to open what lies on the disk: many are opened at once, none waits for another.
    pub(crate) fn open(&self, bytes: &Uint8Array, context: &[u8]) -> Opening {
        Opening(self.begin(bytes, context))
    }

    fn begin(&self, bytes: &Uint8Array, context: &[u8]) -> Read<Result<Promise, Vec<u8>>> {
        let bytes = bytes.to_vec();
        match (read_sealed(&bytes)?, &self.0) {
            (Sealed::Open(plain), None) => Ok(Err(plain.to_vec())),
            (Sealed::Locked(nonce, sealed), Some(key)) => {
                let subtle = subtle().map_err(|_| Unreadable::Damaged)?;
                subtle
                    .decrypt_with_object_and_u8_array(&gcm(&nonce, context), key, sealed)
                    .map(Ok)
                    .map_err(|_| Unreadable::Damaged)
            }
            _ => Err(Unreadable::Damaged),
        }
    }
}

/// What is being opened.
#[derive(Debug)]
pub(crate) struct Opening(Read<Result<Promise, Vec<u8>>>);

impl Opening {
    pub(crate) async fn plain(self) -> Read<Vec<u8>> {
        match self.0? {
            Err(plain) => Ok(plain),
            Ok(promise) => match JsFuture::from(promise).await {
                Ok(plain) => Ok(Uint8Array::new(&plain).to_vec()),
                Err(_) => Err(Unreadable::Damaged),
            },
        }
    }
}
