use strsim::damerau_levenshtein;

/// Returns the candidate that `word` was probably meant to be.
///
/// A candidate counts as near with one edit for each four characters of `word`, plus one; two
/// letters that changed places are one edit. A word longer than [`LONGEST`] has no near candidate.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().count();
    if length > LONGEST {
        return None;
    }
    // If there could be as many edits as letters, every candidate would be near.
    let allowed = (1 + length / 4).min(length.saturating_sub(1));
    candidates
        .into_iter()
        .filter(|candidate| candidate.len() <= 4 * LONGEST)
        // Each missing or further letter is an edit.
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= allowed)
        .map(|candidate| (damerau_levenshtein(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The time to compare two words grows with the product of their lengths, and a plugin's author
/// chooses one of them.
const LONGEST: usize = 100;

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_misspelled_name_has_a_nearest_name() {
        assert_eq!(nearest("sotres", ["source", "stores"]), Some("stores"));
        assert_eq!(nearest("wrold", ["world", "name"]), Some("world"));
        assert_eq!(nearest("zzz", ["source", "stores"]), None);
        assert_eq!(nearest("x", ["y"]), None);
    }

    #[test]
    fn long_words_are_not_compared() {
        let long = "a".repeat(101);
        assert_eq!(nearest(&long, [&*long]), None);
        assert_eq!(nearest(&long[1..], [&*long]), Some(&*long));
    }
}
