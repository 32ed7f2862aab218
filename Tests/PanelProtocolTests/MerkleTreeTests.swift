import Foundation
import Testing

@testable import PanelProtocol

@Suite(.timeLimit(.minutes(45)))
struct MerkleTreeTests {
  struct Known: Decodable {
    struct Tree: Decodable {
      let root: Hex
      let proofs: [String: [Hex]]
    }

    let leafInputsHex: [Hex]
    let rootsHex: [Hex]
    let tree49: Tree
  }

  private func leaves(_ count: Int) -> [Data] {
    (0..<count).map { BigEndian.u32(UInt32($0)) }
  }

  /// The definition of RFC 6962, section 2.1, word for word.
  private func definedRoot(_ leaves: ArraySlice<Data>) -> Data {
    if leaves.isEmpty { return ContentHash.sha256(Data()) }
    if leaves.count == 1 { return MerkleTree.leafHash(leaves[leaves.startIndex]) }
    var half = 1
    while half * 2 < leaves.count { half *= 2 }
    let middle = leaves.startIndex + half
    return ContentHash.sha256(
      Data([1]) + definedRoot(leaves[..<middle]) + definedRoot(leaves[middle...])
    )
  }

  @Test func publishedRoots() throws {
    let known = try Vectors.decode(Known.self, "merkle_vectors.json")
    #expect(known.rootsHex.count == 9)
    for (count, root) in known.rootsHex.enumerated() {
      #expect(MerkleTree.root(of: known.leafInputsHex.prefix(count).map(\.data)) == root.data)
    }
  }

  @Test func treeOf49IsTheVector() throws {
    let known = try Vectors.decode(Known.self, "merkle_vectors.json").tree49
    let tree = MerkleTree(leaves: leaves(49))
    #expect(tree.count == 49)
    #expect(tree.root == known.root.data)
    #expect(known.proofs.count == 5)
    for (index, proof) in known.proofs {
      #expect(tree.inclusionProof(try #require(Int(index))) == proof.map(\.data))
    }
  }

  @Test(arguments: 0...64)
  func proofsHoldOnlyForTheirLeaf(count: Int) throws {
    let leaves = leaves(count)
    let tree = MerkleTree(leaves: leaves)
    #expect(tree.root == definedRoot(leaves[...]))
    #expect(tree.inclusionProof(count) == nil)
    #expect(tree.inclusionProof(-1) == nil)
    for (index, leaf) in leaves.enumerated() {
      let proof = try #require(tree.inclusionProof(index))
      func holds(
        _ proof: [Data],
        leaf: Data = leaf,
        index: Int = index,
        count: Int = count
      ) -> Bool {
        MerkleTree.verify(proof: proof, leaf: leaf, index: index, count: count, root: tree.root)
      }
      #expect(holds(proof))
      #expect(!holds(proof, leaf: Data()))
      #expect(!holds(proof, index: index ^ 1))
      #expect(!holds(proof, index: -1))
      #expect(!holds(proof, index: count))
      #expect(!holds(proof + [Data(count: 32)]))
      #expect(!holds(proof + [tree.root]))
      if !proof.isEmpty {
        #expect(!holds(Array(proof.dropLast())))
        #expect(!holds(Array(proof.dropFirst())))
        var changed = proof
        changed[proof.count / 2][0] ^= 1
        #expect(!holds(changed))
        changed[proof.count / 2] = Data()
        #expect(!holds(changed))
      }
      #expect(
        !MerkleTree.verify(
          proof: proof,
          leaf: leaf,
          index: index,
          count: count,
          root: Data(count: 32)
        )
      )
    }
  }

  @Test func aNodeIsNoLeaf() {
    let leaves = leaves(2)
    let node = MerkleTree.leafHash(leaves[0]) + MerkleTree.leafHash(leaves[1])
    #expect(MerkleTree.root(of: [node]) != MerkleTree.root(of: leaves))
  }

  @Test func largeTreesAreBuilt() throws {
    let leaves = leaves(100_000)
    let tree = MerkleTree(leaves: leaves)
    for index in [0, 65_535, 65_536, 99_999] {
      let proof = try #require(tree.inclusionProof(index))
      #expect(
        MerkleTree.verify(
          proof: proof,
          leaf: leaves[index],
          index: index,
          count: 100_000,
          root: tree.root
        )
      )
    }
  }

  @Test func submissionTreeIsTheVectors() throws {
    let round = try VectorRound.shared.get()
    let vectors = round.vectors
    let leaf = SubmissionLeaf.bytes(
      publicKey: vectors.ppk.data,
      revision: vectors.rev,
      bodyHash: vectors.bodySha256.data,
      recordCommitment: vectors.recordCommitment.data,
      signature: vectors.submissionSig.data,
      manifest: round.manifest
    )
    #expect(MerkleTree.leafHash(leaf) == vectors.submissionLeafHash.data)
    let others = try vectors.rootOfThreeLeafInputs.dropFirst().map {
      try #require(Hexadecimal.bytes($0))
    }
    #expect(MerkleTree.root(of: [leaf] + others) == vectors.rootOfThree.data)

    let tree = MerkleTree(leaves: [leaf])
    let head = try TreeHead.sign(
      kind: .submissions,
      tree: tree,
      manifest: round.manifest,
      with: round.receiptKey
    )
    expectSameSignature(head.signature, vectors.treeHeadSigOfOne)
    #expect(head.count == 1)
    #expect(head.describes(tree))
    #expect(!head.describes(MerkleTree(leaves: [])))
  }

  @Test func treeHeadCoversEveryField() throws {
    let round = try VectorRound.shared.get()
    let key = round.vectors.receiptPub.data
    let signature = round.vectors.treeHeadSigOfOne.data
    let root = round.vectors.submissionLeafHash.data
    func holds(_ kind: TreeHead.Kind, _ count: UInt64, _ root: Data) -> Bool {
      TreeHead(kind: kind, count: count, root: root, signature: signature)
        .isValid(manifest: round.manifest, by: key)
    }
    #expect(holds(.submissions, 1, root))
    #expect(!holds(.issuance, 1, root))
    #expect(!holds(.submissions, 2, root))
    #expect(!holds(.submissions, 1, Data(count: 32)))
    let head = TreeHead(kind: .submissions, count: 1, root: root, signature: signature)
    #expect(!head.isValid(manifest: ManifestHash(manifest: Data()), by: key))
    let copy = try JSONDecoder().decode(TreeHead.self, from: try JSONEncoder().encode(head))
    #expect(copy == head)
  }
}
