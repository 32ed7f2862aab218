import Crypto
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol
import PanelReport

/// Reviews comments one by one on a terminal: the reviewer decides what is published of each, and
/// the decision is signed.
struct CommentQueue {
  let reviewing: CommentReviewSession
  let key: Curve25519.Signing.PrivateKey
  let console: Console
  private(set) var review: CommentReview
  private var language: Language { console.language }
  private var own: Data { key.publicKey.rawRepresentation }

  init(
    _ review: CommentReview,
    reviewing: CommentReviewSession,
    key: Curve25519.Signing.PrivateKey,
    console: Console
  ) {
    self.review = review
    self.reviewing = reviewing
    self.key = key
    self.console = console
  }

  /// The reviewer's command after a comment.
  private enum Step { case next, previous, stay, quit }

  /// Shows every comment that waits for this reviewer.
  mutating func run() throws {
    let waiting = review.comments.indices.filter { isWaiting(review.comments[$0]) }
    if waiting.isEmpty {
      console.say(en: "No comments wait for you.", ko: "기다리는 의견이 없습니다.")
    } else {
      console.say(en: Self.help.en, ko: Self.help.ko)
    }
    var position = 0
    var drafts: [Int: String] = [:]
    while waiting.indices.contains(position) {
      let index = waiting[position]
      let comment = review.comments[index]
      var text = drafts[index] ?? proposal(for: comment)
      show(comment, text, position, of: waiting.count)
      switch try step(comment, &text) {
      case .next: position += 1
      case .previous: position = max(0, position - 1)
      case .stay: break
      case .quit: return
      }
      drafts[index] = text
    }
  }

  /// Whether this reviewer has not decided on a comment, or another has proposed a text since.
  private func isWaiting(_ comment: CommentReview.Comment) -> Bool {
    let state = review.state(of: comment)
    let decided = review.currentDecisions(comment).contains { $0.reviewer == own }
    return state == .disputed || !decided && state != .approved && state != .withheld
  }

  /// The text to begin with: another reviewer's, this reviewer's own, or the original.
  private func proposal(for comment: CommentReview.Comment) -> String {
    let standing = review.currentDecisions(comment)
    let proposed =
      standing.last { $0.reviewer != own && $0.text != nil } ?? standing.last { $0.text != nil }
    return proposed?.text ?? comment.text
  }

  // MARK: Showing

  static let help = LocalizedText(
    en: """
      a approve the text shown · r hide what is marked · t WORDS hide these words · e write another text
      o the original again · w withhold · u take your decision back · s next · b back · q leave · ? help
      """,
    ko: """
      a 보이는 글 승인 · r 표시된 부분 가리기 · t 낱말 가리기 · e 글 다시 쓰기
      o 원문으로 · w 비공개 · u 내 결정 취소 · s 다음 · b 이전 · q 나가기 · ? 도움말
      """
  )

  private func show(
    _ comment: CommentReview.Comment,
    _ text: String,
    _ position: Int,
    of count: Int
  ) {
    let state = Self.title(review.state(of: comment))
    let model = LogText.printable(comment.model.rawValue)
    console.say(
      en: "\nComment \(position + 1)/\(count) · \(model) · \(state.en)",
      ko: "\n의견 \(position + 1)/\(count) · \(model) · \(state.ko)"
    )
    if text != comment.text {
      console.say(en: "(changed from the original)", ko: "(원문에서 바뀐 글)")
    }
    for line in Self.marked(text, marks(comment, text)).split(
      omittingEmptySubsequences: false,
      whereSeparator: \.isNewline
    ) {
      console.say(
        en: "  | \(LogText.printable(String(line)))",
        ko: "  | \(LogText.printable(String(line)))"
      )
    }
    for suggestion in marks(comment, text) {
      let kind = TextScan.Kind(rawValue: suggestion.kind)?.title
      let shown = LogText.printable(suggestion.text)
      let (en, ko) = (kind?.en ?? suggestion.kind, kind?.ko ?? suggestion.kind)
      console.say(
        en: "  ! \(shown): \(suggestion.isCertain ? "" : "perhaps ")\(en)",
        ko: "  ! \(shown): \(ko)\(suggestion.isCertain ? "" : "일 수 있음")"
      )
    }
  }

