public import Crypto
internal import Foundation
public import PanelCore

/// The state of a round that follows from its log: the phase, the schedule in force, the fixed lists.
///
/// Server, clients, coordinator and verification all read the log with this type, so that they
/// accept the same entries.
public struct RoundHistory: Sendable {
  /// A list or a tree that an entry names.
  public struct Fixed: Hashable, Sendable {
    /// The number of its leaves.
    public var count: Int
    /// Its root, hex.
    public var root: String

    package init(count: Int, root: String) {
      self.count = count
      self.root = root
    }
  }

  /// The coordinator must announce an extension at least this long before the end, seconds.
  public static let extensionLeadSeconds: Int64 = 24 * 3600

  /// How much earlier than a preceding entry an entry may be dated, seconds: two clocks that are each
  /// ten minutes off.
  public static let clockToleranceSeconds: Int64 = 1_200

  /// The manifest of the round.
  public let manifest: Manifest
  /// Its hash.
  public let hash: ManifestHash
  /// The lines so far.
  public private(set) var log = CoordinatorLog()
  /// The entries of the lines.
  public private(set) var entries: [LogEntry] = []
  /// The phase of the round.
  public private(set) var phase = Phase.draft
  /// Whether enrolling is closed and the issuance list is not fixed yet.
  public private(set) var enrollingEnds = false
  /// The times in force, extensions included.
  public private(set) var schedule: Schedule
  /// The list of invitations set last.
  public private(set) var invitations: Fixed?
  /// The issuance list, once the issuer key is destroyed.
  public private(set) var issuance: Fixed?
  /// The heads of the submissions' tree; the last counts.
  public private(set) var heads: [Fixed] = []
  /// When scores may be computed: the end of the time for objections.
  public private(set) var objectionsEnd: Timestamp?
  /// The hashes of the release made last.
  public private(set) var release: (units: String, scores: String)?
  /// Which code is which team, once that is opened.
  public private(set) var codes: CodeTable?
  /// Whether enrolling was extended because the minimum panel had not been reached.
  public private(set) var wasExtendedAutomatically = false
  /// The teams, or codes, to which the coordinator declared ties.
  public private(set) var coordinatorConflicts: [String] = []
  /// When the scores became public.
  public private(set) var publishedAt: Timestamp?
  /// When the coordinator ordered the destruction of what the server holds.
  public private(set) var destructionOrdered: Timestamp?
  /// When the server had destroyed it.
  public private(set) var erasedAt: Timestamp?
  private var extendedSeconds: [Phase: Int64] = [:]
  private var latest: Timestamp?

  /// Starts the history of a round with an empty log.
  public init(manifest: Manifest, hash: ManifestHash) {
    self.manifest = manifest
    self.hash = hash
    schedule = manifest.schedule
  }

  /// Reads a whole log; throws for the first line that is refused.
  public init(
    manifest: Manifest,
    hash: ManifestHash,
    lines: [LogLine]
  ) throws(HistoryProblem) {
    self.init(manifest: manifest, hash: hash)
    for line in lines { try take(line) }
  }

  /// The reason given for voiding the round; `nil` if it is not void.
  public var voidReason: String? { entries.last { $0.action == .voided }?.reason }

  /// Adds the next line if its signature verifies and its entry may follow here.
  ///
  /// A refused line changes nothing.
  public mutating func take(_ line: LogLine) throws(HistoryProblem) {
    guard let entry = try? LogEntry(bytes: line.entry) else {
      throw problem(en: "the entry cannot be read", ko: "기록을 읽을 수 없습니다", .unreadable)
    }
    let key = entry.actor == LogEntry.server ? manifest.receiptKey : manifest.coordinatorKey
    guard log.accepts(line, manifest: hash, by: key) else {
      throw problem(
        en: "the signature of this entry does not verify at this place in the log",
        ko: "기록의 서명이 맞지 않습니다",
        .signature
      )
    }
    try applyOrRestore(entry)
    log.add(line)
    entries.append(entry)
  }

  private mutating func applyOrRestore(_ entry: LogEntry) throws(HistoryProblem) {
    let before = self
    do throws(HistoryProblem) {
      try apply(entry)
    } catch {
      self = before
      throw error
    }
  }

  /// Signs an entry and adds it; throws if it may not follow here.
  public mutating func append(
    _ entry: LogEntry,
    with key: Curve25519.Signing.PrivateKey
  ) throws -> LogLine {
    var longer = log
    let line = try longer.append(try entry.bytes(), manifest: hash, with: key)
    try take(line)
    return line
  }

  // MARK: The rules

