/// One key that a map of a file may have.
struct FileKey {
  /// The key.
  var name: String
  /// Whether the map is incomplete without it.
  var isRequired: Bool
  /// What a value looks like, for the advice to add it.
  var example: String

  /// A key that must be there.
  static func required(_ name: String, _ example: String) -> FileKey {
    FileKey(name: name, isRequired: true, example: example)
  }

  /// A key that may be left out.
  static func optional(_ name: String) -> FileKey {
    FileKey(name: name, isRequired: false, example: "")
  }
}
