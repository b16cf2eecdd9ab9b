//! The checks of this crate: every control on a plugin that is no number of [`Limits`].
//!
//! [`Limits`]: crate::Limits

guesthouse_sandbox::checks! {
    /// A control that is no number.
    pub(crate) enum Check {
        /// A connection's address is one of an HTTP service, read as everyone reads it.
        BaseUrls "check.base-urls";
        /// A connection's address holds no credentials.
        UrlCredentials "check.url-credentials";
        /// A loopback address is connected to only where the policy allows it.
        LoopbackAddresses "check.loopback-addresses";
        /// A private address is connected to only where the policy allows it.
        PrivateAddresses "check.private-addresses";
        /// A link-local address is connected to only where the policy allows it.
        LinkLocalAddresses "check.link-local-addresses";
        /// A cloud's metadata service is connected to only where the policy allows it.
        MetadataAddresses "check.metadata-addresses";
        /// The unspecified network, which leads to the host itself, is never connected to.
        UnspecifiedAddresses "check.unspecified-addresses";
        /// A multicast address is never connected to.
        MulticastAddresses "check.multicast-addresses";
        /// A reserved address is never connected to.
        ReservedAddresses "check.reserved-addresses";
        /// An internal address is never connected to through a translating gateway.
        TranslatedAddresses "check.translated-addresses";
        /// Every address of a name is checked.
        EveryAddress "check.every-address";
        /// The address that is connected to is the one that was checked.
        CheckedAddress "check.checked-address";
        /// Look-ups that are under way at once are bounded for each connection.
        Lookups "check.lookups";

        /// A method is made of capitals.
        MethodShape "check.method-shape";
        /// Methods that make tunnels or echoes are never granted.
        NeverMethods "check.never-methods";
        /// A method is used only where the policy grants it.
        GrantedMethods "check.granted-methods";
        /// A path is used only below a prefix that the policy grants.
        GrantedPaths "check.granted-paths";
        /// A path starts with one slash.
        PathStart "check.path-start";
        /// A path is bounded.
        PathLength "check.path-length";
        /// A path has none of the characters that end it or are read in two ways.
        PathCharacters "check.path-characters";
        /// What looks percent-encoded in a path is.
        PathEncoding "check.path-encoding";
        /// No way of decoding a path leads out of where it seems to be.
        PathDots "check.path-dots";

        /// A guest's headers are bounded in number.
        RequestHeaderCount "check.request-header-count";
        /// A guest's headers are bounded in bytes.
        RequestHeaderBytes "check.request-header-bytes";
        /// A guest sends no header that is the host's.
        HostHeaders "check.host-headers";
        /// A guest sends no header by which a service takes another method or path.
        OverrideHeaders "check.override-headers";
        /// A header is the host's also with underscores in its name.
        HeaderUnderscores "check.header-underscores";
        /// The key of a request is one that no other plugin's or event's is given.
        IdempotencyKeys "check.idempotency-keys";
        /// A request's body is bounded.
        RequestBytes "check.request-bytes";
        /// A guest waits no longer than the policy allows.
        TimeoutCap "check.timeout-cap";

        /// An answer's headers are bounded in number.
        AnswerHeaderCount "check.answer-header-count";
        /// An answer's headers are bounded in bytes.
        AnswerHeaderBytes "check.answer-header-bytes";
        /// An answer whose status no contract knows is none.
        AnswerStatus "check.answer-status";
        /// An answer's body is bounded.
        AnswerBytes "check.answer-bytes";
        /// Headers that set credentials or belong to the connection do not reach the guest.
        AnswerHeaders "check.answer-headers";
        /// Headers that the service names as the connection's do not reach the guest.
        ConnectionHeaders "check.connection-headers";
        /// Headers that repeat a credential do not reach the guest.
        AnswerHeaderSecrets "check.answer-header-secrets";
        /// A credential that a body repeats is hidden from the guest.
        AnswerBodySecrets "check.answer-body-secrets";
        /// Known secrets are hidden in text of the guest.
        Redaction "check.redaction";
        /// Known secrets are recognised when they are encoded.
        RedactedEncodings "check.redacted-encodings";

        /// A store is opened only where the policy grants it.
        GrantedStores "check.granted-stores";
        /// A store that is not shared is its plugin's alone.
        PrivateStores "check.private-stores";
        /// A key is bounded and not empty.
        KeyLength "check.key-length";
        /// A key has no control characters.
        KeyCharacters "check.key-characters";
        /// A value is bounded.
        ValueBytes "check.value-bytes";
        /// A store is bounded in bytes.
        StoreBytes "check.store-bytes";
        /// A store is bounded in keys.
        StoreKeys "check.store-keys";
        /// Pages of the state file that are kept in memory are bounded.
        StatePages "check.state-pages";
        /// Keys that are listed at once are bounded.
        KeysAtOnce "check.keys-at-once";
        /// Events that share a store are handled one after another.
        Turns "check.turns";
        /// An event that was committed meanwhile is not committed again.
        CommitsOnce "check.commits-once";

        /// A component is run only if it is the one that the policy's digest names.
        Digests "check.digests";
        /// A plugin's name is plain.
        Names "check.names";
        /// A line that should be an event is bounded.
        EventLine "check.event-line";
        /// The attributes of an event are bounded in number.
        EventAttributes "check.event-attributes";
        /// The attributes of an event that the host repeats are bounded.
        AttributeBytes "check.attribute-bytes";
        /// An event is bounded.
        EventBytes "check.event-bytes";
        /// Checking and writing outputs is paid in fuel.
        OutputCosts "check.output-costs";
        /// The id that an output is given is one that no other plugin's is given.
        DerivedIds "check.derived-ids";
        /// An output's type is not empty.
        OutputTypes "check.output-types";
        /// An output's id is not empty.
        OutputIds "check.output-ids";
        /// An output has a source that is not empty.
        OutputSources "check.output-sources";
        /// A plugin sets only sources that the policy lets it emit.
        Emits "check.emits";
        /// An output's time is RFC 3339.
        OutputTimes "check.output-times";
        /// Data that is said to be JSON is.
        OutputJson "check.output-json";
        /// The extensions of an output are bounded in number.
        OutputExtensions "check.output-extensions";
        /// An extension's name is plain and short.
        ExtensionNames "check.extension-names";
        /// An extension is none of the attributes that every event has.
        ContextAttributes "check.context-attributes";
        /// A plugin sets none of the host's extensions.
        ReservedExtensions "check.reserved-extensions";
        /// An extension is there once.
        RepeatedExtensions "check.repeated-extensions";
        /// Plugins that feed each other in a circle end.
        Hops "check.hops";
        /// A plugin's code is a word for machines.
        FailureCodes "check.failure-codes";
    }
}
