/// What the server takes from its peers; the numbers that an operator may change are options.
struct ServerLimits: Sendable {
  /// Open connections; further ones wait until one has ended.
  var connections = 1_000
  /// Seconds for the head of a request from the opening of a connection, TLS included, and again
  /// for its body.
  var requestSeconds = 30
  /// Seconds that a connection may stay open between two requests.
  var idleSeconds = 60
  /// Enrolments a second, all together.
  var enrolmentsPerSecond = 200
  /// Submissions and claims a second, all together.
  var submissionsPerSecond = 5_000

  /// Bytes that a body must bring each second, once the seconds for it are over.
  static let bodyBytesPerSecond = 16_384
  /// Seconds for working out an answer and for the peer to take it.
  static let answerSeconds = 300
  /// Seconds in which a body may still come after its request was answered.
  static let lingerSeconds = 2
  /// Seconds from the signal to stop until the server ends, whatever its peers do.
  static let shutdownSeconds = 10
  /// Bytes of all headers of a request together, and of one.
  static let headerBytes = 16_384
  /// Headers of a request.
  static let headerCount = 64
  /// Wrong tokens and links a second, all together; right ones always pass.
  static let refusalsPerSecond = 10
}
