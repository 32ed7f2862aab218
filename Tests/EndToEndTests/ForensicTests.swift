import Foundation
import PanelStore
import TestSupport
import Testing

@testable import panel

/// Every byte of every file of a server, read as somebody would who took the machine away.
@Suite("What a server's files give away", .serialized, .timeLimit(.minutes(45)))
struct ForensicTests {
  /// Kendall's rank correlation of two orders without ties.
  private func tau(_ left: [Int], _ right: [Int]) -> Double {
    var sum = 0
    for i in left.indices {
      for j in 0..<i { sum += (left[i] - left[j]).signum() * (right[i] - right[j]).signum() }
    }
    return Double(sum) / Double(left.count * (left.count - 1) / 2)
  }

  @Test("the submissions file is a function of its content: no order of arrival in any byte")
  func functionOfContent() async throws {
    let round = try await ForensicRound.shared.value
    let hasSettled = round.hasSettled
    #expect(hasSettled, "the idle vacuum did not come in ten seconds")
    for moment in [ForensicRound.Moment.settled, .closed] {
      let file = try #require(round.files[moment]?.files[ForensicRound.submissions])
      #expect(file.count == round.reference.count, "\(moment.rawValue)")
      // As a truth value: where two files differ, their difference takes minutes to be shown.
      let isSame =
        ForensicRound.withoutCounters(file) == ForensicRound.withoutCounters(round.reference)
      #expect(isSame, "\(moment.rawValue)")
    }
  }

  @Test("where a row lies does not correlate with when it came")
  func offsets() async throws {
    let round = try await ForensicRound.shared.value
    // If order and place are independent, tau has the variance 2(2n+5)/9n(n-1), for 49 persons
    // 0.0987², and is very nearly normal: beyond 4.9 standard deviations with p < 1e-6.
    let count = Double(round.people.count)
    let bound = 4.9 * (2 * (2 * count + 5) / (9 * count * (count - 1))).squareRoot()
    for moment in [ForensicRound.Moment.settled, .closed] {
      let file = try #require(round.files[moment]?.files[ForensicRound.submissions])
      let parts: [(String, (ForensicRound.Person) -> Data)] = [
        ("key", { $0.credentialKey }), ("credential signature", { $0.row.credentialSignature }),
        ("salt", { Data($0.row.body.suffix(60)) }), ("signature", { $0.row.signature }),
      ]
      for (name, part) in parts {
        let places = try round.arrival.map { index in
          // A long value may be cut in two by the end of a page: its last bytes are not.
          try #require(ByteSearch.offset(of: part(round.people[index]).suffix(16), in: file))
        }
        let found = tau(Array(places.indices), places)
        #expect(abs(found) < bound, "\(name) \(moment.rawValue): tau \(found), bound \(bound)")
      }
    }
  }

