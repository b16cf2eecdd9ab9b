/// One limit, for the reference and for help texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LimitRow {
    /// The name of the setting or constant.
    pub name: &'static str,
    /// The value that holds unless another is set.
    pub default: u64,
    /// The code that a run or a load ends with beyond the limit, if it ends.
    pub ends_as: Option<&'static str>,
    /// What is counted, and in which unit.
    pub meaning: &'static str,
}
