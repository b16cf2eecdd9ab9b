//! The sandbox's checks: every control that is no number. See [`crate::switch`].

crate::checks! {
    /// A control that is no number.
    pub(crate) enum Check {
        /// An empty file is refused as such.
        Empty "check.empty";
        /// A precompiled artefact, which is native code, is refused.
        Precompiled "check.precompiled";
        /// WebAssembly text is refused.
        TextFormat "check.text-format";
        /// A core module is refused.
        CoreModule "check.core-module";
        /// A file without the header of a component is refused.
        Header "check.header";
        /// A panic of the parser refuses the file.
        ParserPanics "check.parser-panics";

        /// 64-bit memories and tables are refused.
        Memory64 "check.memory64";
        /// Shared memory is refused.
        SharedMemory "check.shared-memory";
        /// Custom page sizes are refused.
        CustomPageSizes "check.custom-page-sizes";
        /// Several memories in one module are refused.
        MultiMemory "check.multi-memory";
        /// Exceptions are refused.
        Exceptions "check.exceptions";
        /// Component-model async is refused.
        Async "check.async";
        /// Garbage-collected types are refused.
        GarbageCollection "check.garbage-collection";
        /// Tail calls are refused.
        TailCalls "check.tail-calls";
        /// Relaxed SIMD is refused.
        RelaxedSimd "check.relaxed-simd";

        /// An import that nobody provides is refused by its name.
        UnknownImports "check.unknown-imports";
        /// A component without an interface it must export is refused.
        MissingExports "check.missing-exports";
        /// A component whose exports have other types than the contract is refused.
        ExportTypes "check.export-types";
        /// Components and modules that one component hands to another are refused.
        SuppliedComponents "check.supplied-components";

        /// What the compiler's process reads begins only after it has greeted as one.
        Greeting "check.greeting";
        /// The compiler's process sees nothing of the host's environment.
        ChildEnvironment "check.child-environment";
        /// The compiler's process has no network, no files and no other programs.
        Confinement "check.confinement";
        /// The compiler's process has the lowest priority.
        ChildPriority "check.child-priority";
        /// The compiler's process ends when its host does.
        Orphans "check.orphans";

        /// A compiled component is believed only with its code under the user's key.
        CacheMac "check.cache-mac";
        /// A compiled component is used only for the bytes it was made from.
        CacheContent "check.cache-content";
        /// A compiled component is used only with the engine and settings it was made for.
        CacheEngine "check.cache-engine";
        /// A folder that others can write to keeps no compiled components.
        CacheFolder "check.cache-folder";
        /// A key that others can read protects no compiled components.
        CacheKey "check.cache-key";

        /// A run beyond the guests that may run at once waits.
        Slots "check.slots";
        /// A run beyond the guests that one plugin may have at once waits outside the queue.
        PluginSlots "check.plugin-slots";
        /// The instance that shows the types of a component takes a slot.
        TrialSlots "check.trial-slots";

        /// Memory is summed over all memories of a run.
        SumOfMemories "check.sum-of-memories";
        /// Table elements are summed over all tables of a run.
        SumOfTables "check.sum-of-tables";
        /// The host's work for a guest is paid in fuel.
        HostWorkCosts "check.host-work-costs";
        /// A guest that comes back from the host lets others run when its slice is over.
        SlicesEnd "check.slices-end";
        /// A slice in which the engine's own helpers took long is over, too.
        LateSlices "check.late-slices";
        /// A guest whose slice is over waits until the runtime has looked after timers and sockets.
        Defers "check.defers";
        /// A thread that runs one guest after another looks after timers and sockets in between.
        Pauses "check.pauses";
        /// Only as many guests as there are turns are ready to compute at once.
        Turns "check.guest-turns";
        /// A guest whose slices take long runs on threads that nothing else waits for.
        LongSlices "check.long-slices";
        /// What a guest used up counts as the whole grant once it trapped.
        FuelAfterTrap "check.fuel-after-trap";
        /// Random bytes are charged before they are made.
        RandomIsCharged "check.random-is-charged";
        /// A panic of a host function ends its run and no other.
        HostPanics "check.host-panics";
        /// What a guest met as a limit and then crashed with is the limit.
        LimitWins "check.limit-wins";
        /// The guest's clock moves only when it is read or slept on.
        VirtualClock "check.virtual-clock";
        /// What is kept of a line that has not ended is bounded.
        UnfinishedLines "check.unfinished-lines";

        /// Control characters in a guest's text are made visible.
        ControlCharacters "check.control-characters";
        /// Direction marks and invisible characters in a guest's text are made visible.
        DirectionMarks "check.direction-marks";
        /// A guest's text is cut at the length that whoever shows it asks for.
        TextLength "check.text-length";
        /// Of a function's name only as much is read as one of Rust's that is shown.
        MangledNames "check.mangled-names";
    }
}
