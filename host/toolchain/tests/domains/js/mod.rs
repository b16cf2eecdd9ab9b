//! Plugins in TypeScript on generated SDKs, on both engines, with their own tests.

mod pricing;
mod tools;
