import type { Catalogue } from './catalogue.ts';

/** Vietnamese, wording version 1: our own draft from the English, for an agency's translator to review. */
export const vi: Catalogue = {
  tag: 'vi',
  name: 'Tiếng Việt',
  direction: 'ltr',
  review: 'draft',
  source: 'Our own draft from the English; not yet read by a translator of the agency.',
  items: {
    helpfulness: { word: 'Giúp đỡ', statement: 'Nhân viên đã giúp tôi việc tôi cần.' },
    expertise: { word: 'Chuyên môn', statement: 'Nhân viên biết cách làm công việc của mình.' },
    attentiveness: { word: 'Quan tâm', statement: 'Nhân viên đã chăm chú lắng nghe tôi.' },
    respect: { word: 'Tôn trọng', statement: 'Nhân viên đã đối xử với tôi một cách tôn trọng.' },
    timeliness: { word: 'Kịp thời', statement: 'Nhân viên đã hồi đáp tôi kịp thời.' },
    overall: { word: 'Tổng thể', statement: 'Nhìn chung, tôi hài lòng với dịch vụ tôi đã nhận.' },
  },
  scale: ['Hoàn toàn không đồng ý', 'Không đồng ý', 'Không đồng ý cũng không phản đối', 'Đồng ý', 'Hoàn toàn đồng ý'],

  languages: 'Ngôn ngữ',
  title: 'Chúng tôi phục vụ quý vị thế nào?',
  lead: 'Sáu câu ngắn, khoảng một phút. Quý vị có thể bỏ qua câu không phù hợp. Chúng tôi không hỏi quý vị là ai.',
  comment: 'Quý vị có muốn cho biết thêm, hoặc cảm ơn ai không?',
  notice:
    'Xin đừng ghi tên thân chủ, số hồ sơ hay chi tiết về sức khỏe. Không dùng cho trường hợp khẩn cấp: để báo việc ngược đãi hoặc nguy hiểm, hãy gọi 911 hoặc đường dây nóng tại địa phương.',
  personal:
    'Nội dung này giống số điện thoại, địa chỉ email, số hồ sơ hoặc số An sinh Xã hội. Quý vị có thể xóa đi; cũng có thể gửi như vậy.',
  send: 'Gửi câu trả lời của tôi',
  about:
    'Câu trả lời của quý vị được gửi đến nhóm HEART của {region}. Không cần tài khoản, không có cookie, không lưu địa chỉ nào.',
  thisOffice: 'văn phòng này',
  privacy: 'Quyền riêng tư',

  thanksTitle: 'Cảm ơn quý vị',
  thanks: 'Nhóm HEART của {region} đã nhận được câu trả lời của quý vị.',
  thanksNext: 'Nhóm đọc từng câu trả lời và dùng để phục vụ mọi người tốt hơn.',
  close: 'Đóng',

  problem: 'Có vấn đề',
  noRatings: 'Hãy đánh giá ít nhất một câu.',
  badRating: 'Hãy chọn một trong năm câu trả lời, hoặc không chọn: “{statement}”',
  commentTooLong: 'Xin rút ngắn ý kiến của quý vị còn tối đa 4,000 ký tự.',
  alreadySent:
    'Trước đó đã có câu trả lời được gửi từ trang này. Nếu cũng muốn gửi các câu trả lời này, xin quý vị nhấn “Gửi câu trả lời của tôi” lần nữa.',
  tooLarge: 'Nội dung này dài hơn mức chúng tôi có thể nhận. Xin rút ngắn ý kiến rồi gửi lại.',
  tooMany:
    'Vừa có nhiều câu trả lời gửi đến từ mạng của quý vị. Câu trả lời của quý vị vẫn còn đây. Xin đợi mười phút rồi gửi.',
  unavailable:
    'Chúng tôi xin lỗi: hiện chưa lưu được câu trả lời của quý vị. Câu trả lời vẫn còn đây. Xin gửi lại sau một phút.',
  refused: 'Chúng tôi xin lỗi: không lưu được câu trả lời của quý vị. Xin kiểm tra rồi gửi lại.',

  sending: 'Đang gửi câu trả lời của quý vị…',
  offline: 'Không kết nối được với bản khảo sát. Câu trả lời của quý vị vẫn còn đây. Xin thử lại sau giây lát.',

  notKept:
    'Không kết nối được với bản khảo sát, và thiết bị này không lưu được câu trả lời của quý vị. Câu trả lời vẫn còn đây. Xin để trang này mở và thử lại.',
  keptTitle: 'Câu trả lời của quý vị đã được lưu',
  whyKept: {
    offline: 'Hiện không kết nối được với bản khảo sát.',
    unavailable: 'Hiện chưa lưu được câu trả lời của quý vị.',
    tooMany:
      'Vừa có nhiều câu trả lời gửi đến từ mạng của quý vị. Chúng tôi có thể nhận câu trả lời của quý vị sau khoảng mười phút.',
  },
  kept: 'Câu trả lời của quý vị đang chờ trên thiết bị này. Xin để trang này mở, hoặc mở lại trong vòng 7 ngày: câu trả lời sẽ tự động được gửi.',

  notFound: 'Xin kiểm tra đường liên kết. Có thể nó đã bị cắt ngắn trong email của quý vị.',
  retired: 'Bản khảo sát của {region} không còn nhận câu trả lời.',

  errorPrefix: 'Lỗi:',
  garbled: 'Một số chữ gửi đến chúng tôi không trọn vẹn. Xin kiểm tra ý kiến của quý vị rồi gửi lại.',
  leaveEmpty: 'Để trống ô này',
  sendAgain: 'Câu trả lời của quý vị chưa được gửi. Xin nhấn “Gửi câu trả lời của tôi” lần nữa.',
  closePage: 'Bây giờ quý vị có thể đóng trang này.',

  notFoundTitle: 'Không có trang này',
  brokenTitle: 'Chúng tôi xin lỗi',
  broken: 'Hiện không thể hiển thị trang này. Xin thử lại sau một phút.',
  retiredTitle: 'Bản khảo sát này đã kết thúc',
  seeAll: 'Xem tất cả các bản khảo sát',
  tryAgain: 'Thử lại',
  startAgain: 'Bắt đầu lại',
  stillThere:
    'Quý vị còn ở đó không? Để tiếp tục, xin nhấn phím bất kỳ hoặc chạm vào màn hình. Nếu không, sau 30 giây bản khảo sát sẽ bắt đầu lại cho người tiếp theo.',

  home: {
    lead: 'Quý vị đã liên lạc với một văn phòng của chúng tôi. Xin cho biết quý vị được phục vụ ra sao: sáu câu ngắn, khoảng một phút.',
    offices: 'Quý vị muốn đánh giá văn phòng nào?',
    none: 'Hiện không có bản khảo sát nào nhận câu trả lời.',
    nextTitle: 'Câu trả lời của quý vị sẽ được dùng ra sao',
    next: [
      'Câu trả lời được gửi đến nhóm HEART của văn phòng. HEART là chữ viết tắt tiếng Anh của: giúp đỡ, chuyên môn, quan tâm, tôn trọng và kịp thời.',
      'Nhóm đọc từng câu trả lời. Cứ ba tháng một lần, văn phòng tính điểm trung bình của mình. Mục tiêu là 4 trên 5 hoặc cao hơn.',
      'Nếu không đạt mục tiêu, văn phòng sẽ lập kế hoạch để làm tốt hơn. Nếu quý vị cảm ơn ai, nhóm sẽ chuyển lời đến người đó.',
    ],
    staffTitle: 'Dành cho nhân viên',
    signature: 'Đưa bản khảo sát vào chữ ký email của quý vị',
    print: 'In phiếu hoặc áp phích',
  },

  privacyPage: {
    lead: 'Bản khảo sát này lưu gì, không lưu gì, và ai xem được.',
    keptTitle: 'Những gì chúng tôi lưu',
    kept: 'Đánh giá và ý kiến của quý vị, văn phòng được đánh giá, ngày giờ, ngôn ngữ, và quý vị đến đây bằng cách nào (từ email, trang web, thiết bị tại văn phòng, hoặc trên giấy).',
    publicRecord:
      'Những gì quý vị viết có thể là hồ sơ công khai. Xin đừng ghi tên thân chủ, số hồ sơ hay chi tiết về sức khỏe.',
    notKeptTitle: 'Những gì chúng tôi không lưu',
    notKept:
      'Chúng tôi không hỏi quý vị là ai. Không có tài khoản, không có cookie, không theo dõi gì, và không gửi gì cho công ty nào khác.',
    address:
      'Địa chỉ mạng của quý vị không bao giờ được ghi lại. Để ngăn việc gửi câu trả lời ồ ạt, một dạng đã xáo trộn của địa chỉ được giữ trong bộ nhớ tối đa một ngày.',
    deviceTitle: 'Trên thiết bị của quý vị',
    device:
      'Những gì quý vị nhập nằm trong thẻ trình duyệt này cho đến khi quý vị gửi. Nếu không gửi được, nội dung sẽ chờ trong trình duyệt tối đa 7 ngày và được gửi khi quý vị có kết nối. Sau đó nội dung sẽ bị xóa.',
    seenTitle: 'Ai xem được câu trả lời của quý vị',
    seen: 'Nhóm HEART của văn phòng mà quý vị đánh giá. Người khác chỉ xem được điểm trung bình, sau khi hết ba tháng, và chỉ khi có ít nhất 11 người trả lời.',
    longTitle: 'Chúng tôi lưu trong bao lâu',
    longUnsaid: 'Theo thời hạn trong quy định về hồ sơ của cơ quan. Quý vị có thể hỏi chúng tôi.',
  },

  accessibility: {
    title: 'Khả năng tiếp cận',
    lead: 'Ai cũng cần có thể trả lời dễ dàng.',
    standard: 'Chúng tôi làm bản khảo sát này theo Hướng dẫn về Khả năng Tiếp cận Nội dung Web (WCAG) 2.2, mức AA.',
    works:
      'Bản khảo sát dùng được với bàn phím, trình đọc màn hình, chữ lớn, độ tương phản cao, điện thoại nhỏ, và khi JavaScript bị tắt. Chúng tôi kiểm tra những điều này trên từng trang, bằng mọi ngôn ngữ.',
    limitsTitle: 'Những gì chưa tốt',
    drafts: 'Chưa có người dịch nào của cơ quan đọc bản dịch các ngôn ngữ này: {languages}.',
    noLimits: 'Hiện chúng tôi không biết có vấn đề nào.',
    waysTitle: 'Những cách trả lời khác',
    ways: 'Quý vị có thể in phiếu chữ lớn rồi gửi lại, hoặc xin phiếu tại văn phòng.',
    tellTitle: 'Báo cho chúng tôi khi có vấn đề',
    tell: 'Nếu có điều gì khiến quý vị không trả lời được, xin cho chúng tôi biết. Chúng tôi sẽ sửa hoặc tìm cách khác cho quý vị.',
  },

  contact: {
    title: 'Câu hỏi',
    reach: 'Quý vị có thể liên lạc với chúng tôi tại đây:',
    unsaid: 'Xin hỏi văn phòng mà quý vị đã liên lạc.',
    email: 'Email',
    phone: 'Điện thoại',
    mail: 'Thư bưu điện',
  },

  print: {
    title: 'Bản khảo sát trên giấy',
    lead: 'Một phiếu chữ lớn và một áp phích, mỗi thứ trên một tờ. Hãy in trang này bằng trình duyệt của quý vị.',
    sheets: 'Tờ in',
    both: 'Phiếu và áp phích',
    form: 'Chỉ phiếu',
    poster: 'Chỉ áp phích',
    instruction:
      'Xin đánh dấu một câu trả lời ở mỗi hàng. Quý vị có thể bỏ qua câu không phù hợp. Chúng tôi không hỏi quý vị là ai.',
    date: 'Ngày quý vị đến hoặc gọi',
    returnTo: 'Xin gửi phiếu này đến:',
    handIn: 'Xin đưa phiếu này cho nhân viên của chúng tôi.',
    online: 'Hoặc trả lời trên mạng:',
    posterLead: 'Cho chúng tôi biết trong một phút.',
    scan: 'Hướng máy ảnh của điện thoại vào ô vuông, hoặc vào trang',
    code: 'Mã QR của bản khảo sát của {region}',
    paper: 'Quý vị muốn dùng phiếu giấy? Xin hỏi chúng tôi.',
  },

  signature: {
    title: 'Chữ ký email của quý vị',
    lead: 'Điền những gì khách hàng của quý vị cần thấy, sao chép, rồi dán vào chương trình email. Những gì quý vị nhập không được gửi ra khỏi trang này.',
    name: 'Tên',
    role: 'Chức danh',
    office: 'Văn phòng',
    phone: 'Điện thoại',
    region: 'Khu vực hoặc chương trình',
    language: 'Ngôn ngữ của bản khảo sát',
    numbers: 'Hiện các số từ 1 đến 5',
    numbersHint: 'Mỗi số mở bản khảo sát với mức hài lòng chung đã được chọn sẵn. Chưa gửi thì chưa có gì được tính.',
    show: 'Hiện',
    previewTitle: 'Chữ ký sẽ trông như thế này',
    copyRich: 'Sao chép cho Outlook hoặc Gmail',
    copyHtml: 'Sao chép dạng HTML',
    copyText: 'Sao chép dạng văn bản thuần',
    copied: 'Đã sao chép.',
    copyByHand: 'Trình duyệt này không cho chúng tôi sao chép. Chữ ký đã được chọn: xin quý vị tự sao chép.',
    noScript:
      'JavaScript đang tắt. Hãy chọn khối bên dưới, sao chép, rồi điền tên của quý vị sau khi dán vào chương trình email.',
    yourName: 'Tên của quý vị',
    yourRole: 'chức danh của quý vị',
    yourPhone: 'số điện thoại của quý vị',
    dial: 'ĐT:',
    question: 'Chúng tôi phục vụ quý vị thế nào? Nhấp vào liên kết để cho chúng tôi biết:',
    link: 'Khảo sát 1 phút về trải nghiệm khách hàng của {region}',
    rate: 'Tôi hài lòng với dịch vụ tôi đã nhận, từ 1 ({low}) đến 5 ({high}):',
    stepsTitle: 'Đưa vào chương trình email của quý vị',
    picture: 'Hình vẽ {program}: số của từng bước nằm ở chỗ cần nhấp.',
    programs: {
      newOutlook: 'Outlook mới',
      classicOutlook: 'Outlook cổ điển',
      outlookWeb: 'Outlook trên web',
      gmail: 'Gmail',
    },
    steps: {
      newOutlook: [
        'Mở Cài đặt (hình bánh răng), rồi Tài khoản, rồi Chữ ký.',
        'Thêm một chữ ký, nhấp vào ô lớn, rồi dán.',
        'Chọn chữ ký đó cho thư mới và thư trả lời. Nhấn Lưu.',
      ],
      classicOutlook: [
        'Mở Tệp, rồi Tùy chọn, rồi Thư. Nhấn Chữ ký.',
        'Nhấn Mới, nhấp vào ô lớn, rồi dán và giữ nguyên định dạng.',
        'Chọn chữ ký đó cho thư mới và thư trả lời. Nhấn OK.',
      ],
      outlookWeb: [
        'Mở Cài đặt (hình bánh răng), rồi Tài khoản, rồi Chữ ký.',
        'Thêm một chữ ký, nhấp vào ô lớn, rồi dán.',
        'Chọn chữ ký đó cho thư mới và thư trả lời. Nhấn Lưu.',
      ],
      gmail: [
        'Mở Cài đặt (hình bánh răng), rồi Xem tất cả chế độ cài đặt. Kéo xuống Chữ ký.',
        'Nhấn Tạo mới, nhấp vào ô bên cạnh, rồi dán.',
        'Chọn chữ ký đó cho email mới và thư trả lời. Nhấn Lưu thay đổi ở cuối trang.',
      ],
    },
  },
};
