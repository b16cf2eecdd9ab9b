//! Percentiles of any number of values in bounded memory.

/// Values below this are counted exactly.
const EXACT: u64 = 64;

/// Counts values in buckets, with an error of less than one part in 32.
#[derive(Default)]
pub(super) struct Histogram {
    buckets: std::collections::BTreeMap<u64, u64>,
    count: u64,
}

impl Histogram {
    pub(super) fn count(&mut self, value: u64) {
        *self.buckets.entry(bucket(value)).or_default() += 1;
        self.count += 1;
    }

    pub(super) fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Returns the given percentile of the values, or 0 if there are no values.
    pub(super) fn percentile(&self, percent: u64) -> u64 {
        let rank = (self.count * percent).div_ceil(100);
        let mut passed = 0;
        let bucket = self.buckets.iter().find(|(_, count)| {
            passed += **count;
            passed >= rank
        });
        bucket.map_or(0, |(value, _)| *value)
    }
}

/// Returns the least value of the bucket: the highest bits of the value.
fn bucket(value: u64) -> u64 {
    let dropped = (value / EXACT).checked_ilog2().map_or(0, |bits| bits + 1);
    value >> dropped << dropped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_close() {
        let mut histogram = Histogram::default();
        assert_eq!(histogram.percentile(50), 0);
        (1..=100_000).for_each(|value| histogram.count(value * 7));
        for (percent, exact) in [(50, 350_000), (99, 693_000), (100, 700_000)] {
            let found = histogram.percentile(percent);
            assert!(found <= exact && found > exact - exact / 32, "{found}");
        }
        assert!(histogram.buckets.len() < 1_000);
        let mut few = Histogram::default();
        [3, 1, 2].into_iter().for_each(|value| few.count(value));
        assert_eq!([50, 99].map(|percent| few.percentile(percent)), [2, 3]);
        assert_eq!(bucket(u64::MAX), u64::MAX >> 58 << 58);
    }
}
