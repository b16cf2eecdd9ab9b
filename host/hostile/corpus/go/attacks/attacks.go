// Package attacks holds the adversaries, one file each. The head of a file says how it must end
// it.
package attacks

import "guesthouse.dev/sdk"

// Named are the adversaries by their files' names.
var Named = map[string]func() ([]sdk.Output, error){
	"allocation_bomb":    allocationBomb,
	"big_answer":         bigAnswer,
	"busy_wait":          busyWait,
	"capacity_bomb":      capacityBomb,
	"deadlock":           deadlock,
	"deep_json":          deepJSON,
	"endless_loop":       endlessLoop,
	"exit":               exit,
	"fatal_error":        fatalError,
	"files_and_sockets":  filesAndSockets,
	"finalizer_abuse":    finalizerAbuse,
	"foreign_store":      foreignStore,
	"forged_crash":       forgedCrash,
	"forged_handle":      forgedHandle,
	"forged_log":         forgedLog,
	"full_store":         fullStore,
	"giant_output":       giantOutput,
	"giant_power":        giantPower,
	"goexit":             goexit,
	"handle_flood":       handleFlood,
	"header_injection":   headerInjection,
	"huge_key":           hugeKey,
	"huge_value":         hugeValue,
	"key_flood":          keyFlood,
	"left_behind":        leftBehind,
	"leftovers":          leftovers,
	"log_fatal":          logFatal,
	"log_flood":          logFlood,
	"long_message":       longMessage,
	"long_panic":         longPanic,
	"lying_text":         lyingText,
	"many_attributes":    manyAttributes,
	"many_outputs":       manyOutputs,
	"panic_elsewhere":    panicElsewhere,
	"panic_in_panic":     panicInPanic,
	"parked_request":     parkedRequest,
	"path_traversal":     pathTraversal,
	"random_flood":       randomFlood,
	"raw_imports":        rawImports,
	"secrets_hunt":       secretsHunt,
	"sleep_abuse":        sleepAbuse,
	"stack_overflow":     stackOverflow,
	"stdout_flood":       stdoutFlood,
	"swallow_everything": swallowEverything,
	"thread_start":       threadStart,
	"timer_abuse":        timerAbuse,
	"ungranted_http":     ungrantedHTTP,
	"wild_pointer":       wildPointer,
}

// breached is the result of an attack that got what it may not have.
func breached(format string, args ...any) ([]sdk.Output, error) {
	return nil, sdk.Failed("breached", format, args...)
}

// report is the result of an attack that was denied everything.
func report(text string) ([]sdk.Output, error) {
	return []sdk.Output{sdk.Text("hostile.report", text)}, nil
}
