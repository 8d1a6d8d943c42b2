"""Sentences about content files: reading them, their fields, links and attachments."""

_CLEAN_PICTURE = (
    "ở Windows, bấm chuột phải vào hình, chọn Thuộc tính (Properties) > Chi tiết (Details) > "
    "Xóa thuộc tính và thông tin cá nhân (Remove Properties and Personal Information)"
)

VI: dict[str, str] = {
    # reading
    "content-is-link": "Tệp này là liên kết trỏ sang nơi khác. Chép tệp thật vào thư mục nội dung thay cho liên kết.",
    "content-not-a-file": "Đây không phải một tệp thông thường. Xóa nó, rồi tạo lại tệp bằng “python -m desk new”.",
    "content-too-large": (
        "Tệp nặng {size} KB, quá giới hạn {limit} KB của một tệp văn bản. "
        "Chuyển hình và bảng lớn ra tệp đính kèm, hoặc tách thành nhiều mục."
    ),
    "content-tangled": (
        "Từ dòng này, các dấu “>”, dấu đầu dòng, ngoặc “[”, “<”, dấu “`” hoặc dòng “: ” liền nhau quá nhiều nên phần mềm không đọc. "
        "Xóa bớt các dấu ấy, hoặc tách đoạn."
    ),
    "merge-unfinished": (
        "Dòng này là dấu git để lại khi hai người cùng sửa một chỗ. Giữ một trong hai đoạn, trên hoặc dưới dòng “=======”; xóa "
        "đoạn kia và ba dòng dấu “<<<<<<<”, “=======”, “>>>>>>>”."
    ),
    "content-hidden": "Tệp hoặc thư mục có tên bắt đầu bằng dấu chấm không được đọc. Bỏ dấu chấm đó đi.",
    "content-misnamed": "Tệp “{name}” không được đọc vì sai đuôi. Đổi tên để tệp kết thúc bằng “.md”.",
    "content-name-unreadable": "Tên tệp có ký tự phần mềm không đọc được. Đổi tên tệp, chỉ dùng chữ thường, số và dấu “-”.",
    "content-is-office": (
        "Đây là tệp Word, Excel hoặc PDF bị đổi đuôi thành .md, không phải tệp chữ. Trả lại đuôi cũ; chép chữ trong đó vào "
        "tệp do “python -m desk new” tạo, hoặc đính kèm cả tệp ở dòng “attachments:” của bài."
    ),
    "content-not-utf8": (
        "Tệp không lưu bằng bảng mã UTF-8, hỏng từ dòng {line}. Có lẽ tệp lưu bằng {encoding}. Mở bằng phần mềm đã soạn "
        "nó, chọn “Lưu thành” (Save As) với bảng mã UTF-8; chữ TCVN3 hay VNI còn lại thì “python -m desk fix” đổi sang "
        "Unicode."
    ),
    "content-is-utf16": (
        "Tệp lưu bằng bảng mã UTF-16 (Notepad gọi là “Unicode”). Chạy “python -m desk fix” để lưu lại bằng UTF-8, chữ giữ "
        "nguyên."
    ),
    "metadata-missing": (
        "Đầu tệp chưa có các dòng “title:”, “id:”, “kind:”… Chạy “python -m desk new LOẠI” để có mẫu, rồi chép bài vào."
    ),
    "metadata-fenced": "Xóa dòng “---”: các dòng đầu tệp ở đây chỉ cách nội dung bằng một dòng trống.",
    "metadata-line-unreadable": (
        "Không đọc được dòng “{text}” ở đầu tệp. Nếu đây là dòng đầu của bài, thêm một dòng trống phía trên; "
        "nếu nó nối tiếp dòng trên, thụt vào 4 dấu cách; nếu là một dòng thông tin, viết “tên dòng: giá trị”."
    ),
    "key-unknown": "Phần mềm không biết dòng “{key}:”. {hint}",
    "key-twice": "Dòng “{key}:” đã có ở dòng {first}. Giữ một dòng, xóa dòng kia.",
    # values
    "value-unknown": "Dòng “{key}:” ({label}) không nhận “{value}”.{hint} Chọn một trong: {allowed}.",
    "id-unreadable": (
        "Dòng “{key}:” ({label}) ghi “{value}”, cần 3 đến 40 ký tự gồm chữ thường không dấu, số và dấu “-”, "
        "ví dụ “{example}”."
    ),
    "digest-unreadable": (
        "Dòng “{key}:” ({label}) ghi “{value}”. Mã bản gồm đủ 64 ký tự, chỉ có số 0–9 và chữ a–f. Chưa biết mã thì xóa dòng này, rồi chạy lại “python -m desk check” để xem mã đúng."
    ),
    "slug-unreadable": (
        "Dòng “{key}:” ({label}) ghi “{value}”, cần chữ thường không dấu và số, nối bằng dấu “-”, ví dụ “{example}”."
    ),
    "address-unreadable": (
        "Dòng “{key}:” ({label}) ghi “{value}”, cần bắt đầu và kết thúc bằng “/”, giữa là chữ thường không dấu, "
        "ví dụ “{example}”."
    ),
    "old-address-unreadable": (
        "Dòng “{key}:” ({label}) ghi “{value}”, cần phần sau tên miền của trang cũ, bắt đầu bằng “/”, chỉ có chữ không dấu, "
        "số và các dấu . _ - / ? = & (dấu cách viết %20), ví dụ “{example}”."
    ),
    "url-unreadable": (
        "Dòng “{key}:” ({label}) ghi “{value}”, cần một địa chỉ đầy đủ bắt đầu bằng https:// và không có dấu cách, "
        "ví dụ “{example}”."
    ),
    "flag-unreadable": "Dòng “{key}:” ({label}) ghi “{value}”. Viết “có” hoặc “không”.",
    "whole-unreadable": "Dòng “{key}:” ({label}) ghi “{value}”. Viết một số nguyên, ví dụ “1”.",
    "date-unreadable": "Dòng “{key}:” ({label}) ghi “{value}”, phần mềm không đọc được ngày này. {way}",
    "date-incomplete": "Dòng “{key}:” ({label}) ghi “{value}”, còn thiếu ngày. Viết đủ năm-tháng-ngày.",
    "moment-unreadable": (
        "Dòng “{key}:” ({label}) ghi “{value}”. Viết một ngày “2026-11-20”, hoặc một thời điểm có múi giờ “{example}”."
    ),
    # records/bodies.toml and records/providers.toml
    "registry-body-unknown": "{key}: mã “{id}” chưa có trong bodies.toml.{hint} Thêm cơ quan đó hoặc sửa mã.",
    "registry-names-other": "Từ lần xuất bản {at:%H:%M ngày %d/%m/%Y}, tệp này đổi {count} tên: {names}. Mọi trang, cả của văn bản cũ, in tên mới mà không ai ký. "
    "Sửa lỗi gõ thì không phải làm gì nữa; cơ quan, nơi đã thành nơi khác thì trả lại tên cũ, ghi “valid_to” và thêm mục mới với mã mới.",
    "registry-names-gone": "Từ lần xuất bản {at:%H:%M ngày %d/%m/%Y}, tệp này mất {count} mục: {names}. Văn bản cũ còn cần tên ấy: "
    "lấy lại từ bản sao lưu; cơ quan, nơi đã hết thì ghi “valid_to”, không xóa.",
    "registry-text-lost": "Bản lưu tệp này của lần xuất bản trước (published/authority/{digest}.toml) không còn hoặc không còn đúng từng chữ, "
    "nên không kể ra được đã đổi những gì. Phục hồi bản lưu ấy từ bản sao lưu hoặc từ túi lưu trữ gần nhất.",
    "unsigned-words-other": "Từ lần xuất bản {at:%H:%M ngày %d/%m/%Y}, tệp này đổi {count} chỗ: {changes}. Trang dùng những lời này mà không ai ký: "
    "cơ quan muốn vậy thì không phải làm gì nữa; không thì lấy lại tệp từ bản sao lưu và hỏi ai đã sửa.",
    # fields
    "field-missing": "Thiếu dòng “{key}:” ({label}) ở đầu tệp. Thêm vào, ví dụ “{key}: {example}”.",
    "body-missing": "Mục chưa có nội dung. Viết bài sau dòng trống, hoặc đính kèm tệp ở dòng “attachments:”.",
    "section-unknown": "Chưa có chuyên mục “{value}”.{hint} Chọn một trong: {allowed}; hoặc bỏ dòng này.",
    "kind-without-section": "Trang này không có chuyên mục cho loại “{value}”. Chọn một trong: {allowed}.",
    "section-other-kind": "Chuyên mục “{value}” không nhận loại “{kind}”. Chọn: {fits}; hoặc bỏ dòng “section:”.",
    "area-unknown": "Chưa có lĩnh vực “{value}”.{hint} Chọn trong: {allowed}.",
    "areas-too-few": "Cần ghi ít nhất {required} lĩnh vực ở dòng “{key}:”, cách nhau bằng dấu “;”.",
    "level-unknown": "Dòng “{key}:” ghi “{value}”, chưa có trong danh sách. Chọn một trong: {allowed}.",
    "language-not-allowed": "Trang này không nhận ngôn ngữ “{value}”. Chọn một trong: {allowed}; hoặc bỏ dòng “lang:”.",
    "procedure-retyped": (
        "Thủ tục hành chính chỉ cần tên, cơ quan thực hiện và liên kết; nội dung chép lại dễ lạc hậu. "
        "Bỏ phần nội dung nếu cổng dịch vụ công đã có."
    ),
    "summary-long": "Tóm tắt dài {length} ký tự, nên dưới {limit}. Rút gọn lại.",
    "key-for-pages": "Dòng “{key}:” chỉ dùng cho trang thông tin chung (kind: page). Xóa dòng này.",
    "address-reserved": "Địa chỉ “{value}” dành cho phần mềm. Chọn địa chỉ khác, ví dụ “/gioi-thieu/”.",
    "not-for-the-public": (
        "Mục ghi phạm vi phổ biến “{value}” nên chưa được đăng. Khi được phép công khai, đổi thành “circulation: public”."
    ),
    "markup-in-field": "Dòng “{key}:” ({label}) có thẻ HTML; người đọc sẽ thấy nguyên các ký tự đó. Bỏ thẻ, chỉ để chữ.",
    # dates
    "date-in-future": "Dòng “{key}:” ({label}) ghi {day}, nhưng hôm nay mới là {today:%d/%m/%Y}. Kiểm tra lại năm và tháng.",
    "date-unlikely": "Dòng “{key}:” ({label}) ghi {day}, có lẽ gõ nhầm năm. Sửa lại.",
    "date-far-ahead": "Dòng “{key}:” ({label}) ghi {day:%d/%m/%Y}, hơn một năm nữa mới tới. Có lẽ gõ nhầm năm; kiểm tra lại.",
    "effective-before-issued": (
        "Văn bản có hiệu lực từ {effective:%d/%m/%Y}, trước ngày ban hành {issued:%d/%m/%Y}. "
        "Nếu văn bản in đúng như vậy thì giữ nguyên."
    ),
    "event-without-start": "Có ngày kết thúc mà thiếu ngày diễn ra. Thêm dòng “event_on:”.",
    "alert-past": "Ngày cuối hiện ở đầu mọi trang, {day:%d/%m/%Y}, đã qua: sẽ không ai thấy thông báo. Sửa ngày, hoặc bỏ dòng “alert_until:”.",
    "event-reversed": "Ngày kết thúc {last:%d/%m/%Y} đứng trước ngày diễn ra {first:%d/%m/%Y}. Sửa lại một trong hai.",
    "embargo-late": (
        "Hẹn đăng lúc {at:%H:%M ngày %d/%m/%Y}, sau hạn đăng ({days} ngày làm việc, hết ngày {due:%d/%m/%Y}). Hẹn sớm hơn, "
        "hoặc giữ nguyên nếu có lý do; số ngày chậm được ghi vào báo cáo."
    ),
    "embargo-past": "Thời điểm được đăng {at:%H:%M ngày %d/%m/%Y} đã qua, không còn tác dụng. Sửa lại hoặc xóa dòng này.",
    "item-late": (
        "Đã quá hạn đăng ({days} ngày làm việc, hết ngày {due:%d/%m/%Y}). Vẫn trình và đăng; số ngày chậm được ghi vào báo cáo."
    ),
    "review-due": "Lần rà soát gần nhất là {day:%d/%m/%Y}, đã đến kỳ rà soát lại. Xem lại nội dung rồi ghi ngày mới.",
    # provenance
    "provider-unknown": (
        "Chưa có nơi cung cấp “{value}” trong tệp providers.toml của hồ sơ.{hint} Sửa mã, hoặc thêm nơi đó vào tệp."
    ),
    "provider-other-area": "{name} phụ trách lĩnh vực {areas}, khác với lĩnh vực của mục. Xem lại nơi cung cấp hoặc lĩnh vực.",
    "focal-unknown": (
        "“{value}” không phải cán bộ đầu mối của {name} vào lúc này (đang có: {serving}). "
        "Sửa tên, hoặc cập nhật tệp providers.toml của hồ sơ."
    ),
    "source-not-official": (
        "Nguồn “{value}” chưa có trong danh sách nguồn chính thức. Lấy tin từ nguồn chính thức, "
        "hoặc đề nghị thêm nguồn vào tệp providers.toml của hồ sơ (official = true)."
    ),
    "consent-missing": "{name} yêu cầu có văn bản đồng ý khi dùng lại tin. Thêm dòng “consent_ref:” ghi số và ngày văn bản đó.",
    "quotation-missing": "Tin lấy từ nơi khác phải trích nguyên văn. Đặt đoạn trích vào các dòng bắt đầu bằng dấu “>”.",
    "name-without-post": "Dòng “{key}:” ghi “{value}”, cần đủ họ tên và chức vụ: “Họ tên - Chức vụ”.",
    # documents
    "number-other-year": "Số “{number}” thuộc năm {year}, nhưng ngày ban hành ghi {issued}. Kiểm tra lại một trong hai.",
    "issuer-unknown": (
        "Chưa có cơ quan “{value}” trong tệp bodies.toml của hồ sơ.{hint} Sửa mã, hoặc thêm cơ quan đó vào tệp."
    ),
    "issuer-other-time": "Theo tệp bodies.toml của hồ sơ, {name} không tồn tại vào ngày {issued:%d/%m/%Y}. Chọn đúng cơ quan lúc đó.",
    "number-other-issuer": "Số “{number}” không có ký hiệu “{symbol}” của {name}. Kiểm tra lại số hoặc cơ quan ban hành.",
    "abbreviation-unfit": (
        "Chữ viết tắt “{short}” chưa ghi đúng. Bên trái dấu bằng là một chữ tắt, bên phải là chữ viết đủ từ hai tiếng trở lên, cả "
        'hai trong ngoặc kép. Ví dụ: "CCHC" = "cải cách hành chính".'
    ),
    "recipient-marker-missing": (
        "Dòng “recipients:” (nơi nhận) không có “{marker}”. Văn bản in có ghi thì chép vào; không có mà vẫn cần đăng thì nêu lý "
        "do khi trình ký."
    ),
    "explained-text-missing": (
        "Bài hướng dẫn phải dẫn văn bản được hướng dẫn. Ghi văn bản đó vào dòng “legal_bases:”, "
        "hoặc đặt liên kết tới văn bản trên trang này."
    ),
    "successor-unreadable": "Dòng “{key}:” ghi “{value}”. Ghi mã của văn bản trên trang này, hoặc số, ký hiệu như “119/QĐ-SNV”.",
    "successor-uncertain": (
        "Dòng “{key}:” ghi “{value}”. Trên trang có văn bản mang số này ({found}), nhưng khác cơ quan ban hành hoặc khác ngày "
        "ghi kèm, nên máy chưa coi là văn bản ấy và chưa tính hiệu lực theo. Đúng là văn bản ấy thì ghi mã của nó thay cho số; "
        "là văn bản khác thì để nguyên."
    ),
    "cites-ended-item": "Bài dựa vào “{title}”, văn bản này đã hết hiệu lực theo {by}. Xem lại bài, hoặc trình để gỡ.",
    "cited-ended": (
        "{name} hết hiệu lực từ {since}{by}. {count} mục đang đăng có dẫn văn bản này, duyệt từ trước ngày ấy: {items}. "
        "Xem lại từng mục: sửa rồi trình ký, trình để gỡ, hoặc giữ nguyên nếu mục chỉ nói về thời gian trước "
        "hoặc là văn bản đã ban hành."
    ),
    "cites-ended-act": (
        "Văn bản được dẫn {number} đã hết hiệu lực từ {ended:%d/%m/%Y}, trước ngày {on:%d/%m/%Y}{successor}{unconfirmed}. "
        "Nếu nói về hiện nay, dẫn văn bản mới; nếu nói về thời gian trước, giữ nguyên."
    ),
    # links, pictures, headings
    "address-unknown": "Trang này không có địa chỉ “{link}”. Sửa liên kết, hoặc dùng “id:” và mã của mục.",
    "fragment-missing": "Liên kết “{link}” dẫn tới một chỗ không có trong bài. Xem lại phần sau dấu “#”.",
    "picture-without-words": (
        "Hình “{source}” thiếu lời mô tả cho người không nhìn thấy. Viết vào trong ngoặc vuông: ![lời mô tả]({source})."
    ),
    "picture-named-by-file": (
        "Hình “{source}” chỉ có lời mô tả “{words}”, giống tên tệp. Viết điều người đọc thấy trong hình."
    ),
    "media-elsewhere": (
        "“{source}” nằm ở máy chủ khác: nơi ấy thay lúc nào cũng được mà không ai ký, và trang không tải gì của nơi khác. "
        "Chép tệp vào cạnh bài, rồi trong ngoặc tròn chỉ ghi tên tệp, ví dụ ![lời mô tả](ten-hinh.jpg)."
    ),
    "media-hides-words": (
        "Chữ nằm trong thẻ <{kind}> (“{words}”) không trình duyệt nào hiện, nên người ký không đọc được mà tìm kiếm và nguồn tin vẫn có. "
        "Đưa chữ ấy ra ngoài thẻ, hoặc xóa."
    ),
    "link-names-another": (
        "Chữ của liên kết là “{words}” nhưng bấm vào lại dẫn tới {target}. Sửa cho chữ và nơi dẫn tới khớp nhau."
    ),
    "heading-is-title": "Đề mục “{text}” dùng một dấu “#”, dành riêng cho tiêu đề bài. Dùng “##” trở xuống.",
    "heading-jumps": "Đề mục “{text}” ở cấp {level}, bỏ qua cấp {wanted}. Dùng đủ {wanted} dấu “#”.",
    "pasted-list": "Dòng “{text}” bắt đầu bằng dấu chấm tròn của Word: người đọc sẽ thấy các ý dính liền nhau. Chạy “python -m desk fix” để đổi thành “- ”.",
    "glued-list": "Danh sách bắt đầu từ “{text}” nằm sát dòng chữ phía trên: người đọc sẽ thấy các ý dính liền vào câu ấy. Để một dòng trống phía trên ý đầu, hoặc chạy “python -m desk fix”.",
    "indented-text": "Đoạn “{text}” thụt đầu dòng bằng tab hoặc từ bốn dấu cách: người đọc sẽ thấy nó như mã máy, chữ không tự xuống dòng. Bỏ chỗ thụt đầu dòng.",
    "pasted-table": "Từ dòng “{text}” có lẽ là bảng dán từ Word, Excel: người đọc sẽ thấy các ô dính liền nhau. Viết mỗi hàng thành “| ô | ô |”, dưới hàng đầu thêm dòng “| --- | --- |”.",
    "picture-heavy": (
        "Hình “{name}” nặng {megabytes} MB: điện thoại ở nơi mạng chậm phải đợi lâu mới thấy. Thu hình còn rộng nhiều nhất "
        "1600 điểm ảnh rồi thay tệp."
    ),
    "picture-tells-where": (
        "Hình “{name}” mang vị trí nơi chụp (GPS), ai tải về cũng đọc được. Xóa vị trí rồi thay tệp: "
        f"{_CLEAN_PICTURE}; ở điện thoại, tắt vị trí khi chia sẻ hình."
    ),
    "picture-shows-former": (
        "Trong hình “{name}” còn một bản thu nhỏ khác với hình: có lẽ là hình trước khi cắt, che hay xoay, ai tải về cũng lấy ra được. "
        f"Xóa bản ấy rồi thay tệp: {_CLEAN_PICTURE}; hoặc mở bằng Paint rồi lưu thành tệp mới."
    ),
    # files
    "media-without-words": "Tệp “{name}” chưa có lời bằng chữ cho người không nghe được. Đính kèm thêm “{stem}.vtt” (phụ đề) hoặc "
    "“{stem}.txt” (lời đọc, lời thoại), ghi cả hai ở dòng attachments.",
    "attachment-active": "Không nhận tệp “{name}”: {reason}. Thay bằng bản PDF hoặc bản không có mã lệnh.",
    "attachment-partly-read": "Máy không soát được hết chữ của tệp “{name}”: tệp quá dài hoặc có chỗ không đọc được. Tự xem có dấu mật hay "
    "dữ liệu cá nhân không, hoặc tách thành nhiều tệp.",
    "attachment-type": "Tệp “{name}” không thuộc loại được đăng. Đổi sang một trong các loại: {allowed}.",
    "attachment-other-content": "Nội dung tệp “{name}” không đúng với đuôi “.{extension}”. Lưu lại đúng loại rồi thay tệp.",
    "attachment-renamed": "Khi đăng, tệp “{name}” sẽ mang tên “{safe}”. Nên đổi tên tệp như vậy ngay từ đầu.",
    "file-name-odd": "Tên tệp “{name}” có dấu, chữ hoa hoặc dấu cách. Nên đổi thành “{safe}”; mã “id:” giữ nguyên.",
    "secrecy-in-file": (
        "Trong tệp “{name}” có dấu chỉ độ mật: “{found}”. Văn bản mang độ mật không được đưa lên trang: "
        "gỡ tệp ra và báo người phụ trách."
    ),
    "secrecy-word-in-file": (
        "Trong tệp “{name}” có từ chỉ độ mật: “{found}”. Nếu tệp chỉ nói về độ mật, người rà soát ghi tên và lý do vào "
        "dòng “marking_release:”."
    ),
    "personal-data-in-file": (
        "Trong tệp “{name}” có dữ liệu cá nhân ({found}). Che hoặc bỏ dữ liệu đó trong tệp gốc, rồi đính kèm lại."
    ),
    # what desk new leaves to be filled in
    "placeholder-left": "Chưa trình được: còn chỗ chưa điền “{found}”. Thay bằng nội dung thật.",
    "guidance-left": "Chưa trình được: còn lời hướng dẫn của mẫu. Viết nội dung rồi xóa cả đoạn từ “<!--” đến “-->”.",
    # between items
    "id-twice": "Mã “{value}” đã có ở {other}. Tệp nào là bản chép thừa thì xóa đi; nếu là hai bài khác nhau, chạy “python -m desk new” để lấy mã mới cho bài viết sau.",
    "number-twice": "Số “{value}” của cùng cơ quan, cùng năm đã có ở {other}. Sửa số, hoặc bỏ bản trùng.",
    "address-twice": "Địa chỉ {address} đã thuộc về {other}. Thêm dòng “slug:” với tên khác cho mục này.",
    "menu-twice": "Vị trí {value} trong trình đơn đã thuộc về {other}. Chọn số khác.",
    "title-twice": "Tiêu đề giống hệt {other}. Nếu là một bài, bỏ bản trùng; nếu là hai bài, đặt tiêu đề khác nhau.",
}
