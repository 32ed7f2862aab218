import ArgumentParser
import Foundation
import PanelCore
import PanelFiles
import PanelTerminal

/// `panel survey preview`: the form as an evaluator will see it, without a server.
struct PreviewCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "preview",
    abstract: "Fill a survey as an evaluator would; nothing is ever sent.",
    discussion: "Example:\n  panel survey preview Surveys/example.yaml"
  )

  @ArgumentParser.Argument(help: "The survey file.")
  var file: String

  @ArgumentParser.Option(name: .long, help: "The seat whose order of the models is shown, from 1.")
  var seat = 1

  @ArgumentParser.Flag(name: .long, help: "Discard the answers of earlier previews.")
  var anew = false

  @ArgumentParser.Flag(
    name: .long,
    help: "Print the form as a file to fill in, with the answers so far."
  )
  var template = false

  @OptionGroup var appearance: FormOptions

  @OptionGroup var common: CommonOptions

  func run() async throws {
    let settings = common.settings
    let survey = try SurveyFile(path: file)
    let place = PreviewPlace(survey, path: file, home: settings.home)
    if template {
      return StandardStream.output.write(
        AnswersDocument.write(
          try place.answers().fitting(survey.survey).answers,
          survey: survey.survey,
          order: try order(survey.survey),
          language: settings.language,
          round: nil
        )
      )
    }
    let console = try Console(
      language: settings.language,
      toDo: LocalizedText(en: "run it in a terminal", ko: "터미널에서 실행하십시오")
    )
    let lock = try place.lock()
    if anew { try place.clear() }
    let (answers, changes) = try kept(place, survey.survey)
    try place.saveSurvey()
    let interview = Interview(
      survey: survey.survey,
      answers: answers,
      order: try order(survey.survey),
      language: settings.language
    )
    let sheet = PrivacySheet.text(survey.survey)
    let now = Timestamp(Date())
    let form = Form(
      interview,
      size: Form.smallest,
      surroundings: FormSurroundings(
        round: nil,
        sheet: sheet,
        phase: .rating,
        opens: nil,
        closes: nil,
        time: now,
        localOffset: TimeZone.current.secondsFromGMT(),
        changes: changes
      )
    )
    let outcome = try await FormRunner.run(
      form,
      console: console,
      options: appearance,
      folder: place.folder,
      news: { .none },
      save: place.save,
      submit: {
        AcknowledgedRevision(
          revision: 1,
          answers: try place.answers(),
          number: "-",
          file: place.folder.path
        )
      },
      takeOver: { Answers() }
    )
    withExtendedLifetime(lock) {}
    Notes(language: settings.language).say(
      en: "The preview has ended; nothing was sent. Your answers are kept in \(place.folder.path)",
      ko: "미리보기를 마쳤습니다. 보낸 것은 없으며, 시험한 내용은 \(place.folder.path)에 있습니다."
    )
    try outcome.end()
  }

  private func order(_ survey: Survey) throws(Failure) -> [ModelCode] {
    guard seat >= 1 else {
      throw Failure(
        .usage,
        en: "there is no seat \(seat)",
        ko: "\(seat)번 자리는 없습니다",
        fix: (en: "give --seat 1 or more", ko: "--seat에 1 이상을 지정하십시오")
      )
    }
    let models = survey.models.map(\.code)
    return PresentationOrder.positions(seat: seat, models: models.count).map { models[$0] }
  }

  /// The earlier answers that still fit the survey, and what has changed in the file since.
  private func kept(
    _ place: PreviewPlace,
    _ survey: Survey
  ) throws -> (answers: Answers, changes: [LocalizedText]) {
    let former = try place.answers()
    let (answers, dropped) = former.fitting(survey)
    guard former != Answers(), let old = place.formerSurvey() else { return (answers, []) }
    var changes = SurveyChanges(from: old, to: survey).lines
    if !dropped.isEmpty {
      try place.keepFormer(former)
      changes.append(
        LocalizedText(
          en: "\(dropped.count) answers no longer fit and were kept separately.",
          ko: "더 이상 맞지 않는 답 \(dropped.count)개를 따로 보관했습니다."
        )
      )
    }
    return (answers, changes)
  }
}
