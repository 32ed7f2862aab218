public import Foundation

/// Crockford's base32: five bits a character, without I, L, O and U.
///
/// Reading is tolerant: either case, I and L for 1, O for 0, spaces and hyphens anywhere. Writing
/// is upper case; the bits left over in the last character are zero and must be zero when read.
public enum CrockfordBase32 {
  private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

  /// Writes bytes as upper-case characters, most significant bits first.
  public static func encode(_ data: Data) -> String {
    var result: [UInt8] = []
    result.reserveCapacity((data.count * 8 + 4) / 5)
    var buffer: UInt32 = 0
    var bits = 0
    for byte in data {
      buffer = (buffer << 8 | UInt32(byte)) & 0xFFFF
      bits += 8
      while bits >= 5 {
        bits -= 5
        result.append(alphabet[Int(buffer >> UInt32(bits) & 31)])
      }
    }
    if bits > 0 {
      result.append(alphabet[Int(buffer << UInt32(5 - bits) & 31)])
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Reads what `encode` writes, tolerating what people do to it.
  ///
  /// Throws `character` for the first character outside the alphabet, `length` for a number of
  /// characters that no number of bytes gives, and `padBits`.
  public static func decode(_ text: String) throws(CodeProblem) -> Data {
    let values = try values(text)
    guard values.count * 5 % 8 < 5 else { throw .length(values.count) }
    var result = Data(capacity: values.count * 5 / 8)
    var buffer: UInt32 = 0
    var bits = 0
    for value in values {
      buffer = (buffer << 5 | UInt32(value)) & 0xFFFF
      bits += 5
      if bits >= 8 {
        bits -= 8
        result.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
      }
    }
    guard buffer & ((1 << UInt32(bits)) - 1) == 0 else { throw .padBits }
    return result
  }

  /// Brings typed text to the written form: look-alikes resolved, spaces and hyphens removed.
  ///
  /// Throws `character` for the first character outside the alphabet.
  public static func normalized(_ text: String) throws(CodeProblem) -> String {
    String(decoding: try values(text).map { alphabet[Int($0)] }, as: UTF8.self)
  }

  /// Joins groups of `size` characters with hyphens; the last group may be shorter.
  public static func grouped(_ text: String, by size: Int = 4) -> String {
    groups(of: text, by: size).joined(separator: "-")
  }

  static func groups(of text: String, by size: Int) -> [String] {
    let characters = Array(text)
    return stride(from: 0, to: characters.count, by: size).map { start in
      String(characters[start..<min(start + size, characters.count)])
    }
  }

  private static func values(_ text: String) throws(CodeProblem) -> [UInt8] {
    var result: [UInt8] = []
    for character in text where !isSeparator(character) {
      guard let value = value(character) else { throw .character(character) }
      result.append(value)
    }
    return result
  }

  /// Mail programs turn hyphens into other dashes and spaces into non-breaking ones.
  private static func isSeparator(_ character: Character) -> Bool {
    if character.isWhitespace { return true }
    switch character {
    case "-", "\u{2010}", "\u{2011}", "\u{2012}", "\u{2013}", "\u{2014}", "\u{2212}": return true
    default: return false
    }
  }

  private static func value(_ character: Character) -> UInt8? {
    guard let ascii = character.asciiValue else { return nil }
    let isLower = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(ascii)
    let upper = isLower ? ascii - 32 : ascii
    switch upper {
    case UInt8(ascii: "I"), UInt8(ascii: "L"): return 1
    case UInt8(ascii: "O"): return 0
    default: return alphabet.firstIndex(of: upper).map { UInt8($0) }
    }
  }
}
