// All commands but those of stores.
#include <stdlib.h>
#include <string.h>

#include "guest.h"

#define HTTP(name) guesthouse_automation_http_##name

static bool say(run_t *run, const char *said) {
  fputs(said, run->answer);
  return true;
}

static void write_option(FILE *answer, plugin_option_string_t value) {
  fputs(value.is_some ? "some " : "none", answer);
  if (value.is_some) write_text(answer, value.val);
}

static bool config(run_t *run, char **words) {
  plugin_string_t name = text(words[1]);
  plugin_option_string_t value = {0};
  value.is_some = guesthouse_automation_config_get(&name, &value.val);
  if (value.is_some && value.val.len == 0 && told_to("lost-option")) value.is_some = false;
  write_option(run->answer, value);
  plugin_option_string_free(&value);
  return true;
}

// Returns the position of a word in a list, or of the last if it is not in it.
static uint8_t position(const char *word, const char *const *words, uint8_t count) {
  uint8_t at = 0;
  while (at < count - 1 && strcmp(words[at], word) != 0) at++;
  return at;
}

static bool write_log(run_t *run, char **words) {
  static const char *const levels[] = {"trace", "debug", "info", "warn", "error"};
  plugin_string_t message = text(words[2]);
  guesthouse_automation_log_list_attribute_t fields = {0};
  guesthouse_automation_log_write(position(words[1], levels, 5), &message, &fields);
  return say(run, "ok");
}

static bool send_request(run_t *run, char **words) {
  static const char *const errors[] = {
      "not-granted", "invalid-request", "refused", "timeout", "too-large", "unavailable",
  };
  HTTP(request_t) request = {text(words[1]), text(words[2]), text(words[3]), {0}, {0}, {0}};
  HTTP(response_t) response;
  HTTP(error_t) error;
  if (!HTTP(send)(&request, &response, &error)) {
    fprintf(run->answer, "err %s", errors[error.tag]);
    return true;
  }
  fprintf(run->answer, "%u ", response.status);
  fwrite(response.body.ptr, 1, response.body.len, run->answer);
  HTTP(response_free)(&response);
  return true;
}

static bool describe(run_t *run, [[maybe_unused]] char **words) {
  const HANDLER(event_t) *event = run->event;
  plugin_string_t parts[] = {
      event->id, event->source, told_to("wrong-field") ? event->source : event->type,
  };
  for (size_t at = 0; at < sizeof parts / sizeof *parts; at++) {
    write_text(run->answer, parts[at]);
    fputc(' ', run->answer);
  }
  write_option(run->answer, event->subject);
  const char *between = " ";
  for (size_t at = 0; at < event->extensions.len; at++, between = ",") {
    fputs(between, run->answer);
    write_text(run->answer, event->extensions.ptr[at].name);
    fputc('=', run->answer);
    write_text(run->answer, event->extensions.ptr[at].value);
  }
  return event->extensions.len > 0 || say(run, " ");
}

static bool fail_so(run_t *run, char **words) {
  static const char *const kinds[] = {"rejected", "failed", "unavailable"};
  return fail(run, position(words[1], kinds, 3), words[2], "as told");
}

// The events themselves come after the answer.
static bool emit(run_t *run, [[maybe_unused]] char **words) { return say(run, "ok"); }

size_t number_of(size_t at, size_t count) { return told_to("reordered") ? count + 1 - at : at; }

static bool pad(run_t *run, char **words) {
  for (size_t left = strtoul(words[1], NULL, 10); left > 0; left--) fputc('x', run->answer);
  return true;
}

static bool crash([[maybe_unused]] run_t *run, [[maybe_unused]] char **words) { abort(); }

static bool break_so(run_t *run, char **words) {
  break_by(words[1]);
  return fail(run, GUESTHOUSE_AUTOMATION_TYPES_FAILURE_KIND_REJECTED, "no-such-way", words[1]);
}

static bool chance(run_t *run, char **words) {
  write_chance(run->answer, words[1]);
  return true;
}

const command_t other_commands[] = {
    {"config", config}, {"log", write_log}, {"send", send_request}, {"event", describe},
    {"fail", fail_so},  {"emit", emit},     {"pad", pad},           {"crash", crash},
    {"break", break_so}, {"chance", chance}, {0},
};
