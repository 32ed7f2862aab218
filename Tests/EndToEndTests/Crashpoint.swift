import Foundation
import TestSupport

/// Kills a real program at a chosen call, or lets calls fail, by the library of
/// `Crashpoint/crashpoint.c`.
///
/// A program started with `environment` runs as ever until `arm` writes a plan.
final class Crashpoint {
  /// When the matching call kills.
  enum When: String, Sendable {
    case trace, before, during, after
    /// From the matching call on all that match fail, as on a disk that is full or read-only.
    case full, readonly
  }

  /// The call that kills: the `number`-th one of the pattern, counted from the call `since` on.
  struct Point: CustomStringConvertible, Sendable {
    var when: When
    var number: Int
    var pattern: String
    var since: String

    /// Only notes the calls.
    static let never = Point(when: .trace, number: 0, pattern: "*", since: "")

    static func before(_ pattern: String, _ number: Int = 1, since: String = "") -> Point {
      Point(when: .before, number: number, pattern: pattern, since: since)
    }

    /// Half of what is written is, as a power cut may leave it.
    static func during(_ pattern: String, _ number: Int = 1, since: String = "") -> Point {
      Point(when: .during, number: number, pattern: pattern, since: since)
    }

    static func after(_ pattern: String, _ number: Int = 1, since: String = "") -> Point {
      Point(when: .after, number: number, pattern: pattern, since: since)
    }

    /// No matching call has room from the `number`-th one on.
    static func full(_ pattern: String, _ number: Int = 1) -> Point {
      Point(when: .full, number: number, pattern: pattern, since: "")
    }

    /// Nothing that matches can be changed from the `number`-th call on.
    static func readOnly(_ pattern: String, _ number: Int = 1) -> Point {
      Point(when: .readonly, number: number, pattern: pattern, since: "")
    }

    var description: String {
      "\(when) \(number) '\(pattern)'" + (since.isEmpty ? "" : " since '\(since)'")
    }
  }

  struct NoCompiler: Error, CustomStringConvertible {
    var description: String
  }

  /// Whether calls can be intercepted here.
  static var isSupported: Bool {
    #if os(Linux)
    true
    #else
    false
    #endif
  }

  /// Whether to kill at every call instead of at those that the rows name.
  static let isSweep = ProcessInfo.processInfo.environment["PANEL_CRASH_ROUNDS"] == "all"

  /// What a program needs in its environment.
  let environment: [String: String]
  private let plan: URL
  private var plans = 0

  init(in folder: URL, name: String) throws {
    let library = folder.appending(path: "crashpoint.so")
    if !FileManager.default.fileExists(atPath: library.path) {
      try Crashpoint.compile(to: library, in: folder)
    }
    plan = folder.appending(path: "\(name).plan")
    environment = ["LD_PRELOAD": library.path, "CRASHPOINT_PLAN": plan.path]
  }

  private static func compile(to library: URL, in folder: URL) throws {
    let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "Crashpoint/crashpoint.c")
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    let folders = path.split(separator: ":").map { URL(fileURLWithPath: String($0)) }
    // Whoever has Swift has its clang, though perhaps by no other name.
    let withSwift = folders.filter {
      FileManager.default.isExecutableFile(atPath: $0.appending(path: "swift").path)
    }
    let candidates =
      withSwift.map { $0.appending(path: "clang") } + folders.map { $0.appending(path: "cc") }
    var reasons: [String] = []
    for compiler in candidates where FileManager.default.isExecutableFile(atPath: compiler.path) {
      let run = try ProgramRun.run(
        compiler,
        ["-O1", "-shared", "-fPIC", "-o", library.path, source.path, "-ldl", "-lpthread"],
        environment: ["PATH": path, "HOME": folder.path]
      )
      if run.status == 0 { return }
      reasons.append("\(compiler.lastPathComponent): \(run.error)")
    }
    throw NoCompiler(
      description: reasons.isEmpty
        ? "no C compiler in PATH: neither clang beside swift nor cc"
        : "crashpoint.c cannot be compiled: \(reasons.joined(separator: "\n"))"
    )
  }

  /// Kills at this point from now on; the calls noted so far are forgotten.
  func arm(_ point: Point) throws {
    plans += 1
    try? FileManager.default.removeItem(at: trace)
    let lines = [
      "\(plans)", point.when.rawValue, "\(point.number)", point.pattern, point.since, "",
    ]
    try Data(lines.joined(separator: "\n").utf8).write(to: plan, options: .atomic)
  }

  /// Notes calls from now on and kills at none.
  func watch() throws { try arm(.never) }

  func disarm() { try? FileManager.default.removeItem(at: plan) }

  private var trace: URL { URL(fileURLWithPath: plan.path + ".trace") }

  /// The calls since the last plan.
  var calls: Calls {
    let text = (try? String(contentsOf: trace, encoding: .utf8)) ?? ""
    return Calls(lines: text.split(separator: "\n").map(String.init))
  }
}

/// The calls of a program in their order.
struct Calls {
  let lines: [String]

  /// The killed call, if one was.
  var killed: String? { lines.last { $0.hasPrefix("KILLED ") } }

  func contains(_ prefix: String) -> Bool { lines.contains { $0.hasPrefix(prefix) } }

  /// Every point at which these calls can be cut: before each, in the middle of what is written,
  /// and after the last.
  var everyPoint: [Crashpoint.Point] {
    lines.enumerated().flatMap { index, line in
      let before = [Crashpoint.Point.before("*", index + 1)]
      let isWrite = line.hasPrefix("write ") || line.hasPrefix("send ")
      return isWrite ? before + [.during("*", index + 1)] : before
    } + [.after("*", lines.count)]
  }

  /// The points at which a call has not taken effect yet.
  func everyPoint(before call: String) -> [Crashpoint.Point] {
    let position = lines.firstIndex(of: call) ?? -1
    return everyPoint.filter { $0.number <= position + 1 && $0.when != .after }
  }

  /// The points after a call, counted from it: how many pages lie before differs from time to time.
  func everyPoint(after call: String) -> [Crashpoint.Point] {
    guard let position = lines.firstIndex(of: call) else { return [] }
    return Calls(lines: Array(lines[(position + 1)...])).everyPoint.map { point in
      var point = point
      point.since = call
      return point
    }
  }

  /// What came before the first call, or the last one, that begins so; nothing if there was none.
  private func before(_ call: String, last: Bool) -> ArraySlice<String> {
    let position =
      last
      ? lines.lastIndex { $0.hasPrefix(call) } : lines.firstIndex { $0.hasPrefix(call) }
    return position.map { lines[..<$0] } ?? []
  }

  /// Whether a file written aside was flushed, renamed and flushed in its folder before a call.
  func isDurable(_ file: String, in folder: String, before call: String) -> Bool {
    let earlier = before(call, last: false)
    guard let flush = earlier.firstIndex(of: "fsync .\(file).aside"),
      let rename = earlier[flush...].firstIndex(of: "rename \(file)")
    else { return false }
    return earlier[rename...].contains("fsync \(folder)/")
  }

  /// Whether an SQLite transaction on a file was committed and flushed before a call.
  func isCommitted(_ file: String, before call: String, last: Bool = false) -> Bool {
    let earlier = before(call, last: last)
    guard let flush = earlier.firstIndex(of: "fsync \(file)"),
      let commit = earlier[flush...].firstIndex(of: "ftruncate \(file)-journal")
    else { return false }
    return earlier[commit...].contains("fsync \(file)-journal")
  }
}
