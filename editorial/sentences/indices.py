"""Sentences about indices: tables that are read as data, and values that must not be joined."""

VI: dict[str, str] = {
    "index-table-missing": (
        "Chưa có bảng có đúng các cột “{head}” và ít nhất một hàng. Chép lại hàng đầu của bảng từ mẫu (python -m desk new index), "
        "giữ nguyên tên và thứ tự cột."
    ),
    "index-table-twice": "Có hai bảng cùng các cột “{head}”. Gộp lại thành một bảng.",
    "index-row-unfit": (
        "Hàng có “{words}” cần {wanted} ô, đang có {found}, hoặc có ô gộp. Mỗi hàng đủ {wanted} ô, cách nhau bằng dấu “|”."
    ),
    "index-cell-empty": "Hàng có “{words}” còn trống ô “{column}”. Điền vào; không có thì ghi rõ, đừng để trống.",
    "index-scale-unreadable": (
        "Dòng “index_scale:” ghi “{value}”. Viết số nhỏ nhất và lớn nhất của thang điểm, ví dụ “0–100”."
    ),
    "index-year-unreadable": "Cột “Năm” ghi “{value}”. Viết bốn chữ số, ví dụ “2024”.",
    "index-number-unreadable": (
        "Giá trị năm {year} của “{place}” ghi “{value}”. Viết số với dấu phẩy, ví dụ “83,28”, không thêm chữ nào khác "
        "ngoài đơn vị đã ghi ở dòng “index_unit:”."
    ),
    "index-outside-scale": (
        "Giá trị “{value}” năm {year} của “{place}” nằm ngoài thang điểm ở dòng “index_scale:”. Xem lại số hoặc thang điểm; "
        "số đo bằng thang khác thì viết thành mục riêng."
    ),
    "index-rank-unreadable": (
        "Hạng năm {year} của “{place}” ghi “{value}”. Viết hạng trên tổng số, ví dụ “22/63”, hoặc “{none}”."
    ),
    "index-value-twice": (
        "“{place}” có hai giá trị năm {year} theo cùng một phương pháp. Giữ giá trị đúng, ghi vì sao ở phần lời."
    ),
    "index-place-unreadable": (
        "Không đọc được địa bàn “{value}”. Viết tên, rồi trong ngoặc là ngày bắt đầu hoặc kết thúc, ví dụ "
        "“Tỉnh Sóc Trăng (trước 01/07/2025)”."
    ),
    "index-place-unknown": (
        "Địa bàn “{value}” chưa rõ là địa bàn nào trong tệp places.toml. Viết đúng một trong: {allowed}."
    ),
    "index-joined": (
        "Năm {year} không thuộc thời gian của “{place}”. Từ ngày {day:%d/%m/%Y} địa bàn đã khác: số liệu trước và sau ngày "
        "ấy không nối thành một dãy. Ghi hàng này cho đúng địa bàn của năm {year}, hoặc bỏ hàng."
    ),
    "index-joined-name": (
        "“{value}” có số liệu ở cả hai phía của ngày {day:%d/%m/%Y}, khi địa bàn thay đổi: đó là hai địa bàn khác nhau dù cùng "
        "tên, không nối thành một dãy. Ở mỗi hàng viết rõ một trong: {allowed}."
    ),
    "index-source-unknown": (
        "Giá trị năm {year} của “{place}” dẫn nguồn “{value}”, chưa có hàng nào mang ký hiệu ấy trong bảng nguồn. "
        "Thêm hàng, hoặc sửa ký hiệu."
    ),
    "index-source-unlinked": (
        "Nguồn “{key}”: ô “Nơi đăng” chưa có liên kết. Viết [tên trang](https://địa-chỉ-đầy-đủ) dẫn đến đúng trang có số liệu."
    ),
    "index-published-unreadable": (
        "Nguồn “{key}” ghi ngày công bố “{value}”. Viết ngày/tháng/năm, ví dụ “15/04/2021”; chỉ biết tháng thì “04/2021”."
    ),
}
