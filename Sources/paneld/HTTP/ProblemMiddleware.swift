import Foundation
import Hummingbird
import Logging
import NIOCore
import PanelFiles
import PanelProtocol
import PanelStore

/// Turns every error of a route into a `ProblemReport`.
struct ProblemMiddleware: RouterMiddleware {
  let logger: Logger
  let metrics: ServerMetrics
  private let memo = ProblemMemo()

  init(logger: Logger, metrics: ServerMetrics) {
    self.logger = logger
    self.metrics = metrics
  }

  func handle(
    _ request: Request,
    context: Server.Context,
    next: (Request, Server.Context) async throws -> Response
  ) async throws -> Response {
    var response: Response
    do {
      response = try await next(request, context)
    } catch {
      response = try await report(error).response(from: request, context: context)
    }
    // A body after the answer to a HEAD would be read as the next answer of the connection.
    return request.method == .head ? response.createHeadResponse() : response
  }

  private func report(_ error: any Error) async -> ProblemReport {
    switch error {
    case let report as ProblemReport: return report
    case StoreError.conflict:
      return ProblemReport(
        .conflict,
        "this was done already",
        fix: "look at the present state before you send it again"
      )
    case StoreError.notFound:
      return ProblemReport(
        .notFound,
        "this does not exist any more",
        fix: "look at the present state"
      )
    case StoreError.noSeatLeft:
      return ProblemReport(.noSeatLeft, "all seats are taken", fix: "tell the coordinator")
    case is StoreError, is DurableFile.Problem: return await unavailable("\(error)")
    case let error as HTTPError:
      return ProblemReport(
        error.status == .notFound ? .notFound : .malformed,
        "this is not part of the interface",
        fix: "check the server's address, and use a version of panel that fits this server"
      )
    case is NIOTooManyBytesError:
      return ProblemReport(
        .tooLarge,
        "the request is too large",
        fix: "shorten what you send, or use a version of panel that fits this server"
      )
    default:
      let kind = "\(type(of: error))"
      metrics.note(fault: "failure")
      if await memo.isNew(kind) { logger.error("a request failed", metadata: ["kind": "\(kind)"]) }
      return ProblemReport(
        .failure,
        "the server failed",
        detail: kind,
        fix: "try again; if the problem stays, send this message to the operator"
      )
    }
  }

  /// The operator learns the reason from the log; the peer learns only that it has to try again.
  private func unavailable(_ reason: String) async -> ProblemReport {
    metrics.note(fault: "storage")
    if await memo.isNew(reason) {
      logger.error("storage failed", metadata: ["error": "\(reason)"])
    }
    return ProblemReport(
      .unavailable,
      "the server cannot store anything at the moment",
      fix: "try again later; everything that was acknowledged is kept"
    )
  }
}

/// Which problems the log has reported already.
///
/// A line for each failed request would reveal when somebody submitted.
private actor ProblemMemo {
  private var reported: Set<String> = []

  func isNew(_ problem: String) -> Bool { reported.insert(problem).inserted }
}
