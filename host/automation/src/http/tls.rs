//! TLS trusts the certificate authorities of the system, or those of the connection.

use super::{Denied, Upstream};
use std::io;
use std::path::Path;
use std::sync::Arc;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::{CertificateError, ClientConfig, Error, RootCertStore};

pub(super) fn config(ca: Option<&Path>) -> Result<Arc<ClientConfig>, String> {
    let mut roots = RootCertStore::empty();
    match ca {
        Some(path) => {
            let wrong = |error: &dyn std::fmt::Display| {
                format!(
                    "cannot read certificates from `{}`: {error}",
                    path.display()
                )
            };
            for certificate in CertificateDer::pem_file_iter(path).map_err(|error| wrong(&error))? {
                let certificate = certificate.map_err(|error| wrong(&error))?;
                roots.add(certificate).map_err(|error| wrong(&error))?;
            }
        }
        None => {
            // Some systems have certificates that do not parse. They are skipped.
            roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        }
    }
    if roots.is_empty() {
        return Err(
            "no trusted certificate authority was found; install the system's certificates, or set \
             `ca` of the connection to a PEM file"
                .to_owned(),
        );
    }
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(Arc::new(config))
}

/// A service whose certificate is not valid may get another one. A service that does not speak TLS
/// answers the same request in the same way.
pub(super) fn failed(upstream: &Upstream, error: &io::Error) -> Denied {
    let reason = format!("the TLS handshake failed: {error}");
    let cause = error.get_ref().and_then(|cause| cause.downcast_ref());
    match cause {
        Some(Error::InvalidMessage(_)) => Denied::refused(reason),
        Some(Error::InvalidCertificate(why)) => {
            let host = upstream.grant.connection.url.host_str().unwrap_or_default();
            let why = untrusted(why);
            Denied::unavailable(format!("the certificate of `{host}` is not trusted: {why}"))
        }
        _ => Denied::unavailable(reason),
    }
}

fn untrusted(why: &CertificateError) -> String {
    let text = match why {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => "it has expired",
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "it is not valid yet; check the clock of this machine"
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            "it is for another host name"
        }
        CertificateError::Revoked => "its authority has revoked it",
        // The signature is that of another authority with the same name.
        CertificateError::UnknownIssuer | CertificateError::BadSignature => {
            "no authority that the host trusts has issued it; if you trust its authority, set `ca` of the connection \
             to a PEM file with the authority's certificate"
        }
        other => return other.to_string(),
    };
    text.to_owned()
}
