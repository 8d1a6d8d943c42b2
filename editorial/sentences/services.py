"""Sentences about the list of services and procedures."""

VI: dict[str, str] = {
    "service-field-unknown": "Ngành, lĩnh vực “{value}” chưa có trong danh mục.{hint} Chọn một trong: {allowed}.",
    "service-audience-unknown": "Dòng “{key}:” ghi “{value}”. Chỉ ghi: {allowed}; cách nhau bằng dấu “;”.",
    "service-elsewhere": (
        "Dòng “{key}:” dẫn đến “{value}”. Chỉ dẫn đến cổng dịch vụ công chính thức ({allowed}), địa chỉ bắt đầu bằng https://. "
        "Thiếu cổng nào thì người giữ quy chế thêm vào “services” trong tệp của thư mục regulations."
    ),
    "service-guide-missing": (
        "Dịch vụ chưa có hướng dẫn sử dụng. Thêm dòng “{key}:” với địa chỉ hướng dẫn, hoặc tạo trang “{page}” cho cả chuyên mục."
    ),
    "procedure-unknown": (
        "Dòng “{key}:” nêu “{value}”, không phải mã của thủ tục nào trên trang.{hint} Ghi mã của mục loại “procedure”, "
        "hoặc tạo mục ấy trước."
    ),
}
