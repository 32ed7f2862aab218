import PanelCore

/// SplitMix64, so that a failure can be replayed from its seed.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// Answers that fit a survey, complete or not, with comments that are hard to write down.
struct RandomAnswers {
  private var generator: SeededGenerator
  private let survey: Survey

  init(seed: UInt64, survey: Survey) {
    generator = SeededGenerator(seed: seed)
    self.survey = survey
  }

  /// Texts that a careless writer or reader of YAML would change.
  static let hardTexts = [
    "plain", " leading", "   three leading\nnext", "trailing ", "trailing newline\n",
    "two trailing newlines\n\n", "\n", "\nleading newline", "\n\n  leading newlines and spaces",
    "\ttab first", "tab\tinside", "tab last\t", "line\n\ttab first on the second", "\t", " ",
    "   ", "a\n\n\nb", "a\n   \nb", "a\n\t\nb", "---", "---\n...", "...", "a\n---\nb\n...\nc",
    "# no remark", "a # no remark either", "a #b", "a: b", "a:\n  b: c", "- a\n- b", "? a",
    "'single' \"double\"", "\"", "'", "\\", "\\n is no newline", "\\", "%TAG", "@at", "`tick`",
    "&anchor *alias", "!!int 5", "|", "|-", ">", "{a: b}", "[a, b]", "~", "null", "true", "no",
    "5", "0.10", "1e3", "2026-01-01", "<<: *a", "😀", "👩‍👩‍👧‍👦 family", "🇰🇷", "e\u{301}",
    "\u{301}mark first",
    "a\n\u{301}mark first on a line", "한글", "\u{1112}\u{1161}\u{11AB}\u{1100}\u{1173}\u{11AF}",
    "a\rb", "\r", "a\r", "\ra", "a\r\nb", "a\r\r\nb", "\r\n", "a\u{2028}b", "a\u{2029}b",
    "\u{2028}", "a\u{85}b", "\u{85}", "\u{FEFF}a", "a\u{FEFF}b", "a\n\u{FEFF}b", "\0", "a\0b",
    "\u{1}\u{7}\u{8}\u{B}\u{C}\u{1B}[31m\u{1F}", "\u{7F}\u{80}\u{9F}", "\u{A0}", "a\u{A0}",
    "\u{202E}turned\u{202C}", "\u{2066}isolated\u{2069}", "\u{FFFD}", "\u{FFFE}", "\u{FFFF}",
    "\u{1FFFE}", "\u{10FFFF}", "\u{E000}duplicate-1-1", "U1: 5", "models:\n  A:\n    U1: 5",
    "\u{3000}wide space", "a\u{200B}b", "\u{200E}\u{200F}", "=", "*", "&", "!", "%", "",
  ]

  mutating func answers() -> Answers {
    var answers = Answers()
    for model in survey.models {
      if survey.recusals, chance(6) {
        answers.recusals.insert(model.code)
      } else {
        say(of: model.code, in: &answers)
      }
    }
    if survey.attention != nil, !chance(4) {
      answers.attention = survey.scale.ratings.any(&generator)
    }
    for question in survey.profile where !chance(4) {
      answers.profile[question.id] = question.choices.randomElement(using: &generator)?.id
    }
    if survey.ranking != nil { answers.ranking = ranking(without: answers.recusals) }
    return answers
  }

  private mutating func say(of code: ModelCode, in answers: inout Answers) {
    for question in survey.exposure where !chance(4) {
      let most = question.multiple ? question.choices.count : 1
      let count = Int.random(in: 1...most, using: &generator)
      let taken = Set(question.choices.shuffled(using: &generator).prefix(count).map(\.id))
      let inOrder = question.choices.map(\.id).filter(taken.contains)
      answers.exposure[code, default: [:]][question.id] = inOrder
    }
    for item in survey.items where !chance(4) {
      let reason = survey.cannotJudge.randomElement(using: &generator)
      answers.answers[code, default: [:]][item.id] =
        if let reason, chance(4) { .cannotJudge(reason.id) } else {
          .rating(survey.scale.ratings.any(&generator))
        }
    }
    for question in survey.modules where !chance(4) {
      answers.modules[code, default: [:]][question.id] = number(question)
    }
    if let question = survey.confidence, !chance(4) {
      answers.confidence[code] = number(question)
    }
    if let rule = survey.comment, !chance(4) {
      let text = String(comment().prefix(rule.maximumLength))
      answers.comments[code] = text.isEmpty ? nil : text
    }
  }

  private mutating func ranking(without recused: Set<ModelCode>) -> [[ModelCode]] {
    guard !chance(5) else { return [] }
    var codes = survey.models.map(\.code).filter { !recused.contains($0) }
      .shuffled(using: &generator)
    if chance(4) { codes.removeLast(min(codes.count, 1)) }
    var groups: [[ModelCode]] = []
    for code in codes {
      if let last = groups.indices.last, chance(3) {
        groups[last].append(code)
      } else {
        groups.append([code])
      }
    }
    return groups.map { $0.sorted() }
  }

  /// One to four hard texts or random characters, joined in one of several ways.
  private mutating func comment() -> String {
    if chance(40) { return String(repeating: "가나다라 ", count: 2_000) }
    var text = ""
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      text += ["", "\n", " ", "\n\n", "\n  "].randomElement(using: &generator) ?? ""
      if chance(4) {
        for _ in 0..<Int.random(in: 1...20, using: &generator) {
          let ranges: [ClosedRange<UInt32>] = [
            0...0x20, 0x20...0x7E, 0x7F...0xA0, 0x300...0x30F, 0x1100...0x11FF, 0x2000...0x206F,
            0xAC00...0xD7A3, 0xFE00...0xFFFF, 0x1F300...0x1F6FF, 0...0x10FFFF,
          ]
          let range = ranges.randomElement(using: &generator) ?? 0x20...0x7E
          let value = UInt32.random(in: range, using: &generator)
          text.unicodeScalars.append(Unicode.Scalar(value) ?? " ")
        }
      } else {
        text += Self.hardTexts.randomElement(using: &generator) ?? ""
      }
    }
    return text
  }

  private mutating func number(_ question: ScaleQuestion) -> Int {
    let steps = (question.highest - question.lowest) / question.step
    return question.lowest + question.step * Int.random(in: 0...steps, using: &generator)
  }

  private mutating func chance(_ of: Int) -> Bool { Int.random(in: 0..<of, using: &generator) == 0 }
}

extension ClosedRange<Int> {
  fileprivate func any(_ generator: inout SeededGenerator) -> Int {
    Int.random(in: self, using: &generator)
  }
}
