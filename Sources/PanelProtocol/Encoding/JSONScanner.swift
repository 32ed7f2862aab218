internal import Foundation

/// A reader for JSON of a known shape (RFC 8259), which accepts nothing that is open to two
/// readings: no lone surrogates, no invalid UTF-8, no number but a plain unsigned one.
struct JSONScanner {
  /// The position of the byte that does not fit.
  struct Fault: Error {
    let offset: Int
  }

  private let bytes: [UInt8]
  private(set) var offset = 0

  init(_ data: Data) {
    bytes = Array(data)
  }

  /// The bytes after the current position.
  var remaining: ArraySlice<UInt8> { bytes[offset...] }

  /// Reads one character of structure, after any white space.
  mutating func expect(_ character: Unicode.Scalar) throws(Fault) {
    guard accept(character) else { throw Fault(offset: offset) }
  }

  /// Reads one character of structure, after any white space, if it is there.
  mutating func accept(_ character: Unicode.Scalar) -> Bool {
    skipWhitespace()
    guard peek == UInt8(ascii: character) else { return false }
    offset += 1
    return true
  }

  /// Reads an unsigned number of 32 bits without sign, fraction, exponent or leading zero.
  mutating func number() throws(Fault) -> UInt32 {
    skipWhitespace()
    let start = offset
    var value: UInt32 = 0
    while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(UInt32(byte - UInt8(ascii: "0")))
      guard !overflow, !carry else { throw Fault(offset: offset) }
      value = sum
      offset += 1
    }
    let hasLeadingZero = offset - start > 1 && bytes[start] == UInt8(ascii: "0")
    guard offset > start, !hasLeadingZero else { throw Fault(offset: start) }
    return value
  }

  /// Reads a string and resolves its escapes.
  mutating func string() throws(Fault) -> String {
    try expect("\"")
    let start = offset
    var content: [UInt8] = []
    while let byte = peek {
      offset += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let text = String(validating: content, as: UTF8.self) else {
          throw Fault(offset: start)
        }
        return text
      case UInt8(ascii: "\\"):
        content.append(contentsOf: String(try escape()).utf8)
      case 0..<0x20:
        throw Fault(offset: offset - 1)
      default:
        content.append(byte)
      }
    }
    throw Fault(offset: offset)
  }

  /// Reads the word `true`.
  mutating func literalTrue() throws(Fault) {
    skipWhitespace()
    guard remaining.starts(with: "true".utf8) else { throw Fault(offset: offset) }
    offset += 4
  }

  private var peek: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  private mutating func skipWhitespace() {
    while let byte = peek, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
      offset += 1
    }
  }

  private mutating func escape() throws(Fault) -> Character {
    guard let byte = peek else { throw Fault(offset: offset) }
    offset += 1
    switch byte {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return Character(try unicodeEscape())
    default: throw Fault(offset: offset - 1)
    }
  }

  private mutating func unicodeEscape() throws(Fault) -> Unicode.Scalar {
    let start = offset
    let first = try codeUnit()
    var value = UInt32(first)
    if (0xD800..<0xDC00).contains(first) {
      guard remaining.starts(with: "\\u".utf8) else { throw Fault(offset: start) }
      offset += 2
      let second = try codeUnit()
      guard (0xDC00..<0xE000).contains(second) else { throw Fault(offset: start) }
      value = 0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(value) else { throw Fault(offset: start) }
    return scalar
  }

  private mutating func codeUnit() throws(Fault) -> UInt16 {
    let digits = remaining.prefix(4)
    var value: UInt16 = 0
    for digit in digits {
      guard let number = Character(Unicode.Scalar(digit)).hexDigitValue else {
        throw Fault(offset: offset)
      }
      value = value << 4 | UInt16(number)
    }
    guard digits.count == 4 else { throw Fault(offset: offset) }
    offset += 4
    return value
  }
}
