import Foundation
import PanelCore
import Synchronization

/// News about the round, fetched from the server while the form is open.
///
/// A bad network must not keep an evaluator from working: until there is news, the form shows what
/// this machine knew before.
final class RoundNews: Sendable {
  private enum State {
    case waiting
    case heard
    case refused(Failure)
    case told
  }

  private let state = Mutex(State.waiting)
  private let evaluator: Evaluator
  private let asked = Mutex(ContinuousClock.now)

  private init(_ evaluator: Evaluator) { self.evaluator = evaluator }

  /// Asks again if a minute has passed: a form may stay open for days.
  func askAgain() {
    let isDue = asked.withLock { asked in
      guard ContinuousClock.now - asked > .seconds(60) else { return false }
      asked = ContinuousClock.now
      return true
    }
    guard isDue, !isWaiting else { return }
    state.withLock { $0 = .waiting }
    ask()
  }

  private func ask() {
    let news = self
    Task {
      do {
        _ = try await reporting { try await evaluator.follow() }
        news.state.withLock { $0 = .heard }
      } catch let failure as Failure where failure.status == .unavailable {
        news.state.withLock { $0 = .told }
      } catch let failure as Failure {
        news.state.withLock { $0 = .refused(failure) }
      } catch {
        news.state.withLock { $0 = .told }
      }
    }
  }

  /// Asks the server and waits up to 1.5 seconds; the request continues in the background.
  static func fetch(_ evaluator: Evaluator) async -> RoundNews {
    let news = RoundNews(evaluator)
    news.ask()
    // Most servers answer in this time, and then the first screen is up to date.
    for _ in 1...30 where news.isWaiting { try? await Task.sleep(for: .milliseconds(50)) }
    return news
  }

  /// Whether an answer may still come.
  var isWaiting: Bool { state.withLock { if case .waiting = $0 { true } else { false } } }

  /// Whether there is news that was not taken yet; throws if the server's log does not verify.
  func take() throws(Failure) -> Bool {
    let former = state.withLock { state in
      let former = state
      if case .waiting = former { return former }
      state = .told
      return former
    }
    switch former {
    case .heard: return true
    case .refused(let failure): throw failure
    case .waiting, .told: return false
    }
  }
}
