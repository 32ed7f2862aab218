import ArgumentParser
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol

/// `panel round exclude`: logs that an exploratory result leaves a submission out.
struct RoundExcludeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "exclude",
    abstract:
      "Log that an exploratory result leaves out a row, and why; the official result counts all.",
    discussion: "Example:\n  panel round exclude example r44 --reason 'one rating throughout'"
  )

  @OptionGroup var options: RoundOptions

  @ArgumentParser.Argument(help: "The row of the release, such as r44.")
  var rater: String

  @ArgumentParser.Option(name: .long, help: "The reason, as the log will show it.")
  var reason: String

  func run() async throws {
    let reason = reason.trimmingCharacters(in: .whitespacesAndNewlines)
    guard !reason.isEmpty else {
      throw Failure(
        .usage,
        en: "the reason is empty",
        ko: "이유가 비어 있습니다",
        fix: (en: "write why; everyone can read it", ko: "모두가 읽을 이유를 쓰십시오")
      )
    }
    let rows = try await options.with(isReading: true) { _, sealed, client, _ in
      try await FollowedLog.read(sealed, client: client).heads.last?.count ?? 0
    }
    // Rows are numbered in the order of the tree; abstentions among them have none to leave out.
    guard rater.hasPrefix("r"), let row = Int(rater.dropFirst()), (1...max(1, rows)).contains(row)
    else {
      throw Failure(
        .usage,
        en: "unknown row '\(rater)'; rows are r1 to r\(rows)",
        ko: "'\(rater)'은(는) 공개 자료의 행이 아닙니다: r1부터 r\(rows)까지",
        fix: (en: "take it from: panel aggregate DIR", ko: "panel aggregate 폴더의 출력에서 고르십시오")
      )
    }
    try await options.enter { actor, now in
      var entry = LogEntry(.excluded, actor: actor, at: now)
      (entry.rater, entry.reason) = (rater, reason)
      return entry
    }
  }
}
