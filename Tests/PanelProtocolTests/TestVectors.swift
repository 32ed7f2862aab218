import BigInt
import Crypto
import Foundation
import TestSupport
import Testing

@testable import PanelProtocol

/// Bytes that a vector file gives in hexadecimal.
struct Hex: Decodable, Sendable {
  let data: Data

  init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    data = try #require(Hexadecimal.bytes(text))
  }
}

/// The known answers of `protocol_vectors.json`, made by an independent implementation.
struct ProtocolVectors: Decodable, Sendable {
  struct Seeds: Decodable {
    let receipt: Hex
    let coordinator: Hex
  }

  let manifest: Hex
  let mh: Hex
  let fingerprint: String
  let manifestSig: Hex
  let coordinatorPub: Hex
  let issuerSpki: Hex
  let receiptPub: Hex
  let sInv: Hex
  let invId: Hex
  let invPub: Hex
  let invitationCode: String
  let cs: Hex
  let recoveryCode: String
  let ppk: Hex
  let pssSalt: Hex
  let r: Hex
  let credentialMsg: Hex
  let blinded: Hex
  let blindSig: Hex
  let credSig: Hex
  let redeemProof: Hex
  let issuedReceipt: Hex
  let declaration: Hex
  let declarationSig: Hex
  let rev: UInt32
  let units: [[String]]
  let unitCommitments: [Hex]
  let recordCommitment: Hex
  let bodyWithoutPadding: Hex
  let bodySize: Int
  let bodySha256: Hex
  let submissionSig: Hex
  let receipt: Hex
  let submissionLeafHash: Hex
  let treeHeadSigOfOne: Hex
  let rootOfThree: Hex
  let rootOfThreeLeafInputs: [String]
  let issuanceLine: Hex
  let issuanceRootOfOne: Hex
  let issuanceHeadSig: Hex
  let invitationsSigOfOne: Hex
  let logEntries: [Hex]
  let logHashes: [Hex]
  let logSigs: [Hex]
  let testSeeds: Seeds

  static let shared = Result { try Vectors.decode(ProtocolVectors.self, "protocol_vectors.json") }
}

enum Vectors {
  static func bytes(_ name: String) throws -> Data {
    try Fixture.data("vectors/\(name)")
  }

  static func decode<Value: Decodable>(_ type: Value.Type, _ name: String) throws -> Value {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(type, from: try bytes(name))
  }
}

/// The round of the vectors, made once: RSA is slow in debug builds.
struct VectorRound: Sendable {
  let vectors: ProtocolVectors
  let manifest: ManifestHash
  let issuer: IssuerPrivateKey
  let coordinator: Curve25519.Signing.PrivateKey
  let receiptKey: Curve25519.Signing.PrivateKey
  let invitation: InvitationCode
  let credential: Credential
  let blinded: BlindedCredential
  let blindSignature: Data
  let credentialSignature: Data

  static let shared = Result { try VectorRound() }

  private init() throws {
    vectors = try ProtocolVectors.shared.get()
    manifest = ManifestHash(manifest: vectors.manifest.data)
    let pem = String(decoding: try Vectors.bytes("issuer_test_key_3072.pem"), as: UTF8.self)
    issuer = try IssuerPrivateKey(pem: pem)
    coordinator = try Curve25519.Signing.PrivateKey(
      rawRepresentation: vectors.testSeeds.coordinator.data
    )
    receiptKey = try Curve25519.Signing.PrivateKey(
      rawRepresentation: vectors.testSeeds.receipt.data
    )
    invitation = try InvitationCode(seed: vectors.sInv.data, manifest: manifest)
    credential = try Credential(secret: vectors.cs.data, manifest: manifest)
    blinded = try credential.blind(for: issuer.publicKey)
    blindSignature = try issuer.blindSign(blinded.blinded)
    credentialSignature = try blinded.finalize(blindSignature: blindSignature)
  }

  var body: SubmissionBody {
    get throws {
      let values = try vectors.units.map { unit in
        let value = try #require(Hexadecimal.bytes(unit[1]))
        return (label: unit[0], value: String(decoding: value, as: UTF8.self))
      }
      return try SubmissionBody(revision: vectors.rev, values: values, credential: credential)
    }
  }

  var envelope: SubmissionEnvelope {
    get throws {
      try SubmissionEnvelope.make(
        credential: credential,
        credentialSignature: credentialSignature,
        body: try body,
        size: vectors.bodySize
      )
    }
  }
}

/// Compares Ed25519 signatures where signing is deterministic; elsewhere only verifying counts.
func expectSameSignature(
  _ signature: Data,
  _ expected: Hex,
  location: SourceLocation = #_sourceLocation
) {
  #if !canImport(Darwin)
  #expect(signature == expected.data, sourceLocation: location)
  #endif
}

/// A small seeded generator (SplitMix64), so that a failure replays.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
