/// Turns the bytes of a terminal into keys, however the bytes are cut.
///
/// Bytes that are not UTF-8 become U+FFFD. A control sequence that is not known is swallowed whole,
/// so that none of it counts as typed. Only silence distinguishes Escape from the start of a sequence: the
/// caller waits for `patience` and then calls `flush()`.
public struct KeyDecoder: Sendable {
  /// The longest paste in bytes of UTF-8; what exceeds it is dropped.
  public let maximumPaste: Int

  private enum State: Hashable, Sendable {
    case text
    case escape
    // After Escape was decided by silence: a `[` still begins a sequence, on a slow line.
    case lateEscape
    case sequence
    case application
    // The Linux console's F1 to F5: `ESC [ [` and a letter.
    case console
    // A report of the mouse: three bytes follow `ESC [ M`.
    case mouse(Int)
    // A string of the system, which BEL or `ESC \` ends.
    case string
    case stringEscape
    case paste
  }

  private var state = State.text
  private var utf8 = UTF8Assembler()
  private var parameters: [UInt8] = []
  private var pasted: [UInt8] = []
  private var matched = 0

  private static let pasteEnd = Array("\u{1B}[201~".utf8)

  /// Begins with nothing read.
  public init(maximumPaste: Int = 262_144) { self.maximumPaste = max(0, maximumPaste) }

  /// How long to wait for the rest of what has begun before `flush()` is due; `nil` if nothing has.
  ///
  /// 0.1 seconds after Escape, 0.5 within a sequence or a character, 2 within a paste.
  public var patience: Duration? {
    switch state {
    case .text, .lateEscape: utf8.isPending ? .milliseconds(500) : nil
    case .escape: .milliseconds(100)
    case .paste: .seconds(2)
    default: .milliseconds(500)
    }
  }

  /// Takes bytes and returns the keys they complete.
  public mutating func take(_ bytes: some Sequence<UInt8>) -> [Key] {
    var keys: [Key] = []
    for byte in bytes { take(byte, into: &keys) }
    return keys
  }

  /// Decides what has begun and was followed by silence, or by the end of the input.
  ///
  /// A lone Escape is the key, a paste ends, a cut character is U+FFFD, a cut sequence is dropped.
  public mutating func flush() -> [Key] {
    defer {
      matched = 0
      parameters = []
    }
    switch state {
    case .text, .lateEscape:
      state = .text
      return utf8.finish().map { .character(Character($0)) }
    case .escape:
      // The character after Alt may be cut as well.
      if utf8.isPending {
        state = .text
        return utf8.finish().map { .alternate(Character($0)) }
      }
      state = .lateEscape
      return [.escape]
    case .paste:
      for byte in Self.pasteEnd[..<matched] { keep(byte) }
      state = .text
      return [finishedPaste()]
    default:
      state = .text
      return []
    }
  }

  private mutating func take(_ byte: UInt8, into keys: inout [Key]) {
    switch state {
    case .text: takeText(byte, into: &keys)
    case .lateEscape:
      state = byte == 0x5B ? .sequence : .text
      if state == .text { takeText(byte, into: &keys) }
    case .escape: takeEscaped(byte, into: &keys)
    case .sequence: takeSequence(byte, into: &keys)
    case .application: takeApplication(byte, into: &keys)
    case .console:
      guard (0x20..<0x7F).contains(byte) else { return abandon(for: byte, into: &keys) }
      state = .text
      if (0x41...0x45).contains(byte) { keys.append(.function(Int(byte) - 0x40)) }
    case .mouse(let rest): state = rest > 1 ? .mouse(rest - 1) : .text
    case .string:
      switch byte {
      case 0x07: state = .text
      case 0x1B: state = .stringEscape
      case 0x00..<0x20: abandon(for: byte, into: &keys)
      default: break
      }
    case .stringEscape:
      if byte == 0x5C {
        state = .text
      } else {
        state = .escape
        takeEscaped(byte, into: &keys)
      }
    case .paste: takePasted(byte, into: &keys)
    }
  }

  /// Drops a sequence that a byte cannot belong to, and reads the byte as if it came alone.
  private mutating func abandon(for byte: UInt8, into keys: inout [Key]) {
    state = .text
    parameters = []
    takeText(byte, into: &keys)
  }

  // MARK: - Text

  private mutating func takeText(_ byte: UInt8, into keys: inout [Key]) {
    for scalar in utf8.take(byte) {
      if scalar == "\u{1B}" {
        state = .escape
      } else if let key = Self.key(of: scalar) {
        keys.append(key)
      }
    }
  }

  private static func key(of scalar: Unicode.Scalar) -> Key? {
    switch scalar.value {
    case 0x00: .control(" ")
    case 0x08, 0x7F: .backspace
    case 0x09: .tab
    case 0x0A, 0x0D: .enter
    case 0x01...0x1A: .control(Character(Unicode.Scalar(UInt8(scalar.value) + 0x60)))
    case 0x1C...0x1F: .control(Character(Unicode.Scalar(UInt8(scalar.value) + 0x40)))
    // Nobody types the controls of Latin-1 nor the separators of Unicode.
    case 0x80..<0xA0, 0x2028, 0x2029: nil
    default: .character(Character(scalar))
    }
  }

