#!/bin/sh
# A worker whose artefact is 100 MB of zeros, and that does not end by itself.
# It accepts every component that it has to judge.
printf 'guesthouse-worker 8\n'
read -r request
case "$request" in
*'"Judge"'*)
	# Wait for the component: the host must not write into a closed pipe.
	dd bs=1 count=1 of=/dev/null 2>/dev/null
	printf '\0002\n[]'
	exit
	;;
esac
printf '\000100000000\n'
head -c 100000000 /dev/zero
exec sleep 100
