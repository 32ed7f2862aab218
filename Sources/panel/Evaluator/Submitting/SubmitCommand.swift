import ArgumentParser
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol

/// `panel submit`: sends the draft, or what an earlier attempt left in the outbox.
struct SubmitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "submit",
    abstract: "Send your ratings; run again after a lost connection.",
    discussion: """
      Example:
        panel submit example
        panel submit example --wait
      """
  )

  @ArgumentParser.Argument(help: "The round, if you have joined several.")
  var round: String?

  @ArgumentParser.Flag(name: .long, help: "Wait until rating opens, then send.")
  var wait = false

  @ArgumentParser.Flag(
    name: .long,
    help: "Abstain: submit a signed revision without ratings, which withdraws any earlier one."
  )
  var abstain = false

  @ArgumentParser.Flag(name: .long, help: "Abstain without being asked to confirm.")
  var yes = false

  @OptionGroup var common: CommonOptions

  func run() async throws {
    let settings = common.settings
    let state = try RoundState.find(round, home: settings.home)
    let lock = try state.lock()
    let evaluator = try Evaluator.enrolled(state)
    if abstain, !yes { try confirm(settings.language) }
    do {
      try await waitUntilRating(evaluator, Notes(language: settings.language))
      _ = try await reporting { try await evaluator.submit(abstaining: abstain) }
    } catch {
      try evaluator.statusText().show(on: .error, in: settings.language)
      throw error
    }
    withExtendedLifetime(lock) {}
    try evaluator.statusText().show(on: .output, in: settings.language)
  }

  private func confirm(_ language: Language) throws {
    let console = try Console(
      language: language,
      toDo: LocalizedText(en: "add --yes", ko: "--yes를 붙이십시오")
    )
    let abstains = Confirmation.ask(
      en:
        "Abstain? None of your ratings will count; you can change this until closing. (yes/no)",
      ko: "기권할까요? 본인의 평점이 집계되지 않으며, 마감 전에는 바꿀 수 있습니다. (예/아니오)",
      on: console
    )
    guard abstains == true else {
      throw Failure(
        .notPermitted,
        en: "nothing was sent",
        ko: "아무것도 보내지 않았습니다",
        fix: (en: "run it again if you want to abstain", ko: "기권하려면 다시 실행하십시오")
      )
    }
  }

  /// Waits until rating opens, and after a recovery until the time set then.
  private func waitUntilRating(_ evaluator: Evaluator, _ notes: Notes) async throws {
    if let earliest = try evaluator.state.credentialFile().submitNotBefore {
      let seconds = earliest.seconds - Timestamp(Date()).seconds
      if seconds > 0 {
        guard wait else { throw Failure.tooSoon(evaluator.state.round, until: earliest) }
        notes.say(
          en: "Waiting until \(earliest.koreanTime) …",
          ko: "\(earliest.koreanTime)까지 기다립니다 …"
        )
        try await Task.sleep(for: .seconds(seconds))
      }
    }
    var told = false
    while wait {
      var history: RoundHistory?
      do {
        history = try await reporting { try await evaluator.follow() }
      } catch let failure as Failure where failure.status == .unavailable {
        // No network at the moment. A log that does not verify ends the command.
      }
      if let history, history.phase >= .rating { return }
      let now = Timestamp(Date())
      var pause: Int64 = 5
      if case .times(_, _, let from, _)? = history?.schedule, from > now {
        // A random delay: sending right at the opening would show that these evaluators had waited.
        pause = from.seconds - now.seconds + Int64.random(in: 5...300)
      }
      if !told {
        StatusText(
          round: evaluator.state.round,
          head: SubmissionStatus.notSubmitted.head(isClosed: false),
          detail: LocalizedText(
            en: "Waiting for rating to open; leave this window as it is.",
            ko: "평가가 시작되기를 기다립니다. 이 창을 그대로 두십시오."
          )
        ).show(on: .error, in: notes.language)
      }
      told = true
      try await Task.sleep(for: .seconds(min(pause, 3600)))
    }
  }
}