  /// What the scan found in the original and is still in the text.
  private func marks(
    _ comment: CommentReview.Comment,
    _ text: String
  ) -> [CommentReview.Suggestion] {
    var seen: Set<String> = []
    return comment.suggestions.filter { text.contains($0.text) && seen.insert($0.text).inserted }
  }

  /// The text with brackets around the suggested redactions, which do not rely on colour.
  private static func marked(_ text: String, _ marks: [CommentReview.Suggestion]) -> String {
    marks.reduce(text) { $0.replacingOccurrences(of: $1.text, with: "〔\($1.text)〕") }
  }

  static func title(_ state: CommentReview.State) -> LocalizedText {
    switch state {
    case .open: LocalizedText(en: "open", ko: "미검토")
    case .approvedOnce: LocalizedText(en: "approved by one", ko: "1인 승인")
    case .withoutCoordinator:
      LocalizedText(en: "approved without the coordinator", ko: "담당자 승인 전")
    case .disputed: LocalizedText(en: "two different texts approved", ko: "승인된 글이 서로 다름")
    case .approved: LocalizedText(en: "approved", ko: "승인")
    case .withheld: LocalizedText(en: "withheld", ko: "비공개")
    }
  }

  // MARK: Deciding

  private mutating func step(
    _ comment: CommentReview.Comment,
    _ text: inout String
  ) throws -> Step {
    guard let line = console.ask(en: ">", ko: ">") else { throw Console.ended() }
    let rest = line.dropFirst().trimmed
    switch line.first {
    case "a":
      return try approve(comment, text) ? .next : .stay
    case "r":
      for mark in marks(comment, text) { text = Self.hiding(mark.text, in: text) }
      return .stay
    case "t" where !rest.isEmpty:
      guard text.contains(rest) else {
        console.say(en: "These words are not in the text.", ko: "글에 없는 낱말입니다.")
        return .stay
      }
      text = Self.hiding(rest, in: text)
      return .stay
    case "e":
      let written = console.ask(en: "The text to publish, on one line:", ko: "공개할 글을 한 줄로:") ?? ""
      if !written.isEmpty { text = written }
      return .stay
    case "o":
      text = comment.text
      return .stay
    case "w":
      try decide(comment, .withhold)
      return .next
    case "u":
      try decide(comment, .reopen)
      return .stay
    case "s", nil: return .next
    case "b": return .previous
    case "q": return .quit
    default:
      console.say(en: Self.help.en, ko: Self.help.ko)
      return .stay
    }
  }

  private mutating func approve(_ comment: CommentReview.Comment, _ text: String) throws -> Bool {
    let certain = marks(comment, text).filter(\.isCertain)
    if !certain.isEmpty {
      let answer = console.ask(
        en: "The marked words are still there. Approve anyway? [y/N]",
        ko: "표시된 부분이 남아 있습니다. 그래도 승인합니까? [y/N]"
      )
      guard answer?.lowercased() == "y" else { return false }
    }
    try decide(comment, .approve, text: text)
    return true
  }

  /// Signs a decision and saves it at once.
  private mutating func decide(
    _ comment: CommentReview.Comment,
    _ verdict: CommentReview.Verdict,
    text: String? = nil
  ) throws {
    var changed = review
    try changed.decide(comment, verdict, text: text, with: key)
    review = try reviewing.save(changed)
    let state = Self.title(review.state(of: comment))
    console.say(en: "→ \(state.en)", ko: "→ \(state.ko)")
  }

  /// Replaces words with a mark in the language of the text.
  static func hiding(_ words: String, in text: String) -> String {
    let isKorean = text.unicodeScalars.contains { ("가"..."힣").contains($0) }
    return text.replacingOccurrences(of: words, with: isKorean ? "[가림]" : "[redacted]")
  }
}
