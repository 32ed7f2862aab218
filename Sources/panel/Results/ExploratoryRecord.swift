import Foundation
import PanelCore
import PanelFiles
import PanelProtocol
import PanelReport
import PanelScoring

/// This machine's record of exploratory results: which rows were left out, when and why.
///
/// A coordinator can show it in an audit; this program never removes an entry.
struct ExploratoryRecord {
  private struct Line: Encodable {
    var time: Timestamp
    var source: String
    var round: RoundID?
    var raters: [String]
    var reason: String
  }

  /// The file, one JSON object per line.
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
