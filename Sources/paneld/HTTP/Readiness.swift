import Foundation
import PanelCore
import PanelFiles
import PanelProtocol
import PanelStore

/// Whether the server can do its work: its database answers, it can write, every round is open.
///
/// Its answer is general, since anyone may request it; the log names the round and the file.
actor Readiness {
  private let registry: Registry
  private let directory: DataDirectory
  private let unopened: Int
  private var known: (problem: ProblemReport?, at: ContinuousClock.Instant)?

  /// How long an answer is reused, so that frequent requests do not keep the disk busy.
  private static let freshness: Duration = .seconds(2)

  init(registry: Registry, directory: DataDirectory, unopened: Int) {
    self.registry = registry
    self.directory = directory
    self.unopened = unopened
  }

  /// Why the server is not ready; `nil` when it is.
  func problem() -> ProblemReport? {
    if let known, known.at.duration(to: .now) < Readiness.freshness { return known.problem }
    let found = reason().map {
      ProblemReport(
        .unavailable,
        "the server is not ready",
        detail: $0,
        fix: "the operator finds the reason in the server's log"
      )
    }
    known = (found, .now)
    return found
  }

  private func reason() -> String? {
    guard (try? registry.rounds()) != nil else { return "its database does not answer" }
    let probe = directory.url.appending(path: "ready.probe")
    do {
      try DurableFile.write(Data(count: 4_096), to: probe)
      try DurableFile.remove(probe)
    } catch {
      return "its data directory cannot be written"
    }
    return unopened == 0 ? nil : "a round cannot be opened"
  }
}
