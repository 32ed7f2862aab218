public import PanelCore

/// The full-screen form as a value: the next screen depends only on the keys that were pressed.
///
/// It has no terminal, clock or file. Its caller draws `image`, saves `interview.answers` when they
/// have changed, and carries out the effect that `press(_:)` returns. Its files:
///
/// - input: FormPress (which key does what), FormKeyboard (Korean input method), FormMoves (from
///   place to place), FormAnswering (numbers, reasons, recusals, submitting), FormComment
/// - screen: FormImage (head, body, foot), FormQuestions (list and focused question), FormDetail
///   (the focused question), FormFacts, FormMatrix, FormSheets (introduction, privacy, help)
/// - end: FormCheck (final check, confirmations, receipt), FormStatus (status and deadline)
/// - data: FormSurroundings (round, deadline, receipt), FormCell (one answer), FormHints (keys)
public struct Form: Hashable, Sendable {
  /// What the caller has to do after a key.
  public enum Effect: Hashable, Sendable {
    /// Nothing.
    case none
    /// Leave; the answers are the draft.
    case leave
    /// Leave because of Ctrl-C.
    case interrupt
    /// Send the answers; the outcome is reported by `sent(_:)` or `notSent(_:)`.
    case submit
    /// Open this comment in the evaluator's editor; the outcome is reported by `edited(_:on:)`.
    case edit(String, on: ModelCode)
    /// Continue with line prompts.
    case plain
    /// End the other window and let this one write.
    case takeOver
    /// Stop the program until the shell continues it.
    case suspend
    /// Draw the whole screen again.
    case redraw
  }

  /// How far saving has got.
  public enum Saving: Hashable, Sendable {
    /// What is on the screen is on the disk.
    case saved
    /// It is being written.
    case saving
    /// It could not be written.
    case failed
  }

  /// What the evaluator is looking at.
  enum Front: Hashable, Sendable {
    /// Introduction, privacy sheet and pledge.
    case sheet
    /// The questions of a model, those asked once, or the final check, depending on the place.
    case questions
    /// All answers side by side.
    case matrix
    /// What the server acknowledged.
    case receipt
  }

  /// What lies over the front and takes the keys.
  enum Overlay: Hashable, Sendable {
    case help
    case reasons(Int)
    case comment(TextEditor, ModelCode)
    case confirmation(Confirmation)
    case sending
  }

  /// What is asked before it is done.
  enum Confirmation: Hashable, Sendable {
    case submit
    case recuse(ModelCode)
  }

  /// One sentence about the last key.
  struct Message: Hashable, Sendable {
    var text: LocalizedText
    var isWarning: Bool
  }

  private struct Former: Hashable, Sendable {
    var answers: Answers
    var position: Int
    var rankLine: Int
  }

  /// Places, answers and language.
  public internal(set) var interview: Interview
  /// The size of the screen.
  public internal(set) var size: ScreenSize
  /// The round around the form: deadline, what was sent, which window may write.
  public var surroundings: FormSurroundings
  /// Whether the answers on the screen are safe on the disk.
  public var saving = Saving.saved

  var front = Front.questions
  var overlay: Overlay?
  var message: Message?
  /// Whether the fact sheet of the current model is open.
  var showsFacts = false
  /// The digits of a number that is still being typed.
  var entry = ""
  /// Which of the ranked models the next digit is for.
  var rankLine = 0
  /// The selected line of the final check.
  var checkLine = 0
  /// Where the final check was called for from.
  var checkReturn: Int?
  /// Where the matrix was opened from.
  var matrixReturn = 0
  /// How far sheet, help, facts or detail are scrolled, in lines.
  var scroll = 0
  /// The answers before the comment that is being written, one step to undo.
  var commentBefore: Answers?
  private var former: [Former] = []

  /// Opens a form; an untouched or changed one begins with the sheet.
  public init(_ interview: Interview, size: ScreenSize, surroundings: FormSurroundings) {
    self.interview = interview
    self.size = size
    self.surroundings = surroundings
    self.interview.compactRanking()
    if interview.answers == Answers() || !surroundings.changes.isEmpty { front = .sheet }
    if let reader = surroundings.reader {
      note(
        LocalizedText(
          en: "Open in another window, so you can only read here: \(reader). t takes over.",
          ko: "다른 창에서 열려 있어 읽기만 할 수 있습니다: \(reader). t를 누르면 넘겨받습니다."
        )
      )
    }
  }