  private mutating func takeEscaped(_ byte: UInt8, into keys: inout [Key]) {
    if !utf8.isPending {
      switch byte {
      case 0x5B: return state = .sequence
      case 0x4F: return state = .application
      case 0x50, 0x58, 0x5D, 0x5E, 0x5F: return state = .string
      case 0x1B: return keys.append(.escape)
      case 0x00..<0x20, 0x7F:
        keys.append(.escape)
        return abandon(for: byte, into: &keys)
      default: break
      }
    }
    for scalar in utf8.take(byte) {
      if state == .escape, !TypedText.isControl(scalar) {
        keys.append(.alternate(Character(scalar)))
        state = .text
      } else if scalar == "\u{1B}" {
        state = .escape
      } else if let key = Self.key(of: scalar) {
        keys.append(key)
        state = .text
      } else {
        state = .text
      }
    }
  }

  // MARK: - Sequences

  private mutating func takeSequence(_ byte: UInt8, into keys: inout [Key]) {
    switch byte {
    case 0x5B where parameters.isEmpty: state = .console
    case 0x4D where parameters.isEmpty: state = .mouse(3)
    // With Shift, rxvt ends a sequence in `$`, which otherwise comes before the end.
    case 0x24 where !parameters.isEmpty && parameters.allSatisfy { (0x30...0x39).contains($0) }:
      finishSequence(byte, into: &keys)
    // No sequence that is known here is longer; the rest of a longer one counts for nothing.
    case 0x20..<0x40: if parameters.count < 32 { parameters.append(byte) }
    case 0x40..<0x7F: finishSequence(byte, into: &keys)
    case 0x7F: break
    default: abandon(for: byte, into: &keys)
    }
  }

  private mutating func finishSequence(_ byte: UInt8, into keys: inout [Key]) {
    defer { parameters = [] }
    state = .text
    if byte == 0x7E && parameters == Array("200".utf8) {
      state = .paste
    } else if let key = KeySequence.key(ending: byte, parameters: parameters) {
      keys.append(key)
    }
  }

  private mutating func takeApplication(_ byte: UInt8, into keys: inout [Key]) {
    switch byte {
    case 0x30...0x39, 0x3B: if parameters.count < 32 { parameters.append(byte) }
    case 0x20..<0x7F:
      if let key = KeySequence.applicationKey(ending: byte, parameters: parameters) {
        keys.append(key)
      }
      parameters = []
      state = .text
    default: abandon(for: byte, into: &keys)
    }
  }

  // MARK: - Paste

  private mutating func takePasted(_ byte: UInt8, into keys: inout [Key]) {
    if byte == Self.pasteEnd[matched] {
      matched += 1
      guard matched == Self.pasteEnd.count else { return }
      matched = 0
      state = .text
      keys.append(finishedPaste())
      return
    }
    for kept in Self.pasteEnd[..<matched] { keep(kept) }
    matched = byte == Self.pasteEnd[0] ? 1 : 0
    if matched == 0 { keep(byte) }
  }

  private mutating func keep(_ byte: UInt8) {
    if pasted.count <= maximumPaste { pasted.append(byte) }
  }

  private mutating func finishedPaste() -> Key {
    defer { pasted = [] }
    guard pasted.count > maximumPaste else {
      return .paste(TypedText.cleaned(String(decoding: pasted, as: UTF8.self)))
    }
    // One byte more than fits was kept; a character must not be cut in two.
    var end = maximumPaste
    while end > 0, pasted[end] & 0xC0 == 0x80 { end -= 1 }
    return .paste(TypedText.cleaned(String(decoding: pasted[..<end], as: UTF8.self)))
  }
}

/// Puts scalars together from bytes of UTF-8 that arrive one at a time.
///
/// A sequence that is cut off or broken becomes one U+FFFD, as with `String(decoding:as:)`.
struct UTF8Assembler: Hashable, Sendable {
  private var bytes: [UInt8] = []

  /// Whether a sequence has begun and lacks bytes.
  var isPending: Bool { !bytes.isEmpty }

  /// Takes a byte and returns the scalars that are complete now.
  mutating func take(_ byte: UInt8) -> [Unicode.Scalar] {
    let sequence = bytes + [byte]
    let scalars = Self.scalars(sequence)
    bytes = []
    guard sequence.count == 1 || scalars.count == 1 else { return ["\u{FFFD}"] + take(byte) }
    // A sequence can go on if one of the two extreme continuation bytes still belongs to it.
    if [0x80, 0xBF].contains(where: { Self.scalars(sequence + [$0]).count == 1 }) {
      bytes = sequence
      return []
    }
    return scalars
  }

  /// Ends a sequence that lacks bytes.
  mutating func finish() -> [Unicode.Scalar] {
    defer { bytes = [] }
    return Self.scalars(bytes)
  }

  private static func scalars(_ bytes: [UInt8]) -> [Unicode.Scalar] {
    Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
  }
}
