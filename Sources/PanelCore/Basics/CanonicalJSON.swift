public import Foundation

/// Writes canonical JSON: sorted keys, no escaped slashes, so that equal values give equal bytes.
///
/// Hashes and signatures are over the bytes as stored. A reader may encode a value again only to
/// refuse bytes that are not canonical.
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
