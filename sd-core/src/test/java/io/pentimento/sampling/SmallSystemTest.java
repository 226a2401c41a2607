package io.pentimento.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SmallSystemTest {
  @Test
  void solve_findsTheUnknowns() {
    double[][] matrix = {{1, 1, 1}, {-2, -1, 1}, {4, 1, 1}};
    assertThat(SmallSystem.solve(matrix, new double[] {6, -1, 9}))
        .containsExactly(new double[] {1, 2, 3}, within(1e-12));
  }

  @Test
  void solve_exchangesRowsWhereTheFirstHasNoPivot() {
    double[][] matrix = {{0, 2}, {3, 0}};
    assertThat(SmallSystem.solve(matrix, new double[] {4, 6}))
        .containsExactly(new double[] {2, 2}, within(1e-12));
  }

  @Test
  void solve_ofNothingIsNothing() {
    assertThat(SmallSystem.solve(new double[0][0], new double[0])).isEmpty();
  }
}
