import Foundation
import PanelCore
import PanelProtocol
import PanelScoring

/// The files of a release, each parsed once and strictly.
///
/// A file that cannot be read is kept as a problem, which is thrown on access.
struct ReleaseContents: Sendable {
  typealias Parsed<Value> = Result<Value, ReleaseProblem>

  private(set) var files: [String: Data]
  let manifestHash: Parsed<ManifestHash>
  let manifest: Parsed<Manifest>
  let survey: Parsed<Survey>
  let log: Parsed<[LogLine]>
  let invitations: Parsed<SignedInvitations>
  let issuance: Parsed<IssuanceList>
  let issuanceHead: Parsed<TreeHead>
  let tree: Parsed<[TreeLine]>
  let treeHeads: Parsed<[TreeHead]>
  let history: Parsed<RoundHistory>
  let submissions: Parsed<[ReleasedSubmission]>
  let answers: Parsed<[Answers]>

  init(files: [String: Data]) {
    ReleaseWork.note(.parsed)
    self.files = files
    let manifestBytes = Self.parsed { () throws(ReleaseProblem) in
      try Self.bytes(of: .manifest, in: files)
    }
    let manifestHash = manifestBytes.map { ManifestHash(manifest: $0) }
    self.manifestHash = manifestHash
    let manifest = Self.parsed { () throws(ReleaseProblem) in try Self.manifest(in: files) }
    self.manifest = manifest
    let survey = Self.parsed { () throws(ReleaseProblem) in try Self.survey(in: files) }
    self.survey = survey
    let log = Self.parsed { () throws(ReleaseProblem) in
      try Self.lines(of: .log, as: LogLine.self, in: files)
    }
    self.log = log
    history = Self.parsed { () throws(ReleaseProblem) in
      try Self.history(try manifest.get(), try manifestHash.get(), try log.get())
    }
    invitations = Self.parsed { () throws(ReleaseProblem) in
      try Self.line(of: .invitations, as: SignedInvitations.self, in: files)
    }
    issuance = Self.parsed { () throws(ReleaseProblem) in try Self.issuance(in: files) }
    issuanceHead = Self.parsed { () throws(ReleaseProblem) in
      try Self.line(of: .issuanceHead, as: TreeHead.self, in: files)
    }
    tree = Self.parsed { () throws(ReleaseProblem) in
      try Self.lines(of: .tree, as: TreeLine.self, in: files)
    }
    treeHeads = Self.parsed { () throws(ReleaseProblem) in
      try Self.lines(of: .treeHeads, as: TreeHead.self, in: files)
    }
    let submissions = Self.parsed { () throws(ReleaseProblem) in
      try Self.lines(of: .units, as: ReleasedSubmission.self, in: files)
    }
    self.submissions = submissions
    answers = Self.parsed { () throws(ReleaseProblem) in
      try Self.answers(try submissions.get(), try survey.get())
    }
  }

  /// The same contents with added files that are not parsed: ratings, scores and the read-me.
  func with(_ files: [String: Data]) -> ReleaseContents {
    var contents = self
    contents.files = files
    return contents
  }

  /// The ratings in the order of the tree; an evaluator who abstains is not a rater.
  func ratings() throws(ReleaseProblem) -> RatingsTable {
    RatingsTable(form: RatedForm(try survey.get()), submissions: try answers.get())
  }

  /// The number of submissions without answers: declared abstentions and withdrawals.
  func abstentions() throws(ReleaseProblem) -> Int {
    try answers.get().count { $0.isAbstention }
  }

  /// The number of evaluators that the quorum is a share of: invitations that were not revoked.
  func invited() throws(ReleaseProblem) -> Int {
    try issuance.get().lines.count { $0.outcome != .revoked }
  }

  /// The scores by the rule of the manifest over every submission.
  ///
  /// The manifest's rule is used only if it equals the survey's, which has been validated: another
  /// rule could demand an unlimited amount of work.
  func officialScore() throws(ReleaseProblem) -> ComponentScore {
    let rule = try manifest.get().scoring
    guard rule == (try survey.get()).scoring else {
      throw ReleaseProblem(
        .manifest,
        en: "the scoring rule differs from the survey's",
        ko: "점수 규칙이 설문의 것이 아닙니다"
      )
    }
    ReleaseWork.note(.scored)
    return ComponentScore(
      try ratings(),
      rule: rule,
      official: true,
      source: "release",
      invited: try invited()
    )
  }

  // MARK: Reading

  static func bytes(
    of file: ReleaseFile,
    in files: [String: Data]
  ) throws(ReleaseProblem) -> Data {
    guard let bytes = files[file.rawValue] else {
      throw ReleaseProblem(file, en: "the file is missing", ko: "파일이 없습니다")
    }
    return bytes
  }

