use std::error::Error;

/// Returns an error with all its causes: `cannot open the file: permission denied`. A cause without
/// a text is left out.
#[must_use]
pub fn chain(error: &dyn Error) -> String {
    let causes = std::iter::successors(Some(error), |error| (*error).source());
    causes
        .map(ToString::to_string)
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(": ")
}
