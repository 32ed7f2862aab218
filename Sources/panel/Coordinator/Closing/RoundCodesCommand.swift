import ArgumentParser
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol

/// `panel round codes`: opens the commitment to which code is which team.
struct RoundCodesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "codes",
    abstract:
      "After closing, publish which team each code stands for, as the manifest committed to.",
    discussion: "Example:\n  panel round codes example"
  )

  @OptionGroup var options: RoundOptions

  func run() async throws {
    let table = try await options.with { coordinator, sealed, client, server in
      let tables = try coordinator.codes(of: sealed.manifest.round)
      guard let table = tables.first(where: { $0.commitment == sealed.manifest.codeCommitment })
      else {
        throw Failure(
          .missingInput,
          en: "this machine holds no table of codes that '\(options.round)' has committed to",
          ko: "'\(options.round)' 회차에 봉인된 코드 표가 이 컴퓨터에 없습니다",
          fix: (
            en: "run it where the round was created with --codes",
            ko: "--codes로 회차를 만든 컴퓨터에서 실행하십시오"
          )
        )
      }
      // A rerun after a lost answer finds them opened.
      guard try await coordinator.follow(sealed, client: client).codes == nil else { return table }
      var entry = LogEntry(.codesOpened, actor: server.name, at: Timestamp(Date()))
      (entry.codes, entry.salt) = (table.bytes, table.salt)
      try await coordinator.append(entry, to: sealed, client: client)
      return table
    }
    for (code, team) in table.teamOfCode.sorted(by: { $0.key < $1.key }) {
      StandardStream.output.write("\(code)  \(team)\n")
    }
  }
}
