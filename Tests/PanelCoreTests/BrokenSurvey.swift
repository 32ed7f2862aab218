import PanelCore
import Testing

/// One way to break the example survey and what is said about it.
struct BrokenSurvey: CustomTestStringConvertible, Sendable {
  /// The kind of problem as docs/survey-format.md names it, and after a colon which variety.
  var kind: String
  /// What is replaced in the example, and by what.
  var part: String
  var other: String
  /// What the line of the problem contains, first in the file.
  var line: String
  var message: String
  var fix: String
  var severity = FileProblem.Severity.error
  /// Names passed to the check.
  var blindNames: [String] = []

  var testDescription: String { kind }
}

private let ruleAndPanel = """
  trimmed=0.10
    unit: criterion
    conversion: range
    relative: none
    round: 2,halfUp
    quorum: 5
    minimumAnswered: 0.5
    ties: []
    bootstrap: 10000
    seed: 1
  minimumPanel: 5
  """
private let extraModels = "  - code: A\n    facts:\n      F10: "
private let sheet =
  "factSheet:\n  - id: F10\n    title: {ko: 단가, en: price}\n    unit: KRW\n\nmodels:\n"
private let both = "models:\n  - code: A\n"

private func fact(
  _ kind: String,
  _ value: String,
  line: String,
  message: String,
  fix: String
) -> BrokenSurvey {
  BrokenSurvey(
    kind: kind,
    part: both,
    other: sheet + extraModels + value + "\n",
    line: line,
    message: message,
    fix: fix
  )
}

private func loose(_ key: String, _ value: String, _ limit: String) -> BrokenSurvey {
  BrokenSurvey(
    kind: "threshold looser than this version's: \(key)",
    part: "minimumPanel: 5\n",
    other: "minimumPanel: 5\ndisclosure:\n  policy: none\n  \(key): \(value)\n",
    line: "  \(key):",
    message: "'\(key)' is looser than this version's \(limit)",
    fix: "write \(limit) or something stricter"
  )
}

private func warned(_ broken: BrokenSurvey) -> BrokenSurvey {
  var broken = broken
  broken.severity = .warning
  return broken
}

