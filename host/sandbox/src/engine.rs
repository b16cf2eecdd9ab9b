//! The engine's settings: which WebAssembly features a guest may use, and prices of instructions.
//!
//! Two engines are built from one set of code settings: the pooled one that runs guests, and the
//! worker's, which only compiles and reserves no address space.

use crate::{price, static_limits};
use guesthouse_inspect::{FEATURES, limits as parts};
use std::num::NonZeroUsize;
use wasmtime::{
    Config, Enabled, Engine, InstanceAllocationStrategy, OperatorCost, OptLevel,
    PoolingAllocationConfig, WasmBacktraceDetails, WasmFeatures,
};

/// Prices of instructions. Some call a helper of the engine that [`crate::call_hook`] does not see,
/// so they have a flat price in addition to the price of each byte or element.
fn operator_cost() -> OperatorCost {
    OperatorCost {
        RefFunc: price::REFERENCE as u8,
        MemoryCopy: price::BULK as u8,
        MemoryFill: price::BULK as u8,
        MemoryInit: price::BULK as u8,
        TableInit: price::BULK as u8,
        ..OperatorCost::new()
    }
}

/// Settings that decide the machine code, the same in the worker and in the host.
fn code_settings() -> Config {
    let mut config = Config::new();
    config
        .wasm_features(WasmFeatures::all(), false)
        .wasm_features(FEATURES, true)
        .concurrency_support(false)
        .consume_fuel(true)
        .operator_cost(operator_cost())
        .cranelift_opt_level(OptLevel::Speed)
        .cranelift_nan_canonicalization(true)
        .memory_init_cow(true)
        .memory_guaranteed_dense_image_size(DENSE_IMAGE)
        .wasm_backtrace_details(WasmBacktraceDetails::Disable)
        .wasm_backtrace_max_frames(NonZeroUsize::new(static_limits::FRAMES))
        .debug_info(false)
        .max_wasm_stack(static_limits::WASM_STACK)
        .async_stack_size(static_limits::WASM_STACK + static_limits::HOST_STACK)
        // A guest cannot read the native stack: wiping it would only be a second line of defence.
        .async_stack_zeroing(false);
    config
}

/// Returns the engine of the worker, which compiles and never runs a guest.
pub(crate) fn compiling() -> wasmtime::Result<Engine> {
    Engine::new(&code_settings())
}

/// The engine that runs guests from a pool for at most `guests` at once.
///
/// Where the system grants no address space for a pool, memory is mapped for each run.
pub(crate) fn pooled(guests: u32) -> wasmtime::Result<Engine> {
    let mut config = code_settings();
    config.allocation_strategy(InstanceAllocationStrategy::Pooling(pool(guests)));
    Engine::new(&config).or_else(|_| on_demand())
}

/// The engine that maps memory for each run.
pub(crate) fn on_demand() -> wasmtime::Result<Engine> {
    Engine::new(code_settings().allocation_strategy(InstanceAllocationStrategy::OnDemand))
}

/// Bytes up to which the engine keeps a memory as an image, however little data it has. A guest can
/// place two bytes of data this far apart in each memory.
const DENSE_IMAGE: u64 = 1 << 20;

/// Bytes that the pool allows for the engine's data about the instances of a component. The pre-scan
/// refuses a component that needs more than [`parts::INSTANCE_BYTES`]; the rest is for definitions.
const INSTANCE: usize = 32 << 20;

fn pool(guests: u32) -> PoolingAllocationConfig {
    // Those of the component, and those that the engine makes as adapters.
    let core_instances = parts::CORE_INSTANCES + parts::ADAPTERS;
    let mut pool = PoolingAllocationConfig::new();
    pool.total_component_instances(guests)
        .total_core_instances(guests.saturating_mul(core_instances))
        .total_memories(guests.saturating_mul(parts::MEMORIES))
        .total_tables(guests.saturating_mul(parts::TABLES))
        .total_stacks(guests)
        .max_core_instances_per_component(core_instances)
        .max_memories_per_component(parts::MEMORIES)
        .max_tables_per_component(parts::TABLES)
        .max_memories_per_module(parts::MEMORIES)
        .max_tables_per_module(parts::TABLES)
        .table_elements(parts::TABLE_ELEMENTS)
        .max_core_instance_size(INSTANCE)
        .max_component_instance_size(INSTANCE)
        .max_unused_warm_slots(guests)
        .decommit_batch_size(1);
    if keeps_pages() {
        pool.linear_memory_keep_resident(2 << 20)
            .table_keep_resident(4 << 10)
            .pagemap_scan(Enabled::Yes);
    }
    pool
}

/// Whether pages of a finished run may stay resident and be wiped by scanning for dirty ones. The
/// scan misses a dirty page that was swapped out, so it is used only where no page can be.
fn keeps_pages() -> bool {
    PoolingAllocationConfig::is_pagemap_scan_available()
        && std::fs::read_to_string("/proc/swaps").is_ok_and(|swaps| swaps.lines().count() <= 1)
}
