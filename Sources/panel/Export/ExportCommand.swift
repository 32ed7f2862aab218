import ArgumentParser
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol
import PanelReport
import PanelStatistics

/// `panel export`: writes a release as tables for other programs, for the public or for research.
struct ExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write tables, a codebook and scripts for other programs.",
    discussion: """
      Example:
        panel export release --to Exports/example
        panel export release --tier public --to Exports/example-public
        panel export release --by P1 --to Exports/example-groups
      --tier research (the default) is for named recipients: it has rows under new labels or, with
      --by, groups instead of rows. --tier public has neither.
      """
  )

  @ArgumentParser.Argument(help: "The release directory.")
  var release: String

  @ArgumentParser.Option(name: .long, help: "The audience: public or research.")
  var tier: TierWord = .research

  @ArgumentParser.Option(name: .long, help: "The directory to create.")
  var to: String?

  @OptionGroup(title: "Comments") var comments: CommentReviewOptions

  @ArgumentParser.Option(
    name: .customLong("comments"),
    help: "Research: include the comments approved in this file of --review-comments."
  )
  var approvedComments: String?

  @ArgumentParser.Option(
    name: .long,
    help:
      "Research: criterion ratings by groups of this profile question, instead of rows."
  )
  var by: [String] = []

  @ArgumentParser.Option(
    name: .long,
    help: "Public: withhold more than the manifest: none, ranksOnly, winnerAndAverage or all."
  )
  var policy: String?

  @ArgumentParser.Option(
    name: .long,
    help: "The directory of an earlier export made on another machine; repeatable."
  )
  var earlier: [String] = []

  @ArgumentParser.Flag(name: .long, help: "Only show what the release gate finds; write nothing.")
  var check = false

  @ArgumentParser.Option(
    name: .long,
    help: "The seed of labels and order; the same seed gives the same files."
  )
  var seed: UInt64?

  @ArgumentParser.Flag(name: .long, help: "Leave out the byte-order mark that Excel needs.")
  var noBom = false

  @OptionGroup var common: CommonOptions

  func run() async throws {
    let settings = common.settings
    try comments.requireUse(exporting: [
      ("--to", to != nil), ("--by", !by.isEmpty), ("--policy", policy != nil),
      ("--comments", approvedComments != nil),
    ])
    do {
      if let file = comments.reviewComments {
        let source = Release(files: try InputFile.directory(release))
        return try await comments.run(source, file: file, settings)
      }
      if !check {
        guard let to else { throw ValidationError("Missing expected argument '--to <to>'") }
        try OutputFile.requireNew(to)
      }
      let source = try VerifiedRelease.read(release)
      let content = try content(source, settings)
      try requireGroups(content)
      let keeping = ExportGate(
        release: source,
        home: settings.home,
        settings: source.manifest.disclosure ?? .standard
      )
      let gate = try keeping.result(on: content, files: try files(content), earlier: earlier)
      let text = ReleaseGateText(
        result: gate,
        round: source.manifest.round,
        language: settings.language
      )
      if check { StandardStream.output.write(text.summary) }
      guard gate.report.isOpen else { throw text.failure }
      guard !check, let to else { return }
      try keeping.remember(gate.report, at: to)
      do {
        try DurableFile.writeDirectory(
          try files(content, gate: try ExportGate.files(gate.report)),
          to: URL(fileURLWithPath: to)
        )
      } catch {
        try keeping.forget(at: to)
        throw error
      }
      say(content, in: to, Notes(language: settings.language))
    } catch let problem as ReleaseProblem {
      throw Failure(problem, in: release)
    }
  }

  private func files(
    _ content: ExportContent,
    gate: [String: Data] = [:]
  ) throws -> [String: Data] {
    try ExportFiles.make(
      content,
      language: common.settings.language,
      byteOrderMark: !noBom,
      gate: gate
    )
  }

  private func content(_ source: VerifiedRelease, _ settings: Settings) throws -> ExportContent {
    var disclosure = source.manifest.disclosure ?? .standard
    disclosure.policy = try permitted(source.manifest.disclosure?.policy) ?? disclosure.policy
    let field = try field(of: source.survey)
    let approved = try approved(source, settings)
    func make(_ generator: inout some RandomNumberGenerator) throws -> ExportContent {
      try ExportContent.make(
        tier.tier,
        of: source,
        settings: disclosure,
        by: field,
        comments: approved,
        using: &generator
      )
    }
    if let seed {
      var generator = SplitMix64(seed: seed)
      return try make(&generator)
    }
    var generator = SystemRandomNumberGenerator()
    return try make(&generator)
  }

  private func permitted(_ allowed: DisclosurePolicy?) throws(Failure) -> DisclosurePolicy? {
    guard policy == nil || tier == .public else {
      throw Failure(
        .usage,
        en: "--policy goes with --tier public",
        ko: "--policy는 --tier public과 함께 씁니다",
        fix: (
          en: "leave out --policy; every score can be computed from the rows of the research tier",
          ko: "--policy를 빼십시오. 연구용 자료의 행에서는 모든 점수를 계산할 수 있습니다"
        )
      )
    }
    return try DisclosurePolicy.permitted(policy, within: allowed)
  }

  /// The question of `--by`, if given.
  private func field(of survey: Survey) throws(Failure) -> ItemID? {
    guard by.isEmpty || tier == .research else {
      throw Failure(
        .usage,
        en: "--by goes with --tier research",
        ko: "--by는 --tier research와 함께 씁니다",
        fix: (en: "leave out --by; the public tier has no groups", ko: "--by를 빼십시오. 공개용에는 집단이 없습니다")
      )
    }
    guard by.count < 2 else {
      throw Failure(
        .usage,
        en: "--by takes one question: groups by two questions together reveal smaller groups",
        ko: "--by에는 문항 하나만 씁니다. 두 문항의 집단을 함께 보면 더 작은 집단이 드러납니다",
        fix: (en: "give --by once", ko: "--by를 한 번만 쓰십시오")
      )
    }
    guard by.isEmpty || approvedComments == nil else {
      throw Failure(
        .usage,
        en: "an export by groups cannot include comments",
        ko: "집단별 자료에는 의견을 함께 넣지 않습니다",
        fix: (en: "leave out --comments or --by", ko: "--comments나 --by를 빼십시오")
      )
    }
    let questions = survey.profile.map(\.id)
    for name in by where !questions.contains(ItemID(name)) {
      let list = questions.map(\.rawValue).joined(separator: ", ")
      throw Failure(
        .usage,
        en: "the survey's profile has no question '\(name)'",
        ko: "설문의 응답자 특성에 '\(name)' 문항이 없습니다",
        fix: list.isEmpty
          ? (
            en: "leave out --by: this survey asks for no profile",
            ko: "--by를 빼십시오. 응답자 특성을 묻지 않는 설문입니다"
          )
          : (en: "name one of: \(list)", ko: "다음 가운데 하나를 쓰십시오: \(list)")
      )
    }
    return by.first.map { ItemID($0) }
  }

  private func requireGroups(_ content: ExportContent) throws(Failure) {
    guard let field = by.first, !content.groups.contains(where: { $0.cell.withheld == nil }) else {
      return
    }
    throw Failure(
      .checkFailed,
      en: "nothing can be shown by \(field): the groups, or their ratings, are too few",
      ko: "\(field)별로 보일 것이 없습니다. 집단이나 집단 안의 평점 수가 너무 적습니다",
      fix: (en: "choose another question, or export without --by", ko: "다른 문항을 쓰거나 --by를 빼십시오")
    )
  }

  /// The comments that two reviewers have approved, in the approved wording.
  private func approved(
    _ source: VerifiedRelease,
    _ settings: Settings
  ) throws -> [ExportContent.Comment] {
    guard let approvedComments else { return [] }
    guard tier == .research else {
      throw Failure(
        .usage,
        en: "--comments goes with --tier research",
        ko: "--comments는 --tier research와 함께 씁니다",
        fix: (en: "leave out --comments", ko: "--comments를 빼십시오")
      )
    }
    let review = try comments.review(of: source.release, in: approvedComments, settings)
    if review.reviewers.contains(where: { review.basis(of: $0.key) == .admitted }) {
      Notes(language: settings.language).say(
        en:
          "Approved by two keys, but only the coordinator vouches that the second is another person's: "
          + "this round names no custodians.",
        ko: "두 키로 승인되었으나, 두 번째 키가 다른 사람의 것이라는 근거는 담당자의 서명뿐입니다. "
          + "이 회차에는 보관인이 지정되어 있지 않습니다."
      )
    }
    return review.comments.compactMap { comment in
      review.approval(of: comment).map { text in
        let approvers = review.approvers(of: comment).map { reviewer in
          "\(review.basis(of: reviewer.key)?.rawValue ?? "") \(reviewer.fingerprint)"
        }
        return ExportContent.Comment(
          model: comment.model,
          text: text,
          approvedBy: approvers.joined(separator: "; ")
        )
      }
    }
  }

  private func say(_ content: ExportContent, in to: String, _ notes: Notes) {
    switch content.tier {
    case .public:
      let cells = content.items + content.estimates
      let withheld = cells.count { $0.withheld != nil }
      notes.say(
        en:
          "The public export is in \(to); \(withheld) of \(cells.count) cells are withheld.",
        ko: "공개용 자료를 \(to)에 내보냈습니다. 칸 \(cells.count)개 가운데 \(withheld)개를 가렸습니다."
      )
    case .research where !content.groups.isEmpty:
      let withheld = content.groups.count { $0.cell.withheld != nil }
      let cells = content.groups.count
      notes.say(
        en: "The groups are in \(to), without rows; \(withheld) of \(cells) cells are withheld.",
        ko: "집단별 자료를 행 없이 \(to)에 내보냈습니다. 칸 \(cells)개 가운데 \(withheld)개를 가렸습니다."
      )
    case .research:
      notes.say(
        en: "The export is in \(to). Rows of a small panel can identify people: share with care.",
        ko: "\(to)에 내보냈습니다. 소수 평가단의 자료는 개인을 드러낼 수 있으니 주의하십시오."
      )
    }
  }
}

/// The values of `--tier`.
enum TierWord: String, ExpressibleByArgument, CaseIterable {
  case `public`, research

  var tier: ExportTier { self == .public ? .public : .research }
}
