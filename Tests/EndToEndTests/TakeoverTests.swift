import Foundation
import PanelCore
import PanelFiles
import PanelProtocol
import TestSupport
import Testing

@testable import panel

@Suite("One round in two windows", .serialized, .timeLimit(.minutes(45)))
struct TakeoverTests {
  let folder: TemporaryFolder
  let state: RoundState

  init() throws {
    folder = try TemporaryFolder()
    state = RoundState(home: folder.url, round: RoundID("trial"))
    _ = try state.lock()
  }

  private func holder() throws -> FolderLock.Holder? {
    if case .busy(let holder) = try state.tryLock() { return holder }
    return nil
  }

  /// Another process that has the lock, and what it wrote into the file.
  private func hold(
    ignoring signal: String = "",
    text: (Int32) -> String = {
      "panel (pid \($0), host \(FolderLock.Holder.ownHost))"
    }
  ) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = [
      "-c", "\(signal) exec flock \"$0\" sleep 120 >/dev/null 2>&1", state.lockURL.path,
    ]
    try process.run()
    let deadline = Date(timeIntervalSinceNow: 20)
    while try holder() == nil, Date() < deadline { usleep(10_000) }
    try Data(text(process.processIdentifier).utf8).write(to: state.lockURL)
    return process
  }

  /// Whether a process runs and no SIGTERM waits for it: it may have been started with that blocked.
  private func isUntouched(_ process: Process) -> Bool {
    let path = "/proc/\(process.processIdentifier)/status"
    guard process.isRunning, let status = try? String(contentsOfFile: path, encoding: .utf8) else {
      return process.isRunning
    }
    let pending = status.matches(of: /(?:Sig|Shd)Pnd:\s*([0-9a-f]+)/)
      .compactMap { UInt64($0.1, radix: 16) }
    return pending.count == 2 && pending.allSatisfy { $0 & (1 << UInt64(SIGTERM - 1)) == 0 }
  }

  @Test("who holds a lock is read from its text, also that of an earlier version")
  func holders() {
    let new = FolderLock.Holder(program: "panel", process: 123, host: "desk-7")
    #expect(new.description == "panel (pid 123, host desk-7)")
    #expect(FolderLock.Holder(new.description) == new)
    let old = FolderLock.Holder("panel (pid 123)")
    #expect(old.process == 123 && old.host == nil)
    for text in ["", "somebody", "panel (pid x, host y)", "panel (pid 99999999999999, host y)"] {
      let holder = FolderLock.Holder(text)
      #expect(holder.process == nil && holder.description == text)
    }
    #expect(FolderLock.Holder("panel (pid 1, host y)").process == nil, "nor the first process")
    #expect(FolderLock.Holder("panel (pid 0, host y)").process == nil, "nor the own group")
  }

  @Test("a window that rates is ended by another, which has the round then")
  func windows() async throws {
    let trial = try await TrialRound(evaluators: 5)
    try await trial.enrolEverybody()
    let state = trial.people[0].state
    let first = try PseudoTerminal(
      Repository.program("panel"),
      ["rate", "--plain"],
      environment: ProgramRun.environment(home: trial.folder.url.appending(path: "person-0"))
    )
    try first.expect("[1/")
    guard case .busy(let holder) = try state.tryLock() else {
      Issue.record("the first window has the round")
      return
    }
    #expect(holder.process.map { $0 > 1 } == true && holder.host == FolderLock.Holder.ownHost)
    let lock = try await Takeover.request(
      state: state,
      holder: holder,
      patience: .seconds(60)
    )
    #expect([0, 75, 128 + SIGTERM].contains(try first.wait()))
    guard case .busy(let now) = try state.tryLock() else {
      Issue.record("the lock is this process's")
      return
    }
    #expect(now == FolderLock.Holder.current)
    #expect(!FileManager.default.fileExists(atPath: state.folder.path + "/takeover"))
    withExtendedLifetime(lock) {}
  }

  @Test("the one that is ended can tell why; a request that was broken off is none")
  func requested() async throws {
    #expect(!Takeover.wasRequested(state: state))
    let file = state.folder.appending(path: "takeover")
    let asking = Process()
    asking.executableURL = URL(fileURLWithPath: "/bin/sleep")
    asking.arguments = ["60"]
    try asking.run()
    let text = "panel (pid \(asking.processIdentifier), host \(FolderLock.Holder.ownHost))\n"
    try Data(text.utf8).write(to: file)
    #expect(Takeover.wasRequested(state: state))
    #expect(!Takeover.wasRequested(state: state), "it is told once")
    kill(asking.processIdentifier, SIGKILL)
    asking.waitUntilExit()
    try Data(text.utf8).write(to: file)
    #expect(!Takeover.wasRequested(state: state))
    #expect(!FileManager.default.fileExists(atPath: file.path))
  }

  @Test("a process that does not end keeps the round, and is not forced")
  func stubborn() async throws {
    let other = try hold(ignoring: "trap '' TERM;")
    defer { kill(other.processIdentifier, SIGKILL) }
    let holder = try #require(try holder())
    let failure = await #expect(throws: Failure.self) {
      _ = try await Takeover.request(
        state: state,
        holder: holder,
        patience: .milliseconds(300)
      )
    }
    #expect(failure?.status == .busy && other.isRunning)
    #expect(!FileManager.default.fileExists(atPath: state.folder.path + "/takeover"))
  }

  @Test("another host's process is never signalled, nor one that does not hold the lock")
  func strangers() async throws {
    let innocent = Process()
    innocent.executableURL = URL(fileURLWithPath: "/bin/sleep")
    innocent.arguments = ["60"]
    try innocent.run()
    defer { kill(innocent.processIdentifier, SIGKILL) }
    let texts = [
      "panel (pid \(innocent.processIdentifier), host elsewhere)",
      "panel (pid \(innocent.processIdentifier))",
      "panel (pid \(innocent.processIdentifier), host \(FolderLock.Holder.ownHost))",
    ]
    for (index, text) in texts.enumerated() {
      #if !os(Linux)
      if index == 2 { continue }
      #endif
      let lock = try FolderLock(path: state.lockURL.path, holder: text)
      let holder = try #require(try holder())
      let failure = await #expect(throws: Failure.self) {
        _ = try await Takeover.request(state: state, holder: holder, patience: .milliseconds(100))
      }
      #expect(failure?.status == .busy)
      #expect(failure?.message.en.contains("another computer") == (index == 0))
      withExtendedLifetime(lock) {}
    }
    #expect(isUntouched(innocent))
    // Somebody else has it by now than the one who was to be ended.
    do {
      let lock = try state.lock()
      await #expect(throws: Failure.self) {
        _ = try await Takeover.request(state: state, holder: FolderLock.Holder(texts[2]))
      }
      withExtendedLifetime(lock) {}
    }
    let free = try await Takeover.request(state: state, holder: FolderLock.Holder(texts[2]))
    withExtendedLifetime(free) {}
    #expect(isUntouched(innocent), "what is free is taken without a signal")
  }
}
