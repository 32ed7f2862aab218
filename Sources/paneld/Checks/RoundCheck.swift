import Crypto
import Foundation
import PanelCore
import PanelProtocol
import PanelStore

/// Checks whether the files of one round agree with the registry and with each other.
struct RoundCheck {
  let directory: DataDirectory
  let registry: Registry
  let round: RoundID

  private var files: RoundFiles { directory.round(round) }
  private var subject: String { "rounds/\(round)" }

  private struct Snapshot: Equatable {
    var stored: StoredRound?
    var log: [StoredLogEntry]
  }

  /// Runs all checks, again if a running server has changed the round meanwhile.
  func findings() throws -> [CheckResult] {
    var found: [CheckResult] = []
    for _ in 1...3 {
      let before = try snapshot()
      guard let stored = before.stored else { return [] }
      found = try look(stored, before.log)
      if try snapshot() == before { break }
    }
    return found
  }

  private func snapshot() throws -> Snapshot {
    Snapshot(stored: try registry.round(round), log: try registry.log(of: round))
  }

  private func look(_ stored: StoredRound, _ log: [StoredLogEntry]) throws -> [CheckResult] {
    var found: [CheckResult] = []
    let key = receiptKey(of: stored, &found)
    guard stored.manifestHash != nil else {
      found.append(issuerKey(of: stored, isOverlapping: false, isIssued: false))
      return found
    }
    guard let key, let context = manifest(of: stored, key, &found) else { return found }
    let history: RoundHistory
    do throws(HistoryProblem) {
      history = try RoundHistory(
        manifest: context.manifest,
        hash: context.hash,
        lines: log.map { LogLine(entry: $0.entry, signature: $0.signature) }
      )
    } catch {
      found.append(
        .failed(
          .log,
          subject,
          "line \(error.index + 1) of the log is invalid: \(error.message.en)",
          fix: CheckResult.restoring
        )
      )
      return found
    }
    if history.phase == stored.phase, history.enrollingEnds == stored.enrollingEnds {
      found.append(.held(.log, subject, "the log is valid; the round is \(history.phase)"))
    } else {
      found.append(
        .failed(
          .log,
          subject,
          "by the log the round is \(history.phase), by the registry \(stored.phase)",
          fix: CheckResult.restoring
        )
      )
    }
    found.append(
      issuerKey(
        of: stored,
        isOverlapping: context.manifest.phases == .overlapping,
        isIssued: history.issuance != nil
      )
    )
    if history.erasedAt != nil {
      let files = [files.submissions, files.issuance, files.issuanceHead]
      let isGone = !files.contains { FileManager.default.fileExists(atPath: $0.path) }
      found.append(
        isGone
          ? .held(.tree, subject, "the round's data was destroyed, as the log says")
          : .failed(
            .tree,
            subject,
            "the log says that the round's data was destroyed, but some of its files exist",
            fix: "remove submissions.sqlite and the issuance list from rounds/\(round)"
          )
      )
      return found
    }
    if let issued = history.issuance { found.append(issuance(issued, context)) }
    found += try submissions(history, context)
    return found
  }

  // MARK: Keys and manifest

  private func receiptKey(
    of stored: StoredRound,
    _ found: inout [CheckResult]
  ) -> Curve25519.Signing.PrivateKey? {
    let key = (try? Data(contentsOf: files.receiptKey)).flatMap {
      try? Curve25519.Signing.PrivateKey(rawRepresentation: $0)
    }
    guard let key, key.publicKey.rawRepresentation == stored.receiptKey else {
      found.append(
        .failed(
          .receiptKey,
          subject,
          key == nil
            ? "the receipt key is missing or cannot be read"
            : "the receipt key is not the one in the registry",
          fix: "restore rounds/\(round)/receipt.key from a backup of this round"
        )
      )
      return nil
    }
    found.append(.held(.receiptKey, subject, "the receipt key is the one in the registry"))
    return key
  }

