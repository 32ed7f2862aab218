import Crypto
import Foundation
import PanelCore
import TestSupport
import Testing

@testable import PanelProtocol

/// The known answers of `escrow_vectors.json`, made from RFC 9180 by `escrow_vectors.py`.
private struct EscrowVectors: Decodable {
  let mh: Hex
  let invitation: Hex
  let ppk: Hex
  let firstSecret: Hex
  let secondSecret: Hex
  let firstPublic: Hex
  let secondPublic: Hex
  let inner: Hex
  let sealed: Hex
  let reason: String
  let signerPublic: Hex
  let approval: Hex
  let codes: Hex
  let codesSalt: Hex
  let codesCommitment: Hex

  static func load() throws -> EscrowVectors {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(
      EscrowVectors.self,
      from: try Fixture.data("vectors/escrow_vectors.json")
    )
  }
}

@Suite("What custodians and codes are sealed with", .timeLimit(.minutes(45)))
struct EscrowTests {
  private let vectors: EscrowVectors
  private let manifest: ManifestHash

  init() throws {
    vectors = try EscrowVectors.load()
    manifest = try #require(ManifestHash(bytes: vectors.mh.data))
  }

  private func open(_ sealed: Data, _ key: Data, invitation: Data? = nil) throws -> Data {
    try Escrow.open(
      sealed,
      invitation: invitation ?? vectors.invitation.data,
      manifest: manifest,
      with: key
    )
  }

  @Test("a link that another implementation sealed opens layer by layer")
  func knownAnswer() throws {
    let inner = try open(vectors.sealed.data, vectors.secondSecret.data)
    #expect(inner == vectors.inner.data)
    #expect(try open(inner, vectors.firstSecret.data) == vectors.ppk.data)
  }

  @Test("our seal opens, always to another text; one custodian alone gets nowhere")
  func roundTrip() throws {
    let custodians = [vectors.firstPublic, vectors.secondPublic].map {
      Custodian(name: "office", sealingKey: $0.data, signingKey: Data(count: 32))
    }
    func seal() throws -> Data {
      try Escrow.seal(
        publicKey: vectors.ppk.data,
        invitation: vectors.invitation.data,
        manifest: manifest,
        to: custodians
      )
    }
    let sealed = try seal()
    #expect(sealed.count == 128)
    #expect(try seal() != sealed)
    let inner = try open(sealed, vectors.secondSecret.data)
    #expect(try open(inner, vectors.firstSecret.data) == vectors.ppk.data)
    #expect(throws: (any Error).self) { try open(sealed, vectors.firstSecret.data) }
    #expect(throws: (any Error).self) { try open(inner, vectors.secondSecret.data) }
    #expect(throws: (any Error).self) {
      try open(sealed, vectors.secondSecret.data, invitation: Data(count: 16))
    }
    var changed = sealed
    changed[100] ^= 1
    #expect(throws: (any Error).self) { try open(changed, vectors.secondSecret.data) }
    #expect(throws: (any Error).self) { try open(Data(), vectors.secondSecret.data) }
  }

  @Test("an approval is for one person and one reason")
  func approval() {
    func isApproved(_ invitation: Data, _ reason: String) -> Bool {
      Escrow.isApproved(
        vectors.approval.data,
        invitation: invitation,
        reason: reason,
        manifest: manifest,
        by: vectors.signerPublic.data
      )
    }
    #expect(isApproved(vectors.invitation.data, vectors.reason))
    #expect(!isApproved(Data(count: 16), vectors.reason))
    #expect(!isApproved(vectors.invitation.data, "another reason"))
  }

  @Test("the commitment to the codes has one form")
  func codes() throws {
    let table = try #require(
      CodeTable(bytes: vectors.codes.data, salt: vectors.codesSalt.data)
    )
    #expect(table.commitment == vectors.codesCommitment.data)
    #expect(table.teams == ["Team B", "Team 가"])
    let text = String(decoding: vectors.codes.data, as: UTF8.self)
    let spaced = Data(text.replacing(":", with: ": ").utf8)
    #expect(CodeTable(bytes: spaced, salt: vectors.codesSalt.data) == nil)
    #expect(CodeTable([ModelCode("A"): "x", ModelCode("B"): "x"], salt: Data(count: 32)) == nil)
    #expect(CodeTable([ModelCode("A"): "x"], salt: Data(count: 31)) == nil)
  }

  @Test("what opens a blinded message opens no other")
  func opening() throws {
    let round = try ProtocolVectors.shared.get()
    let hash = try #require(ManifestHash(bytes: round.mh.data))
    let issuer = try IssuerPublicKey(spki: round.issuerSpki.data)
    let blinded = try Credential(secret: round.cs.data, manifest: hash).blind(for: issuer)
    #expect(blinded.opening.factor == round.r.data)
    #expect(blinded.opening.opens(round.blinded.data, issuer: issuer, manifest: hash))
    var other = blinded.opening
    other.publicKey[0] ^= 1
    #expect(!other.opens(round.blinded.data, issuer: issuer, manifest: hash))
    other = blinded.opening
    other.factor = Data(count: 384)
    #expect(!other.opens(round.blinded.data, issuer: issuer, manifest: hash))
    #expect(!blinded.opening.opens(Data(count: 384), issuer: issuer, manifest: hash))
  }
}
