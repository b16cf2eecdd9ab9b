//! Cases: calls of a component, and what must happen.
//!
//! `docs/reference/cases.md` describes the files.

mod bless;
mod compare;
mod read;

use guesthouse_contract::wave::Value;
use guesthouse_diagnostics::Language;
use guesthouse_sandbox::{Finished, Limits, RunError};

use crate::{Fake, Fakes, Run, Step};

pub use bless::bless;
pub use compare::compare;

/// A file of cases.
#[derive(Clone, Debug)]
pub struct CaseFile {
    /// The cases, in the order of the file.
    pub cases: Vec<Case>,
}

/// Steps in one instance of a component, and what must happen.
#[derive(Clone, Debug)]
pub struct Case {
    /// Its name, unique in the file.
    pub name: String,
    /// The steps, with what each must do.
    pub steps: Vec<(Step, Expected)>,
    /// The fakes of the case and then those of its file.
    pub fakes: Vec<Fake>,
    /// The calls of the guest, in order, in canonical text.
    pub heard: Option<Vec<String>>,
    /// The names of the host's resources that the guest drops, in order.
    pub dropped: Option<Vec<String>>,
    /// The limits of the run.
    pub limits: Limits,
    /// The languages whose engine may refuse a value of the case: the case passes if the guest crashes.
    pub may_crash: Vec<Language>,
}

/// What a step must do.
#[derive(Clone, Debug, PartialEq)]
pub enum Expected {
    /// Return anything.
    Anything,
    /// Return this value.
    Returns(Value),
    /// End the run. What is `None` is not compared.
    Ends {
        /// The class.
        class: String,
        /// The code of the class.
        code: Option<String>,
        /// The start of the message.
        message: Option<String>,
        /// A text in the message or in the trace, such as the name of a function or `rule.py:12`.
        at: Option<String>,
    },
}

/// How the run of a case ended.
pub type CaseRun = Finished<(), Run<Fakes>>;

impl Case {
    /// Returns the steps to run.
    #[must_use]
    pub fn calls(&self) -> Vec<Step> {
        self.steps.iter().map(|(step, _)| step.clone()).collect()
    }

    /// Returns whether a run ended by a crash that the case allows a guest in this language.
    #[must_use]
    pub fn allows_crash(&self, language: Option<Language>, ran: &CaseRun) -> bool {
        language.is_some_and(|language| self.may_crash.contains(&language))
            && matches!(ran.result, Err(RunError::Crashed(_)))
    }
}
