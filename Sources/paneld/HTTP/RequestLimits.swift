import Hummingbird
import PanelProtocol
import Synchronization

/// Answers `tooMany` when more requests of one kind arrive than the server takes at a time.
///
/// No address is read or kept, so each limit is for all peers together; the limits on connections
/// and the deadlines bound what a single peer can occupy.
struct RequestLimits: RouterMiddleware {
  /// The kinds that are counted.
  enum Kind: Hashable, Sendable {
    case enrolment, submission, refusal
  }

  private let buckets: Buckets

  init(limits: ServerLimits) { buckets = Buckets(limits) }

  func handle(
    _ request: Request,
    context: Server.Context,
    next: (Request, Server.Context) async throws -> Response
  ) async throws -> Response {
    if let kind = RequestLimits.kind(of: request, context) { try buckets.take(kind) }
    do {
      return try await next(request, context)
    } catch let report as ProblemReport
      where report.type == .notAuthorised
      || context.endpointPath == Route.coordinators && report.type == .notFound
    {
      // Counted only now, so that guessing locks out nobody who has the right token or link.
      try buckets.take(.refusal)
      throw report
    }
  }

  private static func kind(of request: Request, _ context: Server.Context) -> Kind? {
    guard request.method != .get, let path = context.endpointPath else { return nil }
    switch path.split(separator: "/").last.flatMap({ Route.Part(rawValue: String($0)) }) {
    case .enrolments, .declines: return .enrolment
    case .submission, .claims: return .submission
    default: return nil
    }
  }

  /// The buckets of all kinds, which all requests share.
  private final class Buckets: Sendable {
    private let levels: Mutex<[Kind: TokenBucket]>
    private let start = ContinuousClock.now

    init(_ limits: ServerLimits) {
      let rates: [Kind: Int] = [
        .enrolment: limits.enrolmentsPerSecond,
        .submission: limits.submissionsPerSecond,
        .refusal: ServerLimits.refusalsPerSecond,
      ]
      levels = Mutex(
        rates.mapValues { TokenBucket(perSecond: $0, capacity: $0 * 10, second: 0) }
      )
    }

    func take(_ kind: Kind) throws(ProblemReport) {
      let second = start.duration(to: .now).components.seconds
      let isTaken = levels.withLock { $0[kind]?.take(at: second) ?? true }
      guard !isTaken else { return }
      throw ProblemReport(
        .tooMany,
        "too many requests arrive at once",
        fix: "wait a minute and send it again; nothing was recorded"
      )
    }
  }
}

/// The number of requests of one kind that the server takes now, for all peers together.
///
/// It holds a number and a whole second and nothing about the peers. So one peer can use up the
/// bucket for all, which is why the limits are far above what a panel needs.
struct TokenBucket: Sendable {
  /// Tokens added each second, up to `capacity`.
  let perSecond: Int
  /// Requests that may arrive at once.
  let capacity: Int
  private var level: Int
  private var second: Int64

  /// A full bucket.
  init(perSecond: Int, capacity: Int, second: Int64) {
    self.perSecond = perSecond
    self.capacity = capacity
    self.second = second
    level = capacity
  }

  /// Takes a token; false if none is left, and then one is added within a second.
  mutating func take(at now: Int64) -> Bool {
    if now > second {
      let added = perSecond.multipliedReportingOverflow(by: Int(now - second))
      level = added.overflow ? capacity : min(capacity, level + min(added.partialValue, capacity))
      second = now
    }
    guard level > 0 else { return false }
    level -= 1
    return true
  }
}