  private func problem(
    en: String,
    ko: String,
    _ kind: HistoryProblem.Kind = .rule
  ) -> HistoryProblem {
    HistoryProblem(index: entries.count, kind: kind, message: LocalizedText(en: en, ko: ko))
  }

  private func require(_ isSo: Bool, en: String, ko: String) throws(HistoryProblem) {
    if !isSo { throw problem(en: en, ko: ko) }
  }

  private func requireOrder(_ isSo: Bool) throws(HistoryProblem) {
    try require(
      isSo,
      en: "this entry is not allowed at this point of the round",
      ko: "이 자리에 올 수 없는 기록입니다"
    )
  }

  private mutating func apply(_ entry: LogEntry) throws(HistoryProblem) {
    let isServer = entry.actor == LogEntry.server
    let isDestruction = entry.action == .destroyed || entry.action == .erased
    try requireOrder(
      (phase != .void || isDestruction) && (phase == .draft) == (entry.action == .sealed)
    )
    try require(
      latest.map { entry.at.advanced(by: Self.clockToleranceSeconds) >= $0 } ?? true,
      en: "this entry is dated earlier than the entries before it",
      ko: "앞선 기록보다 이른 시각입니다"
    )
    try require(
      ([entry.actor, entry.reason, entry.rater, entry.tier, entry.check].compactMap { $0 }
        + (entry.teams ?? [])).allSatisfy { PlainLine.isPlain($0) },
      en: "a text of this entry is not a single plain line",
      ko: "한 줄로 쓸 수 없는 글자가 있습니다"
    )
    latest = max(latest ?? entry.at, entry.at)
    switch entry.action {
    case .sealed:
      try requireOrder(!isServer)
      try require(
        entry.manifest == hash.hex,
        en: "the entry seals a different manifest",
        ko: "다른 선언문을 봉인했습니다"
      )
      phase = .sealed
    case .invited, .replaced:
      try requireOrder(!isServer && enrols && (invitations == nil) == (entry.action == .invited))
      invitations = try fixed(entry)
    case .opened, .closed:
      try requireOrder(isServer != (manifest.schedule == .manual))
      try move(entry)
    case .extended: try extend(entry, isServer)
    case .keyDestroyed: try destroyKey(entry, isServer)
    case .treeFixed:
      try requireOrder(isServer && phase == .closed && issuance != nil && heads.isEmpty)
      heads.append(try fixed(entry))
      objectionsEnd = entry.at.advanced(by: Int64(manifest.objectionSeconds))
    case .reinstated:
      try requireOrder(isServer && phase == .closed && entry.previousRoot == heads.last?.root)
      try requireOrder(objectionsEnd.map { entry.at <= $0 } == true && release == nil)
      let head = try fixed(entry)
      // A claim adds a submission or a revision; it never takes one away.
      try require(
        head.count >= heads.last?.count ?? 0 && head.count <= issuance?.count ?? 0,
        en:
          "the number of submissions after a claim is below the number before it or above the number of credentials",
        ko: "다시 넣은 뒤의 제출 수가 맞지 않습니다"
      )
      heads.append(head)
    case .voided: try void(entry, isServer)
    case .codesOpened, .released, .excluded, .waived, .linkOpened, .published:
      try requireOrder(!isServer && !heads.isEmpty && phase < .archived)
      try afterClosing(entry)
    case .conflicted:
      try requireOrder(!isServer && phase < .published)
      // If the manifest names no teams, a tie can only be to a model.
      let known = manifest.teams.isEmpty ? manifest.models.map(\.rawValue) : manifest.teams
      guard let teams = entry.teams, !teams.isEmpty, teams.allSatisfy(known.contains) else {
        throw problem(en: "the manifest does not name these teams", ko: "선언문에 없는 팀입니다")
      }
      coordinatorConflicts += teams.filter { !coordinatorConflicts.contains($0) }
    case .archived:
      try requireOrder(!isServer && phase == .published)
      phase = .archived
    case .destroyed: try destroy(entry, isServer)
    case .erased:
      try requireOrder(isServer && destructionOrdered != nil && erasedAt == nil)
      try require(
        entry.count == heads.last?.count,
        en: "the count differs from the number of submissions in the last tree",
        ko: "마지막 트리의 제출 수와 다릅니다"
      )
      erasedAt = entry.at
    }
  }

  /// When the round may first be destroyed; `nil` while it is neither published nor void.
  public var retentionEnds: Timestamp? {
    if phase == .void { return latest }
    return publishedAt?.advanced(by: Int64(manifest.retentionDays ?? 0) * 86_400)
  }

