public import Foundation
internal import PanelCore

/// JSON Lines: one value of compact canonical JSON a line, each line ended by a line feed.
public enum JSONLines {
  /// A line that cannot be read.
  public struct Problem: Error, Hashable, Sendable {
    /// What is wrong with a line.
    public enum Reason: Hashable, Sendable {
      /// No line feed ends the last line; the file may have been cut off.
      case unended
      /// The line is not JSON of the expected type.
      case unreadable
      /// The line is not the canonical JSON of its value.
      case otherForm
    }

    /// The number of the line, from 1.
    public let line: Int
    /// What is wrong with it.
    public let reason: Reason
  }

  /// Writes each value as one line.
  public static func encode(_ values: some Sequence<some Encodable>) throws -> Data {
    try values.reduce(into: Data()) { $0 += try CanonicalJSON.encode($1) + Data([lineFeed]) }
  }

  /// Writes one value as one line.
  public static func encode(line value: some Encodable) throws -> Data {
    try encode(CollectionOfOne(value))
  }

  /// Reads exactly the bytes that `encode` writes, so that no byte can be changed without notice.
  public static func decode<Value: Codable>(
    exactly type: Value.Type,
    from data: Data
  ) throws(Problem) -> [Value] {
    let lines = try split(data)
    let decoder = JSONDecoder()
    var values: [Value] = []
    for (index, line) in lines.enumerated() {
      guard let value = try? decoder.decode(type, from: line) else {
        throw Problem(line: index + 1, reason: .unreadable)
      }
      guard let written = try? CanonicalJSON.encode(value), written == line else {
        throw Problem(line: index + 1, reason: .otherForm)
      }
      values.append(value)
    }
    return values
  }

  /// Reads lines of any JSON form and skips empty lines; the last line needs no line feed.
  ///
  /// It gives the number of each line, from 1, next to its value.
  public static func decode<Value: Decodable>(
    _ type: Value.Type,
    from data: Data
  ) throws(Problem) -> [(line: Int, value: Value)] {
    let decoder = JSONDecoder()
    var values: [(line: Int, value: Value)] = []
    let lines = data.split(separator: lineFeed, omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() where !line.isEmpty {
      guard let value = try? decoder.decode(type, from: Data(line)) else {
        throw Problem(line: index + 1, reason: .unreadable)
      }
      values.append((index + 1, value))
    }
    return values
  }

  /// Joins lines whose bytes are already known.
  static func join(_ lines: some Sequence<Data>) -> Data {
    lines.reduce(into: Data()) { $0 += $1 + Data([lineFeed]) }
  }

  /// Splits a file into its lines without their line feeds; every line must end with one.
  static func split(_ data: Data) throws(Problem) -> [Data] {
    guard !data.isEmpty else { return [] }
    var lines = data.split(separator: lineFeed, omittingEmptySubsequences: false)
    guard lines.removeLast().isEmpty else {
      throw Problem(line: lines.count + 1, reason: .unended)
    }
    return lines.map { Data($0) }
  }

  private static let lineFeed: UInt8 = 0x0A
}
