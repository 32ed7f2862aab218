import Testing

@testable import PanelTerminal

@Suite(.timeLimit(.minutes(45)))
struct KeyDecoderTests {
  /// The keys of bytes that arrive at once, and then silence.
  private func keys(_ bytes: [UInt8]) -> [Key] {
    var decoder = KeyDecoder()
    return decoder.take(bytes) + decoder.flush()
  }

  private func keys(_ text: String) -> [Key] { keys(Array(text.utf8)) }

  private static let sequences: [(String, [Key])] = [
    ("\u{1B}[A", [.up]), ("\u{1B}OA", [.up]), ("\u{1B}[1;2A", [.up]), ("\u{1B}[a", [.up]),
    ("\u{1B}[B", [.down]), ("\u{1B}OB", [.down]), ("\u{1B}[C", [.right]), ("\u{1B}OC", [.right]),
    ("\u{1B}[D", [.left]), ("\u{1B}OD", [.left]), ("\u{1B}[1;2D", [.left]), ("\u{1B}[d", [.left]),
    ("\u{1B}[1;5D", [.wordLeft]), ("\u{1B}[1;3C", [.wordRight]), ("\u{1B}Od", [.wordLeft]),
    ("\u{1B}[H", [.home]), ("\u{1B}OH", [.home]), ("\u{1B}[1~", [.home]), ("\u{1B}[7~", [.home]),
    ("\u{1B}[7$", [.home]), ("\u{1B}[7^", [.home]), ("\u{1B}[1;5H", [.home]),
    ("\u{1B}[F", [.end]), ("\u{1B}OF", [.end]), ("\u{1B}[4~", [.end]), ("\u{1B}[8~", [.end]),
    ("\u{1B}[3~", [.delete]), ("\u{1B}[3;5~", [.delete]), ("\u{1B}[3$", [.delete]),
    ("\u{1B}[5~", [.pageUp]), ("\u{1B}[6~", [.pageDown]), ("\u{1B}[6;2~", [.pageDown]),
    ("\u{1B}[Z", [.backTab]), ("\u{1B}OP", [.function(1)]), ("\u{1B}OS", [.function(4)]),
    ("\u{1B}[[A", [.function(1)]), ("\u{1B}[[E", [.function(5)]), ("\u{1B}[11~", [.function(1)]),
    ("\u{1B}[15~", [.function(5)]), ("\u{1B}[17~", [.function(6)]), ("\u{1B}[21~", [.function(10)]),
    ("\u{1B}[23~", [.function(11)]), ("\u{1B}[24~", [.function(12)]),
    ("\u{1B}[1;2P", [.function(1)]), ("\u{1B}OM", [.enter]), ("\u{1B}Oq", [.character("1")]),
    ("\u{8}\u{7F}", [.backspace, .backspace]), ("\r\n", [.enter, .enter]), ("\t", [.tab]),
    ("\u{3}\u{4}\u{1A}", [.control("c"), .control("d"), .control("z")]),
    ("\u{0}\u{1C}\u{1F}", [.control(" "), .control("\\"), .control("_")]),
    ("\u{1B}b\u{1B}한", [.alternate("b"), .alternate("한")]),
    ("\u{1B}\u{1B}[A", [.escape, .up]), ("\u{1B}\r", [.escape, .enter]),
    ("\u{1B}\u{3}", [.escape, .control("c")]), ("한👍", [.character("한"), .character("👍")]),
    // Unknown ones, reports and strings leave nothing behind, and what follows is read.
    ("\u{1B}[2~5", [.character("5")]), ("\u{1B}[97;5u5", [.character("5")]),
    ("\u{1B}[?62;22c5", [.character("5")]), ("\u{1B}[24;80R5", [.character("5")]),
    ("\u{1B}[?2026;2$y5", [.character("5")]), ("\u{1B}[<0;10;20M5", [.character("5")]),
    ("\u{1B}[M !!5", [.character("5")]), ("\u{1B}[I\u{1B}[O5", [.character("5")]),
    ("\u{1B}]11;rgb:0/0/0\u{7}5", [.character("5")]),
    ("\u{1B}]11;rgb:0/0/0\u{1B}\\5", [.character("5")]),
    ("\u{1B}P1$r0m\u{1B}\\5", [.character("5")]),
    ("\u{1B}[99999999999999999999~5", [.character("5")]), ("\u{1B}O15", []),
    ("\u{1B}[1;\u{3}5", [.control("c"), .character("5")]), ("\u{1B}[3\u{1B}[A", [.up]),
    ("\u{1B}[200~a\u{1B}[201~b", [.paste("a"), .character("b")]),
    ("\u{1B}[200~가\r\n나\rx\n\t\u{0}\u{3}\u{9B}\u{1B}[2J\u{1B}[201~", [.paste("가\n나\nx\n\t[2J")]),
    ("\u{1B}[200~\u{1B}\u{1B}[201\u{1B}[201~", [.paste("[201")]),
    ("\u{1B}[200~\u{1B}[201~", [.paste("")]), ("\u{1B}[200~a\u{1B}\u{1B}[201~", [.paste("a")]),
    ("\u{1B}[200~a\u{1B}[2\u{1B}[201~b", [.paste("a[2"), .character("b")]),
    ("\u{85}\u{9B}\u{2028}5", [.character("5")]),
  ]

