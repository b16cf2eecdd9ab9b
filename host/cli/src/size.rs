//! Sizes as text.

/// `83 kB`, `12.1 MB`
pub(crate) fn bytes(size: u64) -> String {
    match size {
        0..1_000 => format!("{size} B"),
        1_000..1_000_000 => format!("{} kB", size / 1_000),
        _ => format!("{}.{} MB", size / 1_000_000, size % 1_000_000 / 100_000),
    }
}

#[cfg(test)]
mod tests {
    use super::bytes;

    #[test]
    fn three_units_are_enough() {
        assert_eq!(
            [999, 83_400, 12_190_000].map(bytes),
            ["999 B", "83 kB", "12.1 MB"]
        );
    }
}
