import ArgumentParser
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol
import PanelTerminal

/// `panel rate`: the form; every answer is saved at once.
struct RateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rate",
    abstract: "Rate the models; saved on every answer, goes on where you left.",
    discussion: """
      Example:
        panel rate example
        panel rate example --plain
        panel rate example --template > answers.yaml
        panel rate example --answers answers.yaml
      """
  )

  @ArgumentParser.Argument(help: "The round, if you have joined several.")
  var round: String?

  @ArgumentParser.Flag(
    name: .long,
    help: "Print the form as a file to fill in, with what you have answered so far."
  )
  var template = false

  @ArgumentParser.Option(name: .long, help: "Take the answers from such a file.")
  var answers: String?

  @OptionGroup var appearance: FormOptions

  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard !template || answers == nil else {
      throw ValidationError("give one of --template and --answers")
    }
  }

  func run() async throws {
    let settings = common.settings
    if template { return try writeTemplate(settings) }
    if let answers { return try readAnswers(answers, settings) }
    let console = try Console(
      language: settings.language,
      toDo: LocalizedText(
        en: "run panel rate in a terminal; nothing is ever answered from a pipe",
        ko: "터미널에서 panel rate를 실행하십시오. 파이프 입력으로는 답하지 않습니다"
      )
    )
    let state = try await RoundState.findOrJoin(round, settings: settings, console: console)
    let window = try await RatingWindow.open(state, console, asksLines: appearance.asksLines)
    let evaluator = try enrolled(state)
    let news = await RoundNews.fetch(evaluator)
    _ = try news.take()
    if try state.history(evaluator.sealed).phase == .void {
      throw Evaluator.void(try state.history(evaluator.sealed))
    }
    let hash = evaluator.sealed.hash
    let interview = Interview(
      survey: evaluator.sealed.survey,
      answers: try state.draft(for: hash),
      order: try evaluator.order(),
      language: settings.language
    )
    let form = Form(
      interview,
      size: Form.smallest,
      surroundings: try evaluator.surroundings(reader: window.reader)
    )
    let outcome = try await FormRunner.run(
      form,
      console: console,
      options: appearance,
      folder: state.folder,
      news: {
        guard try news.take() else {
          news.askAgain()
          return .waiting
        }
        return .surroundings(try evaluator.surroundings(reader: window.reader))
      },
      save: {
        try window.requireWriting()
        try state.save($0.normalised, for: hash)
      },
      submit: {
        try evaluator.requireDelay()
        _ = try await evaluator.submit()
        guard let sent = try evaluator.acknowledged() else { throw CancellationError() }
        return sent
      },
      takeOver: {
        try await window.takeOver()
        return try state.draft(for: hash)
      }
    )
    try await end(outcome, evaluator, console)
    withExtendedLifetime(window) {}
  }

  private func enrolled(_ state: RoundState) throws -> Evaluator {
    let evaluator = try Evaluator(state)
    guard try evaluator.isEnrolled() else {
      throw Failure.enrolmentIncomplete(state.round)
    }
    return evaluator
  }

  // MARK: The answer file

  private func writeTemplate(_ settings: Settings) throws {
    let evaluator = try enrolled(try RoundState.find(round, home: settings.home))
    StandardStream.output.write(
      AnswersDocument.write(
        try evaluator.state.draft(for: evaluator.sealed.hash),
        survey: evaluator.sealed.survey,
        order: try evaluator.order(),
        language: settings.language,
        round: evaluator.state.round.rawValue
      )
    )
  }

  private func readAnswers(_ path: String, _ settings: Settings) throws {
    let evaluator = try enrolled(try RoundState.find(round, home: settings.home))
    let state = evaluator.state
    let notes = Notes(language: settings.language)
    let answers = try AnswerFile.read(path, survey: evaluator.sealed.survey, round: state.round)
    let lock = try state.lock()
    if let former = try state.replaceDraft(by: answers, for: evaluator.sealed.hash) {
      notes.say(
        en: "What you had answered before is kept in \(former.path)",
        ko: "이전에 답한 내용은 \(former.path)에 보관했습니다"
      )
    }
    AnswerFile.tell(answers, of: evaluator.sealed.survey, from: path, notes)
    try Standing.tell(evaluator, notes)
    withExtendedLifetime(lock) {}
  }

  private func end(
    _ outcome: FormRunner.Outcome,
    _ evaluator: Evaluator,
    _ console: Console
  ) async throws {
    let notes = Notes(language: console.language)
    switch outcome {
    case .finished: return try await finish(evaluator, console)
    case .left, .interrupted: try Standing.tell(evaluator, notes)
    case .ended:
      if Takeover.wasRequested(state: evaluator.state) {
        notes.say(
          en: "Another window has taken over; everything is saved.",
          ko: "다른 창이 넘겨받았습니다. 모두 저장되었습니다."
        )
      }
    }
    try outcome.end()
  }

  /// Offers to send at once when the round takes submissions.
  private func finish(_ evaluator: Evaluator, _ console: Console) async throws {
    let notes = Notes(language: console.language)
    var phase: Phase?
    do {
      phase = try await reporting { try await evaluator.follow().phase }
    } catch let failure as Failure where failure.status == .unavailable {
      // The draft is saved; it can be sent when the network is back.
    }
    let mayLink = try evaluator.state.credentialFile().submitNotBefore.map {
      $0 > Timestamp(Date())
    }
    if phase == .rating, mayLink != true,
      ["yes", "y", "예", "네"].contains(
        (console.ask(en: "Submit now? (yes/no)", ko: "지금 제출할까요? (예/아니오)") ?? "").lowercased()
      )
    {
      try await reporting { _ = try await evaluator.submit() }
    }
    try Standing.tell(evaluator, notes)
  }
}

extension Answers {
  /// The same answers with the comments in the form that is signed (NFC).
  var normalised: Answers {
    var answers = self
    answers.comments = answers.comments.mapValues(\.normalFormC)
    return answers
  }
}
