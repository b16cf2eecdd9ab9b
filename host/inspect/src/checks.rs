//! The checks of this crate: what keeps a reader of components alive that was not made for strangers.

guesthouse_sandbox::checks! {
    /// A control that is no number.
    pub(crate) enum Check {
        /// A component whose types nest too deep to be read is refused before anything reads them.
        NestedTypes "check.nested-types";
        /// A component in which components nest too deep is refused before it is validated.
        NestedComponents "check.nested-components";
        /// A component whose packages use each other in a circle is refused before it is decoded.
        PackageCircles "check.package-circles";
        /// A panic of the reader of interfaces refuses the component.
        ReaderPanics "check.reader-panics";
    }
}
