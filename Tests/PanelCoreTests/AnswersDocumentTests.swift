import Foundation
import PanelCore
import TestSupport
import Testing

/// The bytes of the comments: two texts that differ in normalisation only are equal in Swift.
private func bytes(_ answers: Answers) -> [ModelCode: [UInt8]] {
  answers.comments.mapValues { Array($0.utf8) }
}

/// A comment as it is kept: NFC, LF for the line ends of Windows, no byte order mark first.
private func kept(_ text: String) -> String {
  var text = String(text.unicodeScalars.drop { $0 == "\u{FEFF}" })
  while text.unicodeScalars.contains("\r\n".unicodeScalars) {
    var parts = text.unicodeScalars.split(
      separator: "\r\n".unicodeScalars,
      omittingEmptySubsequences: false
    ).map(String.init)
    text = parts.removeFirst() + parts.map { "\n" + $0 }.joined()
  }
  return text.precomposedStringWithCanonicalMapping
}

@Suite("Answer files", .timeLimit(.minutes(45)))
struct AnswersDocumentTests {
  static func surveys() throws -> [Survey] {
    let modules = try SurveyFiles.text(SurveyFiles.full)
      .replacing("enabled: false", with: "enabled: true")
    return [
      try SurveyFiles.survey("example.yaml"), try SurveyFiles.survey(SurveyFiles.full),
      try SurveyDocument.read(modules).survey, HardSurvey.make(),
    ]
  }

  @Test(
    "500 random sets of answers are read back from what is written, in both languages",
    arguments: 0..<10
  )
  func roundTrip(_ tens: Int) throws {
    let surveys = try Self.surveys()
    for seed in (50 * tens)..<(50 * tens + 50) {
      let survey = surveys[[0, 1, 0, 3, 0, 0, 2, 0, 3, 0][seed % 10]]
      var random = RandomAnswers(seed: UInt64(seed), survey: survey)
      var answers = random.answers()
      let round = seed.isMultiple(of: 3) ? "round-1" : nil
      let files = Language.allCases.map {
        AnswersDocument.write(
          answers,
          survey: survey,
          order: survey.models.map(\.code).reversed(),
          language: $0,
          round: round
        )
      }
      answers.comments = answers.comments.mapValues(kept)
      let windows = seed % 7 == 0 ? [files[0].replacing("\n", with: "\r\n")] : []
      for file in files + windows {
        let read = try AnswersDocument.read(file, survey: survey, round: "round-1")
        let isSame = read == answers && bytes(read) == bytes(answers)
        #expect(isSame, "seed \(seed)")
      }
    }
  }

  private func readBack(_ comment: String) throws -> [UInt8] {
    var survey = try SurveyFiles.survey("example.yaml")
    survey.comment?.maximumLength = 10_000
    let code = survey.models[1].code
    var answers = Answers()
    answers.comments[code] = comment
    let file = AnswersDocument.write(
      answers,
      survey: survey,
      order: [],
      language: .en,
      round: nil
    )
    let read = try AnswersDocument.read(file, survey: survey, round: nil)
    return Array((read.comments[code] ?? "").utf8)
  }

  @Test("a comment comes back byte for byte", arguments: RandomAnswers.hardTexts)
  func hardText(_ text: String) throws {
    for comment in [text, text + text, text + "\n" + text, "a\n" + text + "\nb"] {
      #expect(try readBack(comment) == Array(kept(comment).utf8))
    }
  }

  @Test(
    "a comment of 10,000 characters comes back byte for byte",
    arguments: ["a", "가", "\n", " ", "\t", "\u{7}", "\\", "👩‍👩‍👧‍👦", "# a: b\n", "\u{1112}\u{1161}"]
  )
  func longText(_ part: String) throws {
    let comment = String(repeating: part, count: 10_000 / part.count)
    #expect(comment.count == 10_000 || part.count > 1)
    let isSame = try readBack(comment) == Array(kept(comment).utf8)
    #expect(isSame)
  }

