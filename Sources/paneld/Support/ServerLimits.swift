/// The server's limits for its peers; those that an operator may change are options.
struct ServerLimits: Sendable {
  /// Open connections; further ones wait until one is closed.
  var connections = 1_000
  /// Seconds from the opening of a connection to the end of a request's head, including TLS, and
  /// again for the body.
  var requestSeconds = 30
  /// Seconds that a connection may stay open between two requests.
  var idleSeconds = 60
  /// Enrolments per second, all peers together.
  var enrolmentsPerSecond = 200
  /// Submissions and claims per second, all peers together.
  var submissionsPerSecond = 5_000

  /// Bytes per second that a body must bring once the seconds for it are over.
  static let bodyBytesPerSecond = 16_384
  /// Seconds for computing an answer and for the peer to receive it.
  static let answerSeconds = 300
  /// Seconds in which a body may still arrive after its request was answered.
  static let lingerSeconds = 2
  /// Seconds from the signal to stop until the server ends, regardless of its peers.
  static let shutdownSeconds = 10
  /// Bytes of all headers of a request together, and of a single one.
  static let headerBytes = 16_384
  /// The number of headers of a request.
  static let headerCount = 64
  /// Wrong tokens and links per second, all peers together; right ones always pass.
  static let refusalsPerSecond = 10
}