let brokenSurveys: [BrokenSurvey] = [
  .init(
    kind: "not valid YAML: nested mapping",
    part: "ko: 활용성",
    other: "ko: 활용성: x",
    line: "활용성: x",
    message: "not valid YAML",
    fix: "quotes"
  ),
  .init(
    kind: "not valid YAML: tab",
    part: "  lowest: 1",
    other: "\tlowest: 1",
    line: "\tlowest",
    message: "not valid YAML",
    fix: "spaces, not tabs"
  ),
  .init(
    kind: "not valid YAML: control character",
    part: "예시 평가",
    other: "예시\u{7} 평가",
    line: "title: {ko: 예시",
    message: "control characters",
    fix: "remove the invisible"
  ),
  .init(
    kind: "not valid YAML: two documents",
    part: "# The points",
    other: "---\n# The points",
    line: "---",
    message: "another document",
    fix: "one survey a file"
  ),
  .init(
    kind: "anchor or alias",
    part: "title: {ko: 예시 평가, en: Example evaluation}",
    other: "title: &t {ko: 예시 평가, en: Example evaluation}\nintroduction: *t",
    line: "&t",
    message: "anchors",
    fix: "write the content out"
  ),
  .init(
    kind: "key that is no word",
    part: "version: 1",
    other: "version: 1\n? [a, b]\n: c",
    line: "? [a",
    message: "a key must be a word",
    fix: "list or a map"
  ),
  .init(
    kind: "duplicate key: at the top",
    part: "blind: true",
    other: "blind: true\nversion: 2",
    line: "version: 2",
    message: "'version' is given twice (first on line 7)",
    fix: "remove one"
  ),
  .init(
    kind: "duplicate key: in a list",
    part: "    weight: 1",
    other: "    weight: 1\n    id: U9",
    line: "    id: U9",
    message: "'id' is given twice",
    fix: "remove one"
  ),
  .init(
    kind: "duplicate key: in braces",
    part: "{ko: 예시 평가, en: Example evaluation}",
    other: "{ko: 예시 평가, en: 'a, b',\n  \"en\": B}",
    line: "\"en\": B",
    message: "'en' is given twice",
    fix: "remove one"
  ),
  .init(
    kind: "wrong format",
    part: "panel.survey.v1",
    other: "panel.survey.v2",
    line: "panel.survey.v2",
    message: "'panel.survey.v2' is not a format",
    fix: "write 'format: panel.survey.v1'"
  ),
  .init(
    kind: "wrong type: whole number",
    part: "version: 1",
    other: "version: 1.0",
    line: "version: 1.0",
    message: "must be a whole number, not '1.0'",
    fix: "digits only"
  ),
  .init(
    kind: "wrong type: decimal",
    part: "points: 15",
    other: "points: 1e1",
    line: "points: 1e1",
    message: "must be a decimal such as 0.5, not '1e1'",
    fix: "digits and a point"
  ),
  .init(
    kind: "wrong type: truth value",
    part: "blind: true",
    other: "blind: yes",
    line: "blind: yes",
    message: "must be true or false, not 'yes'",
    fix: "true or false"
  ),
  .init(
    kind: "wrong type: map",
    part: "  - id: N1\n    title: {ko: 사용하지 않음, en: Not used}",
    other: "  - N1",
    line: "  - N1",
    message: "must be a map",
    fix: "lines of 'key: value'"
  ),
  .init(
    kind: "wrong type: list",
    part: "requiredAt: [1]",
    other: "requiredAt: 1",
    line: "requiredAt: 1",
    message: "'requiredAt' must be a list",
    fix: "begin with '- '"
  ),
  .init(
    kind: "wrong type: single value",
    part: "seed: 1",
    other: "seed: [1]",
    line: "seed: [1]",
    message: "must be a single value",
    fix: "one value"
  ),
  .init(
    kind: "wrong type: text",
    part: "title: {ko: 예시 평가, en: Example evaluation}",
    other: "title: Example",
    line: "title: Example",
    message: "needs Korean (ko) and English (en)",
    fix: "{ko: …, en: …}"
  ),
  .init(
    kind: "missing key",
    part: "minimumPanel: 5\n",
    other: "",
    line: "#",
    message: "the survey lacks the key 'minimumPanel'",
    fix: "'minimumPanel: 5'"
  ),
  .init(
    kind: "missing key: below",
    part: "    weight: 1\n",
    other: "",
    line: "  - id: U1",
    message: "'items[]' lacks the key 'weight'",
    fix: "'weight: 1'"
  ),
  .init(
    kind: "key without value",
    part: "seed: 1",
    other: "seed:",
    line: "seed:",
    message: "'seed' has no value",
    fix: "write a value"
  ),
  .init(
    kind: "unknown key: near a known one",
    part: "cannotJudge:",
    other: "canotJudge:",
    line: "canotJudge",
    message: "the survey has no key 'canotJudge'",
    fix: "did you mean 'cannotJudge'?"
  ),
  .init(
    kind: "unknown key: near none",
    part: "  lowest: 1",
    other: "  lowest: 1\n  colour: red",
    line: "colour",
    message: "'scale' has no key 'colour'",
    fix: "use one of: lowest, highest, labels"
  ),
  .init(
    kind: "unknown key: language",
    part: "en: Example evaluation}",
    other: "en: E, jp: 例}",
    line: "jp: ",
    message: "'title' has no key 'jp'",
    fix: "ko"
  ),
  .init(
    kind: "unknown key: names in the survey itself",
    part: "blind: true",
    other: "blind: true\nblindNames: [X]",
    line: "blindNames",
    message: "no key 'blindNames'",
    fix: "evaluators can read this file"
  ),
  .init(
    kind: "duplicate id: criterion",
    part: "- id: cost",
    other: "- id: 'usability'",
    line: "'usability'",
    message: "'usability' is used twice",
    fix: "another name"
  ),
  .init(
    kind: "duplicate id: question",
    part: "id: O1",
    other: "id: C1",
    line: "  id: C1",
    message: "'C1' is used twice (first on line 41)",
    fix: "another name"
  ),
  .init(
    kind: "ill-formed id",
    part: "id: example",
    other: "id: my survey",
    line: "my survey",
    message: "'my survey' cannot be an identifier",
    fix: "ASCII letters"
  ),
  .init(
    kind: "underscore in a model code",
    part: "code: A",
    other: "code: A_1",
    line: "A_1",
    message: "the model code 'A_1' contains '_'",
    fix: "first '_'"
  ),
  .init(
    kind: "reason that reads as a rating",
    part: "id: N2",
    other: "id: 2",
    line: "id: 2",
    message: "'2' would read as a rating",
    fix: "N1"
  ),
  .init(
    kind: "unknown reference: criterion",
    part: "criterion: cost",
    other: "criterion: costs",
    line: "costs",
    message: "'costs' is not a known criterion of this survey",
    fix: "did you mean 'cost'?"
  ),
  .init(
    kind: "unknown reference: ties",
    part: "ties: []",
    other: "ties: [usability, zz]",
    line: "ties:",
    message: "'zz' is not a known criterion",
    fix: "use one of: usability, cost"
  ),
  .init(
    kind: "repeated tie-break",
    part: "ties: []",
    other: "ties: [cost, cost]",
    line: "ties:",
    message: "'ties' names 'cost' twice",
    fix: "remove one"
  ),
  .init(
    kind: "unknown reference: fact sheet",
    part: both,
    other: sheet + "  - code: A\n    facts: {F11: x}\n",
    line: "F11",
    message: "'F11' is not a known line of the fact sheet",
    fix: "did you mean 'F10'?"
  ),
  .init(
    kind: "missing translation",
    part: ", en: Usability}",
    other: "}",
    line: "ko: 활용성",
    message: "'title' has no English (en) text",
    fix: "en: …"
  ),
  .init(
    kind: "missing translation: blank",
    part: "ko: 예시 평가",
    other: "ko: ' '",
    line: "ko: ' '",
    message: "'title' has no Korean (ko) text",
    fix: "ko: …"
  ),
  .init(
    kind: "missing translation: anchor",
    part: "A little, ",
    other: "'', ",
    line: "'', ",
    message: "'anchors' has no English (en) text",
    fix: "en: …"
  ),
  .init(
    kind: "points that do not add up",
    part: "points: 25",
    other: "points: 24.5",
    line: "24.5",
    message: "15 + 10 is not 24.5",
    fix: "correct 'points'"
  ),
  .init(
    kind: "out of range: weight",
    part: "weight: 1",
    other: "weight: 0",
    line: "weight: 0",
    message: "'weight' is 0, which is out of range",
    fix: ">0"
  ),
  .init(
    kind: "criterion without items",
    part: "criterion: cost",
    other: "criterion: usability",
    line: "- id: cost",
    message: "'cost' has no item",
    fix: "criterion: cost"
  ),
  .init(
    kind: "empty list",
    part: "criteria:\n",
    other: "criteria: []\nother:\n",
    line: "criteria: []",
    message: "the list 'criteria' is empty",
    fix: "at least one"
  ),
  .init(
    kind: "missing words",
    part: "  labels:\n    ko: [매우 미흡, 미흡, 보통, 우수, 매우 우수]\n    "
      + "en: [Very poor, Poor, Fair, Good, Very good]\n",
    other: "",
    line: "scale:",
    message: "'labels' is missing",
    fix: "one a level"
  ),
  .init(
    kind: "scale upside down",
    part: "highest: 5",
    other: "highest: 1",
    line: "highest: 1",
    message: "highest 1 is not above its lowest 1",
    fix: "greater"
  ),
  .init(
    kind: "scale and words disagree: labels",
    part: ", 매우 우수]",
    other: "]",
    line: "보통, 우수]",
    message: "'labels' has 4 texts in ko, but the scale has 5 levels (1…5)",
    fix: "each level"
  ),
  .init(
    kind: "scale and words disagree: anchors",
    part: "Nearly all]",
    other: "Nearly all, All]",
    line: "Nearly all, All",
    message: "'anchors' has 6 texts in en",
    fix: "each level"
  ),
  .init(
    kind: "key without value: anchors",
    part: "      ko: [훨씬 불리함, 불리함, 비슷함, 유리함, 훨씬 유리함]\n      "
      + "en: [Much worse than the alternative, Worse, About the same, Better, Much better]\n",
    other: "",
    line: "anchors:\n\n",
    message: "'anchors' has no value",
    fix: "write a value"
  ),
  .init(
    kind: "rating off the scale: comment",
    part: "requiredAt: [1]",
    other: "requiredAt: [0]",
    line: "requiredAt",
    message: "'requiredAt' is 0, outside the scale 1…5",
    fix: "rating of the scale"
  ),
  .init(
    kind: "comment lengths",
    part: "maximumLength: 1000",
    other: "maximumLength: 9",
    line: "maximumLength",
    message: "greatest length 9 is below the least length 10",
    fix: "maximumLength"
  ),
  warned(
    .init(
      kind: "comment required and invited",
      part: "invitedAt: [5]",
      other: "invitedAt: [1]",
      line: "invitedAt",
      message: "rating 1 is in 'requiredAt' and 'invitedAt'",
      fix: "one of them"
    )
  ),
  .init(
    kind: "rating off the scale: attention",
    part: "scoring:",
    other: "attention:\n  id: A1\n  title: {ko: 가, en: a}\n  text: {ko: 가, en: a}\n"
      + "  expected: 6\nscoring:",
    line: "expected: 6",
    message: "'expected' is 6, outside the scale",
    fix: "rating of the scale"
  ),
  .init(
    kind: "unreachable highest answer",
    part: "scoring:",
    other: "confidence:\n  id: K1\n  title: {ko: 가, en: a}\n  text: {ko: 가, en: a}\n"
      + "  lowest: 0\n  highest: 12\n  step: 5\n  lowestLabel: {ko: 가, en: a}\n"
      + "  highestLabel: {ko: 가, en: a}\nscoring:",
    line: "highest: 12",
    message: "steps of 5 from the lowest 0 do not arrive",
    fix: "agree"
  ),
  .init(
    kind: "too few choices",
    part: "scoring:",
    other: "profile:\n  - id: P1\n    title: {ko: 가, en: a}\n    text: {ko: 가, en: a}\n"
      + "    choices: [{id: a, title: {ko: 가, en: a}}]\nscoring:",
    line: "choices:",
    message: "needs two choices or more, not 1",
    fix: "add choices"
  ),
  .init(
    kind: "too few models",
    part: "  - code: B\n",
    other: "",
    line: "models:",
    message: "two models or more, not 1",
    fix: "add models"
  ),
  .init(
    kind: "named model in a blind survey",
    part: "  - code: B\n",
    other: "  - code: B\n    name: {ko: 나, en: b}\n",
    line: "name:",
    message: "must not name its models",
    fix: "remove 'name'"
  ),
  warned(
    .init(
      kind: "model without a name",
      part: "blind: true",
      other: "blind: false",
      line: "- code: A",
      message: "the model has no name",
      fix: "blind: true"
    )
  ),
  fact(
    "fact without a value",
    "",
    line: "F10: \n",
    message: "'F10' has no value",
    fix: "write 'not provided'"
  ),
  fact(
    "fact without a value: null",
    "null",
    line: "F10: null",
    message: "'F10' has no value",
    fix: "write 'not provided'"
  ),
  fact(
    "fact without a value: text",
    "''",
    line: "F10: ''",
    message: "'F10' has no value",
    fix: "write 'not provided'"
  ),
  fact(
    "fact without a value: map",
    "{value: , measuredBy: x}",
    line: "F10: {",
    message: "'value' has no value",
    fix: "write 'not provided'"
  ),
  fact(
    "wrong type: fact",
    "[1]",
    line: "F10: [1]",
    message: "must be a value or a map",
    fix: "{value: 400"
  ),
  fact(
    "wrong date",
    "{value: 4, measuredBy: x, measuredOn: 2026-02-30}",
    line: "F10: {",
    message: "'2026-02-30' is not a date",
    fix: "2026-08-03"
  ),
  warned(
    fact(
      "zero that may be missing",
      "{value: 0, measuredBy: x, measuredOn: 2026-08-03}",
      line: "F10: {",
      message: "will be shown as a true zero",
      fix: "write 'not provided'"
    )
  ),
  warned(
    fact(
      "word for a missing value",
      "{value: N/A, measuredBy: x, measuredOn: 2026-08-03}",
      line: "F10: {",
      message: "'N/A' will be shown as a value",
      fix: "write 'not provided'"
    )
  ),
  warned(
    fact(
      "fact without a source",
      "400",
      line: "F10: 400",
      message: "does not say who measured it",
      fix: "measuredBy"
    )
  ),
  .init(
    kind: "unknown rule word: outliers",
    part: "trimmed=0.10",
    other: "trimean",
    line: "rule: trimean",
    message: "'trimean' is not an outlier rule",
    fix: "use one of: none · dropHighLow=1"
  ),
  .init(
    kind: "unknown rule word: unit",
    part: "unit: criterion",
    other: "unit: criteria",
    line: "unit: criteria",
    message: "'criteria' is not a word for 'unit'",
    fix: "use one of: item, criterion, total"
  ),
  .init(
    kind: "unknown rule word: conversion",
    part: "conversion: range",
    other: "conversion: linear",
    line: "conversion",
    message: "'linear' is not a word for 'conversion'",
    fix: "range, proportion"
  ),
  .init(
    kind: "unknown rule word: relative",
    part: "relative: none",
    other: "relative: rankSteps=0",
    line: "relative",
    message: "'rankSteps=0' is not a relative step",
    fix: "rankSteps=1.5"
  ),
  .init(
    kind: "unknown rule word: rounding",
    part: "2,halfUp",
    other: "2,up",
    line: "round: 2,up",
    message: "'2,up' is not a rounding",
    fix: "halfUp, truncate or halfEven"
  ),
  .init(
    kind: "rule leaves too few ratings: dropped",
    part: "trimmed=0.10",
    other: "dropHighLow=2",
    line: "dropHighLow",
    message: "with 5 evaluators 'dropHighLow=2' leaves fewer than 3 ratings",
    fix: "drop less"
  ),
  .init(
    kind: "rule leaves too few ratings: trimmed",
    part: "trimmed=0.10",
    other: "trimmed=0.40",
    line: "trimmed=0.40",
    message: "with 5 evaluators 'trimmed=0.40' leaves fewer than 3 ratings",
    fix: "drop less"
  ),
  warned(
    .init(
      kind: "dropping in a small panel",
      part: "trimmed=0.10",
      other: "dropHighLow=1",
      line: "dropHighLow",
      message: "discards a large part",
      fix: "7 or more"
    )
  ),
  warned(
    .init(
      kind: "rule that is not monotone",
      part: "trimmed=0.10",
      other: "mad=3.5",
      line: "mad",
      message: "raising one rating can lower",
      fix: "robustness table"
    )
  ),
  .init(
    kind: "interval rule in a large panel",
    part: ruleAndPanel,
    other: ruleAndPanel.replacing("trimmed=0.10", with: "tInterval")
      .replacing("minimumPanel: 5", with: "minimumPanel: 13"),
    line: "tInterval",
    message: "made for 5 to 9 judges; with 13",
    fix: "at most 12"
  ),
  .init(
    kind: "quorum above the panel",
    part: "quorum: 5",
    other: "quorum: 6",
    line: "quorum: 6",
    message: "a quorum of 6 is more than the smallest panel of 5",
    fix: "at most 5"
  ),
  .init(
    kind: "out of range: quorum",
    part: "quorum: 5",
    other: "quorum: 0",
    line: "quorum: 0",
    message: "'quorum' is 0, which is out of range",
    fix: "1 … "
  ),
  .init(
    kind: "out of range: share",
    part: "minimumAnswered: 0.5",
    other: "minimumAnswered: 1.01",
    line: "minimumAnswered",
    message: "is 1.01, which is out of range",
    fix: "0 … 1"
  ),
  warned(
    .init(
      kind: "rank steps beyond all points",
      part: "relative: none",
      other: "relative: rankSteps=25.1",
      line: "relative",
      message: "take more than all points",
      fix: "smaller steps"
    )
  ),
  warned(
    .init(
      kind: "points for the lowest rating",
      part: "conversion: range",
      other: "conversion: proportion",
      line: "conversion",
      message: "still gets 20% of full marks",
      fix: "conversion: range"
    )
  ),
  .init(
    kind: "out of range: bootstrap below zero",
    part: "bootstrap: 10000",
    other: "bootstrap: -1",
    line: "bootstrap",
    message: "'bootstrap' is -1",
    fix: "0 … 1000000"
  ),
  .init(
    kind: "out of range: bootstrap",
    part: "bootstrap: 10000",
    other: "bootstrap: 1000001",
    line: "bootstrap",
    message: "'bootstrap' is 1000001",
    fix: "0 … 1000000"
  ),
  .init(
    kind: "wrong type: seed",
    part: "seed: 1",
    other: "seed: -1",
    line: "seed: -1",
    message: "must be a whole number from 0",
    fix: "digits only"
  ),
  .init(
    kind: "panel too small",
    part: "minimumPanel: 5",
    other: "minimumPanel: 4",
    line: "minimumPanel",
    message: "a panel of 4 is too small",
    fix: "5 or more"
  ),
  .init(
    kind: "name in a blind survey: vendor",
    part: "en: Example evaluation",
    other: "en: An upstage trial",
    line: "upstage",
    message: "'Upstage', the name of a model or a vendor",
    fix: "blind code"
  ),
  .init(
    kind: "name in a blind survey: Korean, with a particle",
    part: "예시 평가",
    other: "네이버의 모델",
    line: "네이버의",
    message: "'네이버'",
    fix: "blind code"
  ),
  .init(
    kind: "name in a blind survey: comment of the file",
    part: "# The points",
    other: "# HyperCLOVA-X. The points",
    line: "HyperCLOVA",
    message: "'HyperCLOVA'",
    fix: "blind code"
  ),
  .init(
    kind: "name in a blind survey: id",
    part: "id: N2",
    other: "id: exaone_4",
    line: "exaone_4",
    message: "'EXAONE'",
    fix: "blind code"
  ),
  .init(
    kind: "name in a blind survey: escape",
    part: "en: Not used",
    other: "en: \"E\\x58AONE\"",
    line: "x58AONE",
    message: "'EXAONE'",
    fix: "blind code"
  ),
  .init(
    kind: "name in a blind survey: coordinator's",
    part: "ko: 예시 평가",
    other: "ko: 한빛AI팀",
    line: "한빛AI",
    message: "'한빛AI'",
    fix: "blind code",
    blindNames: ["한빛AI", "Quux Labs"]
  ),
  warned(
    .init(
      kind: "confidential mode",
      part: "blind: true",
      other: "mode: confidential\nblind: true",
      line: "mode: confidential",
      message: "two custodians together",
      fix: "signed score sheets"
    )
  ),
  warned(
    .init(
      kind: "overlapping phases",
      part: "blind: true",
      other: "phases: overlapping\nblind: true",
      line: "phases: overlapping",
      message: "not anonymous towards the operator",
      fix: "small trial"
    )
  ),
  warned(
    .init(
      kind: "word that may be a name",
      part: "en: Example evaluation",
      other: "en: On solar cells",
      line: "solar",
      message: "'Solar' may be the name",
      fix: "leave it otherwise"
    )
  ),
  loose("smallestGroup", "4", "5"),
  loose("leastDiversity", "1.5", "2"),
  loose("greatestDistance", "0.51", "0.5"),
  loose("greatestUniqueShare", "0.2", "0.1"),
  .init(
    kind: "unknown rule word: disclosure",
    part: "minimumPanel: 5\n",
    other: "minimumPanel: 5\ndisclosure: {policy: some}\n",
    line: "disclosure:",
    message: "'some' is not a word for 'policy'",
    fix: "none, ranksOnly, winnerAndAverage, all"
  ),
  .init(
    kind: "missing key: disclosure without a policy",
    part: "minimumPanel: 5\n",
    other: "minimumPanel: 5\ndisclosure:\n  smallestGroup: 7\n",
    line: "disclosure:",
    message: "lacks the key 'policy'",
    fix: "'policy: none'"
  ),
]
