import Foundation
import Testing

@testable import PanelTerminal

@Suite(.timeLimit(.minutes(45)))
struct TextWidthTests {
  struct KnownWidths: Decodable {
    struct Case: Decodable {
      let text: String
      let columns: Int
    }
    let cases: [Case]
  }

  @Test("Widths agree with the Python package wcwidth")
  func knownAnswers() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Vectors/TextWidth.json")
    let known = try JSONDecoder().decode(KnownWidths.self, from: Data(contentsOf: file))
    #expect(known.cases.count >= 50)
    for example in known.cases {
      let scalars = example.text.unicodeScalars.map { String($0.value, radix: 16) }
      #expect(
        TextWidth.columns(of: example.text) == example.columns,
        "\(example.text) \(scalars)"
      )
    }
  }

  @Test("Control characters take no column", arguments: ["\u{1B}", "\t", "\n", "\r\n", "\u{7F}"])
  func controls(text: String) { #expect(TextWidth.columns(of: text) == 0) }

  @Test("A decomposed syllable is as wide as the composed one")
  func jamo() {
    let composed = "평가 의견을 적어 주십시오"
    let decomposed = composed.decomposedStringWithCanonicalMapping
    #expect(decomposed.unicodeScalars.count > composed.unicodeScalars.count)
    #expect(TextWidth.columns(of: decomposed) == TextWidth.columns(of: composed))
  }

  @Test("Padding fills to the width on the side asked for, and never cuts")
  func padding() {
    #expect(TextWidth.padded("한", to: 4) == "한  ")
    #expect(TextWidth.padded("한", to: 4, alignment: .right) == "  한")
    #expect(TextWidth.padded("한글", to: 3) == "한글")
  }

  @Test("Cutting keeps clusters whole and within the width")
  func truncation() {
    #expect(TextWidth.truncated("한글", to: 4) == "한글")
    #expect(TextWidth.truncated("한글과", to: 5) == "한글…")
    #expect(TextWidth.truncated("한글과", to: 4) == "한…")
    #expect(TextWidth.truncated("👨‍👩‍👧👨‍👩‍👧", to: 3) == "👨‍👩‍👧…")
    #expect(TextWidth.truncated("ab", to: 1) == "…")
    #expect(TextWidth.truncated("ab", to: 0) == "")
  }

  @Test("Lines break at spaces and newlines, Hangul between words only")
  func wrapping() {
    #expect(TextWidth.wrapped("모델의 출력이 정확했습니까", columns: 14) == ["모델의 출력이", "정확했습니까"])
    #expect(TextWidth.wrapped("모델의 출력이", columns: 12) == ["모델의", "출력이"])
    #expect(TextWidth.wrapped("a  b\tc\n\nd", columns: 80) == ["a b c", "", "d"])
    #expect(TextWidth.wrapped("", columns: 80) == [""])
  }

  @Test("A word longer than the line is broken between clusters")
  func longWords() {
    #expect(TextWidth.wrapped("가나다라마", columns: 5) == ["가나", "다라", "마"])
    #expect(TextWidth.wrapped("ab abcdefgh", columns: 4) == ["ab", "abcd", "efgh"])
    #expect(TextWidth.wrapped("👨‍👩‍👧👨‍👩‍👧", columns: 3) == ["👨‍👩‍👧", "👨‍👩‍👧"])
    #expect(TextWidth.wrapped("한글", columns: 1) == ["한", "글"])
  }

  @Test("Wrapping keeps every cluster and the width, whatever the width")
  func wrappingProperty() {
    let text = "평가위원은 A>B, fact sheet (F10–F14)와 👩🏽‍💻 e\u{301}lan을 함께 봅니다 supercalifragilistic"
    for width in 2...60 {
      let lines = TextWidth.wrapped(text, columns: width)
      #expect(lines.allSatisfy { TextWidth.columns(of: $0) <= width })
      #expect(lines.joined().filter { $0 != " " } == text.filter { $0 != " " })
    }
  }

  @Test("Nothing from a file can act on the terminal")
  func printable() {
    #expect(TextWidth.printable("a\u{1B}[2Jb\tc\r\nd\u{202E}") == "a\u{FFFD}[2Jb c\nd\u{FFFD}")
    #expect(TextWidth.printable("👨‍👩‍👧 e\u{301}") == "👨‍👩‍👧 e\u{301}")
  }
}
