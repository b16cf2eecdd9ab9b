//! The virtual WASI 0.2 that every guest finds, so that the ordinary toolchain of each language
//! works. It gives no access to the system: standard output and error become log lines, clocks and
//! random numbers are virtual, and there are no files, sockets or environment variables. The only
//! argument is the name of the program, which is the same for every guest.

mod absent;
mod clock;
mod poll;
mod random;
mod stdio;

pub(crate) use clock::VirtualClock;
pub(crate) use random::Random;

use crate::log::{Log, Origin};
use crate::{Guest, price};
use wasmtime::component::{HasData, HasSelf, Linker, ResourceTable};
use wasmtime_wasi::cli::{WasiCli, WasiCliView as _};
use wasmtime_wasi::filesystem::{WasiFilesystem, WasiFilesystemView as _};
use wasmtime_wasi::p2::bindings::{cli, clocks, filesystem, random as wit_random, sockets};
use wasmtime_wasi::sockets::{WasiSockets, WasiSocketsCtxView, WasiSocketsView as _};
use wasmtime_wasi::{WasiCtx, WasiView as _};
use wasmtime_wasi_io::bindings::wasi::io;

/// The first argument, which libraries read without a check: it is there in every program.
const PROGRAM: &str = "plugin";

/// Builds the part of a WASI context that a guest can use.
pub(crate) fn context(log: &Log) -> WasiCtx {
    WasiCtx::builder()
        .arg(PROGRAM)
        .stdout(stdio::LogStream::new(log.clone(), Origin::Stdout))
        .stderr(stdio::LogStream::new(log.clone(), Origin::Stderr))
        .build()
}

/// Links every interface of [`guesthouse_diagnostics::wasi::INTERFACES`].
pub(crate) fn link<D: Send + 'static>(linker: &mut Linker<Guest<D>>) -> wasmtime::Result<()> {
    link_io(linker)?;
    link_clocks_and_random(linker)?;
    link_cli(linker)?;
    link_denied(linker)
}

struct HasTable;

impl HasData for HasTable {
    type Data<'a> = &'a mut ResourceTable;
}

fn link_io<D: Send + 'static>(l: &mut Linker<Guest<D>>) -> wasmtime::Result<()> {
    io::error::add_to_linker::<_, HasTable>(l, |guest| guest.ctx().table)?;
    io::poll::add_to_linker::<_, HasSelf<Guest<D>>>(l, Guest::enter)?;
    io::streams::add_to_linker::<_, HasTable>(l, |guest| guest.ctx().table)
}

fn link_clocks_and_random<D: Send + 'static>(l: &mut Linker<Guest<D>>) -> wasmtime::Result<()> {
    clocks::wall_clock::add_to_linker::<_, HasSelf<Guest<D>>>(l, Guest::enter)?;
    clocks::monotonic_clock::add_to_linker::<_, HasSelf<Guest<D>>>(l, Guest::enter)?;
    wit_random::random::add_to_linker::<_, HasSelf<Guest<D>>>(l, Guest::enter)?;
    wit_random::insecure::add_to_linker::<_, HasSelf<Guest<D>>>(l, Guest::enter)?;
    wit_random::insecure_seed::add_to_linker::<_, HasSelf<Guest<D>>>(l, Guest::enter)
}

fn link_cli<D: Send + 'static>(l: &mut Linker<Guest<D>>) -> wasmtime::Result<()> {
    cli::exit::add_to_linker::<_, WasiCli>(l, Guest::cli)?;
    cli::environment::add_to_linker::<_, WasiCli>(l, Guest::cli)?;
    cli::stdin::add_to_linker::<_, WasiCli>(l, Guest::cli)?;
    cli::stdout::add_to_linker::<_, WasiCli>(l, Guest::cli)?;
    cli::stderr::add_to_linker::<_, WasiCli>(l, Guest::cli)?;
    cli::terminal_input::add_to_linker::<_, WasiCli>(l, Guest::cli)?;
    cli::terminal_output::add_to_linker::<_, WasiCli>(l, Guest::cli)?;
    cli::terminal_stdin::add_to_linker::<_, WasiCli>(l, Guest::cli)?;
    cli::terminal_stdout::add_to_linker::<_, WasiCli>(l, Guest::cli)?;
    cli::terminal_stderr::add_to_linker::<_, WasiCli>(l, Guest::cli)
}

/// Links interfaces that only deny: no folder is open and every socket is refused. The functions that
/// come first in every use of a socket tell the operator.
fn link_denied<D: Send + 'static>(l: &mut Linker<Guest<D>>) -> wasmtime::Result<()> {
    filesystem::types::add_to_linker::<_, WasiFilesystem>(l, Guest::filesystem)?;
    filesystem::preopens::add_to_linker::<_, WasiFilesystem>(l, Guest::filesystem)?;
    let options = sockets::network::LinkOptions::default();
    sockets::network::add_to_linker::<_, WasiSockets>(l, &options, Guest::sockets)?;
    sockets::instance_network::add_to_linker::<_, WasiSockets>(l, Guest::sockets)?;
    sockets::ip_name_lookup::add_to_linker::<_, WasiSockets>(l, lookup_view)?;
    sockets::tcp::add_to_linker::<_, WasiSockets>(l, Guest::sockets)?;
    sockets::tcp_create_socket::add_to_linker::<_, WasiSockets>(l, |guest| {
        guest.without_sockets().sockets()
    })?;
    sockets::udp::add_to_linker::<_, WasiSockets>(l, Guest::sockets)?;
    sockets::udp_create_socket::add_to_linker::<_, WasiSockets>(l, |guest| {
        guest.without_sockets().sockets()
    })
}

fn lookup_view<D: Send + 'static>(guest: &mut Guest<D>) -> WasiSocketsCtxView<'_> {
    // The run of a guest that cannot pay ends when the call returns.
    guest.charge_fuel(price::LOOKUP).ok();
    guest.without_sockets().sockets()
}
