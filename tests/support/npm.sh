#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Fetches the packages that the tests of other implementations need from the npm registry into a folder, once.
# usage: npm.sh FOLDER
wanted=cose-js@0.9.0
[ "$(cat "$1/wanted" 2>/dev/null)" = "$wanted" ] && exit 0
mkdir -p "$1" && npm install --prefix "$1" --ignore-scripts --no-audit --no-fund --no-save "$wanted" && echo "$wanted" >"$1/wanted"
