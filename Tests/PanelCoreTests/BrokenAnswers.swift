import Testing

/// A file with one thing wrong and what is said about it.
struct BrokenAnswers: CustomTestStringConvertible, Sendable {
  /// The kind of problem as docs/answer-file.md names it, and after a colon which variety.
  var kind: String
  /// What is replaced in the sound file, and by what.
  var part: String
  var other: String
  /// What the line of the problem contains, first in the file.
  var line: String
  var message: String
  var fix: String

  var testDescription: String { kind }

  init(
    _ kind: String,
    _ part: String,
    _ other: String,
    at line: String,
    _ message: String,
    _ fix: String
  ) {
    self.kind = kind
    self.part = part
    self.other = other
    self.line = line
    self.message = message
    self.fix = fix
  }
}

/// A complete file for the whole survey, with every kind of place.
let soundAnswers = """
  format: panel.answers.v1
  round: r1
  survey: {id: example, version: 1}
  models:
    A:
      recused: no
      X1: x
      X2: [x, y]
      U1: 4
      C1: N1
      T1: 35
      K1: 3
      O1: |-
        Good work.
    B:
      recused: no
      U1: 5
  overall:
    A1: 2
    A2: [B, A]
    Q1: y

  """

let brokenAnswers: [BrokenAnswers] = [
  .init("not valid YAML", "U1: 4", "U1: 4: 5", at: "4: 5", "not valid YAML", "quotes"),
  .init("not valid YAML: no space", "K1: 3", "K1:3", at: "K1:3", "not valid YAML", "space after"),
  .init(
    "not valid YAML: text behind the sign",
    "|-\n",
    "|- Good\n",
    at: "|- Good",
    "not valid YAML",
    "line below"
  ),
  .init("not valid YAML: tab", "    U1: 5", "\tU1: 5", at: "\tU1: 5", "not valid YAML", "tabs"),
  .init(
    "not valid YAML: two documents",
    "overall:",
    "---\noverall:",
    at: "---",
    "not valid YAML",
    "'---'"
  ),
  .init("anchor or alias", "U1: 4", "U1: &a 4", at: "&a", "anchors", "write the content"),
  .init(
    "duplicate key",
    "C1: N1",
    "C1: N1\n    U1: 3",
    at: "U1: 3",
    "'U1' is given twice",
    "remove one"
  ),
  .init(
    "duplicate key: model",
    "  B:",
    "  A:\n    U1: 3\n  B:",
    at: "  A:\n    U1: 3",
    "'A' is given twice",
    "remove one"
  ),
  .init(
    "wrong format",
    "panel.answers.v1",
    "panel.answers.v9",
    at: "format",
    "'panel.answers.v9' is not a format",
    "format: panel.answers.v1"
  ),
  .init(
    "wrong format: survey",
    "panel.answers.v1",
    "panel.survey.v1",
    at: "format",
    "'panel.survey.v1' is not a format",
    "survey file"
  ),
  .init(
    "missing key: format",
    "format: panel.answers.v1\n",
    "",
    at: "round",
    "lacks the key 'format'",
    "add it"
  ),
  .init(
    "missing key: survey",
    "survey: {id: example, version: 1}\n",
    "",
    at: "format",
    "lacks the key 'survey'",
    "id: example"
  ),
  .init(
    "missing key: version",
    ", version: 1",
    "",
    at: "survey",
    "lacks the key 'version'",
    "version: 1"
  ),
  .init(
    "key without value",
    "id: example",
    "id: ",
    at: "survey",
    "'id' has no value",
    "write a value"
  ),
  .init(
    "key without value: format",
    "format: panel.answers.v1",
    "format:",
    at: "format",
    "'format' has no value",
    "write a value"
  ),
  .init(
    "other survey",
    "id: example",
    "id: sample",
    at: "sample",
    "answers the survey 'sample', not 'example'",
    "make a new file"
  ),
  .init(
    "other survey: version",
    "version: 1",
    "version: 2",
    at: "version: 2",
    "answers version 2",
    "make a new file"
  ),
  .init(
    "other round",
    "round: r1",
    "round: r2",
    at: "r2",
    "for the round 'r2', not 'r1'",
    "make a new file"
  ),
  .init(
    "unknown key",
    "overall:",
    "overal:",
    at: "overal:",
    "the answer file has no key 'overal'",
    "did you mean 'overall'"
  ),
  .init(
    "unknown key: in survey",
    "version: 1",
    "version: 1, title: x",
    at: "title",
    "'survey' has no key 'title'",
    "one of: id, version"
  ),
  .init(
    "unknown key: on a model",
    "T1: 35",
    "T9: 35",
    at: "T9",
    "model A has no key 'T9'",
    "did you mean 'T1'"
  ),
  .init(
    "unknown key: asked once",
    "Q1: y",
    "Q7: y",
    at: "Q7",
    "'overall' has no key 'Q7'",
    "did you mean 'Q1'"
  ),
  .init(
    "unknown key: far off",
    "K1: 3",
    "certainty: 3",
    at: "certainty",
    "model A has no key 'certainty'",
    "one of: recused, X1, X2, U1, C1, T1, K1, O1"
  ),
  .init(
    "key at the wrong place: asked once",
    "K1: 3",
    "Q1: y",
    at: "    Q1",
    "model A has no key 'Q1'",
    "below 'overall:'"
  ),
  .init(
    "key at the wrong place: on a model",
    "Q1: y",
    "U1: 3",
    at: "  U1: 3",
    "'overall' has no key 'U1'",
    "below the code"
  ),
  .init(
    "key at the wrong place: model",
    "overall:",
    "B: {}\noverall:",
    at: "B: {}",
    "no key 'B'",
    "below 'models:'"
  ),
  .init(
    "unknown model",
    "  B:",
    "  Z:",
    at: "Z:",
    "'Z' is not a known model of this survey",
    "use one of: A, B"
  ),
  .init(
    "wrong type: overall",
    "overall:\n  A1: 2\n  A2: [B, A]\n  Q1: y",
    "overall: none",
    at: "overall",
    "'overall' must be a map",
    "key: value"
  ),
  .init(
    "wrong type: model",
    "  B:\n    recused: no\n    U1: 5",
    "  B: 5",
    at: "  B: 5",
    "'B' must be a map",
    "key: value"
  ),
  .init(
    "wrong type: list for a rating",
    "U1: 4",
    "U1: [4]",
    at: "[4]",
    "'A U1' must be a single value",
    "one value"
  ),
  .init(
    "wrong type: map for a choice",
    "X1: x",
    "X1: {x: y}",
    at: "{x: y}",
    "'A X1' must be a single value",
    "one value"
  ),
  .init(
    "wrong type: list for a comment",
    "O1: |-\n      Good work.",
    "O1: [good]",
    at: "[good]",
    "'A O1' must be a single value",
    "one value"
  ),
  .init(
    "wrong type: word for a number",
    "K1: 3",
    "K1: three",
    at: "three",
    "'A K1' must be a whole number, not 'three'",
    "digits"
  ),
  .init(
    "wrong type: ranking",
    "[B, A]",
    "B > A",
    at: "B > A",
    "'A2' must be a list of models",
    "[A, B]"
  ),
  .init(
    "wrong type: three levels of ranks",
    "[B, A]",
    "[[[B], A]]",
    at: "[[[B]",
    "'A2' must be a single value",
    "one value"
  ),
  .init(
    "wrong type: recused",
    "recused: no\n    X1",
    "recused: maybe\n    X1",
    at: "maybe",
    "'A recused' must be yes or no, not 'maybe'",
    "yes or no"
  ),
  .init(
    "out of range: rating",
    "U1: 4",
    "U1: 6",
    at: "U1: 6",
    "'A U1' is 6, which is out of range",
    "1 … 5"
  ),
  .init("out of range: attention", "A1: 2", "A1: 0", at: "A1: 0", "'A1' is 0", "1 … 5"),
  .init("out of range: module", "T1: 35", "T1: 105", at: "105", "'A T1' is 105", "0 … 100"),
  .init(
    "no answer",
    "T1: 35",
    "T1: 36",
    at: "36",
    "'A T1' is 36, which is not an answer",
    "steps of 5, up to 100"
  ),
  .init(
    "neither rating nor reason",
    "C1: N1",
    "C1: N9",
    at: "N9",
    "'A C1' is neither a rating nor a reason: 'N9'",
    "1 … 5, or one of: N1, N2"
  ),
  .init(
    "neither rating nor reason: decimal",
    "U1: 4",
    "U1: 4.5",
    at: "4.5",
    "neither",
    "1 … 5, or one of: N1, N2"
  ),
  .init(
    "unknown choice",
    "X1: x",
    "X1: z",
    at: "X1: z",
    "'z' is not a known choice for 'A X1'",
    "use one of: x, y"
  ),
  .init(
    "unknown choice: in a list",
    "X2: [x, y]",
    "X2:\n      - x\n      - yy",
    at: "- yy",
    "'yy' is not a known choice for 'A X2'",
    "use one of: x, y"
  ),
  .init(
    "unknown choice: profile",
    "Q1: y",
    "Q1: 'yes'",
    at: "'yes'",
    "'yes' is not a known choice for 'Q1'",
    "use one of: x, y"
  ),
  .init(
    "several choices",
    "X1: x",
    "X1: [x, y]",
    at: "X1: [x",
    "'A X1' takes one choice only",
    "keep one"
  ),
  .init(
    "named twice: choice",
    "[x, y]",
    "[x, x]",
    at: "[x, x]",
    "'A X2' names 'x' twice",
    "remove one"
  ),
  .init(
    "named twice: rank",
    "[B, A]",
    "[B, A, B]",
    at: "[B, A, B]",
    "'A2' names 'B' twice",
    "remove one"
  ),
  .init(
    "named twice: tie",
    "[B, A]",
    "[B, [A, B]]",
    at: "[A, B]",
    "'A2' names 'B' twice",
    "remove one"
  ),
  .init("blank entry", "[B, A]", "[B, ~, A]", at: "~", "'A2' has a blank entry", "remove it"),
  .init("blank entry: tie", "[B, A]", "[B, []]", at: "[]", "'A2' has a blank entry", "remove it"),
  .init(
    "unknown model: in the ranking",
    "[B, A]",
    "[B, C]",
    at: "[B, C]",
    "'C' is not a known model",
    "use one of: A, B"
  ),
  .init(
    "recused and answered",
    "recused: no\n    U1: 5\noverall:\n  A1: 2\n  A2: [B, A]",
    "recused: yes\n    U1: 5\noverall:\n  A1: 2\n  A2: [A]",
    at: "recused: yes",
    "model B is recused and something is said of it: U1",
    "recused: no"
  ),
  .init(
    "recused and ranked",
    "recused: no\n    U1: 5",
    "recused: yes",
    at: "A2: [B",
    "'A2' names the model B, which is recused",
    "leave it out"
  ),
  .init(
    "comment too long",
    "Good work.",
    String(repeating: "가", count: 1_003),
    at: "O1",
    "'A O1' is 1003 characters long, more than 1000",
    "leave out 3"
  ),
  .init(
    "comment cut off",
    "O1: |-\n      Good work.",
    "O1: good, see #5 and #6",
    at: "see #5",
    "'A O1' has text after a '#'",
    "below '|-'"
  ),
]
