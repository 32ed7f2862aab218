import Foundation
import PanelCore
import PanelProtocol
import TestSupport
import Testing

@testable import panel

@Suite("Seats and the order of the models", .serialized, .timeLimit(.minutes(45)))
struct SeatTests {
  private func entry(_ name: String) -> Roster.Entry {
    Roster.Entry(name: name, email: "", affiliation: "")
  }

  private func person(_ name: String, seat: Int?) -> Coordinator.Person {
    Coordinator.Person(
      reference: name,
      name: name,
      email: "",
      affiliation: "",
      invitation: Data(name.utf8),
      key: Data(),
      seat: seat
    )
  }

  @Test("who is known keeps the seat, who replaces somebody takes theirs, others get the next")
  func replacing() {
    let known = ["A", "B", "C", "D"].enumerated().map { person($1, seat: $0 + 1) }
    func seats(_ names: [String], kept: [Int] = []) -> [Int] {
      Roster.seats(of: names.map(entry), known: known, kept: kept.map { known[$0] })
    }
    #expect(seats(["A", "B", "C", "D"]) == [1, 2, 3, 4])
    #expect(seats(["A", "X", "C", "D"]) == [1, 2, 3, 4], "X takes over the seat of B")
    #expect(seats(["X", "C", "B"], kept: [0]) == [4, 3, 2])
    #expect(seats(["D", "C", "B", "X", "Y"], kept: [0]) == [4, 3, 2, 5, 6])
    let old = [person("A", seat: nil), person("B", seat: nil)]
    #expect(Roster.seats(of: [entry("A"), entry("B")], known: old, kept: []) == [1, 2])
  }

  @Test("the invitation brings the seat, which decides the order and is never sent")
  func order() async throws {
    let trial = try await TrialRound(evaluators: 5)
    let names = (0..<5).map { "Person \($0)" }
    let invitations = try await trial.invite(names)
    #expect(invitations.map(\.seat) == [1, 2, 3, 4, 5])
    #expect(try trial.coordinator.roster(of: TrialRound.round).map(\.seat) == [1, 2, 3, 4, 5])
    _ = try await trial.open()
    let models = trial.sealed.manifest.models
    for (index, invitation) in invitations.prefix(3).enumerated() {
      let person = try trial.prepare(invitation, home: "person-\(index)")
      let file = try person.state.credentialFile()
      let code = try Invitation.code(try #require(file.invitation))
      let upload = try person.upload(
        of: file,
        code,
        try person.credential().blind(for: trial.sealed.issuer)
      )
      let sent = try JSONSerialization.jsonObject(with: try CanonicalJSON.encode(upload))
      #expect(
        Set(try #require(sent as? [String: Any]).keys) == [
          "inv_id", "blinded", "declaration", "declaration_sig", "proof",
        ]
      )
      #expect(!String(decoding: file.declaration, as: UTF8.self).contains("seat"))
      try await reporting { try await person.enrol() }
      let positions = PresentationOrder.positions(seat: index + 1, models: models.count)
      #expect(try person.order() == positions.map { models[$0] })
    }
    // New codes for those who have not enrolled: everybody keeps the seat, a stranger takes one over.
    let again = try await trial.invite(names.dropLast() + ["Stranger"], again: true)
    #expect(again.map(\.seat) == [4, 5])
  }

  @Test("without a seat the order comes from the secret; a seat that does not exist is refused")
  func seatless() async throws {
    let trial = try await TrialRound(evaluators: 5)
    var invitation = try #require(try await trial.invite((0..<5).map { "Person \($0)" }).first)
    func parsed(_ line: String) throws -> Invitation {
      let text = "server: \(invitation.server)\n\(line)round: \(invitation.round)\n"
      return try Invitation(text: text + "code: \(invitation.code.text)\n", name: "text")
    }
    #expect(try parsed("").seat == nil)
    #expect(try parsed("Seat:  4\n").seat == 4)
    for line in ["seat: 0\n", "seat: -1\n", "seat: four\n"] {
      #expect(throws: Failure.self) { try parsed(line) }
    }
    #expect(throws: Failure.self) {
      try parsed("seat: 6\n").requireSeat(in: trial.sealed.manifest)
    }
    try parsed("seat: 5\n").requireSeat(in: trial.sealed.manifest)
    invitation.seat = nil
    let person = try trial.prepare(invitation, home: "typed", secret: Data(count: 32))
    #expect(Set(try person.order()) == Set(trial.sealed.manifest.models))
    #expect(try person.order() == person.order())
    // A folder of an earlier version has no seat.
    let file = try CanonicalJSON.encode(try person.state.credentialFile())
    #expect(!String(decoding: file, as: UTF8.self).contains("seat"))
  }
}
