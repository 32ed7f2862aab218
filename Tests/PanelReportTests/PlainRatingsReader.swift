import Foundation
import PanelCore

@testable import PanelReport
@testable import PanelScoring

/// The reader of ratings once more, with a `String` a cell and no care for speed or memory.
struct PlainRatingsReader {
  var table: RatingsTable
  var notices: [LocalizedText] = []
  var problems: [RatingsFile.Problem] = []
  private var form: RatedForm
  private var raters: [String: Int] = [:]

  /// Reads a text; what is wrong with it is in `problems`, in the order of the lines.
  init(_ text: String, _ form: RatedForm) {
    self.form = form
    table = RatingsTable(form: form)
    if let lines = PlainCSV.read(text) {
      read(lines)
    } else {
      fail(PlainCSV.faultyLine(text), en: "a quote is not closed properly", ko: "따옴표가 맞지 않습니다")
    }
    problems.sort { $0.line < $1.line }
  }

  // How to mend it is left aside: every fix of the reader is looked at in `RatingsFileTests`.
  private mutating func fail(_ line: Int, en: String, ko: String) {
    problems.append(
      RatingsFile.Problem(
        line: line,
        message: LocalizedText(en: en, ko: ko),
        fix: LocalizedText(en: "", ko: "")
      )
    )
  }

  private mutating func read(_ lines: [CSV.Line]) {
    guard let head = lines.first else { return fail(1, en: "the file is empty", ko: "파일이 비어 있습니다") }
    let names = head.cells.map { $0.trimmingCharacters(in: .whitespaces) }
    for name in Set(names).sorted() where names.count(where: { $0 == name }) > 1 {
      fail(head.number, en: "the column '\(name)' occurs twice", ko: "열 '\(name)'이(가) 두 번 있습니다")
    }
    guard problems.isEmpty else { return }
    let long = ["rater", "model", "item", "rating"].map { names.firstIndex(of: $0) }
    if let rater = long[0], let model = long[1], let item = long[2], let rating = long[3] {
      readLong(lines.dropFirst(), names.count, (rater, model, item, rating))
      ignore(names.filter { !["rater", "model", "item", "rating"].contains($0) })
    } else if names.first == "rater" {
      readWide(lines.dropFirst(), names, head.number)
    } else {
      fail(head.number, en: "the header is not one of ratings", ko: "머리글을 알아볼 수 없습니다")
    }
  }

  private mutating func ignore(_ names: [String]) {
    guard !names.isEmpty else { return }
    let list = names.joined(separator: ", ")
    notices.append(LocalizedText(en: "columns ignored: \(list)", ko: "무시한 열: \(list)"))
  }

  /// The cells of a line without white space around them; `nil` where there are too few or too many.
  private mutating func cells(_ line: CSV.Line, _ width: Int) -> [String]? {
    guard line.cells.count == width else {
      fail(
        line.number,
        en: "\(line.cells.count) cells where the header has \(width)",
        ko: "칸이 \(line.cells.count)개인데 머리글은 \(width)개입니다"
      )
      return nil
    }
    return line.cells.map { $0.trimmingCharacters(in: .whitespaces) }
  }

  private mutating func rater(_ label: String, _ line: Int) -> Int? {
    if label.isEmpty {
      fail(line, en: "the rater is missing", ko: "평가위원 칸이 비어 있습니다")
      return nil
    }
    if raters[label] == nil { raters[label] = table.append(rater: label) }
    return raters[label]
  }

  private mutating func cell(
    _ text: String,
    _ line: Int,
    blank: RatingsTable.Cell
  ) -> RatingsTable.Cell? {
    if text.isEmpty { return blank }
    if text == "R" { return .recused }
    guard let rating = Int(text) else {
      fail(line, en: "the rating '\(text)' is not a whole number", ko: "평점 '\(text)'은(는) 정수가 아닙니다")
      return nil
    }
    guard rating >= form.lowest, rating <= form.highest else {
      let range = "\(form.lowest)..\(form.highest)"
      fail(
        line,
        en: "the rating \(rating) is outside the scale \(range)",
        ko: "평점 \(rating)이(가) 척도 \(range) 밖입니다"
      )
      return nil
    }
    return .rating(rating)
  }

