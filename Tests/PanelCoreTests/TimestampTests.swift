import Foundation
import PanelCore
import Testing

@Suite("Timestamp", .timeLimit(.minutes(45)))
struct TimestampTests {
  @Test(
    "known moments",
    arguments: [
      ("1970-01-01T00:00:00Z", 0), ("1969-12-31T23:59:59Z", -1),
      ("2000-02-29T12:00:00Z", 951_825_600),
      ("2026-08-03T09:00:00Z", 1_785_747_600), ("1900-03-01T00:00:00Z", -2_203_891_200),
      ("2038-01-19T03:14:08Z", 2_147_483_648), ("2100-02-28T23:59:59Z", 4_107_542_399),
    ] as [(String, Int64)]
  )
  func knownMoments(_ text: String, _ seconds: Int64) {
    #expect(Timestamp(text)?.seconds == seconds)
    #expect(Timestamp(seconds: seconds).description == text)
    #expect(Timestamp(Date(timeIntervalSince1970: Double(seconds) + 0.999)).seconds == seconds)
  }

  @Test(
    "one moment, written with several offsets",
    arguments: [
      "2026-08-03T18:00:00+09:00", "2026-08-03T18:00+09:00", "2026-08-03 18:00:00+09:00",
      "2026-08-03T09:00Z", "2026-08-03T05:30:00-03:30", "2026-08-02T19:00:00-14:00",
    ]
  )
  func offsets(_ text: String) {
    #expect(Timestamp(text)?.description == "2026-08-03T09:00:00Z")
  }

  @Test(
    "texts that are no moment",
    arguments: [
      "", "2026-08-03", "2026-08-03T18:00:00", "2026-08-03T18:00", "2026-13-01T00:00Z",
      "2026-00-01T00:00Z", "2026-02-29T00:00Z", "2100-02-29T00:00Z", "2026-04-31T00:00Z",
      "2026-08-00T00:00Z", "2026-08-03T24:00Z", "2026-08-03T18:60Z", "2026-08-03T18:00:60Z",
      "2026-08-03T18:00+0900", "2026-08-03T18:00+15:00", "2026-08-03T18:00+09:60",
      "2026-08-03T18:00Zx", "2026-08-03T18:00:00.5Z", " 2026-08-03T18:00Z", "2026-08-03t18:00Z",
      "２０２６-08-03T18:00Z", "2026-08-03T18:00:00+09:00 ",
    ]
  )
  func badTexts(_ text: String) {
    #expect(Timestamp(text) == nil)
  }

  @Test("every day from 1890 to 2110 follows the one before and is read back")
  func everyDay() throws {
    let first = try #require(Timestamp("1890-01-01T00:00:00Z"))
    let last = try #require(Timestamp("2110-01-01T00:00:00Z"))
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    var moment = first
    var days = 0
    while moment < last {
      let text = moment.description
      #expect(Timestamp(text) == moment)
      if days.isMultiple(of: 97) {
        let date = Date(timeIntervalSince1970: Double(moment.seconds))
        let parts = calendar.dateComponents([.year, .month, .day], from: date)
        let expected = [parts.year, parts.month, parts.day]
        #expect(text.prefix(10).split(separator: "-").map { Int($0) } == expected)
      }
      moment = moment.advanced(by: 86_400)
      days += 1
    }
    #expect(days == 220 * 365 + 53)
  }

  @Test("Korean and other times")
  func shown() throws {
    let moment = try #require(Timestamp("2026-12-31T15:00:05Z"))
    #expect(moment.koreanTime == "2027-01-01 00:00:05 KST")
    #expect(moment.shown(offset: -5 * 3600, zone: "EST") == "2026-12-31 10:00:05 EST")
  }

  @Test("JSON")
  func json() throws {
    let moment = Timestamp(seconds: 1_785_747_600)
    let data = try CanonicalJSON.encode([moment])
    #expect(String(decoding: data, as: UTF8.self) == #"["2026-08-03T09:00:00Z"]"#)
    #expect(try JSONDecoder().decode([Timestamp].self, from: data) == [moment])
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([Timestamp].self, from: Data(#"["2026-08-03"]"#.utf8))
    }
  }
}
