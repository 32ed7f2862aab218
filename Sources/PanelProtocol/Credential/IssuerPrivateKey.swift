internal import Crypto
internal import CryptoExtras
public import Foundation

/// The private key of a round's issuer, which signs credentials without seeing them.
public struct IssuerPrivateKey: Sendable {
  /// The public half.
  public let publicKey: IssuerPublicKey
  private let signer: _RSA.BlindSigning.PrivateKey<SHA384>

  /// Makes a new key with the library's own randomness; takes a second or more.
  public static func generate() throws -> IssuerPrivateKey {
    try IssuerPrivateKey(
      signer: _RSA.BlindSigning.PrivateKey<SHA384>(
        keySize: .bits3072,
        parameters: .RSABSSA_SHA384_PSS_Deterministic
      )
    )
  }

  /// Reads a key in PEM, PKCS #1 or PKCS #8; throws for any other size or exponent.
  public init(pem: String) throws {
    try self.init(
      signer: _RSA.BlindSigning.PrivateKey<SHA384>(
        pemRepresentation: pem,
        parameters: .RSABSSA_SHA384_PSS_Deterministic
      )
    )
  }

  /// Reads a key in DER, as `derRepresentation` writes it; throws for any other size or exponent.
  public init(der: Data) throws {
    try self.init(
      signer: _RSA.BlindSigning.PrivateKey<SHA384>(
        derRepresentation: der,
        parameters: .RSABSSA_SHA384_PSS_Deterministic
      )
    )
  }

  private init(signer: _RSA.BlindSigning.PrivateKey<SHA384>) throws {
    publicKey = try IssuerPublicKey(spki: signer.publicKey.derRepresentation)
    self.signer = signer
  }

  /// The key's DER form, PKCS #1; a secret.
  public var derRepresentation: Data { signer.derRepresentation }

  /// The DER form of the public half, which the manifest holds.
  public var publicSPKI: Data { publicKey.spki }

  /// Signs a blinded message: 384 bytes.
  ///
  /// Throws `BlindedMessageRefused` for 0, 1, n − 1, a value not below n, or another length.
  public func blindSign(_ blinded: Data) throws -> Data {
    guard publicKey.isAcceptable(blinded: blinded) else { throw BlindedMessageRefused() }
    return try signer.blindSignature(for: blinded).rawRepresentation
  }
}

/// A blinded message that is not signed; an honest client never sends one.
public struct BlindedMessageRefused: Error, Equatable, Sendable {}
