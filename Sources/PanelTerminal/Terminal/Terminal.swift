#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Questions to the terminal of a descriptor.
public enum Terminal {
  /// Whether the descriptor is a terminal.
  public static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// Goes to the upper left corner and clears the screen, for what is shown again and again.
  public static let clearScreen = "\u{1B}[H\u{1B}[2J"

  /// The terminal's width in columns; `nil` if the descriptor is not a terminal or its size is unknown.
  public static func columns(of descriptor: Int32) -> Int? {
    size(of: descriptor).flatMap { $0.ws_col > 0 ? Int($0.ws_col) : nil }
  }

  /// The terminal's height in lines; `nil` if the descriptor is not a terminal or its size is unknown.
  public static func rows(of descriptor: Int32) -> Int? {
    size(of: descriptor).flatMap { $0.ws_row > 0 ? Int($0.ws_row) : nil }
  }

  /// Discards what was typed and not read yet.
  public static func discardInput(of descriptor: Int32) { _ = tcflush(descriptor, TCIFLUSH) }

  /// Whether something can be read within so many milliseconds, the end of the input included.
  public static func hasInput(on descriptor: Int32, within milliseconds: Int32) -> Bool {
    var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&waiting, 1, milliseconds) > 0
  }

  private static func size(of descriptor: Int32) -> winsize? {
    var size = winsize()
    return ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 ? size : nil
  }
}
