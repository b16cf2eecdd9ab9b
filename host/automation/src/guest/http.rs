use super::Handling;
use crate::bindings::http::{Error, Host, Request, Response};
use crate::http::Denied;
use crate::price;
use guesthouse_sandbox::{Guest, Halt, Level, Limit, clean};

impl Host for Guest<Handling> {
    async fn send(&mut self, request: Request) -> wasmtime::Result<Result<Response, Error>> {
        let size = request_size(&request);
        self.charge_bytes(size)?;
        self.charge_fuel(price::HTTP_REQUEST.saturating_add(price::message(size)))?;
        let position = self.data.requests;
        if u64::from(position) >= self.limits().requests {
            return Err(Halt::limit(Limit::Requests).into());
        }
        self.data.requests += 1;
        let connection = clean(&request.connection, 100, false);
        let Handling { plugin, .. } = &self.data;
        let prepared = plugin.client.prepare(self.data.key(), position, request);
        let answer = match prepared {
            Ok(prepared) => prepared.send().await,
            Err(denied) => Err(denied),
        };
        match answer {
            Ok((response, has_secret)) => {
                if has_secret {
                    let what = "the answer repeated a credential, which was hidden from the plugin";
                    self.note(Level::Warn, &format!("connection `{connection}`: {what}"));
                }
                let size = response_size(&response);
                self.charge_fuel(price::message(size))?;
                self.charge_bytes(size)?;
                Ok(Ok(response))
            }
            Err(Denied { error, reason }) => {
                self.note(Level::Warn, &format!("connection `{connection}`: {reason}"));
                Ok(Err(error))
            }
        }
    }
}

fn request_size(request: &Request) -> usize {
    let headers = request.headers.iter();
    let headers = headers.map(|header| header.name.len() + header.value.len());
    let body = request.body.as_ref().map_or(0, Vec::len);
    request.path.len() + body + headers.sum::<usize>()
}

fn response_size(response: &Response) -> usize {
    let headers = response.headers.iter();
    let headers = headers.map(|header| header.name.len() + header.value.len());
    response.body.len() + headers.sum::<usize>()
}
