internal import Crypto
internal import Foundation

/// Ed25519 verification (RFC 8032) over raw 32-byte keys and raw 64-byte signatures.
///
/// Signing is randomised on Apple platforms, so signatures are verified and never compared.
enum Ed25519 {
  /// Tells whether a signature holds; a key or signature of the wrong length never does.
  static func isValid(_ signature: Data, of message: Data, by publicKey: Data) -> Bool {
    guard publicKey.count == 32, signature.count == 64 else { return false }
    guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else {
      return false
    }
    return key.isValidSignature(signature, for: message)
  }
}
