import AsyncHTTPClient
import Foundation
import NIOCore
import NIOFoundationCompat
import NIOHTTP1
import PanelCore
import PanelProtocol

/// The HTTP client of every command.
///
/// A new connection is made per value: a pool that outlived enrolling would link the enrolment to
/// the submission. Redirects are refused, and every request carries the same user agent.
struct PanelClient: Sendable {
  let server: URL
  private let http: HTTPClient
  private let token: String?

  /// Opens a client, runs the body, and closes every connection again.
  ///
  /// With a pin, only a server with this key is accepted.
  static func with<Value>(
    _ server: URL,
    pin: CertificatePin? = nil,
    token: String? = nil,
    _ body: (PanelClient) async throws -> Value
  ) async throws -> Value {
    let configuration = ServerTrust(pin: pin).configuration()
    let http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    let client = PanelClient(server: server, http: http, token: token)
    do {
      let value = try await body(client)
      try await http.shutdown()
      return value
    } catch {
      try? await http.shutdown()
      throw error
    }
  }

  private init(server: URL, http: HTTPClient, token: String?) {
    self.server = server
    self.http = http
    self.token = token
  }

  func get(_ path: String) async throws -> Data {
    try await send(.GET, path, nil)
  }

  func get<Value: Decodable>(_ path: String, as type: Value.Type) async throws -> Value {
    try decode(try await send(.GET, path, nil))
  }

  /// An answer and the server's mark of it.
  struct Marked<Value: Sendable>: Sendable {
    var value: Value
    var mark: String
  }

  /// Fetches what has changed since the answer with that mark; `nil` if nothing has.
  func get<Value: Decodable & Sendable>(
    _ path: String,
    as type: Value.Type,
    since mark: String?
  ) async throws -> Marked<Value>? {
    var headers = HTTPHeaders()
    if let mark { headers.add(name: "if-none-match", value: mark) }
    let (response, data) = try await exchange(.GET, path, nil, headers)
    if response.status == .notModified { return nil }
    return Marked(
      value: try decode(data),
      mark: response.headers.first(name: "etag") ?? ""
    )
  }

  @discardableResult
  func post<Reply: Decodable>(
    _ path: String,
    _ message: some Encodable,
    reply: Reply.Type
  ) async throws -> Reply {
    try await send(.POST, path, message, reply: reply)
  }

  @discardableResult
  func send<Reply: Decodable>(
    _ method: HTTPMethod,
    _ path: String,
    _ message: some Encodable,
    reply: Reply.Type
  ) async throws -> Reply {
    try decode(try await send(method, path, try CanonicalJSON.encode(message)))
  }

  /// Sends bytes exactly as they were signed and kept.
  func send<Reply: Decodable>(
    _ method: HTTPMethod,
    _ path: String,
    bytes: Data,
    reply: Reply.Type
  ) async throws -> Reply {
    try decode(try await send(method, path, bytes))
  }

  @discardableResult
  func send(_ method: HTTPMethod, _ path: String, _ body: Data?) async throws -> Data {
    try await exchange(method, path, body).data
  }

  private func exchange(
    _ method: HTTPMethod,
    _ path: String,
    _ body: Data?,
    _ headers: HTTPHeaders = [:]
  ) async throws -> (response: HTTPClientResponse, data: Data) {
    let base = server.absoluteString
    var request = HTTPClientRequest(
      url: (base.hasSuffix("/") ? String(base.dropLast()) : base) + path
    )
    request.method = method
    request.headers.add(contentsOf: headers)
    request.headers.add(name: "user-agent", value: "panel")
    request.headers.add(name: "accept", value: "application/json")
    if let token { request.headers.add(name: "authorization", value: "Bearer \(token)") }
    if let body {
      request.headers.add(name: "content-type", value: "application/json")
      request.body = .bytes(ByteBuffer(data: body))
    }
    let response: HTTPClientResponse
    let data: Data
    do {
      response = try await http.execute(request, timeout: .seconds(60))
      data = Data(buffer: try await response.body.collect(upTo: 1 << 30))
    } catch {
      throw await ConnectionFailure(server: server, now: Timestamp(Date())).failure(for: error)
    }
    let isExpected = (200..<300).contains(response.status.code) || response.status == .notModified
    guard isExpected else {
      if let report = try? JSONDecoder().decode(ProblemReport.self, from: data) { throw report }
      // The answer of a proxy, or of a server that is too busy for a problem report.
      if [429, 502, 503, 504].contains(response.status.code) {
        throw Failure(
          .unavailable,
          en: "the server at \(server.absoluteString) is too busy at the moment",
          ko: "서버 \(server.absoluteString)이(가) 지금은 요청을 처리할 수 없습니다",
          fix: (
            en: "wait a minute and rerun the same command; it continues",
            ko: "1분쯤 뒤에 같은 명령을 다시 실행하면 이어서 진행됩니다"
          )
        )
      }
      throw Failure(
        .protocolMismatch,
        en: "\(server.absoluteString) answered \(response.status.code)",
        ko: "\(server.absoluteString)의 응답이 \(response.status.code)입니다",
        fix: (en: "check that the address is that of a paneld", ko: "paneld의 주소인지 확인하십시오")
      )
    }
    return (response, data)
  }

  private func decode<Value: Decodable>(_ data: Data) throws -> Value {
    do {
      return try JSONDecoder().decode(Value.self, from: data)
    } catch {
      throw Failure(
        .protocolMismatch,
        en: "the server's answer cannot be read",
        ko: "서버의 응답을 읽을 수 없습니다",
        fix: (en: "use a panel and a paneld of the same version", ko: "같은 버전의 panel과 paneld를 쓰십시오")
      )
    }
  }
}

/// Runs a body and turns what the server refused into a failure of the command.
func reporting<Value>(_ body: () async throws -> Value) async throws -> Value {
  do {
    return try await body()
  } catch let report as ProblemReport {
    throw Failure(report)
  }
}
