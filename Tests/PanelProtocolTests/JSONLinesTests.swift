import Foundation
import Testing

@testable import PanelProtocol

@Suite(.timeLimit(.minutes(45)))
struct JSONLinesTests {
  private struct Value: Codable, Equatable {
    var name: String
    var number: Int
  }

  private let values = [Value(name: "a/b\n", number: 1), Value(name: "가", number: -2)]

  private func problem(_ text: String) -> JSONLines.Problem? {
    do throws(JSONLines.Problem) {
      _ = try JSONLines.decode(exactly: Value.self, from: Data(text.utf8))
      return nil
    } catch {
      return error
    }
  }

  @Test func linesAreCanonicalAndReadBack() throws {
    let data = try JSONLines.encode(values)
    let text = "{\"name\":\"a/b\\n\",\"number\":1}\n{\"name\":\"가\",\"number\":-2}\n"
    #expect(data == Data(text.utf8))
    #expect(try JSONLines.encode(line: values[0]) + JSONLines.encode(line: values[1]) == data)
    #expect(try JSONLines.decode(exactly: Value.self, from: data) == values)
    #expect(
      try JSONLines.decode(exactly: Value.self, from: (Data([0]) + data).dropFirst()) == values
    )
    #expect(try JSONLines.decode(exactly: Value.self, from: Data()).isEmpty)
    #expect(try JSONLines.encode([Value]()).isEmpty)
  }

  @Test func theLineThatDoesNotFitIsNamed() {
    let line = "{\"name\":\"a\",\"number\":1}\n"
    #expect(problem(line + line) == nil)
    #expect(problem(line + line.dropLast()) == .init(line: 2, reason: .unended))
    #expect(problem(line + "\n") == .init(line: 2, reason: .unreadable))
    #expect(problem(line + "{\"name\":\"a\"}\n") == .init(line: 2, reason: .unreadable))
    for other in [
      " " + line, "{\"number\":1,\"name\":\"a\"}\n", "{\"name\":\"a\",\"number\":1.0}\n",
    ] {
      #expect(problem(line + line + other) == .init(line: 3, reason: .otherForm))
    }
  }

  @Test func theLenientReaderSkipsEmptyLinesAndKeepsNumbers() throws {
    let text = "{\"number\": 1, \"name\": \"a\"}\n\n{\"name\":\"b\",\"number\":2}"
    let read = try JSONLines.decode(Value.self, from: Data(text.utf8))
    #expect(read.map(\.line) == [1, 3])
    #expect(read.map(\.value.name) == ["a", "b"])
    #expect(throws: JSONLines.Problem(line: 3, reason: .unreadable)) {
      _ = try JSONLines.decode(Value.self, from: Data("\n\n{}\n".utf8))
    }
  }
}
