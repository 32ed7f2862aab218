import Foundation
import PanelCore
import PanelFiles
import PanelProtocol

/// The log of a round as this machine last saw it, followed from there.
///
/// A server that shows another log to somebody else, or takes a line back, is caught by whoever
/// looked before.
enum FollowedLog {
  /// Fetches the log and verifies it, for who has nothing to compare it with.
  static func read(_ sealed: SealedRound, client: PanelClient) async throws -> RoundHistory {
    let lines = try await client.get(
      Route.path(sealed.manifest.round, .log),
      as: LogLines.self
    ).lines
    do throws(HistoryProblem) {
      return try RoundHistory(manifest: sealed.manifest, hash: sealed.hash, lines: lines)
    } catch {
      throw Failure(
        .protocolMismatch,
        en: "line \(error.index + 1) of the round's log does not hold: \(error.message.en)",
        ko: "회차 기록 \(error.index + 1)행이 맞지 않습니다: \(error.message.ko)",
        fix: (
          en: "do nothing more in this round and call the auditor", ko: "이 회차의 작업을 멈추고 참관인에게 연락하십시오"
        )
      )
    }
  }

  /// Fetches the log, verifies it, compares it with the one kept at `url`, and keeps it there.
  static func follow(
    _ sealed: SealedRound,
    at url: URL,
    client: PanelClient
  ) async throws -> RoundHistory {
    let history = try await read(sealed, client: client)
    let kept = try keptLines(at: url)
    guard history.log.lines.starts(with: kept) else {
      throw Failure(
        .protocolMismatch,
        en: "the server shows another log than the one kept in \(url.path)",
        ko: "서버가 \(url.path)에 보관된 것과 다른 기록을 보여 줍니다",
        fix: (
          en: "keep that file, do nothing more in this round, and call the auditor",
          ko: "그 파일을 보관하고, 이 회차의 작업을 멈추고 참관인에게 연락하십시오"
        )
      )
    }
    if history.log.lines.count > kept.count { try keep(history.log, at: url) }
    return history
  }

  /// The history that the kept log tells, without asking a server; `nil` where none is kept.
  static func kept(_ sealed: SealedRound, at url: URL) throws -> RoundHistory? {
    let lines = try keptLines(at: url)
    guard !lines.isEmpty else { return nil }
    do throws(HistoryProblem) {
      return try RoundHistory(manifest: sealed.manifest, hash: sealed.hash, lines: lines)
    } catch {
      throw damaged(url)
    }
  }

  /// Keeps a log, one line of JSON an entry.
  static func keep(_ log: CoordinatorLog, at url: URL) throws {
    try DurableFile.write(
      try log.lines.reduce(into: Data()) { $0 += try CanonicalJSON.encode($1) + Data([10]) },
      to: url
    )
  }

  private static func keptLines(at url: URL) throws -> [LogLine] {
    guard FileManager.default.fileExists(atPath: url.path) else { return [] }
    guard let data = try? Data(contentsOf: url) else { throw damaged(url) }
    return try data.split(separator: 10).map { line in
      guard let line = try? JSONDecoder().decode(LogLine.self, from: Data(line)) else {
        throw damaged(url)
      }
      return line
    }
  }

  private static func damaged(_ url: URL) -> Failure {
    Failure.damaged(
      url,
      fix: (en: "restore it from a backup, or move it away", ko: "백업에서 되살리거나 다른 곳으로 옮기십시오")
    )
  }
}
