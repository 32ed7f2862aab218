import Foundation
import PanelCore
import Synchronization

/// What the server says of the round, fetched while the form is open already.
///
/// A train's network must not keep anybody from writing: what was heard before stays true enough.
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

  /// Asks again once a minute has passed: a form may stay open for days.
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

  /// Asks the server, waits a moment, and goes on asking behind.
  static func fetch(_ evaluator: Evaluator) async -> RoundNews {
    let news = RoundNews(evaluator)
    news.ask()
    // Most servers answer at once, and then the first screen is right.
    for _ in 1...30 where news.isWaiting { try? await Task.sleep(for: .milliseconds(50)) }
    return news
  }

  /// Whether an answer may still come.
  var isWaiting: Bool { state.withLock { if case .waiting = $0 { true } else { false } } }

  /// Whether there is news that was not taken yet; throws if the server's log does not hold.
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
