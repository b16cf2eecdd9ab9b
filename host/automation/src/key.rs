//! The operator's key. Plugins and senders cannot guess or choose the values that the host derives
//! from it.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The operator's secret, from which random seeds and idempotency keys are derived.
///
/// Two hosts with the same key derive the same values for the same plugin and event. With the default,
/// the empty key, results repeat on every machine, and anyone who knows the source and id of an event
/// can compute its seed and keys. Use a random key in production.
#[derive(Clone, Default)]
pub struct OperatorKey(Vec<u8>);

impl OperatorKey {
    /// Takes the bytes of the key.
    #[must_use]
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        Self(bytes.into())
    }

    /// Returns the keyed hash of `purpose` and `parts`. The length before each part keeps two lists of
    /// parts from having the same hash.
    pub(crate) fn derive(&self, purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
        #[expect(clippy::expect_used, reason = "HMAC takes keys of every length")]
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("any key length");
        for part in std::iter::once(&purpose.as_bytes()).chain(parts) {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }

    /// Returns the seed of an event's random numbers.
    pub(crate) fn seed(&self, plugin: &str, source: &str, id: &str) -> [u8; 32] {
        self.derive(
            "seed",
            &[plugin.as_bytes(), source.as_bytes(), id.as_bytes()],
        )
    }
}

impl std::fmt::Debug for OperatorKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OperatorKey(..)")
    }
}
