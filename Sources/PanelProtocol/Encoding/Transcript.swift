internal import Crypto
public import Foundation

/// The encoding of everything that `panel.v1` hashes or signs.
///
/// `T(tag, f1 … fn)` is the ASCII text `panel.v1.` and the tag, one zero byte, then for each field
/// its length as 32 bits big-endian and its bytes. Two different lists of fields never have the
/// same encoding, and a signature made for one purpose never verifies for another.
public enum Transcript {
  /// Encodes a tag and its fields.
  public static func bytes(_ tag: String, _ fields: Data...) -> Data {
    bytes(tag, fields)
  }

  /// Encodes a tag and a list of fields.
  public static func bytes(_ tag: String, _ fields: [Data]) -> Data {
    var result = Data("panel.v1.\(tag)".utf8)
    result.reserveCapacity(fields.reduce(result.count + 1) { $0 + $1.count + 4 })
    result.append(0)
    for field in fields {
      result.append(BigEndian.u32(UInt32(field.count)))
      result.append(field)
    }
    return result
  }

  /// Hashes a tag and its fields: SHA-256 of their encoding, 32 bytes.
  public static func hash(_ tag: String, _ fields: Data...) -> Data {
    hash(tag, fields)
  }

  /// Hashes a tag and a list of fields: SHA-256 of their encoding, 32 bytes.
  public static func hash(_ tag: String, _ fields: [Data]) -> Data {
    ContentHash.sha256(bytes(tag, fields))
  }
}

/// The SHA-256 of stored bytes, such as a body, a declaration or a blinded message, without a tag.
public enum ContentHash {
  /// Hashes bytes with SHA-256, without any tag: 32 bytes.
  public static func sha256(_ data: Data) -> Data {
    Data(SHA256.hash(data: data))
  }

  /// The SHA-256 of bytes as 64 lower-case hexadecimal digits.
  public static func hex(_ data: Data) -> String { Hexadecimal.text(sha256(data)) }
}

/// Integers as bytes, most significant first.
public enum BigEndian {
  /// Writes 32 bits as four bytes.
  public static func u32(_ value: UInt32) -> Data {
    Data((0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) })
  }

  /// Writes 64 bits as eight bytes.
  public static func u64(_ value: UInt64) -> Data {
    Data((0..<8).map { UInt8(truncatingIfNeeded: value >> (56 - 8 * $0)) })
  }
}
