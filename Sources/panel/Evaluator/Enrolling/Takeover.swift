import Foundation
import PanelCore
import PanelFiles

extension FolderLock.Holder {
  /// This process.
  static var current: FolderLock.Holder {
    FolderLock.Holder(program: "panel", process: getpid(), host: ownHost)
  }

  /// The name of this host, without white space; `?` if the system has none.
  static var ownHost: String {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return "?" }
    let text = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    return text.isEmpty || text.contains(where: \.isWhitespace) ? "?" : text
  }
}

/// Takes a round over from another window of the same person on the same computer.
///
/// The other process is asked to end (SIGTERM), never killed, so that it saves what was typed last.
enum Takeover {
  /// Asks the process that holds the round to end, waits for it, and returns the lock.
  ///
  /// Only the process that holds the lock is ever signalled.
  static func request(
    state: RoundState,
    holder: FolderLock.Holder,
    patience: Duration = .seconds(5)
  ) async throws -> FolderLock {
    // Read twice: a process that has just taken the lock may not have written its name yet.
    for pause in [Duration.zero, .milliseconds(50)] {
      try await Task.sleep(for: pause)
      switch try state.tryLock() {
      case .held(let lock): return lock
      case .busy(let now): guard now == holder else { throw stays(state, now) }
      }
    }
    guard let host = holder.host, let process = holder.process, process != getpid() else {
      throw stays(state, holder)
    }
    guard host == FolderLock.Holder.ownHost else { throw elsewhere(state, host) }
    guard FolderLock.isHeld(path: state.lockURL.path, by: process) != false else {
      throw stays(state, holder)
    }
    let asking = FolderLock.Holder.current.description + "\n"
    try DurableFile.write(Data(asking.utf8), to: file(state))
    defer { try? FileManager.default.removeItem(at: file(state)) }
    // If there is no such process, it has just ended by itself.
    guard kill(process, SIGTERM) == 0 || errno == ESRCH else { throw stays(state, holder) }
    let end = ContinuousClock.now + patience
    repeat {
      switch try state.tryLock() {
      case .held(let lock): return lock
      case .busy(let now): guard now == holder else { throw stays(state, now) }
      }
      try await Task.sleep(for: .milliseconds(50))
    } while ContinuousClock.now < end
    throw stays(state, holder)
  }

  /// Whether another window has asked this one to end; removes the request.
  ///
  /// Call it before the lock is released: the process that takes it removes the request as well.
  static func wasRequested(state: RoundState) -> Bool {
    let file = file(state)
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return false }
    try? FileManager.default.removeItem(at: file)
    let asking = FolderLock.Holder(text.trimmed)
    // A request of a process that has ended does not count.
    guard let process = asking.process, asking.host == FolderLock.Holder.ownHost else {
      return false
    }
    return kill(process, 0) == 0
  }

  private static func file(_ state: RoundState) -> URL { state.folder.appending(path: "takeover") }

  private static func stays(_ state: RoundState, _ holder: FolderLock.Holder) -> Failure {
    Failure(
      .busy,
      en: "round '\(state.round)' stays open in another window: \(holder)",
      ko: "회차 '\(state.round)'이(가) 다른 창에서 계속 열려 있습니다: \(holder)",
      fix: (en: "save and leave there, then run this again", ko: "그 창에서 저장하고 나온 뒤 다시 실행하십시오")
    )
  }

  private static func elsewhere(_ state: RoundState, _ host: String) -> Failure {
    Failure(
      .busy,
      en: "round '\(state.round)' is open on another computer: \(host)",
      ko: "회차 '\(state.round)'이(가) 다른 컴퓨터에서 열려 있습니다: \(host)",
      fix: (en: "leave there first, then run it again here", ko: "그 컴퓨터에서 먼저 나온 뒤 여기서 다시 실행하십시오")
    )
  }
}
