import Foundation
import PanelCore
import PanelFiles
import PanelProtocol

/// The log of a round as this machine last saw it, followed from there.
///
/// A server that removes or changes a line is found out by every machine that has the line.
enum FollowedLog {
  /// Fetches the log and verifies it, without comparing it with a kept one.
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
        en: "line \(error.index + 1) of the round's log does not verify: \(error.message.en)",
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
        en: "the server shows a log that differs from the one kept in \(url.path)",
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

  /// The history of the kept log, without asking a server; `nil` if none is kept.
  static func kept(_ sealed: SealedRound, at url: URL) throws -> RoundHistory? {
    let lines = try keptLines(at: url)
    guard !lines.isEmpty else { return nil }
    do throws(HistoryProblem) {
      return try RoundHistory(manifest: sealed.manifest, hash: sealed.hash, lines: lines)
    } catch {
      throw Failure.damaged(url)
    }
  }

  /// Keeps a log, one line of JSON per entry.
  static func keep(_ log: CoordinatorLog, at url: URL) throws {
    try DurableFile.write(try JSONLines.encode(log.lines), to: url)
  }

  private static func keptLines(at url: URL) throws -> [LogLine] {
    guard FileManager.default.fileExists(atPath: url.path) else { return [] }
    guard let data = try? Data(contentsOf: url),
      let lines = try? JSONLines.decode(LogLine.self, from: data)
    else { throw Failure.damaged(url) }
    return lines.map(\.value)
  }
}
