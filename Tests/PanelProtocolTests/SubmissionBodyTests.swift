import Foundation
import Testing

@testable import PanelProtocol

@Suite(.timeLimit(.minutes(45)))
struct SubmissionBodyTests {
  private static let salt = String(repeating: "0a", count: 32)
  private static let size = 512

  private func parse(_ text: String, size: Int = size) throws(BodyProblem) -> SubmissionBody {
    try SubmissionBody.parse(
      SubmissionBody.restore(Data(text.utf8), size: Self.size),
      size: size
    )
  }

  private func unit(_ label: String, _ value: String) -> BodyUnit {
    BodyUnit(label: label, value: value, salt: Data(repeating: 0x0A, count: 32))
  }

  private func oneUnit(_ value: String) -> String {
    "{\"revision\":1,\"units\":[[\"a\",\(value),\"\(Self.salt)\"]]}"
  }

  @Test func onlyTheCanonicalFormIsAccepted() throws {
    let expected = try SubmissionBody(revision: 10, units: [unit("a", "é/\n😀"), unit("b", "")])
    let text = """
      {"revision":10,"units":[["a","é/\\n😀","\(Self.salt)"],["b","","\(Self.salt)"]]}
      """
    #expect(try parse(text) == expected)
    #expect(expected.json == Data(text.utf8))
    #expect(try parse("{\"revision\":4294967295,\"units\":[]}").revision == .max)

    let others = [
      (" {", "{"), (": ", ":"), (",\t", ","), ("\n}", "}"),
      ("\\u0061", "a"), ("\\u00e9", "é"), ("\\/", "/"), ("\\u000a", "\\n"), ("\\u000A", "\\n"),
      ("\\uD83D\\uDE00", "😀"), ("e\u{301}", "é"), ("10.0", "10"), ("1e1", "10"),
    ]
    for (other, canonical) in others {
      let changed = text.replacing(canonical, with: other)
      #expect(!changed.utf8.elementsEqual(text.utf8))
      #expect(throws: (any Error).self, "\(changed)") { try parse(changed) }
    }
    #expect(throws: BodyProblem.form) { try parse(oneUnit("\"e\u{301}\"")) }
    #expect(throws: BodyProblem.form) { try parse(oneUnit("\"\\u1100\\u1161\"")) }
  }

  @Test func otherShapesAreRefused() {
    let cases: [(String, BodyProblem)] = [
      ("", .json),
      ("[]", .json),
      ("{}", .json),
      ("{\"revision\":1}", .json),
      ("{\"units\":[]}", .json),
      ("{\"units\":[],\"revision\":1}", .form),
      ("{\"revision\":1,\"units\":[],\"x\":1}", .form),
      ("{\"revision\":1,\"revision\":1,\"units\":[]}", .form),
      ("{\"revision\":1,\"units\":[],\"units\":[]}", .form),
      ("{\"revision\":0,\"units\":[]}", .revision),
      ("{\"revision\":-1,\"units\":[]}", .json),
      ("{\"revision\":4294967296,\"units\":[]}", .json),
      ("{\"revision\":\"1\",\"units\":[]}", .json),
      ("{\"revision\":1,\"units\":{}}", .json),
      ("{\"revision\":1,\"units\":[[]]}", .json),
      ("{\"revision\":1,\"units\":[[\"a\",\"\",\"\(Self.salt)\",\"\"]]}", .json),
      ("{\"revision\":1,\"units\":[]}\n", .form),
      (oneUnit("null"), .json),
      (oneUnit("\"\u{1}\""), .json),
      (oneUnit("\"\\x\""), .json),
      (oneUnit("\"\\u12\""), .json),
    ]
    for (text, problem) in cases {
      #expect(throws: problem, "\(text)") { try parse(text) }
    }
    for text in [
      "{\"revision\":01,\"units\":[]}", "{\"revision\":1.0,\"units\":[]}",
      "{\"revision\":1,\"units\":[],}", "{\"revision\":1,\"units\":[]}}",
      "{\"revision\":1,\"units\":[]}   \u{0}", "\u{FEFF}{\"revision\":1,\"units\":[]}",
      oneUnit("\"\\ud800\""), oneUnit("\"\\udc00\""), oneUnit("\"\\ud800\\u0041\""),
    ] {
      #expect(throws: BodyProblem.self, "\(text)") { try parse(text) }
    }
  }

  /// The decoder must not recurse as deep as the input asks, whatever a stranger sends.
  @Test(arguments: ["[", "{\"units\":", "{\"revision\":1,\"units\":[[", "[[],"])
  func deepNestingIsRefused(opening: String) {
    let size = 1_048_576
    let text = String(repeating: opening, count: size / opening.utf8.count)
    let bytes = SubmissionBody.restore(Data(text.utf8), size: size)
    #expect(throws: BodyProblem.json) { try SubmissionBody.parse(bytes, size: size) }
  }

