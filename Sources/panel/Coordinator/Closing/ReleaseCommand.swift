import ArgumentParser
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol
import PanelReport

/// `panel release`: fetches a closed round into a directory that verifies offline.
struct ReleaseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "release",
    abstract: "Make the release directory of a closed round.",
    discussion: "Example:\n  panel release example --to release"
  )

  @OptionGroup var options: RoundOptions

  @ArgumentParser.Option(name: .long, help: "The directory to make.")
  var to: String

  @ArgumentParser.Option(
    name: .long,
    help: "As an auditor of a coordinator with a tie: the file to write for them to sign."
  )
  var request: String?

  func run() async throws {
    // A release is never written over; of a request only the last one counts.
    try OutputFile.requireNew(to)
    let release = try await options.with { coordinator, sealed, client, server in
      try await ReleaseBuilder(
        coordinator: coordinator,
        sealed: sealed,
        client: client,
        server: server,
        request: request.map { URL(fileURLWithPath: $0) }
      ).release(now: Timestamp(Date()))
    }
    try DurableFile.writeDirectory(release.files, to: URL(fileURLWithPath: to))
    let head = Hexadecimal.text(try release.history().log.hash)
    Notes(language: options.common.settings.language).say(
      en: """
        The release is in \(to): pseudonymised data (가명정보) for named recipients, not anonymous.
        Log head: \(head)
        Next: panel verify \(to)  ·  panel aggregate \(to)  ·  panel export \(to) --to DIR
        """,
      ko: """
        \(to)에 공개 자료를 만들었습니다. 가명정보이므로 지정된 수령인에게만 주십시오.
        기록의 끝 해시: \(head)
        다음: panel verify \(to)  ·  panel aggregate \(to)  ·  panel export \(to) --to 폴더
        """
    )
  }
}
