internal import Crypto
public import Foundation

/// The plain hash of stored bytes: a body, a declaration, a blinded message.
public enum ContentHash {
  /// Hashes bytes with SHA-256, without any tag: 32 bytes.
  public static func sha256(_ data: Data) -> Data {
    Data(SHA256.hash(data: data))
  }
}
