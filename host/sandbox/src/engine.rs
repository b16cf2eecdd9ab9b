//! The engine's settings: what WebAssembly a guest may use and how it is metered.
//!
//! Two engines are built from one set of code settings: the pooled one that runs guests, and the
//! worker's, which only compiles and reserves no address space.

use wasmtime::{
    Config, Enabled, Engine, InstanceAllocationStrategy, OptLevel, PoolingAllocationConfig,
    WasmBacktraceDetails, WasmFeatures,
};

/// Core instances a component may have. CPython with native extensions needs some hundred.
pub(crate) const MAX_CORE_INSTANCES: u32 = 512;
/// Linear memories a component may have.
pub(crate) const MAX_MEMORIES: u32 = 8;
/// Tables a component may have.
pub(crate) const MAX_TABLES: u32 = 64;
/// Elements one table may have.
pub(crate) const MAX_TABLE_ELEMENTS: u32 = 100_000;

/// Fuel between two points where a guest lets others run: some milliseconds.
pub(crate) const YIELD_INTERVAL: u64 = 5_000_000;

const MAX_FRAMES: std::num::NonZeroUsize = match std::num::NonZeroUsize::new(20) {
    Some(frames) => frames,
    None => unreachable!(),
};

const WASM_STACK: usize = 1 << 20;
/// Room for host functions below the guest's frames. Overflowing it would abort the process, so it
/// is generous, and host parsers of guest data bound their own depth.
const HOST_STACK: usize = 2 << 20;

/// What the toolchains emit and what stays deterministic. Everything else is refused at load:
/// threads, garbage collection, 64-bit memories, exceptions, tail calls, relaxed SIMD,
/// component-model async. Several memories in a module are what the engine's own adapters between
/// nested components use; guests that declare them are refused by the pre-scan.
pub(crate) fn features() -> WasmFeatures {
    WasmFeatures::MUTABLE_GLOBAL
        | WasmFeatures::SATURATING_FLOAT_TO_INT
        | WasmFeatures::SIGN_EXTENSION
        | WasmFeatures::REFERENCE_TYPES
        | WasmFeatures::MULTI_VALUE
        | WasmFeatures::BULK_MEMORY
        | WasmFeatures::BULK_MEMORY_OPT
        | WasmFeatures::CALL_INDIRECT_OVERLONG
        | WasmFeatures::SIMD
        | WasmFeatures::FLOATS
        | WasmFeatures::EXTENDED_CONST
        | WasmFeatures::MULTI_MEMORY
        | WasmFeatures::COMPONENT_MODEL
}

/// Settings that decide the machine code, the same in the worker and in the host.
fn code_settings() -> Config {
    let mut config = Config::new();
    config
        .wasm_features(WasmFeatures::all(), false)
        .wasm_features(features(), true)
        .concurrency_support(false)
        .consume_fuel(true)
        .cranelift_opt_level(OptLevel::Speed)
        .cranelift_nan_canonicalization(true)
        .memory_init_cow(true)
        .wasm_backtrace_details(WasmBacktraceDetails::Disable)
        .wasm_backtrace_max_frames(Some(MAX_FRAMES))
        .debug_info(false)
        .max_wasm_stack(WASM_STACK)
        .async_stack_size(WASM_STACK + HOST_STACK)
        .async_stack_zeroing(true);
    config
}

/// The engine of the worker: it compiles and never runs anything.
pub(crate) fn compiling() -> wasmtime::Result<Engine> {
    Engine::new(&code_settings())
}

/// The engine that runs guests, at most `guests` at once.
///
/// Where the system grants no address space for a pool, memory is mapped for each run.
pub(crate) fn running(guests: u32) -> wasmtime::Result<Engine> {
    let mut config = code_settings();
    config.allocation_strategy(InstanceAllocationStrategy::Pooling(pool(guests)));
    match Engine::new(&config) {
        Ok(engine) => Ok(engine),
        Err(_) => Engine::new(config.allocation_strategy(InstanceAllocationStrategy::OnDemand)),
    }
}

fn pool(guests: u32) -> PoolingAllocationConfig {
    let mut pool = PoolingAllocationConfig::new();
    pool.total_component_instances(guests)
        .total_core_instances(guests.saturating_mul(MAX_CORE_INSTANCES))
        .total_memories(guests.saturating_mul(MAX_MEMORIES))
        .total_tables(guests.saturating_mul(MAX_TABLES))
        .total_stacks(guests)
        .max_core_instances_per_component(MAX_CORE_INSTANCES)
        .max_memories_per_component(MAX_MEMORIES)
        .max_tables_per_component(MAX_TABLES)
        .table_elements(MAX_TABLE_ELEMENTS as usize)
        .max_unused_warm_slots(guests)
        .decommit_batch_size(16);
    if keeps_pages() {
        pool.linear_memory_keep_resident(2 << 20)
            .table_keep_resident(4 << 10)
            .pagemap_scan(Enabled::Yes);
    }
    pool
}

/// Whether pages of a finished run may stay resident and be wiped by scanning for dirty ones. The
/// scan misses a dirty page that was swapped out, so it is only used where nothing can be.
fn keeps_pages() -> bool {
    PoolingAllocationConfig::is_pagemap_scan_available()
        && std::fs::read_to_string("/proc/swaps").is_ok_and(|swaps| swaps.lines().count() <= 1)
}
