"""Sentences about regulation profiles, acts and the working-day calendar."""

VI: dict[str, str] = {
    # any TOML file of the house
    "toml-missing": "Không tìm thấy tệp này.{hint} Hiện có: {known}. Lấy lại tệp từ bản sao lưu, hoặc kiểm tra lại tên đã đặt trong cài đặt.",
    "toml-not-utf8": "Dòng này không phải mã UTF-8. Mở tệp, chọn “Lưu thành… UTF-8” rồi lưu lại.",
    "toml-not-nfc": "Chữ ở dòng này gõ theo kiểu tổ hợp (dấu tách rời chữ cái). Gõ lại dòng bằng Unicode dựng sẵn.",
    "toml-too-deep": "Tệp có quá nhiều dấu ngoặc lồng trong nhau nên không đọc được. Xóa chỗ ấy hoặc phục hồi bản cũ.",
    "toml-syntax": "Không đọc được từ dòng này. Tìm dấu ngoặc, dấu nháy, dấu phẩy hoặc dấu “=” còn thiếu hay thừa.",
    "toml-curly-quotes": "Dòng này dùng ngoặc kép cong (“ ”, thường do Word tự đổi). Gõ lại bằng ngoặc kép thẳng: \".",
    "toml-day": "Dòng này ghi ngày “{written}”. Viết năm-tháng-ngày, không có ngoặc kép: {day}.",
    "toml-key-twice": "Khóa hoặc bảng ở dòng này đã viết ở phía trên. Giữ lại một nơi.",
    "table-key-unknown": "{key}: không có dòng tên “{name}”.{hint} Các dòng dùng được: {known}.",
    "table-key-missing": "{key}: thiếu dòng “{name}”. Thêm dòng “{name} = …”.",
    "table-clause-missing": (
        "{key}: quy định không ghi điều khoản. Thêm clause = \"QC-5.4\" (mã quy chế, gạch nối, khoản 4 Điều 5), "
        "hoặc clause = \"product\" nếu là lựa chọn của phần mềm."
    ),
    "table-value-empty": "{key}: còn để trống. Điền giá trị vào giữa hai dấu ngoặc kép.",
    "table-value-type": "{key}: cần {expected}, đang là “{value}”. Sửa lại cho đúng dạng.",
    "table-word-unknown": "{key}: “{value}” không có trong danh sách {what}.{hint} Chọn một trong: {allowed}.",
    "table-form-wrong": "{key}: “{value}” không viết đúng dạng {what}. Viết như ví dụ: {example}.",
    "table-number-small": "{key}: cần số từ {least} trở lên, đang là {value}.",
    "table-list-short": "{key}: danh sách cần ít nhất {least} mục, đang có {value}.",
    "table-reference-unknown": "{key}: {what} “{value}” không có trong bảng [{table}].{hint} Hiện có: {known}.",
    "table-schema": "Tệp này viết theo mẫu số {value}; phần mềm đọc mẫu số {known}. Ghi “schema = {known}”.",
    "table-not-listed": "Viết mỗi mục thành một bảng [[{table}]] riêng, hai lớp ngoặc vuông.",
    "table-days-reversed": "{key}: ngày cuối {last:%d/%m/%Y} trước ngày đầu {first:%d/%m/%Y}. Sửa một trong hai ngày.",
    "table-name-twice": "{key}: “{value}” đã dùng cho một mục phía trên. Đặt tên khác.",
    # a regulation profile
    "profile-effective-day": "{key}: không có ngày “{value}” trong lịch. Ghi “năm-tháng-ngày” hoặc “on-signing”.",
    "profile-section-within": (
        "{key}: chuyên mục “{section}” đặt trong “{within}”. Ghi tên ngắn của một chuyên mục đứng trước nó; cây chuyên mục có "
        "nhiều nhất {levels} bậc ([content] depth)."
    ),
    "profile-id-twice": (
        "Mã quy chế “{id}” đã là của {file}, nên điều khoản của hai quy chế bị coi là một. Đặt mã khác, và điều nào vẫn lấy từ {file} "
        "thì giữ mã cũ ở dòng clause."
    ),
    "profile-section-taken": (
        "Chuyên mục mang tên ngắn “{slug}”, mà địa chỉ /{slug}/ là của chính phần mềm. Đặt tên ngắn khác ở dòng “slug”."
    ),
    "profile-steps-conditional": (
        "Bước duyệt nào cũng có điều kiện (when, unless), nên có thể có bài không ai phải ký. Bỏ điều kiện của ít nhất một bước."
    ),
    "profile-areas-required": "{key}: yêu cầu {required} lĩnh vực cho mỗi mục nhưng chỉ liệt kê {listed}. Giảm số này.",
    "profile-days-or-at-once": "{key}: mỗi thời hạn ghi đúng một trong hai: “days = số ngày” hoặc “at_once = true”.",
    "profile-stand-in-half": "{key}: “stands_in_for” (ký thay ai) và “when” (khi nào) phải ghi cùng nhau.",
    "profile-delegation-by": (
        "{key}: “{value}” không phải vai trò trong [roles]. Ghi tên vai trò, "
        "hoặc thêm standing = true nếu chính văn bản đã ủy quyền thường xuyên."
    ),
    "profile-orders-by": "{key}: có chuyên mục nhận chỉ đạo (order) nhưng [approval] chưa ghi “orders_by”. Thêm vào.",
    "profile-internal-export": (
        "{key}: trang nội bộ không được tự động chuyển nội dung ra kênh “{value}”. Ghi export = \"none\"."
    ),
    "profile-internal-access": (
        "{key}: trang nội bộ phải ghi nơi kiểm soát truy cập. Thêm access = {{ by = \"web-server\", clause = … }}."
    ),
    "profile-routing-approvers": "{key}: bước “approve” và dòng “approvers” phải cùng có hoặc cùng không. Ghi vai trò được duyệt việc chuyển.",
    "profile-count-missing": "{key}: có thời hạn trả lời nhưng thiếu cách tính ngày. Thêm “count” vào [deadlines].",
    "rules-altered": (
        "Bộ quy định đã lưu này bị sửa: nội dung nay có mã {digest}, khác mã trong tên tệp. Các chữ ký cũ dựa vào bộ này. "
        "Phục hồi tệp từ bản sao lưu."
    ),
    "instruction-missing": (
        "Quy chế chỉ cho đổi tên, quy định của trang khi có chỉ đạo của {role}. Ghi chỉ đạo ấy, ít nhất {letters} ký tự "
        "(số văn bản hoặc ngày, và nội dung): python -m desk rules --adopt --instruction \"…\""
    ),
    "change-not-instructed": (
        "Chưa ghi chỉ đạo của {role} về tệp quy chế này như nội dung hiện nay, nên chưa đưa trang chính thức lên được. Khi "
        "đã có chỉ đạo, ghi lại: python -m desk rules --adopt --instruction \"số văn bản hoặc ngày, và nội dung\""
    ),
    "instructions-unreadable": "Sổ ghi chỉ đạo có dòng hỏng. Phục hồi tệp từ bản sao lưu.",
    # the working-day calendar
    "year-not-loaded": (
        "Chưa có lịch ngày làm việc năm {year}. Chạy “python -m desk holidays {year}” để máy soạn sẵn, sửa từng ngày theo "
        "thông báo nghỉ lễ, ghi status = \"estimated\" khi chưa có thông báo, rồi chạy lại."
    ),
    "year-misnamed": "Tệp này ghi “year = {year}” nhưng tên tệp là năm khác. Sửa một trong hai cho khớp.",
    "year-other": "{key}: ngày {day:%d/%m/%Y} không thuộc năm {year}. Sửa ngày hoặc chuyển sang tệp của năm ấy.",
    "year-weekend": "{key}: {day:%d/%m/%Y} là thứ Bảy hoặc Chủ nhật, vốn đã nghỉ. Xem lại ngày, hoặc bỏ dòng này.",
    "year-not-saturday": "{key}: {day:%d/%m/%Y} không phải thứ Bảy hay Chủ nhật nên không thể là ngày làm bù. Xem lại ngày.",
    "year-day-twice": "{key}: ngày {day:%d/%m/%Y} đã ghi ở một dòng khác. Bỏ một dòng.",
    "year-swap-half": "{key}: ngày được hoán đổi {day:%d/%m/%Y} chưa có trong “holidays”. Thêm vào đó.",
    "holidays-none": "Gói holidays không cho đủ ngày nghỉ của năm {year}. Chép lịch năm trước rồi sửa từng dòng theo thông báo.",
    # legal acts
    "basis-ended": "Căn cứ “{text}” hết hiệu lực từ {ends_on:%d/%m/%Y}{successor}.{unconfirmed}",
    "basis-ending": "Căn cứ “{text}” sẽ hết hiệu lực từ {ends_on:%d/%m/%Y}{successor}.{unconfirmed}",
    "basis-doubtful": (
        "Căn cứ “{text}” có thể hết hiệu lực từ {ends_on:%d/%m/%Y}{successor}, nhưng chưa có nguồn.{unconfirmed}"
    ),
    # communes, districts, provinces
    "places-commune-unknown": "{key}: không có xã, phường nào mang mã “{value}”.{hint} Sửa mã, hoặc thêm nơi ấy vào.",
    "places-taken-twice": "{key}: “{value}” đã được nhập vào nơi khác ở một dòng khác. Nơi bị chia tách thì ghi ở “part” của từng nơi nhận.",
    "places-receiver-ended": "{key}: “{value}” không còn từ ngày {ended:%d/%m/%Y} nên không thể nhận thêm vào ngày {on:%d/%m/%Y}. Sửa mã hoặc ngày.",
    "places-act-unknown": "“{id}” dẫn văn bản “{act}” không có trong tệp acts.toml của hồ sơ. Thêm văn bản hoặc sửa mã.",
    "basis-unknown-act": "Căn cứ “{text}” dẫn mã “{act}” không có trong tệp acts.toml của hồ sơ. Thêm văn bản hoặc sửa mã.",
}  # fmt: skip
