internal import PanelCore

// Writing a comment inside the form, or in the evaluator's own editor.
extension Form {
  /// No comment is longer; a survey's own limit is far below and is checked, not enforced, so that
  /// nothing that was typed or pasted is lost.
  static let longestComment = 100_000

  /// The model whose comment is meant here.
  private func commentedModel() throws(InputProblem) -> ModelCode {
    guard interview.survey.comment != nil else { throw .noComments }
    guard let code = interview.place.model else { throw .noModelHere }
    if interview.answers.recusals.contains(code) { throw .recused(code) }
    return code
  }

  mutating func openComment() {
    do throws(InputProblem) {
      let code = try commentedModel()
      guard surroundings.reader == nil else { return change { _ in } }
      if front == .matrix { show(.questions) }
      entry = ""
      showsFacts = false
      let text = interview.answers.comments[code] ?? ""
      commentBefore = interview.answers
      overlay = .comment(TextEditor(text, maximumLength: Self.longestComment), code)
    } catch {
      warn(Self.words(error))
    }
  }

  mutating func openEditor() -> Effect {
    do throws(InputProblem) {
      let code = try commentedModel()
      guard surroundings.reader == nil else {
        change { _ in }
        return .none
      }
      return .edit(interview.answers.comments[code] ?? "", on: code)
    } catch {
      warn(Self.words(error))
      return .none
    }
  }

  mutating func pressComment(_ key: Key, _ editor: TextEditor, _ code: ModelCode) -> Effect {
    var editor = editor
    switch key {
    case .escape, .tab, .control("s"):
      closeComment()
      return .none
    case .control("o"):
      closeComment()
      return .edit(editor.text, on: code)
    default: break
    }
    guard let effect = editor.press(key, window: commentWindow) else {
      note(
        LocalizedText(
          en: "You are writing the comment. To finish press Esc.",
          ko: "의견을 쓰는 중입니다. 마치려면 Esc를 누르십시오."
        )
      )
      return .none
    }
    overlay = .comment(editor, code)
    switch effect {
    case .edited: interview.setComment(editor.text, on: code)
    case .leftOut(let count):
      interview.setComment(editor.text, on: code)
      warn(
        LocalizedText(
          en: "Too long: \(count) characters were left out.",
          ko: "너무 길어 \(count)자는 넣지 못했습니다."
        )
      )
    case .none, .moved: break
    }
    return .none
  }

  private mutating func closeComment() {
    if let commentBefore { remember(commentBefore) }
    commentBefore = nil
    overlay = nil
  }
}
