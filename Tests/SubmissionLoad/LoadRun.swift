import Foundation
import Synchronization

/// Many clients at once, each with a thread and a connection of its own, until all requests are
/// answered; and what that cost the server.
struct LoadRun {
  var seconds = 0.0
  var errors = 0
  var firstError = ""
  var milliseconds: [Double] = []
  var processorSeconds = 0.0
  var peakMebibytes = 0.0
  /// The longest that one run may take, seconds.
  static let limit = 300.0

  private struct Shared {
    var next = 0
    var milliseconds: [Double] = []
    var errors: [String] = []
  }

  /// Sends every request once; an answer that is not `status` is an error.
  static func run(
    clients: Int,
    requests: [Data],
    port: Int,
    process: Int32,
    status: Int
  ) throws -> LoadRun {
    let shared = Mutex(Shared())
    let done = DispatchSemaphore(value: 0)
    let before = processorSeconds(of: process)
    let start = Date()
    let deadline = start.addingTimeInterval(limit)
    for _ in 0..<clients {
      let thread = Thread {
        defer { done.signal() }
        do {
          let client = try LoadClient(port: port)
          while Date() < deadline {
            let index = shared.withLock { shared in
              defer { shared.next += 1 }
              return shared.next
            }
            guard index < requests.count else { return }
            let sent = DispatchTime.now().uptimeNanoseconds
            let answer = try client.send(requests[index])
            let taken = Double(DispatchTime.now().uptimeNanoseconds - sent) / 1e6
            shared.withLock { shared in
              shared.milliseconds.append(taken)
              guard answer.status != status else { return }
              let body = String(decoding: answer.body.prefix(300), as: UTF8.self)
              shared.errors.append("\(answer.status) \(body)")
            }
          }
        } catch {
          shared.withLock { $0.errors.append("\(error)") }
        }
      }
      thread.start()
    }
    for _ in 0..<clients { done.wait() }
    var run = LoadRun()
    run.seconds = Date().timeIntervalSince(start)
    run.processorSeconds = processorSeconds(of: process) - before
    run.peakMebibytes = peakMebibytes(of: process)
    shared.withLock { shared in
      run.milliseconds = shared.milliseconds.sorted()
      run.errors = shared.errors.count + requests.count - shared.milliseconds.count
      run.firstError = shared.errors.first ?? ""
    }
    return run
  }

  var perSecond: Double { Double(milliseconds.count) / seconds }

  func percentile(_ share: Double) -> Double {
    guard !milliseconds.isEmpty else { return .nan }
    return milliseconds[min(milliseconds.count - 1, Int(share * Double(milliseconds.count)))]
  }

  /// One line of the table.
  func line(_ name: String) -> String {
    func text(_ value: Double, _ places: Int) -> String { String(format: "%.\(places)f", value) }
    let cells = [
      name, text(perSecond, 0), text(percentile(0.5), 1), text(percentile(0.99), 1),
      text(processorSeconds * 1_000 / Double(max(1, milliseconds.count)), 2),
      text(peakMebibytes, 0), "\(errors)",
    ]
    return "| " + cells.joined(separator: " | ") + " |"
  }

  /// User and system time of a process and the threads it has had.
  private static func processorSeconds(of process: Int32) -> Double {
    let text = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
    // The name of the program, in brackets, may hold spaces.
    let fields = text.split(separator: ")").last.map { $0.split(separator: " ") } ?? []
    guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12])
    else { return .nan }
    return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
  }

  private static func peakMebibytes(of process: Int32) -> Double {
    let text = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
    guard let found = text.firstMatch(of: /VmHWM:\s*([0-9]+) kB/) else { return .nan }
    return (Double(found.1) ?? .nan) / 1_024
  }
}
