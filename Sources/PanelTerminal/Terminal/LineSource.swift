#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Reads lines of UTF-8 from a descriptor.
///
/// Reads no further than the bytes the system hands over, so a prompt can be written between two
/// lines. Does not close the descriptor.
public struct LineSource: Sendable {
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private var start = 0
  private var ended = false

  /// Reads from an open descriptor.
  public init(descriptor: Int32) { self.descriptor = descriptor }

  /// The next line without its end, which may be LF or CRLF; `nil` when the input has ended.
  ///
  /// A last line without an end counts. Bytes that are no UTF-8 become U+FFFD. A failed read is the
  /// end of the input, an interrupted one is repeated.
  public mutating func next() -> String? {
    var searched = start
    while true {
      if let end = buffer[searched...].firstIndex(of: 0x0A) {
        let line = Self.text(buffer[start..<end])
        start = end + 1
        return line
      }
      searched = buffer.count
      if ended || !fill(&searched) {
        ended = true
        guard start < buffer.count else { return nil }
        let line = Self.text(buffer[start...])
        start = buffer.count
        return line
      }
    }
  }

  private mutating func fill(_ searched: inout Int) -> Bool {
    buffer.removeFirst(start)
    searched -= start
    start = 0
    var chunk = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(descriptor, &chunk, chunk.count)
      if count > 0 {
        buffer += chunk[..<count]
        return true
      }
      if count == 0 || errno != EINTR { return false }
    }
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes.last == 0x0D ? bytes.dropLast() : bytes, as: UTF8.self)
  }
}
