#!/bin/sh
# Make .venv (if missing or broken) and install one lock file into it:  scripts/setup-python.sh requirements.txt
# Quick when nothing changed: the environment keeps a copy of the lock file that it was last installed from.
# Whoever runs this may be an editor: every way to fail ends in one Vietnamese sentence.
set -eu
cd "$(dirname "$0")/.."
lock=$1
log=.venv/install.log

stop() {
    printf '✗ %s\n' "$1" >&2
    exit 1
}

is_recent() {
    "$1" -c 'import sys; raise SystemExit(sys.version_info < (3, 11))' 2>/dev/null
}

find_python() {
    for candidate in "${PYTHON:-python3}" python3.14 python3.13 python3.12 python3.11; do
        if is_recent "$candidate"; then
            echo "$candidate"
            return
        fi
    done
    command -v "${PYTHON:-python3}" >/dev/null 2>&1 ||
        stop "Máy này chưa có Python. Cài Python 3.11 trở lên (Debian, Ubuntu: apt install python3 python3-venv) rồi chạy lại."
    stop "Python trên máy này cũ quá ($("${PYTHON:-python3}" --version 2>&1)). Cài Python 3.11 trở lên rồi chạy lại."
}

if .venv/bin/python -c 'import pip' 2>/dev/null; then
    cmp -s "$lock" ".venv/$lock" && exit 0
else
    python=$(find_python)
    echo "Chuẩn bị môi trường Python trong .venv (chỉ làm một lần) …"
    "$python" -m venv --clear .venv >/dev/null 2>&1 ||
        stop "Không tạo được .venv. Trên Debian, Ubuntu hãy chạy “apt install python3-venv”; nếu đã có, kiểm tra ổ đĩa còn trống không, rồi chạy lại."
fi

install() {
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes "$@"
}

echo "Cài các gói ghi trong $lock …"
# Without build isolation: pip would fetch the build tools of a source package unpinned.
if ! { install --requirement requirements-build.txt &&
    install --use-pep517 --no-build-isolation --requirement "$lock"; } >"$log" 2>&1; then
    if grep -q "DO NOT MATCH THE HASHES" "$log"; then
        stop "Gói tải về không khớp mã băm trong $lock nên không được cài. Đừng bỏ qua: báo người kỹ thuật, gửi kèm $log."
    elif grep -q "No space left" "$log"; then
        stop "Ổ đĩa đã đầy nên không cài được các gói. Dọn bớt rồi chạy lại."
    fi
    stop "Không tải được các gói cần thiết: máy không có mạng hoặc kho gói không trả lời. Nối mạng rồi chạy lại (chi tiết: $log)."
fi
cp "$lock" ".venv/$lock"
# The development lock holds everything that publishing needs, in the same versions.
[ "$lock" = requirements.txt ] || cp requirements.txt .venv/requirements.txt
