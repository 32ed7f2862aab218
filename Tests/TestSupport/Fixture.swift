public import Foundation

/// The files of `Tests/Fixtures`: inputs, and known answers by independent programs.
///
/// A file with known answers says in its `about` how they were made.
public enum Fixture {
  /// Where a file or folder is.
  public static func url(_ name: String) -> URL {
    Repository.root.appending(path: "Tests/Fixtures").appending(path: name)
  }

  /// The bytes of a file.
  public static func data(_ name: String) throws -> Data { try Data(contentsOf: url(name)) }

  /// The text of a file.
  public static func text(_ name: String) throws -> String {
    String(decoding: try data(name), as: UTF8.self)
  }

  /// A JSON file as a value.
  public static func json<Value: Decodable>(_ name: String, as type: Value.Type) throws -> Value {
    try JSONDecoder().decode(type, from: data(name))
  }

  /// The cells of a CSV file without quotes, line by line.
  public static func lines(_ name: String) throws -> [[String]] {
    try text(name).split(whereSeparator: \.isNewline)
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
  }
}
