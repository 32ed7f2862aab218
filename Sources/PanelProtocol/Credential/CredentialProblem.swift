/// Why a credential cannot be made, blinded or unblinded.
public enum CredentialProblem: Error, Equatable, Sendable {
  /// The secret has this many bytes and not 32.
  case secretLength(Int)
  /// The modulus is too short for the message's encoding.
  case modulusTooShort
  /// A blinding factor, or the message itself, has no inverse under the modulus.
  case notInvertible
  /// The issuer's answer has this many bytes and not as many as the modulus.
  case blindSignatureLength(Int)
  /// What the issuer answered does not unblind to a signature on the credential.
  case invalidSignature
}
