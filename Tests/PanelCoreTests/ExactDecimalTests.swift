import Foundation
import PanelCore
import Testing

@Suite("ExactDecimal", .timeLimit(.minutes(45)))
struct ExactDecimalTests {
  @Test(
    "keeps what was written",
    arguments: [
      ("0.10", 10, 2), ("12", 12, 0), ("-0.5", -5, 1), ("0.000000001", 1, 9),
      ("-12.034", -12034, 3),
      ("0.00", 0, 2), ("123456789012345", 123_456_789_012_345, 0),
    ]
  )
  func written(_ text: String, _ unscaled: Int, _ places: Int) throws {
    let value = try #require(ExactDecimal(text))
    #expect(value.unscaled == unscaled)
    #expect(value.places == places)
    #expect(value.description == text)
  }

  @Test(
    "refuses what is no decimal",
    arguments: [
      "", "-", ".5", "5.", "-.5", "+1", "1e3", "1,5", "1.2.3", " 1", "1 ", "0x10", "--1", "1-",
      "１", "NaN", "0.0000000001", "1234567890123456", "1_000",
    ]
  )
  func refused(_ text: String) {
    #expect(ExactDecimal(text) == nil)
  }

  @Test("is compared by value")
  func equality() throws {
    let (short, long) = (try #require(ExactDecimal("0.1")), try #require(ExactDecimal("0.100")))
    #expect(short == long)
    #expect(Set([short, long]).count == 1)
    #expect(short != ExactDecimal("0.01"))
    #expect(ExactDecimal("3.0") == ExactDecimal(3))
    #expect(ExactDecimal("-0.0") == ExactDecimal(0))
  }

  @Test("is a JSON string")
  func json() throws {
    let value = try #require(ExactDecimal("0.10"))
    let data = try CanonicalJSON.encode([value])
    #expect(String(decoding: data, as: UTF8.self) == #"["0.10"]"#)
    let read = try JSONDecoder().decode([ExactDecimal].self, from: data)
    #expect(read.map(\.description) == ["0.10"])
    for text in [#"["x"]"#, "[0.1]"] {
      #expect(throws: DecodingError.self) {
        try JSONDecoder().decode([ExactDecimal].self, from: Data(text.utf8))
      }
    }
  }
}
