import Foundation
import PanelCore
import PanelFiles
import PanelProtocol
import PanelReport
import PanelScoring

/// What this machine remembers of exploratory results: who was left out, when and why.
///
/// A coordinator under audit can show it; nothing is ever taken out of it by this program.
struct ExploratoryRecord {
  private struct Line: Encodable {
    var time: Timestamp
    var source: String
    var round: RoundID?
    var raters: [String]
    var reason: String
  }

  /// The file, one JSON object a line.
  let url: URL
  private let home: URL

  init(home: URL) {
    self.home = home
    url = home.appending(path: "exploratory.jsonl")
  }

  func add(
    _ exclusion: Analysis.Exclusion,
    of source: String,
    round: RoundID?,
    at time: Timestamp
  ) throws {
    let line = Line(
      time: time,
      source: source,
      round: round,
      raters: exclusion.raters,
      reason: exclusion.reason
    )
    do throws(DurableFile.Problem) {
      try DurableFile.createDirectory(home)
    } catch {
      throw Failure(error)
    }
    let data = try JSONLines.encode(line: line)
    do throws(DurableFile.Problem) {
      try DurableFile.append(data, to: url)
    } catch {
      throw Failure(error)
    }
  }
}
