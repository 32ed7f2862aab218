internal import CTerminal

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// A terminal of which every key and every place of the screen belongs to this program.
///
/// While it is held, the terminal is raw (no echo, no lines, Ctrl-C is a byte), shows its alternate
/// screen without wrapping, hides the cursor and brackets what is pasted. `leave()` gives back
/// everything, and so does a signal that ends the program, before it is reported, and a crash. A
/// stop (SIGTSTP) gives the terminal back until the program is continued. There is one at a time.
public final class RawTerminal {
  /// Why a terminal cannot be held.
  public enum Problem: Error, Hashable, Sendable {
    /// Neither the standard streams nor the controlling terminal are a terminal.
    case noTerminal
    /// Another value holds the terminal.
    case alreadyHeld
    /// The system refused, with this error number.
    case refused(Int32)
  }

  /// A signal that ends the program.
  public enum Ending: Hashable, Sendable {
    /// SIGINT from another process; Ctrl-C arrives as a byte instead.
    case interrupt
    /// SIGTERM or SIGQUIT.
    case terminate
    /// SIGHUP: the connection or the window is gone.
    case hangUp
  }

  /// What happened at the terminal.
  public enum Event: Hashable, Sendable {
    /// Bytes arrived, for a `KeyDecoder`.
    case bytes([UInt8])
    /// The screen has another size and shows nothing of use: draw everything.
    case resized(ScreenSize)
    /// The program was continued after a stop: draw everything.
    case resumed(ScreenSize)
    /// The program is to end; the terminal has been given back already.
    case ending(Ending)
    /// Nothing happened for as long as was waited.
    case timeout
    /// The input has ended: the terminal is gone.
    case ended
  }

  private let input: Int32
  private let output: Int32
  private let signals: Int32
  private let opened: Int32?
  private var isHeld = true
  private var pending: [Event] = []

  /// Holds the terminal of standard input and standard error, or otherwise the controlling terminal.
  public convenience init() throws(Problem) {
    if isatty(0) == 1 && isatty(2) == 1 {
      try self.init(input: 0, output: 2)
      return
    }
    let descriptor = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { throw .noTerminal }
    do {
      try self.init(input: descriptor, output: descriptor, opened: descriptor)
    } catch {
      close(descriptor)
      throw error
    }
  }

  /// Holds the terminal of two open descriptors, which stay open.
  public convenience init(input: Int32, output: Int32) throws(Problem) {
    try self.init(input: input, output: output, opened: nil)
  }

  private init(input: Int32, output: Int32, opened: Int32?) throws(Problem) {
    signals = panel_raw_begin(
      input,
      output,
      Self.pointer(to: Self.greeting),
      Self.pointer(to: Self.farewell)
    )
    guard signals >= 0 else {
      switch errno {
      case ENOTTY: throw .noTerminal
      case EBUSY: throw .alreadyHeld
      default: throw .refused(errno)
      }
    }
    self.input = input
    self.output = panel_raw_output()
    self.opened = opened
  }

  // Alternate screen, bracketed paste, no wrapping, no cursor.
  private static let greeting: StaticString =
    "\u{1B}[?1049h\u{1B}[?2004h\u{1B}[?7l\u{1B}[?25l"
  // The same undone, and what a frame that was cut off may have left: a frame or a style begun.
  // Where there is no alternate screen, the shell continues below the last line.
  private static let farewell: StaticString =
    "\u{1B}[?2026l\u{1B}[0m\u{1B}[999;1H\r\n\u{1B}[?2004l\u{1B}[?7h\u{1B}[?25h\u{1B}[?1049l"

  /// The text as C has it; it stays as long as the program runs, as a signal handler needs it.
  private static func pointer(to text: StaticString) -> UnsafePointer<CChar> {
    UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
  }

  /// Holds the terminal while `body` runs and gives it back however that ends.
  public static func run<Result>(_ body: (RawTerminal) throws -> Result) throws -> Result {
    let terminal = try RawTerminal()
    defer { terminal.leave() }
    return try body(terminal)
  }

  /// Gives everything back; does nothing the second time.
  ///
  /// After that `next` returns `ended` and `write` does nothing.
  public func leave() {
    guard isHeld else { return }
    isHeld = false
    panel_raw_end()
    if let opened { close(opened) }
  }

