internal import Crypto
public import Foundation

/// Key derivation by HKDF-SHA384 (RFC 5869).
public enum Derivation {
  /// Derives `count` bytes, at most 12,240, from a secret under a salt and an info field.
  public static func bytes(from secret: Data, salt: String, info: Data, count: Int) -> Data {
    let key = HKDF<SHA384>.deriveKey(
      inputKeyMaterial: SymmetricKey(data: secret),
      salt: Data(salt.utf8),
      info: info,
      outputByteCount: count
    )
    return key.withUnsafeBytes { Data($0) }
  }
}

/// Bytes from a generator that the caller passes in.
enum RandomBytes {
  /// Draws `count` bytes; the generator must be a cryptographic one outside tests.
  static func data(_ count: Int, using generator: inout some RandomNumberGenerator) -> Data {
    Data((0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
  }
}
