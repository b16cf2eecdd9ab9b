//! The generated bindings. The API for authors is written by hand.
#![allow(
    missing_docs,
    unreachable_pub,
    unused_qualifications,
    clippy::all,
    reason = "generated, and documented in the WIT package"
)]

wit_bindgen::generate!({
    path: "wit",
    world: "plugin",
    pub_export_macro: true,
    default_bindings_module: "guesthouse_sdk::bindings",
});
