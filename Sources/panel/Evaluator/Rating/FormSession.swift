import Foundation
import PanelCore
import PanelFiles
import PanelTerminal

/// Runs a form on the terminal: draws it, saves every answer, and carries out the effects of keys.
///
/// A change is drawn before it is saved, so that a slow disk delays nothing; the foot shows `Saved`
/// only after it was saved.
struct FormSession {
  /// How the form was left.
  enum Outcome {
    /// By the evaluator; everything is saved.
    case left
    /// By Ctrl-C; everything is saved.
    case interrupted
    /// For line prompts.
    case plain
    /// By a signal, or because the terminal is gone; everything is saved.
    case ended(RawTerminal.Ending)
  }

  /// News about the round while the form is open.
  enum News {
    /// None, and none will come.
    case none
    /// None yet.
    case waiting
    /// The state of the round now.
    case surroundings(FormSurroundings)
  }

  /// The form.
  var form: Form
  let theme: ScreenTheme
  /// The folder for the file of an external editor, readable only by the owner.
  let folder: URL
  /// Returns the news about the round; throws if its log does not verify.
  let news: () throws -> News
  /// Makes the answers durable.
  let save: (Answers) throws -> Void
  /// Sends the answers.
  let submit: () async throws -> AcknowledgedRevision
  /// Ends the other window that holds the round, and returns what it has saved.
  let takeOver: () async throws -> Answers

  private var saved: Answers
  private var isFailing = false
  private var isHearing = true

  init(
    form: Form,
    theme: ScreenTheme,
    folder: URL,
    news: @escaping () throws -> News,
    save: @escaping (Answers) throws -> Void,
    submit: @escaping () async throws -> AcknowledgedRevision,
    takeOver: @escaping () async throws -> Answers
  ) {
    self.form = form
    self.theme = theme
    self.folder = folder
    self.news = news
    self.save = save
    self.submit = submit
    self.takeOver = takeOver
    saved = form.interview.answers
  }

  /// Runs until the evaluator leaves; the terminal is restored in every case.
  mutating func run() async throws -> Outcome {
    while true {
      let request = try await runHeld()
      switch request {
      case .ended(let outcome):
        try saveAtLast()
        return outcome
      case .edit(let text, let code): edit(text, on: code)
      }
    }
  }

  private enum Request {
    case ended(Outcome)
    case edit(String, ModelCode)
  }

  /// Runs in raw mode, until the terminal has to be restored.
  private mutating func runHeld() async throws -> Request {
    let terminal: RawTerminal
    do {
      terminal = try RawTerminal()
    } catch {
      throw Failure(
        .unavailable,
        en: "the terminal cannot be used for the form",
        ko: "이 터미널에서는 전체 화면 양식을 쓸 수 없습니다",
        fix: (
          en: "answer by line prompts: panel rate --plain", ko: "한 줄씩 답하십시오: panel rate --plain"
        )
      )
    }
    defer { terminal.leave() }
    var decoder = KeyDecoder()
    var screen = Screen(terminal: terminal, writer: ScreenWriter(theme: theme))
    form.resize(to: terminal.size)
    screen.draw(form)
    // A comment from the external editor is saved before anything else happens.
    try keep(&screen)
    while true {
      let effects: [Form.Effect]
      // On a machine with one core, background tasks run only here.
      await Task.yield()
      switch terminal.next(timeout: decoder.patience ?? untilNextTick) {
      case .bytes(let bytes): effects = press(decoder.take(bytes))
      case .timeout: effects = press(decoder.flush())
      case .resized(let size):
        form.resize(to: size)
        screen.forget()
        effects = []
      case .resumed(let size):
        form.resize(to: size)
        screen.forget()
        effects = []
      case .ending(let ending):
        try keep(&screen)
        return .ended(.ended(ending))
      case .ended:
        try keep(&screen)
        return .ended(.ended(.hangUp))
      }
      hear()
      form.surroundings.time = Timestamp(Date())
      if form.interview.answers != saved, !isFailing { form.saving = .saving }
      screen.draw(form)
      try keep(&screen)
      for effect in effects {
        switch effect {
        case .none: break
        case .leave: return .ended(.left)
        case .interrupt: return .ended(.interrupted)
        case .plain: return .ended(.plain)
        case .edit(let text, let code): return .edit(text, code)
        case .suspend: terminal.suspend()
        case .redraw: screen.forget()
        case .submit: await send()
        case .takeOver: await take()
        }
        screen.draw(form)
      }
    }
  }

  /// Presses keys until one has an effect; of the keys typed after it only Ctrl-C counts.
  private mutating func press(_ keys: [Key]) -> [Form.Effect] {
    var effects: [Form.Effect] = []
    for (index, key) in keys.enumerated() {
      let effect = form.press(key)
      if effect != .none { effects.append(effect) }
      // Keys typed ahead must not answer a question that was not yet on the screen, nor cause
      // a second effect. Ctrl-C answers nothing: it ends the form.
      guard effect == .none || effect == .redraw else {
        if keys[index...].contains(.control("c")) { effects = [.interrupt] }
        break
      }
    }
    return effects
  }

