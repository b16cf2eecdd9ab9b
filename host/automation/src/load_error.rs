use crate::PolicyError;
use guesthouse_sandbox::Refused;
use std::path::PathBuf;

/// A plugin could not be loaded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// The name is not valid.
    #[error(
        "invalid plugin name `{0}`: use 1 to 64 ASCII letters, digits, hyphens, underscores or dots"
    )]
    Name(String),
    /// The file cannot be read.
    #[error("cannot read `{}`", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The error of the system.
        #[source]
        error: std::io::Error,
    },
    /// A connection of the policy cannot be used: a credential or certificate is missing.
    #[error("the plugin `{plugin}` cannot use the connection `{connection}`")]
    Connection {
        /// The plugin's name.
        plugin: String,
        /// The name of the connection in the policy.
        connection: String,
        /// The reason, which names the missing value.
        #[source]
        reason: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The policy pins another component, or cannot be used for any component.
    #[error(transparent)]
    Policy(#[from] PolicyError),
    /// The sandbox refused the component, for all these reasons.
    #[error(transparent)]
    Refused(#[from] Refused),
}
