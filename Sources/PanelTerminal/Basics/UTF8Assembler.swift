/// Puts scalars together from bytes of UTF-8 that arrive one at a time.
///
/// Each longest start of a sequence that turns out to be none becomes one U+FFFD, as
/// `String(decoding:as:)` has it (Unicode 16.0, section 3.9, table 3-8).
struct UTF8Assembler: Hashable, Sendable {
  private var value: UInt32 = 0
  private var missing = 0
  private var next: ClosedRange<UInt8> = 0x80...0xBF

  /// Whether a sequence has begun and lacks bytes.
  var isPending: Bool { missing > 0 }

  /// Takes a byte and returns what it completes: nothing, a scalar, or U+FFFD for what came before
  /// and lacks its end, and then the byte's own.
  mutating func take(_ byte: UInt8) -> [Unicode.Scalar] {
    guard missing > 0 else { return begin(byte) }
    guard next.contains(byte) else {
      missing = 0
      return ["\u{FFFD}"] + begin(byte)
    }
    value = value << 6 | UInt32(byte & 0x3F)
    missing -= 1
    next = 0x80...0xBF
    guard missing == 0 else { return [] }
    return [Unicode.Scalar(value) ?? "\u{FFFD}"]
  }

  /// Gives up a sequence that lacks bytes.
  mutating func finish() -> [Unicode.Scalar] {
    guard isPending else { return [] }
    missing = 0
    return ["\u{FFFD}"]
  }

  private mutating func begin(_ byte: UInt8) -> [Unicode.Scalar] {
    next = 0x80...0xBF
    switch byte {
    case 0x00...0x7F: return [Unicode.Scalar(byte)]
    case 0xC2...0xDF: missing = 1
    case 0xE0...0xEF:
      missing = 2
      if byte == 0xE0 { next = 0xA0...0xBF }
      if byte == 0xED { next = 0x80...0x9F }
    case 0xF0...0xF4:
      missing = 3
      if byte == 0xF0 { next = 0x90...0xBF }
      if byte == 0xF4 { next = 0x80...0x8F }
    default: return ["\u{FFFD}"]
    }
    value = UInt32(byte) & (missing == 1 ? 0x1F : missing == 2 ? 0x0F : 0x07)
    return []
  }
}
