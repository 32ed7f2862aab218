import Foundation
import Hummingbird
import PanelCore
import PanelProtocol

/// What anyone may read of a round, and how invited persons and credentials take part in it.
struct RoundRoutes: Sendable {
  let rounds: Rounds

  var routes: RouteCollection<Server.Context> {
    let routes = RouteCollection(context: Server.Context.self)
    routes.json(.get, RouterPath(Route.health)) { _, _ in ["status": "ok"] }
    let files: [(Route.Part, any KeyPath<RoundFiles, URL> & Sendable)] = [
      (.manifest, \.manifest), (.manifestSignature, \.manifestSignature), (.survey, \.survey),
      (.issuance, \.issuance), (.issuanceHead, \.issuanceHead),
    ]
    for (part, file) in files {
      routes.on(part.path, method: .get) { _, context in
        Response.bytes(
          try await rounds.round(of: context).file(file),
          type: "application/octet-stream"
        )
      }
    }
    routes.json(.get, .tree) { try await rounds.round(of: $1).tree() }
    routes.json(.get, .treeHeads) { try await rounds.round(of: $1).treeHeads() }
    routes.json(.get, .invitationList) { try await rounds.round(of: $1).invitationList() }
    routes.json(.post, .enrolments) { request, context in
      let upload = try await request.decode(EnrolmentUpload.self, upTo: 65_536)
      return try await rounds.round(of: context).enrol(upload)
    }
    routes.json(.post, .declines) { request, context in
      let upload = try await request.decode(DeclineUpload.self, upTo: 4_096)
      let round = try await rounds.round(of: context)
      try await round.decline(upload)
      return try await round.status()
    }
    routes.json(.put, .submission, use: submit)
    routes.json(.post, .claims, use: claim)
    routes.add(middleware: EntityTagMiddleware())
    routes.json(.get, .status) { try await rounds.round(of: $1).status() }
    routes.json(.get, .log) { try await rounds.round(of: $1).log() }
    return routes
  }

  private func submit(
    _ request: Request,
    _ context: Server.Context
  ) async throws
    -> SubmissionReply
  {
    let round = try await rounds.round(of: context)
    let size = try await round.context().manifest.bodySize
    let wire = try await request.bodyData(
      upTo: SubmissionEnvelope.wireByteCount(bodySize: size)
    )
    return try await SubmissionIntake(round: round).take(wire)
  }

  private func claim(
    _ request: Request,
    _ context: Server.Context
  ) async throws
    -> SubmissionReply
  {
    let round = try await rounds.round(of: context)
    let size = try await round.context().manifest.bodySize
    // The request of a submission in base64, and a receipt.
    let limit = SubmissionEnvelope.wireByteCount(bodySize: size) / 3 * 4 + 1_024
    let claim = try await request.decode(SubmissionClaim.self, upTo: limit)
    return try await SubmissionIntake(round: round).claim(claim)
  }
}
