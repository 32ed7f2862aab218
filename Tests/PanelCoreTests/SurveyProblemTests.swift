import Foundation
import PanelCore
import Testing

/// One way to break the example survey and what is said about it.
struct BrokenSurvey: CustomTestStringConvertible, Sendable {
  /// The kind of problem.
  var kind: String
  /// What is replaced in the example, and by what.
  var part: String
  var other: String
  /// What the line of the problem contains, first in the file.
  var line: String
  var message: String
  var fix: String
  var severity = SurveyProblem.Severity.error
  /// Names passed to the check.
  var blindNames: [String] = []

  var testDescription: String { kind }
}

private let extraModels = "  - code: A\n    facts:\n      F10: "
private let sheet =
  "factSheet:\n  - id: F10\n    title: {ko: 단가, en: price}\n    unit: KRW\n\nmodels:\n"
private let both = "models:\n  - code: A\n"

private func fact(_ value: String, line: String, message: String, fix: String) -> BrokenSurvey {
  BrokenSurvey(
    kind: "fact \(value)",
    part: both,
    other: sheet + extraModels + value + "\n",
    line: line,
    message: message,
    fix: fix
  )
}

private func warned(_ broken: BrokenSurvey) -> BrokenSurvey {
  var broken = broken
  broken.severity = .warning
  return broken
}

