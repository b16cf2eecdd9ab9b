//! Requests to connections. `rules` checks methods and paths, `headers` filters headers, `resolve`
//! looks names up, `address` checks addresses, and `wire` sends the request.

mod address;
mod denied;
#[cfg(feature = "fuzzing")]
pub(crate) mod fuzzing;
mod headers;
mod resolve;
mod rules;
mod tls;
mod wire;

pub(crate) use denied::Denied;
pub(crate) use resolve::system;
pub use resolve::{Resolver, Resolving};
pub(crate) use rules::check_path;

use crate::bindings::http::{Error, Request, Response};
use crate::key::OperatorKey;
use crate::policy::{HttpGrant, Policy};
use crate::redact::{Redactor, is_secret, secrets_of};
use crate::state::EventKey;
use guesthouse_sandbox::clean;
use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{CONTENT_LENGTH, HOST, HeaderMap, HeaderName, HeaderValue};
use resolve::Names;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio_rustls::rustls::ClientConfig;

/// Headers that depend on the body. A guest could compute the hidden credential from them.
const OF_THE_BODY: [&str; 6] = [
    "content-length",
    "content-digest",
    "content-md5",
    "digest",
    "etag",
    "repr-digest",
];

/// The connections of one plugin, ready to use.
pub(crate) struct Client {
    upstreams: BTreeMap<String, Arc<Upstream>>,
    key: OperatorKey,
    redactor: Arc<Redactor>,
}

pub(super) struct Upstream {
    grant: HttpGrant,
    names: Names,
    /// Headers with credentials, which replace the guest's.
    headers: HeaderMap,
    secrets: Vec<String>,
    tls: Option<Arc<ClientConfig>>,
}

/// A checked request.
pub(crate) struct Prepared {
    upstream: Arc<Upstream>,
    redactor: Arc<Redactor>,
    request: hyper::Request<Full<Bytes>>,
    timeout: Duration,
}

impl Client {
    /// Reads the credentials and certificate authorities that the policy names. Returns the connection
    /// and a message if one is missing.
    pub(crate) fn new(
        policy: &Policy,
        key: OperatorKey,
        resolver: &Arc<dyn Resolver>,
    ) -> Result<Self, (String, String)> {
        let mut upstreams = BTreeMap::new();
        for (name, grant) in &policy.connections {
            let upstream = Upstream::new(grant, Names::new(Arc::clone(resolver)))
                .map_err(|reason| (name.clone(), reason))?;
            upstreams.insert(name.clone(), Arc::new(upstream));
        }
        let secrets = upstreams
            .values()
            .flat_map(|upstream| upstream.secrets.clone());
        Ok(Self {
            redactor: Arc::new(Redactor::new(secrets)),
            upstreams,
            key,
        })
    }

    /// Returns the redactor that knows the credentials of these connections.
    pub(crate) fn redactor(&self) -> &Redactor {
        &self.redactor
    }

    /// Returns the service, if the request is valid and the policy grants it.
    fn granted(&self, request: &Request) -> Result<&Arc<Upstream>, Denied> {
        if !rules::is_method(&request.method) {
            let method = clean(&request.method, 40, false);
            let reason = format!("the method `{method}` must be 1 to 32 capital letters");
            return Err(Denied::new(Error::InvalidRequest, reason));
        }
        if let Err(rule) = check_path(&request.path) {
            let path = clean(&request.path, 500, false);
            let reason = format!("the path `{path}` {rule}");
            return Err(Denied::new(Error::InvalidRequest, reason));
        }
        let Some(upstream) = self.upstreams.get(&request.connection) else {
            return Err(Denied::new(
                Error::NotGranted,
                "the policy does not grant this connection to the plugin",
            ));
        };
        if !rules::is_granted(&upstream.grant, &request.method, &request.path) {
            let path = clean(&request.path, 500, false);
            let reason = format!("the policy does not grant `{} {path}`", request.method);
            return Err(Denied::new(Error::NotGranted, reason));
        }
        let length = request.body.as_ref().map_or(0, Vec::len) as u64;
        if length > upstream.grant.connection.limits.request_bytes {
            let max = upstream.grant.connection.limits.request_bytes;
            let reason = format!(
                "the request has {length} bytes, more than the limit `request_bytes` of {max}"
            );
            return Err(Denied::new(Error::TooLarge, reason));
        }
        Ok(upstream)
    }

