//! A matrix for the tests of the reports.

use std::time::Duration;

use crate::result::{Cell, Matrix, Status};

pub(super) fn matrix() -> Matrix {
    let cell = |testee: &str, case: &str, status| Cell {
        testee: testee.to_owned(),
        case: case.to_owned(),
        status,
        took: Duration::from_millis(1500),
        observations: Vec::new(),
    };
    let known = Status::KnownFailure {
        message: "sent 1 < 2".to_owned(),
        reason: "doubles".to_owned(),
        reproduction: None,
    };
    let failed = Status::Failed {
        message: "a \"quote\"".to_owned(),
    };
    let mut matrix = Matrix::new("in-process", 1);
    matrix.cells = vec![
        cell("js", "abi/integers/u64", known),
        cell("js", "abi/text/char", failed),
        cell("rust", "abi/integers/u64", Status::Passed),
        cell("rust", "abi/text/char", Status::Passed),
    ];
    matrix.skip("go", "go is needed");
    matrix
}
