//! Hashes of texts and files.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};

use super::{Call, Function, deep, files};
use crate::eval::Outcome;
use crate::value::Value;

pub(super) const FUNCTIONS: &[Function] = &[
    deep("md5", 1, 1, |call| call.said(hex(&Md5::digest(&*call.text(0)?)))),
    deep("sha1", 1, 1, |call| call.said(hex(&Sha1::digest(&*call.text(0)?)))),
    deep("sha256", 1, 1, |call| call.said(hex(&Sha256::digest(&*call.text(0)?)))),
    deep("sha512", 1, 1, |call| call.said(hex(&Sha512::digest(&*call.text(0)?)))),
    deep("base64sha256", 1, 1, |call| call.said(STANDARD.encode(Sha256::digest(&*call.text(0)?)))),
    deep("base64sha512", 1, 1, |call| call.said(STANDARD.encode(Sha512::digest(&*call.text(0)?)))),
    deep("filemd5", 1, 1, |call| of_file(call, |bytes| hex(&Md5::digest(bytes)))),
    deep("filesha1", 1, 1, |call| of_file(call, |bytes| hex(&Sha1::digest(bytes)))),
    deep("filesha256", 1, 1, |call| of_file(call, |bytes| hex(&Sha256::digest(bytes)))),
    deep("filesha512", 1, 1, |call| of_file(call, |bytes| hex(&Sha512::digest(bytes)))),
    deep("filebase64sha256", 1, 1, |call| {
        of_file(call, |bytes| STANDARD.encode(Sha256::digest(bytes)))
    }),
    deep("filebase64sha512", 1, 1, |call| {
        of_file(call, |bytes| STANDARD.encode(Sha512::digest(bytes)))
    }),
    deep("uuidv5", 2, 2, uuidv5),
];

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn of_file(call: &Call<'_>, hash: impl Fn(&[u8]) -> String) -> Outcome<Value> {
    match files::bytes(call)? {
        Ok(bytes) => call.said(hash(&bytes)),
        Err(unknown) => Ok(unknown),
    }
}

/// Name-based identifiers of RFC 9562, section 5.5; the four name spaces are its appendix.
fn uuidv5(call: &Call<'_>) -> Outcome<Value> {
    let space = call.text(0)?;
    let space = match &*space {
        "dns" => "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
        "url" => "6ba7b811-9dad-11d1-80b4-00c04fd430c8",
        "oid" => "6ba7b812-9dad-11d1-80b4-00c04fd430c8",
        "x500" => "6ba7b814-9dad-11d1-80b4-00c04fd430c8",
        other => other,
    };
    let digits: String = space.chars().filter(|letter| *letter != '-').collect();
    let number = u128::from_str_radix(&digits, 16).ok().filter(|_| digits.len() == 32);
    let number = number.ok_or_else(|| call.fail(format!("`{space}` is no name space")))?;
    let mut hash = Sha1::new();
    hash.update(number.to_be_bytes());
    hash.update(&*call.text(1)?);
    let mut bytes: Vec<u8> = hash.finalize().iter().copied().take(16).collect();
    if let Some(byte) = bytes.get_mut(6) {
        *byte = (*byte & 0x0f) | 0x50;
    }
    if let Some(byte) = bytes.get_mut(8) {
        *byte = (*byte & 0x3f) | 0x80;
    }
    let mut text = hex(&bytes);
    for at in [20, 16, 12, 8] {
        text.insert(at, '-');
    }
    call.said(text)
}