  @Test("no replaced answer, salt, hash or signature is left, not even before the vacuum")
  func replaced() async throws {
    let round = try await ForensicRound.shared.value
    let replacements = round.people.count { $0.replaced != nil }
    #expect(replacements == 10)
    for (moment, files) in round.files {
      for person in round.people {
        guard let replaced = person.replaced else { continue }
        var traces = [
          Data(person.word(revision: 1).utf8), replaced.bodyHash, replaced.commitment,
          replaced.signature,
        ]
        traces += person.replacedSalts
        for (number, trace) in traces.enumerated() {
          let holders = files.holders(of: trace)
          #expect(holders == [], "trace \(number) \(moment.rawValue)")
        }
        #expect(
          files.holders(of: person.word(revision: 2)) == [ForensicRound.submissions],
          "the search finds what is there"
        )
      }
    }
  }

  @Test("no credential key or signature outside the submissions; none in the log")
  func credentials() async throws {
    let round = try await ForensicRound.shared.value
    for (moment, files) in round.files {
      for person in round.people {
        for value in [
          person.credentialKey, person.row.credentialSignature, person.row.bodyHash,
          person.row.commitment, person.row.signature,
        ] {
          let holders = files.holders(of: value)
          #expect(holders == [ForensicRound.submissions], "\(moment.rawValue)")
          #expect(!ByteSearch.holds(Data(round.log.utf8), value))
        }
      }
    }
  }

  @Test("nobody's identity in the submissions; names and addresses nowhere on the server")
  func identities() async throws {
    let round = try await ForensicRound.shared.value
    for (moment, files) in round.files {
      let submissions = files.only { $0.hasPrefix(ForensicRound.submissions) }
      #expect(submissions.files.keys.contains(ForensicRound.submissions))
      for person in round.people {
        for value in [
          Data(person.reference.utf8), person.identifier, person.invitationKey,
        ] {
          #expect(submissions.holders(of: value) == [], "\(moment.rawValue)")
          #expect(!ByteSearch.holds(Data(round.log.utf8), value))
          #expect(files.holders(of: value).contains("registry.sqlite"), "the search finds")
        }
        for text in [person.entry.name, person.entry.email, person.entry.affiliation] {
          #expect(files.holders(of: text) == [], "\(moment.rawValue)")
          #expect(!round.log.contains(text))
        }
      }
    }
  }

  @Test("no address, client or time: the log tells of the start alone, the tables have no place")
  func circumstances() async throws {
    let round = try await ForensicRound.shared.value
    let lines = round.log.split(separator: "\n")
    #expect(lines.count == 1 && lines.first?.hasPrefix("paneld: listening on ") == true)
    for (moment, files) in round.files {
      // The lock names the address on which its holder listens.
      let holders = Set(files.holders(of: "127.0.0.1"))
      #expect(holders.isSubset(of: ["server.json", "lock"]), "\(moment.rawValue): \(holders)")
      // A journal that is left with content holds the pages as they were.
      let beside = files.only { name in
        name.hasPrefix(ForensicRound.submissions + "-")
          && !files.files[name, default: Data()].isEmpty
      }.files.keys.sorted()
      #expect(beside == [], "\(moment.rawValue)")
      let file = try #require(files.files[ForensicRound.submissions])
      let text = String(decoding: file, as: Unicode.ASCII.self)
      let tables = text.matches(of: /CREATE +(TABLE|INDEX|TRIGGER|VIEW|UNIQUE INDEX) +"?(\w+)/)
      #expect(Set(tables.map { String($0.2) }) == ["grdb_migrations", "submission"])
      let start = try #require(text.range(of: "CREATE TABLE submission ("))
      let found = text[start.upperBound...].range(of: ") STRICT, WITHOUT ROWID")
      let end = try #require(found)
      let columns = text[start.upperBound..<end.lowerBound].split(separator: "\n")
        .map { $0.split(separator: " ").prefix(2).joined(separator: " ") }
        .filter { !$0.isEmpty }
      #expect(
        columns == [
          "credentialKey BLOB", "credentialSignature BLOB", "revision INTEGER", "body BLOB",
          "bodyHash BLOB", "commitment BLOB", "signature BLOB",
        ]
      )
      let dates = text.matches(of: /20[0-9]{2}-[0-9]{2}-[0-9]{2}/).map { String($0.0) }
      #expect(dates == [], "\(moment.rawValue)")
    }
  }

  @Test("the issuer key is gone after enrolling: no file, no factor, in no form, in no backup")
  func issuerKey() async throws {
    let round = try await ForensicRound.shared.value
    let lengths = round.issuerSecrets.mapValues(\.count)
    #expect(lengths.count == 7 && lengths["p"] == 192 && lengths["q"] == 192)
    for (moment, files) in round.files {
      let left = files.files.keys.filter { $0.hasSuffix("issuer.key") }
      #expect(left == [], "\(moment.rawValue)")
      for (name, secret) in round.issuerSecrets {
        #expect(files.holders(of: secret) == [], "\(name) \(moment.rawValue)")
      }
    }
  }
}
