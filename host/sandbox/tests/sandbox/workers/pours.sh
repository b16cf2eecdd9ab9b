#!/bin/sh
# A worker whose artefact is 100 MB of nothing.
printf 'guesthouse-compile-worker 1\n'
cat > /dev/null
printf '\000'
head -c 100000000 /dev/zero
