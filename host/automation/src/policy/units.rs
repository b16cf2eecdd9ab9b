//! Sizes and durations as people write them.

/// Reads `128MiB`, `64KiB`, `2GiB`, `500B` into bytes.
pub(super) fn size(text: &str) -> Option<u64> {
    let units = [
        ("B", 1),
        ("KiB", 1 << 10),
        ("MiB", 1 << 20),
        ("GiB", 1 << 30),
    ];
    number(text, &units)
}

/// Reads `250ms`, `30s`, `5m` into milliseconds.
pub(super) fn milliseconds(text: &str) -> Option<u64> {
    number(text, &[("ms", 1), ("s", 1_000), ("m", 60_000)])
}

fn number(text: &str, units: &[(&str, u64)]) -> Option<u64> {
    let (number, unit) = text.split_at(text.find(|c: char| !c.is_ascii_digit())?);
    let (_, factor) = units.iter().find(|(name, _)| *name == unit.trim_start())?;
    number.parse::<u64>().ok()?.checked_mul(*factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes() {
        assert_eq!(size("128MiB"), Some(128 << 20));
        assert_eq!(size("1 KiB"), Some(1024));
        assert_eq!(size("0B"), Some(0));
        for wrong in [
            "",
            "12",
            "MiB",
            "1MB",
            "1.5MiB",
            "-1B",
            "99999999999GiB",
            "1mib",
        ] {
            assert_eq!(size(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn durations() {
        assert_eq!(milliseconds("30s"), Some(30_000));
        assert_eq!(milliseconds("250ms"), Some(250));
        assert_eq!(milliseconds("5m"), Some(300_000));
        for wrong in ["", "30", "s", "1h", "1.5s"] {
            assert_eq!(milliseconds(wrong), None, "{wrong}");
        }
    }
}
