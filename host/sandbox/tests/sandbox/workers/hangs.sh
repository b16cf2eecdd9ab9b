#!/bin/sh
# A worker that never answers when it has to compile.
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
exec sleep 100