  /// The language of everything that is shown.
  var language: Language { interview.language }

  func say(en: String, ko: String) -> String { LocalizedText(en: en, ko: ko)[language] }

  // MARK: - What happens outside

  /// Gives the screen another size.
  public mutating func resize(to size: ScreenSize) { self.size = size }

  /// Reports that the server has acknowledged the answers.
  public mutating func sent(_ receipt: AcknowledgedRevision) {
    surroundings.sent = receipt
    // The acknowledgement proves that rating is open, whatever this machine has heard before.
    if surroundings.phase < .rating { surroundings.phase = .rating }
    overlay = nil
    scroll = 0
    front = .receipt
  }

  /// Reports why the answers could not be sent.
  public mutating func notSent(_ reason: LocalizedText) {
    overlay = nil
    warn(reason)
  }

  /// Takes the comment as the evaluator's own editor saved it.
  public mutating func edited(_ text: String, on code: ModelCode) {
    change { $0.setComment(TypedText.cleaned(text), on: code) }
  }

  /// Reports that the other window has ended, with the answers it saved.
  public mutating func takeOver(_ answers: Answers) {
    surroundings.reader = nil
    interview.answers = answers
    former = []
    note(LocalizedText(en: "Taken over; continue here.", ko: "넘겨받았습니다. 여기에서 계속하십시오."))
  }

  /// Shows a warning until the next key.
  public mutating func warn(_ text: LocalizedText) {
    message = Message(text: text, isWarning: true)
  }

  /// Shows a notice until the next key.
  public mutating func note(_ text: LocalizedText) {
    message = Message(text: text, isWarning: false)
  }

  // MARK: - Changes

  /// Changes the answers and remembers what they were; refused while another window writes.
  mutating func change(
    _ change: (inout Interview) throws(InputProblem) -> Void
  ) {
    guard surroundings.reader == nil else {
      return warn(
        LocalizedText(
          en: "Another window is writing; here you can only read. Press t to take over.",
          ko: "다른 창에서 쓰고 있어 여기서는 읽기만 할 수 있습니다. 넘겨받으려면 t를 누르십시오."
        )
      )
    }
    let before = Former(
      answers: interview.answers,
      position: interview.position,
      rankLine: rankLine
    )
    do throws(InputProblem) {
      try change(&interview)
      if interview.answers != before.answers {
        former.append(before)
        if former.count > 500 { former.removeFirst() }
      }
    } catch {
      warn(Self.words(error))
    }
  }

  /// A problem in the words of the form, which has keys and no lines to type.
  static func words(_ problem: InputProblem) -> LocalizedText {
    switch problem {
    case .noModelHere:
      LocalizedText(en: "This question is not about one model.", ko: "이 문항은 특정 모델에 관한 것이 아닙니다.")
    case .recused(let code):
      LocalizedText(
        en: "Model \(code) is recused. To rate it, press 2 at its recusal question.",
        ko: "모델 \(code)은(는) 회피한 모델입니다. 평가하려면 회피 문항에서 2를 누르십시오."
      )
    default: problem.message
    }
  }

  /// Undoes the last change and goes to where it was made.
  mutating func undo() {
    guard surroundings.reader == nil else { return change { _ in } }
    guard let last = former.popLast() else {
      return note(LocalizedText(en: "There is nothing to undo.", ko: "되돌릴 것이 없습니다."))
    }
    interview.answers = last.answers
    interview.go(to: last.position)
    rankLine = last.rankLine
    showWherePlaceIs()
    let name = interview.name(of: interview.place)
    note(LocalizedText(en: "Undone: \(name)", ko: "되돌렸습니다: \(name)"))
  }

  /// Makes one step of undo of everything that has been changed since these answers.
  mutating func remember(_ answers: Answers) {
    guard answers != interview.answers else { return }
    former.append(Former(answers: answers, position: interview.position, rankLine: rankLine))
  }
}
