/// What a server says when it refuses, in the shape of RFC 9457 with a `fix`.
public struct ProblemReport: Hashable, Codable, Error, Sendable {
  /// The kind of problem; clients act on this word alone.
  public enum Kind: String, Codable, CaseIterable, Sendable {
    /// The request is not what the route takes.
    case malformed
    /// There is no such round, invitation or file (yet).
    case notFound
    /// The bearer token is missing or wrong.
    case notAuthorised
    /// The token does not reach as far as this.
    case notPermitted
    /// The round does not take this now.
    case wrongPhase
    /// Another blinded message was signed on this invitation.
    case alreadyEnrolled
    /// All seats are taken.
    case noSeatLeft
    /// Another body stands under this revision.
    case conflict
    /// A later revision is stored.
    case stale
    /// A signature or proof does not verify.
    case badSignature
    /// The answers do not fit the survey.
    case doesNotFit
    /// The log has moved on; fetch it and sign again.
    case logMoved
    /// The body is larger than the route takes.
    case tooLarge
    /// More of this kind came than the server takes at a time; it may be sent again.
    case tooMany
    /// The server cannot write its files.
    case unavailable
    /// The server failed; the detail is the kind of error.
    case failure
  }

  /// The kind.
  public var type: Kind
  /// What is wrong, in one line.
  public var title: String
  /// What exactly, if there is more to say.
  public var detail: String?
  /// What to do.
  public var fix: String?
  /// The revision the server holds, with `conflict` and `stale`.
  public var revision: UInt32?

  /// Puts a report together.
  public init(
    _ type: Kind,
    _ title: String,
    detail: String? = nil,
    fix: String? = nil,
    revision: UInt32? = nil
  ) {
    self.type = type
    self.title = title
    self.detail = detail
    self.fix = fix
    self.revision = revision
  }

  /// The HTTP status that goes with the kind.
  public var status: Int {
    switch type {
    case .malformed, .badSignature, .doesNotFit: 400
    case .notAuthorised: 401
    case .notPermitted, .wrongPhase: 403
    case .notFound: 404
    case .alreadyEnrolled, .noSeatLeft, .conflict, .stale, .logMoved: 409
    case .tooLarge: 413
    case .tooMany: 429
    case .unavailable: 503
    case .failure: 500
    }
  }
}
