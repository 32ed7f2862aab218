import Foundation
import PanelCore
import PanelFiles
import PanelProtocol
import PanelReport
import PanelScoring

/// Runs a whole round with synthetic evaluators: a real server on a real socket, the client code
/// that people use, then closing, release, score, export and verification.
struct Demonstration: Sendable {
  let directory: URL
  let survey: SurveyFile
  let panel: SyntheticPanel
  let notes: Notes

  /// The file that marks a directory as created by the demo, which may therefore replace it.
  static let marker = ".panel-demo"

  struct Outcome: Sendable {
    var fingerprint: Fingerprint
    var score: ComponentScore
    var verification: Verification
  }

  private var server: URL { directory.appending(path: "server") }
  private var coordinatorHome: URL { directory.appending(path: "coordinator-home") }

  private func home(of evaluator: Int) -> URL {
    directory.appending(path: "evaluator-homes").appending(path: name(of: evaluator))
  }

  private func name(of evaluator: Int) -> String {
    let digits = String(evaluator + 1)
    return "E" + String(repeating: "0", count: max(0, 2 - digits.count)) + digits
  }

  func run() async throws -> Outcome {
    let process = try ServerProcess(data: server)
    do {
      let link = try await process.initialise()
      let outcome = try await run(process, link: link)
      await process.stop()
      return outcome
    } catch {
      await process.stop()
      throw error
    }
  }

  private func run(_ process: ServerProcess, link: String) async throws -> Outcome {
    let address = try await process.ensureRunning()
    let coordinator = Coordinator(home: coordinatorHome)
    let joining = try JoinLink.read(link, server: address.absoluteString)
    try await coordinator.join(joining, name: "coordinator-1")
    let count = panel.evaluators.count

    func asCoordinator<Value: Sendable>(
      _ body: (PanelClient, Coordinator.Server) async throws -> Value
    ) async throws -> Value {
      try await surviving(process) { try await coordinator.with(nil, body) }
    }
    let now = { Timestamp(Date()) }
    let round = RoundID("demo")
    let sealed = try await asCoordinator { client, server in
      try await coordinator.create(
        round,
        survey: survey.survey,
        surveyBytes: survey.bytes,
        schedule: .manual,
        seats: count,
        objectionSeconds: 0,
        now: now(),
        client: client,
        server: server
      )
    }
    let invitations = directory.appending(path: "invitations")
    _ = try await asCoordinator { client, server in
      try await Inviter(
        coordinator: coordinator,
        sealed: sealed,
        client: client,
        server: server
      ).invite(
        (0..<count).map {
          Roster.Entry(
            name: "Synthetic Evaluator \(name(of: $0))",
            email: "",
            affiliation: "Synthetic"
          )
        },
        to: invitations,
        again: false,
        now: now()
      )
    }
    _ = try await asCoordinator { client, server in
      try await coordinator.open(
        sealed,
        reaching: .enrolling,
        now: now(),
        client: client,
        server: server
      )
    }
    try await enrolAll(sealed, invitations, process)
    _ = try await asCoordinator { client, server in
      try await coordinator.open(
        sealed,
        reaching: .rating,
        now: now(),
        client: client,
        server: server
      )
    }
    try await submitAll(sealed, round, process)
    _ = try await asCoordinator { client, server in
      try await coordinator.close(sealed, now: now(), client: client, server: server)
    }
    let release = try await asCoordinator { client, server in
      try await ReleaseBuilder(
        coordinator: coordinator,
        sealed: sealed,
        client: client,
        server: server
      ).release(now: now())
    }
    return try await finish(release, sealed) { check, tier in
      _ = try await asCoordinator { client, server in
        var entry = LogEntry(.waived, actor: server.name, at: now())
        (entry.tier, entry.check, entry.findings) = (tier.rawValue, check.id.rawValue, check.digest)
        entry.reason = "synthetic data, not about real people"
        return try await coordinator.append(entry, to: sealed, client: client)
      }
    }
  }

