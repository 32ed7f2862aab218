public import PanelCore

/// The paths of the HTTP interface; both sides take them from here.
public enum Route {
  /// Whether the server answers.
  public static let health = "/v1/health"
  /// Registers a coordinator's key.
  public static let coordinators = "/v1/coordinators"
  /// `POST` creates a round in draft, `GET` lists the rounds that a token may see.
  public static let rounds = "/v1/rounds"
  /// The holders of tokens; `POST` registers a link for an auditor.
  public static let holders = "/v1/holders"
  /// Revokes a token.
  public static let revocations = "/v1/holders/revocations"

  /// The parts of a round.
  public enum Part: String, CaseIterable, Sendable {
    /// The round's phase and times.
    case status
    /// The manifest's bytes; `PUT` seals.
    case manifest
    /// The manifest's signature.
    case manifestSignature = "manifest-signature"
    /// The survey's bytes.
    case survey
    /// The coordinator log; `POST` appends an entry.
    case log
    /// The list of invitations, for the coordinator.
    case invitations
    /// Blind signatures.
    case enrolments
    /// An invited person declines.
    case declines
    /// The issuance list.
    case issuance
    /// The head of the issuance list.
    case issuanceHead = "issuance-head"
    /// One submission.
    case submission
    /// The rows of the submission tree.
    case tree
    /// The heads of the submission tree; the last one is in force.
    case treeHeads = "tree-heads"
    /// The signed list of invitations without references, for anyone.
    case invitationList = "invitation-list"
    /// What evaluators signed when they joined, for the coordinator.
    case declarations
    /// The sealed links of a confidential round, for the coordinator, after closing.
    case escrow
    /// A submission with the receipt that proves it, during the time for objections.
    case claims
    /// Counts, for the coordinator and auditors.
    case progress
    /// All submissions with their bodies, for the coordinator, after closing.
    case submissions
  }

  /// The path of a part of a round.
  public static func path(_ round: RoundID, _ part: Part) -> String {
    "\(rounds)/\(round)/\(part.rawValue)"
  }
}
