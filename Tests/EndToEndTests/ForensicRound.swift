import Foundation
import PanelCore
import PanelProtocol
import PanelStatistics
import PanelStore
import TestSupport

@testable import panel

/// A round on a real server whose files were copied at several moments, and what to look for in them.
struct ForensicRound: Sendable {
  /// All that belongs to one person.
  struct Person: Sendable {
    var entry: Roster.Entry
    var reference: String
    var identifier: Data
    var invitationKey: Data
    var credentialKey: Data
    /// The row that the server should hold at the end.
    var row: StoredSubmission
    /// The revision that was replaced, if this person revised.
    var replaced: StoredSubmission?
    /// The salts of the replaced revision, one for each unit.
    var replacedSalts: [Data] = []
    /// A word that stands in the comments of this person, again and again.
    func word(revision: UInt32) -> String {
      "\(entry.name.filter { $0 != " " })revision\(revision)."
    }
  }

  /// The moments at which the files were copied.
  enum Moment: String, CaseIterable, Sendable {
    case revised = "right after the last revision"
    case backup = "a backup made while rating"
    case settled = "after the idle vacuum"
    case closed = "after closing"
  }

  let people: [Person]
  /// The persons in the order in which they submitted.
  let arrival: [Int]
  let files: [Moment: FolderBytes]
  let log: String
  /// The parts of the issuer key that must not outlive it, by name.
  let issuerSecrets: [String: Data]
  /// The submissions file that a server would have made of the same rows in another order.
  let reference: Data
  /// Whether the file became a function of its content within the time allowed.
  let hasSettled: Bool

  static let submissions = "rounds/trial/submissions.sqlite"

  /// Played once for all tests.
  static let shared = Task { try await ForensicRound(evaluators: 49, revising: 10, seed: 11) }

  private init(evaluators: Int, revising: Int, seed: UInt64) async throws {
    let trial = try await TrialRound(evaluators: evaluators)
    let entries = (0..<evaluators).map { number in
      Roster.Entry(
        name: "Forensic \(number + 100)",
        email: "mail\(number + 100)@forensic.example",
        affiliation: "Institute \(number + 100)"
      )
    }
    let key = trial.server.data.appending(path: "rounds/trial/issuer.key")
    issuerSecrets = try ForensicRound.secrets(of: try Data(contentsOf: key))
    let evaluators = try await trial.enrolled(entries)
    var generator = SplitMix64(seed: seed)
    let arrival = evaluators.indices.shuffled(using: &generator)
    self.arrival = arrival
    let roster = try trial.coordinator.roster(of: TrialRound.round)
    var people = try evaluators.indices.map { index in
      let person = roster[index]
      let row = try ForensicRound.nothing(try evaluators[index].credential().publicKey)
      return Person(
        entry: entries[index],
        reference: person.reference,
        identifier: person.invitation,
        invitationKey: person.key,
        credentialKey: row.credentialKey,
        row: row
      )
    }
    func submit(_ index: Int, revision: UInt32) async throws {
      var answers = trial.panel.answers(of: index)
      for code in trial.survey.survey.models.map(\.code) {
        answers.comments[code] = String(
          repeating: people[index].word(revision: revision),
          count: 20
        )
      }
      try evaluators[index].state.save(answers, for: trial.sealed.hash)
      _ = try await evaluators[index].submit()
      if revision > 1 { people[index].replaced = people[index].row }
      people[index].row = try ForensicRound.row(try evaluators[index].state.latest())
    }
    for index in arrival { try await submit(index, revision: 1) }
    for index in evaluators.indices.shuffled(using: &generator).prefix(revising) {
      let credential = try evaluators[index].credential()
      people[index].replacedSalts = trial.sealed.manifest.units.map {
        credential.unitSalt(revision: 1, label: $0)
      }
      try await submit(index, revision: 2)
    }
    self.people = people
    var files = [Moment.revised: try FolderBytes(trial.server.data)]
    let backup = trial.folder.url.appending(path: "backup")
    try FileManager.default.copyItem(at: trial.server.data, to: backup)
    files[.backup] = try FolderBytes(backup)
    reference = try ForensicRound.reference(people.map(\.row).shuffled(using: &generator))
    hasSettled = try await ForensicRound.settles(
      trial.server.data.appending(path: ForensicRound.submissions),
      to: reference
    )
    files[.settled] = try FolderBytes(trial.server.data)
    _ = try await trial.close()
    files[.closed] = try FolderBytes(trial.server.data)
    self.files = files
    log = trial.server.log
  }

