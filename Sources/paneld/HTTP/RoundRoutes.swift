import Foundation
import Hummingbird
import PanelCore
import PanelProtocol
import PanelStore

/// What anyone may read of a round, and the two anonymous or invited ways in.
struct RoundRoutes<Context: RequestContext>: Sendable {
  let rounds: Rounds

  func add(to router: Router<Context>) {
    router.get(RouterPath(Route.health)) { _, _ in try JSONReply.make(["status": "ok"]) }
    router.get(RoundPath.template(.status), use: status)
    router.get(RoundPath.template(.manifest)) { try await self.file(\.manifest, $0, $1) }
    router.get(RoundPath.template(.manifestSignature)) {
      try await self.file(\.manifestSignature, $0, $1)
    }
    router.get(RoundPath.template(.survey)) { try await self.file(\.survey, $0, $1) }
    router.get(RoundPath.template(.issuance)) { try await self.file(\.issuance, $0, $1) }
    router.get(RoundPath.template(.issuanceHead)) { try await self.file(\.issuanceHead, $0, $1) }
    router.get(RoundPath.template(.treeHeads), use: treeHeads)
    router.get(RoundPath.template(.invitationList), use: invitationList)
    router.get(RoundPath.template(.log), use: log)
    router.get(RoundPath.template(.tree), use: tree)
    router.post(RoundPath.template(.enrolments), use: enrol)
    router.post(RoundPath.template(.declines), use: decline)
    router.put(RoundPath.template(.submission), use: submit)
    router.post(RoundPath.template(.claims), use: claim)
  }

  @Sendable func status(
    _ request: Hummingbird.Request,
    context: Context
  ) async throws -> Hummingbird.Response {
    try JSONReply.make(
      try await rounds.status(of: try RoundPath.round(context)),
      answering: request
    )
  }

  private func file(
    _ path: KeyPath<RoundFiles, URL>,
    _ request: Hummingbird.Request,
    _ context: Context
  ) async throws -> Hummingbird.Response {
    let round = try RoundPath.round(context)
    let stored = try await rounds.round(round)
    let url = rounds.directory.round(round)[keyPath: path]
    guard stored.phase > .draft, let data = try? Data(contentsOf: url) else {
      throw ProblemReport(
        .notFound,
        "\(url.lastPathComponent) does not exist yet; the round is \(stored.phase)",
        fix: "come back in a later phase"
      )
    }
    return JSONReply.bytes(data, type: "application/octet-stream")
  }

  @Sendable func log(
    _ request: Hummingbird.Request,
    context: Context
  ) async throws -> Hummingbird.Response {
    let round = try RoundPath.round(context)
    guard try await rounds.round(round).phase > .draft else {
      return try JSONReply.make(LogLines(lines: []), answering: request)
    }
    return try JSONReply.make(
      LogLines(lines: try await rounds.history(round).log.lines),
      answering: request
    )
  }

  @Sendable func tree(
    _ request: Hummingbird.Request,
    context: Context
  ) async throws -> Hummingbird.Response {
    let round = try RoundPath.round(context)
    let stored = try await rounds.round(round)
    guard stored.phase >= .closed, stored.phase != .void else {
      throw ProblemReport(
        .wrongPhase,
        "the tree exists after closing; the round is \(stored.phase)",
        fix: stored.phase == .void
          ? "a round that was given up has no tree" : "come back when it has closed"
      )
    }
    let all = try await rounds.writer(round).allWithoutBodies()
    return try JSONReply.make(TreeLines(rows: all.map(\.treeLine)))
  }

  @Sendable func treeHeads(
    _ request: Hummingbird.Request,
    context: Context
  ) async throws -> Hummingbird.Response {
    let round = try RoundPath.round(context)
    _ = try await rounds.round(round)
    return try JSONReply.make(try await rounds.treeHeads(round))
  }

  @Sendable func invitationList(
    _ request: Hummingbird.Request,
    context: Context
  ) async throws -> Hummingbird.Response {
    let round = try RoundPath.round(context)
    _ = try await rounds.round(round)
    return try JSONReply.make(try await rounds.invitationList(of: round))
  }

  @Sendable func enrol(
    _ request: Hummingbird.Request,
    context: Context
  ) async throws -> Hummingbird.Response {
    let round = try RoundPath.round(context)
    let upload = try await request.decode(EnrolmentUpload.self, upTo: 65_536)
    return try JSONReply.make(try await rounds.enrol(upload, in: round))
  }

  @Sendable func decline(
    _ request: Hummingbird.Request,
    context: Context
  ) async throws -> Hummingbird.Response {
    let round = try RoundPath.round(context)
    let upload = try await request.decode(DeclineUpload.self, upTo: 4_096)
    try await rounds.decline(upload, in: round)
    return try JSONReply.make(try await rounds.status(of: round))
  }

  @Sendable func submit(
    _ request: Hummingbird.Request,
    context: Context
  ) async throws -> Hummingbird.Response {
    let round = try RoundPath.round(context)
    let size = try await rounds.context(round).manifest.bodySize
    let wire = try await request.bodyData(
      upTo: SubmissionEnvelope.wireByteCount(bodySize: size)
    )
    return try JSONReply.make(try await SubmissionIntake(rounds: rounds).take(wire, in: round))
  }

  @Sendable func claim(
    _ request: Hummingbird.Request,
    context: Context
  ) async throws -> Hummingbird.Response {
    let round = try RoundPath.round(context)
    let size = try await rounds.context(round).manifest.bodySize
    // The request of a submission in base64, and a receipt.
    let limit = SubmissionEnvelope.wireByteCount(bodySize: size) / 3 * 4 + 1_024
    let claim = try await request.decode(SubmissionClaim.self, upTo: limit)
    return try JSONReply.make(try await SubmissionIntake(rounds: rounds).claim(claim, in: round))
  }
}

extension Rounds {
  /// What anyone may know of a round.
  func status(of id: RoundID) async throws -> RoundStatus {
    let stored = try await round(id)
    return RoundStatus(
      round: id,
      phase: stored.phase,
      manifestHash: stored.manifestHash.map(Hexadecimal.text),
      schedule: stored.phase > .draft ? try history(id).schedule : nil
    )
  }
}
