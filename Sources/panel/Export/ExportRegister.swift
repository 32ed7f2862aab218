import Foundation
import PanelCore
import PanelFiles
import PanelProtocol
import PanelReport

/// The exports that this machine has made, each with the report of the gate, so that later exports
/// of the round are compared with it even if its directory is gone.
struct ExportRegister {
  /// One export.
  struct Line: Codable, Hashable {
    /// The manifest's hash, hex.
    var round: String
    var tier: ExportTier
    /// SHA-256 of its `release-gate.json`, hex.
    var report: String
    /// Where it was written.
    var path: String
  }

  private let folder: URL
  private let list: URL

  init(home: URL, round: RoundID) {
    folder = home.appending(path: "exports")
    list = folder.appending(path: round.rawValue + ".jsonl")
  }

  private func copy(_ digest: String) -> URL { folder.appending(path: digest + ".json") }

  /// Keeps the gate's report on an export that is about to be written.
  func add(_ report: GateReport, at path: String) throws {
    let data = try report.data()
    let digest = ContentHash.hex(data)
    let line = Line(round: report.round, tier: report.tier, report: digest, path: path)
    do throws(DurableFile.Problem) {
      try DurableFile.createDirectory(folder)
      if !FileManager.default.fileExists(atPath: copy(digest).path) {
        try DurableFile.write(data, to: copy(digest))
      }
    } catch {
      throw Failure(error)
    }
    let bytes = try JSONLines.encode(line: line)
    do throws(DurableFile.Problem) {
      try DurableFile.append(bytes, to: list)
    } catch {
      throw Failure(error)
    }
  }

  /// Removes the last export, if it was to be written to this directory and was not.
  func removeLast(at path: String) throws {
    var lines = try lines()
    guard lines.last?.path == path else { return }
    lines.removeLast()
    let data = try JSONLines.encode(lines)
    do throws(DurableFile.Problem) {
      try DurableFile.write(data, to: list)
    } catch {
      throw Failure(error)
    }
  }

  /// The exports of a round, and the paths of those whose reports are lost.
  ///
  /// - Parameters:
  ///   - round: The manifest's hash, hex.
  ///   - directories: Further exports, as named on the command line.
  /// - Returns: Each export once.
  /// - Throws: `Failure` for a directory that is not an export of the round.
  func earlier(
    of round: String,
    and directories: [String]
  ) throws(Failure) -> (exports: [EarlierExport], absent: [String]) {
    var exports: [String: EarlierExport] = [:]
    for directory in directories {
      let export = try Self.read(directory, round)
      exports[export.digest] = export
    }
    var absent: [String] = []
    for line in try lines() where line.round == round && exports[line.report] == nil {
      let original = URL(fileURLWithPath: line.path).appending(path: GateReport.fileName)
      let export = [copy(line.report), original].lazy.compactMap { url in
        (try? Data(contentsOf: url)).flatMap {
          try? EarlierExport(name: line.path, report: $0, round: round)
        }
      }
      .first { $0.digest == line.report }
      if let export { exports[export.digest] = export } else { absent.append(line.path) }
    }
    return (exports.values.sorted { ($0.name, $0.digest) < ($1.name, $1.digest) }, absent)
  }

  private func lines() throws(Failure) -> [Line] {
    guard FileManager.default.fileExists(atPath: list.path) else { return [] }
    guard let data = try? Data(contentsOf: list),
      let lines = try? JSONLines.decode(Line.self, from: data)
    else { throw Self.damaged(list) }
    return lines.map(\.value)
  }

  private static func read(_ directory: String, _ round: String) throws(Failure) -> EarlierExport {
    let url = URL(fileURLWithPath: directory).appending(path: GateReport.fileName)
    guard let data = try? Data(contentsOf: url) else {
      throw Failure(
        .missingInput,
        en: "\(directory) has no \(GateReport.fileName)",
        ko: "\(directory)에 \(GateReport.fileName)이 없습니다",
        fix: (en: "name the directory of an export with --earlier", ko: "--earlier에 내보낸 폴더를 쓰십시오")
      )
    }
    do throws(EarlierExport.Problem) {
      return try EarlierExport(name: directory, report: data, round: round)
    } catch {
      switch error {
      case .unreadable:
        throw Failure(
          .invalidData,
          en: "\(url.path): not a report of the release gate",
          ko: "\(url.path): 공개 심사 보고가 아닙니다",
          fix: (en: "name the directory of an export, unchanged", ko: "내보낸 그대로의 폴더를 쓰십시오")
        )
      case .otherRound:
        throw Failure(
          .invalidData,
          en: "\(directory) is an export of another round",
          ko: "\(directory)은(는) 다른 회차의 자료입니다",
          fix: (en: "leave it out", ko: "빼고 다시 실행하십시오")
        )
      }
    }
  }

  private static func damaged(_ url: URL) -> Failure {
    Failure.damaged(
      url,
      fix: (
        en: "restore it from a copy; without it, earlier exports are not known",
        ko: "보관한 사본으로 되돌리십시오. 없으면 앞선 내보내기를 알 수 없습니다"
      )
    )
  }
}
