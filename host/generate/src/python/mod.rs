use guesthouse_contract::Model;
use guesthouse_diagnostics::Diagnostic;

use crate::{File, Options};

pub(crate) fn sdk(_model: &Model, _options: &Options) -> Result<Vec<File>, Vec<Diagnostic>> {
    Ok(Vec::new())
}

pub(crate) fn project(
    _model: &Model,
    _options: &Options,
    _name: &str,
) -> Result<Vec<File>, Vec<Diagnostic>> {
    Ok(Vec::new())
}