  /// Reads lines of JSON, each in canonical form and terminated by a line feed.
  static func lines<Value: Codable>(
    of file: ReleaseFile,
    as type: Value.Type,
    in files: [String: Data]
  ) throws(ReleaseProblem) -> [Value] {
    let data = try bytes(of: file, in: files)
    do throws(JSONLines.Problem) {
      return try JSONLines.decode(exactly: type, from: data)
    } catch {
      let text =
        switch error.reason {
        case .unended:
          LocalizedText(
            en: "the line has no end: is the file cut off?",
            ko: "줄이 끝나지 않았습니다: 파일이 잘렸습니까?"
          )
        case .unreadable: LocalizedText(en: "the line cannot be read", ko: "줄을 읽을 수 없습니다")
        case .otherForm:
          LocalizedText(
            en: "the line is not in the one form of its JSON",
            ko: "줄이 정해진 JSON 형식과 다릅니다"
          )
        }
      throw ReleaseProblem(file, line: error.line, en: text.en, ko: text.ko)
    }
  }

  private static func line<Value: Codable>(
    of file: ReleaseFile,
    as type: Value.Type,
    in files: [String: Data]
  ) throws(ReleaseProblem) -> Value {
    let values = try lines(of: file, as: type, in: files)
    guard let value = values.first, values.count == 1 else {
      throw ReleaseProblem(
        file,
        en: "\(values.count) lines instead of one",
        ko: "한 줄이어야 하는데 \(values.count)줄입니다"
      )
    }
    return value
  }

  private static func history(
    _ manifest: Manifest,
    _ hash: ManifestHash,
    _ lines: [LogLine]
  ) throws(ReleaseProblem) -> RoundHistory {
    do {
      return try RoundHistory(manifest: manifest, hash: hash, lines: lines)
    } catch {
      throw ReleaseProblem(
        file: ReleaseFile.log.rawValue,
        line: error.index + 1,
        message: error.message
      )
    }
  }

  static func manifest(in files: [String: Data]) throws(ReleaseProblem) -> Manifest {
    let bytes = try bytes(of: .manifest, in: files)
    do {
      return try Manifest(bytes: bytes)
    } catch {
      throw ReleaseProblem(
        .manifest,
        en: "this is not a manifest in canonical form",
        ko: "선언문이 아니거나 정해진 JSON 형식이 아닙니다"
      )
    }
  }

  static func survey(in files: [String: Data]) throws(ReleaseProblem) -> Survey {
    guard let text = String(validating: try bytes(of: .survey, in: files), as: UTF8.self) else {
      throw ReleaseProblem(.survey, en: "the file is not UTF-8", ko: "UTF-8이 아닙니다")
    }
    do {
      return try SurveyDocument.read(text).survey
    } catch {
      let problem = error.problems.first { $0.severity == .error } ?? error.problems.first
      throw ReleaseProblem(
        file: ReleaseFile.survey.rawValue,
        line: problem?.line,
        message: problem?.message
          ?? LocalizedText(en: "the survey cannot be read", ko: "설문을 읽을 수 없습니다")
      )
    }
  }

  private static func issuance(in files: [String: Data]) throws(ReleaseProblem) -> IssuanceList {
    do {
      return try IssuanceList(file: try bytes(of: .issuance, in: files))
    } catch let problem as ReleaseProblem {
      throw problem
    } catch IssuanceProblem.line(let line) {
      throw ReleaseProblem(
        .issuance,
        line: line,
        en: "the line is not in canonical form",
        ko: "줄이 정해진 형식과 다릅니다"
      )
    } catch IssuanceProblem.order(let line) {
      throw ReleaseProblem(
        .issuance,
        line: line,
        en: "the line is out of order",
        ko: "줄의 순서가 틀렸습니다"
      )
    } catch {
      throw ReleaseProblem(.issuance, en: "an invitation occurs twice", ko: "같은 초대가 두 번 있습니다")
    }
  }

  private static func answers(
    _ submissions: [ReleasedSubmission],
    _ survey: Survey
  ) throws(ReleaseProblem) -> [Answers] {
    var list: [Answers] = []
    for (index, submission) in submissions.enumerated() {
      do {
        list.append(try SubmissionUnits.answers(from: submission.opened, for: survey))
      } catch {
        throw ReleaseProblem(
          .units,
          line: index + 1,
          en: "the unit '\(error.label)' cannot be read: \(error.reason)",
          ko: "단위 '\(error.label)'을(를) 읽을 수 없습니다"
        )
      }
    }
    return list
  }

  private static func parsed<Value>(
    _ read: () throws(ReleaseProblem) -> Value
  ) -> Parsed<Value> {
    do {
      return .success(try read())
    } catch {
      return .failure(error)
    }
  }
}
