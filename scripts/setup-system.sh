#!/usr/bin/env bash
# What the whole test suite needs beside Python: Java and the Nu checker (valid HTML), axe-core, Lighthouse, Chromium and
# Vietnamese fonts (pages as readers see them), rsync (upload), strace (a store whose disk fails), nginx
# (the endpoint in service).
# Publishing needs none of it. For Debian and Ubuntu; what is there already is left alone.
set -euo pipefail
cd "$(dirname "$0")/.."

declare -A package_of=([java]=default-jre-headless [npm]=npm [rsync]=rsync [chromium]=chromium [strace]=strace
    [nginx]=nginx-light)
packages=()
for tool in java npm rsync chromium strace nginx; do
    PATH="$PATH:/usr/sbin" command -v "$tool" >/dev/null || packages+=("${package_of[$tool]}")
done
for font in fonts-croscore fonts-noto-core; do
    dpkg-query -W -f '${db:Status-Status}' "$font" 2>/dev/null | grep -qx installed || packages+=("$font")
done

if ((${#packages[@]})); then
    as_root=()
    ((EUID == 0)) || as_root=(sudo)
    "${as_root[@]}" apt-get update -qq
    DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
fi

if [[ ! -e node_modules/.package-lock.json || package-lock.json -nt node_modules/.package-lock.json ]]; then
    npm ci --ignore-scripts --no-audit --no-fund --silent
    touch node_modules/.package-lock.json
fi
