import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import NIOFoundationCompat
import PanelCore
import PanelProtocol
import Synchronization

/// Adds an `ETag` to each answer 200 and answers 304 without a body to a client that has it
/// already.
///
/// For messages that clients request again and again (`panel round progress --watch`).
struct EntityTagMiddleware: RouterMiddleware {
  func handle(
    _ request: Request,
    context: Server.Context,
    next: (Request, Server.Context) async throws -> Response
  ) async throws -> Response {
    var response = try await next(request, context)
    guard response.status == .ok else { return response }
    let body = CollectedBody()
    try await response.body.write(body)
    let tag = "\"\(Hexadecimal.text(ContentHash.sha256(Data(buffer: body.bytes)).prefix(16)))\""
    let headers: HTTPFields = [.eTag: tag, .cacheControl: "private, no-cache"]
    let known = request.headers[.ifNoneMatch]?.split(separator: ",").map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    if known?.contains(where: { $0 == tag || $0 == "W/\(tag)" || $0 == "*" }) == true {
      return Response(status: .notModified, headers: headers)
    }
    for field in headers { response.headers[field.name] = field.value }
    response.body = ResponseBody(byteBuffer: body.bytes)
    return response
  }

  /// Holds the bytes of an answer.
  private final class CollectedBody: ResponseBodyWriter, Sendable {
    private let buffer = Mutex(ByteBuffer())
    var bytes: ByteBuffer { buffer.withLock { $0 } }

    func write(_ part: ByteBuffer) async throws {
      buffer.withLock { _ = $0.writeImmutableBuffer(part) }
    }

    func finish(_ trailingHeaders: HTTPFields?) async throws {}
  }
}
