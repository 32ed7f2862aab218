import Foundation
public import HTTPTypes
public import Hummingbird
import NIOCore
import NIOFoundationCompat
import PanelCore
public import PanelProtocol

/// A message as canonical JSON, which nobody caches.
struct JSON<Message: Encodable & Sendable>: ResponseGenerator {
  var message: Message
  var status = HTTPResponse.Status.ok

  func response(from request: Request, context: some RequestContext) throws -> Response {
    .bytes(try CanonicalJSON.encode(message), type: "application/json", status: status)
  }
}

extension ProblemReport: HTTPResponseError {
  /// The status code of the answer.
  public var status: HTTPResponse.Status { HTTPResponse.Status(code: statusCode) }

  /// The report as the body of an answer.
  public func response(from request: Request, context: some RequestContext) throws -> Response {
    var response = Response.bytes(
      try CanonicalJSON.encode(self),
      type: "application/problem+json",
      status: status
    )
    // Every bucket has a token again within a second.
    if type == .tooMany { response.headers[.retryAfter] = "1" }
    if type == .notAuthorised { response.headers[.wwwAuthenticate] = "Bearer" }
    return response
  }
}

extension Response {
  /// Bytes of a media type, which nobody caches.
  static func bytes(_ data: Data, type: String, status: HTTPResponse.Status = .ok) -> Response {
    Response(
      status: status,
      headers: [.contentType: type, .cacheControl: "no-store"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: data))
    )
  }
}

extension RouterMethods {
  /// Answers a path with the message that the handler returns.
  @discardableResult
  func json<Message: Encodable & Sendable>(
    _ method: HTTPRequest.Method,
    _ path: RouterPath,
    use handler: @escaping @Sendable (Request, Context) async throws -> Message
  ) -> Self {
    on(path, method: method) { JSON(message: try await handler($0, $1)) }
  }

  /// Answers a part of a round with the message that the handler returns.
  @discardableResult
  func json<Message: Encodable & Sendable>(
    _ method: HTTPRequest.Method,
    _ part: Route.Part,
    use handler: @escaping @Sendable (Request, Context) async throws -> Message
  ) -> Self {
    json(method, part.path, use: handler)
  }
}

extension Route.Part {
  /// The path of this part in the router, with the parameter `round`.
  var path: RouterPath { RouterPath("\(Route.rounds)/{round}/\(rawValue)") }
}

extension Rounds {
  /// The round that the path of a request names.
  nonisolated func round(of context: some RequestContext) async throws -> Round {
    try await round(RoundID(try context.parameters.require("round")))
  }
}

extension Request {
  /// Reads a JSON body of at most so many bytes.
  func decode<Value: Decodable>(_ type: Value.Type, upTo bytes: Int) async throws -> Value {
    let data = try await bodyData(upTo: bytes)
    do {
      return try JSONDecoder().decode(type, from: data)
    } catch {
      throw ProblemReport.otherVersion("the request's body cannot be read")
    }
  }

  /// Reads a body of at most so many bytes.
  func bodyData(upTo bytes: Int) async throws -> Data {
    do {
      return Data(buffer: try await body.collect(upTo: bytes))
    } catch let error as NIOTooManyBytesError {
      throw error
    } catch {
      // A broken connection is no failure of the server and not logged.
      throw ProblemReport(.malformed, "the request was cut off", fix: "send it again")
    }
  }
}
