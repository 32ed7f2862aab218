import Crypto
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol
import PanelStore

/// The rounds of this server by name; each is an actor of its own, created at its first use.
actor Rounds {
  nonisolated let registry: Registry
  nonisolated let directory: DataDirectory
  nonisolated let now: @Sendable () -> Timestamp
  private var known: [RoundID: Round] = [:]

  init(
    registry: Registry,
    directory: DataDirectory,
    now: @escaping @Sendable () -> Timestamp
  ) {
    self.registry = registry
    self.directory = directory
    self.now = now
  }

  /// The round of that name; throws `unknownRound` if there is none.
  func round(_ id: RoundID) throws -> Round {
    if let round = known[id] { return round }
    guard try registry.round(id) != nil else {
      throw ProblemReport(.unknownRound, about: id.rawValue)
    }
    let round = Round(id, registry: registry, files: directory.round(id), now: now)
    known[id] = round
    return round
  }

  /// Creates a round in draft: first its keys on the disk, then its row in the registry.
  func create(_ id: RoundID, by coordinator: StoredHolder) throws -> RoundKeys {
    guard id.isWellFormed else {
      throw ProblemReport(
        .malformed,
        "'\(id)' cannot name a round",
        fix: "use letters, digits, '.', '_' and '-', at most 64"
      )
    }
    let files = directory.round(id)
    if let stored = try registry.round(id) {
      // Repeating the request after a lost answer returns the same keys; sealing refuses any other
      // manifest.
      guard stored.coordinator == coordinator.name else {
        throw ProblemReport(
          .conflict,
          "the round '\(id)' exists already",
          fix: "choose another name with --round"
        )
      }
      return RoundKeys(issuerKey: stored.issuerKey, receiptKey: stored.receiptKey)
    }
    try DurableFile.createDirectory(files.url)
    let issuer = try IssuerPrivateKey.generate()
    let receipt = Curve25519.Signing.PrivateKey()
    try DurableFile.write(issuer.derRepresentation, to: files.issuerKey)
    try DurableFile.write(receipt.rawRepresentation, to: files.receiptKey)
    let keys = RoundKeys(
      issuerKey: issuer.publicSPKI,
      receiptKey: receipt.publicKey.rawRepresentation
    )
    try registry.addRound(
      id,
      coordinator: coordinator.name,
      issuerKey: keys.issuerKey,
      receiptKey: keys.receiptKey
    )
    return keys
  }

  /// Completes at the start what a killed process left unfinished in any round.
  ///
  /// A problem with one round is reported and does not stop the others.
  func recoverAll(report: (RoundID, any Error) -> Void) async throws {
    for stored in try registry.rounds() {
      do {
        try await round(stored.round).recover(stored)
      } catch {
        report(stored.round, error)
      }
    }
  }

  /// Carries out what is due in every round and what the operator has requested.
  ///
  /// Called every second; throws the first error after all rounds have been tried.
  func advanceAll() async throws {
    var failure: (any Error)?
    do { try OperatorRequests.carryOut(in: directory, registry, now: now()) } catch {
      failure = error
    }
    for stored in try registry.rounds() {
      // A round that cannot advance must not keep the issuer keys of others alive.
      do { _ = try await round(stored.round).advance(stored) } catch {
        failure = failure ?? error
      }
    }
    if let failure { throw failure }
  }
}
