use super::EventContext;
use super::error::HttpFailure;
use crate::bindings;
use crate::bindings::http::{Error, Host, Request, Response};
use crate::http::Denied;
use crate::price;
use crate::recording::{Asked, Sent};
use guesthouse_sandbox::{Guest, HostTrap, Level, Limit, clean};

impl Host for Guest<EventContext> {
    async fn send(&mut self, request: Request) -> Result<Response, HttpFailure> {
        let size = request_size(&request);
        self.charge_bytes(size)?;
        self.charge_fuel(price::HTTP_REQUEST.saturating_add(price::message(size)))?;
        let position = self.data.requests;
        if u64::from(position) >= self.data.plugin.policy.limits.requests {
            return Err(HostTrap::limit(Limit::Domain("requests")).into());
        }
        self.data.requests += 1;
        let connection = request.connection.clone();
        let sent = self.data.exchange(position, request).await;
        let (response, has_secret) = sent.map_err(|denied| denied.on(&connection))?;
        if has_secret {
            let connection = clean(&connection, 100, false);
            let what = "the response contained a credential; the host removed it";
            self.note(Level::Warn, &format!("connection `{connection}`: {what}"));
        }
        let size = response_size(&response);
        self.charge_fuel(price::message(size))?;
        self.charge_bytes(size)?;
        Ok(response)
    }

    /// Turns a denial into the error that the guest sees. The reason goes to the operator's log only.
    fn convert_error(&mut self, failure: HttpFailure) -> wasmtime::Result<Error> {
        match failure {
            HttpFailure::Denied(Denied { error, reason }) => {
                self.note(Level::Warn, &reason);
                Ok(error)
            }
            HttpFailure::Trap(trap) => Err(trap.into()),
        }
    }
}

impl EventContext {
    /// Sends a request, or takes the answer from the recording in a replay.
    async fn exchange(&mut self, position: u32, request: Request) -> Sent {
        let Some(tape) = &mut self.tape else {
            return self.send(position, request).await;
        };
        let body = request.body.as_deref().unwrap_or_default();
        let target = [&request.connection, &request.method, &request.path].map(String::as_bytes);
        let [connection, method, path] = target;
        tape.call("http.send", &[connection, method, path, body]);
        let asked = Asked::from(&request);
        let sent = match tape.answer(&asked) {
            Some(answer) => answer,
            None => self.send(position, request).await,
        };
        if let Some(tape) = &mut self.tape {
            tape.exchange(asked, &sent);
        }
        sent
    }

    async fn send(&self, position: u32, request: Request) -> Sent {
        let client = &self.plugin.client;
        client.prepare(self.key(), position, request)?.send().await
    }
}

fn request_size(request: &Request) -> usize {
    let body = request.body.as_ref().map_or(0, Vec::len);
    request.path.len() + body + bindings::size(&request.headers)
}

fn response_size(response: &Response) -> usize {
    response.body.len() + bindings::size(&response.headers)
}