  /// The file without what its header counts: transactions (24 and 92) and vacuums (40).
  static func withoutCounters(_ file: Data) -> Data {
    var bytes = Data(file)
    for counter in [24..<28, 40..<44, 92..<96] where counter.upperBound <= bytes.count {
      bytes.replaceSubrange(counter, with: Data(count: 4))
    }
    return bytes
  }

  /// Waits, for a bounded time, until the server has vacuumed.
  private static func settles(_ file: URL, to reference: Data) async throws -> Bool {
    for _ in 0..<100 {
      if withoutCounters(try Data(contentsOf: file)) == withoutCounters(reference) { return true }
      try await Task.sleep(for: .milliseconds(100))
    }
    return false
  }

  /// What a file looks like into which the rows came in this order.
  private static func reference(_ rows: [StoredSubmission]) throws -> Data {
    let folder = try TemporaryFolder()
    let path = folder.path("submissions.sqlite")
    let box = try SubmissionStore(path: path)
    for row in rows { _ = try box.store(row) }
    try box.vacuum()
    return try Data(contentsOf: URL(fileURLWithPath: path))
  }

  private static func nothing(_ key: Data) throws -> StoredSubmission {
    StoredSubmission(
      credentialKey: key,
      credentialSignature: Data(),
      revision: 0,
      body: Data(),
      bodyHash: Data(),
      commitment: Data(),
      signature: Data()
    )
  }

  private static func row(_ sent: RoundState.Sent?) throws -> StoredSubmission {
    guard let sent else { throw CocoaError(.fileNoSuchFile) }
    return StoredSubmission(
      credentialKey: sent.envelope.publicKey,
      credentialSignature: sent.envelope.credentialSignature,
      revision: sent.envelope.revision,
      body: SubmissionBody.strip(sent.envelope.body),
      bodyHash: sent.envelope.bodyHash,
      commitment: sent.recordCommitment,
      signature: sent.envelope.signature
    )
  }

  /// The numbers of an RSA private key (RFC 8017, A.1.2) that make it one, and the key itself.
  private static func secrets(of der: Data) throws -> [String: Data] {
    func content(_ bytes: Data) -> (content: Data, rest: Data)? {
      let bytes = Data(bytes)
      guard bytes.count > 2 else { return nil }
      let long = bytes[1] >= 0x80 ? Int(bytes[1] & 0x7F) : 0
      let count =
        long == 0
        ? Int(bytes[1]) : bytes.dropFirst(2).prefix(long).reduce(0) { $0 << 8 | Int($1) }
      let body = bytes.dropFirst(2 + long)
      return body.count < count ? nil : (Data(body.prefix(count)), Data(body.dropFirst(count)))
    }
    guard var rest = content(der)?.content else { throw CocoaError(.fileReadCorruptFile) }
    var numbers: [Data] = []
    while let next = content(rest) {
      numbers.append(Data(next.content.drop { $0 == 0 }))
      rest = next.rest
    }
    guard numbers.count >= 8 else { throw CocoaError(.fileReadCorruptFile) }
    // 0: the version, 1: the modulus, 2: the public exponent.
    let names = ["", "", "", "d", "p", "q", "d mod p-1", "d mod q-1", "1/q mod p"]
    var secrets = ["the key's file": der]
    for (name, number) in zip(names, numbers.isEmpty ? [] : numbers) where !name.isEmpty {
      secrets[name] = number
    }
    return secrets
  }
}

extension TrialRound {
  /// Invites these people, enrols them, and opens rating.
  ///
  /// Enrolling runs side by side: the arithmetic of blinding is slow without the optimiser.
  func enrolled(_ entries: [Roster.Entry]) async throws -> [Evaluator] {
    let to = folder.url.appending(path: "invitations-of-all")
    _ = try await asCoordinator { client, server in
      try await Inviter(coordinator: coordinator, sealed: sealed, client: client, server: server)
        .invite(entries, to: to, again: false, now: Timestamp(Date()))
    }
    let invitations = try FileManager.default.contentsOfDirectory(atPath: to.path).sorted()
      .filter { $0.hasSuffix("-invitation.txt") }
      .map { name in
        let path = to.appending(path: name).path
        return try Invitation(text: try InputFile.text(path), name: path)
      }
    _ = try await open()
    let people = try invitations.enumerated().map { index, invitation in
      try prepare(invitation, home: "person-\(index)")
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for person in people { group.addTask { try await person.enrol() } }
      try await group.waitForAll()
    }
    _ = try await open()
    return people
  }
}