  /// The size of the screen now; 80 × 24 if the terminal does not know.
  public var size: ScreenSize {
    guard isHeld, let columns = Terminal.columns(of: output), let lines = Terminal.rows(of: output)
    else { return ScreenSize(columns: 80, lines: 24) }
    return ScreenSize(columns: columns, lines: lines)
  }

  /// Waits for something to happen, at most for a time; without one, forever.
  public func next(timeout: Duration? = nil) -> Event {
    while isHeld {
      if !pending.isEmpty { return pending.removeFirst() }
      var waiting = [
        pollfd(fd: signals, events: Int16(POLLIN), revents: 0),
        pollfd(fd: input, events: Int16(POLLIN), revents: 0),
      ]
      let count = poll(&waiting, 2, Self.milliseconds(timeout))
      if count == 0 { return .timeout }
      if count < 0 {
        // What interrupted the wait can be read as a signal, or means nothing here.
        if errno == EINTR || errno == EAGAIN { continue }
        return .ended
      }
      if waiting[0].revents != 0 {
        takeSignals()
      } else if let event = read() {
        return event
      }
    }
    return pending.isEmpty ? .ended : pending.removeFirst()
  }

  /// Writes bytes to the screen.
  ///
  /// Stops early if the program has to end while the terminal accepts nothing; the next event is then
  /// `ending`.
  public func write(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while isHeld, !rest.isEmpty {
      var waiting = [
        pollfd(fd: signals, events: Int16(POLLIN), revents: 0),
        pollfd(fd: output, events: Int16(POLLOUT), revents: 0),
      ]
      if poll(&waiting, 2, -1) < 0 {
        if errno == EINTR || errno == EAGAIN { continue }
        return
      }
      if waiting[0].revents != 0 {
        takeSignals()
        continue
      }
      let count = rest.withUnsafeBytes { systemWrite(output, $0) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if count == 0 || (errno != EINTR && errno != EAGAIN) {
        return
      }
    }
  }

  /// Gives the terminal back and stops the program, as Ctrl-Z does elsewhere.
  ///
  /// Returns when the program has been continued and holds the terminal again; the next event is
  /// `resumed`. Returns at once if no shell could continue the program.
  public func suspend() {
    guard isHeld else { return }
    panel_raw_suspend()
    panel_raw_stop()
    hold(anew: true)
    // The signal that continued the program has been dealt with here.
    takeSignals(continued: true)
  }

  private func hold(anew: Bool) {
    guard panel_raw_resume(anew ? 1 : 0) == 0 else {
      pending.append(.ended)
      return
    }
    pending.append(.resumed(size))
  }

  private func takeSignals(continued: Bool = false) {
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = systemRead(signals, &bytes)
    guard count > 0 else { return }
    for signal in Set(bytes[..<count].map(Int32.init)).sorted() where isHeld {
      switch signal {
      case SIGTSTP: suspend()
      // Stopped by SIGSTOP, or continued though not stopped: the shell may have had the terminal.
      case SIGCONT: if !continued { hold(anew: false) }
      case SIGWINCH:
        pending.removeAll { if case .resized = $0 { true } else { false } }
        pending.append(.resized(size))
      case SIGINT: end(.interrupt)
      case SIGHUP: end(.hangUp)
      default: end(.terminate)
      }
    }
  }

  private func end(_ ending: Ending) {
    leave()
    pending = [.ending(ending)]
  }

  private func read() -> Event? {
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = systemRead(input, &bytes)
    if count > 0 { return .bytes(Array(bytes[..<count])) }
    if count < 0 && (errno == EINTR || errno == EAGAIN) { return nil }
    return .ended
  }

  private static func milliseconds(_ time: Duration?) -> Int32 {
    guard let time else { return -1 }
    let (seconds, attoseconds) = time.components
    let exact = Double(seconds) * 1000 + Double(attoseconds) / 1e15
    return Int32(min(max(0, exact.rounded(.up)), 1e9))
  }
}

// Inside the class `read` and `write` are its own.
private func systemRead(_ descriptor: Int32, _ bytes: inout [UInt8]) -> Int {
  bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  write(descriptor, bytes.baseAddress, bytes.count)
}
