import Foundation
import PanelCore
import PanelProtocol
import PanelStore
import TestSupport
import Testing

@testable import panel

/// A round whose server and clients can be killed at a chosen call, and whose files can be read as
/// a crash left them.
final class CrashRound {
  let trial: TrialRound
  let onServer: Crashpoint
  let onClient: Crashpoint
  private(set) var invitations: [Invitation] = []

  /// A round that enrols, with an invitation for each seat.
  init(seats: Int = 5) async throws {
    trial = try await TrialRound(evaluators: 5, seats: seats)
    onServer = try Crashpoint(in: trial.folder.url, name: "paneld")
    onClient = try Crashpoint(in: trial.folder.url, name: "panel")
    trial.server.kill()
    trial.server.environment.merge(onServer.environment) { $1 }
    try trial.server.start()
    invitations = try await trial.invite((0..<seats).map { "Person \($0)" })
    _ = try await trial.open()
  }

  /// Enrols some people by the client's own code, all at once.
  func enrol(_ people: Range<Int>) async throws {
    let prepared = try people.map { try trial.prepare(invitations[$0], home: "person-\($0)") }
    try await withThrowingTaskGroup { group in
      for person in prepared {
        group.addTask { try await reporting { try await person.enrol() } }
      }
      try await group.waitForAll()
    }
  }

  // MARK: The programs

  func home(_ person: String) -> URL { trial.folder.url.appending(path: person) }

  func state(_ person: String) -> RoundState {
    RoundState(home: home(person), round: TrialRound.round)
  }

  private func environment(_ person: String, killed: Bool) -> [String: String] {
    ProgramRun.environment(home: home(person))
      .merging(killed ? onClient.environment : [:]) { $1 }
  }

  /// What `panel join` did on a terminal.
  struct Joined {
    var status: Int32
    var transcript: String
  }

  /// Runs `panel join` as a person does, killed at a point if one is given.
  func join(
    _ person: String,
    _ invitation: Int,
    killedAt point: Crashpoint.Point? = nil,
    recovery: String? = nil
  ) throws -> Joined {
    let invited = invitations[invitation]
    let text =
      "server: \(invited.server)\nround: \(invited.round)\ncode: \(invited.code.text)\n"
    let file = try trial.folder.write(text, to: "invitation-\(invitation).txt")
    let asks = !state(person).exists || recovery != nil
    if let point { try onClient.arm(point) }
    let terminal = try PseudoTerminal(
      Repository.program("panel"),
      ["join", file] + (recovery == nil ? [] : ["--recover"]),
      environment: environment(person, killed: point != nil),
      rows: 60
    )
    // A killed program ends the conversation wherever it is.
    if asks { try? converse(terminal, recovery: recovery) }
    // Who has joined before is asked nothing; a question would wait for ever.
    let status = try terminal.wait(seconds: 20)
    onClient.disarm()
    return Joined(status: status, transcript: terminal.transcript)
  }

  private func converse(_ terminal: PseudoTerminal, recovery: String?) throws {
    let groups = trial.sealed.hash.fingerprint.description.split(separator: "-")
    try terminal.expect("two of its groups")
    terminal.type("\(groups[0]) \(groups[5])")
    if trial.sealed.survey.pledge != nil {
      try terminal.expect("yes/no")
      terminal.type("yes")
    }
    if trial.sealed.survey.conflicts != nil {
      try terminal.expect("Numbers")
      terminal.type("1")
    }
    if let recovery {
      try terminal.expect("recovery code:")
      terminal.type(recovery)
    }
  }

  /// Runs `panel submit`, killed at a point if one is given.
  func submit(_ person: String, killedAt point: Crashpoint.Point? = nil) throws -> ProgramRun {
    if let point { try onClient.arm(point) }
    defer { onClient.disarm() }
    return try ProgramRun.run(
      Repository.program("panel"),
      ["submit"],
      environment: environment(person, killed: point != nil)
    )
  }

  func answer(_ person: String, _ evaluator: Int) throws {
    try state(person).save(trial.panel.answers(of: evaluator), for: trial.sealed.hash)
  }

  /// Changes one rating to and fro: other answers of the same length, so that each submission is
  /// written by the same calls.
  func answerAnew(_ person: String, revision: Int) throws {
    var answers = trial.panel.answers(of: 0)
    let survey = trial.sealed.survey
    let model = try #require(survey.models.first?.code)
    let item = try #require(survey.items.first?.id)
    answers.answers[model]?[item] = .rating(revision % 2 == 0 ? 3 : 4)
    try state(person).save(answers, for: trial.sealed.hash)
  }

  /// Lets the server be killed at a point of what the body asks of it; false if it never came there.
  func killServer(
    at point: Crashpoint.Point,
    _ body: () async throws -> Void
  ) async throws -> Bool {
    try onServer.arm(point)
    do {
      try await body()
    } catch is Failure {
      // The server could not be reached any more.
    }
    // What comes after the last answer, the vacuum among it, is not waited for by anybody else.
    let status = trial.server.waitForEnd(seconds: 5)
    onServer.disarm()
    if status == nil { trial.server.kill() }
    return status == 128 + SIGKILL && onServer.calls.killed != nil
  }

