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

  func run() async throws {
    let release = try await options.with { _, sealed, client, _ in
      try await ReleaseCommand.fetch(sealed, client)
    }
    try DurableFile.writeDirectory(release.files, to: URL(fileURLWithPath: to))
    Notes(language: options.common.settings.language).say(
      """
      The release is in \(to): pseudonymised data (가명정보) for named recipients, not anonymous.
      Next: panel verify \(to)  ·  panel aggregate \(to)  ·  panel export \(to) --to DIR
      """,
      """
      \(to)에 공개 자료를 만들었습니다. 가명정보이므로 지정된 수령인에게만 주십시오.
      다음: panel verify \(to)  ·  panel aggregate \(to)  ·  panel export \(to) --to 폴더
      """
    )
  }

  /// Collects everything that verification needs.
  static func fetch(_ sealed: SealedRound, _ client: PanelClient) async throws -> Release {
    let round = sealed.manifest.round
    let status = try await client.get(Route.path(round, .status), as: RoundStatus.self)
    guard status.phase >= .closed, status.phase != .void else {
      throw Failure(
        .notPermitted,
        en: "the round is \(status.phase.title.en), not closed",
        ko: "회차가 아직 마감되지 않았습니다 (\(status.phase.title.ko))",
        fix: ("close it first: panel round close \(round)", "먼저 마감하십시오: panel round close \(round)")
      )
    }
    let states = try await client.get(
      Route.path(round, .invitations),
      as: InvitationStates.self
    )
    return try Release.build(
      manifest: sealed.manifestBytes,
      manifestSignature: sealed.manifestSignature,
      survey: sealed.surveyBytes,
      log: try await client.get(Route.path(round, .log), as: LogLines.self).lines,
      invitations: SignedInvitations(
        invitations: states.invitations.filter { $0.state != .revoked }.map {
          InvitationEntry(identifier: $0.identifier, key: $0.key)
        },
        signature: states.signature ?? Data()
      ),
      issuance: try await client.get(Route.path(round, .issuance)),
      issuanceHead: try await client.get(Route.path(round, .issuanceHead)),
      tree: try await client.get(Route.path(round, .tree), as: TreeLines.self).rows,
      treeHead: try await client.get(Route.path(round, .treeHead)),
      bodies: try await client.get(
        Route.path(round, .submissions),
        as: SubmissionBodies.self
      ).bodies
    )
  }
}
