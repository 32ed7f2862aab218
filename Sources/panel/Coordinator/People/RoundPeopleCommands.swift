import ArgumentParser
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol
import PanelReport
import PanelScoring

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
      // Only of who may still rate, and has not said so themselves.
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

/// `panel round issuance`: what the issuance list says of each invited person.
struct RoundIssuanceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "issuance",
    abstract:
      "Write one notice per invited person: whether a credential was issued on their invitation.",
    discussion: """
      Example:
        panel round issuance example --to issuance.csv
      The auditor, not the coordinator, sends each line to its person: whoever did not enrol and
      reads that a credential was issued has been impersonated.
      """
  )

  @OptionGroup var options: RoundOptions

  @ArgumentParser.Option(name: .long, help: "The CSV to write.")
  var to: String

  func run() async throws {
    try OutputFile.requireNew(to)
    let lines = try await options.with { coordinator, sealed, client, _ in
      let history = try await coordinator.follow(sealed, client: client)
      let list = try await VerifiedIssuance.fetch(sealed, history, client)
      let people = try coordinator.roster(of: sealed.manifest.round)
      var lines = [["name", "email", "invitation", "issuance", "text_ko", "text_en"]]
      for line in list.lines {
        let person = people.first { $0.invitation == line.invitation }
        let (word, text) = IssuanceText.words(line.outcome)
        lines.append([
          person?.name ?? "", person?.email ?? "", Hexadecimal.text(line.invitation), word,
          text.ko, text.en,
        ])
      }
      return lines
    }
    try DurableFile.write(CSV.write(lines), to: URL(fileURLWithPath: to))
    Notes(language: options.common.settings.language).say(
      en: "\(lines.count - 1) lines in \(to).",
      ko: "\(to)에 \(lines.count - 1)줄을 썼습니다."
    )
  }
}

/// `panel round participation`: checks a proof of enrolment that an evaluator sent.
struct RoundParticipationCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "participation",
    abstract: "Check a proof of enrolment (panel receipt --participation), for an allowance.",
    discussion: "Example:\n  panel round participation example kim-participation.json"
  )

  @OptionGroup var options: RoundOptions

  @ArgumentParser.Argument(help: "The file.")
  var file: String

  func run() async throws {
    let text = try InputFile.text(file)
    guard let proof = try? JSONDecoder().decode(Participation.self, from: Data(text.utf8)) else {
      throw Failure.wrongFile(
        file,
        not: "a proof of enrolment",
        ko: "등록 증명이",
        fix: (
          en: "ask for the output of: panel receipt --participation --json",
          ko: "panel receipt --participation --json의 출력을 요청하십시오"
        )
      )
    }
    let (isValid, name) = try await options.with { coordinator, sealed, _, _ in
      let people = try coordinator.roster(of: sealed.manifest.round)
      return (
        proof.isValid(in: sealed),
        people.first { $0.invitation == Hexadecimal.bytes(proof.invitation) }?.name
      )
    }
    let language = options.common.settings.language
    guard isValid, let name else {
      StandardStream.output.tell(
        LocalizedText(en: "does NOT hold", ko: "맞지 않습니다")[language] + ": \(file)"
      )
      throw ExitCode(ExitStatus.checkFailed.rawValue)
    }
    StandardStream.output.tell(
      LocalizedText(en: "has enrolled: \(name)", ko: "등록함: \(name)")[language]
    )
  }
}
