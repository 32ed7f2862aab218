/// Why an issuer's key is refused.
public enum IssuerKeyProblem: Error, Equatable, Sendable {
  /// The bytes are not the one DER form of an RSA key under the identifier rsaEncryption.
  case encoding
  /// The modulus has this many bits and not 3072.
  case modulusBits(Int)
  /// The public exponent is not 65537.
  case exponent
}
