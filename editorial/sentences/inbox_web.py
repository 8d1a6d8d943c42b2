"""Sentences of the inbox as a web page."""

VI: dict[str, str] = {
    "inbox-web-day": "“{field}” không phải là ngày. Chọn lại ngày trong ô, ví dụ 20/11/2026.",
    "inbox-web-missing": "Chưa điền “{field}”.",
}
