/// A file of a release directory (`docs/verification.md`).
public enum ReleaseFile: String, CaseIterable, Sendable {
  /// The manifest's bytes, as they were signed.
  case manifest = "manifest.json"
  /// The coordinator's signature on the manifest's hash, 64 raw bytes.
  case manifestSignature = "manifest.sig"
  /// The survey's bytes, as they were hashed.
  case survey = "survey.yaml"
  /// The log, one line per entry.
  case log = "log.jsonl"
  /// The signed list of invitations.
  case invitations = "invitations.json"
  /// The issuance list: the outcome of every invitation.
  case issuance = "issuance.jsonl"
  /// The head of the issuance list.
  case issuanceHead = "issuance-head.json"
  /// The submissions' tree, one line per submission.
  case tree = "tree.jsonl"
  /// The heads of the submissions' tree, one line each; the last counts.
  case treeHeads = "tree-heads.jsonl"
  /// The content of the submissions, one line each, in the order of the tree.
  case units = "units.jsonl"
  /// The ratings as a table.
  case ratings = "ratings.csv"
  /// The official component scores.
  case scores = "scores.json"
  /// What a release is and how it is verified, in Korean and English.
  case readme = "README.txt"
}