  private mutating func destroy(_ entry: LogEntry, _ isServer: Bool) throws(HistoryProblem) {
    try requireOrder(!isServer && destructionOrdered == nil)
    try require(
      phase == .archived || phase == .void,
      en: "only an archived or void round can be destroyed",
      ko: "보관하거나 무효로 한 회차만 파기할 수 있습니다"
    )
    try require(
      phase == .void || retentionEnds.map { entry.at >= $0 } == true,
      en: "the retention period has not ended",
      ko: "보존 기간이 끝나지 않았습니다"
    )
    destructionOrdered = entry.at
  }

  /// Whether evaluators can still enrol, so that inviting them makes sense.
  private var enrols: Bool {
    switch phase {
    case .sealed: true
    case .enrolling: !enrollingEnds
    case .rating: manifest.phases == .overlapping
    default: false
    }
  }

  private func fixed(_ entry: LogEntry) throws(HistoryProblem) -> Fixed {
    guard let count = entry.count, count >= 0, let root = entry.root,
      Hexadecimal.bytes(root)?.count == 32
    else { throw problem(en: "the count or the root is missing", ko: "수나 뿌리 해시가 없습니다") }
    return Fixed(count: count, root: root)
  }

  private mutating func move(_ entry: LogEntry) throws(HistoryProblem) {
    let isOverlapping = manifest.phases == .overlapping
    var due: Timestamp?
    switch (entry.action, entry.phase, phase) {
    case (.opened, .enrolling, .sealed):
      if case .times(let from, _, _, _) = schedule { due = from }
      phase = .enrolling
    case (.closed, .enrolling, .enrolling) where !isOverlapping && !enrollingEnds:
      due = schedule.end(of: .enrolling)
      enrollingEnds = true
    case (.opened, .rating, isOverlapping ? .enrolling : .enrolled):
      if case .times(_, _, let from, _) = schedule { due = from }
      phase = .rating
    case (.closed, .rating, .rating):
      due = schedule.end(of: .rating)
      phase = .closed
    default: try requireOrder(false)
    }
    try require(
      due.map { entry.at >= $0 } ?? true,
      en: "this is earlier than the scheduled time",
      ko: "정해진 시각보다 이릅니다"
    )
  }

  private mutating func destroyKey(_ entry: LogEntry, _ isServer: Bool) throws(HistoryProblem) {
    let isDue = manifest.phases == .overlapping ? phase == .closed : enrollingEnds
    try requireOrder(isServer && isDue && issuance == nil)
    let list = try fixed(entry)
    try require(
      list.count >= manifest.minimumPanel,
      en: "below the minimum panel of \(manifest.minimumPanel)",
      ko: "최소 인원 \(manifest.minimumPanel)명에 못 미칩니다"
    )
    issuance = list
    enrollingEnds = false
    if phase == .enrolling { phase = .enrolled }
  }

  /// The phase at whose end enrolling is over for good.
  private var lastOfEnrolling: Phase {
    manifest.phases == .overlapping ? .rating : .enrolling
  }

  private mutating func extend(_ entry: LogEntry, _ isServer: Bool) throws(HistoryProblem) {
    guard let extended = entry.phase, let end = schedule.end(of: extended), let until = entry.until
    else {
      throw problem(en: "the phase to extend or its new end is missing", ko: "연장할 단계나 시각이 없습니다")
    }
    let isOverlapping = manifest.phases == .overlapping
    try requireOrder(
      phase <= extended && !enrollingEnds && !(isOverlapping && extended == .enrolling)
    )
    let seconds = until.seconds - end.seconds
    if isServer {
      try requireOrder(extended == lastOfEnrolling && phase == extended)
      try require(
        !wasExtendedAutomatically && manifest.automaticExtensionSeconds > 0
          && seconds == Int64(manifest.automaticExtensionSeconds) && entry.at >= end
          && entry.count.map { $0 >= 0 && $0 < manifest.minimumPanel } == true,
        en: "this differs from the automatic extension that the manifest sets",
        ko: "선언문의 자동 연장과 다릅니다"
      )
      wasExtendedAutomatically = true
    } else {
      let sum = (extendedSeconds[extended] ?? 0) + seconds
      try require(
        seconds > 0,
        en: "the new end is not later than the scheduled end",
        ko: "지금 정해진 끝보다 늦지 않습니다"
      )
      try require(
        sum <= Int64(manifest.extensionCapSeconds),
        en: "the extensions exceed the limit of \(manifest.extensionCapSeconds / 3_600) hours",
        ko: "연장 한도 \(manifest.extensionCapSeconds / 3_600)시간을 넘습니다"
      )
      try require(
        entry.at.advanced(by: Self.extensionLeadSeconds) <= end,
        en: "a phase can be extended only until 24 hours before its end",
        ko: "끝나기 24시간 전까지만 연장할 수 있습니다"
      )
      extendedSeconds[extended] = sum
    }
    schedule = schedule.extended(extended, to: until, order: manifest.phases)
  }

