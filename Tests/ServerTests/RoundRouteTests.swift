import Foundation
import HTTPTypes
import PanelCore
import PanelProtocol
import Testing

@testable import paneld

@Suite("A round through the router, from draft to void", .timeLimit(.minutes(45)))
struct RoundRouteTests {
  @Test("a round that does not exist is 404 on every route")
  func missing() async throws {
    let server = try TestServer()
    let token = try await server.register("kim")
    for part in Route.Part.allCases {
      let answer = try await server.send(.get, Route.path(RoundID("none"), part), token: token)
      #expect(answer.status == 404, "\(part)")
    }
  }

  @Test("creating a round twice gives the same keys, to its coordinator alone")
  func creating() async throws {
    let server = try TestServer()
    let (kim, lee) = (try await server.register("kim"), try await server.register("lee"))
    let draft = RoundDraft(round: RoundID("one"))
    let first = try await server.send(.post, Route.rounds, token: kim, json: draft)
    let again = try await server.send(.post, Route.rounds, token: kim, json: draft)
    #expect(first.status == 200)
    #expect(first.body == again.body)
    #expect(
      try await server.send(.post, Route.rounds, token: lee, json: draft).problem().type
        == .conflict
    )
    let bad = try await server.send(
      .post,
      Route.rounds,
      token: kim,
      json: RoundDraft(round: RoundID("../x"))
    )
    #expect(try bad.problem().type == .malformed)
    let seen = try await server.send(.get, Route.rounds, token: lee)
    #expect(try seen.json(RoundList.self).rounds.isEmpty)
    let foreign = try await server.send(.get, Route.path(RoundID("one"), .progress), token: lee)
    #expect(try foreign.problem().type == .notPermitted)
    // A draft has a status and an empty log, and no file yet.
    let status: RoundStatus = try await server.send(.get, Route.path(RoundID("one"), .status))
      .json()
    #expect(status.phase == .draft)
    #expect(status.manifestHash == nil)
    let log: LogLines = try await server.send(.get, Route.path(RoundID("one"), .log)).json()
    #expect(log.lines.isEmpty)
    #expect(try await server.send(.get, Route.path(RoundID("one"), .manifest)).status == 404)
  }

  @Test("what is read again and again has an ETag, and 304 where nothing changed")
  func entityTags() async throws {
    let server = try TestServer()
    var round = try await TestServerRound(on: server)
    for path in [round.path(.status), round.path(.log), round.path(.progress), Route.rounds] {
      let first = try await server.send(.get, path, token: round.token)
      #expect(first.status == 200)
      let tag = try #require(first.headers[.eTag], "\(path)")
      #expect(first.headers[.cacheControl] == "private, no-cache")
      for known in [tag, "W/\(tag)", "\"other\", \(tag)", "*"] {
        let again = try await server.send(
          .get,
          path,
          token: round.token,
          headers: [.ifNoneMatch: known]
        )
        #expect(again.status == 304, "\(known)")
        #expect(again.body.isEmpty)
        #expect(again.headers[.eTag] == tag)
      }
      let changed = try await server.send(
        .get,
        path,
        token: round.token,
        headers: [.ifNoneMatch: "\"other\""]
      )
      #expect(changed.status == 200)
    }
    let before = try await server.send(.get, round.path(.log)).headers[.eTag]
    #expect(try await round.invite().status == 200)
    #expect(try await server.send(.get, round.path(.log)).headers[.eTag] != before)
    // Neither files nor what only a token reads carries a mark.
    #expect(try await server.send(.get, round.path(.manifest)).headers[.eTag] == nil)
    let people = try await server.send(.get, round.path(.invitations), token: round.token)
    #expect(people.headers[.eTag] == nil)
    #expect(people.headers[.cacheControl] == "no-store")
  }

  @Test("each route takes what it takes in its own phase alone")
  func phases() async throws {
    let server = try TestServer()
    var round = try await TestServerRound(on: server)
    #expect(round.status.phase == .sealed)
    let manifest = try await server.send(.get, round.path(.manifest))
    #expect(manifest.headers[.contentType] == "application/octet-stream")
    #expect(ManifestHash(manifest: manifest.body) == round.hash)

    // Sealed: nobody is invited, so enrolling cannot open, and no tree exists.
    #expect(try await round.move(.opened, .enrolling).problem().type == .wrongPhase)
    #expect(try await server.send(.get, round.path(.invitationList)).status == 404)
    #expect(try await server.send(.get, round.path(.tree)).problem().type == .wrongPhase)
    #expect(try await server.send(.get, round.path(.treeHeads)).problem().type == .notFound)
    for part in [Route.Part.submissions, .escrow] {
      let answer = try await server.send(.get, round.path(part), token: round.token)
      #expect(try answer.problem().type == .wrongPhase, "\(part)")
    }
    #expect(try await round.invite().status == 200)
    let blinded = try round.credential(0).blind(
      for: try IssuerPublicKey(spki: round.manifest.issuerKey)
    )
    let enrolment = try round.enrolment(0, blinded.blinded)
    let early = try await server.send(.post, round.path(.enrolments), json: enrolment)
    #expect(try early.problem().code == .enrollingNotBegun)

    // Enrolling: the same request gets the same answer, another one on the invitation none.
    #expect(try await round.move(.opened, .enrolling).status == 200)
    let enrolled = try await server.send(.post, round.path(.enrolments), json: enrolment)
    #expect(enrolled.status == 200)
    let repeated = try await server.send(.post, round.path(.enrolments), json: enrolment)
    #expect(repeated.body == enrolled.body)
    _ = try blinded.finalize(blindSignature: try enrolled.json(EnrolmentReply.self).blindSignature)
    let second = try round.credential(5).blind(
      for: try IssuerPublicKey(spki: round.manifest.issuerKey)
    )
    let other = try await server.send(
      .post,
      round.path(.enrolments),
      json: try round.enrolment(0, second.blinded)
    )
    #expect(try other.problem().type == .alreadyEnrolled)
    var forged = try round.enrolment(1, second.blinded)
    forged.proof = enrolment.proof
    let refused = try await server.send(.post, round.path(.enrolments), json: forged)
    #expect(try refused.problem().type == .badSignature)
    let submission = try round.submission(0).wire
    let soon = try await server.send(.put, round.path(.submission), body: submission)
    #expect(try soon.problem().code == .ratingNotBegun)

    // A person who declines.
    let decline = DeclineUpload(
      invitation: round.invitations[2].identifier,
      proof: try DeclineProof.sign(
        invitation: round.invitations[2].identifier,
        manifest: round.hash,
        with: round.invitations[2].signingKey
      )
    )
    #expect(try await server.send(.post, round.path(.declines), json: decline).status == 200)
    let people = try await server.send(.get, round.path(.invitations), token: round.token)
    #expect(
      Set(try people.json(InvitationStates.self).invitations.map(\.state))
        == [.enrolled, .open, .declined]
    )
    let signed = try await server.send(.get, round.path(.declarations), token: round.token)
    #expect(try signed.json(SignedDeclarations.self).declarations.count == 1)

    // Rating: a receipt, the same one again, a conflict, a stale revision, a body too long.
    #expect(try await round.move(.opened, .rating).status == 200)
    let taken = try await server.send(.put, round.path(.submission), body: submission)
    #expect(taken.status == 200)
    let resent = try await server.send(.put, round.path(.submission), body: submission)
    #expect(resent.status == 200)
    #expect(resent.headers[.eTag] == nil)
    let later = try round.submission(0, revision: 2)
    #expect(try await server.send(.put, round.path(.submission), body: later.wire).status == 200)
    let stale = try await server.send(.put, round.path(.submission), body: submission)
    let report = try stale.problem()
    #expect(stale.status == 409)
    #expect(report.type == .stale)
    #expect(report.revision == 2)
    let long = try await server.send(
      .put,
      round.path(.submission),
      body: submission + Data(count: 1)
    )
    #expect(long.status == 413)
    let short = try await server.send(.put, round.path(.submission), body: Data(count: 10))
    #expect(try short.problem().type == .malformed)
    let progress = try await server.send(.get, round.path(.progress), token: round.token)
    #expect(try progress.json(RoundProgress.self).submissionsAtLeast == 0)

    // A claim belongs to the time for objections.
    let claim = SubmissionClaim(
      submission: submission,
      receipt: try taken.json(SubmissionReply.self).receipt
    )
    let claimed = try await server.send(.post, round.path(.claims), json: claim)
    #expect(
      try claimed.problem().code == .objectionsNotBegun
    )

    // Void: nothing more is taken, and the issuer key is gone.
    #expect(try await round.move(.voided, reason: "a trial").status == 200)
    let status: RoundStatus = try await server.send(.get, round.path(.status)).json()
    #expect(status.phase == .void)
    #expect(
      !FileManager.default.fileExists(
        atPath: server.directory.round(TestServerRound.id).issuerKey.path
      )
    )
    let late = try await server.send(
      .put,
      round.path(.submission),
      body: try round.unsignedSubmission(7)
    )
    let void = try late.problem()
    #expect(void.code == .roundVoid)
    #expect(void.about == "a trial")
    #expect(try await server.send(.get, round.path(.tree)).problem().type == .wrongPhase)
  }

  @Test("a log entry that is dated wrongly, signed wrongly or out of order is refused")
  func logEntries() async throws {
    let server = try TestServer()
    var round = try await TestServerRound(on: server)
    var dated = LogEntry(
      .voided,
      actor: TestServerRound.coordinator,
      at: server.clock.now.advanced(by: -601)
    )
    dated.reason = "late"
    let old = try await server.send(
      .post,
      round.path(.log),
      token: round.token,
      json: LogUpload(line: try await round.line(dated))
    )
    #expect(try old.problem().type == .doesNotFit)
    dated.at = server.clock.now
    let line = LogLine(entry: try await round.line(dated).entry, signature: Data(count: 64))
    let forged = try await server.send(
      .post,
      round.path(.log),
      token: round.token,
      json: LogUpload(line: line)
    )
    #expect(try forged.problem().type == .logMoved)
    #expect(try await round.move(.opened, .rating).problem().type == .wrongPhase)
    #expect(try await round.move(.treeFixed).problem().type == .malformed)
    let foreign = try await server.register("lee")
    let answer = try await server.send(
      .post,
      round.path(.log),
      token: foreign,
      json: LogUpload(line: line)
    )
    #expect(try answer.problem().type == .notPermitted)
  }
}
