use super::Handling;
use crate::bindings::http::{Error, Host, Request, Response};
use crate::http::Denied;
use guesthouse_sandbox::{Guest, Level};

impl Host for Guest<Handling> {
    async fn send(&mut self, request: Request) -> wasmtime::Result<Result<Response, Error>> {
        self.charge_bytes(size(&request))?;
        let connection = request.connection.clone();
        let position = self.data.requests;
        self.data.requests += 1;
        let prepared = self
            .data
            .plugin
            .client
            .prepare(self.data.key(), position, request);
        let answer = match prepared {
            Ok(prepared) => prepared.send().await,
            Err(denied) => Err(denied),
        };
        match answer {
            Ok(response) => {
                let headers = response
                    .headers
                    .iter()
                    .map(|h| h.name.len() + h.value.len());
                self.charge_bytes(response.body.len() + headers.sum::<usize>())?;
                Ok(Ok(response))
            }
            Err(Denied { error, reason }) => {
                let message = format!("host: connection `{connection}`: {reason}");
                self.log(Level::Warn, &message, &[]);
                Ok(Err(error))
            }
        }
    }
}

fn size(request: &Request) -> usize {
    let headers = request
        .headers
        .iter()
        .map(|header| header.name.len() + header.value.len());
    let body = request.body.as_ref().map_or(0, Vec::len);
    request.path.len() + body + headers.sum::<usize>()
}
