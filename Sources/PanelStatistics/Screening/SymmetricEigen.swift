/// The eigenvalues and eigenvectors of a symmetric matrix.
///
/// Cyclic Jacobi rotations, which find small eigenvalues with the accuracy that the matrix has.
/// Cost: about 10·n³ multiplications. Source: Golub and Van Loan, Matrix Computations, section 8.5.
struct SymmetricEigen {
  /// The eigenvalues, in no particular order.
  let values: [Double]
  /// The unit eigenvectors, one row each.
  let vectors: [[Double]]

  private static let greatestSweeps = 60

  /// - Parameter matrix: The rows of a symmetric matrix of finite numbers.
  init(_ matrix: [[Double]]) {
    let n = matrix.count
    var a = matrix
    var vectors = (0..<n).map { row in (0..<n).map { $0 == row ? 1.0 : 0 } }
    for _ in 0..<SymmetricEigen.greatestSweeps {
      var isDiagonal = true
      for p in 0..<n {
        for q in p + 1..<max(n, p + 1) {
          let small = a[p][q].magnitude
          // Adding such an element to either diagonal one would not change it.
          if small <= 1e-18 * (a[p][p].magnitude * a[q][q].magnitude).squareRoot() || small == 0 {
            continue
          }
          isDiagonal = false
          SymmetricEigen.rotate(&a, &vectors, p, q)
        }
      }
      if isDiagonal {
        break
      }
    }
    values = (0..<n).map { a[$0][$0] }
    self.vectors = vectors
  }

  /// Makes the element p, q zero by a rotation in the plane of both.
  private static func rotate(_ a: inout [[Double]], _ vectors: inout [[Double]], _ p: Int, _ q: Int)
  {
    let theta = (a[q][q] - a[p][p]) / (2 * a[p][q])
    let tangent =
      theta.magnitude > 1e150
      ? 1 / (2 * theta)
      : (theta < 0 ? -1 : 1) / (theta.magnitude + (theta * theta + 1).squareRoot())
    let cosine = 1 / (tangent * tangent + 1).squareRoot()
    let sine = tangent * cosine
    let shift = tangent * a[p][q]
    a[p][p] -= shift
    a[q][q] += shift
    (a[p][q], a[q][p]) = (0, 0)
    for i in a.indices {
      if i != p, i != q {
        let (ip, iq) = (a[i][p], a[i][q])
        a[i][p] = cosine * ip - sine * iq
        a[i][q] = sine * ip + cosine * iq
        (a[p][i], a[q][i]) = (a[i][p], a[i][q])
      }
      let (vp, vq) = (vectors[p][i], vectors[q][i])
      vectors[p][i] = cosine * vp - sine * vq
      vectors[q][i] = sine * vp + cosine * vq
    }
  }
}
