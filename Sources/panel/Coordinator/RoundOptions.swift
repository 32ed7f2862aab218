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

extension RoundOptions {
  /// Signs an entry, sends it, and prints the round's phase and the head of its log.
  ///
  /// An entry that the log already holds is not added again, so that a rerun after a lost answer is safe.
  func enter(_ entry: (_ actor: String, _ now: Timestamp) throws -> LogEntry) async throws {
    let history = try await with { coordinator, sealed, client, server in
      let new = try entry(server.name, Timestamp(Date()))
      let before = try await coordinator.follow(sealed, client: client)
      let isThere = before.entries.contains { old in
        var same = old
        same.at = new.at
        return same == new
      }
      if isThere { return before }
      return try await coordinator.append(new, to: sealed, client: client)
    }
    let language = common.settings.language
    StandardStream.output.write("\(round): \(history.phase.title[language])\n")
    Notes(language: language).say(
      en: "log head: \(Hexadecimal.text(history.log.hash))",
      ko: "기록의 끝 해시: \(Hexadecimal.text(history.log.hash))"
    )
  }
}
