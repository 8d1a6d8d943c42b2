"""Sentences about what an attached file holds besides what its reader sees."""

_INSPECT = "Tệp (File) > Thông tin (Info) > Kiểm tra sự cố (Check for Issues) > Kiểm tra Tài liệu (Inspect Document)"
_ANEW = "Sửa ở tệp gốc rồi xuất lại PDF."

WAYS: dict[str, dict[str, str]] = {
    "docx": {
        "inside-changes": " Trong Word: Xem lại (Review) > Chấp nhận (Accept) > Chấp nhận tất cả thay đổi, tắt Theo dõi thay đổi, lưu lại.",
        "inside-comments": " Trong Word: Xem lại (Review) > Xóa (Delete) > Xóa tất cả chú thích, lưu lại.",
        "inside-hidden-text": " Trong Word: bấm Ctrl+A, Phông chữ (Font), bỏ dấu ở ô Ẩn (Hidden), xem lại chữ hiện ra rồi xóa hoặc giữ.",
        "inside-elsewhere": " Trong Word: Tệp (File) > Thông tin (Info) > Sửa nối kết tới tệp (Edit Links to Files) > Ngắt nối kết (Break Link); trường (field) thì bấm Ctrl+A rồi Ctrl+Shift+F9.",
        "inside-people": f" Trong Word: {_INSPECT}.",
        "inside-paths": f" Trong Word: {_INSPECT}.",
    },
    "xlsx": {
        "inside-comments": " Trong Excel: chọn cả trang tính, Xem lại (Review) > Xóa (Delete) chú thích và ghi chú, lưu lại.",
        "inside-hidden-sheets": " Trong Excel: bấm chuột phải vào tên một trang tính, Bỏ ẩn (Unhide); trang nào không đăng thì xóa.",
        "inside-hidden-cells": " Trong Excel: chọn cả trang tính, bấm chuột phải vào đầu hàng và đầu cột, Bỏ ẩn (Unhide), bỏ lọc; hàng, cột nào không đăng thì xóa.",
        "inside-pivot": " Trong Excel: bấm chuột phải vào bảng tổng hợp, Tùy chọn PivotTable > Dữ liệu (Data), bỏ dấu ở ô lưu dữ liệu gốc cùng tệp (Save source data with file); hoặc chép rồi dán giá trị.",
        "inside-elsewhere": " Trong Excel: Dữ liệu (Data) > Sửa nối kết (Edit Links) > Ngắt nối kết (Break Link), và xóa các kết nối dữ liệu.",
        "inside-people": f" Trong Excel: {_INSPECT}.",
        "inside-paths": f" Trong Excel: {_INSPECT}.",
    },
    "pptx": {
        "inside-elsewhere": " Trong PowerPoint: Tệp (File) > Thông tin (Info) > Sửa nối kết tới tệp (Edit Links to Files) > Ngắt nối kết (Break Link).",
        "inside-comments": " Trong PowerPoint: Xem lại (Review) > Xóa (Delete) > Xóa tất cả chú thích trong bản trình bày.",
        "inside-hidden-slides": " Trong PowerPoint: bấm chuột phải vào trang chiếu mờ, bỏ Ẩn trang chiếu (Hide Slide), hoặc xóa.",
        "inside-notes": f" Không định đăng thì xóa: {_INSPECT}.",
        "inside-people": f" Trong PowerPoint: {_INSPECT}.",
        "inside-paths": f" Trong PowerPoint: {_INSPECT}.",
    },
    "opendocument": {
        "inside-changes": " Trong LibreOffice: Sửa (Edit) > Theo dõi thay đổi (Track Changes) > Chấp nhận tất cả (Accept All).",
        "inside-comments": " Trong LibreOffice: bấm vào một ghi chú, Xóa mọi ghi chú (Delete All Comments).",
        "inside-hidden-sheets": " Trong LibreOffice: Trang tính (Sheet) > Hiện trang tính (Show Sheet); trang nào không đăng thì xóa.",
        "inside-hidden-cells": " Trong LibreOffice: chọn cả trang tính, Định dạng (Format) > Hàng, Cột > Hiện (Show), bỏ lọc; phần nào không đăng thì xóa.",
        "inside-hidden-text": " Trong LibreOffice: bấm Ctrl+A, Định dạng (Format) > Ký tự (Character) > Hiệu ứng phông chữ (Font Effects), bỏ dấu ở ô Ẩn (Hidden); đoạn hay trường ẩn thì bật Xem (View) > Dấu trường (Field Shadings), Đoạn ẩn (Hidden Paragraphs); xem lại chữ hiện ra rồi xóa hoặc giữ.",
        "inside-hidden-slides": " Trong LibreOffice: chọn trang chiếu mờ, Trang chiếu (Slide) > Hiện trang chiếu (Show Slide), hoặc xóa.",
        "inside-elsewhere": " Trong LibreOffice: Sửa (Edit) > Liên kết tới tệp ngoài (Links to External Files) > Ngắt liên kết (Break Link).",
        "inside-paths": " Trong LibreOffice: bấm chuột phải vào liên kết ấy, Gỡ siêu liên kết (Remove Hyperlink).",
        "inside-notes": " Không định đăng thì xóa: Xem (View) > Ghi chú (Notes), xóa lời ghi dưới từng trang chiếu.",
        "inside-people": " Trong LibreOffice: Tệp (File) > Thuộc tính (Properties), bấm Đặt lại thuộc tính (Reset Properties).",
    },
    "pdf": {
        "inside-comments": " In lại ra PDF (Microsoft Print to PDF) bản không có ghi chú, hoặc xóa ghi chú trong phần mềm PDF.",
        "inside-people": f" {_ANEW} Trong Word trước khi xuất: {_INSPECT}.",
        "inside-paths": f" {_ANEW}",
    },
}
"""What to do about a find, by the kind of the file; "" where the sentence says it."""

