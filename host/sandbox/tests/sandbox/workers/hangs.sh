#!/bin/sh
# A worker that never answers.
printf 'guesthouse-compile-worker 1\n'
exec sleep 100
