public import Foundation
public import PanelCore

/// Which code is which team, sealed by a commitment before the round and opened after it.
///
/// `H("codes", salt, table)`; the table is the JSON object from code to team in its one form.
public struct CodeTable: Codable, Hashable, Sendable {
  /// The team behind each code.
  public let teamOfCode: [ModelCode: String]
  /// 32 secret bytes that keep the table from being guessed.
  public let salt: Data

  /// Puts a table together; `nil` unless every code has another team and the salt has 32 bytes.
  public init?(_ teamOfCode: [ModelCode: String], salt: Data) {
    guard salt.count == 32, !teamOfCode.isEmpty,
      Set(teamOfCode.values).count == teamOfCode.count,
      teamOfCode.values.allSatisfy({ $0.isNormalFormC && !$0.isEmpty })
    else { return nil }
    self.teamOfCode = teamOfCode
    self.salt = salt
  }

  /// Reads a table that was opened; `nil` for bytes in any but their one form.
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

  /// The teams, ascending by their bytes, so that the order says nothing of the codes.
  public var teams: [String] { teamOfCode.values.sorted(by: CodeTable.precedes) }

  /// OperatorRequests texts by their UTF-8, as any other program can.
  static func precedes(_ first: String, _ second: String) -> Bool {
    first.utf8.lexicographicallyPrecedes(second.utf8)
  }
}
