//! Random numbers from the run's seed: the same seed gives the same numbers, on every machine and
//! in every version. Not for secrets.

use crate::Guest;
use sha2::{Digest, Sha256};
use wasmtime_wasi::p2::bindings::random::{insecure, insecure_seed, random};

/// The random numbers of one run: SHA-256 over the seed, a label for each interface and a counter.
pub(crate) struct Random {
    seed: [u8; 32],
    secure: Stream,
    insecure: Stream,
}

impl Random {
    pub(crate) fn new(seed: [u8; 32]) -> Self {
        Self {
            seed,
            secure: Stream::new("random"),
            insecure: Stream::new("insecure"),
        }
    }
}

struct Stream {
    label: &'static str,
    counter: u64,
}

impl Stream {
    fn new(label: &'static str) -> Self {
        Self { label, counter: 0 }
    }

    fn bytes(&mut self, seed: &[u8; 32], len: usize) -> Vec<u8> {
        let mut out = Vec::with_capacity(len);
        while out.len() < len {
            let block = self.block(seed);
            out.extend(block.iter().take(len - out.len()));
        }
        out
    }

    fn number(&mut self, seed: &[u8; 32]) -> u64 {
        let block = self.block(seed);
        block
            .first_chunk()
            .map_or(0, |number| u64::from_le_bytes(*number))
    }

    fn block(&mut self, seed: &[u8; 32]) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(seed);
        hash.update(self.label);
        hash.update(self.counter.to_le_bytes());
        self.counter += 1;
        hash.finalize().into()
    }
}

impl<D> Guest<D> {
    fn charge_random(&mut self, len: u64) -> wasmtime::Result<usize> {
        // A guest chooses len. Without this it could make the host allocate first.
        self.meter.charge_random(len)?;
        Ok(usize::try_from(len).unwrap_or(usize::MAX))
    }
}

impl<D: Send> random::Host for Guest<D> {
    fn get_random_bytes(&mut self, len: u64) -> wasmtime::Result<Vec<u8>> {
        let len = self.charge_random(len)?;
        Ok(self.random.secure.bytes(&self.random.seed, len))
    }

    fn get_random_u64(&mut self) -> wasmtime::Result<u64> {
        Ok(self.random.secure.number(&self.random.seed))
    }
}

impl<D: Send> insecure::Host for Guest<D> {
    fn get_insecure_random_bytes(&mut self, len: u64) -> wasmtime::Result<Vec<u8>> {
        let len = self.charge_random(len)?;
        Ok(self.random.insecure.bytes(&self.random.seed, len))
    }

    fn get_insecure_random_u64(&mut self) -> wasmtime::Result<u64> {
        Ok(self.random.insecure.number(&self.random.seed))
    }
}

impl<D: Send> insecure_seed::Host for Guest<D> {
    fn insecure_seed(&mut self) -> wasmtime::Result<(u64, u64)> {
        let mut stream = Stream::new("insecure-seed");
        let first = stream.number(&self.random.seed);
        Ok((first, stream.number(&self.random.seed)))
    }
}