  @Test("Each sequence is its key, split anywhere", arguments: sequences.indices)
  func split(index: Int) {
    let (text, expected) = Self.sequences[index]
    let bytes = Array(text.utf8)
    #expect(keys(bytes) == expected)
    for first in 0...bytes.count {
      for second in first...bytes.count {
        var decoder = KeyDecoder()
        var found = decoder.take(bytes[..<first])
        found += decoder.take(bytes[first..<second])
        found += decoder.take(bytes[second...])
        #expect(found + decoder.flush() == expected, "cut at \(first) and \(second)")
      }
    }
  }

  @Test("Escape is decided by silence, and only what has begun is waited for")
  func escape() {
    var decoder = KeyDecoder()
    #expect(decoder.patience == nil)
    #expect(decoder.take([0x1B]) == [])
    #expect(decoder.patience == .milliseconds(100))
    #expect(decoder.flush() == [.escape])
    #expect(decoder.patience == nil)
    #expect(decoder.flush() == [])
    #expect(decoder.take(Array("5".utf8)) == [.character("5")])
  }

  @Test("On a slow line the rest of a sequence is not typed")
  func lateSequence() {
    var decoder = KeyDecoder()
    #expect(decoder.take([0x1B]) + decoder.flush() == [.escape])
    #expect(decoder.take(Array("[5~5".utf8)) == [.pageUp, .character("5")])
    #expect(decoder.take(Array("\u{1B}[1;".utf8)) + decoder.flush() == [])
    #expect(decoder.take(Array("5".utf8)) == [.character("5")])
  }

  @Test("A cut character is marked at the end, a cut paste is kept")
  func cut() {
    #expect(keys([0xED, 0x95]) == [.character("\u{FFFD}")])
    #expect(keys([0x1B, 0xED]) == [.alternate("\u{FFFD}")])
    #expect(keys("\u{1B}[200~ab\u{1B}[20") == [.paste("ab[20")])
  }

  @Test("A long paste arrives whole, and one that is too long is cut between characters")
  func longPaste() {
    let text = String(repeating: "한", count: 10_000)
    #expect(keys("\u{1B}[200~\(text)\u{1B}[201~") == [.paste(text)])
    for limit in 0...7 {
      var decoder = KeyDecoder(maximumPaste: limit)
      let found = decoder.take(Array("\u{1B}[200~한글\u{1B}[201~x".utf8))
      #expect(found == [.paste(String("한글".prefix(limit / 3))), .character("x")])
    }
  }

  @Test("Bytes that are no UTF-8 are marked as the standard library marks them")
  func invalidUTF8() {
    var random = SeededGenerator(seed: 1)
    let interesting: [UInt8] = [
      0x41, 0x80, 0xBF, 0xC0, 0xC2, 0xDF, 0xE0, 0xA0, 0xED, 0x9F, 0xEF, 0xF0, 0x90, 0xF4, 0x8F,
      0xF5, 0xFF,
    ]
    for _ in 0..<5_000 {
      let bytes = (0..<Int.random(in: 1...8, using: &random)).map { _ in
        interesting.randomElement(using: &random) ?? 0
      }
      var expected = String(decoding: bytes, as: UTF8.self).unicodeScalars.map { $0 }
      expected.removeAll { (0x80..<0xA0).contains($0.value) }
      let found = keys(bytes).map { key -> Unicode.Scalar? in
        guard case .character(let character) = key else { return nil }
        return character.unicodeScalars.first
      }
      #expect(found == expected, "\(bytes)")
    }
  }

  @Test("Whatever arrives, nothing that is typed or pasted is a control character")
  func fuzz() {
    var random = SeededGenerator(seed: 2)
    let likely = Array("\u{1B}\u{1B}[[O;0123459~$^MPZ?<]\u{7}\\\u{3}\r가🇰".utf8)
    for _ in 0..<20_000 {
      let bytes = (0..<Int.random(in: 1...40, using: &random)).map { _ in
        Bool.random(using: &random)
          ? UInt8.random(in: 0...255, using: &random) : likely.randomElement(using: &random) ?? 0
      }
      let whole = keys(bytes)
      for key in whole {
        switch key {
        case .character(let character), .alternate(let character):
          #expect(!character.unicodeScalars.contains(where: TypedText.isControl), "\(bytes)")
        case .paste(let text):
          let controls = text.unicodeScalars.filter(TypedText.isControl)
          #expect(controls.allSatisfy { $0 == "\n" || $0 == "\t" }, "\(bytes)")
        default: break
        }
      }
      var decoder = KeyDecoder()
      #expect(bytes.flatMap { decoder.take([$0]) } + decoder.flush() == whole, "\(bytes)")
    }
  }
}
