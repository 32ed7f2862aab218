import Foundation
import PanelStatistics
import Testing

@testable import PanelReport

/// Whatever is changed in a release, some check fails, and one that is about that file.
@Suite(.timeLimit(.minutes(45)))
struct MutationTests {
  /// The checks of which at least one must fail when a file was changed.
  private static let checks: [ReleaseFile: Set<String>] = [
    .manifest: ["V01"], .manifestSignature: ["V02"], .survey: ["V01"], .log: ["V02"],
    .invitations: ["V03"], .issuance: ["V03"], .issuanceHead: ["V03"],
    .tree: ["V05", "V06", "V07", "V08"], .treeHeads: ["V08"], .units: ["V09", "V10", "V11"],
    .ratings: ["V12"], .scores: ["V13"], .readme: ["V09"],
  ]

  private let round: TestRound
  private let files: [String: Data]

  init() throws {
    round = try TestRound.shared.get()
    files = try round.release().files
  }

  // 10 × 260 changes: one of ten kinds, in a file drawn anew each time.
  @Test(arguments: 0..<10) func seededMutations(part: Int) throws {
    var generator = SplitMix64(seed: 2_026 + UInt64(part))
    var number = 0
    while number < 260 {
      let file = ReleaseFile.allCases[generator.index(below: ReleaseFile.allCases.count)]
      let original = try #require(files[file.rawValue])
      let mutation = Mutation.allCases[generator.index(below: Mutation.allCases.count)]
      var changed = files
      guard let data = mutation.apply(to: original, using: &generator), data != original else {
        continue
      }
      changed[file.rawValue] = data
      number += 1
      expectNamed(round.verify(changed), file, "part \(part), \(number): \(mutation)")
    }
  }

  @Test func bytesAllOverTheSmallFiles() throws {
    for file in [ReleaseFile.manifestSignature, .issuanceHead, .treeHeads] {
      let original = try #require(files[file.rawValue])
      for index in original.indices where index.isMultiple(of: 5) {
        var changed = files
        changed[file.rawValue]?[index] ^= 1
        expectNamed(round.verify(changed), file, "byte \(index)")
      }
    }
  }

  // A base64 text has spare bits before its padding, which no decoder looks at.
  @Test func spareBitsAndOtherSpellings() throws {
    for (file, from, to) in [
      (ReleaseFile.tree, "=\"", "=\" "), (.units, "=\"", "=\" "), (.units, "e", "\\u0065"),
      (.log, "=\"", "=\" "), (.invitations, "\"key\"", "\"k\\u0065y\""),
      (.treeHeads, "{", "{\"a\":1,"),
      (.scores, ".", ".0"), (.ratings, "\n", "\r\n"),
    ] {
      var changed = files
      let text = String(decoding: try #require(files[file.rawValue]), as: UTF8.self)
      let range = try #require(text.range(of: from))
      changed[file.rawValue] = Data(text.replacingCharacters(in: range, with: to).utf8)
      expectNamed(round.verify(changed), file, "\(from) → \(to)")
    }
    var lines = files.lines(.tree)
    let end = try #require(lines[0].range(of: "=\""))
    let last = lines[0].index(before: end.lowerBound)
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    let position = try #require(alphabet.firstIndex(of: lines[0][last]))
    lines[0].replaceSubrange(last...last, with: [alphabet[position ^ 1]])
    var changed = files
    changed.set(.tree, lines)
    let result = round.verify(changed)
    expectNamed(result, .tree, "spare bit")
    #expect(result["V08"]?.line == 1)
  }

  @Test func filesThatDoNotBelong() {
    for name in ["tree.jsonl~", ".DS_Store", "sub/tree.jsonl", "Manifest.json"] {
      let result = round.verify(files.merging([name: Data()]) { $1 })
      #expect(result.failed == ["V09"])
      #expect(result["V09"]?.file == name)
    }
  }

  private func expectNamed(_ result: Verification, _ file: ReleaseFile, _ comment: String) {
    let expected = Self.checks[file] ?? []
    #expect(
      !expected.isDisjoint(with: result.failed),
      "\(file.rawValue), \(comment): only \(result.failed) failed"
    )
  }
}

/// A way to change a file.
private enum Mutation: CaseIterable {
  case flipBit, changeByte, dropByte, insertByte, truncate, dropLine, duplicateLine, swapLines
  case changeDigit, moveDigit

  /// The changed file; `nil` where the file does not offer it.
  func apply(to data: Data, using generator: inout SplitMix64) -> Data? {
    guard !data.isEmpty else { return nil }
    var data = data
    let index = generator.index(below: data.count)
    switch self {
    case .flipBit: data[index] ^= 1 << UInt8(generator.index(below: 8))
    case .changeByte: data[index] = UInt8(generator.index(below: 256))
    case .dropByte: data.remove(at: index)
    case .insertByte: data.insert(UInt8(generator.index(below: 128)), at: index)
    case .truncate: data = data.prefix(index)
    case .changeDigit, .moveDigit:
      let digits = data.indices.filter { (48...57).contains(data[$0]) }
      guard !digits.isEmpty else { return nil }
      let first = digits[generator.index(below: digits.count)]
      if self == .moveDigit {
        data.swapAt(first, digits[generator.index(below: digits.count)])
      } else {
        data[first] = 48 + (data[first] - 48 + 1 + UInt8(generator.index(below: 9))) % 10
      }
    case .dropLine, .duplicateLine, .swapLines:
      var lines = data.split(separator: 0x0A, omittingEmptySubsequences: false)
      let (one, other) = (generator.index(below: lines.count), generator.index(below: lines.count))
      switch self {
      case .dropLine: lines.remove(at: one)
      case .duplicateLine: lines.insert(lines[one], at: one)
      default: lines.swapAt(one, other)
      }
      data = Data(lines.joined(separator: [0x0A]))
    }
    return data
  }
}
