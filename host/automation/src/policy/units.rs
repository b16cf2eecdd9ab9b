//! Sizes and durations as people write them.

/// Reads `128MiB`, `64KiB`, `2GiB`, `500B` into bytes.
pub(super) fn size(text: &str) -> Option<u64> {
    let (number, unit) = split(text)?;
    let factor = match unit {
        "B" => 1,
        "KiB" => 1 << 10,
        "MiB" => 1 << 20,
        "GiB" => 1 << 30,
        _ => return None,
    };
    number.checked_mul(factor)
}

/// Reads `250ms`, `30s`, `5m` into milliseconds.
pub(super) fn milliseconds(text: &str) -> Option<u64> {
    let (number, unit) = split(text)?;
    let factor = match unit {
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        _ => return None,
    };
    number.checked_mul(factor)
}

/// Writes a size in the largest unit that needs no fraction.
pub(crate) fn write_size(bytes: u64) -> String {
    let units = [(1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")];
    let unit = units
        .iter()
        .find(|(factor, _)| bytes > 0 && bytes.is_multiple_of(*factor));
    unit.map_or_else(
        || format!("{bytes}B"),
        |(factor, name)| format!("{}{name}", bytes / factor),
    )
}

fn split(text: &str) -> Option<(u64, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit())?;
    let (number, unit) = text.split_at(end);
    Some((number.parse().ok()?, unit.trim_start()))
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
        assert_eq!(write_size(128 << 20), "128MiB");
        assert_eq!(write_size(1025), "1025B");
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
