import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import PanelCore
import PanelFiles
import PanelProtocol
import PanelStore

/// Turns whatever a route throws into a `ProblemReport`.
struct ProblemMiddleware<Context: RequestContext>: RouterMiddleware {
  let logger: Logger
  let metrics: ServerMetrics
  private let memo = ProblemMemo()

  init(logger: Logger, metrics: ServerMetrics) {
    self.logger = logger
    self.metrics = metrics
  }

  func handle(
    _ request: Hummingbird.Request,
    context: Context,
    next: (Hummingbird.Request, Context) async throws -> Hummingbird.Response
  ) async throws -> Hummingbird.Response {
    let response = try await answer(request, context, next)
    // A body behind the answer to a HEAD would be read as the next answer of the connection.
    return request.method == .head ? response.createHeadResponse() : response
  }

  private func answer(
    _ request: Hummingbird.Request,
    _ context: Context,
    _ next: (Hummingbird.Request, Context) async throws -> Hummingbird.Response
  ) async throws -> Hummingbird.Response {
    do {
      return try await next(request, context)
    } catch let report as ProblemReport {
      return try JSONReply.problem(report)
    } catch let error as StoreError {
      switch error {
      case .conflict:
        return try JSONReply.problem(
          ProblemReport(
            .conflict,
            "this was done already",
            fix: "look at how things stand before you send it again"
          )
        )
      case .notFound:
        return try JSONReply.problem(
          ProblemReport(.notFound, "this does not exist any more", fix: "look again what there is")
        )
      case .noSeatLeft:
        return try JSONReply.problem(
          ProblemReport(.noSeatLeft, "all seats are taken", fix: "tell the coordinator")
        )
      default: return try await unavailable("\(error)")
      }
    } catch let problem as DurableFile.Problem {
      return try await unavailable("\(problem)")
    } catch let error as HTTPError {
      let kind: ProblemReport.Kind = error.status == .notFound ? .notFound : .malformed
      return try JSONReply.problem(
        ProblemReport(
          kind,
          "this is not part of the interface",
          fix: "check the address of the server, and use a panel of the same version"
        )
      )
    } catch is NIOTooManyBytesError {
      return try JSONReply.problem(
        ProblemReport(
          .tooLarge,
          "the request is too large",
          fix: "shorten what is sent, or use a panel of the same version"
        )
      )
    } catch {
      // Once a kind: a line for each request would tell when somebody submitted.
      let kind = "\(type(of: error))"
      metrics.note(fault: "failure")
      if await memo.isNew(kind) { logger.error("a request failed", metadata: ["kind": "\(kind)"]) }
      return try JSONReply.problem(
        ProblemReport(
          .failure,
          "the server failed",
          detail: kind,
          fix: "try again; if it stays, tell the operator what stands here"
        )
      )
    }
  }

  /// What failed is for the operator; a peer learns only that it has to come again.
  private func unavailable(_ fault: String) async throws -> Hummingbird.Response {
    metrics.note(fault: "storage")
    if await memo.isNew(fault) { logger.error("storage failed", metadata: ["error": "\(fault)"]) }
    return try JSONReply.problem(
      ProblemReport(
        .unavailable,
        "the server cannot store anything at the moment",
        fix: "try again later; whatever was acknowledged stays"
      )
    )
  }
}

/// Which faults the log has told already.
///
/// A line for each failed request would tell when somebody submitted.
actor ProblemMemo {
  private var told: Set<String> = []

  func isNew(_ fault: String) -> Bool { told.insert(fault).inserted }
}

/// Answers as JSON or as the bytes of a file.
enum JSONReply {
  static func make(
    _ value: some Encodable,
    status: HTTPResponse.Status = .ok
  ) throws -> Hummingbird.Response {
    bytes(try CanonicalJSON.encode(value), type: "application/json", status: status)
  }

  /// Answers with a mark of what was answered, and with 304 who has that already.
  ///
  /// For what is looked at again and again (`panel round progress --watch`).
  static func make(
    _ value: some Encodable,
    answering request: Hummingbird.Request
  ) throws -> Hummingbird.Response {
    let data = try CanonicalJSON.encode(value)
    let mark = "\"\(Hexadecimal.text(ContentHash.sha256(data).prefix(16)))\""
    let known = request.headers[.ifNoneMatch]?.split(separator: ",").map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    let headers: HTTPFields = [.eTag: mark, .cacheControl: "private, no-cache"]
    if known?.contains(where: { $0 == mark || $0 == "W/\(mark)" || $0 == "*" }) == true {
      return Hummingbird.Response(status: .notModified, headers: headers)
    }
    var response = bytes(data, type: "application/json")
    for field in headers { response.headers[field.name] = field.value }
    return response
  }

  static func problem(_ report: ProblemReport) throws -> Hummingbird.Response {
    var response = bytes(
      try CanonicalJSON.encode(report),
      type: "application/problem+json",
      status: HTTPResponse.Status(code: report.status)
    )
    // Every bucket has one again within a second.
    if report.type == .tooMany { response.headers[.retryAfter] = "1" }
    if report.type == .notAuthorised { response.headers[.wwwAuthenticate] = "Bearer" }
    return response
  }

  static func bytes(
    _ data: Data,
    type: String,
    status: HTTPResponse.Status = .ok
  ) -> Hummingbird.Response {
    Hummingbird.Response(
      status: status,
      headers: [.contentType: type, .cacheControl: "no-store"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: data))
    )
  }
}
