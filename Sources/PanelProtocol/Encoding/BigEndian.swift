public import Foundation

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
