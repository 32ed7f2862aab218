import Foundation
import PanelCore
import PanelFiles
import PanelProtocol

/// The outcome of trying to take the lock of a round.
enum LockOutcome {
  /// It is taken for as long as the value lives.
  case held(FolderLock)
  /// Another process has it.
  case busy(FolderLock.Holder)
}

/// What an evaluator's machine keeps of one round: `rounds/<round>/…`, for the owner only.
struct RoundState: Sendable {
  let round: RoundID
  let folder: URL

  /// The credential and how far enrolling has got.
  ///
  /// Written before anything is sent.
  struct CredentialFile: Codable, Sendable {
    /// The server's address.
    var server: String
    /// The server's pinned key, if the invitation names it.
    var certificate: CertificatePin?
    /// The secret that all keys of the evaluator are derived from.
    var secret: Data
    /// The invitation; erased once the credential is there.
    var invitation: String?
    /// The identifier of the invitation, which outlives its code.
    var invitationID: Data?
    /// The seat of the invitation, from 1, which decides the order of the models; never sent.
    var seat: Int?
    /// The declaration as it was signed.
    var declaration: Data
    /// The issuer's signature on the credential, once it is there.
    var credentialSignature: Data?
    /// The server's receipt for the issuance.
    var issued: Data?
    /// The blind signature that the receipt for the issuance is about.
    var blindSignature: Data?
    /// After a recovery while rating is open, submitting waits until then: the recovery names the
    /// person, and a submission right after it could be linked to them by time.
    var submitNotBefore: Timestamp?
  }

  /// A submission that has been signed, and its receipt once there is one.
  struct Sent: Codable, Sendable {
    var envelope: SubmissionEnvelope
    var recordCommitment: Data
    var receipt: Data?
  }

  private struct DraftFile: Codable {
    var schema = "panel.draft.v1"
    var manifest: String
    var answers: Answers
  }

  init(home: URL, round: RoundID) {
    self.round = round
    folder = home.appending(path: "rounds").appending(path: round.rawValue)
  }

  var exists: Bool { FileManager.default.fileExists(atPath: credentialURL.path) }

  var lockURL: URL { folder.appending(path: "lock") }
  private var credentialURL: URL { folder.appending(path: "credential.json") }
  private var draftURL: URL { folder.appending(path: "draft.json") }
  private var outbox: URL { folder.appending(path: "outbox") }
  private var receipts: URL { folder.appending(path: "receipts") }

  /// Makes the folder and keeps other processes out of it for as long as the lock lives.
  func lock() throws -> FolderLock {
    switch try tryLock() {
    case .held(let lock): return lock
    case .busy(let holder):
      throw Failure(
        .busy,
        en: "round '\(round)' is open in another window: \(holder)",
        ko: "회차 '\(round)'이(가) 다른 창에서 열려 있습니다: \(holder)",
        fix: (en: "continue there, or close it first", ko: "그 창에서 계속하거나 먼저 닫으십시오")
      )
    }
  }

  /// Makes the folder and takes its lock, or returns the process that holds it.
  func tryLock() throws -> LockOutcome {
    for folder in [folder, outbox, receipts] {
      do {
        try DurableFile.createDirectory(folder)
      } catch {
        throw Failure.cannotMake(folder)
      }
    }
    do throws(FolderLock.Problem) {
      return .held(
        try FolderLock(path: lockURL.path, holder: FolderLock.Holder.current.description)
      )
    } catch {
      switch error {
      case .held(let holder): return .busy(FolderLock.Holder(holder))
      case .cannotOpen(let reason):
        throw Failure(
          .cannotCreate,
          en: "\(folder.path): \(reason)",
          ko: "\(folder.path): \(reason)",
          fix: (en: "check the permissions, or set PANEL_HOME", ko: "권한을 확인하거나 PANEL_HOME을 지정하십시오")
        )
      }
    }
  }

  // MARK: The sealed round

  func save(_ sealed: SealedRound) throws {
    try DurableFile.write(sealed.surveyBytes, to: folder.appending(path: "survey.yaml"))
    try DurableFile.write(sealed.manifestSignature, to: folder.appending(path: "manifest.sig"))
    try DurableFile.write(sealed.manifestBytes, to: folder.appending(path: "manifest.json"))
  }

  func sealedRound() throws -> SealedRound {
    try SealedRound(
      manifestBytes: try data("manifest.json"),
      manifestSignature: try data("manifest.sig"),
      surveyBytes: try data("survey.yaml")
    )
  }

  private var logURL: URL { folder.appending(path: "log.jsonl") }

  /// Fetches the round's log and follows it from where this machine saw it last.
  func follow(_ sealed: SealedRound, client: PanelClient) async throws -> RoundHistory {
    try await FollowedLog.follow(sealed, at: logURL, client: client)
  }

  /// What the log said when this machine last saw it.
  func history(_ sealed: SealedRound) throws -> RoundHistory {
    try FollowedLog.kept(sealed, at: logURL)
      ?? RoundHistory(manifest: sealed.manifest, hash: sealed.hash)
  }

  private func data(_ name: String) throws -> Data {
    let url = folder.appending(path: name)
    guard let data = try? Data(contentsOf: url) else { throw damaged(url) }
    return data
  }

