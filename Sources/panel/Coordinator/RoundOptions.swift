import ArgumentParser
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol

/// What the commands on one round share.
struct RoundOptions: ParsableArguments {
  @ArgumentParser.Argument(help: "The round.")
  var round: String

  @ArgumentParser.Option(name: .long, help: "The server, if you have joined several.")
  var server: String?

  @OptionGroup var common: CommonOptions

  /// Fetches the sealed round and runs a body with the coordinator's client.
  ///
  /// While one that writes runs on this machine no other does; one that only reads waits for none.
  func with<Value>(
    isReading: Bool = false,
    _ body: (Coordinator, SealedRound, PanelClient, Coordinator.Server) async throws -> Value
  ) async throws -> Value {
    let coordinator = Coordinator(home: common.settings.home)
    return try await reporting {
      try await coordinator.with(server, isReading: isReading) { client, server in
        let sealed = try await SealedRound.fetch(RoundID(round), from: client)
        if server.isAuditor {
          try coordinator.requireTrust(in: sealed)
          return try await body(coordinator, sealed, client, server)
        }
        // A manifest that another key signed would make this machine print another fingerprint.
        guard sealed.manifest.coordinatorKey == (try coordinator.publicKey())
        else {
          throw Failure(
            .protocolMismatch,
            en: "the round '\(round)' was not sealed with the key of this machine",
            ko: "'\(round)' 회차는 이 컴퓨터의 키로 봉인되지 않았습니다",
            fix: (
              en: "run it where the round was created; if that is here, do not trust the server",
              ko: "회차를 만든 컴퓨터에서 실행하십시오. 이 컴퓨터라면 서버를 믿지 마십시오"
            )
          )
        }
        return try await body(coordinator, sealed, client, server)
      }
    }
  }
}

extension RoundOptions {
  /// Goes on only where somebody at a terminal types the round's name, or said `--yes` before.
  func confirm(_ question: LocalizedText, unless yes: Bool) throws {
    guard !yes else { return }
    let language = common.settings.language
    let console = try Console(
      language: language,
      toDo: LocalizedText(en: "add --yes", ko: "--yes를 붙이십시오")
    )
    guard console.ask(en: question.en, ko: question.ko) != round else { return }
    throw Failure(
      .notPermitted,
      en: "nothing was done",
      ko: "아무것도 하지 않았습니다",
      fix: (en: "run it again if you are sure", ko: "확실하면 다시 실행하십시오")
    )
  }
}

/// `panel round open`: opens enrolling, then rating.
struct RoundOpenCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "open",
    abstract: "Open the next phase: enrolling, then rating, which ends enrolling for good.",
    discussion: """
      Example:
        panel round open example
        panel round open example --phase rating
      Run again after a lost answer, it opens no further phase.
      """
  )

  @OptionGroup var options: RoundOptions

  @ArgumentParser.Option(
    name: .long,
    help: "Open exactly this phase, enrolling or rating; for scripts."
  )
  var phase: String?

  func run() async throws {
    let target = try phase.map { text throws(Failure) in
      guard let phase = Phase(rawValue: text), [.enrolling, .rating].contains(phase) else {
        throw Failure(
          .usage,
          en: "'\(text)' cannot be opened",
          ko: "'\(text)' 단계는 열 수 없습니다",
          fix: (en: "write enrolling or rating", ko: "enrolling 또는 rating을 쓰십시오")
        )
      }
      return phase
    }
    let phase = try await options.with { coordinator, sealed, client, server in
      try await coordinator.open(
        sealed,
        reaching: target,
        now: Timestamp(Date()),
        client: client,
        server: server
      )
    }
    StandardStream.output.write(
      "\(options.round): \(phase.title[options.common.settings.language])\n"
    )
  }
}

/// `panel round close`: ends enrolling or rating.
struct RoundCloseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "close",
    abstract: "Close the phase that is open: enrolling or rating.",
    discussion: "Example:\n  panel round close example"
  )

  @OptionGroup var options: RoundOptions

  func run() async throws {
    let phase = try await options.with { coordinator, sealed, client, server in
      try await coordinator.close(
        sealed,
        now: Timestamp(Date()),
        client: client,
        server: server
      )
    }
    StandardStream.output.write(
      "\(options.round): \(phase.title[options.common.settings.language])\n"
    )
  }
}
