import Foundation
import TestSupport

/// A Swift file of the project, taken apart into code, comments and string literals.
///
/// It knows just enough of the language for the house rules: comments, string literals with
/// interpolations, regular expressions, and brackets.
struct SwiftSource {
  /// A comment or a literal with the line it begins on.
  struct Piece {
    var line: Int
    var text: String
  }

  /// The path below `Sources`, such as `PanelCore/YAML/YAMLNode.swift`.
  var path: String
  /// The code without comments; string literals are replaced by their interpolations.
  private(set) var code = ""
  /// The comments, each line apart, without their slashes.
  private(set) var comments: [Piece] = []
  /// The string literals without their interpolations.
  private(set) var literals: [Piece] = []
  /// The argument lists: for each bracket its arguments, with labels and the literals directly in them.
  private(set) var calls: [[Argument]] = []

  /// One argument of a call.
  struct Argument {
    var line: Int
    var label: String?
    var literals: [String] = []
  }

  /// The target, such as `PanelCore`.
  var target: String { String(path.prefix { $0 != "/" }) }
  /// The folder with its target, such as `PanelCore/YAML`.
  var folder: String { path.split(separator: "/").dropLast().joined(separator: "/") }

  /// Reads every Swift file of a folder of the repository.
  static func all(below folder: String = "Sources") throws -> [SwiftSource] {
    let root = Repository.root.appending(path: folder)
    let names = try FileManager.default.subpathsOfDirectory(atPath: root.path).sorted()
    return try names.filter { $0.hasSuffix(".swift") }.map { name in
      SwiftSource(name, try String(contentsOf: root.appending(path: name), encoding: .utf8))
    }
  }

  init(_ path: String, _ text: String) {
    self.path = path
    var reader = Reader(bytes: Array(text.utf8))
    code = reader.group(until: nil)
    comments = reader.comments
    literals = reader.literals
    calls = reader.calls
  }

  /// Walks over the bytes of a file.
  private struct Reader {
    let bytes: [UInt8]
    var position = 0
    var line = 1
    var comments: [Piece] = []
    var literals: [Piece] = []
    var calls: [[Argument]] = []

    init(bytes: [UInt8]) { self.bytes = bytes }

    private func starts(_ text: String) -> Bool { bytes[position...].starts(with: text.utf8) }

    private mutating func step() -> UInt8 {
      defer { position += 1 }
      if bytes[position] == UInt8(ascii: "\n") { line += 1 }
      return bytes[position]
    }

    /// The code up to a closing bracket, or to the end of the file.
    mutating func group(until close: UInt8?) -> String {
      var code: [UInt8] = []
      var arguments = [Argument(line: line)]
      var beginning: [UInt8] = []
      while position < bytes.count {
        let byte = bytes[position]
        if byte == close {
          position += 1
          if close == UInt8(ascii: ")") {
            calls.append(arguments)
          }
          return String(decoding: code, as: UTF8.self)
        }
        if starts("//") {
          comment()
        } else if starts("/*") {
          while !starts("*/"), position < bytes.count { _ = step() }
          position += 2
        } else if byte == UInt8(ascii: "\"") || isRawString {
          let (text, inner) = literal()
          arguments[arguments.count - 1].literals.append(text)
          code += Array(" \(inner) ".utf8)
          beginning.append(UInt8(ascii: " "))
        } else if let end = regularExpression(after: code.last) {
          position = end
          code.append(UInt8(ascii: " "))
        } else if let closing = Self.closing[byte] {
          position += 1
          let inner = group(until: closing)
          code += [byte] + Array(inner.utf8) + [closing]
          beginning.append(UInt8(ascii: " "))
        } else {
          code.append(step())
          if byte == UInt8(ascii: ",") {
            arguments.append(Argument(line: line))
            beginning = []
          } else if byte == UInt8(ascii: ":"), arguments[arguments.count - 1].label == nil {
            let word = String(decoding: beginning, as: UTF8.self)
              .trimmingCharacters(in: .whitespacesAndNewlines)
            if !word.isEmpty, word.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }) {
              arguments[arguments.count - 1].label = word
            }
          } else {
            beginning.append(byte)
          }
        }
      }
      return String(decoding: code, as: UTF8.self)
    }

    private static let closing: [UInt8: UInt8] = [
      UInt8(ascii: "("): UInt8(ascii: ")"), UInt8(ascii: "["): UInt8(ascii: "]"),
      UInt8(ascii: "{"): UInt8(ascii: "}"),
    ]

    private var isRawString: Bool {
      let rest = bytes[position...].drop { $0 == UInt8(ascii: "#") }
      return bytes[position] == UInt8(ascii: "#") && rest.first == UInt8(ascii: "\"")
    }

    private mutating func comment() {
      let start = line
      let text = bytes[position...].prefix { $0 != UInt8(ascii: "\n") }
      position += text.count
      comments.append(
        Piece(
          line: start,
          text: String(decoding: text.drop { $0 == UInt8(ascii: "/") }, as: UTF8.self)
        )
      )
    }

    /// The end of a regular expression that begins here; `nil` for a division.
    private func regularExpression(after last: UInt8?) -> Int? {
      guard bytes[position] == UInt8(ascii: "/"), position + 1 < bytes.count,
        last.map({ "( ,=:\n".utf8.contains($0) }) ?? false,
        ![UInt8(ascii: " "), UInt8(ascii: "\n")].contains(bytes[position + 1])
      else { return nil }
      var end = position + 1
      while end < bytes.count, bytes[end] != UInt8(ascii: "/"), bytes[end] != UInt8(ascii: "\n") {
        end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1
      }
      return end < bytes.count && bytes[end] == UInt8(ascii: "/") ? end + 1 : nil
    }

    /// A string literal: its text without interpolations, and the code of the interpolations.
    private mutating func literal() -> (text: String, inner: String) {
      let start = line
      let hashes = bytes[position...].prefix { $0 == UInt8(ascii: "#") }.count
      position += hashes
      let quote = starts("\"\"\"") ? "\"\"\"" : "\""
      position += quote.utf8.count
      let end = quote + String(repeating: "#", count: hashes)
      let escape = "\\" + String(repeating: "#", count: hashes)
      var (text, inner): ([UInt8], String) = ([], "")
      while position < bytes.count, !starts(end) {
        if starts(escape + "(") {
          position += escape.utf8.count + 1
          inner += group(until: UInt8(ascii: ")")) + " "
          text += Array("…".utf8)
        } else {
          if starts(escape) { for _ in 0..<escape.utf8.count { text.append(step()) } }
          text.append(step())
        }
      }
      position += end.utf8.count
      let piece = String(decoding: text, as: UTF8.self)
      literals.append(Piece(line: start, text: piece))
      return (piece, inner)
    }
  }
}
