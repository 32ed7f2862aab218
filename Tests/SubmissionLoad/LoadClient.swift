import Foundation

/// One keep-alive connection that sends requests and waits for each answer: no more than a client
/// needs, so that little of the machine's time goes into measuring.
final class LoadClient {
  struct Failed: Error {
    var reason: String
  }

  private let descriptor: Int32
  private var buffer = [UInt8](repeating: 0, count: 16_384)

  init(port: Int) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { throw Failed(reason: "no socket") }
    var one: Int32 = 1
    setsockopt(
      descriptor,
      Int32(IPPROTO_TCP),
      TCP_NODELAY,
      &one,
      socklen_t(MemoryLayout<Int32>.size)
    )
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let status = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard status == 0 else { throw Failed(reason: String(cString: strerror(errno))) }
  }

  deinit { close(descriptor) }

  /// The request as bytes.
  static func request(_ method: String, _ path: String, body: Data) -> Data {
    let head =
      "\(method) \(path) HTTP/1.1\r\nhost: 127.0.0.1\r\nuser-agent: panel\r\n"
      + "content-type: application/json\r\ncontent-length: \(body.count)\r\n\r\n"
    return Data(head.utf8) + body
  }

  /// Sends a request and returns the status and the body of the answer.
  func send(_ request: Data) throws -> (status: Int, body: Data) {
    try request.withUnsafeBytes { bytes in
      var sent = 0
      while sent < bytes.count {
        let count = write(descriptor, bytes.baseAddress?.advanced(by: sent), bytes.count - sent)
        guard count > 0 else { throw Failed(reason: "the connection broke while sending") }
        sent += count
      }
    }
    var received = Data()
    var headEnd: Int?
    var length = 0
    while true {
      if headEnd == nil, let end = received.range(of: Data("\r\n\r\n".utf8)) {
        headEnd = end.upperBound
        let head = String(decoding: received[..<end.lowerBound], as: UTF8.self).lowercased()
        guard let field = head.firstMatch(of: /content-length: *([0-9]+)/) else {
          throw Failed(reason: "no length in: \(head)")
        }
        length = Int(field.1) ?? 0
      }
      if let headEnd, received.count >= headEnd + length {
        let status = Int(String(decoding: received.dropFirst(9).prefix(3), as: UTF8.self)) ?? 0
        return (status, received[headEnd...])
      }
      let count = read(descriptor, &buffer, buffer.count)
      guard count > 0 else { throw Failed(reason: "the connection broke while waiting") }
      received.append(contentsOf: buffer[..<count])
    }
  }
}
