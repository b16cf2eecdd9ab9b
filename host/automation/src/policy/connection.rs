//! Connections: named HTTP services, and the requests that a plugin may send to them.

use super::PolicyError;
use crate::limits::ConnectionLimits;
use guesthouse_diagnostics::Diagnostic;
use guesthouse_sandbox::clean;
use std::collections::BTreeMap;
use std::env::VarError;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use url::Url;

/// An HTTP service as the operator configured it. Plugins see only the name that their
/// grant uses.
#[derive(Clone, Debug)]
pub struct Connection {
    /// Its name.
    pub name: String,
    pub(crate) url: Url,
    /// Ranges that the host may connect to in addition to public addresses.
    pub addresses: Vec<AddressRange>,
    /// Headers that the host adds, by lower-case name. They replace those of the plugin.
    pub headers: BTreeMap<String, Secret>,
    /// The headers that plugins may send, in lower case; `None` for all headers that the host does not
    /// set itself.
    pub request_headers: Option<Vec<String>>,
    /// How much one request may consume.
    pub limits: ConnectionLimits,
    /// A PEM file of certificate authorities to trust instead of the system's.
    pub ca: Option<PathBuf>,
}

impl Connection {
    /// Returns a connection to a base address with the default limits: ten seconds, 1 MiB each way,
    /// public addresses only.
    ///
    /// # Errors
    /// If the text is not an `http` or `https` URL, or has credentials, a query or a fragment.
    pub fn new(name: impl Into<String>, url: &str) -> Result<Self, PolicyError> {
        let name = name.into();
        let url = base_url(url).map_err(|found| found.at(format!("connection `{name}`")))?;
        Ok(Self {
            name,
            url,
            addresses: Vec::new(),
            headers: BTreeMap::new(),
            request_headers: None,
            limits: ConnectionLimits::default(),
            ca: None,
        })
    }

    /// Returns the base address. The host appends the path of a request to its path.
    #[must_use]
    pub fn url(&self) -> &str {
        self.url.as_str()
    }

    /// Returns a grant for these methods on paths below these prefixes. A prefix ends at the end of a
    /// segment: `/a` covers `/a`, `/a/b` and `/a?x`, but not `/ab`.
    #[must_use]
    pub fn allow<const M: usize, const P: usize>(
        self,
        methods: [&str; M],
        paths: [&str; P],
    ) -> HttpGrant {
        HttpGrant {
            connection: Arc::new(self),
            methods: methods.map(str::to_owned).to_vec(),
            paths: paths.map(str::to_owned).to_vec(),
        }
    }
}

/// Reads a base address. The message does not quote a text that may contain a credential.
pub(super) fn base_url(text: &str) -> Result<Url, Diagnostic> {
    let invalid = |message: String, hint| Diagnostic::error("invalid-url", message).hint(hint);
    let example = "for example, write `https://example.com/api`";
    // Browsers accept `https:\\host`, `https:host`, and a tab or a line break in a name. Other parsers
    // read them in another way or refuse them.
    let odd = |c: char| c.is_whitespace() || c.is_control() || c == '\\';
    let is_plain = text.contains("://") && !text.contains(odd);
    let shown = if text.contains(['@', '?', '#']) {
        "the text".to_owned()
    } else {
        format!("`{}`", clean(text, 200, false))
    };
    let url = Url::parse(text)
        .map_err(|error| invalid(format!("{shown} is not a valid URL: {error}"), example))?;
    if !url.username().is_empty() || url.password().is_some() {
        let hint = "write the credentials in `headers` of the connection";
        return Err(invalid("the URL contains credentials".to_owned(), hint));
    }
    let is_http = matches!(url.scheme(), "http" | "https") && url.host().is_some();
    if !(is_http && is_plain) {
        let message = format!("{shown} is not an http or https URL");
        return Err(invalid(message, example));
    }
    if url.query().is_some() || url.fragment().is_some() {
        let hint = "end the URL with its path: plugins add the query to each request";
        return Err(invalid("the URL has a query or fragment".to_owned(), hint));
    }
    Ok(url)
}

/// Ranges of addresses that are not public. The host never connects to other addresses that are not
/// public.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AddressRange {
    /// `127.0.0.0/8` and `::1`.
    Loopback,
    /// `10.0.0.0/8`, `172.16.0.0/12`, `192.168.0.0/16`, `100.64.0.0/10` and `fc00::/7`.
    Private,
    /// `169.254.0.0/16`, `fe80::/10` and the metadata services of clouds at other addresses.
    LinkLocal,
}

impl AddressRange {
    pub(super) const NAMES: [(&'static str, Self); 3] = [
        ("loopback", Self::Loopback),
        ("private", Self::Private),
        ("link-local", Self::LinkLocal),
    ];
}

impl fmt::Display for AddressRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = Self::NAMES.iter().find(|(_, range)| range == self);
        f.write_str(name.map_or("", |(name, _)| name))
    }
}

/// Methods that no policy grants. With `CONNECT` a guest would turn the connection into a tunnel; with
/// the others it would have the service repeat the request, credentials included.
pub(crate) const FORBIDDEN_METHODS: [&str; 3] = ["CONNECT", "TRACE", "TRACK"];

/// The requests that a plugin may send through a connection.
#[derive(Clone, Debug)]
pub struct HttpGrant {
    /// The service.
    pub connection: Arc<Connection>,
    /// Methods, in capitals.
    pub methods: Vec<String>,
    /// Path prefixes, each starting with `/`.
    pub paths: Vec<String>,
}

/// The place of a credential. The host reads it when it loads a plugin, and never shows it.
#[derive(Clone)]
#[non_exhaustive]
pub enum Secret {
    /// Written in the policy.
    Value(String),
    /// In an environment variable of the host, without the white space at the end.
    Env(String),
    /// In a file, without the white space at its end.
    File(PathBuf),
}

impl Secret {
    /// Returns the credential, or a message that says where it is missing.
    pub(crate) fn read(&self) -> Result<String, String> {
        match self {
            Self::Value(value) => Ok(value.clone()),
            Self::Env(name) => std::env::var(name)
                .map(|text| text.trim_end().to_owned())
                .map_err(|error| no_variable(name, &error)),
            Self::File(path) => std::fs::read_to_string(path)
                .map(|text| text.trim_end().to_owned())
                .map_err(|error| format!("cannot read `{}`: {error}", path.display())),
        }
    }
}

/// Says why a variable has no credential. The text of `NotUnicode` would quote the credential.
fn no_variable(name: &str, error: &VarError) -> String {
    let why = match error {
        VarError::NotPresent => "is not set",
        VarError::NotUnicode(_) => "is not valid UTF-8",
    };
    format!("the environment variable `{name}` {why}")
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(_) => f.write_str("Value(..)"),
            Self::Env(name) => write!(f, "Env({name:?})"),
            Self::File(path) => write!(f, "File({path:?})"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_message_does_not_quote_the_variable() {
        let error = VarError::NotUnicode("s3cret".into());
        assert_eq!(
            no_variable("TOK", &error),
            "the environment variable `TOK` is not valid UTF-8"
        );
    }
}
