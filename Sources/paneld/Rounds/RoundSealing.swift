import Crypto
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol
import PanelStore

/// What sealing fixes of a round: manifest, survey and keys.
struct RoundContext: Sendable {
  let manifest: Manifest
  let hash: ManifestHash
  let survey: Survey
  let issuer: IssuerPublicKey
  let receiptKey: Curve25519.Signing.PrivateKey

  init(manifestBytes: Data, surveyBytes: Data, receiptKey: Curve25519.Signing.PrivateKey) throws {
    do {
      manifest = try Manifest(bytes: manifestBytes)
    } catch {
      throw ProblemReport.otherVersion("the manifest cannot be read", detail: "\(error)")
    }
    do throws(FileProblems) {
      survey = try SurveyDocument.read(String(decoding: surveyBytes, as: UTF8.self)).survey
    } catch {
      throw ProblemReport(
        .doesNotFit,
        "the survey cannot be used",
        detail: error.problems.first.map { "line \($0.line): \($0.message.en)" },
        fix: "run panel survey check on it"
      )
    }
    if let problem = manifest.problem(survey: survey, surveyBytes: surveyBytes) {
      throw ProblemReport(
        .doesNotFit,
        "the manifest cannot be sealed",
        detail: problem,
        fix: "correct the survey or the options of panel round create"
      )
    }
    do {
      issuer = try IssuerPublicKey(spki: manifest.issuerKey)
    } catch {
      throw ProblemReport(
        .doesNotFit,
        "the issuer key cannot be used",
        detail: "\(error)",
        fix: "create the round under another name: panel round create --round NAME"
      )
    }
    self.receiptKey = receiptKey
    hash = ManifestHash(manifest: manifestBytes)
  }
}

extension Round {
  /// Fixes manifest and survey for good; repeating the same request changes nothing.
  func seal(_ sealing: Sealing, by coordinator: StoredHolder) async throws {
    let stored = try await stored()
    try requireOwner(coordinator, of: stored)
    let hash = ManifestHash(manifest: sealing.manifest)
    if stored.manifestHash == hash.bytes { return }
    guard stored.phase == .draft else {
      throw ProblemReport(
        .wrongPhase,
        "the round '\(id)' is sealed; its manifest cannot change",
        fix: "create another: panel round create SURVEY --round NAME"
      )
    }
    let context = try RoundContext(
      manifestBytes: sealing.manifest,
      surveyBytes: sealing.survey,
      receiptKey: try receiptKey()
    )
    guard context.manifest.round == id, context.manifest.issuerKey == stored.issuerKey,
      context.manifest.receiptKey == stored.receiptKey,
      context.manifest.coordinatorKey == coordinator.key
    else {
      throw ProblemReport(
        .doesNotFit,
        "the manifest names another round or other keys",
        fix: "run panel round create again, with the key and for the server it was made for"
      )
    }
    if case .times(_, let enrolTo, _, _) = context.manifest.schedule, enrolTo <= now() {
      throw ProblemReport(
        .doesNotFit,
        "enrolling would end in the past, at \(enrolTo.koreanTime)",
        fix: "check the dates, including the year"
      )
    }
    func notSigned(_ title: String, detail: String? = nil) -> ProblemReport {
      ProblemReport(
        .badSignature,
        title,
        detail: detail,
        fix: "sign with the key that you joined with: set PANEL_HOME to its folder"
      )
    }
    guard ManifestSignature.isValid(sealing.signature, for: hash, by: coordinator.key) else {
      throw notSigned("the manifest's signature does not verify")
    }
    var history = RoundHistory(manifest: context.manifest, hash: hash)
    try requireTime(of: try entry(of: sealing.log, by: coordinator, [.sealed]))
    do throws(HistoryProblem) {
      try history.take(sealing.log)
    } catch {
      throw notSigned("the log entry 'sealed' does not verify", detail: error.message.en)
    }
    try DurableFile.write(sealing.survey, to: files.survey)
    try DurableFile.write(sealing.signature, to: files.manifestSignature)
    try DurableFile.write(sealing.manifest, to: files.manifest)
    try registry.move(
      id,
      from: .draft,
      to: .sealed,
      manifest: (hash: hash.bytes, seats: context.manifest.seats),
      log: [StoredLogEntry(sealing.log)],
      at: 0
    )
    remember(context, history)
  }
}
