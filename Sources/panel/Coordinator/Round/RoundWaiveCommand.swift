import ArgumentParser
import Foundation
import PanelCore
import PanelProtocol
import PanelReport

/// `panel round waive`: approves findings of the release gate in the log.
struct RoundWaiveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "waive",
    abstract: "Approve, under your name in the log, what a check of the release gate found.",
    discussion: """
      panel export prints this command with the digest of the findings; only those findings are approved.
      Example:
        panel round waive example knownRatings --tier research --finding 5f… --reason 'for NAME'
      """
  )

  @OptionGroup var options: RoundOptions

  @ArgumentParser.Argument(help: "The check, such as knownRatings.")
  var check: String

  @ArgumentParser.Option(name: .long, help: "The tier of the export: public or research.")
  var tier: String

  @ArgumentParser.Option(name: .long, help: "The digest of the findings that export prints.")
  var finding: String

  @ArgumentParser.Option(name: .long, help: "The reason, as the log will show it.")
  var reason: String

  func run() async throws {
    let reason = reason.trimmed
    guard GateCheck(rawValue: check) != nil, ExportTier(rawValue: tier) != nil,
      Hexadecimal.bytes(finding)?.count == 32, !reason.isEmpty
    else {
      throw Failure(
        .usage,
        en: "unknown check, tier or digest of the release gate, or the reason is empty",
        ko: "공개 심사의 항목, 대상, 지적의 해시가 아니거나 이유가 비어 있습니다",
        fix: (
          en:
            "copy the command from: panel export DIR --check, and write why; everyone can read it",
          ko: "panel export 폴더 --check가 보여 주는 명령을 옮기고, 모두가 읽을 이유를 쓰십시오"
        )
      )
    }
    try await requireNoNames(in: reason)
    try await options.enter { actor, now in
      var entry = LogEntry(.waived, actor: actor, at: now)
      (entry.tier, entry.check, entry.findings) = (tier, check, finding)
      entry.reason = reason
      return entry
    }
  }

  /// The log is public, and every export that needs it prints the reason.
  private func requireNoNames(in reason: String) async throws {
    let found = try await options.with(isReading: true) { coordinator, sealed, _, _ in
      let roster = try coordinator.roster(of: sealed.manifest.round)
      return TextScan(roster: roster, manifest: sealed.manifest).findings(in: reason)
        .first { $0.isCertain && [.name, .reference].contains($0.kind) }
    }
    guard let found else { return }
    throw Failure(
      .usage,
      en: "the reason contains '\(found.text)', \(found.kind.title.en)",
      ko: "이유에 '\(found.text)', \(found.kind.title.ko)이(가) 있습니다",
      fix: (
        en: "write it without names: the log is public, and the export prints the reason",
        ko: "이름 없이 쓰십시오. 기록은 공개되고 이유는 내보낸 자료에도 적힙니다"
      )
    )
  }
}
