//! Sizes and durations as people read them. The units are those that a policy accepts.

use std::time::Duration;

/// Bytes up to which a size without a round unit is written exactly.
const EXACT: u64 = 10 << 10;

/// Writes a size in the largest unit that needs no fraction: `128MiB`, `1025B`. A larger size that
/// needs one is rounded down to a tenth: `11.6MiB`.
#[must_use]
pub fn size(bytes: u64) -> String {
    const UNITS: [(u64, &str); 3] = [(1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")];
    let round = |(factor, _): &&(u64, &str)| bytes > 0 && bytes.is_multiple_of(*factor);
    if let Some((factor, unit)) = UNITS.iter().find(round) {
        return format!("{}{unit}", bytes / factor);
    }
    match UNITS.iter().find(|(factor, _)| bytes >= *factor) {
        Some((factor, unit)) if bytes > EXACT => {
            format!("{}.{}{unit}", bytes / factor, bytes % factor * 10 / factor)
        }
        _ => format!("{bytes}B"),
    }
}

/// Writes a duration in the largest unit that needs no fraction: `5m`, `30s`, `250ms`. Parts of a
/// millisecond are left out.
#[must_use]
pub fn duration(duration: Duration) -> String {
    let millis = duration.as_millis();
    if millis > 0 && millis.is_multiple_of(60_000) {
        format!("{}m", millis / 60_000)
    } else if millis > 0 && millis.is_multiple_of(1_000) {
        format!("{}s", millis / 1_000)
    } else {
        format!("{millis}ms")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_exact_where_they_are_round_or_small() {
        let written = [0, 999, 1025, 1 << 10, 128 << 20, 2 << 30].map(size);
        assert_eq!(written, ["0B", "999B", "1025B", "1KiB", "128MiB", "2GiB"]);
        assert_eq!([83_400, 12_190_000].map(size), ["81.4KiB", "11.6MiB"]);
    }

    #[test]
    fn durations_have_the_largest_round_unit() {
        let written =
            [0, 250, 1_500, 30_000, 300_000].map(|millis| duration(Duration::from_millis(millis)));
        assert_eq!(written, ["0ms", "250ms", "1500ms", "30s", "5m"]);
    }
}
