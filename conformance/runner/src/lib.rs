//! Asks every toolchain on every host whether it means what the WIT says.
//!
//! Cases, testees and expectations are files; `conformance/SPEC.md` describes them and the protocol
//! between this runner and a host.

pub mod adapter;
pub mod build;
pub mod case;
mod commands;
pub mod contract;
pub mod coverage;
pub mod details;
pub mod events;
pub mod evolution;
pub mod expectation;
pub mod generate;
pub mod glob;
pub mod judge;
pub mod report;
pub mod sabotage;
pub mod service;
pub mod shrink;
pub mod suite;
pub mod testee;
pub mod value;
