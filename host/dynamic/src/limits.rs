use guesthouse_sandbox::Limits;

/// The bytes that a dynamic value takes for each byte that a typed value takes, at most: that of a
/// list of bytes.
const BYTES_PER_BYTE: u64 = 48;

/// Returns the limits of the sandbox, with more [`Limits::call_bytes`]: a value takes more memory here
/// than in a host with generated bindings.
#[must_use]
pub fn default_limits() -> Limits {
    let limits = Limits::default();
    Limits {
        call_bytes: limits.call_bytes.saturating_mul(BYTES_PER_BYTE),
        ..limits
    }
}

/// Sets a limit by its name in [`Limits::TABLE`]. Returns whether there is one.
pub fn set_limit(limits: &mut Limits, name: &str, number: u64) -> bool {
    // The limits serialize to a map of numbers, and every such map is read.
    let Ok(serde_json::Value::Object(mut map)) = serde_json::to_value(&*limits) else {
        return false;
    };
    let Some(slot) = map.get_mut(name) else {
        return false;
    };
    *slot = number.into();
    match serde_json::from_value(map.into()) {
        Ok(set) => {
            *limits = set;
            true
        }
        Err(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_set_by_its_name() {
        let mut limits = default_limits();
        for row in Limits::TABLE {
            assert!(set_limit(&mut limits, row.name, 7), "{}", row.name);
        }
        assert_eq!((limits.fuel, limits.log_bytes), (7, 7));
        assert!(!set_limit(&mut limits, "fuels", 7));
    }
}
