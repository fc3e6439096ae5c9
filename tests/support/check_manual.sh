#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Formats every manual page of a folder; whatever groff complains about, or a hole left open, is a fault.
status=0
for page in "$1"/*.1; do
    complaints=$(groff -man -Tutf8 -K utf8 -ww -rLL=78n "$page" 2>&1 >/dev/null)
    holes=$(grep -n '@[A-Z]*@' "$page")
    if [ -n "$complaints$holes" ]; then
        printf '%s:\n%s\n%s\n' "$page" "$complaints" "$holes"
        status=1
    fi
done
exit $status
