import Foundation
import Testing

@testable import PanelCore
@testable import PanelProtocol

@Suite("What a manifest fixes about disclosure", .timeLimit(.minutes(45)))
struct ManifestDisclosureTests {
  private func survey(_ lines: String) throws -> (Survey, Data) {
    let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Surveys/example.yaml")
    let text = try String(contentsOf: url, encoding: .utf8) + lines
    return (try SurveyDocument.read(text).survey, Data(text.utf8))
  }

  private func manifest(_ survey: Survey, _ bytes: Data) -> Manifest {
    Manifest(
      round: RoundID("fixed"),
      survey: survey,
      surveyBytes: bytes,
      schedule: .manual,
      seats: 9,
      objectionSeconds: 0,
      issuerKey: Data(),
      receiptKey: Data(count: 32),
      coordinatorKey: Data(count: 32)
    )
  }

  @Test("the setting of the survey is in the bytes, and is read again")
  func present() throws {
    let (survey, bytes) = try survey("disclosure: {policy: ranksOnly, greatestDistance: 0.30}\n")
    let manifest = manifest(survey, bytes)
    #expect(manifest.problem(survey: survey, surveyBytes: bytes) == nil)
    let text = try String(decoding: manifest.bytes(), as: UTF8.self)
    #expect(text.contains(#""policy" : "ranksOnly""#) && text.contains(#""0.30""#))
    #expect(try Manifest(bytes: try manifest.bytes()) == manifest)
  }

  @Test("without a setting no byte of a manifest speaks of it")
  func absent() throws {
    let (survey, bytes) = try survey("")
    let manifest = manifest(survey, bytes)
    #expect(manifest.problem(survey: survey, surveyBytes: bytes) == nil)
    #expect(try !String(decoding: manifest.bytes(), as: UTF8.self).contains("disclosure"))
  }

  @Test("a manifest that sets another policy than the survey, or none, is refused")
  func another() throws {
    let (survey, bytes) = try survey("disclosure: {policy: none}\n")
    for other in [nil, DisclosureSettings(policy: .all)] {
      var manifest = manifest(survey, bytes)
      manifest.disclosure = other
      #expect(
        manifest.problem(survey: survey, surveyBytes: bytes)
          == "the disclosure setting is not that of the survey"
      )
    }
  }

  @Test("the unused key for pins is an empty list, and nothing else is accepted")
  func noPins() throws {
    let (survey, bytes) = try survey("")
    let text = try String(decoding: manifest(survey, bytes).bytes(), as: UTF8.self)
    let written = "\"tlsPins\" : [\n\n  ]"
    #expect(text.contains(written))
    for other in ["\"tlsPins\" : [\n    \"00\"\n  ]", "\"tlsPins\" : null", "\"tlsPins\" : {}"] {
      let changed = Data(text.replacing(written, with: other).utf8)
      #expect(throws: DecodingError.self) { try Manifest(bytes: changed) }
    }
  }
}
