import PanelCore
import Testing

@testable import PanelTerminal

@Suite(.timeLimit(.minutes(45)))
struct FormTests {
  // MARK: - Filling

  @Test(
    "a whole survey is filled by keys, in Korean and English, and submitted once it is asked",
    arguments: Language.allCases
  )
  func fill(language: Language) {
    var form = TestForm.make(language: language)
    #expect(form.front == .sheet)
    form.press("\n")
    for _ in 1...3 {
      // Not recused; web and demo; two ratings; effort 35; confidence; the comment stays empty.
      form.press("2\n13\n4\n3\n35\n5\n\n")
    }
    form.press("2\n")
    form.press("2\n1\n2\n")
    form.press("1\n")
    #expect(form.interview.place == .whole)
    #expect(form.interview.problems.isEmpty)
    #expect(form.interview.answers.answers.values.allSatisfy { $0.count == 2 })
    #expect(form.interview.answers.modules.values.allSatisfy { $0 == [ItemID("T1"): 35] })
    #expect(form.interview.answers.ranking.map { Set($0) } == [["B"], ["A", "C"]])
    // Enter alone submits nothing.
    #expect(form.press(.enter) == .none)
    #expect(form.overlay == nil)
    #expect(form.press("s") == .none)
    #expect(form.overlay == .confirmation(.submit))
    #expect(form.press(.enter) == .none)
    #expect(form.overlay == .confirmation(.submit))
    #expect(form.press("y") == .submit)
    #expect(form.overlay == .sending)
    form.sent(
      AcknowledgedRevision(
        revision: 1,
        answers: form.interview.answers,
        number: "AAAA",
        file: "/somewhere/1.receipt"
      )
    )
    #expect(form.front == .receipt)
    #expect(form.status == .submitted(1))
    #expect(TestForm.text(form).contains("AAAA"))
    // One change later it says so.
    form.press("b")
    form.go(to: 2)
    form.press("1")
    #expect(form.status == .changed(since: 1))
    form.press("u")
    #expect(form.status == .submitted(1))
  }

  @Test("the keys mean the same with the Korean input method on, also joined to syllables")
  func hangulKeys() {
    for (latin, hangul) in [("b", "ㅠ"), ("m", "ㅡ"), ("n", "ㅜ"), ("c", "ㅊ"), ("u", "ㅕ"), ("q", "ㅂ")]
    {
      var one = TestForm.rating()
      var other = one
      #expect(one.press(latin) == other.press(hangul), "\(latin)")
      #expect(one == other, "\(latin)")
    }
    #expect(FormKeyboard.characters(of: "러") == ["f", "j"])
    #expect(FormKeyboard.characters(of: "뵈") == ["q", "h", "l"])
    #expect(FormKeyboard.characters(of: "닭") == ["e", "k", "f", "r"])
    #expect(FormKeyboard.characters(of: "５") == ["5"])
    #expect(FormKeyboard.characters(of: "é") == ["é"])
  }

  @Test("each letter of the two-set layout stands for one key of the keyboard")
  func layout() {
    let letters = "ㅁㅠㅊㅇㄷㄹㅎㅗㅑㅓㅏㅣㅡㅜㅐㅔㅂㄱㄴㅅㅕㅍㅈㅌㅛㅋ"
    let keys = letters.flatMap(FormKeyboard.characters)
    #expect(String(keys) == "abcdefghijklmnopqrstuvwxyz")
  }

  // MARK: - Numbers

  @Test("a number that could go on waits, and Enter, an arrow or the next digit takes it")
  func longNumbers() {
    var form = TestForm.at(.module("A", "T1"))
    form.press("1")
    #expect(form.entry == "1")
    #expect(form.interview.answers.modules.isEmpty)
    form.press("0")
    // 10 could still become 100.
    #expect(form.entry == "10")
    form.press(.backspace)
    #expect(form.entry == "1")
    form.press("5")
    #expect(form.entry.isEmpty)
    #expect(form.interview.answers.modules["A"] == ["T1": 15])
    form.press("10\n")
    #expect(form.interview.answers.modules["A"] == ["T1": 10])
    #expect(form.interview.place == .confidence("A"))
    form.press("b")
    form.press("3")
    #expect(form.entry == "3")
    form.press(.down)
    // 3 is no answer in steps of 5: it says so and stays.
    #expect(form.interview.place == .module("A", "T1"))
    #expect(form.message?.isWarning == true)
    #expect(form.interview.answers.modules["A"] == ["T1": 10])
  }

