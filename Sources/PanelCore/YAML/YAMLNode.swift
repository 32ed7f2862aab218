/// A part of a file and its line, independent of the parser that read it.
struct YAMLNode {
  /// The content.
  enum Content {
    /// A text or a number, as it was written.
    case scalar(String)
    /// Nothing, `~` or `null`.
    case blank
    case list([YAMLNode])
    case map([YAMLEntry])
  }

  /// The line, from 1; of a map or a list under a key, the line of the key.
  var line: Int
  /// The key of the part.
  var name: String
  var content: Content
  /// Whether a `#` and a remark follow a text without quotes on its line.
  var hasRemark = false

  /// All texts in this part, keys included, with their lines.
  var scalars: [(line: Int, text: String)] {
    switch content {
    case .scalar(let text): [(line, text)]
    case .blank: []
    case .list(let nodes): nodes.flatMap(\.scalars)
    case .map(let entries): entries.flatMap { [($0.line, $0.key)] + $0.value.scalars }
    }
  }
}

/// One key of a file with its value.
struct YAMLEntry {
  /// The key.
  var key: String
  /// The line of the key, from 1.
  var line: Int
  var value: YAMLNode
}

/// A map whose keys have been checked.
struct YAMLMap {
  /// The line the map begins on.
  var line: Int
  /// The values that are there.
  var values: [String: YAMLNode] = [:]

  /// The value of a key; `nil` when it is absent or blank.
  subscript(key: String) -> YAMLNode? { values[key] }
}
