import Foundation
import PanelCore
import PanelFiles
import PanelProtocol
import PanelReport

/// Runs the release gate on an export before it is written, with what this machine knows about the
/// round: its log with the waivers, its roster, and the earlier exports.
struct ExportGate {
  let release: VerifiedRelease
  let home: URL
  let settings: DisclosureSettings

  /// Audits an export.
  ///
  /// - Parameters:
  ///   - content: The content of the export.
  ///   - files: The files of the export, by name.
  ///   - directories: Earlier exports, as named on the command line.
  /// - Returns: The findings of the gate.
  /// - Throws: `Failure` for an earlier export that cannot be read; `ReleaseProblem`.
  func result(
    on content: ExportContent,
    files: [String: Data],
    earlier directories: [String]
  ) throws -> ReleaseGate.Result {
    let history = try history()
    let coordinator = Coordinator(home: home)
    let people = try coordinator.roster(of: history.manifest.round)
    let scan = TextScan(roster: people, manifest: history.manifest)
    let (earlier, absent) = try register.earlier(of: history.hash.hex, and: directories)
    return ReleaseGate(history: history, settings: settings, scan: scan).result(
      on: content,
      inference: InferenceGuard(release.score, policy: content.policy),
      linked: LinkedProfiles(release, settings: settings),
      files: files,
      surveyText: String(
        decoding: release.release.files[ReleaseFile.survey.rawValue] ?? Data(),
        as: UTF8.self
      ),
      earlier: earlier,
      absent: absent
    )
  }

  /// The gate's files, which are written with an export that passes.
  static func files(_ report: GateReport) throws -> [String: Data] {
    [GateReport.fileName: try report.data(), GatePage.fileName: GatePage.data(report)]
  }

  private var register: ExportRegister {
    ExportRegister(home: home, round: release.manifest.round)
  }

  /// Records an export that is about to be written.
  func remember(_ report: GateReport, at path: String) throws {
    try register.add(report, at: URL(fileURLWithPath: path).standardizedFileURL.path)
  }

  /// Removes the record of an export that could not be written.
  func forget(at path: String) throws {
    try register.removeLast(at: URL(fileURLWithPath: path).standardizedFileURL.path)
  }

  /// The log of the release, or this machine's copy if that continues it: waivers are added after
  /// the release was made.
  private func history() throws -> RoundHistory {
    let history = release.history
    let url = Coordinator(home: home).file("log.jsonl", of: history.manifest.round)
    // A log that cannot be read or verified, or that is of another round of the same name, is left out.
    guard let kept = try? Data(contentsOf: url),
      let lines = try? JSONLines.decode(LogLine.self, from: kept).map(\.value),
      lines.starts(with: history.log.lines),
      let longer = try? RoundHistory(manifest: history.manifest, hash: history.hash, lines: lines)
    else { return history }
    return longer
  }
}
