internal import BigInt
internal import Foundation

/// The client's half of RSA blind signatures (RFC 9474, sections 4.2 and 4.4).
///
/// It is our own because a client must be able to build the same blinded message twice, and the
/// library's blinding state can neither be chosen nor saved. The arithmetic does not run in constant
/// time; it works on a one-time factor, once, on the evaluator's own machine. Whatever touches the
/// issuer's private key, and every verification, stays in the library.
struct BlindRSA: Sendable {
  let modulus: BigUInt
  let exponent: BigUInt

  /// The number of bytes of the modulus, and so of every message and signature.
  var byteCount: Int { (modulus.bitWidth + 7) / 8 }

  /// Makes `r = 1 + (OS2IP(bytes) mod (n − 1))`, a factor from 1 to n − 1.
  func factor(_ bytes: Data) -> BigUInt {
    1 + BigUInt(bytes) % (modulus - 1)
  }

  /// Blinds a prepared message under a given salt and factor (section 4.2).
  ///
  /// Throws `notInvertible` if the factor or the encoded message shares a divisor with the modulus,
  /// and `modulusTooShort`.
  func blind(
    _ prepared: Data,
    salt: Data,
    factor: BigUInt
  ) throws(CredentialProblem) -> (blinded: Data, inverse: BigUInt) {
    let encoded = try PSSEncoding.encode(prepared, salt: salt, modulusBits: modulus.bitWidth)
    let message = BigUInt(encoded)
    guard message.greatestCommonDivisor(with: modulus) == 1 else { throw .notInvertible }
    guard let inverse = factor.inverse(modulus) else { throw .notInvertible }
    let blinded = message * factor.power(exponent, modulus: modulus) % modulus
    return (octets(blinded), inverse)
  }

  /// Takes the factor out of a blind signature (section 4.4); the caller verifies the result.
  ///
  /// Throws `blindSignatureLength` unless it has as many bytes as the modulus.
  func unblind(_ blindSignature: Data, inverse: BigUInt) throws(CredentialProblem) -> Data {
    guard blindSignature.count == byteCount else {
      throw .blindSignatureLength(blindSignature.count)
    }
    return octets(BigUInt(blindSignature) * inverse % modulus)
  }

  /// Writes a number with as many bytes as the modulus has, most significant first.
  func octets(_ value: BigUInt) -> Data {
    let bytes = value.serialize()
    return Data(count: max(0, byteCount - bytes.count)) + bytes
  }
}
