public import Foundation
public import PanelCore
public import PanelProtocol

/// The outcome of the numbered checks of a release (`docs/verification.md`).
public struct Verification: Encodable, Sendable {
  /// How a check ended.
  public enum Outcome: String, Codable, CaseIterable, Sendable {
    /// What the check states is true.
    case held
    /// What the check states is false, or a file that it needs cannot be read.
    case failed
    /// The release contains nothing that the check concerns.
    case notInThisTier
    /// The check did not run because something it needs was not given.
    case notAsked
  }

  /// What the files contain.
  public enum Tier: Sendable {
    /// A complete release directory.
    case audit
    /// The files of a closed round that a server shows to anyone: no content, no scores.
    case open
  }

  /// The result of one check.
  public struct Check: Hashable, Encodable, Sendable {
    /// `V01` to `V15`.
    public let id: String
    /// What the check states.
    public let title: LocalizedText
    /// How it ended.
    public let outcome: Outcome
    /// The numbers found, or what is wrong.
    public let detail: LocalizedText?
    /// The file that made the check fail.
    public let file: String?
    /// The line of the file, from 1, if a single line made it fail.
    public let line: Int?
  }

  /// The name and version of the JSON format.
  public let schema = "panel.verification.v1"
  /// The checks, in the order of their numbers.
  public let checks: [Check]
  /// The fingerprint of the manifest in the release; absent without a manifest.
  public let fingerprint: String?
  /// How many credentials were issued beyond the submissions; absent if that cannot be read.
  public let gap: Int?

  /// The hash of the log's last entry, hex; absent if the log does not verify.
  public let logHead: String?
  private let isOverlapping: Bool
  private let isConfidential: Bool

  private enum CodingKeys: String, CodingKey { case schema, checks, fingerprint, logHead, gap }

  /// The numbers of the checks that failed, in order.
  public var failed: [String] { checks.filter { $0.outcome == .failed }.map(\.id) }

  /// 0 if no check failed, otherwise 1.
  public var exitStatus: Int32 { checks.contains { $0.outcome == .failed } ? 1 : 0 }

  /// The limits of verification: attacks that no check can detect.
  ///
  /// Printed with every verification.
  public var whatItCannotShow: [LocalizedText] {
    let credentials =
      gap.map {
        LocalizedText(en: "up to \(max(0, $0)) of them", ko: "최대 \(max(0, $0))건까지")
      } ?? LocalizedText(en: "up to the gap of V04", ko: "V04의 차이만큼")
    var limits = [
      LocalizedText(
        en: "If each evaluator verifies with probability p, d dropped submissions go unseen with "
          + "probability (1 − p)^d.",
        ko: "평가위원 한 사람이 자기 제출을 검증할 확률이 p이면, 빠진 제출 d건이 드러나지 않을 확률은 "
          + "(1 − p)^d입니다."
      ),
      LocalizedText(
        en: "Whoever held the issuer key at any time can have signed spare credentials and added "
          + "submissions: \(credentials.en).",
        ko: "발급 키를 한때라도 가졌던 사람은 여분의 인증 정보에 서명해 제출을 보탤 수 있었습니다: "
          + "\(credentials.ko)."
      ),
      LocalizedText(
        en: "The coordinator could enrol in place of somebody who did not: only asking every "
          + "invited person about their line of the issuance list shows it.",
        ko: "평가 담당자는 등록하지 않은 사람 대신 등록할 수 있었습니다. 초대받은 사람 모두에게 발급 목록의 "
          + "자기 줄을 확인해야 드러납니다."
      ),
    ]
    if isOverlapping {
      limits.append(
        LocalizedText(
          en: "Enrolling and rating overlapped: this round was not anonymous towards its operator.",
          ko: "등록과 평가가 겹친 회차입니다. 운영자에 대해서는 익명이 아닙니다."
        )
      )
    }
    if isConfidential {
      limits.append(
        LocalizedText(
          en: "A confidential round: two custodians together can open who wrote what. It is not "
            + "anonymous; whether each sealed link is right, no file shows.",
          ko: "비공개(confidential) 회차입니다. 두 보관인이 함께 작성자를 확인할 수 있으며 익명이 아닙니다."
        )
      )
    }
    return limits
  }

  /// Checks a release directory.
  ///
  /// No content of the files makes it crash or stop early.
  ///
  /// - Parameters:
  ///   - files: All files of the directory by name.
  ///   - fingerprint: The published fingerprint; without it V01 checks only the rest.
  ///   - mine: The evaluator's own submission, for V14 and V15.
  ///   - logHead: The published hash of the log, hex; an entry of the log must have it.
  ///   - tier: What the files must contain.
  ///   - progress: Called repeatedly with the completed share, from 0 to 1.
  /// - Returns: All fifteen checks.
  public static func run(
    files: [String: Data],
    fingerprint: Fingerprint?,
    mine: OwnSubmission?,
    logHead: String? = nil,
    tier: Tier = .audit,
    progress: ((Double) -> Void)? = nil
  ) -> Verification {
    let run = VerificationRun(
      ReleaseContents(files: files),
      fingerprint: fingerprint,
      mine: mine,
      logHead: logHead,
      tier: tier,
      progress: progress
    )
    return Verification(run)
  }

  /// Runs all checks.
  init(_ run: VerificationRun) {
    ReleaseWork.note(.verified)
    checks = run.checks()
    let history = try? run.contents.history.get()
    fingerprint = (try? run.contents.manifestHash.get())?.fingerprint.description
    logHead = history.map { Hexadecimal.text($0.log.hash) }
    gap = try? run.gap()
    isOverlapping = history?.manifest.phases == .overlapping
    isConfidential = history?.manifest.mode == .confidential
  }
}
