"""Sentences about document numbers."""

VI: dict[str, str] = {
    "number-unread": (
        "Không nhận ra số, ký hiệu “{number}”. Viết như trên văn bản, ví dụ “517/QĐ-SNV”, “42/2022/NĐ-CP”, "
        "“2231/SNV-CCHC”; văn bản không có số thì ghi “chưa có số”. Nếu văn bản in đúng như vậy, cứ giữ nguyên."
    ),
    "number-blank": (
        "Văn bản còn để trống số (“{number}”), trang sẽ ghi “chưa có số”. Khi văn bản có số, điền số vào dòng này."
    ),
    "number-stray-letter": (
        "Số, ký hiệu “{number}” có chữ trông giống “Đ” nhưng là ký tự khác, tìm kiếm sẽ không thấy. Viết lại “{mended}”."
    ),
    "number-code-unmarked": (
        "Trong “{number}”, chữ “{typed}” có lẽ là “{code}” ({name}). Nếu đúng vậy, gõ lại có chữ Đ."
    ),
    "number-kind": (
        "Số “{number}” là của {told_name}, nhưng mục này ghi loại {name}. Đối chiếu văn bản, rồi sửa số hoặc "
        "đổi dòng “kind:” thành “{told}”."
    ),
}
