# The front door for editors: every target has a Vietnamese line after "##", which `make help` prints.
# NAME=value on the command line reaches the program through the environment: make publish REGULATION=st

SHELL = /bin/sh
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PY := .venv/bin/python
DESK := $(PY) -m desk
# What a person typed after NAME= goes from the shell's variable into one word, never through the shell's reading.
given = $${$(1):+$(2) "$$$(1)"}
# AS is also make's own name for the assembler, which is nobody who signs.
ifeq ($(origin AS),default)
AS :=
endif
export KIND TITLE FILE ITEM AS DIR WORDS

# A word that is no command; $(info) prints it, so that the shell never reads it.
.DEFAULT:
	@$(info Không có lệnh “$@”. Gõ make help.)exit 2

# The virtual environment: made once, and installed into again only when a lock file changes.
.PHONY: python python-dev
python:
	@sh scripts/setup-python.sh requirements.txt
python-dev:
	@sh scripts/setup-python.sh requirements-dev.txt

.PHONY: help
help: ## In danh sách lệnh này
	@echo "Cách dùng: make LỆNH [TÊN=giá trị]. Ví dụ: make publish"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | while IFS='|' read -r name text; do \
		printf '%-20s %s\n' "$$name" "$$text"; done
	@echo "Cài đặt cho một lần chạy: REGULATION=ct|st|lc|lx|lch  SITEURL=https://…  PUBLISH_TO=…  RECORDS=…"

.PHONY: publish
publish: python ## Kiểm tra, dựng, đối chiếu chữ ký rồi đưa trang lên (output/; PUBLISH_TO=… thì tải lên máy chủ)
	@$(DESK) publish

.PHONY: serve
serve: python ## Xem trước trên máy này, cả mục CHƯA DUYỆT (PORT=8000)
	@$(DESK) preview --port $(or $(PORT),8000)

.PHONY: endpoint
endpoint: python ## Xem trang đã xuất bản trên máy này, dùng được ô tìm kiếm và biểu mẫu gửi câu hỏi (PORT=8080)
	@PORT=$(or $(PORT),8080) $(PY) -m endpoint --with-site

.PHONY: inbox
inbox: python ## Mở hộp thư của người dân thành trang web trên máy này (AS=mã-người)
	@$(DESK) inbox web $(call given,AS,--as)

.PHONY: find
find: python ## Tìm trong mọi tệp đang soạn: make find WORDS="một cửa"
	@$(DESK) find $(call given,WORDS) $(ARGS)

.PHONY: new
new: python ## Tạo tệp mẫu cho một mục mới: make new KIND=loại TITLE="tiêu đề"
	@$(DESK) new $(call given,KIND) $(call given,TITLE,--title) $(ARGS)

.PHONY: check-content
check-content: python ## Kiểm tra mọi tệp trong content/ (FILE=… để kiểm tra một tệp)
	@$(DESK) check $(call given,FILE)

.PHONY: fix
fix: python ## Tự sửa lỗi gõ, bảng mã, ngày tháng; cho xem trước rồi mới ghi (FILE=… cho một tệp)
	@$(DESK) fix $(call given,FILE)

.PHONY: status
status: python ## Việc gì đang chờ ai ký, từ khi nào
	@$(DESK) status

.PHONY: sign
sign: python ## Ký bước kế tiếp của một mục: make sign ITEM=mã hoặc tệp (AS=mã-người)
	@$(DESK) sign $(call given,ITEM) $(call given,AS,--as) $(ARGS)

.PHONY: slip
slip: python ## Soạn phiếu trình khổ A4, để in ra và ký trên giấy: make slip ITEM=mã hoặc tệp
	@$(DESK) slip $(call given,ITEM)

.PHONY: verify
verify: python ## Đối chiếu từng tệp của trang đã dựng với chữ ký (DIR=output)
	@$(DESK) verify $(call given,DIR)

.PHONY: rollback
rollback: python ## Trở lại trang của lần xuất bản trước
	@$(DESK) rollback $(ARGS)

.PHONY: archive
archive: python ## Đóng túi lưu trữ vĩnh viễn: trang, bản đã ký, chữ ký, sổ (DIR=nơi đặt túi)
	@$(DESK) archive $(call given,DIR,--into)

.PHONY: rules
rules: python ## In quy chế đang áp dụng: quy định nào riêng, quy định nào mượn của nơi khác
	@$(DESK) rules

.PHONY: test
# Hundreds of processes are started, which would each compile every module where the machine keeps none compiled.
test: python-dev ## Chạy mọi phép thử của phần mềm
	@PYTHONDONTWRITEBYTECODE= $(PY) -m pytest -n auto --dist worksteal $(ARGS)

.PHONY: soak
soak: python-dev ## Sửa, ký, gỡ, làm hỏng ngẫu nhiên rồi so với bản dựng sạch, nhiều giờ (SOAK=số kịch bản SEED=số)
	@SOAK=$(or $(SOAK),1000) SEED=$(or $(SEED),$$(date +%s)) $(PY) -m pytest -q -s tests/desk/test_random_edits.py

.PHONY: check
check: python-dev ## Kiểm tra mã nguồn: ruff, mypy, hướng phụ thuộc giữa các phần
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@$(PY) -m pytest -q tests/test_architecture.py

.PHONY: audit
audit: python-dev ## Đo trang như người đọc gặp: WCAG, bàn phím, không JavaScript, dung lượng, Lighthouse (ARGS="--only axe")
	@$(PY) -m audit $(ARGS)

.PHONY: bench
bench: python-dev ## Đo việc dựng và xuất bản N=10000 mục, so với Pelican gốc, Hugo và Eleventy; ghi benchmarks/README.md
	@$(PY) -m benchmarks.speed --items $(or $(N),10000) $(ARGS)

.PHONY: bench-endpoint
bench-endpoint: python-dev ## Đo việc nhận câu hỏi, so với tốc độ ghi đĩa và với Isso, khoảng 4 phút; ghi benchmarks/endpoint.md
	@$(PY) -m benchmarks.endpoint

.PHONY: bench-search
bench-search: python-dev ## Đo tìm kiếm, so với Pagefind và MiniSearch, khoảng 15 phút (ARGS="--sizes 2000" để đo nhanh)
	@$(PY) -m benchmarks.search $(ARGS)

.PHONY: lock
lock: ## Viết lại requirements*.txt từ pyproject.toml (cho người bảo trì; cần uv)
	@sh scripts/lock.sh
