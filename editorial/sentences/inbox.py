"""Sentences about the inbox: who may do what with an inquiry, and what an act needs."""

VI: dict[str, str] = {
    "holidays-none": "Gói holidays không cho đủ ngày nghỉ của năm {year}. Chép lịch năm trước rồi sửa từng dòng theo thông báo.",
}