    /// Checks a request against the contract and the policy, and builds the request to send.
    pub(crate) fn prepare(
        &self,
        event: EventKey,
        position: u32,
        request: Request,
    ) -> Result<Prepared, Denied> {
        let upstream = self.granted(&request)?;
        let allowed = upstream.grant.connection.request_headers.as_deref();
        let headers = headers::from_guest(&request.headers, &upstream.headers, allowed)?;
        let key = self.idempotency_key(event, position, &request);
        let timeout = upstream.timeout(request.timeout_ms);
        let request = upstream
            .request(request, headers, &key)
            .map_err(|error| Denied::new(Error::InvalidRequest, error.to_string()))?;
        Ok(Prepared {
            upstream: Arc::clone(upstream),
            redactor: Arc::clone(&self.redactor),
            request,
            timeout,
        })
    }

    /// Returns the idempotency key. A repeat of the event sends the same request at the same position
    /// with the same key; no other plugin, event or request gets it.
    fn idempotency_key(&self, event: EventKey, position: u32, request: &Request) -> String {
        let mut hash = Sha256::new();
        let mut part = |bytes: &[u8]| {
            hash.update((bytes.len() as u64).to_be_bytes());
            hash.update(bytes);
        };
        part(request.connection.as_bytes());
        part(request.method.as_bytes());
        part(request.path.as_bytes());
        for header in &request.headers {
            part(header.name.as_bytes());
            part(header.value.as_bytes());
        }
        part(request.body.as_deref().unwrap_or_default());
        let parts: [&[u8]; 5] = [
            event.plugin.as_bytes(),
            event.source.as_bytes(),
            event.id.as_bytes(),
            &position.to_be_bytes(),
            &hash.finalize(),
        ];
        let key = self.key.derive("idempotency-key", &parts);
        data_encoding::BASE32_NOPAD
            .encode(&key)
            .to_ascii_lowercase()
    }
}

impl Upstream {
    fn new(grant: &HttpGrant, names: Names) -> Result<Self, String> {
        let connection = &grant.connection;
        let mut headers = HeaderMap::new();
        let mut secrets = Vec::new();
        for (name, secret) in &connection.headers {
            let value = secret
                .read()
                .map_err(|error| format!("header `{name}`: {error}"))?;
            if value.trim().is_empty() && is_secret(name, secret) {
                return Err(format!("header `{name}`: the value is empty"));
            }
            secrets.extend(secrets_of(name, secret, &value));
            let wrong = |_| {
                format!("header `{name}`: the value has characters that a header cannot contain")
            };
            let mut header = HeaderValue::from_str(&value).map_err(wrong)?;
            header.set_sensitive(true);
            let name =
                HeaderName::from_bytes(name.as_bytes()).map_err(|error| error.to_string())?;
            headers.insert(name, header);
        }
        let tls = match connection.url.scheme() {
            "https" => Some(tls::config(connection.ca.as_deref())?),
            _ => None,
        };
        Ok(Self {
            grant: grant.clone(),
            names,
            headers,
            secrets,
            tls,
        })
    }

    fn timeout(&self, wanted: Option<u32>) -> Duration {
        let limit = Duration::from_millis(self.grant.connection.limits.timeout_ms);
        wanted.map_or(limit, |ms| limit.min(Duration::from_millis(ms.into())))
    }

    fn request(
        &self,
        request: Request,
        mut headers: HeaderMap,
        key: &str,
    ) -> Result<hyper::Request<Full<Bytes>>, hyper::http::Error> {
        let url = &self.grant.connection.url;
        let port = url
            .port()
            .map(|port| format!(":{port}"))
            .unwrap_or_default();
        let host = format!("{}{port}", url.host_str().unwrap_or_default());
        headers.insert(HOST, HeaderValue::from_str(&host)?);
        headers.insert("idempotency-key", HeaderValue::from_str(key)?);
        for (name, value) in &self.headers {
            headers.insert(name, value.clone());
        }
        let target = format!("{}{}", url.path().trim_end_matches('/'), request.path);
        // Without a length, some servers wait for a body.
        if matches!(request.method.as_str(), "POST" | "PUT" | "PATCH") {
            let length = request.body.as_ref().map_or(0, Vec::len);
            headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
        }
        let body = Full::new(Bytes::from(request.body.unwrap_or_default()));
        let mut sent = hyper::Request::builder()
            .method(request.method.as_str())
            .uri(target)
            .body(body)?;
        *sent.headers_mut() = headers;
        Ok(sent)
    }
}

impl Prepared {
    /// Sends the request and waits for the whole response. Hides credentials that the response
    /// repeats, and returns whether there were any.
    pub(crate) async fn send(self) -> Result<(Response, bool), Denied> {
        let mut reply = wire::send(&self.upstream, self.request, self.timeout).await?;
        let has_secret = self.redactor.bytes(&mut reply.body);
        if has_secret {
            for name in OF_THE_BODY {
                reply.headers.remove(name);
            }
        }
        let response = Response {
            status: reply.status,
            headers: headers::to_guest(&reply.headers, &self.redactor),
            body: reply.body,
        };
        Ok((response, has_secret))
    }
}
