extension CountedSample {
  /// Returns the positions within [Q₁ − k·IQR, Q₃ + k·IQR], both ends kept, decided exactly.
  ///
  /// Source: Tukey 1977, with quartiles of type 7.
  func withinFences(_ k: RuleConstant) -> Range<Int> {
    // Everything times four times the denominator of k.
    let (first, third) = (fourfoldQuantile(quarters: 1), fourfoldQuantile(quarters: 3))
    let reach = Number(k.numerator) * (third - first)
    let denominator = Number(k.denominator)
    let (low, high) = (denominator * first - reach, denominator * third + reach)
    let scale = Number(4) * denominator
    return positions { value in
      let scaled = scale * value
      return low <= scaled && scaled <= high
    }
  }
}
