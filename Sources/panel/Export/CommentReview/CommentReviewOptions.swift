import ArgumentParser
import Crypto
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol
import PanelReport

/// The options of `panel export` for the review of comments before publication.
struct CommentReviewOptions: ParsableArguments {
  @ArgumentParser.Option(
    name: .long,
    help: "Review the comments one by one, in this file; nothing is exported."
  )
  var reviewComments: String?

  @ArgumentParser.Option(
    name: .long,
    help: "With --review-comments: admit this coordinator or custodian as reviewer; repeatable."
  )
  var admit: [String] = []

  @ArgumentParser.Option(
    name: .long,
    help: "With --review-comments: merge the decisions of another copy of the file; repeatable."
  )
  var merge: [String] = []

  @ArgumentParser.Option(
    name: .long,
    help: "With --review-comments: review as a custodian, with your secret file."
  )
  var keys: String?

  @ArgumentParser.Option(name: .long, help: "The server, if you have joined several.")
  var server: String?

  /// Refuses review options without `--review-comments`, and export options with it.
  func requireUse(exporting: [(name: String, isGiven: Bool)]) throws(Failure) {
    let reviewing: [(name: String, isGiven: Bool)] = [
      ("--admit", !admit.isEmpty), ("--merge", !merge.isEmpty), ("--keys", keys != nil),
    ]
    let strays = reviewComments == nil ? reviewing : exporting
    guard let stray = strays.first(where: \.isGiven)?.name else { return }
    guard reviewComments != nil else {
      throw Failure(
        .usage,
        en: "\(stray) goes with --review-comments",
        ko: "--review-comments와 함께 쓰는 옵션입니다: \(stray)",
        fix: (
          en: "add --review-comments FILE, or leave out \(stray)",
          ko: "--review-comments 파일을 더하거나 \(stray) 옵션을 빼십시오"
        )
      )
    }
    throw Failure(
      .usage,
      en: "\(stray) does not go with --review-comments, which exports nothing",
      ko: "--review-comments는 아무것도 내보내지 않으므로 함께 쓸 수 없는 옵션입니다: \(stray)",
      fix: (
        en: "leave out \(stray), and export after the review",
        ko: "\(stray) 옵션을 빼고, 검토를 마친 뒤에 내보내십시오"
      )
    )
  }

  /// The current state of the review of a release.
  func review(of release: Release, in path: String, _ settings: Settings) throws -> CommentReview {
    let reviewing = CommentReviewSession(
      release: release,
      file: URL(fileURLWithPath: path),
      coordinator: Coordinator(home: settings.home)
    )
    return try reviewing.read(try InputFile.data(path), file: path)
  }

  /// Admits reviewers, merges copies, asks about each waiting comment, and prints the counts by
  /// state.
  func run(_ release: Release, file path: String, _ settings: Settings) async throws {
    let coordinator = Coordinator(home: settings.home)
    let reviewing = CommentReviewSession(
      release: release,
      file: URL(fileURLWithPath: path),
      coordinator: coordinator
    )
    var review = try await reviewing.open(server: server)
    for name in admit {
      review = try await reviewing.admit(name, to: review, server: server)
    }
    for other in merge {
      let copy = try reviewing.read(try InputFile.data(other), file: other)
      review = try reviewing.merge(review, with: copy, file: other)
    }
    review = try reviewing.save(review)
    if admit.isEmpty, merge.isEmpty {
      let key =
        try keys.map { try CustodianKeys.read($0) }
        .map { try Curve25519.Signing.PrivateKey(rawRepresentation: $0.signing) }
        ?? coordinator.key()
      guard review.reviewers.contains(where: { $0.key == key.publicKey.rawRepresentation }) else {
        throw Failure(
          .notPermitted,
          en: "you are not among the reviewers of these comments",
          ko: "이 의견의 검토자로 지정되지 않았습니다",
          fix: (
            en:
              "the round's coordinator runs: panel export DIR --review-comments \(path) --admit NAME",
            ko: "회차의 담당자가 실행: panel export 폴더 --review-comments \(path) --admit 이름"
          )
        )
      }
      let console = try Console(
        language: settings.language,
        toDo: LocalizedText(en: "run it in a terminal", ko: "터미널에서 실행하십시오")
      )
      var queue = CommentQueue(review, reviewing: reviewing, key: key, console: console)
      try queue.run()
      review = queue.review
    }
    for state in CommentReview.State.allCases {
      let count = review.counts[state] ?? 0
      let title = CommentQueue.title(state)[settings.language]
      StandardStream.output.write("\(title): \(count)\n")
    }
  }
}
