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
  }

  private var terminal: Int32
  private let process: pid_t
  private var unread = ""
  private var pending: [UInt8] = []

  /// Everything shown so far.
  public private(set) var transcript = ""

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
    terminal = panel_spawn_on_terminal(program.path, &argv, &envp, columns, rows, &child)
    process = child
    guard terminal >= 0 else { throw Timeout(expected: "a pseudo-terminal", shown: "") }
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

  /// Types a line.
  public func type(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    _ = write(terminal, bytes, bytes.count)
  }

  /// Types bytes as they are.
  public func send(_ bytes: [UInt8]) { _ = write(terminal, bytes, bytes.count) }

  /// Types many bytes, reading what is shown meanwhile so that neither side waits for the other.
  public func feed(_ bytes: some Sequence<UInt8>, seconds: Double = 60) throws {
    let deadline = Date(timeIntervalSinceNow: seconds)
    _ = fcntl(terminal, F_SETFL, fcntl(terminal, F_GETFL) | O_NONBLOCK)
    var rest = Array(bytes)[...]
    while !rest.isEmpty {
      guard Date() < deadline else { throw Timeout(expected: "room to type", shown: unread) }
      let count = rest.prefix(4096).withUnsafeBytes { write(terminal, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if count < 0 && errno != EAGAIN && errno != EINTR {
        throw Timeout(expected: "an open terminal", shown: unread)
      }
      while unreadCount > 0, readMore() {}
      if count <= 0 { var pause = pollfd(); poll(&pause, 0, 2) }
    }
  }

  /// Waits until the program has read everything that was typed; false if it did not in time.
  public func isRead(within seconds: Double = 10) -> Bool {
    let deadline = Date(timeIntervalSinceNow: seconds)
    repeat {
      let count = panel_untaken_count(terminal)
      if count <= 0 { return count == 0 }
      var pause = pollfd()
      poll(&pause, 0, 1)
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
        while readMore() {}
        return status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f)
      }
      if !isOpen { var pause = pollfd(); poll(&pause, 0, 5) }
    }
    throw Timeout(expected: "the end", shown: unread)
  }

  /// Reads what has been shown within a moment; false when the other side has closed.
  private func readMore() -> Bool {
    var waiting = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
    guard poll(&waiting, 1, 100) > 0 else { return true }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = read(terminal, &buffer, buffer.count)
    guard count > 0 else { return false }
    pending += buffer[..<count]
    // A character may be cut in two; the rest comes with the next read.
    var end = pending.count
    while end > 0, pending.count - end < 4, String(bytes: pending[..<end], encoding: .utf8) == nil {
      end -= 1
    }
    let text = String(decoding: pending[..<end], as: UTF8.self)
    pending.removeFirst(end)
    unread += text
    transcript += text
    return true
  }
}