  // MARK: What lies on the disk

  /// A copy is opened, since opening the file itself would repair it for the server.
  static func copy(_ file: URL) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for suffix in ["", "-journal"] {
      let from = URL(fileURLWithPath: file.path + suffix)
      guard FileManager.default.fileExists(atPath: from.path) else { continue }
      try FileManager.default.copyItem(
        at: from,
        to: folder.url.appending(path: from.lastPathComponent)
      )
    }
    return folder
  }

  func enrolments() throws -> [StoredEnrolment] {
    let copy = try CrashRound.copy(trial.server.data.appending(path: "registry.sqlite"))
    return try Registry(path: copy.path("registry.sqlite")).enrolments(of: TrialRound.round)
  }

  func log() throws -> [LogEntry] {
    let copy = try CrashRound.copy(trial.server.data.appending(path: "registry.sqlite"))
    return try Registry(path: copy.path("registry.sqlite")).log(of: TrialRound.round)
      .map { try LogEntry(bytes: $0.entry) }
  }

  /// Waits until the server has recorded an enrolment whose client is gone.
  func waitUntilRecorded(_ invitation: Int) async throws {
    let identifier = invitations[invitation].code.identifier
    let deadline = Date(timeIntervalSinceNow: 30)
    while Date() < deadline {
      let states = try await trial.asCoordinator { client, _ in
        try await client.get(
          Route.path(TrialRound.round, .invitations),
          as: InvitationStates.self
        )
      }
      let isRecorded = states.invitations.contains {
        $0.identifier == identifier && $0.state == .enrolled
      }
      if isRecorded { return }
      try await Task.sleep(for: .milliseconds(20))
    }
    Issue.record("the server did not record enrolment \(invitation)")
  }

  func enrolment(_ invitation: Int) throws -> StoredEnrolment? {
    let identifier = invitations[invitation].code.identifier
    return try enrolments().first { $0.identifier == identifier }
  }

  var submissionsFile: URL { roundFile("submissions.sqlite") }

  func submissions() throws -> [StoredSubmission] {
    let copy = try CrashRound.copy(submissionsFile)
    return try SubmissionStore(path: copy.path("submissions.sqlite")).all()
  }

  func roundFile(_ name: String) -> URL {
    trial.server.data.appending(path: "rounds/trial").appending(path: name)
  }

  func hasRoundFile(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: roundFile(name).path)
  }

  /// Checks that one person has the one credential that was recorded for them.
  func expectCredential(
    of person: String,
    _ invitation: Int,
    secret: Data,
    _ comment: Comment
  ) throws {
    let sealed = trial.sealed
    let file = try state(person).credentialFile()
    #expect(file.secret == secret, comment)
    let enrolment = try #require(try enrolment(invitation), comment)
    #expect(file.blindSignature != nil, comment)
    #expect(file.blindSignature == enrolment.blindSignature, comment)
    // The answer is to what was recorded, and what was recorded came from this secret.
    let isAnswer = IssuedReceipt.isValid(
      file.issued ?? Data(),
      invitation: enrolment.identifier,
      blinded: enrolment.blinded,
      blindSignature: enrolment.blindSignature ?? Data(),
      manifest: sealed.hash,
      by: sealed.manifest.receiptKey
    )
    #expect(isAnswer, comment)
    let isCredential = sealed.issuer.isValid(
      credentialSignature: file.credentialSignature ?? Data(),
      for: try Credential(secret: secret, manifest: sealed.hash).publicKey,
      manifest: sealed.hash
    )
    #expect(isCredential, comment)
  }

  // MARK: Going back

  /// Starts the server anew; what it had put off is done before it listens.
  func restartServer() throws {
    trial.server.kill()
    try trial.server.start()
  }

  /// Keeps the server's files as they are now, so that the same step can be cut many times.
  func keepServer(as name: String) throws {
    trial.server.kill()
    try FileManager.default.copyItem(at: trial.server.data, to: home("kept-\(name)"))
    try trial.server.start()
  }

  func restoreServer(_ name: String) throws {
    trial.server.kill()
    try FileManager.default.removeItem(at: trial.server.data)
    try FileManager.default.copyItem(at: home("kept-\(name)"), to: trial.server.data)
    // A server that goes back in time is what the logs kept by its clients are there to catch.
    let people = try FileManager.default.contentsOfDirectory(atPath: trial.folder.url.path)
    for folder in people.map({ "\($0)/rounds/trial" }) + ["home/coordinator/rounds/trial"] {
      try? FileManager.default.removeItem(at: home("\(folder)/log.jsonl"))
    }
    try trial.server.start()
  }
}
