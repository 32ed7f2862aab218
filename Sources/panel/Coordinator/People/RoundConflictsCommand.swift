import ArgumentParser
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol

/// `panel round conflicts`: the ties that people declared at joining.
struct RoundConflictsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "conflicts",
    abstract: "Show what each enrolled person declared at joining, and what affiliations suggest.",
    discussion: """
      Example:
        panel round conflicts example
      An affiliation that resembles a team is for you to ask about; only the person can declare.
      """
  )

  @OptionGroup var options: RoundOptions

  @ArgumentParser.Flag(name: .long, help: "Print as JSON.")
  var json = false

  private struct Line: Encodable {
    var name: String
    var reference: String
    var conflicts: [ChoiceID]
    var teams: [String]
    var valid: Bool
  }

  private struct Report: Encodable {
    var declared: [Line]
    var suggested: [TieSuggestion]
  }

  func run() async throws {
    let (lines, suggested, survey) = try await options.with { coordinator, sealed, client, _ in
      let round = sealed.manifest.round
      let people = try coordinator.roster(of: round)
      let declarations = try await client.get(
        Route.path(round, .declarations),
        as: SignedDeclarations.self
      ).declarations
      let lines = declarations.map { signed in
        let person = people.first { $0.invitation == signed.identifier }
        let said = try? JSONDecoder().decode(Declaration.self, from: signed.declaration)
        return Line(
          name: person?.name ?? "",
          reference: signed.reference,
          conflicts: said?.conflicts ?? [],
          teams: said?.teams ?? [],
          valid: person.map {
            DeclarationSignature.isValid(
              signed.signature,
              declaration: signed.declaration,
              invitation: signed.identifier,
              manifest: sealed.hash,
              by: $0.key
            )
          } ?? false
        )
      }
      // Only for evaluators who may still rate and have not declared the tie themselves.
      let asked = people.filter { person in
        person.counts != false
          && !lines.contains { $0.reference == person.reference && !$0.teams.isEmpty }
      }
      let ties = TieSuggestion.all(
        asked.map { ($0.name, $0.affiliation) },
        teams: sealed.manifest.teamNames
      )
      return (lines.sorted { $0.name < $1.name }, ties, sealed.survey)
    }
    if json {
      let report = Report(declared: lines, suggested: suggested)
      StandardStream.output.write(try CanonicalJSON.encodeReadable(report))
      return
    }
    let language = options.common.settings.language
    for line in lines {
      let ties = line.conflicts.map { id in
        survey.conflicts?.choices.first { $0.id == id }?.title[language] ?? id.rawValue
      }
      let teams = line.teams.isEmpty ? "" : " [\(line.teams.joined(separator: ", "))]"
      let doubt = LocalizedText(en: " (the signature does NOT hold)", ko: " (서명이 맞지 않음)")[language]
      StandardStream.output.tell(
        "\(line.name): \(ties.joined(separator: "; "))\(teams)\(line.valid ? "" : doubt)"
      )
    }
    let notes = Notes(language: language)
    for tie in suggested { notes.say(en: tie.sentence.en, ko: tie.sentence.ko) }
  }
}
