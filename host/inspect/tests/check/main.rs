//! What `check` says about components and other files.

mod files;
mod fits;
mod made;
mod never_panics;