  @Test("a digit outside the scale changes nothing and says what is allowed")
  func outside() {
    var form = TestForm.at(.item("A", "U1"))
    form.press("3")
    for digit in ["0", "6", "9"] {
      form.press(digit)
      #expect(form.interview.answers.answers["A"] == ["U1": .rating(3)])
      #expect(form.message?.text.en.contains("from 1 to 5") == true)
    }
  }

  @Test("ranks may be typed in any order, tied and changed; none is lost or moved meanwhile")
  func ranking() {
    var form = TestForm.at(.ranking)
    form.press("3")
    #expect(form.interview.rank(of: "A") == 3)
    form.press(.down)
    form.press("1")
    form.press(.down)
    form.press("3")
    #expect(["A", "B", "C"].map { form.interview.rank(of: $0) } == [3, 1, 3])
    form.press(.up)
    form.press("2")
    #expect(["A", "B", "C"].map { form.interview.rank(of: $0) } == [3, 2, 3])
    form.press("\n\n")
    // Left complete: the gaps close.
    #expect(form.interview.answers.ranking.map { Set($0) } == [["B"], ["A", "C"]])
    #expect(form.interview.problems.contains { $0.place == .ranking } == false)
  }

  // MARK: - Moves

  @Test("Backspace and b lead back, also from an open or wrong answer")
  func back() {
    var form = TestForm.at(.item("A", "U2"))
    form.press("7")
    form.press("b")
    #expect(form.interview.place == .item("A", "U1"))
    form.press(.backspace)
    #expect(form.interview.place == .exposure("A", "X1"))
    form = TestForm.at(form.interview.places[0])
    form.press("b")
    #expect(form.message != nil)
  }

  @Test("left and right compare the same question on the models")
  func sameQuestion() {
    var form = TestForm.at(.item("A", "U2"))
    form.press(.right)
    #expect(form.interview.place == .item("B", "U2"))
    form.press(.tab)
    #expect(form.interview.place == .item("C", "U2"))
    form.press("h")
    #expect(form.interview.place == .item("B", "U2"))
    form.press(.backTab)
    form.press(.backTab)
    #expect(form.interview.place == .item("A", "U2"))
  }

  @Test("from the matrix one jumps to a cell, rates in it, and comes back to where one was")
  func matrix() {
    var form = TestForm.at(.item("A", "U2"))
    form.press("m")
    #expect(form.front == .matrix)
    form.press("k")
    form.press("l")
    #expect(form.interview.place == .item("B", "U1"))
    form.press("5")
    #expect(form.interview.answers.answers["B"] == ["U1": .rating(5)])
    form.press("n2")
    #expect(form.interview.answers.answers["B"] == ["U1": .cannotJudge("N2")])
    var left = form
    left.press("m")
    #expect(left.front == .questions)
    #expect(left.interview.place == .item("A", "U2"))
    left = form
    left.press(.escape)
    #expect(left.interview.place == .item("A", "U2"))
    form.press(.enter)
    #expect(form.front == .questions)
    #expect(form.interview.place == .item("B", "U1"))
  }

  @Test("in the matrix what is answered is the cell with the brackets, also after r, u and o")
  func matrixFocus() {
    func bracketed(_ form: Form) -> String? {
      TestForm.text(form).split(separator: "\n").first { $0.hasPrefix("> ") }
        .flatMap { $0.firstMatch(of: /\[(.*?)\]/) }.map { String($0.1) }
    }
    // The untouched last model is recused: the cell of its recusal, no question after it.
    var form = TestForm.at(.item("C", "U1"))
    form.press("mr")
    #expect(form.interview.answers.recusals == ["C"])
    #expect(form.front == .matrix)
    #expect(form.interview.place == .recusal("C"))
    #expect(bracketed(form) == "yes")
    form.press("2")
    #expect(form.interview.answers.attention == nil)
    #expect(form.interview.answers.recusals.isEmpty)
    // Undo leads back to the model it was on.
    form = TestForm.at(.item("A", "U1"))
    form.press("m4l")
    #expect(form.interview.place == .item("B", "U1"))
    form.press("u")
    #expect(form.interview.place == .item("A", "U1"))
    form.press("3")
    #expect(form.interview.answers.answers == ["A": ["U1": .rating(3)]])
    #expect(bracketed(form) == "3")
    // What is not in the matrix is answered on its own page.
    form = TestForm.filled()
    form.go(to: form.interview.places.firstIndex(of: .attention) ?? 0)
    form.press("x")
    form.go(to: form.interview.places.firstIndex(of: .item("A", "U1")) ?? 0)
    form.press("mo")
    #expect(form.front == .questions)
    #expect(form.interview.place == .attention)
  }

