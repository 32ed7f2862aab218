import Foundation
import TestSupport

/// The FastAPI server of `peers/submissions` on a free port, over a database of its own.
final class PeerServer {
  struct NotStarted: Error {}

  let port: Int
  private let process = Process()

  var processIdentifier: Int32 { process.processIdentifier }

  init(python: URL, in folder: URL) throws {
    let errors = folder.appending(path: "peer.err")
    try Data().write(to: errors)
    process.executableURL = python
    process.arguments = [
      "-m", "uvicorn", "fastapi_group:app", "--port", "0", "--no-access-log",
    ]
    process.currentDirectoryURL = Repository.root.appending(path: "peers/submissions")
    process.environment = [
      "DB": folder.appending(path: "peer.sqlite").path, "PYTHONDONTWRITEBYTECODE": "1",
    ]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    let deadline = Date(timeIntervalSinceNow: 60)
    var found = 0
    while found == 0, process.isRunning, Date() < deadline {
      let text = (try? String(contentsOf: errors, encoding: .utf8)) ?? ""
      found =
        text.firstMatch(of: /running on http:\/\/127\.0\.0\.1:([0-9]+)/).flatMap { Int($0.1) } ?? 0
      var pause = pollfd()
      poll(&pause, 0, 10)
    }
    guard found > 0 else {
      process.terminate()
      throw NotStarted()
    }
    port = found
  }

  /// Kills it: it would wait for connections that are kept alive.
  func stop() {
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// One response of twelve answers, padded with the white space that JSON allows at its end.
  static func response(_ number: Int, size: Int) -> Data {
    let answers = (1...12).map { "\"q\($0)\":\(1 + (number + $0) % 5)" }.joined(separator: ",")
    let text =
      "{\"survey\":1,\"expert\":\"e\(number)\",\"model\":\"A\",\"item\":\"I1\","
      + "\"answers\":{\(answers)}}"
    return Data((text + String(repeating: " ", count: max(0, size - text.utf8.count))).utf8)
  }
}