  private mutating func readLong(
    _ lines: ArraySlice<CSV.Line>,
    _ width: Int,
    _ columns: (rater: Int, model: Int, item: Int, rating: Int)
  ) {
    if form.models.isEmpty {
      for line in lines where line.cells.count == width {
        let name = ModelCode(line.cells[columns.model].trimmingCharacters(in: .whitespaces))
        if !name.rawValue.isEmpty, !form.models.contains(name) { form.models.append(name) }
      }
      table = RatingsTable(form: form)
    }
    var rated: [[Int]: Int] = [:]
    for line in lines {
      guard let cells = cells(line, width) else { continue }
      let rater = rater(cells[columns.rater], line.number)
      let (modelName, itemName) = (cells[columns.model], cells[columns.item])
      let model = form.models.firstIndex(of: ModelCode(modelName))
      if model == nil {
        fail(
          line.number,
          en: "there is no model '\(modelName)'",
          ko: "모델 '\(modelName)'이(가) 설문에 없습니다"
        )
      }
      let item = form.items.firstIndex(of: ItemID(itemName))
      if item == nil {
        fail(line.number, en: "there is no item '\(itemName)'", ko: "문항 '\(itemName)'이(가) 없습니다")
      }
      let cell = cell(cells[columns.rating], line.number, blank: .cannotJudge)
      guard let rater, let model, let item, let cell else { continue }
      if let first = rated.updateValue(line.number, forKey: [rater, model, item]) {
        fail(line.number, en: "this was rated on line \(first) already", ko: "\(first)행과 같은 평점입니다")
      } else {
        table[rater, model, item] = cell
      }
    }
  }

  private mutating func readWide(_ lines: ArraySlice<CSV.Line>, _ names: [String], _ head: Int) {
    var columns: [(column: Int, model: ModelCode, item: Int)] = []
    var ignored: [String] = []
    for (column, name) in names.enumerated().dropFirst() {
      let parts = name.split(separator: "_", maxSplits: 1, omittingEmptySubsequences: false)
      if parts.count == 2, !parts[0].isEmpty,
        let item = form.items.firstIndex(of: ItemID(String(parts[1]))),
        form.models.isEmpty || form.models.contains(ModelCode(String(parts[0])))
      {
        columns.append((column, ModelCode(String(parts[0])), item))
      } else {
        ignored.append(name)
      }
    }
    ignore(ignored)
    if form.models.isEmpty {
      for column in columns where !form.models.contains(column.model) {
        form.models.append(column.model)
      }
      table = RatingsTable(form: form)
    }
    for model in form.models {
      for (item, id) in form.items.enumerated()
      where !columns.contains(where: { $0.model == model && $0.item == item }) {
        fail(head, en: "the column \(model)_\(id) is missing", ko: "열 \(model)_\(id)이(가) 없습니다")
      }
    }
    if columns.isEmpty {
      fail(head, en: "there is no MODEL_CRITERION column", ko: "MODEL_CRITERION 열이 없습니다")
    }
    guard problems.isEmpty else { return }
    for line in lines {
      guard let cells = cells(line, names.count) else { continue }
      if raters[cells[0]] != nil {
        fail(
          line.number,
          en: "the rater '\(cells[0])' occurs twice",
          ko: "평가위원 '\(cells[0])'이(가) 두 번 나옵니다"
        )
      } else if let rater = rater(cells[0], line.number) {
        for column in columns {
          if let cell = cell(cells[column.column], line.number, blank: .blank),
            let model = form.models.firstIndex(of: column.model)
          {
            table[rater, model, column.item] = cell
          }
        }
      }
    }
  }
}

/// The reader of comma-separated values once more, byte after byte.
enum PlainCSV {
  /// The records; `nil` where a quote is wrong.
  static func read(_ text: String) -> [CSV.Line]? { parse(text).lines }

  /// The line of the record with the first wrong quote.
  static func faultyLine(_ text: String) -> Int { parse(text).fault }

  private static func parse(_ text: String) -> (lines: [CSV.Line]?, fault: Int) {
    var bytes = Array(text.utf8)[...]
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    var lines: [CSV.Line] = []
    var cells: [String] = []
    var cell: [UInt8] = []
    var (line, start) = (1, 1)
    var (isQuoted, wasQuoted) = (false, false)
    func finishCell() {
      cells.append(String(decoding: cell, as: UTF8.self))
      cell = []
      wasQuoted = false
    }
    func finishLine() {
      if cells.isEmpty && cell.isEmpty && !wasQuoted { return }
      finishCell()
      if cells.contains(where: { !$0.isEmpty }) {
        lines.append(CSV.Line(number: start, cells: cells))
      }
      cells = []
    }
    while let byte = bytes.popFirst() {
      if isQuoted {
        if byte != 34 {
          cell.append(byte)
          if byte == 10 { line += 1 }
        } else if bytes.first == 34 {
          cell.append(34)
          bytes.removeFirst()
        } else {
          isQuoted = false
        }
        continue
      }
      switch byte {
      case 34 where cell.isEmpty && !wasQuoted: (isQuoted, wasQuoted) = (true, true)
      case 34: return (nil, start)
      case 44: finishCell()
      case 13 where bytes.first == nil || bytes.first == 10: break
      case 10:
        finishLine()
        line += 1
        start = line
      default:
        if wasQuoted { return (nil, start) }
        cell.append(byte)
      }
    }
    if isQuoted { return (nil, start) }
    finishLine()
    return (lines, 0)
  }
}
