public import PanelCore

@testable import PanelTerminal

/// Forms over the small survey, in the states that tests begin from.
enum TestForm {
  static func make(
    language: Language = .en,
    answers: Answers = Answers(),
    size: ScreenSize = ScreenSize(columns: 80, lines: 24),
    recusals: Bool = true
  ) -> Form {
    Form(
      Interview(
        survey: TestSurvey.make(recusals: recusals),
        answers: answers,
        order: [],
        language: language
      ),
      size: size,
      surroundings: FormSurroundings(
        round: "example",
        sheet: LocalizedText(en: "Privacy sheet\n- one\n- two", ko: "개인정보 안내\n- 하나\n- 둘"),
        phase: .rating,
        opens: nil,
        closes: nil,
        time: Timestamp(seconds: 1_785_000_000),
        localOffset: 9 * 3600
      )
    )
  }

  /// At a place of the questions, with nothing answered.
  static func at(_ place: FormPlace, language: Language = .en) -> Form {
    var form = make(language: language)
    form.press("\n")
    form.go(to: form.interview.places.firstIndex(of: place) ?? 0)
    return form
  }

  /// At the first item.
  static func rating() -> Form { at(.item("A", "U1")) }

  /// With everything answered, at the final check.
  static func filled(language: Language = .en) -> Form {
    var form = make(language: language)
    form.press("\n")
    for _ in 1...3 { form.press("2\n13\n4\n3\n35\n5\n\n") }
    form.press("2\n1\n2\n3\n1\n")
    return form
  }

  /// Everything that is to be seen.
  static func text(_ form: Form) -> String {
    form.image.lines.map(\.text).joined(separator: "\n")
  }
}

extension Form {
  /// Presses the keys of a text, a newline as Enter, and gives the last effect.
  @discardableResult
  mutating func press(_ text: String) -> Effect {
    var effect = Effect.none
    for character in text { effect = press(character == "\n" ? .enter : Key.character(character)) }
    return effect
  }
}

extension ModelCode: ExpressibleByStringLiteral {
  /// Takes a name as it is written in a test.
  public init(stringLiteral value: String) { self.init(value) }
}

extension ItemID: ExpressibleByStringLiteral {
  /// Takes a name as it is written in a test.
  public init(stringLiteral value: String) { self.init(value) }
}

extension ChoiceID: ExpressibleByStringLiteral {
  /// Takes a name as it is written in a test.
  public init(stringLiteral value: String) { self.init(value) }
}
