import Foundation
import TestSupport
import Testing

@Suite("Wording", .timeLimit(.minutes(45)))
struct WordingTests {
  private static func hasHangul(_ text: String) -> Bool {
    text.unicodeScalars.contains { (0xAC00...0xD7A3).contains($0.value) }
  }

  /// What is wrong with the two languages in a file: a pair without labels, or with `ko:` first.
  ///
  /// Without labels a text that is moved or copied can end up in the other language.
  static func unlabelledPairs(in source: SwiftSource) -> [String] {
    var found: [String] = []
    for arguments in source.calls {
      for (first, second) in zip(arguments, arguments.dropFirst()) {
        if first.label == "ko", second.label == "en" {
          found.append("\(source.path):\(first.line): ko: before en:")
        }
        guard first.label == nil, second.label == nil, !first.literals.isEmpty,
          !second.literals.isEmpty
        else { continue }
        if first.literals.contains(where: hasHangul) != second.literals.contains(where: hasHangul) {
          found.append("\(source.path):\(first.line): \(first.literals[0]), \(second.literals[0])")
        }
      }
    }
    for match in source.code.matches(of: /_ (ko|en|korean|english): (String|LocalizedText)/) {
      found.append("\(source.path): \(match.0)")
    }
    return found
  }

  @Test("texts in two languages are labelled en: and ko:, in this order")
  func labels() throws {
    let found = try SwiftSource.all().flatMap(Self.unlabelledPairs)
    #expect(found == [])
  }

  @Test("a pair without labels, and one in the other order, is found")
  func labelsAreChecked() {
    let wrong = [
      #"say("yes", "예")"#, #"LocalizedText(ko: "예", en: "yes")"#, #"f(1, "예", "yes")"#,
      "func say(_ ko: String, _ en: String) {}",
    ]
    for text in wrong {
      #expect(!Self.unlabelledPairs(in: SwiftSource("a.swift", text)).isEmpty, "\(text)")
    }
    let right = #"say(en: "yes \(say(en: "a", ko: "가"))", ko: "예"); f("예", 1); g("a", "b")"#
    #expect(Self.unlabelledPairs(in: SwiftSource("a.swift", right)) == [])
  }

  /// Patterns that have stood for a sentence which a reader had to read twice.
  static var patterns: [(name: String, pattern: Regex<Substring>)] {
    [
      ("of who", /\bof who\b/), ("to who", /\b[Tt]o who\b/), ("by who", /\bby who\b/),
      ("Who rates …", /(?:^|[.:;] )\s*Who (?:rates|has|lacks|reads|wants|runs|knows|rated)\b/),
      ("; else", /[;,] else (?:the|it|of|\d)/), ("is none of", /\bis none (?:of|that)\b/),
      ("behind a", /\bbehind a (?:full stop|colon|key|code|name)\b/),
      ("tells nobody", /\btells? (?:nobody|nothing|it)\b/), ("hangs on", /\bhangs? on\b/),
      ("stands still", /\bstands? still\b/), ("nobody's", /\b[Nn]obody's\b/),
      ("given up", /\bgiven up\b/), ("of one's own", /\bof one's own\b/),
    ]
  }

  @Test("comments, messages and help are plain English")
  func comments() throws {
    for source in try SwiftSource.all() {
      for piece in source.comments + source.literals {
        for (name, pattern) in Self.patterns where piece.text.contains(pattern) {
          Issue.record("\(source.path):\(piece.line): ‘\(name)’ in: \(piece.text)")
        }
      }
    }
  }

  @Test("documents are plain English")
  func documents() throws {
    let root = Repository.root
    let paths = try FileManager.default.subpathsOfDirectory(atPath: root.path)
    for path in paths.sorted()
    where path.hasSuffix(".md") && !"/\(path)".contains("/.") && !path.hasSuffix(".ko.md") {
      let text = try String(contentsOf: root.appending(path: path), encoding: .utf8)
      for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
        .enumerated()
      {
        for (name, pattern) in Self.patterns where line.contains(pattern) {
          Issue.record("\(path):\(number + 1): ‘\(name)’ in: \(line)")
        }
      }
    }
  }
}
