"""What is said of records/organisation.toml."""

VI = {
    "office-silent": "Cơ quan chưa cho biết: {names}. Trang để trống những chỗ ấy; ghi vào tệp này khi đã có.",
    "office-unconfirmed": (
        "{count} dòng chưa có ngày cơ quan xác nhận (confirmed_on): chỉ hiện ở bản dùng thử. Kiểm tra lại từng dòng rồi "
        "ghi ngày."
    ),
    "officer-mail-private": (
        "Thư điện tử của “{post}” không phải thư công vụ (đuôi .gov.vn). Thay bằng địa chỉ công vụ, hoặc bỏ đi."
    ),
    "officer-phone-private": "Điện thoại của “{post}” là số di động. Thay bằng số máy của cơ quan, hoặc bỏ đi.",
}
