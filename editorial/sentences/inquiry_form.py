"""Sentences beside the fields of the form, and about its schema."""

VI: dict[str, str] = {
    # beside a field
    "inquiry-missing": "Ô “{label}” còn trống. Xin ghi vào ô này.",
    "inquiry-not-chosen": "Xin chọn một mục ở “{label}”.",
    "inquiry-choice-unknown": "Mục đã chọn ở “{label}” không có trong danh sách. Chọn lại một mục.",
    "inquiry-consent-missing": (
        "Chưa có sự đồng ý nên cơ quan chưa được dùng dữ liệu ông/bà gửi. Xin đánh dấu ô đồng ý; "
        "nếu không đồng ý, ông/bà có thể liên hệ trực tiếp với cơ quan."
    ),
    "inquiry-too-short": "“{label}” còn quá ngắn để xử lý: ghi ít nhất {least} ký tự.",
    "inquiry-too-long": "“{label}” dài {length} ký tự, nhiều nhất là {most}. Bớt đi {over} ký tự rồi gửi lại.",
    "inquiry-telephone-wrong": (
        "Số điện thoại chưa đúng. Ghi số di động 10 chữ số (ví dụ 0912 345 678) hoặc số cố định có mã vùng "
        "(ví dụ 0292 3812 345); hoặc để trống ô này."
    ),
    "inquiry-email-wrong": "Địa chỉ thư điện tử chưa đúng. Ghi theo dạng ten@example.vn, chữ không dấu, không có khoảng trống; hoặc để trống ô này.",
    "inquiry-contact-missing": "Ghi số điện thoại hoặc thư điện tử để cơ quan trả lời; chỉ cần một trong hai.",
    # data/form.toml
    "inquiry-field-endless": "Ô “{name}” chưa có giới hạn độ dài. Thêm dòng “most = …”, ví dụ most = 200.",
}