  @Test("the files of the example", arguments: Language.allCases)
  func golden(_ language: Language) throws {
    let survey = try SurveyFiles.survey("example.yaml")
    let codes = survey.models.map(\.code)
    let blank = AnswersDocument.write(
      Answers(),
      survey: survey,
      order: codes.reversed(),
      language: language,
      round: "example"
    )
    #expect(
      try Golden.difference(blank, "example-answers-blank.\(language.rawValue).yaml") == nil
    )
    var answers = Answers()
    answers.answers[codes[0]] = [
      ItemID("U1"): .rating(1), ItemID("C1"): .cannotJudge(ChoiceID("N1")),
    ]
    answers.answers[codes[1]] = [ItemID("U1"): .rating(4)]
    answers.comments[codes[0]] = "Slow: 10 minutes a page.\n# and wrong\n\n  Once \"good\"."
    answers.comments[codes[1]] = "Ends in a blank "
    let filled = AnswersDocument.write(
      answers,
      survey: survey,
      order: codes,
      language: language,
      round: nil
    )
    #expect(
      try Golden.difference(filled, "example-answers-filled.\(language.rawValue).yaml") == nil
    )
    #expect(try AnswersDocument.read(filled, survey: survey, round: "example") == answers)
  }

  @Test("both languages give the same lines but for the remarks")
  func oneForm() throws {
    for (seed, survey) in try Self.surveys().enumerated() {
      var random = RandomAnswers(seed: UInt64(seed), survey: survey)
      let answers = random.answers()
      let entries = Language.allCases.map { language in
        AnswersDocument.write(
          answers,
          survey: survey,
          order: [],
          language: language,
          round: nil
        )
        .split(separator: "\n").filter { $0.first { $0 != " " } != "#" }
      }
      #expect(entries[0] == entries[1])
    }
  }

  @Test("remarks keep to 80 columns and to one line, whatever the survey says")
  func remarks() throws {
    for survey in try Self.surveys() {
      for language in Language.allCases {
        let file = AnswersDocument.write(
          Answers(),
          survey: survey,
          order: [],
          language: language,
          round: nil
        )
        #expect(
          file.unicodeScalars.allSatisfy { $0 == "\n" || PlainLine.isPlain("\($0)") || $0 == " " }
        )
        for line in file.split(separator: "\n") {
          let wide = line.reduce(0) { $0 + ($1.isASCII ? 1 : 2) }
          #expect(line.count <= 80, "\(line)")
          if line.allSatisfy({ $0.isASCII || ("가"..."힣").contains($0) }) {
            #expect(wide <= 80, "\(line)")
          }
          let entry = line.drop { $0 == " " }
          #expect(entry.hasPrefix("#") || entry.contains(/^('?)[A-Za-z0-9_.-]+\1:/), "\(line)")
        }
      }
    }
  }

  @Test("every question, level, choice and reason stands in the file")
  func everything() throws {
    let survey = try Self.surveys()[2]
    for language in Language.allCases {
      let file = AnswersDocument.write(
        Answers(),
        survey: survey,
        order: [],
        language: language,
        round: nil
      )
      let words = file.split { $0 == "\n" || $0 == " " || $0 == "#" }.joined(separator: " ")
      var texts = survey.items.flatMap { [$0.title, $0.text] + $0.anchors }
      texts += survey.scale.labels + survey.cannotJudge.map(\.title) + survey.criteria.map(\.title)
      texts += (survey.exposure + survey.profile).flatMap {
        [$0.title, $0.text] + $0.choices.map(\.title)
      }
      for question in survey.modules + [survey.confidence].compactMap({ $0 }) {
        texts += [question.title, question.text, question.lowestLabel, question.highestLabel]
      }
      texts += [survey.comment?.text, survey.attention?.text, survey.ranking?.text]
        .compactMap { $0 }
      #expect(texts.count > 100)
      for text in texts { #expect(words.contains(text[language]), "\(text[language])") }
    }
  }

  @Test("models stand in the order asked for, those it lacks last, others not at all")
  func order() throws {
    let survey = try Self.surveys()[1]
    let codes = survey.models.map(\.code)
    let file = AnswersDocument.write(
      Answers(),
      survey: survey,
      order: [codes[3], ModelCode("Z"), codes[1], codes[3]],
      language: .en,
      round: nil
    )
    let models = file.split(separator: "overall:")[0]
    let keys = models.split(separator: "\n").compactMap { $0.firstMatch(of: /^  ([A-Z][0-9]):$/) }
      .map { String($0.1) }
    #expect(keys == [3, 1, 0, 2, 4].map { codes[$0].rawValue })
  }

  @Test("answers that nobody asked for are left out, those that are wrong are kept and named")
  func misfits() throws {
    let survey = try SurveyFiles.survey("example.yaml")
    var answers = Answers()
    answers.answers[ModelCode("A")] = [ItemID("Z9"): .rating(1), ItemID("U1"): .rating(9)]
    answers.answers[ModelCode("Z")] = [ItemID("U1"): .rating(1)]
    answers.attention = 2
    let file = AnswersDocument.write(
      answers,
      survey: survey,
      order: [],
      language: .en,
      round: nil
    )
    let problems = #expect(throws: FileProblems.self) {
      try AnswersDocument.read(file, survey: survey, round: nil)
    }
    #expect(problems?.problems.map(\.message.en) == ["'A U1' is 9, which is out of range"])
    let line = try SurveyFiles.line(of: "    U1: 9", in: file)
    #expect(problems?.problems.map(\.line) == [line])
  }

  @Test("blank, absent and emptied places are open")
  func open() throws {
    let survey = HardSurvey.make()
    let head = "format: panel.answers.v1\nsurvey: {id: '0x1F', version: 3}\n"
    for body in [
      "", "models:\n", "models: {}\n", "models:\n  A:\n", "models: {A: {}}\noverall:\n",
      "models:\n  A:\n    U1: ~\n    X1: []\n    O1: |-\n\n    T1: ''\n    K1:   # later\n",
      "models:\n  A:\n    O1: ''\n    _recused:\noverall:\n  'off': []\n  format: ' '\n",
    ] {
      let answers = try AnswersDocument.read(head + body, survey: survey, round: "any")
      #expect(answers == Answers(), "\(body)")
    }
  }

  @Test(
    "words for a recusal",
    arguments: [
      ("yes", true), ("no", false), ("예", true), ("아니오", false), ("네", true), ("아니요", false),
      ("true", true), ("false", false), ("YES", true), ("'no'", false),
    ]
  )
  func recusal(_ word: String, _ isRecused: Bool) throws {
    let file = """
      format: panel.answers.v1
      survey: {id: 0x1F, version: 3}
      models: {'1': {_recused: \(word)}}
      """
    let answers = try AnswersDocument.read(file, survey: HardSurvey.make(), round: nil)
    #expect(answers.recusals == (isRecused ? [ModelCode("1")] : []))
  }

  @Test("choices and ties come in one order, and a partial ranking is held as given")
  func canonicalOrder() throws {
    let file = """
      format: panel.answers.v1
      survey: {id: 0x1F, version: 3}
      models:
        A: {X1: ['null', yes, a], '2.0': [b]}
        '1': {X1: a}
      overall:
        'off': [No, [A, '1']]
      """
    let answers = try AnswersDocument.read(file, survey: HardSurvey.make(), round: nil)
    #expect(
      answers.exposure[ModelCode("A")]?[ItemID("X1")]?.map(\.rawValue) == ["a", "yes", "null"]
    )
    #expect(answers.exposure[ModelCode("A")]?[ItemID("2.0")]?.map(\.rawValue) == ["b"])
    #expect(answers.exposure[ModelCode("1")]?[ItemID("X1")]?.map(\.rawValue) == ["a"])
    #expect(answers.ranking.map { $0.map(\.rawValue) } == [["No"], ["1", "A"]])
  }

  @Test("a comment may be written in any of YAML's ways")
  func comments() throws {
    let survey = try SurveyFiles.survey("example.yaml")
    let head =
      "format: panel.answers.v1\nsurvey: {id: example, version: 1}\nmodels:\n  A:\n    O1: "
    for (written, comment) in [
      ("good work\n", "good work"), ("|-\n      a: b # c\n       d\n", "a: b # c\n d"),
      ("|\n      good\n", "good\n"), (">-\n      good\n      work\n", "good work"),
      ("'it''s'\n", "it's"), ("\"a\\tb\"\n", "a\tb"), ("5\n", "5"), ("good#work\n", "good#work"),
      ("good\n      work\n", "good work"), ("\u{1100}\u{1161}\n", "가"),
    ] {
      let answers = try AnswersDocument.read(head + written, survey: survey, round: nil)
      #expect(answers.comments[ModelCode("A")].map { Array($0.utf8) } == Array(comment.utf8))
    }
  }

  @Test("names are the survey's own bytes, even where Unicode takes others for the same")
  func sameNames() throws {
    var survey = try wholeSurvey()
    survey.items[0].id = ItemID("K7")
    survey.exposure[0].id = ItemID("K8")
    survey.modules[0].id = ItemID("K9")
    let file = """
      format: panel.answers.v1
      survey: {id: example, version: 1}
      models: {A: {\u{212A}7: 4, \u{212A}8: x, \u{212A}9: 35}}
      """
    let answers = try AnswersDocument.read(file, survey: survey, round: nil)
    let a = ModelCode("A")
    let keys =
      [answers.answers[a]?.keys.map(\.rawValue), answers.exposure[a]?.keys.map(\.rawValue)]
      + [answers.modules[a]?.keys.map(\.rawValue)]
    #expect(keys.map { $0?.map { Array($0.utf8) } } == [[[75, 55]], [[75, 56]], [[75, 57]]])
  }
}
