import BigInt
import Crypto
import CryptoExtras
import Foundation
import Testing

@testable import PanelProtocol

@Suite(.timeLimit(.minutes(45)))
struct BlindSignatureTests {
  struct Appendix: Decodable, Sendable {
    struct Key: Decodable, Sendable {
      let modulus: Hex
      let exponent: Hex
    }

    struct Variant: Decodable, Sendable {
      let name: String
      let message: Hex
      let messagePrefix: Hex
      let salt: Hex
      let encodedMessage: Hex?
      let inverse: Hex
      let blindedMessage: Hex
      let blindSignature: Hex
      let signature: Hex
    }

    let key: Key
    let variants: [Variant]
  }

  /// The randomised variants of appendix A only put a prefix before the message.
  @Test(arguments: [
    "RSABSSA-SHA384-PSS-Randomized", "RSABSSA-SHA384-PSSZERO-Randomized",
    "RSABSSA-SHA384-PSS-Deterministic", "RSABSSA-SHA384-PSSZERO-Deterministic",
  ])
  func publishedVariant(name: String) throws {
    let appendix = try Vectors.decode(Appendix.self, "rfc9474_vectors.json")
    let variant = try #require(appendix.variants.first { $0.name == name })
    let numbers = BlindRSA(
      modulus: BigUInt(appendix.key.modulus.data),
      exponent: BigUInt(appendix.key.exponent.data)
    )
    let prepared = variant.messagePrefix.data + variant.message.data
    if let expected = variant.encodedMessage {
      let encoded = try PSSEncoding.encode(
        prepared,
        salt: variant.salt.data,
        modulusBits: numbers.modulus.bitWidth
      )
      #expect(encoded == expected.data)
    }

    let inverse = BigUInt(variant.inverse.data)
    let factor = try #require(inverse.inverse(numbers.modulus))
    let result = try numbers.blind(prepared, salt: variant.salt.data, factor: factor)
    #expect(result.blinded == variant.blindedMessage.data)
    #expect(result.inverse == inverse)

    let signature = try numbers.unblind(variant.blindSignature.data, inverse: result.inverse)
    #expect(signature == variant.signature.data)

    // The prefix is given, so the library verifies the prepared message without preparing it.
    let verifier = try _RSA.BlindSigning.PublicKey<SHA384>(
      n: appendix.key.modulus.data,
      e: appendix.key.exponent.data,
      parameters: variant.salt.data.isEmpty
        ? .RSABSSA_SHA384_PSSZERO_Deterministic : .RSABSSA_SHA384_PSS_Deterministic
    )
    #expect(
      verifier.isValidSignature(
        _RSA.Signing.RSASignature(rawRepresentation: signature),
        for: verifier.prepare(prepared)
      )
    )
  }

  @Test func factorsAndLengthsOutOfRangeAreRefused() throws {
    let numbers = BlindRSA(modulus: BigUInt(3233) << 1000 + 1, exponent: 17)
    #expect(throws: CredentialProblem.modulusTooShort) {
      try PSSEncoding.encode(Data(), salt: Data(count: 48), modulusBits: 777)
    }
    #expect(throws: CredentialProblem.notInvertible) {
      try numbers.blind(Data(), salt: Data(), factor: 0)
    }
    #expect(throws: CredentialProblem.blindSignatureLength(3)) {
      try numbers.unblind(Data(count: 3), inverse: 1)
    }
  }

  @Test func credentialIsTheVectors() throws {
    let round = try VectorRound.shared.get()
    let vectors = round.vectors
    #expect(round.issuer.publicSPKI == vectors.issuerSpki.data)
    #expect(round.credential.publicKey == vectors.ppk.data)
    #expect(round.credential.message == vectors.credentialMsg.data)
    #expect(round.credential.pssSalt == vectors.pssSalt.data)
    let candidate = round.credential.blindingCandidate(0, modulusByteCount: 384)
    #expect(candidate.count == 400)
    #expect(round.issuer.publicKey.numbers.factor(candidate) == BigUInt(vectors.r.data))
    #expect(round.blinded.blinded == vectors.blinded.data)
    #expect(round.blindSignature == vectors.blindSig.data)
    #expect(round.credentialSignature == vectors.credSig.data)
  }

  /// Our blinding, the library's signer, our unblinding, the library's verifier.
  @Test func otherCredentialsRoundTrip() throws {
    let round = try VectorRound.shared.get()
    let issuer = round.issuer.publicKey
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<2 {
      let credential = try Credential(
        secret: RandomBytes.data(32, using: &generator),
        manifest: round.manifest
      )
      let blinded = try credential.blind(for: issuer)
      #expect(issuer.isAcceptable(blinded: blinded.blinded))
      let signature = try blinded.finalize(
        blindSignature: try round.issuer.blindSign(blinded.blinded)
      )
      #expect(
        issuer.isValid(
          credentialSignature: signature,
          for: credential.publicKey,
          manifest: round.manifest
        )
      )
      #expect(throws: CredentialProblem.invalidSignature) {
        try blinded.finalize(blindSignature: round.blindSignature)
      }
    }
  }

  @Test func wrongSignaturesAreRefused() throws {
    let round = try VectorRound.shared.get()
    let issuer = round.issuer.publicKey
    let publicKey = round.credential.publicKey
    let signature = round.credentialSignature
    var generator = SeededGenerator(seed: 4)
    for _ in 0..<20 {
      var changed = signature
      let position = Int.random(in: 0..<384, using: &generator)
      changed[position] ^= UInt8.random(in: 1...255, using: &generator)
      #expect(
        !issuer.isValid(credentialSignature: changed, for: publicKey, manifest: round.manifest)
      )
    }
    let other = ManifestHash(manifest: Data())
    #expect(!issuer.isValid(credentialSignature: signature, for: publicKey, manifest: other))
    #expect(
      !issuer.isValid(
        credentialSignature: signature,
        for: Data(count: 32),
        manifest: round.manifest
      )
    )
    for wrong in [Data(), signature.dropLast(), Data([0]) + signature] {
      #expect(!issuer.isValid(credentialSignature: wrong, for: publicKey, manifest: round.manifest))
      #expect(throws: CredentialProblem.blindSignatureLength(wrong.count)) {
        try round.blinded.finalize(blindSignature: wrong)
      }
    }
    var changed = round.blindSignature
    changed[0] ^= 1
    #expect(throws: CredentialProblem.invalidSignature) {
      try round.blinded.finalize(blindSignature: changed)
    }
  }

  @Test func blindedMessagesOutOfRangeAreNotSigned() throws {
    let round = try VectorRound.shared.get()
    let issuer = round.issuer.publicKey
    let modulus = issuer.numbers.modulus
    func octets(_ value: BigUInt) -> Data {
      let bytes = value.serialize()
      return Data(count: 384 - bytes.count) + bytes
    }
    let refused = [
      octets(0), octets(1), octets(modulus - 1), octets(modulus), octets(modulus + 1),
      Data(repeating: 0xFF, count: 384), Data(), octets(2).dropFirst(), Data([0]) + octets(2),
    ]
    for blinded in refused {
      #expect(!issuer.isAcceptable(blinded: blinded))
      #expect(throws: BlindedMessageRefused()) { try round.issuer.blindSign(blinded) }
    }
    #expect(issuer.isAcceptable(blinded: octets(2)))
    #expect(issuer.isAcceptable(blinded: octets(modulus - 2)))
  }

  @Test func secretsOfAnotherLengthAreRefused() throws {
    let manifest = ManifestHash(manifest: Data())
    for count in [0, 31, 33] {
      #expect(throws: CredentialProblem.secretLength(count)) {
        try Credential(secret: Data(count: count), manifest: manifest)
      }
    }
  }

  @Test func derivedValuesDependOnEveryInput() throws {
    let manifest = ManifestHash(manifest: Data())
    let first = try Credential(secret: Data(count: 32), manifest: manifest)
    let otherRound = try Credential(
      secret: Data(count: 32),
      manifest: ManifestHash(manifest: Data([1]))
    )
    let otherSecret = try Credential(secret: Data(repeating: 1, count: 32), manifest: manifest)
    #expect(Set([first.publicKey, otherRound.publicKey, otherSecret.publicKey]).count == 3)
    let salts = [
      first.unitSalt(revision: 1, label: "1/a"), first.unitSalt(revision: 11, label: "/a"),
      first.unitSalt(revision: 1, label: "a"), first.unitSalt(revision: 2, label: "a"),
      otherRound.unitSalt(revision: 1, label: "a"),
    ]
    #expect(Set(salts).count == salts.count)
    #expect(
      first.blindingCandidate(0, modulusByteCount: 384)
        != first.blindingCandidate(1, modulusByteCount: 384)
    )
  }
}
