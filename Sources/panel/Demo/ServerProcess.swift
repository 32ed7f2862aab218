import Foundation
import PanelCore
import PanelProtocol

/// A real `paneld` on a free loopback port, for the demonstration.
///
/// The program is the one in the same folder as this program, or `$PANELD`. If it dies,
/// `ensureRunning` restarts it on the same port with the same data.
actor ServerProcess {
  private let program: URL
  private let data: URL
  private var process: Process?
  private var port = 0
  private var starting: Task<URL, any Error>?

  init(data: URL) throws(Failure) {
    self.data = data
    program = try ServerProcess.locate()
  }

  private static func locate() throws(Failure) -> URL {
    if let path = Settings.environment["PANELD"], !path.isEmpty {
      guard FileManager.default.isExecutableFile(atPath: path) else {
        throw Failure(
          .missingInput,
          en: "PANELD names \(path), which is not a program",
          ko: "PANELD가 가리키는 \(path)은(는) 프로그램이 아닙니다",
          fix: (en: "set it to the path of paneld, or unset it", ko: "paneld의 경로로 지정하거나 지우십시오")
        )
      }
      return URL(fileURLWithPath: path)
    }
    let own = Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
    let beside = own.resolvingSymlinksInPath().deletingLastPathComponent()
      .appending(path: "paneld")
    guard FileManager.default.isExecutableFile(atPath: beside.path) else {
      throw Failure(
        .missingInput,
        en: "\(beside.path): no server program here",
        ko: "\(beside.path): 서버 프로그램이 없습니다",
        fix: (en: "build it, or set PANELD to its path", ko: "빌드하거나 PANELD에 경로를 지정하십시오")
      )
    }
    return beside
  }

  /// Runs `paneld init` and returns the link it prints.
  func initialise() throws -> String {
    let process = Process()
    process.executableURL = program
    process.arguments = ["init", "--data", data.path]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let link = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw failure("init") }
    return String(decoding: link, as: UTF8.self)
  }

  /// Starts the server if it is not running, waits until it listens, and returns its address.
  ///
  /// Concurrent callers wait for the same start.
  @discardableResult
  func ensureRunning() async throws -> URL {
    if let starting { return try await starting.value }
    if process?.isRunning == true, let url = try address(), await answers(url) { return url }
    if let starting { return try await starting.value }
    let task = Task { try await self.start() }
    starting = task
    defer { starting = nil }
    return try await task.value
  }

  private func start() async throws -> URL {
    for _ in 0..<5 {
      if let process, process.isRunning {
        process.terminate()
        process.waitUntilExit()
      }
      let started = Process()
      started.executableURL = program
      started.arguments = ["serve", "--data", data.path, "--port", "\(port)", "--with-parent"]
      started.standardInput = FileHandle.nullDevice
      started.standardOutput = FileHandle.nullDevice
      started.standardError = FileHandle.nullDevice
      try started.run()
      process = started
      let deadline = ContinuousClock.now + .seconds(60)
      while ContinuousClock.now < deadline, started.isRunning {
        if let url = try address(), let port = url.port, await answers(url) {
          self.port = port
          return url
        }
        try await Task.sleep(for: .milliseconds(20))
      }
      // Retry if the process was killed during its start, but not if it exited by itself.
      if !started.isRunning, started.terminationReason == .exit { break }
    }
    throw failure("serve")
  }

  private func answers(_ url: URL) async -> Bool {
    (try? await PanelClient.with(url) { try await $0.get(Route.health) }) != nil
  }

  /// The address that the running process wrote; one left by an earlier process is ignored.
  private func address() throws -> URL? {
    guard let file = try? Data(contentsOf: data.appending(path: "server.json")),
      let address = try? JSONDecoder().decode(ServerAddress.self, from: file),
      address.pid == process?.processIdentifier
    else { return nil }
    return URL(string: address.url)
  }

  /// Asks the server to stop and waits until it has stopped.
  func stop() {
    guard let process, process.isRunning else { return }
    process.terminate()
    process.waitUntilExit()
  }

  private func failure(_ command: String) -> Failure {
    Failure(
      .unavailable,
      en: "paneld \(command) failed",
      ko: "paneld \(command)이(가) 실패했습니다",
      fix: (
        en: "run it by hand to see why: \(program.path) \(command) --data \(data.path)",
        ko: "직접 실행해 원인을 확인하십시오: \(program.path) \(command) --data \(data.path)"
      )
    )
  }
}
