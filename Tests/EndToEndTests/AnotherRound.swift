import Foundation
import PanelCore
import PanelProtocol

@testable import panel

extension TrialRound {
  /// Seals a second round of the same survey on the same server.
  func anotherRound(_ name: RoundID) async throws -> SealedRound {
    let (coordinator, survey) = (coordinator, survey)
    return try await asCoordinator { client, server in
      try await coordinator.create(
        name,
        survey: survey.survey,
        surveyBytes: survey.bytes,
        schedule: .manual,
        seats: 5,
        objectionSeconds: 0,
        now: Timestamp(Date()),
        client: client,
        server: server
      )
    }
  }

  /// Puts these codes on the list of a round.
  func invite(_ invitations: [Invitation], to sealed: SealedRound) async throws {
    let coordinator = coordinator
    let people = invitations.enumerated().map { number, invitation in
      Coordinator.Person(
        reference: "reference \(number)",
        name: "",
        email: "",
        affiliation: "",
        invitation: invitation.code.identifier,
        key: invitation.code.publicKey
      )
    }
    try await asCoordinator { client, server in
      try await coordinator.invite(
        people,
        in: sealed,
        now: Timestamp(Date()),
        client: client,
        server: server
      )
    }
  }

  /// Opens the next phase of a round.
  func open(_ sealed: SealedRound) async throws {
    let coordinator = coordinator
    _ = try await asCoordinator { client, server in
      try await coordinator.open(sealed, now: Timestamp(Date()), client: client, server: server)
    }
  }
}
