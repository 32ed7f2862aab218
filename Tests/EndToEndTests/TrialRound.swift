import Foundation
import PanelCore
import PanelProtocol
import PanelReport
import TestSupport

@testable import panel

/// A round on a real server, run by the client code that people use.
final class TrialRound {
  let folder: TemporaryFolder
  let server: ServerRun
  let coordinator: Coordinator
  let survey: SurveyFile
  let sealed: SealedRound
  let panel: SyntheticPanel
  private(set) var people: [Evaluator] = []

  static let round = RoundID("trial")

  /// Makes a round on a server of its own.
  ///
  /// Lines in `survey` are put before the others of the example, such as `mode: confidential`.
  init(
    evaluators: Int,
    seats: Int? = nil,
    schedule: Schedule = .manual,
    survey lines: String = "",
    objectionSeconds: Int = 0,
    extensionCapSeconds: Int = 0,
    automaticExtensionSeconds: Int = 0,
    codes: CodeTable? = nil,
    custodians: [Custodian] = [],
    retentionDays: Int = 0,
    selfSigned: Bool = false,
    serverArguments: [String] = []
  ) async throws {
    folder = try TemporaryFolder()
    server = try ServerRun(in: folder.url, selfSigned: selfSigned, arguments: serverArguments)
    coordinator = Coordinator(home: folder.url.appending(path: "home"))
    let example = Repository.root.appending(path: "Surveys/example.yaml")
    let file = folder.url.appending(path: "survey.yaml")
    let text = try String(contentsOf: example, encoding: .utf8)
    // Ten thousand resamples take seconds in a debug build, and nothing here is about them.
    try (lines + "\n" + text.replacing("bootstrap: 10000", with: "bootstrap: 200")).write(
      to: file,
      atomically: true,
      encoding: .utf8
    )
    survey = try SurveyFile(path: file.path)
    panel = try SyntheticPanel(survey: survey.survey, evaluators: evaluators, seed: 7)
    let link = try JoinLink.read(server.localLink, server: nil)
    try await coordinator.join(link, name: "coordinator-1")
    let (coordinator, survey) = (coordinator, survey)
    sealed = try await reporting {
      try await coordinator.with(nil) { client, server in
        try await coordinator.create(
          TrialRound.round,
          survey: survey.survey,
          surveyBytes: survey.bytes,
          schedule: schedule,
          seats: seats ?? evaluators,
          objectionSeconds: objectionSeconds,
          extensionCapSeconds: extensionCapSeconds,
          automaticExtensionSeconds: automaticExtensionSeconds,
          codes: codes,
          custodians: custodians,
          retentionDays: retentionDays,
          now: Timestamp(Date()),
          client: client,
          server: server
        )
      }
    }
  }

  /// The time on the server's clock.
  var now: Timestamp { Timestamp(Date()).advanced(by: server.shift) }

  func asCoordinator<Value>(
    _ body: (PanelClient, Coordinator.Server) async throws -> Value
  ) async throws -> Value {
    try await reporting { try await coordinator.with(nil, body) }
  }

  /// Invites people and returns the texts they get.
  func invite(_ names: [String], again: Bool = false) async throws -> [Invitation] {
    try await invite(names.map { Roster.Entry(name: $0, email: "", affiliation: "") }, again)
  }

  func invite(_ entries: [Roster.Entry], _ again: Bool) async throws -> [Invitation] {
    let to = folder.url.appending(path: "invitations-\(UUID().uuidString)")
    _ = try await asCoordinator { client, server in
      try await Inviter(coordinator: coordinator, sealed: sealed, client: client, server: server)
        .invite(
          entries,
          to: to,
          again: again,
          removing: true,
          now: now
        )
    }
    return try FileManager.default.contentsOfDirectory(atPath: to.path).sorted()
      .filter { $0.hasSuffix("-invitation.txt") }
      .map { name in
        let path = to.appending(path: name).path
        return try Invitation(text: try InputFile.text(path), name: path)
      }
  }

  func open() async throws -> Phase {
    try await asCoordinator { client, server in
      try await coordinator.open(sealed, now: now, client: client, server: server)
    }
  }

  func close() async throws -> Phase {
    try await asCoordinator { client, server in
      try await coordinator.close(sealed, now: now, client: client, server: server)
    }
  }

  /// A person's folder with the credential made but not yet sent.
  func prepare(
    _ invitation: Invitation,
    home: String,
    secret: Data? = nil
  ) throws -> Evaluator {
    let state = RoundState(
      home: folder.url.appending(path: home),
      round: invitation.round
    )
    _ = try state.lock()
    return try Evaluator.prepare(
      invitation,
      sealed: sealed,
      declaration: Declaration(
        pledge: true,
        conflicts: [],
        teams: sealed.manifest.teams.isEmpty ? nil : []
      ),
      secret: secret ?? Data((0..<32).map { _ in UInt8.random(in: .min ... .max) }),
      state: state
    )
  }

  /// Enrols a person who was invited.
  func enrol(_ invitation: Invitation, home: String) async throws {
    let person = try prepare(invitation, home: home)
    try await reporting { try await person.enrol() }
    people.append(person)
  }

  /// Runs `panel` as the coordinator.
  func panel(_ arguments: [String], home: String = "home", input: String = "") throws -> ProgramRun
  {
    try ProgramRun.run(
      Repository.program("panel"),
      arguments,
      environment: ProgramRun.environment(home: folder.url.appending(path: home)),
      input: input
    )
  }

  /// Runs `paneld` on the server's data directory.
  func operate(_ command: String, _ arguments: String...) throws -> ProgramRun {
    try ProgramRun.run(
      Repository.program("paneld"),
      [command, "--data", server.data.path] + arguments,
      environment: ProgramRun.environment(home: folder.url)
    )
  }

  /// Invites and enrols everybody, and opens rating.
  func enrolEverybody() async throws {
    let names = panel.evaluators.map { "Person \($0)" }
    let invitations = try await invite(names)
    _ = try await open()
    for (index, invitation) in invitations.enumerated() {
      try await enrol(invitation, home: "person-\(index)")
    }
    _ = try await open()
  }

  func answer(_ index: Int, _ answers: Answers? = nil) throws {
    try people[index].state.save(
      answers ?? panel.answers(of: index),
      for: sealed.hash
    )
  }

  func submit(_ index: Int) async throws -> UInt32 {
    let person = people[index]
    return try await reporting { try await person.submit() }
  }

  func release() async throws -> Release {
    try await asCoordinator { client, server in
      try await ReleaseBuilder(
        coordinator: coordinator,
        sealed: sealed,
        client: client,
        server: server
      ).release(now: now)
    }
  }

  /// Sends a request and returns the problem that the server answers with.
  func problem(
    _ body: (PanelClient) async throws -> Void
  ) async throws -> ProblemReport? {
    guard let url = URL(string: server.address) else { return nil }
    do {
      try await PanelClient.with(url, body)
      return nil
    } catch let report as ProblemReport {
      return report
    }
  }
}
