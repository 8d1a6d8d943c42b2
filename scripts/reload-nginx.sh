#!/bin/sh
# Let nginx read the maps of the live site when a publishing has changed them:
#   scripts/reload-nginx.sh SITE_FOLDER MAPS_FOLDER [NGINX_COMMAND ...]
# nginx reads copies in MAPS_FOLDER, which root alone may write to: else whoever may write the site could name files that
# root opens, or keep the whole web server from starting again. Maps that hold anything but addresses are not copied, and
# those that nginx refuses are put back.
set -eu
LC_ALL=C
export LC_ALL
site=$1
maps=$2
shift 2
[ "$#" -gt 0 ] || set -- nginx
names='gone redirects asked'
address='/([A-Za-z0-9._~%=&?+,-][A-Za-z0-9._~%/=&?+,-]*)?'
target='(https://[A-Za-z0-9._~:-]+)?/([A-Za-z0-9._~:?#@!&()*+,=%-][A-Za-z0-9._~:/?#@!&()*+,=%-]*)?|1'

mkdir -p "$maps"
work=$(mktemp -d "$maps/.XXXXXX")
trap 'rm -rf "$work"' EXIT

changed=
for name in $names; do
    here="$site/.well-known/cchc/$name.map"
    : >"$work/$name.map"
    [ ! -f "$here" ] || cat "$here" >"$work/$name.map"
    if grep -aEvq "^\"$address\" \"($target)\";\$|^#" "$work/$name.map"; then
        echo "$here holds more than addresses; nginx keeps what it has" >&2
        exit 1
    fi
    cmp -s "$work/$name.map" "$maps/$name.map" || changed=yes
done
[ "$changed" ] || exit 0

for name in $names; do
    [ ! -e "$maps/$name.map" ] || mv "$maps/$name.map" "$work/$name.old"
    mv "$work/$name.map" "$maps/$name.map"
done
if ! { "$@" -q -t && "$@" -s reload; }; then
    for name in $names; do
        rm -f "$maps/$name.map"
        [ ! -e "$work/$name.old" ] || mv "$work/$name.old" "$maps/$name.map"
    done
    exit 1
fi
