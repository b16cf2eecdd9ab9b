//! Standard output and error: bytes go to the log, which bounds them. A write never fails and never
//! waits, so a flood causes dropped lines, not a trap.

use crate::log::{Log, Origin};
use tokio::io::AsyncWrite;
use wasmtime_wasi::cli::{IsTerminal, StdoutStream};
use wasmtime_wasi_io::async_trait;
use wasmtime_wasi_io::bytes::Bytes;
use wasmtime_wasi_io::poll::Pollable;
use wasmtime_wasi_io::streams::{OutputStream, StreamResult};

#[derive(Clone)]
pub(super) struct Stdout {
    log: Log,
    origin: Origin,
}

impl Stdout {
    pub(super) fn new(log: Log, origin: Origin) -> Self {
        Self { log, origin }
    }
}

impl IsTerminal for Stdout {
    fn is_terminal(&self) -> bool {
        false
    }
}

impl StdoutStream for Stdout {
    fn async_stream(&self) -> Box<dyn AsyncWrite + Send + Sync> {
        // Only WASI 0.3 asks for it, which hosts do not provide.
        Box::new(tokio::io::sink())
    }

    fn p2_stream(&self) -> Box<dyn OutputStream> {
        Box::new(self.clone())
    }
}

impl OutputStream for Stdout {
    fn write(&mut self, bytes: Bytes) -> StreamResult<()> {
        self.log.stream(self.origin, &bytes);
        Ok(())
    }

    fn flush(&mut self) -> StreamResult<()> {
        Ok(())
    }

    fn check_write(&mut self) -> StreamResult<usize> {
        Ok(crate::static_limits::WRITE_BYTES)
    }
}

#[async_trait]
impl Pollable for Stdout {
    async fn ready(&mut self) {}
}
