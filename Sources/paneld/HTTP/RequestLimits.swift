import Hummingbird
import PanelProtocol
import Synchronization

/// Answers `tooMany` where more of one kind of request comes than the server takes at a time.
///
/// No address is looked at or kept, so the bound is one for all peers together; connections and
/// deadlines bound what one peer can hold.
struct RequestLimits<Context: RequestContext>: RouterMiddleware {
  /// The kinds that are counted.
  enum Kind: Hashable, Sendable {
    case enrolment, submission, refusal
  }

  private let buckets: Buckets

  init(limits: ServerLimits) { buckets = Buckets(limits) }

  func handle(
    _ request: Hummingbird.Request,
    context: Context,
    next: (Hummingbird.Request, Context) async throws -> Hummingbird.Response
  ) async throws -> Hummingbird.Response {
    if let kind = RequestLimits.kind(of: request, context) { try buckets.take(kind) }
    do {
      return try await next(request, context)
    } catch let report as ProblemReport
      where report.type == .notAuthorised
      || context.endpointPath == Route.coordinators && report.type == .notFound
    {
      // Counted only now, so that guessing keeps nobody out who has the right word.
      try buckets.take(.refusal)
      throw report
    }
  }

  private static func kind(of request: Hummingbird.Request, _ context: Context) -> Kind? {
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
        "too much comes at once",
        fix: "wait a minute and send it again; nothing was recorded"
      )
    }
  }
}
