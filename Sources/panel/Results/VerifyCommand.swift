import ArgumentParser
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol
import PanelReport

/// `panel verify`: runs the numbered checks on a release directory, offline.
struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check a release: its signatures, counts, tree, ratings and scores.",
    discussion: """
      Example:
        panel verify release --fingerprint ED0JR-4PDZ0-7RBPX-ET7GN-45JC1-M1JF3
        panel verify example --server https://panel.example.org --mine
      A directory is checked offline. Of a round, what its server shows to anyone is fetched and
      checked: no content and no scores.
      Exit status: 0 none failed, 1 a check failed.
      """
  )

  @ArgumentParser.Argument(help: "A release directory, or a closed round.")
  var release: String

  @ArgumentParser.Option(name: .long, help: "The server of the round.")
  var server: String?

  @ArgumentParser.Option(name: .long, help: "The published fingerprint.")
  var fingerprint: String?

  @ArgumentParser.Option(name: .long, help: "The published head of the log, 64 hexadecimal digits.")
  var logHead: String?

  @ArgumentParser.Flag(
    name: .long,
    help: "Also compare with your own submission; nothing is sent."
  )
  var mine = false

  @ArgumentParser.Flag(name: .long, help: "Print the checks as JSON.")
  var json = false

  @OptionGroup var common: CommonOptions

  func run() async throws {
    let settings = common.settings
    let (files, tier) = try await files(settings)
    let published = try fingerprint.map { text throws(Failure) in
      guard let fingerprint = Fingerprint(text) else {
        throw Failure.notFingerprint(text)
      }
      return fingerprint
    }
    let own = mine ? try ownSubmission(files, settings) : nil
    let bar = ShareBar(settings.language == .ko ? "검증" : "Verifying")
    let verification = Verification.run(
      files: files,
      fingerprint: published,
      mine: own,
      logHead: logHead?.lowercased(),
      tier: tier,
      progress: { bar.show($0) }
    )
    bar.end()
    if json {
      StandardStream.output.write(try CanonicalJSON.encodeReadable(verification))
    } else {
      VerificationText.print(verification, language: settings.language)
    }
    guard verification.exitStatus == 0 else {
      throw ExitCode(ExitStatus.checkFailed.rawValue)
    }
  }

  private func files(
    _ settings: Settings
  ) async throws -> ([String: Data], Verification.Tier) {
    if server == nil, FileManager.default.fileExists(atPath: release) {
      return (try InputFile.directory(release), .audit)
    }
    let place = try RoundPlace.find(release, server: server, home: settings.home)
    return try await reporting {
      try await PanelClient.with(place.server, pin: place.pin) { client in
        let sealed = try await SealedRound.fetch(place.round, from: client)
        return (try await sealed.openFiles(client), .open)
      }
    }
  }

  /// The user's own submission in the round of this release, from this machine.
  private func ownSubmission(
    _ files: [String: Data],
    _ settings: Settings
  ) throws -> OwnSubmission {
    let hash = ManifestHash(manifest: files[ReleaseFile.manifest.rawValue] ?? Data())
    for state in RoundState.all(home: settings.home) {
      let evaluator = try Evaluator(state)
      guard evaluator.sealed.hash == hash else { continue }
      guard try state.latest() != nil else {
        throw Failure(
          .missingInput,
          en: "nothing was submitted from this machine, or its outbox is gone",
          ko: "이 컴퓨터에서 제출한 것이 없거나 보낸 자료가 지워졌습니다",
          fix: (
            en: "run it on the machine where you submitted, or leave out --mine",
            ko: "제출한 컴퓨터에서 실행하거나 --mine을 빼십시오"
          )
        )
      }
      return try evaluator.ownSubmission()
    }
    throw Failure(
      .missingInput,
      en: "you have not joined the round of this release on this machine",
      ko: "이 컴퓨터에서는 이 회차에 등록하지 않았습니다",
      fix: (
        en: "run it on the machine where you rated, with the same PANEL_HOME, or leave out --mine",
        ko: "평가한 컴퓨터에서 실행하거나 --mine을 빼십시오"
      )
    )
  }
}

extension Evaluator {
  /// This machine's record of its own submission, to compare with a release.
  func ownSubmission() throws -> OwnSubmission {
    let sent = try state.latest()
    func revision(_ sent: RoundState.Sent) throws -> OwnSubmission.Revision {
      try OwnSubmission.Revision(
        body: sent.envelope.body,
        publicKey: sent.envelope.publicKey,
        manifest: sealed.hash
      )
    }
    let acknowledged = try state.lastAcknowledged()
    let unacknowledged = try sent.flatMap { $0.receipt == nil ? try revision($0) : nil }
    var own = OwnSubmission(
      publicKey: try credential().publicKey,
      acknowledged: try acknowledged.flatMap { sent in
        try sent.receipt.map { (try revision(sent), $0) }
      },
      unacknowledged: unacknowledged.map { [$0] } ?? []
    )
    own.keptLog = try state.history(sealed).log.lines
    return own
  }
}
