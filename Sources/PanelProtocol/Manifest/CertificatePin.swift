public import Foundation

/// The hash of the public key of a server's certificate, by which a client recognises a server whose
/// certificate no authority has signed.
///
/// SHA-256 over the DER `SubjectPublicKeyInfo` (RFC 7469, section 2.4); 64 lower-case hexadecimal
/// digits as text and in JSON.
public struct CertificatePin: Hashable, Sendable, CustomStringConvertible {
  /// The 32 bytes of the hash.
  public let bytes: Data

  /// The pin of a public key in DER.
  public init(publicKeyInfo: Data) { bytes = ContentHash.sha256(publicKeyInfo) }

  /// Reads 64 hexadecimal digits in either case; `nil` for any other text.
  public init?(_ text: String) {
    guard let bytes = Hexadecimal.bytes(text.lowercased()), bytes.count == 32 else { return nil }
    self.bytes = bytes
  }

  /// The text form.
  public var description: String { Hexadecimal.text(bytes) }
}

extension CertificatePin: Codable {
  /// Reads the text form.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let pin = CertificatePin(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "not 64 hexadecimal digits"
      )
    }
    self = pin
  }

  /// Writes the text form.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
