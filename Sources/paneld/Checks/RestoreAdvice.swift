import Foundation
import PanelCore
import PanelProtocol
import PanelStore

/// What a restore means for one round, in words for the operator.
///
/// It counts enrolments, which the registry contains, and never submissions.
struct RestoreAdvice {
  let round: RoundID
  let history: RoundHistory?
  let enrolled: Int
  let now: Timestamp

  /// Reads the round from a restored data directory.
  init(_ stored: StoredRound, in directory: DataDirectory, registry: Registry, now: Timestamp) {
    round = stored.round
    self.now = now
    let files = directory.round(round)
    if let bytes = try? Data(contentsOf: files.manifest),
      let manifest = try? Manifest(bytes: bytes),
      let lines = try? registry.log(of: round)
    {
      history = try? RoundHistory(
        manifest: manifest,
        hash: ManifestHash(manifest: bytes),
        lines: lines.map { LogLine(entry: $0.entry, signature: $0.signature) }
      )
    } else {
      history = nil
    }
    enrolled = (try? registry.enrolments(of: round).count) ?? 0
  }

  /// The advice, one paragraph for each element.
  var lines: [String] {
    guard let history, let last = history.entries.last else {
      return [
        "was not sealed: its issuer key is in no backup. The coordinator creates it again "
          + "under another name."
      ]
    }
    let log =
      "Its log ends with '\(last.action)' of \(last.at.koreanTime). A client that has seen a "
      + "later entry refuses this server: then restore a later backup, or void the round."
    return [meaning(history), log]
  }

  private func meaning(_ history: RoundHistory) -> String {
    let command = "panel round void \(round) --reason …"
    switch history.phase {
    case .draft, .sealed:
      return "is sealed. Nobody can enrol: the issuer key is in no backup. "
        + "The coordinator voids it (\(command)) and creates a new one."
    case .enrolling:
      return "was enrolling. Nobody else can enrol: the issuer key is in no backup. "
        + stillEnrolled(history, command)
    case .enrolled: return "is complete: its credentials are issued, rating can open."
    case .rating: return rating(history, command)
    case .closed where history.heads.isEmpty:
      return "has closed; the server fixes the tree when it starts."
    case .closed, .published, .archived: return "is complete: \(history.phase)."
    case .void: return "is void; nothing of it counts."
    }
  }

  private func stillEnrolled(_ history: RoundHistory, _ command: String) -> String {
    let needed = history.manifest.minimumPanel
    guard enrolled >= needed else {
      return "\(enrolled) of at least \(needed) had enrolled, so the coordinator voids it "
        + "(\(command))."
    }
    return "It can go on with the \(enrolled) who had enrolled (at least \(needed) are needed) if "
      + "nobody enrolled after the backup: the coordinator asks everybody else. If somebody did, "
      + "void it (\(command)): their credentials would be on no list."
  }

  private func rating(_ history: RoundHistory, _ command: String) -> String {
    var text = "was being rated, so its submissions are in no backup. "
    if let end = history.schedule.end(of: .rating), end <= now {
      let hours = history.manifest.objectionSeconds / 3_600
      text +=
        "Rating ended at \(end.koreanTime): the server closes it at once, without them. Within the "
        + "\(hours) hours of objections every evaluator runs: panel receipt \(round) --claim. "
        + "Submissions that are not claimed are lost."
    } else {
      let until = history.schedule.end(of: .rating).map { " before \($0.koreanTime)" } ?? ""
      text +=
        "Every evaluator sends again\(until), from the machine that has the receipt: panel submit "
        + "\(round). Ask also those who had submitted; nobody can see who is missing."
    }
    if history.manifest.phases == .overlapping {
      text += " Nobody else can enrol: the issuer key is in no backup. "
      text += stillEnrolled(history, command)
    }
    return text
  }
}
