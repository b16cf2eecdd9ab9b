//! Tests on every host whether every toolchain implements the WIT.
//!
//! Cases, testees and expectations are files. `conformance/SPEC.md` describes them, and the
//! protocol between this runner and a host.

pub mod abi;
pub mod adapter;
pub mod build;
pub mod case;
mod commands;
pub mod compare;
pub mod contract;
pub mod coverage;
pub mod details;
pub mod events;
pub mod evolution;
pub mod expectation;
pub mod generate;
pub mod glob;
mod guest_wit;
pub mod guests;
pub mod plan;
pub mod report;
pub mod result;
pub mod sabotage;
pub mod service;
pub mod shrink;
pub mod suite;
pub mod testee;
pub mod value;
