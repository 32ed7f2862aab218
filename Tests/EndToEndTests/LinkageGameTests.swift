import BigInt
import Foundation
import Testing

@testable import PanelProtocol

/// Persons are matched with submissions by every field and order there is.
///
/// The number of right guesses of a strategy that knows nothing is that of the fixed points of a
/// random matching: expectation 1 and variance 1 in each round, whatever the number of persons, and
/// very nearly Poisson. Over R rounds it is Poisson(R). The bound is the number that Poisson exceeds
/// with probability 1e-8: more than 4.5 standard deviations, since Poisson leans to the right, and
/// since more than a thousand strategies are tried at once, of which all together may raise a false
/// alarm once in 100,000 runs (never on Linux: there everything follows from the seeds).
@Suite("The linkage game", .serialized, .timeLimit(.minutes(45)))
struct LinkageGameTests {
  private struct Result {
    var strategies = 0
    var best = ""
    var most = 0
  }

  /// The least number that Poisson reaches with a probability below 1e-8.
  static func bound(rounds: Int) -> Int {
    var probability = exp(-Double(rounds))
    var below = 0.0
    var count = 0
    while 1 - below >= 1e-8 {
      below += probability
      count += 1
      probability *= Double(rounds) / Double(count)
    }
    return count
  }

  private func outcome(
    _ rounds: [LinkageRound],
    _ guesses: (LinkageMatcher) -> [LinkageMatcher.Guess]
  ) -> Result {
    var right: [String: Int] = [:]
    for round in rounds {
      for guess in guesses(LinkageMatcher(round)) {
        right[guess.strategy, default: 0] += zip(guess.submissions, round.truth)
          .count { $0 == $1 }
      }
    }
    let best = right.max { ($0.value, $1.key) < ($1.value, $0.key) }
    return Result(strategies: right.count, best: best?.key ?? "", most: best?.value ?? 0)
  }

  @Test("the bound leaves chance its place")
  func bounds() {
    #expect(Self.bound(rounds: 1) == 12)
    #expect(Self.bound(rounds: 32) > 32 + 26)
    #expect(Self.bound(rounds: 32) < 32 + 40)
  }

  @Test("no field and no order matches persons with submissions better than chance")
  func chance() async throws {
    let rounds = try await LinkageRound.play(1...32, .init())
    #expect(rounds.allSatisfy { $0.enrolments.count == 12 && $0.truth.count == 12 })
    let result = outcome(rounds) { $0.guesses.filter { !$0.isOfPool } }
    print("linkage game: \(result), of \(32 * 12) persons; bound \(Self.bound(rounds: 32))")
    #expect(result.strategies > 1_000)
    #expect(result.most < Self.bound(rounds: 32), "\(result.best)")
  }

  @Test("nor does anything that follows from the credentials alone, in one large round")
  func credentialsAlone() async throws {
    let persons = try await LinkagePool.shared.value.members.count
    let rounds = try await LinkageRound.play(100...100, .init(persons: persons))
    let result = outcome(rounds) { $0.guesses }
    print("one large round: \(result), of \(persons) persons; bound \(Self.bound(rounds: 1))")
    #expect(result.most < Self.bound(rounds: 1), "\(result.best)")
  }

  @Test("every blind signature fits every credential: the factor between them tells nothing")
  func algebra() async throws {
    let pool = try await LinkagePool.shared.value
    let members = Array(pool.members.prefix(16))
    let modulus = pool.issuer.numbers.modulus
    let signatures = members.map { BigUInt($0.signature) }
    let blindSignatures = members.map { BigUInt($0.blindSignature) }
    // One inversion for all: it is slow, and the product of the others makes the single ones.
    let product = signatures.reduce(1) { $0 * $1 % modulus }
    let inverse = try #require(product.inverse(modulus))
    let inverses = signatures.indices.map { index in
      signatures.indices.reduce(inverse) {
        $1 == index ? $0 : $0 * signatures[$1] % modulus
      }
    }
    // What the blinding factor would have been, had this person got that credential.
    let factors = blindSignatures.map { signature in inverses.map { signature * $0 % modulus } }
    for (person, other) in [(0, 0), (0, 1), (3, 9)] {
      let encoded = signatures[other].power(65_537, modulus: modulus)
      let blinded = factors[person][other].power(65_537, modulus: modulus) * encoded % modulus
      #expect(blinded == BigUInt(members[person].blinded), "\(person) could be \(other)")
    }
    let counts = Dictionary(grouping: factors.flatMap { $0 }) { $0 }.mapValues(\.count)
    let measures: [(String, (BigUInt) -> Int)] = [
      ("length", { $0.bitWidth }),
      ("bits", { factor in factor.words.reduce(0) { $0 + $1.nonzeroBitCount } }),
      ("trailing zeros", { -$0.trailingZeroBitCount }),
      ("low word", { Int(($0.words.first ?? 0) >> 2) }),
      ("repetition", { -(counts[$0] ?? 0) }),
    ]
    for (name, measure) in measures {
      let right = factors.indices.count { person in
        let values = factors[person].map(measure)
        return values.firstIndex(of: values.min() ?? 0) == person
      }
      #expect(right < Self.bound(rounds: 1), "\(name) of the factor finds \(right)")
    }
  }

  @Test("without the vacuum the order of arrival is found, so the matcher would see it")
  func withoutVacuum() async throws {
    let rounds = try await LinkageRound.play(1...12, .init(vacuums: false))
    let result = outcome(rounds) { $0.guesses.filter { !$0.isOfPool } }
    print("without the vacuum: \(result), of \(12 * 12) persons; bound \(Self.bound(rounds: 12))")
    // In a quarter of the rounds people came as they enrolled and nobody revised: all are found.
    #expect(result.most > Self.bound(rounds: 12))
    #expect(result.best.hasPrefix("order of enrolment by order of offset"))
  }

  @Test("what people write gives them away: known habits find most of them")
  func content() async throws {
    let silent = try await LinkageRound.play(201...208, .init())
    let telling = try await LinkageRound.play(201...208, .init(showsHabits: true))
    let blind = outcome(silent) { [$0.byHabits] }
    let seeing = outcome(telling) { [$0.byHabits] }
    print("habits find \(seeing.most) of \(8 * 12) persons; without them \(blind.most)")
    #expect(blind.most < Self.bound(rounds: 8))
    #expect(
      seeing.most > 8 * 12 / 2,
      "one of five fields of work and one of six habits of writing"
    )
  }
}
