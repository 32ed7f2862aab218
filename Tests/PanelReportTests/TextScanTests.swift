import Foundation
import PanelReport
import Testing

@Suite("Text scan", .timeLimit(.minutes(45)))
struct TextScanTests {
  private let scan = TextScan(
    names: ["김가상", "이준", "Jane Roe"],
    references: ["p-7Q2K"],
    affiliations: ["가상연구소", "Acme Labs"],
    models: ["가나다 팀"]
  )

  private func kinds(_ text: String) -> [TextScan.Kind] { scan.findings(in: text).map(\.kind) }

  @Test(
    "each kind is found, and found as what it is",
    arguments: [
      ("메일은 hong.gildong@example.co.kr 입니다", TextScan.Kind.email, "hong.gildong@example.co.kr"),
      ("번호 010-1234-5678로", .phone, "010-1234-5678"),
      ("서울 02)345-6789", .phone, "02)345-6789"),
      ("call +82 10 1234 5678.", .phone, "+82 10 1234 5678"),
      ("주민번호 900101-1234567 입니다", .residentNumber, "900101-1234567"),
      ("9001011234567", .residentNumber, "9001011234567"),
      ("2026-08-03에 시험", .date, "2026-08-03"),
      ("2026. 8. 3 에", .date, "2026. 8. 3"),
      ("8월 3일에 시험했습니다", .date, "8월 3일"),
      ("2026년 8월 3일", .date, "2026년 8월 3일"),
      ("on 3 August 2026", .date, "3 August 2026"),
      ("on August 3rd", .date, "August 3rd"),
      ("at 14:05", .date, "14:05"),
      ("오후 3시 20분에", .date, "오후 3시 20분"),
      ("id 123e4567-e89b-12d3-a456-426614174000", .uuid, "123e4567-e89b-12d3-a456-426614174000"),
      ("from 192.168.0.12", .networkAddress, "192.168.0.12"),
      ("fe80::1ff:fe23:4567:890a", .networkAddress, "fe80::1ff:fe23:4567:890a"),
      ("see https://example.org/a?b=1 there", .networkAddress, "https://example.org/a?b=1"),
      ("서울특별시 강남구 테헤란로 123에서", .postalAddress, "서울특별시 강남구 테헤란로 123"),
      ("12 Main Street", .postalAddress, "12 Main Street"),
      (
        "key 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b", .key,
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b"
      ),
      ("김가상입니다", .name, "김가상"),
      ("김 가상 드림", .name, "김 가상"),
      ("by JANE ROE", .name, "JANE ROE"),
      ("저는 가상연구소에서", .affiliation, "가상연구소"),
      ("we at acme-labs", .affiliation, "acme-labs"),
      ("ref P-7q2k", .reference, "P-7q2k"),
      ("가나다팀의 모델", .model, "가나다팀"),
      ("ChatGPT보다 낫다", .model, "ChatGPT"),
    ] as [(String, TextScan.Kind, String)]
  )
  func kinds(_ text: String, _ kind: TextScan.Kind, _ found: String) {
    let findings = scan.findings(in: text)
    #expect(findings.map(\.kind) == [kind], "\(findings)")
    #expect(findings.map(\.text) == [found])
    #expect(findings.map { String(text[$0.range]) } == [found])
  }

  @Test("full-width digits and decomposed jamo hide nothing, and the range is that of the original")
  func disguised() throws {
    let text = "연락처 ０１０－１２３４－５６７８, " + "김가상".decomposedStringWithCanonicalMapping
    let findings = scan.findings(in: text)
    #expect(findings.map(\.kind) == [.phone, .name])
    #expect(String(text[try #require(findings.first).range]) == "０１０－１２３４－５６７８")
  }

  @Test(
    "what an expert writes about a model is not taken for something personal",
    arguments: [
      "2,000 토큰 입력에 1,600원, 응답은 0.8초였습니다.", "표 3.2의 12345678901234567890 값",
      "점수는 4점, 과제 30개 중 27개 성공", "Latency p99 was 450 ms at 10:1 ratio of input",
      "--------------------------------------------", "버전 1.2.3과 3:1 혼합 단가", "이준비를 마쳤고 Recall@5",
    ]
  )
  func plain(_ text: String) {
    #expect(scan.findings(in: text).filter(\.isCertain).isEmpty, "\(scan.findings(in: text))")
  }

  @Test("of findings that overlap the longest counts")
  func overlapping() {
    #expect(kinds("https://example.org/2026-08-03/hong@example.org") == [.networkAddress])
    #expect(kinds("2026년 8월 3일 14:05") == [.date, .date])
  }
}