  private func finish(
    _ release: Release,
    _ sealed: SealedRound,
    waive: (GateReport.Check, ExportTier) async throws -> Void
  ) async throws -> Outcome {
    let place = directory.appending(path: "release")
    try DurableFile.writeDirectory(release.files, to: place)
    let verified = try VerifiedRelease.read(place.path, fingerprint: sealed.hash.fingerprint)
    var generator = SystemRandomNumberGenerator()
    let gate = ExportGate(
      release: verified,
      home: directory.appending(path: "coordinator-home"),
      settings: sealed.manifest.disclosure ?? .standard
    )
    for (tier, name) in [(ExportTier.research, "export"), (.public, "export-public")] {
      let content = try ExportContent.make(
        tier,
        of: verified,
        settings: gate.settings,
        using: &generator
      )
      func files(_ gate: [String: Data] = [:]) throws -> [String: Data] {
        try ExportFiles.make(content, language: notes.language, byteOrderMark: true, gate: gate)
      }
      var result = try gate.result(on: content, files: try files(), earlier: [])
      let failed = result.report.checks.filter { $0.outcome == .fail }
      if !failed.isEmpty {
        let names = failed.map(\.id.rawValue).joined(separator: ", ")
        notes.say(
          en:
            "The release gate stops the \(tier.rawValue) export of so few people (\(names)); approved, since "
            + "synthetic data is not about real people.",
          ko: "평가위원이 적어 공개 심사가 \(tier.rawValue) 자료를 막았습니다(\(names)). 합성 자료이므로 예외로 승인합니다."
        )
        for check in failed { try await waive(check, tier) }
        result = try gate.result(on: content, files: try files(), earlier: [])
      }
      let folder = directory.appending(path: name)
      try gate.remember(result.report, at: folder.path)
      try DurableFile.writeDirectory(
        try files(try ExportGate.files(result.report)),
        to: folder
      )
    }
    // Sorted by ratings, so that the same seed gives the same file regardless of the credentials.
    try DurableFile.write(
      verified.ratings.table.sortedByRatings().relabelled().releaseCSV(),
      to: directory.appending(path: "ratings.csv")
    )
    return Outcome(
      fingerprint: sealed.hash.fingerprint,
      score: verified.score,
      verification: verified.verification
    )
  }

  // MARK: The evaluators

  private func enrolAll(
    _ sealed: SealedRound,
    _ invitations: URL,
    _ process: ServerProcess
  ) async throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: invitations.path).sorted()
      .filter { $0.hasSuffix("-invitation.txt") }
    let bar = ProgressBar(
      notes.language == .ko ? "등록" : "Enrolling",
      total: names.count
    )
    try await forEach(names.indices) { evaluator in
      let path = invitations.appending(path: names[evaluator]).path
      let invitation = try Invitation(text: try InputFile.text(path), name: path)
      let state = RoundState(home: home(of: evaluator), round: invitation.round)
      let lock = try state.lock()
      let person = try Evaluator.prepare(
        invitation,
        sealed: sealed,
        declaration: Declaration(pledge: true, conflicts: []),
        secret: Evaluator.newSecret(),
        state: state
      )
      try await surviving(process) { try await person.enrol() }
      withExtendedLifetime(lock) {}
      await bar.advance()
    }
  }

  private func submitAll(
    _ sealed: SealedRound,
    _ round: RoundID,
    _ process: ServerProcess
  ) async throws {
    let bar = ProgressBar(
      notes.language == .ko ? "제출" : "Submitting",
      total: panel.evaluators.count
    )
    try await forEach(panel.evaluators) { evaluator in
      let state = RoundState(home: home(of: evaluator), round: round)
      let lock = try state.lock()
      try state.save(panel.answers(of: evaluator), for: sealed.hash)
      let person = try Evaluator(state)
      _ = try await surviving(process) { try await person.submit() }
      withExtendedLifetime(lock) {}
      await bar.advance()
    }
  }

  /// Runs the body for every position, four at a time.
  private func forEach(
    _ positions: Range<Int>,
    _ body: @escaping @Sendable (Int) async throws -> Void
  ) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for position in positions {
        if position >= positions.lowerBound + 4 { try await group.next() }
        group.addTask { try await body(position) }
      }
      try await group.waitForAll()
    }
  }

  /// Repeats a step if the server stopped during it, as a person would; every step may be repeated.
  private func surviving<Value: Sendable>(
    _ process: ServerProcess,
    _ body: () async throws -> Value
  ) async throws -> Value {
    for _ in 0..<8 {
      do {
        return try await reporting(body)
      } catch let failure as Failure where failure.status == .unavailable {
        try await process.ensureRunning()
      }
    }
    return try await reporting(body)
  }
}
