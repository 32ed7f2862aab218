import PanelCore
import Testing

@testable import PanelTerminal

/// What holds after any keys whatever.
///
/// The seeds are fixed, so a failure replays.
@Suite(.timeLimit(.minutes(45)))
struct FormPropertyTests {
  private static let keys: [Key] =
    "0123456789hjklbcnfmuxodsyqrpetL?-ㅠㅡ가é\u{301}👩‍👩‍👧\u{FFFD}".map { .character($0) }
    + [
      .enter, .enter, .enter, .enter, .escape, .escape, .backspace, .up, .down, .left, .right,
      .tab, .backTab, .home, .end, .pageUp, .pageDown, .delete, .function(1), .wordLeft,
      .control("a"), .control("o"), .control("w"), .alternate("x"),
      .paste("pasted\ntext 붙여넣기"), .paste(""),
    ]

  private static let sizes = [
    ScreenSize(columns: 80, lines: 24), ScreenSize(columns: 120, lines: 40),
    ScreenSize(columns: 81, lines: 25), ScreenSize(columns: 200, lines: 60),
    ScreenSize(columns: 20, lines: 5),
  ]

  @Test(
    "after any keys: the screen fits, the caret is on it, the draft holds nothing that is no answer",
    arguments: 1...8
  )
  func anyKeys(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var form = TestForm.make(
      language: seed % 2 == 0 ? .ko : .en,
      recusals: seed % 3 != 0
    )
    for step in 1...250 {
      let key = try #require(Self.keys.randomElement(using: &random))
      if step % 50 == 0 { form.resize(to: try #require(Self.sizes.randomElement(using: &random))) }
      _ = form.press(key)
      if form.overlay == .sending { form.notSent(LocalizedText(en: "no network", ko: "연결 없음")) }
      let image = form.image
      #expect(image.lines.count == form.size.lines)
      #expect(image.lines.allSatisfy { $0.columns <= form.size.columns })
      if let caret = image.caret {
        #expect(caret.line < form.size.lines && caret.column < form.size.columns)
      }
      for problem in form.interview.problems where !problem.isOpen {
        // Only comments and ranks are kept although they do not fit yet.
        switch problem.place {
        case .comment, .ranking: break
        default: Issue.record("seed \(seed), step \(step): \(problem)")
        }
      }
      #expect(form.interview.places.indices.contains(form.interview.position))
    }
  }

  @Test("undo as often as there was a change brings the first answers back", arguments: 1...20)
  func undo(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var form = TestForm.filled()
    let first = form.interview.answers
    form = TestForm.make(answers: first)
    var changes = 0
    var before = first
    for _ in 1...200 {
      _ = form.press(try #require(Self.keys.randomElement(using: &random)))
      if form.interview.answers != before { changes += 1 }
      before = form.interview.answers
      if form.overlay == .sending { form.notSent(LocalizedText(en: "", ko: "")) }
    }
    while form.overlay != nil || form.front != .questions { _ = form.press(.escape) }
    // A comment is one step however many keys it took; none takes more than one.
    for _ in 0...changes { form.undo() }
    let last = Self.compacted(form)
    let isFirst = last == first
    #expect(isFirst)
  }

  private static func compacted(_ form: Form) -> Answers {
    var interview = form.interview
    interview.compactRanking()
    return interview.answers
  }

  @Test("while another window writes no keys whatever change an answer", arguments: 1...10)
  func reading(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var form = TestForm.filled()
    form.surroundings.reader = "panel (pid 4)"
    let before = form.interview.answers
    for _ in 1...400 {
      _ = form.press(try #require(Self.keys.randomElement(using: &random)))
      let isSame = form.interview.answers == before
      try #require(isSame)
      let isSending = form.overlay == .sending
      try #require(!isSending)
    }
  }

  @Test("the screen depends on the form alone, and the other language has the same lines of keys")
  func pure() {
    var form = TestForm.filled()
    let first = form.image
    #expect(form.image == first)
    form.press("l")
    form.press("l")
    #expect(form.image == first)
  }

  @Test("every key that foot or help names does something there")
  func hints() throws {
    var forms: [(String, Form)] = []
    for place in TestForm.filled().interview.places {
      var form = TestForm.filled()
      form.go(to: form.interview.places.firstIndex(of: .item("A", "U2")) ?? 0)
      form.press("x")
      form.go(to: form.interview.places.firstIndex(of: place) ?? 0)
      forms.append(("\(place)", form))
      var matrix = form
      matrix.press("jm")
      forms.append(("matrix at \(place)", matrix))
    }
    var sheet = TestForm.filled()
    sheet.press("p")
    forms.append(("sheet", sheet))
    var receipt = TestForm.filled()
    receipt.sent(
      AcknowledgedRevision(revision: 1, answers: Answers(), number: "A", file: "/1.receipt")
    )
    forms.append(("receipt", receipt))
    var reasons = TestForm.rating()
    reasons.press("n")
    forms.append(("reasons", reasons))
    var confirmation = TestForm.filled()
    confirmation.press("s")
    forms.append(("confirmation", confirmation))
    var comment = TestForm.at(.comment("A"))
    comment.press("cHello ")
    forms.append(("comment", comment))

    for (name, form) in forms {
      for hint in form.hints {
        let keys = Self.keys(named: hint.key)
        #expect(!keys.isEmpty, "\(name): \(hint.key)")
        // One key of several may have nowhere to go, such as up at the top.
        let acts = keys.contains { key in
          var pressed = form
          let effect = pressed.press(key)
          pressed.message = nil
          return effect != .none || pressed != form
        }
        let mayRest =
          hint.key.contains("Pg") || hint.key.contains("Home")
          || hint.key == "b" && form.interview.position == 0
        #expect(acts || mayRest, "\(name): \(hint.key)")
      }
    }
  }

  private static func keys(named text: String) -> [Key] {
    let named: [String: [Key]] = [
      "Enter": [.enter], "Esc": [.escape], "Tab": [.tab], "PgDn": [.pageDown], "PgUp": [.pageUp],
      "Home": [.home], "End": [.end], "up": [.up], "down": [.down], "Ctrl-Z": [.control("z")],
      "Ctrl-W": [.control("w")], "Ctrl-O": [.control("o")], "hjkl": "hjkl".map { .character($0) },
    ]
    return text.split(separator: " ").flatMap { word -> [Key] in
      if let keys = named[String(word)] { return keys }
      if word.count == 1, let character = word.first { return [.character(character)] }
      let ends = word.split(separator: "-").compactMap { Int($0) }
      guard ends.count == 2 else { return [] }
      return (ends[0]...ends[1]).flatMap { String($0).map { Key.character($0) } }
    }
  }
}
