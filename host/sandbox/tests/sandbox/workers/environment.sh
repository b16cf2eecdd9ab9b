#!/bin/sh
# A worker that answers with its environment, as a message of the compiler.
printf 'guesthouse-compile-worker 2\n'
read -r request
printf '\001'
env
