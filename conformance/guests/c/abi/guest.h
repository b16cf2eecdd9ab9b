// What the parts of the guest share.
#pragma once

#include "abi.h"

// Whether the guest is to make a mistake of the interface `sabotage`.
#define told_to(mistake) \
  guesthouse_conformance_sabotage_active(GUESTHOUSE_CONFORMANCE_SABOTAGE_MISTAKE_##mistake)

// Memory that is there: without any, the program ends.
void *allocate(size_t size);
