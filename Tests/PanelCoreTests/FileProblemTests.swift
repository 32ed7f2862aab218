import Foundation
import PanelCore
import Testing

@Suite(
  "Every problem of a survey is named with its line and how to mend it",
  .timeLimit(.minutes(45))
)
struct SurveyProblemTests {
  @Test("one broken survey per kind", arguments: brokenSurveys)
  func oneProblem(_ broken: BrokenSurvey) throws {
    let text = try SurveyFiles.example(broken.part, broken.other)
    let problems = SurveyDocument.check(text, blindNames: broken.blindNames)
    let line = try SurveyFiles.line(of: broken.line, in: text)
    let found = problems.first { $0.message.en.contains(broken.message) }
    let problem = try #require(found, "\(problems)")
    #expect(problem.severity == broken.severity)
    #expect(problem.fix.en.contains(broken.fix), "\(problem.fix.en)")
    #expect(problem.line == line)
    #expect(!problem.message.ko.isEmpty && !problem.fix.ko.isEmpty)
    #expect(problem.message.ko != problem.message.en)
    if broken.severity == .error {
      #expect(throws: FileProblems(problems: problems)) {
        try SurveyDocument.read(text, blindNames: broken.blindNames)
      }
    } else {
      #expect(try SurveyDocument.read(text).warnings == problems)
    }
  }

  @Test("several problems are reported together, in the order of the lines")
  func severalProblems() throws {
    var text = try SurveyFiles.text("example.yaml")
    for (part, other) in [
      ("version: 1", "version: one"), ("en: Example evaluation", "en: ''"),
      ("points: 15", "points: 0"), ("criterion: cost", "criterion: price"),
      ("Much better]", "Much better, Best]"), ("code: B", "code: A"),
      ("seed: 1", "seed: 1\n  seed: 2\n  sede: 3"), ("minimumPanel: 5", "minimumPanel: 2"),
    ] {
      text = text.replacing(part, with: other, maxReplacements: 1)
    }
    let problems = SurveyDocument.check(text)
    #expect(problems.map(\.line) == problems.map(\.line).sorted())
    let messages = problems.map(\.message.en)
    for part in [
      "'version' must be a whole number", "'title' has no English", "'points' is 0",
      "'price' is not a known criterion", "'anchors' has 6 texts", "'A' is used twice",
      "'seed' is given twice", "no key 'sede'", "a panel of 2",
    ] {
      #expect(messages.contains { $0.contains(part) }, "\(part)")
    }
  }

  @Test("a key given three times is named twice, in two maps at once")
  func manyDuplicates() throws {
    let text = try SurveyFiles.text("example.yaml")
      .replacing("seed: 1", with: "seed: 1\n  seed: 2\n  'seed': 3")
      .replacing("version: 1", with: "version: 1\nversion : 2")
    let lines = try ["version : 2", "  seed: 2", "  'seed'"].map {
      try SurveyFiles.line(of: $0, in: text)
    }
    #expect(SurveyDocument.check(text).map(\.line) == lines)
  }

  @Test(
    "a file with nothing in it",
    arguments: ["", "\n\n", "# only a comment\n", "\u{FEFF}", "~"]
  )
  func emptyFile(_ text: String) {
    let problems = SurveyDocument.check(text)
    #expect(problems.map(\.message.en) == ["the file is empty"])
    #expect(problems.map(\.line) == [1])
  }

  @Test("a file that is no map", arguments: ["- a\n- b\n", "hello\n", "[1, 2]"])
  func noMap(_ text: String) {
    #expect(
      SurveyDocument.check(text).map(\.message.en) == ["the survey must be a map of 'key: value'"]
    )
  }

  @Test("byte order mark and CRLF change neither the survey nor the lines")
  func lineEndings() throws {
    let plain = try SurveyFiles.text("example.yaml")
    let survey = try SurveyDocument.read(plain).survey
    for text in ["\u{FEFF}" + plain, plain.replacing("\n", with: "\r\n")] {
      #expect(try SurveyDocument.read(text).survey == survey)
    }
    let broken = try SurveyFiles.example("quorum: 5", "quorum: 6")
    #expect(
      SurveyDocument.check("\u{FEFF}" + broken.replacing("\n", with: "\r\n"))
        == SurveyDocument.check(broken)
    )
  }

  @Test("deeply nested and cut off files are problems, not crashes")
  func hostileFiles() throws {
    let deep = String(repeating: "[", count: 100_000)
    #expect(!SurveyDocument.check(deep).isEmpty)
    let balanced = String(repeating: "[", count: 900) + String(repeating: "]", count: 900)
    #expect(!SurveyDocument.check("title: " + balanced).isEmpty)
    let bomb = (1...60).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1)]" }
    #expect(!SurveyDocument.check("a0: &a0 x\n" + bomb.joined(separator: "\n")).isEmpty)
    let text = try SurveyFiles.text("example.yaml")
    for length in stride(from: 0, to: text.count, by: 97) {
      #expect(!SurveyDocument.check(String(text.prefix(length))).isEmpty)
    }
  }

  @Test("whatever is damaged, problems stand on lines of the file, in order", arguments: 0..<200)
  func damagedFiles(_ seed: UInt64) throws {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
    func below(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let scraps = [
      "", "{", "}", "[", "]", ":", "-", "&a", "*a", "'", "\"", "#", "\t", "1e9", "-1", "~", "ko: x",
      "999999999999999", "? ", "|", "- - -", "0.000000001", "!!int", "%", "---", "\u{85}",
      "\u{2028}",
    ]
    var lines = try SurveyFiles.text("example.yaml").components(separatedBy: "\n")
    for _ in 0..<(1 + below(3)) {
      let index = below(lines.count)
      let scrap = scraps[below(scraps.count)]
      switch below(5) {
      case 0: lines[index] = lines[below(lines.count)]
      case 1: lines.insert(lines[below(lines.count)], at: index)
      case 2: lines.remove(at: index)
      case 3: lines[index] += scrap
      default:
        let words = lines[index].split(separator: " ", omittingEmptySubsequences: false)
        lines[index] = (words.dropLast() + [scrap[...]]).joined(separator: " ")
      }
    }
    let problems = SurveyDocument.check(lines.joined(separator: "\n"))
    #expect(problems.map(\.line) == problems.map(\.line).sorted())
    #expect(problems.allSatisfy { (1...lines.count + 1).contains($0.line) })
  }

  @Test("a long scale needs no words, a short one does")
  func longScale() throws {
    var text = try SurveyFiles.example("highest: 5", "highest: 100")
    text = text.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.contains("o: [") && !$0.contains("en: [") }
      .filter { !$0.contains("labels:") && !$0.contains("anchors:") }
      .joined(separator: "\n")
    let survey = try SurveyDocument.read(text).survey
    #expect(survey.scale.labels.isEmpty && survey.items.allSatisfy(\.anchors.isEmpty))
    let short = text.replacing("highest: 100", with: "highest: 5")
    #expect(
      SurveyDocument.check(short).map(\.message.en) == [
        "'labels' is missing: every level of a scale of up to 10 levels needs words",
        "'anchors' is missing: every level of a scale of up to 10 levels needs words",
        "'anchors' is missing: every level of a scale of up to 10 levels needs words",
      ]
    )
  }

  @Test("'proportion' cannot work with negative ratings")
  func negativeRatings() throws {
    let text = try SurveyFiles.example("  lowest: 1\n  highest: 5", "  lowest: -2\n  highest: 2")
      .replacing("conversion: range", with: "conversion: proportion")
    let messages = SurveyDocument.check(text).map(\.message.en)
    #expect(messages.contains("'proportion' cannot work on a scale with negative ratings"))
  }

  @Test("a name counts only as a word, and not when the survey is open")
  func harmlessTexts() throws {
    for words in ["selfllamas", "polarNaverish", "algae", "기록", "panorama"] {
      let text = try SurveyFiles.example("en: Example evaluation", "en: \(words)")
      #expect(SurveyDocument.check(text).isEmpty, "\(words)")
    }
    let open = try SurveyFiles.example("en: Example evaluation", "en: Claude and EXAONE")
      .replacing("blind: true", with: "blind: false")
    #expect(SurveyDocument.check(open).allSatisfy { $0.severity == .warning })
  }

  @Test("of names that overlap, the longest is reported once")
  func overlappingNames() throws {
    let text = try SurveyFiles.example("en: Example evaluation", "en: SK Telecom and nc-ai")
    let names = SurveyDocument.check(text).map(\.message.en)
    #expect(names.count == 2)
    #expect(
      names.contains { $0.contains("'SK Telecom'") } && names.contains { $0.contains("'NC AI'") }
    )
  }

  @Test("full-width and decomposed spellings are names too")
  func disguisedNames() throws {
    for words in ["ＥＸＡＯＮＥ", "네이버".decomposedStringWithCanonicalMapping, "GPT4o", "NAVER의"] {
      let text = try SurveyFiles.example("ko: 예시 평가", "ko: \(words)")
      #expect(SurveyDocument.check(text).contains { $0.severity == .error }, "\(words)")
    }
  }
}
