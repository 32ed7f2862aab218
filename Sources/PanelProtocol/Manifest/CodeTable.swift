public import Foundation
public import PanelCore

/// The team of each code; committed to before the round and opened after it.
///
/// The commitment is `H("codes", salt, table)`; the table is the canonical JSON object from code to
/// team.
public struct CodeTable: Codable, Hashable, Sendable {
  /// The team of each code.
  public let teamOfCode: [ModelCode: String]
  /// 32 secret bytes without which the table could be guessed from its commitment.
  public let salt: Data

  /// Makes a table; `nil` unless every code has a different team and the salt has 32 bytes.
  public init?(_ teamOfCode: [ModelCode: String], salt: Data) {
    guard salt.count == 32, !teamOfCode.isEmpty,
      Set(teamOfCode.values).count == teamOfCode.count,
      teamOfCode.values.allSatisfy({ $0.isNormalFormC && !$0.isEmpty })
    else { return nil }
    self.teamOfCode = teamOfCode
    self.salt = salt
  }

  /// Reads an opened table; `nil` unless the bytes are its canonical JSON.
  public init?(bytes: Data, salt: Data) {
    guard let table = try? JSONDecoder().decode([ModelCode: String].self, from: bytes) else {
      return nil
    }
    self.init(table, salt: salt)
    guard self.bytes == bytes else { return nil }
  }

  /// The table's bytes: JSON without white space, codes ascending.
  public var bytes: Data { (try? CanonicalJSON.encode(teamOfCode)) ?? Data() }

  /// The commitment, 32 bytes.
  public var commitment: Data { Transcript.hash("codes", salt, bytes) }

  /// The teams, ascending by their bytes, so that the order reveals nothing about the codes.
  public var teams: [String] { teamOfCode.values.sorted(by: CodeTable.precedes) }

  /// Compares two texts by their UTF-8 bytes, an order that any other program can repeat.
  static func precedes(_ first: String, _ second: String) -> Bool {
    first.utf8.lexicographicallyPrecedes(second.utf8)
  }
}
