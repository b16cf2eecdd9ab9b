// Texts and memory.
#include <stdlib.h>
#include <string.h>

#include "guest.h"

plugin_string_t text(const char *literal) {
  return (plugin_string_t){.ptr = (uint8_t *)literal, .len = strlen(literal)};
}

void write_text(FILE *answer, plugin_string_t text) { fwrite(text.ptr, 1, text.len, answer); }

void *allocate(size_t size) {
  void *memory = malloc(size);
  if (memory == NULL && size > 0) {
    fprintf(stderr, "no memory for %zu bytes\n", size);
    exit(1);
  }
  return memory;
}