  private mutating func void(_ entry: LogEntry, _ isServer: Bool) throws(HistoryProblem) {
    guard let reason = entry.reason, !reason.isEmpty else {
      throw problem(en: "the reason is missing", ko: "이유가 없습니다")
    }
    try requireOrder(phase < .published)
    if isServer {
      try requireOrder(phase == lastOfEnrolling && !enrollingEnds)
      try require(
        reason == LogEntry.belowMinimumPanel
          && (wasExtendedAutomatically || manifest.automaticExtensionSeconds == 0)
          && schedule.end(of: phase).map { entry.at >= $0 } == true
          && entry.count.map { $0 >= 0 && $0 < manifest.minimumPanel } == true,
        en: "the server may not void the round here",
        ko: "서버가 무효로 할 수 있는 경우가 아닙니다"
      )
    }
    phase = .void
    enrollingEnds = false
  }

  private mutating func afterClosing(_ entry: LogEntry) throws(HistoryProblem) {
    switch entry.action {
    case .codesOpened:
      try requireOrder(codes == nil)
      guard let bytes = entry.codes, let salt = entry.salt,
        let table = CodeTable(bytes: bytes, salt: salt),
        table.commitment == manifest.codeCommitment, table.teams == manifest.teams,
        Set(table.teamOfCode.keys) == Set(manifest.models)
      else {
        throw problem(en: "the manifest commits to a different code table", ko: "봉인된 코드 표가 아닙니다")
      }
      codes = table
    case .linkOpened:
      try requireOrder(manifest.mode == .confidential)
      guard let invitation = entry.invitation.flatMap(Hexadecimal.bytes), invitation.count == 16,
        let reason = entry.reason, !reason.isEmpty, let approvals = entry.approvals,
        approvals.count == manifest.custodians.count
      else { throw problem(en: "the record of the opening is incomplete", ko: "열람 기록이 완전하지 않습니다") }
      for (signature, custodian) in zip(approvals, manifest.custodians) {
        try require(
          Escrow.isApproved(
            signature,
            invitation: invitation,
            reason: reason,
            manifest: hash,
            by: custodian.signingKey
          ),
          en: "the signature of \(custodian.name) does not verify",
          ko: "\(custodian.name)의 서명이 맞지 않습니다"
        )
      }
    case .excluded:
      try requireOrder(release != nil)
      try require(
        entry.rater?.isEmpty == false && entry.reason?.isEmpty == false,
        en: "the row or the reason is missing",
        ko: "행이나 이유가 없습니다"
      )
    case .waived:
      try requireOrder(release != nil)
      try require(
        entry.tier?.isEmpty == false && entry.check?.isEmpty == false
          && entry.reason?.isEmpty == false
          && entry.findings.flatMap(Hexadecimal.bytes)?.count == 32,
        en: "the tier, the check, the digest of the findings or the reason is missing",
        ko: "대상, 심사 항목, 지적의 해시나 이유가 없습니다"
      )
    case .released:
      // A coordinator with declared ties signs before seeing ratings, so that they cannot release again
      // after they have looked.
      try requireOrder(coordinatorConflicts.isEmpty || publishedAt == nil)
      try require(
        objectionsEnd.map { entry.at >= $0 } == true,
        en: "the time for objections had not ended",
        ko: "이의 신청 기간이 끝나지 않았습니다"
      )
      guard let units = entry.units, let scores = entry.scores,
        Hexadecimal.bytes(units)?.count == 32, Hexadecimal.bytes(scores)?.count == 32
      else { throw problem(en: "the hashes of the release are missing", ko: "자료의 해시가 없습니다") }
      release = (units, scores)
    default:
      try requireOrder(phase == .closed && release != nil)
      try require(
        entry.head == Hexadecimal.text(log.hash),
        en: "this is not the hash of the preceding log",
        ko: "앞선 기록의 해시가 아닙니다"
      )
      phase = .published
      publishedAt = entry.at
    }
  }
}

/// The first line of a log that is refused, and why.
public struct HistoryProblem: Error, Hashable, Sendable {
  /// The kind of a problem.
  public enum Kind: Hashable, Sendable {
    /// The entry is not canonical JSON of a log entry.
    case unreadable
    /// The signature does not cover this entry after the lines before it.
    case signature
    /// The entry may not follow here.
    case rule
  }

  /// The line's index, from 0.
  public let index: Int
  /// The kind of the problem.
  public let kind: Kind
  /// The reason.
  public let message: LocalizedText
}
