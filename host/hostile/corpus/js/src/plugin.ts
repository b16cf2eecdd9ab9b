// A hostile plugin: an event of type `hostile.NAME` runs the adversary NAME of `attacks/`.

import { Rejected, type Event, type Output } from "@guesthouse/sdk";
import * as allocation_bomb from "./attacks/allocation_bomb.js";
import * as big_answer from "./attacks/big_answer.js";
import * as broken_builtins from "./attacks/broken_builtins.js";
import * as busy_wait from "./attacks/busy_wait.js";
import * as capacity_bomb from "./attacks/capacity_bomb.js";
import * as code_from_text from "./attacks/code_from_text.js";
import * as deep_json from "./attacks/deep_json.js";
import * as endless_loop from "./attacks/endless_loop.js";
import * as endless_microtasks from "./attacks/endless_microtasks.js";
import * as endless_outputs from "./attacks/endless_outputs.js";
import * as exit from "./attacks/exit.js";
import * as files_and_sockets from "./attacks/files_and_sockets.js";
import * as foreign_store from "./attacks/foreign_store.js";
import * as forged_crash from "./attacks/forged_crash.js";
import * as forged_failure from "./attacks/forged_failure.js";
import * as forged_handle from "./attacks/forged_handle.js";
import * as forged_log from "./attacks/forged_log.js";
import * as full_store from "./attacks/full_store.js";
import * as giant_output from "./attacks/giant_output.js";
import * as giant_power from "./attacks/giant_power.js";
import * as handle_flood from "./attacks/handle_flood.js";
import * as header_injection from "./attacks/header_injection.js";
import * as huge_key from "./attacks/huge_key.js";
import * as huge_value from "./attacks/huge_value.js";
import * as key_flood from "./attacks/key_flood.js";
import * as leftovers from "./attacks/leftovers.js";
import * as log_flood from "./attacks/log_flood.js";
import * as long_message from "./attacks/long_message.js";
import * as long_panic from "./attacks/long_panic.js";
import * as lying_text from "./attacks/lying_text.js";
import * as many_attributes from "./attacks/many_attributes.js";
import * as many_outputs from "./attacks/many_outputs.js";
import * as panic_in_panic from "./attacks/panic_in_panic.js";
import * as parked_request from "./attacks/parked_request.js";
import * as path_traversal from "./attacks/path_traversal.js";
import * as prototype_pollution from "./attacks/prototype_pollution.js";
import * as raw_imports from "./attacks/raw_imports.js";
import * as regex_backtracking from "./attacks/regex_backtracking.js";
import * as secrets_hunt from "./attacks/secrets_hunt.js";
import * as sleep_abuse from "./attacks/sleep_abuse.js";
import * as sparse_array from "./attacks/sparse_array.js";
import * as stack_overflow from "./attacks/stack_overflow.js";
import * as stdout_flood from "./attacks/stdout_flood.js";
import * as string_bomb from "./attacks/string_bomb.js";
import * as swallow_everything from "./attacks/swallow_everything.js";
import * as swallow_memory from "./attacks/swallow_memory.js";
import * as thread_start from "./attacks/thread_start.js";
import * as throw_non_error from "./attacks/throw_non_error.js";
import * as throwing_getters from "./attacks/throwing_getters.js";
import * as timer_abuse from "./attacks/timer_abuse.js";
import * as ungranted_http from "./attacks/ungranted_http.js";

const ATTACKS: Readonly<Record<string, { attack(): Output[] }>> = {
  allocation_bomb,
  big_answer,
  broken_builtins,
  busy_wait,
  capacity_bomb,
  code_from_text,
  deep_json,
  endless_loop,
  endless_microtasks,
  endless_outputs,
  exit,
  files_and_sockets,
  foreign_store,
  forged_crash,
  forged_failure,
  forged_handle,
  forged_log,
  full_store,
  giant_output,
  giant_power,
  handle_flood,
  header_injection,
  huge_key,
  huge_value,
  key_flood,
  leftovers,
  log_flood,
  long_message,
  long_panic,
  lying_text,
  many_attributes,
  many_outputs,
  panic_in_panic,
  parked_request,
  path_traversal,
  prototype_pollution,
  raw_imports,
  regex_backtracking,
  secrets_hunt,
  sleep_abuse,
  sparse_array,
  stack_overflow,
  stdout_flood,
  string_bomb,
  swallow_everything,
  swallow_memory,
  thread_start,
  throw_non_error,
  throwing_getters,
  timer_abuse,
  ungranted_http,
};

export function handle(event: Event): Output[] {
  const name = event.type.replace(/^hostile\./, "");
  const found = ATTACKS[name];
  if (found === undefined) throw new Rejected("no-such-attack", "there is no such attack");
  return found.attack();
}
