public import Foundation

/// One entry of the coordinator's log as it is stored, with its signature.
public struct LogLine: Hashable, Codable, Sendable {
  /// The entry's bytes, as they were signed.
  public let entry: Data
  /// The signature by whoever made the entry, 64 bytes.
  public let signature: Data

  /// Makes a line of parts that were stored; nothing is checked.
  public init(entry: Data, signature: Data) {
    self.entry = entry
    self.signature = signature
  }
}
