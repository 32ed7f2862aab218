internal import BigInt
public import Foundation

/// A credential blinded for the issuer, with the values that unblind the answer.
public struct BlindedCredential: Sendable {
  /// The blinded message that the server signs, 384 bytes.
  public let blinded: Data

  /// The opening of the blinding; sent only in a confidential round, where the server may see the key.
  public let opening: CredentialOpening

  private let credential: Credential
  private let issuer: IssuerPublicKey
  private let inverse: BigUInt

  init(credential: Credential, issuer: IssuerPublicKey) throws(CredentialProblem) {
    // A candidate without an inverse would reveal a factor of the modulus. The bound only matters for
    // a modulus that is not the product of two large primes.
    for counter in 0..<16 {
      let bytes = credential.blindingCandidate(
        counter,
        modulusByteCount: issuer.numbers.byteCount
      )
      let factor = issuer.numbers.factor(bytes)
      do throws(CredentialProblem) {
        let result = try issuer.numbers.blind(
          credential.message,
          salt: credential.pssSalt,
          factor: factor
        )
        (blinded, inverse) = result
        opening = CredentialOpening(
          publicKey: credential.publicKey,
          salt: credential.pssSalt,
          factor: issuer.numbers.octets(factor)
        )
        self.credential = credential
        self.issuer = issuer
        return
      } catch .notInvertible {
        continue
      }
    }
    throw .notInvertible
  }

  /// Unblinds the issuer's answer and verifies it: the credential signature, 384 bytes.
  ///
  /// Throws `blindSignatureLength`, or `invalidSignature` if the answer is not the issuer's signature
  /// on the message that was sent.
  public func finalize(blindSignature: Data) throws(CredentialProblem) -> Data {
    let signature = try issuer.numbers.unblind(blindSignature, inverse: inverse)
    guard issuer.isValid(signature, of: credential.message) else { throw .invalidSignature }
    return signature
  }
}

extension Credential {
  /// Blinds the credential for an issuer, always to the same bytes.
  ///
  /// The factor is `1 + (OS2IP(candidate) mod (n − 1))` of the first candidate that is invertible.
  /// Throws `notInvertible` if none of sixteen is, which no sound key causes.
  public func blind(for issuer: IssuerPublicKey) throws(CredentialProblem) -> BlindedCredential {
    try BlindedCredential(credential: self, issuer: issuer)
  }
}
