public import Crypto
public import Foundation

/// The signature by which a key is registered: `T("registration", SHA256(link), name)`.
///
/// Without it, anyone who knows a public key could register it under their own name.
public enum RegistrationProof {
  /// Signs a registration with the key that is registered: 64 bytes.
  public static func sign(
    link: Data,
    name: String,
    with key: Curve25519.Signing.PrivateKey
  ) throws -> Data {
    try key.signature(for: message(link, name))
  }

  /// Returns whether a proof verifies under the raw public key.
  public static func isValid(
    _ signature: Data,
    link: Data,
    name: String,
    by publicKey: Data
  ) -> Bool {
    Ed25519.isValid(signature, of: message(link, name), by: publicKey)
  }

  private static func message(_ link: Data, _ name: String) -> Data {
    Transcript.bytes("registration", ContentHash.sha256(link), Data(name.utf8))
  }
}
