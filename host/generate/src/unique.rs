use std::collections::HashSet;

/// The names of one scope. A name that is taken gets `_` at its end.
#[derive(Clone, Debug, Default)]
pub(crate) struct Unique {
    taken: HashSet<String>,
}

impl Unique {
    /// Makes a scope in which some names are taken.
    pub(crate) fn with<'a>(taken: impl IntoIterator<Item = &'a str>) -> Self {
        Self {
            taken: taken.into_iter().map(str::to_owned).collect(),
        }
    }

    /// Returns a name that is free, and takes it.
    pub(crate) fn take(&mut self, wanted: impl Into<String>) -> String {
        let mut name = wanted.into();
        while !self.taken.insert(name.clone()) {
            name.push('_');
        }
        name
    }

    /// Takes the first name that is free, or the last one with `_`.
    pub(crate) fn first(&mut self, wanted: impl IntoIterator<Item = String>) -> String {
        let mut last = String::new();
        for name in wanted {
            if self.taken.insert(name.clone()) {
                return name;
            }
            last = name;
        }
        self.take(last)
    }
}