  @Test("in the matrix n shows the reasons it asks for")
  func matrixReasons() {
    var form = TestForm.at(.item("B", "U1"))
    form.press("mn")
    #expect(TestForm.text(form).contains("2  not relevant to my work"))
    form.press("2")
    #expect(form.front == .matrix)
    #expect(form.interview.answers.answers == ["B": ["U1": .cannotJudge("N2")]])
  }

  @Test("in the matrix the cell of the ranking is the rank of its model")
  func matrixRanks() {
    var form = TestForm.at(.ranking)
    form.press("m")
    form.press("2")
    form.press("l")
    form.press("1")
    #expect(form.interview.rank(of: "A") == 2)
    #expect(form.interview.rank(of: "B") == 1)
  }

  @Test(
    "o leads to what is open, and after the final check Enter goes from open place to open place"
  )
  func openPlaces() {
    var form = TestForm.filled()
    form.go(to: form.interview.places.firstIndex(of: .item("B", "U1")) ?? 0)
    form.press("x")
    form.go(to: form.interview.places.firstIndex(of: .confidence("C")) ?? 0)
    form.press("x")
    form.press("o")
    #expect(form.interview.place == .item("B", "U1"))
    form.press("d")
    #expect(form.interview.place == .whole)
    form.press(.enter)
    #expect(form.interview.place == .item("B", "U1"))
    form.press("4\n")
    #expect(form.interview.place == .confidence("C"))
    form.press("4\n")
    #expect(form.interview.place == .whole)
  }

  // MARK: - Comments

  @Test("a comment takes what is typed and pasted; all of it is one step to undo")
  func comment() {
    var form = TestForm.at(.item("A", "U1"))
    form.press("1c")
    form.press("q는 키가 아니다")
    form.press(.enter)
    form.press(.paste("둘째 줄 👩‍👩‍👧"))
    form.press(.backspace)
    #expect(form.interview.answers.comments["A"] == "q는 키가 아니다\n둘째 줄 ")
    form.press(.escape)
    #expect(form.overlay == nil)
    #expect(form.interview.place == .item("A", "U1"))
    form.press("u")
    #expect(form.interview.answers.comments.isEmpty)
    form.press("u")
    #expect(form.interview.answers.answers.isEmpty)
  }

  @Test("a paste of 10,000 characters is kept whole and called too long, not cut")
  func longPaste() {
    var form = TestForm.at(.comment("A"))
    form.press("c")
    let text = String(repeating: "가나다라 ", count: 2000)
    form.press(.paste(text))
    #expect(form.interview.answers.comments["A"]?.count == 10_000)
    #expect(TestForm.text(form).contains("10000 of at most 60 characters: too long"))
    form.press(.escape)
    #expect(form.interview.problems.contains { $0.place == .comment("A") && !$0.isOpen })
  }

  @Test("the hardware cursor stands at the caret of the comment, behind wide characters")
  func caret() {
    var form = TestForm.at(.comment("A"))
    form.press("c가나")
    let caret = form.image.caret
    let line = caret.map { form.image.lines[$0.line].text } ?? ""
    let before = TextWidth.columns(of: String(line.prefix { $0 != "나" })) + 2
    #expect(caret?.column == before)
  }

  @Test("what the evaluator's editor has left replaces the comment, in one step to undo")
  func editor() {
    var form = TestForm.at(.comment("A"))
    #expect(form.press("e") == .edit("", on: "A"))
    form.edited("from outside\r\nsecond", on: "A")
    #expect(form.interview.answers.comments["A"] == "from outside\nsecond")
    form.press("c")
    #expect(form.press(.control("o")) == .edit("from outside\nsecond", on: "A"))
    form.press("u")
    #expect(form.interview.answers.comments.isEmpty)
  }