private let brokenSurveys: [BrokenSurvey] = [
  .init(
    kind: "syntax: nested mapping", part: "ko: 활용성", other: "ko: 활용성: x", line: "활용성: x",
    message: "not valid YAML", fix: "quotes"
  ),
  .init(
    kind: "syntax: tab", part: "  lowest: 1", other: "\tlowest: 1", line: "\tlowest",
    message: "not valid YAML", fix: "spaces, not tabs"
  ),
  .init(
    kind: "syntax: control character", part: "예시 평가", other: "예시\u{7} 평가", line: "title: {ko: 예시",
    message: "control characters", fix: "remove the invisible"
  ),
  .init(
    kind: "two documents", part: "# The points", other: "---\n# The points", line: "---",
    message: "another document", fix: "one survey a file"
  ),
  .init(
    kind: "anchor", part: "title: {ko: 예시 평가, en: Example evaluation}",
    other: "title: &t {ko: 예시 평가, en: Example evaluation}\nintroduction: *t", line: "&t",
    message: "anchors", fix: "write the content out"
  ),
  .init(
    kind: "a list as a key", part: "version: 1", other: "version: 1\n? [a, b]\n: c", line: "? [a",
    message: "a key must be a word", fix: "list or a map"
  ),
  .init(
    kind: "duplicate key at the top", part: "blind: true", other: "blind: true\nversion: 2",
    line: "version: 2", message: "'version' is given twice (first on line 7)", fix: "remove one"
  ),
  .init(
    kind: "duplicate key in a list", part: "    weight: 1", other: "    weight: 1\n    id: U9",
    line: "    id: U9", message: "'id' is given twice", fix: "remove one"
  ),
  .init(
    kind: "duplicate key in braces", part: "{ko: 예시 평가, en: Example evaluation}",
    other: "{ko: 예시 평가, en: 'a, b',\n  \"en\": B}", line: "\"en\": B",
    message: "'en' is given twice", fix: "remove one"
  ),
  .init(
    kind: "wrong format", part: "panel.survey.v1", other: "panel.survey.v2", line: "panel.survey.v2",
    message: "'panel.survey.v2' is not a format", fix: "write 'format: panel.survey.v1'"
  ),
  .init(
    kind: "not a whole number", part: "version: 1", other: "version: 1.0", line: "version: 1.0",
    message: "must be a whole number, not '1.0'", fix: "docs/survey-format.md"
  ),
  .init(
    kind: "not a decimal", part: "points: 15", other: "points: 1e1", line: "points: 1e1",
    message: "must be a decimal such as 0.5, not '1e1'", fix: "docs/survey-format.md"
  ),
  .init(
    kind: "not a truth value", part: "blind: true", other: "blind: yes", line: "blind: yes",
    message: "must be true or false, not 'yes'", fix: "docs/survey-format.md"
  ),
  .init(
    kind: "not a map", part: "  - id: N1\n    title: {ko: 사용하지 않음, en: Not used}",
    other: "  - N1", line: "  - N1", message: "must be a map", fix: "docs/survey-format.md"
  ),
  .init(
    kind: "not a list", part: "requiredAt: [1]", other: "requiredAt: 1", line: "requiredAt: 1",
    message: "'requiredAt' must be a list", fix: "docs/survey-format.md"
  ),
  .init(
    kind: "not a single value", part: "seed: 1", other: "seed: [1]", line: "seed: [1]",
    message: "must be a single value", fix: "docs/survey-format.md"
  ),
  .init(
    kind: "not a text", part: "title: {ko: 예시 평가, en: Example evaluation}",
    other: "title: Example", line: "title: Example", message: "needs Korean (ko) and English (en)",
    fix: "{ko: …, en: …}"
  ),
  .init(
    kind: "missing key", part: "minimumPanel: 5\n", other: "", line: "#",
    message: "the survey lacks the key 'minimumPanel'", fix: "'minimumPanel: 5'"
  ),
  .init(
    kind: "missing key below", part: "    weight: 1\n", other: "", line: "  - id: U1",
    message: "'items[]' lacks the key 'weight'", fix: "'weight: 1'"
  ),
  .init(
    kind: "key without value", part: "seed: 1", other: "seed:", line: "seed:",
    message: "'seed' has no value", fix: "write a value"
  ),
  .init(
    kind: "unknown key, near a known one", part: "cannotJudge:", other: "canotJudge:",
    line: "canotJudge", message: "the survey has no key 'canotJudge'", fix: "did you mean 'cannotJudge'?"
  ),
  .init(
    kind: "unknown key, near none", part: "  lowest: 1", other: "  lowest: 1\n  colour: red",
    line: "colour", message: "'scale' has no key 'colour'", fix: "use one of: lowest, highest, labels"
  ),
  .init(
    kind: "unknown language", part: "en: Example evaluation}", other: "en: E, jp: 例}", line: "jp: ",
    message: "'title' has no key 'jp'", fix: "ko"
  ),
  .init(
    kind: "names in the survey itself", part: "blind: true", other: "blind: true\nblindNames: [X]",
    line: "blindNames", message: "no key 'blindNames'", fix: "evaluators can read this file"
  ),
  .init(
    kind: "duplicate criterion", part: "- id: cost", other: "- id: 'usability'", line: "'usability'",
    message: "'usability' is used twice", fix: "another name"
  ),
  .init(
    kind: "duplicate question", part: "id: O1", other: "id: C1", line: "  id: C1",
    message: "'C1' is used twice (first on line 44)", fix: "another name"
  ),
  .init(
    kind: "ill-formed id", part: "id: example", other: "id: my survey", line: "my survey",
    message: "'my survey' cannot be an identifier", fix: "ASCII letters"
  ),
  .init(
    kind: "underscore in a model code", part: "code: A", other: "code: A_1", line: "A_1",
    message: "the model code 'A_1' contains '_'", fix: "first '_'"
  ),
  .init(
    kind: "reason that reads as a rating", part: "id: N2", other: "id: 2", line: "id: 2",
    message: "'2' would read as a rating", fix: "N1"
  ),
  .init(
    kind: "unknown criterion", part: "criterion: cost", other: "criterion: costs", line: "costs",
    message: "'costs' is no criterion of this survey", fix: "did you mean 'cost'?"
  ),
  .init(
    kind: "unknown criterion in ties", part: "ties: []", other: "ties: [usability, zz]",
    line: "ties:", message: "'zz' is no criterion", fix: "use one of: usability, cost"
  ),
  .init(
    kind: "tie order with a repetition", part: "ties: []", other: "ties: [cost, cost]",
    line: "ties:", message: "'ties' names 'cost' twice", fix: "remove one"
  ),
  .init(
    kind: "unknown line of the fact sheet", part: both, other: sheet + "  - code: A\n    facts: {F11: x}\n",
    line: "F11", message: "'F11' is no line of the fact sheet", fix: "did you mean 'F10'?"
  ),
  .init(
    kind: "missing translation", part: ", en: Usability}", other: "}", line: "ko: 활용성",
    message: "'title' has no English (en) text", fix: "en: …"
  ),
  .init(
    kind: "empty translation", part: "ko: 예시 평가", other: "ko: ' '", line: "ko: ' '",
    message: "'title' has no Korean (ko) text", fix: "ko: …"
  ),
  .init(
    kind: "empty anchor", part: "A little, ", other: "'', ", line: "'', ",
    message: "'anchors' has no English (en) text", fix: "en: …"
  ),
  .init(
    kind: "points that do not add up", part: "points: 25", other: "points: 24.5", line: "24.5",
    message: "15 + 10 is not 24.5", fix: "correct 'points'"
  ),
  .init(
    kind: "weight of zero", part: "weight: 1", other: "weight: 0", line: "weight: 0",
    message: "'weight' is 0, which is out of range", fix: ">0"
  ),
  .init(
    kind: "criterion without items", part: "criterion: cost", other: "criterion: usability",
    line: "- id: cost", message: "'cost' has no item", fix: "criterion: cost"
  ),
  .init(
    kind: "scale upside down", part: "highest: 5", other: "highest: 1", line: "highest: 1",
    message: "highest 1 is not above its lowest 1", fix: "greater"
  ),
  .init(
    kind: "labels and scale disagree", part: ", 매우 우수]", other: "]", line: "보통, 우수]",
    message: "'labels' has 4 texts in ko, but the scale has 5 levels (1…5)", fix: "each level"
  ),
  .init(
    kind: "anchors and scale disagree", part: "Nearly all]", other: "Nearly all, All]",
    line: "Nearly all, All", message: "'anchors' has 6 texts in en", fix: "each level"
  ),
  .init(
    kind: "no anchors",
    part: "      ko: [훨씬 불리함, 불리함, 비슷함, 유리함, 훨씬 유리함]\n      "
      + "en: [Much worse than the alternative, Worse, About the same, Better, Much better]\n",
    other: "", line: "anchors:\n\n", message: "'anchors' has no value", fix: "write a value"
  ),
  .init(
    kind: "comment at a rating off the scale", part: "requiredAt: [1]", other: "requiredAt: [0]",
    line: "requiredAt", message: "'requiredAt' is 0, outside the scale 1…5", fix: "rating of the scale"
  ),
  .init(
    kind: "comment lengths", part: "maximumLength: 1000", other: "maximumLength: 9",
    line: "maximumLength", message: "greatest length 9 is below the least length 10",
    fix: "maximumLength"
  ),
  warned(
    .init(
      kind: "comment required and invited", part: "invitedAt: [5]", other: "invitedAt: [1]",
      line: "invitedAt", message: "rating 1 is in 'requiredAt' and 'invitedAt'", fix: "one of them"
    )
  ),
  .init(
    kind: "attention answer off the scale", part: "scoring:",
    other: "attention:\n  id: A1\n  title: {ko: 가, en: a}\n  text: {ko: 가, en: a}\n"
      + "  expected: 6\nscoring:",
    line: "expected: 6", message: "'expected' is 6, outside the scale", fix: "rating of the scale"
  ),
  .init(
    kind: "steps that miss the highest answer", part: "scoring:",
    other: "confidence:\n  id: K1\n  title: {ko: 가, en: a}\n  text: {ko: 가, en: a}\n"
      + "  lowest: 0\n  highest: 12\n  step: 5\n  lowestLabel: {ko: 가, en: a}\n"
      + "  highestLabel: {ko: 가, en: a}\nscoring:",
    line: "highest: 12", message: "steps of 5 from the lowest 0 do not arrive", fix: "agree"
  ),
  .init(
    kind: "closed question with one choice", part: "scoring:",
    other: "profile:\n  - id: P1\n    title: {ko: 가, en: a}\n    text: {ko: 가, en: a}\n"
      + "    choices: [{id: a, title: {ko: 가, en: a}}]\nscoring:",
    line: "choices:", message: "needs two choices or more, not 1", fix: "add choices"
  ),
  .init(
    kind: "one model", part: "  - code: B\n", other: "", line: "models:",
    message: "two models or more, not 1", fix: "add models"
  ),
  .init(
    kind: "named model in a blind survey", part: "  - code: B\n",
    other: "  - code: B\n    name: {ko: 나, en: b}\n", line: "name:",
    message: "must not name its models", fix: "remove 'name'"
  ),
  warned(
    .init(
      kind: "model without a name", part: "blind: true", other: "blind: false", line: "- code: A",
      message: "the model has no name", fix: "blind: true"
    )
  ),
  fact("", line: "F10: \n", message: "'F10' has no value", fix: "write 'not provided'"),
  fact("null", line: "F10: null", message: "'F10' has no value", fix: "write 'not provided'"),
  fact("''", line: "F10: ''", message: "'F10' has no value", fix: "write 'not provided'"),
  fact(
    "{value: , measuredBy: x}", line: "F10: {", message: "'value' has no value",
    fix: "write 'not provided'"
  ),
  fact("[1]", line: "F10: [1]", message: "must be a value or a map", fix: "docs"),
  fact(
    "{value: 4, measuredBy: x, measuredOn: 2026-02-30}", line: "F10: {",
    message: "'2026-02-30' is not a date", fix: "2026-08-03"
  ),
  warned(
    fact(
      "{value: 0, measuredBy: x, measuredOn: 2026-08-03}", line: "F10: {",
      message: "will be shown as a true zero", fix: "write 'not provided'"
    )
  ),
  warned(
    fact(
      "{value: N/A, measuredBy: x, measuredOn: 2026-08-03}", line: "F10: {",
      message: "'N/A' will be shown as a value", fix: "write 'not provided'"
    )
  ),
  warned(
    fact("400", line: "F10: 400", message: "does not say who measured it", fix: "measuredBy")
  ),
  .init(
    kind: "unknown outlier rule", part: "trimmed=0.10", other: "trimean", line: "rule: trimean",
    message: "'trimean' is not an outlier rule", fix: "use one of: none, dropHighLow=1"
  ),
  .init(
    kind: "unknown unit", part: "unit: criterion", other: "unit: criteria", line: "unit: criteria",
    message: "'criteria' is not a word for 'unit'", fix: "use one of: item, criterion, total"
  ),
  .init(
    kind: "unknown conversion", part: "conversion: range", other: "conversion: linear",
    line: "conversion", message: "'linear' is not a word for 'conversion'", fix: "range, proportion"
  ),
  .init(
    kind: "unknown relative step", part: "relative: none", other: "relative: rankSteps=0",
    line: "relative", message: "'rankSteps=0' is not a relative step", fix: "rankSteps=1.5"
  ),
  .init(
    kind: "unknown rounding", part: "2,halfUp", other: "2,up", line: "round: 2,up",
    message: "'2,up' is not a rounding", fix: "halfUp, truncate or halfEven"
  ),
  .init(
    kind: "too much dropped", part: "trimmed=0.10", other: "dropHighLow=2", line: "dropHighLow",
    message: "with 5 evaluators 'dropHighLow=2' leaves fewer than 3 ratings", fix: "drop less"
  ),
  .init(
    kind: "too much trimmed", part: "trimmed=0.10", other: "trimmed=0.40", line: "trimmed=0.40",
    message: "with 5 evaluators 'trimmed=0.40' leaves fewer than 3 ratings", fix: "drop less"
  ),
  warned(
    .init(
      kind: "dropping in a small panel", part: "trimmed=0.10", other: "dropHighLow=1",
      line: "dropHighLow", message: "discards a large part", fix: "7 or more"
    )
  ),
  .init(
    kind: "quorum above the panel", part: "quorum: 5", other: "quorum: 6", line: "quorum: 6",
    message: "a quorum of 6 is more than the smallest panel of 5", fix: "at most 5"
  ),
  .init(
    kind: "quorum of nobody", part: "quorum: 5", other: "quorum: 0", line: "quorum: 0",
    message: "'quorum' is 0, which is out of range", fix: "1 … "
  ),
  .init(
    kind: "share above one", part: "minimumAnswered: 0.5", other: "minimumAnswered: 1.01",
    line: "minimumAnswered", message: "is 1.01, which is out of range", fix: "0 … 1"
  ),
  warned(
    .init(
      kind: "rank steps beyond all points", part: "relative: none", other: "relative: rankSteps=25.1",
      line: "relative", message: "take more than all points", fix: "smaller steps"
    )
  ),
  warned(
    .init(
      kind: "points for the lowest rating", part: "conversion: range",
      other: "conversion: proportion", line: "conversion", message: "still gets 20% of full marks",
      fix: "conversion: range"
    )
  ),
  .init(
    kind: "bootstrap below zero", part: "bootstrap: 10000", other: "bootstrap: -1",
    line: "bootstrap", message: "'bootstrap' is -1", fix: "0 … 1000000"
  ),
  .init(
    kind: "bootstrap above a million", part: "bootstrap: 10000", other: "bootstrap: 1000001",
    line: "bootstrap", message: "'bootstrap' is 1000001", fix: "0 … 1000000"
  ),
  .init(
    kind: "seed below zero", part: "seed: 1", other: "seed: -1", line: "seed: -1",
    message: "must be a whole number from 0", fix: "docs/survey-format.md"
  ),
  .init(
    kind: "panel too small", part: "minimumPanel: 5", other: "minimumPanel: 4", line: "minimumPanel",
    message: "a panel of 4 is too small", fix: "5 or more"
  ),
  .init(
    kind: "vendor in a blind text", part: "en: Example evaluation", other: "en: An upstage trial",
    line: "upstage", message: "'Upstage', the name of a model or a vendor", fix: "blind code"
  ),
  .init(
    kind: "Korean vendor with a particle", part: "예시 평가", other: "네이버의 모델", line: "네이버의",
    message: "'네이버'", fix: "blind code"
  ),
  .init(
    kind: "model in a comment of the file", part: "# The points", other: "# HyperCLOVA-X. The points",
    line: "HyperCLOVA", message: "'HyperCLOVA'", fix: "blind code"
  ),
  .init(
    kind: "model in a choice id", part: "id: N2", other: "id: exaone_4", line: "exaone_4",
    message: "'EXAONE'", fix: "blind code"
  ),
  .init(
    kind: "model behind an escape", part: "en: Not used", other: "en: \"E\\x58AONE\"",
    line: "x58AONE", message: "'EXAONE'", fix: "blind code"
  ),
  .init(
    kind: "a name of the coordinator's", part: "ko: 예시 평가", other: "ko: 한빛AI팀", line: "한빛AI",
    message: "'한빛AI'", fix: "blind code", blindNames: ["한빛AI", "Quux Labs"]
  ),
  warned(
    .init(
      kind: "a word that may be a name", part: "en: Example evaluation", other: "en: On solar cells",
      line: "solar", message: "'Solar' may be the name", fix: "leave it otherwise"
    )
  ),
]

