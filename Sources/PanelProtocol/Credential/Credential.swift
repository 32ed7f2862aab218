public import Crypto
public import Foundation

/// An evaluator's credential in one round; all its values are derived from one secret and the manifest.
///
/// Each value is `HKDF(secret, "panel.v1.credential", label ‖ 0x00 ‖ mh, length)`, so a client that
/// has the secret and the invitation builds the same blinded message again.
public struct Credential: Sendable {
  /// The hash of the manifest of the round.
  public let manifest: ManifestHash
  /// The key that signs submissions, label `sign`.
  public let signingKey: Curve25519.Signing.PrivateKey
  private let secret: Data

  /// Derives the credential of a secret; throws `secretLength` unless it has 32 bytes.
  public init(secret: Data, manifest: ManifestHash) throws(CredentialProblem) {
    guard secret.count == 32 else { throw .secretLength(secret.count) }
    let seed = Self.derived(secret, manifest, "sign", 32)
    guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else {
      throw .secretLength(secret.count)
    }
    self.secret = Data(secret)
    self.manifest = manifest
    signingKey = key
  }

  /// The raw public key, 32 bytes, which names the submission.
  public var publicKey: Data { signingKey.publicKey.rawRepresentation }

  /// The message that the issuer signs blindly: `T("credential", mh, ppk)`.
  public var message: Data { Self.message(publicKey: publicKey, manifest: manifest) }

  /// The salt of the signature's PSS encoding, 48 bytes, label `pss-salt`.
  public var pssSalt: Data { derived("pss-salt", 48) }

  /// The bytes from which a blinding factor is made, label `blind-r/` and the counter.
  ///
  /// They are 16 more than the modulus has, so that the remainder is uniform to 2^-128.
  public func blindingCandidate(_ counter: Int, modulusByteCount: Int) -> Data {
    derived("blind-r/\(counter)", modulusByteCount + 16)
  }

  /// The salt of one unit of one revision, 32 bytes, label `unit-salt/`, revision, `/`, unit.
  public func unitSalt(revision: UInt32, label: String) -> Data {
    derived("unit-salt/\(revision)/\(label)", 32)
  }

  /// The message that the issuer's signature on a public key covers.
  public static func message(publicKey: Data, manifest: ManifestHash) -> Data {
    Transcript.bytes("credential", manifest.bytes, publicKey)
  }

  private func derived(_ label: String, _ count: Int) -> Data {
    Self.derived(secret, manifest, label, count)
  }

  private static func derived(
    _ secret: Data,
    _ manifest: ManifestHash,
    _ label: String,
    _ count: Int
  ) -> Data {
    Derivation.bytes(
      from: secret,
      salt: "panel.v1.credential",
      info: Data(label.utf8) + Data([0]) + manifest.bytes,
      count: count
    )
  }
}

/// Why a credential cannot be made, blinded or unblinded.
public enum CredentialProblem: Error, Equatable, Sendable {
  /// The secret has this many bytes instead of 32.
  case secretLength(Int)
  /// The modulus is too short for the message's encoding.
  case modulusTooShort
  /// A blinding factor, or the message itself, has no inverse under the modulus.
  case notInvertible
  /// The issuer's answer has this many bytes, not as many as the modulus.
  case blindSignatureLength(Int)
  /// The issuer's answer does not unblind to a signature on the credential.
  case invalidSignature
}
