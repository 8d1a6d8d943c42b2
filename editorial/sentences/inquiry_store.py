"""Sentences about the store of inquiries: its place, its keys, its events and its chain."""

VI: dict[str, str] = {
    # the place and the keys
    "inquiries-not-taken": "Quy chế của “{name}” không có phần [inquiry] nên trang không nhận câu hỏi. Bổ sung phần này vào tệp quy chế, hoặc không chạy dịch vụ nhận câu hỏi.",
    "store-inside-site": "Kho câu hỏi “{folder}” và thư mục “{other}” của trang nằm trong nhau: dữ liệu của người dân có thể bị đăng. Đặt INQUIRIES sang thư mục riêng, ngoài trang.",
    "store-open-to-others": "Tài khoản khác trên máy đọc được kho câu hỏi “{folder}”. Chạy: chmod 700 “{folder}”.",
    "store-of-a-trial": "Kho câu hỏi “{folder}” từng dùng để chạy thử và còn khóa thử trong “keys”. Đặt INQUIRIES sang một thư mục mới cho trang thật.",
    "store-failed": "Không ghi hoặc không đọc được kho câu hỏi: {reason}. Việc vừa làm có thể chưa được ghi: báo người kỹ thuật; xong thì xem lại hồ sơ rồi mới làm lại.",
    "store-secret-missing": "Kho câu hỏi mất tệp “secret” nên mọi mã tra cứu đã cấp sẽ vô dụng. Phục hồi tệp này từ bản sao lưu; không tạo tệp mới.",
    "store-secret-changed": "Tệp “secret” của kho câu hỏi đã bị thay bằng tệp khác hoặc đã mất, nên mọi mã tra cứu đã cấp sẽ vô dụng. Phục hồi tệp này từ bản sao lưu cùng kho, rồi khởi động lại.",
    "store-secret-damaged": "Tệp “secret” của kho câu hỏi không đủ 32 byte nên mọi mã tra cứu đã cấp sẽ vô dụng. Phục hồi tệp này từ bản sao lưu.",
    "inquiry-key-mistyped": "Khóa công khai của “{name}” bị gõ sai: các ký tự cuối không khớp. Chép lại nguyên dòng “public key” trong tệp khóa.",
    "inquiry-key-wanting": "Ngày {day:%d/%m/%Y} không có {role} nào. Thêm khóa công khai với vai trò này vào tệp; thiếu nó thì không được nhận câu hỏi.",
    "inquiry-key-trial": "“{name}” là khóa dùng thử. Tạo khóa thật cho trang thật, rồi ghi khóa công khai vào tệp này.",
    "inquiry-key-no-age": "Đây không phải tệp khóa hộp thư. Tệp đúng có một dòng bắt đầu bằng “AGE-SECRET-KEY-”. Phục hồi tệp từ bản sao lưu.",
    # acts
    "inquiry-unknown": "Không có câu hỏi nào mang mã hồ sơ “{inquiry}”. Xem lại mã trong danh sách.",
    "inquiry-conflict": "Người khác vừa xử lý hồ sơ {inquiry} trước bạn. Mở lại hồ sơ, xem việc họ đã làm, rồi quyết định có làm tiếp không.",
    "inquiry-act-not-now": "Không thể “{act}” hồ sơ {inquiry} khi hồ sơ đang ở tình trạng “{state}”. Xem việc nào làm được lúc này: “python -m desk inbox show {inquiry}”, hoặc mở hồ sơ trên trang hộp thư.",
    "inquiry-act-not-theirs": "Việc “{act}” hồ sơ {inquiry} không thuộc quyền của người thực hiện. Nhờ đúng người làm việc này.",
    "inquiry-draft-none": "Hồ sơ {inquiry} chưa có bản đăng nào được đề xuất. Đề xuất bản đăng trước, rồi nhờ người khác xác nhận.",
    "inquiry-draft-same-person": "Người đề xuất bản đăng của hồ sơ {inquiry} không được tự xác nhận. Nhờ người khác đọc lại và xác nhận.",
    # events on the disk
    "event-unreadable": "Tệp sự kiện không đọc được. Phục hồi tệp này từ bản sao lưu.",
    "event-schema": "Tệp sự kiện ghi schema = {schema}, phần mềm này đọc schema = {known}. Cập nhật phần mềm, hoặc phục hồi tệp từ bản sao lưu.",
    "event-act": "Tệp sự kiện ghi việc “{act}” mà phần mềm không biết. Cập nhật phần mềm, hoặc phục hồi tệp từ bản sao lưu.",
    "event-shape": "Tệp sự kiện có mục thiếu, lạ hoặc sai dạng: {keys}. Phục hồi tệp này từ bản sao lưu.",
    "event-not-canonical": "Tệp sự kiện đã bị sửa tay: cách viết không còn đúng chuẩn. Phục hồi tệp này từ bản sao lưu.",
    "event-misplaced": "Tệp sự kiện sai chỗ hoặc dãy sự kiện bị thiếu: chỗ này phải là sự kiện số {number} của hồ sơ. Phục hồi thư mục hồ sơ từ bản sao lưu.",
    # verifying
    "audit-line-damaged": "Dòng nhật ký bị hỏng hoặc bị sửa. Giữ nguyên kho, so với bản sao lưu và báo người phụ trách an toàn thông tin.",
    "audit-chain-broken": "Nhật ký bị đứt ở dòng này: có dòng bị thêm, bớt hoặc sửa trước đó. Giữ nguyên kho, so với bản sao lưu và báo người phụ trách an toàn thông tin.",
    "audit-anchor-differs": "Nhật ký không khớp mốc đã ghi ngày {day}: {lines} dòng đầu đã bị sửa hoặc bị cắt. Giữ nguyên kho, so với mốc đã gửi đi và báo người phụ trách an toàn thông tin.",
    "audit-anchor-damaged": "Dòng mốc này bị hỏng. Chép lại từ mốc đã gửi đi hoặc từ bản sao lưu.",
    "store-file-missing": "Nhật ký có tệp này nhưng trong kho không còn. Phục hồi tệp từ bản sao lưu.",
    "store-file-changed": "Tệp này đã bị sửa sau khi ghi: không còn khớp nhật ký. Phục hồi tệp từ bản sao lưu và báo người phụ trách an toàn thông tin.",
    "store-file-unaudited": "Tệp này chưa có trong nhật ký. Nếu máy vừa gặp sự cố, chạy “python -m desk inbox verify --recover”; nếu không, báo người phụ trách an toàn thông tin.",
    "store-file-foreign": "Tệp này không phải do phần mềm ghi. Xem tệp từ đâu đến rồi chuyển ra ngoài kho.",
    "store-file-back": "Tệp này đã được xóa theo quy định nhưng lại có trong kho, có thể do phục hồi bản sao lưu cũ. Xóa tệp này.",
    "store-file-open": "Tài khoản khác trên máy đọc được tệp này. Chạy: chmod go-rwx “{file}”.",
}
