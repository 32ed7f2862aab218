import CPseudoTerminal
public import Foundation

/// A program on a real pseudo-terminal, typed at and read like a person would.
public final class PseudoTerminal {
  /// The program did not show in time what was waited for.
  public struct Timeout: Error, CustomStringConvertible {
    /// What was waited for.
    public var expected: String
    /// What was shown since the last match.
    public var shown: String
    /// Both.
    public var description: String { "waited for '\(expected)', saw:\n\(shown)" }

    /// Says what was waited for in vain.
    public init(expected: String, shown: String) {
      self.expected = expected
      self.shown = shown
    }
  }

  private var terminal: Int32
  private let process: pid_t
  private var unread = ""
  private var decoded = ""
  private var undecoded: [UInt8] = []
  private var unshown: [UInt8] = []
  private var shown: TerminalScreen

  /// How many bytes the program has written so far.
  public private(set) var byteCount = 0

  /// Starts a program.
  public init(
    _ program: URL,
    _ arguments: [String],
    environment: [String: String],
    columns: UInt16 = 80,
    rows: UInt16 = 24
  ) throws {
    var child: pid_t = 0
    var argv = ([program.path] + arguments).map { strdup($0) } + [nil]
    var envp = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { (argv + envp).forEach { free($0) } }
    shown = TerminalScreen(columns: Int(columns), rows: Int(rows))
    terminal = panel_spawn_on_terminal(program.path, &argv, &envp, columns, rows, &child)
    process = child
    guard terminal >= 0 else { throw Timeout(expected: "a pseudo-terminal", shown: "") }
  }

  /// Starts a shell on a script, so that what is left behind on the terminal can be looked at.
  public convenience init(
    shell script: String,
    environment: [String: String],
    columns: UInt16 = 80,
    rows: UInt16 = 24
  ) throws {
    try self.init(
      URL(filePath: "/bin/sh"),
      ["-c", script],
      environment: environment,
      columns: columns,
      rows: rows
    )
  }

  deinit {
    hangUp()
    kill(process, SIGKILL)
    var status: Int32 = 0
    waitpid(process, &status, WNOHANG)
  }

  /// Waits until a text has been shown; what came before it counts as read and is returned.
  @discardableResult
  public func expect(_ text: String, seconds: Double = 60) throws -> String {
    let deadline = Date(timeIntervalSinceNow: seconds)
    while true {
      decode()
      if let found = unread.range(of: text) {
        let before = String(unread[..<found.lowerBound])
        unread = String(unread[found.upperBound...])
        return before
      }
      guard Date() < deadline, readMore() else {
        throw Timeout(expected: text, shown: unread)
      }
    }
  }

  /// Everything shown so far.
  public var transcript: String {
    decode()
    return decoded
  }

  /// What is to be seen of everything that has been read.
  public var screen: TerminalScreen {
    if !unshown.isEmpty {
      shown.take(unshown)
      unshown = []
    }
    return shown
  }

  /// Types a line.
  public func type(_ line: String) { send(Array((line + "\n").utf8)) }

  /// Types bytes as they are; what the program shows meanwhile is read, lest both wait.
  public func send(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      var waiting = pollfd(fd: terminal, events: Int16(POLLIN | POLLOUT), revents: 0)
      guard poll(&waiting, 1, 10_000) > 0 else { return }
      if waiting.revents & Int16(POLLIN) != 0, !readMore() { return }
      guard waiting.revents & Int16(POLLOUT) != 0 else { continue }
      let count = rest.prefix(256).withUnsafeBytes { write(terminal, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  /// Types many bytes, reading what is shown meanwhile so that neither side waits for the other;
  /// false if the program has ended before it could take them.
  @discardableResult
  public func feed(_ bytes: some Sequence<UInt8>, seconds: Double = 60) throws -> Bool {
    let deadline = Date(timeIntervalSinceNow: seconds)
    _ = fcntl(terminal, F_SETFL, fcntl(terminal, F_GETFL) | O_NONBLOCK)
    var rest = Array(bytes)[...]
    while !rest.isEmpty {
      guard Date() < deadline else { throw Timeout(expected: "room to type", shown: unread) }
      let count = rest.withUnsafeBytes { write(terminal, $0.baseAddress, min($0.count, 4096)) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if count < 0 && errno != EAGAIN && errno != EINTR {
        return false
      }
      var waiting = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
      if poll(&waiting, 1, count > 0 ? 0 : 2) > 0, !readMore() { return false }
    }
    return true
  }

  /// Waits until the program has read everything that was typed; false if it did not in time.
  public func isRead(within seconds: Double = 10) -> Bool {
    let deadline = Date(timeIntervalSinceNow: seconds)
    repeat {
      let count = panel_untaken_count(terminal)
      if count <= 0 { return count == 0 }
      var waiting = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
      if poll(&waiting, 1, 1) > 0, !readMore() { return false }
    } while Date() < deadline
    return false
  }

  /// The process that was started.
  public var processID: Int32 { process }

  /// Takes the terminal away, as when a window is closed or a connection lost.
  public func hangUp() {
    if terminal >= 0 { close(terminal) }
    terminal = -1
  }

  /// Gives the terminal another size.
  public func resize(columns: UInt16, rows: UInt16) {
    shown = screen
    shown.resize(columns: Int(columns), rows: Int(rows))
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(terminal, UInt(TIOCSWINSZ), &size)
  }

  /// How many bytes the program has written that have not been read yet.
  public var unreadCount: Int {
    var count: Int32 = 0
    return ioctl(terminal, UInt(FIONREAD), &count) == 0 ? Int(count) : 0
  }

  /// Ends the input, as Ctrl-D does on an empty line.
  public func typeEndOfInput() { _ = write(terminal, [4], 1) }

  /// Kills the program at once.
  public func killNow() { kill(process, SIGKILL) }

  /// Waits for the end of the program and returns its exit status, or 128 and the signal.
  public func wait(seconds: Double = 60) throws -> Int32 {
    let deadline = Date(timeIntervalSinceNow: seconds)
    while Date() < deadline {
      let isOpen = readMore()
      var status: Int32 = 0
      if waitpid(process, &status, WNOHANG) == process {
        while let more = read(milliseconds: 0), !more.isEmpty {}
        return status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f)
      }
      if !isOpen { var pause = pollfd(); poll(&pause, 0, 5) }
    }
    decode()
    throw Timeout(expected: "the end", shown: unread)
  }

  /// Reads what has been shown within a moment; false when the other side has closed.
  private func readMore() -> Bool { read(milliseconds: 100) != nil }

  /// Reads what is shown within a time, as soon as there is something.
  ///
  /// Nothing is shown if the result is empty; `nil` means that the other side has closed.
  public func read(milliseconds: Int32) -> [UInt8]? {
    guard terminal >= 0 else { return nil }
    var waiting = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
    guard poll(&waiting, 1, milliseconds) > 0 else { return [] }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = Foundation.read(terminal, &buffer, buffer.count)
    guard count > 0 else { return count < 0 && (errno == EAGAIN || errno == EINTR) ? [] : nil }
    let bytes = Array(buffer[..<count])
    byteCount += count
    unshown += bytes
    undecoded += bytes
    return bytes
  }

  private func decode() {
    // A character may be cut in two; the rest comes with the next read.
    var end = undecoded.count
    while end > 0, undecoded.count - end < 4,
      String(bytes: undecoded[..<end], encoding: .utf8) == nil
    {
      end -= 1
    }
    let text = String(decoding: undecoded[..<end], as: UTF8.self)
    undecoded.removeFirst(end)
    unread += text
    decoded += text
  }
}
