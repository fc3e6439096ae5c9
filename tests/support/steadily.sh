#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Connects ten times, by turns with pub and with sub: alerts, ends and our own packets race each other.
# Says what they said when it was the same ten times, else everything, and ends with their status.
#
# usage: steadily CONNECTION-OPTION..
said=$(
    for _ in 1 2 3 4 5; do
        for command in "pub -q $((qos = 1 - ${qos:-1})) -m text" sub; do
            # shellcheck disable=SC2086 # a command in a word
            mqttx $command -t topic "$@" 2>&1
            echo "? $?"
        done
    done
)
said=$(echo "$said" | sed 's/\(the clock .* says \)[^ ]*:/\1NOW:/')
once=$(echo "$said" | sort | uniq -c | sort -rn)
if echo "$once" | grep -qv '^ *10 '; then
    echo "$once"
    exit 99
fi
echo "$said" | sed '/^?/q' | grep -v '^?' >&2
exit "$(echo "$said" | sed -n '/^? /{s///p;q}')"
