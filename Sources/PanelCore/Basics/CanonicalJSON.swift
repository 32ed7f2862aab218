public import Foundation

/// The one JSON writer: sorted keys, no escaped slashes, so that equal values give equal bytes.
///
/// Nothing is ever verified by encoding it again; hashes and signatures are over stored bytes.
public enum CanonicalJSON {
  /// Compact, for bodies, log entries and JSON lines.
  public static func encode(_ value: some Encodable) throws -> Data {
    try encoder([]).encode(value)
  }

  /// Indented, for files and output that people read; ends with a newline.
  public static func encodeReadable(_ value: some Encodable) throws -> Data {
    try encoder(.prettyPrinted).encode(value) + Data([10])
  }

  private static func encoder(_ extra: JSONEncoder.OutputFormatting) -> JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, extra]
    return encoder
  }
}