  private func damaged(_ url: URL) -> Failure {
    Failure.damaged(
      url,
      fix: (
        en: "restore the folder from a backup; do not delete it, it holds your credential",
        ko: "백업에서 되살리십시오. 인증 정보가 있으니 폴더를 지우지 마십시오"
      )
    )
  }

  // MARK: Credential

  func credentialFile() throws -> CredentialFile {
    guard let data = try? Data(contentsOf: credentialURL),
      let file = try? JSONDecoder().decode(CredentialFile.self, from: data)
    else { throw damaged(credentialURL) }
    return file
  }

  /// Keeps a credential that is about to be replaced by a recovered one.
  func putCredentialAside() throws {
    var number = 1
    func aside() -> URL { folder.appending(path: "credential-before-recovery-\(number).json") }
    while FileManager.default.fileExists(atPath: aside().path) { number += 1 }
    try DurableFile.write(try Data(contentsOf: credentialURL), to: aside())
  }

  func save(_ file: CredentialFile) throws {
    try DurableFile.write(try CanonicalJSON.encodeReadable(file), to: credentialURL)
  }

  // MARK: Draft

  /// The answers so far; blank if there is no draft yet.
  func draft(for hash: ManifestHash) throws -> Answers {
    guard FileManager.default.fileExists(atPath: draftURL.path) else { return Answers() }
    guard let data = try? Data(contentsOf: draftURL),
      let file = try? JSONDecoder().decode(DraftFile.self, from: data), file.manifest == hash.hex
    else { throw damaged(draftURL) }
    return file.answers
  }

  func save(_ answers: Answers, for hash: ManifestHash) throws {
    let file = DraftFile(manifest: hash.hex, answers: answers)
    try DurableFile.write(try CanonicalJSON.encodeReadable(file), to: draftURL)
  }

  // MARK: Outbox and receipts

  /// The highest revision that was signed, acknowledged or not.
  func latest() throws -> Sent? { try revisions().max().flatMap(sent) }

  /// The highest revision that the server acknowledged.
  func lastAcknowledged() throws -> Sent? {
    try revisions().sorted(by: >).lazy.compactMap { try? self.sent($0) }
      .first { $0.receipt != nil }
  }

  private func revisions() throws -> [UInt32] {
    ((try? FileManager.default.contentsOfDirectory(atPath: outbox.path)) ?? [])
      .compactMap { name in name.hasSuffix(".json") ? UInt32(name.dropLast(5)) : nil }
  }

  private func sent(_ revision: UInt32) throws -> Sent? {
    let url = outbox.appending(path: "\(revision).json")
    guard let data = try? Data(contentsOf: url),
      var sent = try? JSONDecoder().decode(Sent.self, from: data)
    else { throw damaged(url) }
    sent.receipt = try? Data(contentsOf: receipts.appending(path: "\(revision).receipt"))
    return sent
  }

  /// Keeps a signed submission before it is sent, so that exactly these bytes can be sent again.
  func keep(_ sent: Sent) throws {
    var file = sent
    file.receipt = nil
    try DurableFile.write(
      try CanonicalJSON.encode(file),
      to: outbox.appending(path: "\(sent.envelope.revision).json")
    )
  }

  func keep(receipt: Data, for revision: UInt32) throws {
    try DurableFile.write(receipt, to: receiptURL(of: revision))
  }

  /// The file of the receipt for a revision.
  func receiptURL(of revision: UInt32) -> URL {
    receipts.appending(path: "\(revision).receipt")
  }

  // MARK: All rounds

  /// The rounds this person has joined, by name.
  static func all(home: URL) -> [RoundState] {
    let folder = home.appending(path: "rounds")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted().filter { $0.firstMatch(of: /\.void-[0-9a-f]{8}$/) == nil }
      .map { RoundState(home: home, round: RoundID($0)) }.filter(\.exists)
  }

  /// Where the folder is moved when its round was cancelled and another of the same name is joined.
  func aside(_ hash: ManifestHash) -> URL {
    folder.deletingLastPathComponent().appending(path: "\(round).void-\(hash.hex.prefix(8))")
  }

  /// The round named, or the only one there is.
  static func find(_ name: String?, home: URL) throws(Failure) -> RoundState {
    let all = all(home: home)
    if let name {
      let state = RoundState(home: home, round: RoundID(name))
      guard state.round.isWellFormed, state.exists else {
        let known = all.map(\.round.rawValue).joined(separator: ", ")
        throw Failure(
          .missingInput,
          en: "you have not joined a round '\(name)'",
          ko: "'\(name)' 회차에 등록하지 않았습니다",
          fix: all.isEmpty
            ? (en: "run: panel join INVITATION.txt", ko: "실행: panel join 초대문.txt")
            : (en: "your rounds: \(known)", ko: "등록한 회차: \(known)")
        )
      }
      return state
    }
    switch all.count {
    case 1: return all[0]
    case 0:
      throw Failure(
        .missingInput,
        en: "you have not joined a round yet",
        ko: "아직 등록한 회차가 없습니다",
        fix: (en: "run: panel join INVITATION.txt", ko: "실행: panel join 초대문.txt")
      )
    default:
      let known = all.map(\.round.rawValue).joined(separator: ", ")
      throw Failure(
        .usage,
        en: "there are several rounds",
        ko: "등록한 회차가 여럿입니다",
        fix: (en: "name one of: \(known)", ko: "하나를 지정하십시오: \(known)")
      )
    }
  }
}
