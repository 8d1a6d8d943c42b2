#!/bin/sh
# Let nginx read the maps of the live site when a publishing has changed them:
#   scripts/reload-nginx.sh SITE_FOLDER SEEN_FILE [NGINX_COMMAND ...]
# SEEN_FILE keeps the digest of what nginx has read. A configuration that nginx refuses is not loaded; the old one stays.
set -eu
site=$1
seen=$2
shift 2
[ "$#" -gt 0 ] || set -- nginx

now=$(cat "$site"/.well-known/cchc/gone.map "$site"/.well-known/cchc/redirects.map "$site"/.well-known/cchc/asked.map | sha256sum)
[ "$now" != "$(cat "$seen" 2>/dev/null)" ] || exit 0
"$@" -q -t
"$@" -s reload
printf '%s\n' "$now" >"$seen"