  // MARK: - Recusal

  @Test("a recusal that deletes answers asks first and can be taken back")
  func recusal() {
    var form = TestForm.filled()
    let before = form.interview.answers
    form.go(to: form.interview.places.firstIndex(of: .item("B", "U2")) ?? 0)
    form.press("r")
    #expect(form.overlay == .confirmation(.recuse("B")))
    form.press(.escape)
    #expect(form.interview.answers == before)
    form.press("ry")
    #expect(form.interview.answers.recusals == ["B"])
    #expect(form.interview.answers.answers["B"] == nil)
    #expect(form.interview.isAsked(form.interview.place))
    form.press("u")
    #expect(form.interview.answers == before)
  }

  // MARK: - Surroundings

  @Test("while another window writes nothing changes, and taking over brings what it has saved")
  func readOnly() {
    var form = TestForm.rating()
    form.surroundings.reader = "panel (pid 4)"
    let before = form.interview.answers
    form.press("3c")
    form.press("n1")
    form.press("x")
    #expect(form.interview.answers == before)
    #expect(form.status == .reading)
    #expect(form.press("t") == .takeOver)
    var theirs = Answers()
    theirs.attention = 2
    form.takeOver(theirs)
    #expect(form.status.head(isClosed: false).en == "NOT SUBMITTED")
    #expect(form.interview.answers == theirs)
  }

  @Test(
    "the deadline is said in KST and local time, warns in its last hour, and is honest after it"
  )
  func deadline() throws {
    let closes = try #require(Timestamp("2026-08-03T18:00:00+09:00"))
    var form = TestForm.rating()
    form.surroundings.closes = closes
    form.surroundings.localOffset = 2 * 3600
    form.surroundings.time = closes.advanced(by: -7200)
    #expect(form.deadline?.text == "Open until 2026-08-03 18:00 KST (11:00 here)")
    form.surroundings.time = closes.advanced(by: -7200 - 86_400 * 3)
    form.surroundings.localOffset = -10 * 3600
    #expect(form.deadline?.text == "Open until 2026-08-03 18:00 KST (2026-08-02 23:00 here)")
    form.surroundings.localOffset = 9 * 3600
    form.surroundings.time = closes.advanced(by: -601)
    #expect(form.deadline?.text == "Only 11 min left! Closes 2026-08-03 18:00 KST")
    #expect(form.deadline?.isWarning == true)
    form.surroundings.time = closes
    #expect(form.status == .drafting(open: form.interview.problems.count))
    #expect(TestForm.text(form).contains("CLOSED: nothing submitted"))
    form = TestForm.filled()
    form.surroundings.closes = closes
    form.surroundings.time = closes.advanced(by: 1)
    form.press("ds")
    #expect(form.overlay == nil)
    #expect(form.message?.text.en.contains("Nothing can be submitted any more") == true)
  }

  @Test("before rating opens s says NOT SUBMITTED and when it opens")
  func early() throws {
    var form = TestForm.filled()
    form.surroundings.phase = .enrolled
    form.surroundings.opens = Timestamp("2026-08-03T09:00:00+09:00")
    form.surroundings.time = try #require(Timestamp("2026-08-01T09:00:00+09:00"))
    form.press("ds")
    #expect(form.overlay == nil)
    #expect(form.message?.text.en.hasPrefix("NOT SUBMITTED") == true)
    #expect(form.message?.text.en.contains("2026-08-03 09:00 KST") == true)
    form.surroundings.time = try #require(Timestamp("2026-08-03T09:00:00+09:00"))
    form.press("s")
    #expect(form.overlay == .confirmation(.submit))
  }

  @Test("a screen that is too small says what it needs and offers plain prompts")
  func tooSmall() {
    var form = TestForm.rating()
    form.resize(to: ScreenSize(columns: 79, lines: 24))
    #expect(form.image.lines.map(\.text).joined(separator: " ").contains("80x24"))
    let before = form.interview.answers
    form.press("3")
    #expect(form.interview.answers == before)
    #expect(form.press("p") == .plain)
    #expect(form.press("q") == .leave)
    form.resize(to: ScreenSize(columns: 1, lines: 1))
    #expect(form.image.lines.count == 1)
  }
}
