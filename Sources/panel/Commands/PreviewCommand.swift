import ArgumentParser
import Foundation
import PanelCore
import PanelFiles
import PanelTerminal

/// `panel survey preview`: the form as an evaluator will meet it, without a server.
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

  @ArgumentParser.Flag(name: .long, help: "Forget what was tried before.")
  var anew = false

  @OptionGroup var appearance: FormOptions

  @OptionGroup var common: CommonOptions

  func run() async throws {
    let settings = common.settings
    let survey = try SurveyFile(path: file)
    let console = try Console(
      language: settings.language,
      toDo: LocalizedText("run it in a terminal", "터미널에서 실행하십시오")
    )
    let place = PreviewPlace(survey, path: file, home: settings.home)
    let lock = try place.lock()
    if anew { try place.clear() }
    let answers = try place.answers()
    try place.saveSurvey()
    guard seat >= 1 else {
      throw Failure(
        .usage,
        en: "there is no seat \(seat)",
        ko: "\(seat)번 자리는 없습니다",
        fix: ("give --seat 1 or more", "--seat에 1 이상을 지정하십시오")
      )
    }
    let models = survey.survey.models.map(\.code)
    let codes = PresentationOrder.positions(seat: seat, models: models.count).map { models[$0] }
    let interview = Interview(
      survey: survey.survey,
      answers: answers,
      order: codes,
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
        localOffset: TimeZone.current.secondsFromGMT()
      )
    )
    let outcome = try await RatingFront.run(
      form,
      console: console,
      options: appearance,
      folder: place.folder,
      save: place.save,
      submit: {
        FormSurroundings.Sent(
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
      "Preview left; nothing was sent. What you tried is kept in \(place.folder.path)",
      "미리보기를 마쳤습니다. 보낸 것은 없으며, 시험한 내용은 \(place.folder.path)에 있습니다."
    )
    try outcome.end()
  }
}