  /// Takes over the news about the round.
  private mutating func hear() {
    guard isHearing else { return }
    do {
      switch try news() {
      case .none: isHearing = false
      case .waiting: break
      case .surroundings(let surroundings):
        form.surroundings.phase = surroundings.phase
        form.surroundings.opens = surroundings.opens
        form.surroundings.closes = surroundings.closes
      }
    } catch {
      isHearing = false
      form.warn(Self.failure(error).message)
    }
  }

  /// The time until the screen changes by itself: to the second when rating opens or closes.
  private var untilNextTick: Duration {
    guard !isHearing else { return .seconds(2) }
    let moments = [form.surroundings.opens, form.surroundings.closes].compactMap { $0 }
    let left = moments.map { $0.seconds - form.surroundings.time.seconds }.filter { $0 > 0 }.min()
    return .seconds(min(20, max(1, left ?? 20)))
  }

  // MARK: - Saving

  private mutating func keep(_ screen: inout Screen) throws {
    let answers = form.interview.answers
    guard answers != saved || isFailing, form.surroundings.reader == nil else { return }
    do {
      try save(answers)
      saved = answers
      isFailing = false
      form.saving = .saved
    } catch {
      isFailing = true
      form.saving = .failed
      form.warn(Self.notSaved(error))
    }
    screen.draw(form)
  }

  /// Tries once more to save what could not be saved, when the form is left.
  private func saveAtLast() throws {
    guard isFailing else { return }
    do {
      try save(form.interview.answers)
    } catch {
      let message = Self.notSaved(error)
      throw Failure(
        .cannotCreate,
        en: "\(message.en). Your last answers are lost, those saved before that are kept",
        ko: "\(message.ko). 마지막 답은 남지 않으며, 그 전에 저장된 답은 그대로입니다",
        fix: (
          en: "make room in \(folder.path), then run it again and repeat them",
          ko: "\(folder.path)에 쓸 수 있게 한 뒤 다시 실행하여 답하십시오"
        )
      )
    }
  }

  /// Only the reason: the foot has one line, and the path would fill it.
  private static func notSaved(_ error: any Error) -> LocalizedText {
    let problem = error as? DurableFile.Problem
    let message = failure(error).message
    return LocalizedText(
      en: "NOT SAVED: \(problem?.reason ?? message.en)",
      ko: "저장되지 않음: \(problem?.reason ?? message.ko)"
    )
  }

  static func failure(_ error: any Error) -> Failure {
    if let failure = error as? Failure { return failure }
    if let problem = error as? DurableFile.Problem { return Failure(problem) }
    return Failure(
      .checkFailed,
      en: "\(error)",
      ko: "\(error)",
      fix: (en: "try again", ko: "다시 시도하십시오")
    )
  }

  // MARK: - Effects

  private mutating func send() async {
    // Only answers that are on the disk are sent.
    guard !isFailing else {
      return form.notSent(
        LocalizedText(
          en: "NOT SUBMITTED: your answers are not saved yet; submit again when they are",
          ko: "미제출: 답이 아직 저장되지 않았습니다. 저장된 뒤 다시 제출하십시오"
        )
      )
    }
    do {
      form.sent(try await reporting { try await submit() })
    } catch {
      let failure = Self.failure(error)
      form.notSent(
        LocalizedText(
          en: "NOT SUBMITTED: \(failure.message.en). \(failure.fix.en)",
          ko: "미제출: \(failure.message.ko). \(failure.fix.ko)"
        )
      )
    }
  }

  private mutating func take() async {
    do {
      form.takeOver(try await takeOver())
      saved = form.interview.answers
    } catch {
      let failure = Self.failure(error)
      form.warn(
        LocalizedText(
          en: "\(failure.message.en). \(failure.fix.en)",
          ko: "\(failure.message.ko). \(failure.fix.ko)"
        )
      )
    }
  }

  private mutating func edit(_ text: String, on code: ModelCode) {
    do {
      form.edited(try ExternalEditor.edit(text, in: folder), on: code)
    } catch {
      form.warn(Self.failure(error).message)
    }
  }
}

/// The terminal, with the image that it shows.
private struct Screen {
  let terminal: RawTerminal
  let writer: ScreenWriter
  private var shown: ScreenImage?

  init(terminal: RawTerminal, writer: ScreenWriter) {
    self.terminal = terminal
    self.writer = writer
  }

  /// Writes what has changed.
  mutating func draw(_ form: Form) {
    let image = form.image
    let bytes = writer.bytes(from: shown, to: image)
    if !bytes.isEmpty { terminal.write(bytes) }
    shown = image
  }

  /// Has the next image written as a whole.
  mutating func forget() { shown = nil }
}