@Suite("Every problem of a survey is named with its line and how to mend it")
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
      #expect(throws: SurveyProblems(problems: problems)) {
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
      "'price' is no criterion", "'anchors' has 6 texts", "'A' is used twice",
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

  @Test("a file with nothing in it", arguments: ["", "\n\n", "# only a comment\n", "\u{FEFF}", "~"])
  func emptyFile(_ text: String) {
    let problems = SurveyDocument.check(text)
    #expect(problems.map(\.message.en) == ["the file is empty"])
    #expect(problems.map(\.line) == [1])
  }

  @Test("a file that is no map", arguments: ["- a\n- b\n", "hello\n", "[1, 2]"])
  func noMap(_ text: String) {
    #expect(SurveyDocument.check(text).map(\.message.en) == ["the survey must be a map of 'key: value'"])
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

  @Test("the list of criteria must not be empty")
  func noCriteria() {
    let messages = SurveyDocument.check("criteria: []").map(\.message.en)
    #expect(messages.contains("the list 'criteria' is empty"))
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
    #expect(names.contains { $0.contains("'SK Telecom'") } && names.contains { $0.contains("'NC AI'") })
  }

  @Test("full-width and decomposed spellings are names too")
  func disguisedNames() throws {
    for words in ["ＥＸＡＯＮＥ", "네이버".decomposedStringWithCanonicalMapping, "GPT4o", "NAVER의"] {
      let text = try SurveyFiles.example("ko: 예시 평가", "ko: \(words)")
      #expect(SurveyDocument.check(text).contains { $0.severity == .error }, "\(words)")
    }
  }
}
