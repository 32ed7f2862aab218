internal import BigInt
internal import Crypto
internal import CryptoExtras
public import Foundation

/// The public key of a round's issuer: RSA, 3072 bits, exponent 65537.
///
/// The variant is RSABSSA-SHA384-PSS-Deterministic (RFC 9474, section 5): the signed message names a
/// fresh Ed25519 key and so has the entropy that this variant asks for.
public struct IssuerPublicKey: Sendable {
  /// The number of bytes of a modulus, a blinded message and a signature.
  public static let byteCount = 384

  /// The key's DER form, with the identifier rsaEncryption.
  public let spki: Data

  let numbers: BlindRSA
  private let verifier: _RSA.BlindSigning.PublicKey<SHA384>

  /// Reads a key's DER form; refuses every other size, exponent and encoding.
  public init(spki: Data) throws(IssuerKeyProblem) {
    guard let (modulus, exponent) = SubjectPublicKeyInfo.numbers(spki) else { throw .encoding }
    let numbers = BlindRSA(modulus: BigUInt(modulus), exponent: BigUInt(exponent))
    guard numbers.modulus.bitWidth == Self.byteCount * 8 else {
      throw .modulusBits(numbers.modulus.bitWidth)
    }
    guard numbers.exponent == 65537 else { throw .exponent }
    // Only one encoding of a key is accepted, so that reuse in another round can be seen from its bytes.
    let canonical = SubjectPublicKeyInfo.der(modulus: modulus, exponent: exponent)
    guard canonical == spki, numbers.modulus & 1 == 1 else { throw .encoding }
    guard
      let verifier = try? _RSA.BlindSigning.PublicKey<SHA384>(
        derRepresentation: canonical,
        parameters: .RSABSSA_SHA384_PSS_Deterministic
      )
    else { throw .encoding }
    self.spki = canonical
    self.numbers = numbers
    self.verifier = verifier
  }

  /// Returns whether a credential signature holds for an evaluator's public key in a round.
  public func isValid(
    credentialSignature: Data,
    for publicKey: Data,
    manifest: ManifestHash
  ) -> Bool {
    guard credentialSignature.count == Self.byteCount, publicKey.count == 32 else { return false }
    return isValid(
      credentialSignature,
      of: Credential.message(publicKey: publicKey, manifest: manifest)
    )
  }

  /// Returns whether a blinded message may be signed: 384 bytes, and none of 0, 1, n − 1, or ≥ n.
  public func isAcceptable(blinded: Data) -> Bool {
    guard blinded.count == Self.byteCount else { return false }
    let value = BigUInt(blinded)
    return value > 1 && value < numbers.modulus - 1
  }

  func isValid(_ signature: Data, of message: Data) -> Bool {
    verifier.isValidSignature(
      _RSA.Signing.RSASignature(rawRepresentation: signature),
      for: verifier.prepare(message)
    )
  }
}

/// Why an issuer's key is refused.
public enum IssuerKeyProblem: Error, Equatable, Sendable {
  /// The bytes are not the one DER form of an RSA key under the identifier rsaEncryption.
  case encoding
  /// The modulus has this many bits instead of 3072.
  case modulusBits(Int)
  /// The public exponent is not 65537.
  case exponent
}