VI: dict[str, str] = {
    "inside-encrypted": "Tệp “{name}” đặt mật khẩu nên người đọc không mở được, máy không soát được. Lưu lại không đặt mật khẩu.",
    "inside-restricted": "Tệp “{name}” bị khóa một số quyền (in, chép chữ): người dùng trình đọc màn hình có thể không đọc được. Nếu là tệp của cơ quan, lưu lại không khóa.",
    "inside-unreadable": "Máy không mở được tệp “{name}” để soát phần ẩn bên trong. Mở tệp bằng phần mềm của nó, lưu thành tệp mới rồi thay tệp.",
    "inside-appended": "Ở cuối tệp “{name}” có một tệp nén nối thêm vào, không ai thấy khi mở. Lưu thành tệp mới rồi thay tệp.",
    "inside-changes": "Tệp “{name}” còn {count} thay đổi chưa chốt{by}: ai tải về cũng đọc được chữ đã xóa{told}.{way}",
    "inside-comments": "Tệp “{name}” còn {count} ghi chú{by}, ai tải về cũng đọc được{told}.{way}",
    "inside-hidden-text": "Tệp “{name}” có chữ bị ẩn, không thấy khi đọc mà ai tải về cũng mở ra được{told}.{way}",
    "inside-hidden-sheets": "Tệp “{name}” có trang tính bị ẩn, không thấy khi đọc mà ai tải về cũng mở ra được{told}.{way}",
    "inside-hidden-cells": "Tệp “{name}” có hàng, cột bị ẩn mà có dữ liệu, ai tải về cũng mở ra được{told}.{way}",
    "inside-hidden-slides": "Tệp “{name}” có trang chiếu bị ẩn, ai tải về cũng mở ra được{told}.{way}",
    "inside-pivot": "Tệp “{name}” mang theo {count} hàng dữ liệu gốc của bảng tổng hợp (PivotTable): ai tải về cũng xem được từng hàng.{way}",
    "inside-elsewhere": "Tệp “{name}” lấy dữ liệu từ nơi khác, nơi ấy thay lúc nào cũng được mà không ai ký{told}.{way}",
    "inside-files": "Tệp “{name}” có tệp khác gói bên trong, không thấy khi đọc{told}. Cần đăng thì đính kèm riêng; không thì xuất lại PDF không kèm tệp.",
    "inside-layers": "Tệp “{name}” có lớp bị ẩn, ai tải về cũng bật lên xem được{told}. Xóa lớp ấy ở tệp gốc rồi xuất lại PDF.",
    "inside-covered": "Tệp “{name}” có chữ bị che bằng hình tô đen, chữ bên dưới vẫn chép được{told}. Xóa chữ ấy ở tệp gốc rồi xuất lại PDF; vẽ đè không phải là che.",
    "inside-people": "Tệp “{name}” ghi tên người trong thuộc tính, ai tải về cũng xem được{told}. Không định công khai thì xóa.{way}",
    "inside-paths": "Tệp “{name}” ghi đường dẫn trên máy của cơ quan, ai tải về cũng xem được{told}.{way}",
    "inside-objects": "Tệp “{name}” có {count} đối tượng gói bên trong, thường là cả một bảng Excel dù chỉ hiện một phần{told}. Mở từng đối tượng ra xem; không cần thì dán lại thành hình.",
    "inside-cropped": "Tệp “{name}” có {count} ảnh đã cắt mà phần bị cắt vẫn còn trong tệp, ai tải về cũng mở ra được. Bấm vào ảnh, Định dạng ảnh (Picture Format) > Nén ảnh (Compress Pictures), đánh dấu “Xóa vùng đã cắt của ảnh” (Delete cropped areas of pictures), lưu lại.",
    "inside-notes": "Tệp “{name}” có lời ghi dưới {count} trang chiếu{told}.{way}",
    "inside-form": "Tệp “{name}” có ô đã điền{told}. Xem có phải dữ liệu của người nào không; mẫu để trống thì xóa chữ đã điền.",
    "inside-revisions": "Tệp “{name}” được lưu chồng {count} lần: bản trước khi sửa có thể vẫn còn trong tệp. Xuất lại PDF từ tệp gốc, hoặc “Lưu thành” (Save As) tệp mới.",
    "inside-no-words": "Tệp “{name}” chỉ có ảnh, không có chữ: máy không soát được dấu mật, dữ liệu cá nhân, và người dùng trình đọc màn hình không đọc được. Tự xem hết tệp; có tệp gốc thì xuất PDF từ tệp gốc.",
    "inside-partly-seen": "Tệp “{name}” quá lớn hoặc có phần lạ, máy chỉ soát được một phần. Tự xem phần còn lại, hoặc tách thành nhiều tệp.",
}
