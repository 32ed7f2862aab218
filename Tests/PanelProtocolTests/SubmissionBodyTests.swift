import Foundation
import Testing

@testable import PanelProtocol

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

  @Test func whitespaceEscapesAndOrderOfKeysAreFree() throws {
    let expected = try SubmissionBody(revision: 10, units: [unit("a", "é/\n😀"), unit("b", "")])
    let texts = [
      """
      {"revision":10,"units":[["a","é/\\n😀","\(Self.salt)"],["b","","\(Self.salt)"]]}
      """,
      """
       {\t"units" : [ [ "\\u0061" , "\\u00e9\\/\\u000A\\uD83D\\ude00" , "\(Self.salt)" ],
      ["b","","\(Self.salt)"]] ,\r\n "revision" : 10 }
      """,
    ]
    for text in texts {
      #expect(try parse(text) == expected)
    }
    #expect(expected.json == Data(texts[0].utf8))
    #expect(try parse("{\"revision\":4294967295,\"units\":[]}").revision == .max)
  }

  @Test func otherShapesAreRefused() {
    let cases: [(String, BodyProblem)] = [
      ("", .json(offset: Self.size)),
      ("[]", .json(offset: 0)),
      ("{}", .json(offset: 1)),
      ("{\"revision\":1}", .missingKey("units")),
      ("{\"units\":[]}", .missingKey("revision")),
      ("{\"revision\":1,\"units\":[],\"x\":1}", .unexpectedKey("x")),
      ("{\"revision\":1,\"revision\":1,\"units\":[]}", .duplicateKey("revision")),
      ("{\"units\":[],\"units\":[],\"revision\":1}", .duplicateKey("units")),
      ("{\"revision\":0,\"units\":[]}", .revision),
      ("{\"revision\":01,\"units\":[]}", .json(offset: 12)),
      ("{\"revision\":-1,\"units\":[]}", .json(offset: 12)),
      ("{\"revision\":1.0,\"units\":[]}", .json(offset: 13)),
      ("{\"revision\":4294967296,\"units\":[]}", .json(offset: 21)),
      ("{\"revision\":\"1\",\"units\":[]}", .json(offset: 12)),
      ("{\"revision\":1,\"units\":{}}", .json(offset: 22)),
      ("{\"revision\":1,\"units\":[[]]}", .json(offset: 24)),
      ("{\"revision\":1,\"units\":[],}", .json(offset: 25)),
      ("{\"revision\":1,\"units\":[]}}", .padding),
      ("{\"revision\":1,\"units\":[]}\n", .padding),
      ("{\"revision\":1,\"units\":[]}   \u{0}", .padding),
      ("\u{FEFF}{\"revision\":1,\"units\":[]}", .json(offset: 0)),
      (oneUnit("null"), .json(offset: 28)),
      (oneUnit("\"\u{1}\""), .json(offset: 29)),
      (oneUnit("\"\\x\""), .json(offset: 30)),
      (oneUnit("\"\\u12\""), .json(offset: 31)),
      (oneUnit("\"\\ud800\""), .json(offset: 31)),
      (oneUnit("\"\\udc00\""), .json(offset: 31)),
      (oneUnit("\"\\ud800\\u0041\""), .json(offset: 31)),
      (oneUnit("\"e\u{301}\""), .notNormalized("a")),
      (oneUnit("\"\\u1100\\u1161\""), .notNormalized("a")),
    ]
    for (text, problem) in cases {
      #expect(throws: problem, "\(text)") { try parse(text) }
    }
  }

  @Test func invalidUTF8IsRefused() {
    let bytes: [[UInt8]] = [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x82], [0x80]]
    for invalid in bytes {
      let parts = oneUnit("\"?\"").split(separator: "?").map { Data($0.utf8) }
      let body = SubmissionBody.restore(parts[0] + Data(invalid) + parts[1], size: Self.size)
      #expect(throws: BodyProblem.json(offset: 29)) {
        try SubmissionBody.parse(body, size: Self.size)
      }
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
