public import Foundation

/// What a program did that was run to its end without a terminal.
public struct ProgramRun: Sendable {
  /// The exit status, or 128 and the signal.
  public var status: Int32
  /// Standard output.
  public var output: String
  /// Standard error.
  public var error: String

  /// The environment of every run: nothing of the person who runs the tests.
  public static func environment(home: URL, language: String = "en_US.UTF-8") -> [String: String] {
    [
      "PANEL_HOME": home.path, "LC_ALL": language, "HOME": home.path, "TERM": "xterm",
      "PATH": Repository.program("panel").deletingLastPathComponent().path + ":/usr/bin:/bin",
    ]
  }

  /// Runs a program and waits for its end.
  public static func run(
    _ program: URL,
    _ arguments: [String],
    environment: [String: String],
    directory: URL = Repository.root,
    input: String = ""
  ) throws -> ProgramRun {
    let files = try TemporaryFolder()
    let (out, err) = (files.url.appending(path: "out"), files.url.appending(path: "err"))
    let feed = files.url.appending(path: "in")
    try Data(input.utf8).write(to: feed)
    for file in [out, err] { try Data().write(to: file) }
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.environment = environment
    process.currentDirectoryURL = directory
    process.standardInput = try FileHandle(forReadingFrom: feed)
    process.standardOutput = try FileHandle(forWritingTo: out)
    process.standardError = try FileHandle(forWritingTo: err)
    try process.run()
    process.waitUntilExit()
    let signalled = process.terminationReason == .uncaughtSignal
    return ProgramRun(
      status: process.terminationStatus + (signalled ? 128 : 0),
      output: String(decoding: try Data(contentsOf: out), as: UTF8.self),
      error: String(decoding: try Data(contentsOf: err), as: UTF8.self)
    )
  }

  /// Runs `panel` with a home of its own.
  public static func panel(
    _ arguments: String...,
    home: URL,
    language: String = "en_US.UTF-8",
    directory: URL = Repository.root,
    input: String = ""
  ) throws -> ProgramRun {
    try run(
      Repository.program("panel"),
      arguments,
      environment: environment(home: home, language: language),
      directory: directory,
      input: input
    )
  }
}
