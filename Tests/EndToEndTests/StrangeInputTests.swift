import Foundation
import PanelCore
import PanelStatistics
import TestSupport
import Testing

@testable import panel

extension FormJourneyTests {
  @Suite("Bytes that nobody types", .timeLimit(.minutes(45)))
  struct StrangeInput {
    private let person: FormPerson

    init() throws { person = try FormRound.anyone() }

    private var comment: String? { get throws { try person.draft().comments[person.order[0]] } }

    /// A form at the first model's first item, and back there from wherever one is.
    private func open() throws -> FormWindow {
      let window = try FormWindow(person.home)
      window.press("\n")
      window.press(Self.home)
      try window.screen()
      return window
    }

    // Ctrl-S ends a comment; then the final check, the page of the last model, its first question.
    private static let home = "\u{13}dhh"

    // MARK: - Long texts

    /// Lines of fifty characters, with letters that are keys, and Hangul.
    private static func long(_ lines: Int) -> String {
      (0..<lines).map { line in
        "\(line) q submit y 의견 ".padding(toLength: 49, withPad: "가나다라q", startingAt: 0) + "\n"
      }.joined()
    }

    @Test("ten thousand characters pasted into a comment are kept whole")
    func paste() throws {
      let window = try open()
      window.press("c")
      let text = Self.long(200)
      #expect(text.count == 10_000)
      try window.terminal.feed(Array("\u{1B}[200~\(text)\u{1B}[201~".utf8))
      let code = try #require(person.order.last)
      #expect(try becomes { try person.draft().comments[code] == text })
      try window.terminal.expect("10000 of at most 1000 characters")
    }

    @Test("the same typed by a terminal that does not bracket what is pasted")
    func typed() throws {
      let window = try open()
      window.press("c")
      // Each key is dealt with alone, which takes a debug build milliseconds.
      let text = Self.long(40)
      try window.terminal.feed(Array(text.utf8))
      let code = try #require(person.order.last)
      #expect(try becomes { try person.draft().comments[code] == text })
    }

    @Test("bytes that are no UTF-8 become U+FFFD; NUL does nothing; the draft can be read")
    func invalid() throws {
      let window = try open()
      let before = try window.whole()
      window.terminal.send(Array(repeating: 0, count: 1_000))
      #expect(try window.whole() == before)
      window.press("c")
      window.terminal.send([0x61, 0xFF, 0xC3, 0x28, 0x00, 0xED, 0xA0, 0x80, 0x62, 0x13])
      try window.screen()
      let code = try #require(person.order.last)
      let text = try #require(try person.draft().comments[code])
      #expect(text.hasPrefix("a\u{FFFD}\u{FFFD}(") && text.hasSuffix("\u{FFFD}b"))
    }

    // MARK: - Sequences

    private static let sequences =
      "ABCDHFZ".map { "\u{1B}[\($0)" } + "ABCDHFPQRS".map { "\u{1B}O\($0)" }
      + ["1", "2", "3", "4", "5", "6", "15", "24"].map { "\u{1B}[\($0)~" }
      + [
        "\u{1B}[1;5C", "\u{1B}[3;2~", "\u{1B}[[A", "\u{1B}[<0;12;5M", "\u{1B}[<35;1;2m",
        "\u{1B}[M !!", "\u{1B}[12;40R", "\u{1B}[?62;1c", "\u{1B}[I", "\u{1B}[99;5u",
      ]

    /// What a whole screen is after a sequence that comes in one piece, or cut before a byte.
    ///
    /// `nil` if this machine was so busy that the form had to take the pause for an end.
    private func screen(
      _ window: FormWindow,
      _ start: String,
      _ bytes: [UInt8],
      cutAt cut: Int? = nil
    ) throws -> String? {
      window.press(start)
      try window.screen()
      guard let cut else {
        window.terminal.send(bytes)
        return try window.whole()
      }
      let clock = ContinuousClock.now
      window.terminal.send(Array(bytes[..<cut]))
      #expect(window.terminal.isRead())
      window.terminal.send(Array(bytes[cut...]))
      #expect(window.terminal.isRead())
      let isInTime = ContinuousClock.now - clock < .milliseconds(80)
      let screen = try window.whole()
      return isInTime ? screen : nil
    }

    private func expectSame(_ window: FormWindow, _ start: String, _ sequence: String) throws {
      let bytes = Array(sequence.utf8)
      let expected = try screen(window, start, bytes)
      for cut in bytes.indices.dropFirst() {
        var seen: String?
        for _ in 0..<20 where seen == nil {
          seen = try screen(window, start, bytes, cutAt: cut)
        }
        #expect(seen == expected, "\(sequence.debugDescription) cut before byte \(cut)")
      }
    }

    @Test("a sequence cut anywhere does what it does whole; no letter of it acts")
    func cut() throws {
      let window = try open()
      for sequence in Self.sequences { try expectSame(window, Self.home + "jjj", sequence) }
      // Nothing was rated by a digit of a sequence, nothing written by a letter.
      #expect(try person.draft() == Answers())
    }

    @Test("nor in a comment, where a letter would be written")
    func cutInComment() throws {
      let window = try open()
      window.press("cab")
      for sequence in Self.sequences { try expectSame(window, Self.home + "c", sequence) }
      let code = try #require(person.order.last)
      // Delete, the only one that deletes, finds nothing behind the caret.
      #expect(try person.draft().comments == [code: "ab"])
    }

    @Test("a paste outside a comment rates nothing, however it is cut")
    func pasteOutside() throws {
      let window = try open()
      try expectSame(window, Self.home + "jjj", "\u{1B}[200~5\r\u{1B}[Bsy1q\u{1B}[201~")
      #expect(try person.draft() == Answers())
      window.terminal.send(Array("\u{1B}[200~5\u{1B}[201~".utf8))
      try window.terminal.expect("Pasting works in a comment only")
    }

    // MARK: - Noise

    @Test("a hundred thousand random bytes leave a form that answers and a draft that can be read")
    func noise() throws {
      var generator = SplitMix64(seed: 20)
      // Without those that are meant to leave or stop: q, Ctrl-C, Ctrl-Z.
      var bytes: [UInt8] = []
      while bytes.count < 100_000 {
        let byte = UInt8(generator.index(below: 256))
        if ![0x71, 0x03, 0x1A].contains(byte) { bytes.append(byte) }
      }
      var window = try open()
      for start in stride(from: 0, to: bytes.count, by: 1_000)
      where try !window.terminal.feed(bytes[start..<min(start + 1_000, bytes.count)]) {
        // Bytes that happen to be a syllable with ㅂ, which is q, leave as well.
        #expect(try window.terminal.wait() == 0)
        _ = try person.draft()
        window = try open()
      }
      if !window.terminal.isRead(within: 60) {
        #expect(try window.terminal.wait() == 0)
        window = try open()
      }
      // Read is not yet done: a change of size now would overtake keys, and in a small window
      // `p` means another form. Ctrl-C waits its turn; before it the noise may still have left.
      window.terminal.send([0x03])
      #expect([0, 130].contains(try window.terminal.wait()))
      // What it left can be opened and gone on with.
      let again = try FormWindow(person.home)
      again.press("q")
      #expect(try again.terminal.wait() == 0)
    }
  }
}
