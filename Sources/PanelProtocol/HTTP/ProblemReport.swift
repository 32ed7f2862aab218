/// A server's refusal, in the shape of RFC 9457 with a `fix`.
public struct ProblemReport: Hashable, Codable, Error, Sendable {
  /// The kind of problem; clients choose what to do by this word alone.
  public enum Kind: String, Codable, CaseIterable, Sendable {
    /// The request is not what the route takes.
    case malformed
    /// The round, invitation or file does not exist (yet).
    case notFound
    /// The bearer token is missing or wrong.
    case notAuthorised
    /// The token does not permit this.
    case notPermitted
    /// The round does not take this in its present phase.
    case wrongPhase
    /// Another blinded message was signed on this invitation.
    case alreadyEnrolled
    /// All seats are taken.
    case noSeatLeft
    /// Another body is stored under this revision.
    case conflict
    /// A later revision is stored.
    case stale
    /// A signature or proof does not verify.
    case badSignature
    /// The answers do not fit the survey.
    case doesNotFit
    /// The log has grown meanwhile; fetch it and sign again.
    case logMoved
    /// The body is larger than the route takes.
    case tooLarge
    /// More requests of this kind arrived than the server takes at a time; it may be sent again.
    case tooMany
    /// The server cannot write its files.
    case unavailable
    /// The server failed; the detail is the kind of error.
    case failure
  }

  /// The kind.
  public var type: Kind
  /// Which problem it is, where clients have their own words for it; see `Code`.
  ///
  /// Servers of earlier versions do not send it, and a code that this version does not know is read
  /// as `nil`.
  public var code: Code?
  /// The name, time or reason that the text of the code mentions.
  public var about: String?
  /// What is wrong, as one line of English.
  public var title: String
  /// More about what is wrong.
  public var detail: String?
  /// What to do, in English.
  public var fix: String?
  /// The revision the server holds, with `conflict` and `stale`.
  public var revision: UInt32?

  /// Creates a report in the server's own words.
  public init(
    _ type: Kind,
    _ title: String,
    detail: String? = nil,
    fix: String,
    revision: UInt32? = nil
  ) {
    self.type = type
    self.title = title
    self.detail = detail
    self.fix = fix
    self.revision = revision
  }

  /// Creates a report whose kind and words follow from a code.
  public init(_ code: Code, about: String? = nil, detail: String? = nil) {
    self.init(code.type, code.title(about: about), detail: detail, fix: code.fix)
    self.code = code
    self.about = about
  }

  /// Reads a report; an unknown code is left out.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    type = try container.decode(Kind.self, forKey: .type)
    code = try container.decodeIfPresent(String.self, forKey: .code).flatMap(Code.init(rawValue:))
    about = try container.decodeIfPresent(String.self, forKey: .about)
    title = try container.decode(String.self, forKey: .title)
    detail = try container.decodeIfPresent(String.self, forKey: .detail)
    fix = try container.decodeIfPresent(String.self, forKey: .fix)
    revision = try container.decodeIfPresent(UInt32.self, forKey: .revision)
  }

  /// The HTTP status code that goes with the kind.
  public var statusCode: Int {
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

extension ProblemReport {
  /// The problems that evaluators meet most, for which clients have words in both languages.
  public enum Code: String, Codable, CaseIterable, Sendable {
    /// The server has no round of the name `about`.
    case unknownRound
    /// The invitation is not on the round's list.
    case notInvited
    /// No credential was issued on this invitation, so none can be recovered.
    case nothingToRecover
    /// The recovery code does not belong to this invitation.
    case otherRecoveryCode
    /// Enrolling has not begun.
    case enrollingNotBegun
    /// Enrolling has ended.
    case enrollingEnded
    /// Rating has not begun.
    case ratingNotBegun
    /// Rating has ended.
    case ratingEnded
    /// The round is void, for the reason `about`.
    case roundVoid
    /// The time for objections runs until `about`.
    case objectionsOpen
    /// The round has not closed, so nothing can be objected to.
    case objectionsNotBegun
    /// The time for objections is over.
    case objectionsEnded
    /// The answers do not fit the survey.
    case answersDoNotFit

    /// The kind of problem.
    public var type: Kind {
      switch self {
      case .unknownRound, .notInvited, .nothingToRecover: .notFound
      case .otherRecoveryCode: .alreadyEnrolled
      case .answersDoNotFit: .doesNotFit
      default: .wrongPhase
      }
    }

    /// What is wrong, in English.
    public func title(about: String?) -> String {
      switch self {
      case .unknownRound: "there is no round '\(about ?? "")' on this server"
      case .notInvited: "this invitation is not on the list of the round"
      case .nothingToRecover:
        "no credential was issued on this invitation, so none can be recovered"
      case .otherRecoveryCode: "this recovery code does not belong to this invitation"
      case .enrollingNotBegun: "enrolling has not begun yet"
      case .enrollingEnded: "enrolling has ended"
      case .ratingNotBegun: "rating has not begun yet"
      case .ratingEnded: "rating has ended"
      case .roundVoid: "the round is void: \(about ?? "no reason is logged")"
      case .objectionsOpen: "the time for objections runs until \(about ?? "later")"
      case .objectionsNotBegun: "objections are possible only after closing"
      case .objectionsEnded: "the time for objections is over"
      case .answersDoNotFit: "the answers do not fit the survey"
      }
    }

    /// What to do, in English.
    public var fix: String {
      switch self {
      case .unknownRound: "check the round's name and the server's address"
      case .notInvited: "it may have been replaced: ask the coordinator for the current one"
      case .nothingToRecover: "enrol without --recover, while enrolling is open"
      case .otherRecoveryCode: "check that the code and the invitation are both your own"
      case .enrollingNotBegun: "try again when enrolling has begun"
      case .enrollingEnded: "tell the coordinator"
      case .ratingNotBegun:
        "your answers are saved on your computer: submit them when rating has begun, or run "
          + "panel submit --wait"
      case .ratingEnded: "submissions acknowledged before then count; nothing more can be sent"
      case .roundVoid: "nothing is counted; wait until the coordinator writes to you"
      case .objectionsOpen: "try again after that; the tree and its head are public already"
      case .objectionsNotBegun: "run: panel submit"
      case .objectionsEnded: "call the auditor and show your receipt"
      case .answersDoNotFit: "correct them in panel rate, then run panel submit"
      }
    }
  }
}