  /// Checks that the issuer key exists exactly while it is needed.
  private func issuerKey(
    of stored: StoredRound,
    isOverlapping: Bool,
    isIssued: Bool
  ) -> CheckResult {
    let isThere = FileManager.default.fileExists(atPath: files.issuerKey.path)
    let isEnding = stored.enrollingEnds || (stored.phase == .closed && isOverlapping && !isIssued)
    let isNeeded =
      stored.phase < .enrolled && !isEnding || (isOverlapping && stored.phase == .rating)
    guard isThere else {
      guard isNeeded else {
        return .held(.issuerKey, subject, "the issuer key is destroyed, as it has to be")
      }
      return .failed(
        .issuerKey,
        subject,
        "the issuer key is missing, as after a restore: nobody else can enrol",
        fix: stored.phase == .draft
          ? "the coordinator creates the round again under another name"
          : "the coordinator voids the round: panel round void \(round) --reason …; "
            + "docs/operations.md says when it can go on with those who have enrolled"
      )
    }
    guard isNeeded || isEnding else {
      return .failed(
        .issuerKey,
        subject,
        "the issuer key still exists; it has to be destroyed after enrolling",
        fix: stored.phase == .void
          ? "start paneld serve, which destroys the key of a void round"
          : "remove rounds/\(round)/issuer.key and tell the auditor why it was there"
      )
    }
    let key = (try? Data(contentsOf: files.issuerKey)).flatMap { try? IssuerPrivateKey(der: $0) }
    guard key?.publicSPKI == stored.issuerKey else {
      return .failed(
        .issuerKey,
        subject,
        "the issuer key cannot be read or is not the one in the registry",
        fix: "the coordinator voids the round: panel round void \(round) --reason …"
      )
    }
    return .held(.issuerKey, subject, "the issuer key is the one in the registry")
  }

  private func manifest(
    of stored: StoredRound,
    _ key: Curve25519.Signing.PrivateKey,
    _ found: inout [CheckResult]
  ) -> RoundContext? {
    let problem: String
    if let manifest = try? Data(contentsOf: files.manifest),
      let signature = try? Data(contentsOf: files.manifestSignature),
      let survey = try? Data(contentsOf: files.survey)
    {
      let context = try? RoundContext(
        manifestBytes: manifest,
        surveyBytes: survey,
        receiptKey: key
      )
      if ManifestHash(manifest: manifest).bytes != stored.manifestHash {
        problem = "the manifest is not the sealed one"
      } else if let context,
        ManifestSignature.isValid(
          signature,
          for: context.hash,
          by: context.manifest.coordinatorKey
        )
      {
        found.append(.held(.manifest, subject, "manifest and survey are the sealed ones"))
        return context
      } else {
        problem = "the manifest's signature or the survey does not fit the sealed manifest"
      }
    } else {
      problem = "the manifest, its signature or the survey is missing"
    }
    found.append(
      .failed(
        .manifest,
        subject,
        problem,
        fix: "restore manifest.json, manifest.sig and survey.yaml from a backup of this round"
      )
    )
    return nil
  }

  // MARK: Lists and trees

  private func issuance(_ issued: RoundHistory.Fixed, _ context: RoundContext) -> CheckResult {
    guard let bytes = try? Data(contentsOf: files.issuance),
      let list = try? IssuanceList(file: bytes),
      let head = (try? Data(contentsOf: files.issuanceHead)).flatMap({
        try? JSONDecoder().decode(TreeHead.self, from: $0)
      }),
      head.kind == .issuance, head.describes(list.tree(manifest: context.hash)),
      head.isValid(manifest: context.hash, by: context.manifest.receiptKey),
      issued.root == Hexadecimal.text(head.root), issued.count == list.issuedCount
    else {
      return .failed(
        .issuance,
        subject,
        "the issuance list is missing or does not match the log",
        fix: "restore issuance.jsonl and issuance-head.json from a backup of this round"
      )
    }
    return .held(.issuance, subject, "the issuance list matches the log")
  }

  private func submissions(_ history: RoundHistory, _ context: RoundContext) throws -> [CheckResult]
  {
    guard history.phase >= .rating, history.phase != .void else { return [] }
    let name = "\(subject)/submissions.sqlite"
    guard FileManager.default.fileExists(atPath: files.submissions.path) else {
      guard history.phase == .rating else {
        return [
          .failed(.tree, name, "the submissions are missing", fix: CheckResult.restoring)
        ]
      }
      return [
        .note(
          .tree,
          name,
          "the file of submissions does not exist, as after a restore",
          fix: "start the server and ask every evaluator to run panel submit again"
        )
      ]
    }
    let inspection = try DatabaseInspection(path: files.submissions.path, kind: .submissions)
    guard case .current = try inspection.schema(), let head = history.heads.last else { return [] }
    let store = try SubmissionStore(reading: files.submissions.path)
    let tree = MerkleTree(
      leaves: try store.allWithoutBodies().map { $0.treeLine.leaf(manifest: context.hash) }
    )
    let isTree = tree.count == head.count && Hexadecimal.text(tree.root) == head.root
    let isWhole = try store.allBodies { body, hash in
      ContentHash.sha256(SubmissionBody.restore(body, size: context.manifest.bodySize)) == hash
    }
    return [
      isTree
        ? .held(.tree, name, "the tree matches the last head in the log")
        : .failed(
          .tree,
          name,
          "the submissions do not match the last head in the log",
          fix: CheckResult.restoring
        ),
      isWhole
        ? .held(.bodies, name, "every body has the hash that was signed")
        : .failed(
          .bodies,
          name,
          "a body does not have the hash that was signed",
          fix: CheckResult.restoring
        ),
    ]
  }
}