  @Test func otherEncodingsAreRefused() throws {
    let text = "{\"revision\":1,\"units\":[]}"
    for encoding in [String.Encoding.utf16, .utf16BigEndian, .utf32, .utf32LittleEndian] {
      let bytes = try #require(text.data(using: encoding))
      #expect(throws: BodyProblem.self) { try SubmissionBody.parse(bytes, size: bytes.count) }
    }
  }

  @Test func invalidUTF8IsRefused() {
    let bytes: [[UInt8]] = [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x82], [0x80]]
    for invalid in bytes {
      let parts = oneUnit("\"?\"").split(separator: "?").map { Data($0.utf8) }
      let body = SubmissionBody.restore(parts[0] + Data(invalid) + parts[1], size: Self.size)
      #expect(throws: BodyProblem.self) { try SubmissionBody.parse(body, size: Self.size) }
    }
  }

  @Test func saltsAndLabelsAreChecked() {
    func text(_ units: [(String, String)]) -> String {
      let rows = units.map { "[\"\($0.0)\",\"\",\"\($0.1)\"]" }
      return "{\"revision\":1,\"units\":[\(rows.joined(separator: ","))]}"
    }
    for salt in ["", String(Self.salt.dropLast(2)), Self.salt + "00", Self.salt.uppercased()] {
      #expect(throws: BodyProblem.salt("a")) { try parse(text([("a", salt)])) }
    }
    #expect(throws: BodyProblem.duplicateLabel("a")) {
      try parse(text([("a", Self.salt), ("b", Self.salt), ("a", Self.salt)]))
    }
    #expect(throws: BodyProblem.label("a\u{0}")) { try parse(text([("a\\u0000", Self.salt)])) }
    #expect(throws: BodyProblem.label("e\u{301}")) { try parse(text([("e\u{301}", Self.salt)])) }
    #expect(throws: BodyProblem.revision) { try SubmissionBody(revision: 0, units: []) }
    #expect(throws: BodyProblem.salt("a")) {
      try SubmissionBody(revision: 1, units: [BodyUnit(label: "a", value: "", salt: Data())])
    }
  }

  @Test func sizesAreExact() throws {
    let body = try SubmissionBody(revision: 1, units: [unit("a", "x")])
    let count = body.json.count
    #expect(try body.padded(to: count) == body.json)
    #expect(throws: BodyProblem.tooLong(count, size: count - 1)) {
      try body.padded(to: count - 1)
    }
    #expect(throws: BodyProblem.size(count + 1, expected: count)) {
      try SubmissionBody.parse(try body.padded(to: count + 1), size: count)
    }
    #expect(SubmissionBody.strip(Data("   ".utf8)).isEmpty)
    #expect(SubmissionBody.restore(Data([1, 2, 3]), size: 2) == Data([1, 2, 3]))
    let slice = (Data([1, 2]) + (try body.padded(to: count + 9))).dropFirst(2)
    #expect(SubmissionBody.strip(slice) == body.json)
  }

  @Test func valuesAreNormalized() throws {
    let composed = unit("a", "\u{AC00}é")
    let decomposed = unit("a", "\u{1100}\u{1161}e\u{301}")
    #expect(decomposed.value.utf8.elementsEqual(composed.value.utf8))
    let manifest = ManifestHash(manifest: Data())
    #expect(decomposed.commitment(manifest: manifest) == composed.commitment(manifest: manifest))
  }

  /// Any value reads back as it was, also by Foundation's reader.
  @Test func anyValueReadsBack() throws {
    var generator = SeededGenerator(seed: 7)
    let alphabet =
      (0..<0x80).compactMap { Unicode.Scalar($0 as UInt32) } + [
        "\u{2028}", "가", "é", "😀", "\u{FFFD}", "\u{10FFFF}", "\u{85}", "\u{7F}",
      ]
    for _ in 0..<200 {
      var value = ""
      for _ in 0..<Int.random(in: 0...40, using: &generator) {
        let index = Int.random(in: 0..<alphabet.count, using: &generator)
        value.unicodeScalars.append(alphabet[index])
      }
      let body = try SubmissionBody(revision: 7, units: [unit("a", value)])
      let padded = try body.padded(to: 1024)
      #expect(try SubmissionBody.parse(padded, size: 1024) == body)
      let object = try #require(
        try JSONSerialization.jsonObject(with: padded) as? [String: Any]
      )
      let rows = try #require(object["units"] as? [[String]])
      #expect(rows[0][1].utf8.elementsEqual(value.utf8))
    }
  }
}
