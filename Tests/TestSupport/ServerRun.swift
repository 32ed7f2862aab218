public import Foundation

/// A real `paneld` on a free loopback port, over a data directory that outlives it.
public final class ServerRun {
  /// The server did not start.
  public struct NotStarted: Error {
    /// What it printed.
    public var output: String
  }

  /// The data directory.
  public let data: URL
  /// The link that `paneld init` printed.
  public let link: String
  /// The environment of the server, from its next start on.
  public var environment = ["LC_ALL": "C"]
  /// Options of `paneld serve`, from its next start on.
  public var arguments: [String] = []
  /// A program that starts the server, with its first arguments; the server's command line follows.
  public var launcher: [String] = []
  private var process: Process?
  private var port = 0
  private let scheme: String
  private let errors: URL
  private let clock: URL

  /// Makes a data directory, with a certificate if it should be self-signed, and starts a server.
  public init(in folder: URL, selfSigned: Bool = false, arguments: [String] = []) throws {
    scheme = selfSigned ? "https" : "http"
    self.arguments = arguments
    data = folder.appending(path: "server")
    errors = folder.appending(path: "server.err")
    clock = folder.appending(path: "server.clock")
    let made = try ProgramRun.run(
      Repository.program("paneld"),
      ["init", "--data", data.path] + (selfSigned ? ["--self-signed"] : []),
      environment: ProgramRun.environment(home: folder)
    )
    guard made.status == 0 else { throw NotStarted(output: made.error) }
    link = made.output.trimmingCharacters(in: .whitespacesAndNewlines)
    try start()
  }

  /// Starts a server on a data directory that is there already, with its own log beside it.
  public init(existing data: URL) throws {
    self.data = data
    link = ""
    scheme = "http"
    errors = data.deletingLastPathComponent().appending(path: "\(data.lastPathComponent).err")
    clock = data.deletingLastPathComponent().appending(path: "\(data.lastPathComponent).clock")
    try start()
  }

  deinit { kill() }

  /// The process that was started last.
  public var processIdentifier: Int32? { process?.processIdentifier }

  /// Whether that process runs.
  public var isRunning: Bool { process?.isRunning == true }

  /// The server's address.
  public var address: String { "\(scheme)://127.0.0.1:\(port)" }

  /// The link with the port that the server really has.
  public var localLink: String {
    link.replacingOccurrences(of: "\(scheme)://127.0.0.1:8443", with: address)
  }

  /// Starts the server, on the same port as before.
  public func start() throws {
    try Data().write(to: errors)
    let process = Process()
    var command = launcher + [Repository.program("paneld").path]
    command += ["serve", "--data", data.path, "--port", "\(port)", "--with-parent"]
    command += arguments
    if shift != 0 { command += ["--trial-clock", clock.path] }
    process.executableURL = URL(fileURLWithPath: command.removeFirst())
    process.arguments = command
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    self.process = process
    let deadline = Date(timeIntervalSinceNow: 60)
    while Date() < deadline, process.isRunning {
      let text = log
      if let found = text.range(of: "listening on \(scheme)://127.0.0.1:") {
        port = Int(text[found.upperBound...].prefix { $0.isNumber }) ?? port
        return
      }
      var pause = pollfd()
      poll(&pause, 0, 10)
    }
    throw NotStarted(output: log)
  }

  /// How many seconds the server's clock is ahead of this machine's; set before `start` takes it.
  public private(set) var shift: Int64 = 0

  /// Lets time pass for the server, which is started anew for it the first time.
  public func advance(by seconds: Int64) throws {
    let isFirst = shift == 0
    shift += seconds
    try Data("\(shift)\n".utf8).write(to: clock, options: .atomic)
    guard isFirst else { return }
    _ = stop()
    try start()
  }

  /// Everything the server has written to its log since it was started.
  public var log: String {
    (try? String(contentsOf: errors, encoding: .utf8)) ?? ""
  }

  /// Sends the server a signal; nothing where it does not run.
  public func signal(_ number: Int32) {
    guard let process, process.isRunning else { return }
    Foundation.kill(process.processIdentifier, number)
  }

  /// Kills the server as a power cut would.
  public func kill() {
    guard let process, process.isRunning else { return }
    Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// Waits for a server that is about to end by itself; its exit status, or 128 and the signal.
  public func waitForEnd(seconds: Double = 60) -> Int32? {
    let deadline = Date(timeIntervalSinceNow: seconds)
    while let process, process.isRunning, Date() < deadline {
      var pause = pollfd()
      poll(&pause, 0, 5)
    }
    guard let process, !process.isRunning else { return nil }
    return process.terminationStatus + (process.terminationReason == .uncaughtSignal ? 128 : 0)
  }

  /// Stops the server in an orderly way and returns its exit status.
  public func stop() -> Int32 {
    guard let process, process.isRunning else { return -1 }
    process.terminate()
    process.waitUntilExit()
    return process.terminationStatus
  }
}
