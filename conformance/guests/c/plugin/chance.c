// Values that could differ from run to run in a C program.
#include <inttypes.h>
#include <math.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "guest.h"

static void write_random(FILE *answer) {
  uint64_t number;
  if (getentropy(&number, sizeof number) != 0) abort();
  fprintf(answer, "%" PRIx64 " %d", number, rand());
}

static int by_address(const void *one, const void *other) {
  return (one > other) - (one < other);
}

// `twalk` passes only the node to its function.
static FILE *walked_to;

static void write_leaf(const void *node, VISIT visit, [[maybe_unused]] int depth) {
  if (visit == postorder || visit == leaf) fprintf(walked_to, "%s,", *(const char **)node);
}

// C has no maps and no sets. Its tree is sorted by address here.
static void write_tree(FILE *answer) {
  void *root = NULL;
  for (int at = 0; at < 50; at++) {
    char *key = allocate(8 + at * 16);
    snprintf(key, 8, "key%d", at);
    tsearch(key, &root, by_address);
  }
  walked_to = answer;
  twalk(root, write_leaf);
}

static void write_clock(FILE *answer, clockid_t clock) {
  struct timespec since;
  clock_gettime(clock, &since);
  fprintf(answer, "%lld.%09ld", (long long)since.tv_sec, since.tv_nsec);
}

static void write_floats(FILE *answer) {
  volatile double zero = 0;
  double not_a_number = zero / zero, sum = 0;
  uint64_t bits;
  memcpy(&bits, &not_a_number, sizeof bits);
  for (int at = 1; at < 100; at++) sum += sin(at) / 3;
  fprintf(answer, "%" PRIx64 " %.17g %.17g", bits, sum, exp(zero + 1.5));
}

void write_chance(FILE *answer, const char *what) {
  if (strcmp(what, "random") == 0) write_random(answer);
  if (strcmp(what, "map") == 0 || strcmp(what, "set") == 0) write_tree(answer);
  if (strcmp(what, "time") == 0) write_clock(answer, CLOCK_REALTIME);
  if (strcmp(what, "elapsed") == 0) {
    write_clock(answer, CLOCK_MONOTONIC);
    write_floats(answer);
    write_clock(answer, CLOCK_MONOTONIC);
  }
  if (strcmp(what, "address") == 0) fprintf(answer, "%p", allocate(1));
  if (strcmp(what, "floats") == 0) write_floats(answer);
}
