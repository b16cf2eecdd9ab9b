// The plugin of the suites in C, over wit-bindgen's bindings without an SDK. It runs the commands in
// the event's text, one on each line, and returns one line of answer for each.
#include <stdlib.h>
#include <string.h>

#include "guest.h"

#define KIND(name) GUESTHOUSE_AUTOMATION_TYPES_FAILURE_KIND_##name

// The words of a command, and an empty one.
enum { WORDS = 5 };

bool fail(run_t *run, TYPES(failure_kind_t) kind, const char *code, const char *message) {
  *run->failure = (HANDLER(failure_t)){.kind = kind, .code.is_some = true};
  plugin_string_dup(&run->failure->code.val, code);
  plugin_string_dup(&run->failure->message, message);
  return false;
}

bool told_to(const char *mistake) {
  plugin_string_t name = text("sabotage"), told;
  if (!guesthouse_automation_config_get(&name, &told)) return false;
  bool same = told.len == strlen(mistake) && memcmp(told.ptr, mistake, told.len) == 0;
  plugin_string_free(&told);
  return same;
}

static const command_t *find(const command_t *commands, const char *word) {
  while (commands->word != NULL && strcmp(commands->word, word) != 0) commands++;
  return commands;
}

static bool run_line(run_t *run, char *line) {
  char *words[WORDS] = {0};
  for (size_t at = 0; at < WORDS - 1 && line != NULL; at++) words[at] = strsep(&line, " ");
  // A missing word is empty.
  for (size_t at = 0; at < WORDS; at++) {
    if (words[at] == NULL) words[at] = "";
  }
  const command_t *command = find(store_commands, words[0]);
  if (command->word == NULL) command = find(other_commands, words[0]);
  if (command->word == NULL) return fail(run, KIND(REJECTED), "no-such-command", words[0]);
  return command->act(run, words);
}

// Makes an event from a text, and takes ownership of the text.
static HANDLER(output_t) output(const char *type, char *text, size_t len) {
  HANDLER(output_t) made = {.data = {.is_some = true, .val = {(uint8_t *)text, len}}};
  plugin_string_dup(&made.type, type);
  made.data_content_type.is_some = true;
  plugin_string_dup(&made.data_content_type.val, "text/plain; charset=utf-8");
  return made;
}

// Returns the answer, and after it the numbered events of `emit`.
static void publish(char *answer, size_t len, size_t count, HANDLER(list_output_t) *ret) {
  ret->len = count + 1;
  ret->ptr = allocate(ret->len * sizeof *ret->ptr);
  ret->ptr[0] = output("conformance.answer", answer, len);
  for (size_t at = 1; at <= count; at++) {
    char *number = allocate(24);
    int digits = snprintf(number, 24, "%zu", number_of(at, count));
    ret->ptr[at] = output("conformance.more", number, digits);
  }
}

// Runs every line of a script, and counts the events of `emit`.
static bool run_script(run_t *run, char *script, size_t *count) {
  const char *between = "";
  for (char *line; (line = strsep(&script, "\n")) != NULL; between = "\n") {
    fputs(between, run->answer);
    if (strncmp(line, "emit ", 5) == 0) *count = strtoul(line + 5, NULL, 10);
    if (!run_line(run, line)) return false;
  }
  return true;
}

static bool handle(run_t *run, plugin_list_u8_t data, HANDLER(list_output_t) *ret) {
  char *script = allocate(data.len + 1);
  memcpy(script, data.ptr, data.len);
  script[data.len] = '\0';

  char *answer = NULL;
  size_t len = 0, count = 0;
  run->answer = open_memstream(&answer, &len);
  bool done = run_script(run, script, &count);
  fclose(run->answer);
  free(script);
  if (done) {
    publish(answer, len, count, ret);
  } else {
    free(answer);
  }
  return done;
}

bool HANDLER(handle)(HANDLER(event_t) *event, HANDLER(list_output_t) *ret, HANDLER(failure_t) *err) {
  run_t run = {.event = event, .failure = err};
  bool done = event->data.is_some
                  ? handle(&run, event->data.val, ret)
                  : fail(&run, KIND(REJECTED), "missing-data", "the event has no data");
  HANDLER(event_free)(event);
  return done;
}
