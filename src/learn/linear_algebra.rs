//! The little linear algebra that a regression on a few dozen inputs needs. Sums run in a fixed order, so every machine
//! gives the same figures.

use ndarray::LinalgScalar;

/// A square symmetric matrix of which the lower triangle counts.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Symmetric {
    pub size: usize,
    cells: Vec<f64>,
}

impl Symmetric {
    pub fn zero(size: usize) -> Self {
        Self { size, cells: vec![0.0; size * size] }
    }

    /// The cell in that row and column; the column must not exceed the row.
    pub fn at(&self, row: usize, column: usize) -> f64 {
        self.cells[row * self.size + column]
    }

    pub fn at_mut(&mut self, row: usize, column: usize) -> &mut f64 {
        &mut self.cells[row * self.size + column]
    }

    /// L of L L' (Cholesky). A pivot that is at most `tolerance` times its diagonal cell says that the row is a sum of
    /// earlier ones: these rows come back as `Err`, in order.
    pub fn cholesky(&self, tolerance: f64) -> Result<Cholesky, Vec<usize>> {
        let size = self.size;
        let mut lower = vec![0.0; size * size];
        let mut dependent = Vec::new();
        for row in 0..size {
            let mut pivot = self.at(row, row);
            for column in 0..row {
                let mut sum = self.at(row, column);
                for k in 0..column {
                    sum -= lower[row * size + k] * lower[column * size + k];
                }
                let diagonal = lower[column * size + column];
                let cell = if diagonal > 0.0 { sum / diagonal } else { 0.0 };
                lower[row * size + column] = cell;
                pivot -= cell * cell;
            }
            if pivot > tolerance * self.at(row, row) {
                lower[row * size + row] = libm::sqrt(pivot);
            } else {
                // With a zero row the later rows are judged as if this one were not there.
                lower[row * size..row * size + size].fill(0.0);
                dependent.push(row);
            }
        }
        if dependent.is_empty() { Ok(Cholesky { size, lower }) } else { Err(dependent) }
    }
}

/// The lower factor of a positive definite matrix.
#[derive(Debug)]
pub(super) struct Cholesky {
    size: usize,
    lower: Vec<f64>,
}

impl Cholesky {
    /// The solution of A x = b.
    pub fn solve(&self, b: &[f64]) -> Vec<f64> {
        let size = self.size;
        let mut x = b.to_vec();
        for row in 0..size {
            for k in 0..row {
                x[row] -= self.lower[row * size + k] * x[k];
            }
            x[row] /= self.lower[row * size + row];
        }
        for row in (0..size).rev() {
            for k in row + 1..size {
                x[row] -= self.lower[k * size + row] * x[k];
            }
            x[row] /= self.lower[row * size + row];
        }
        x
    }

    /// The diagonal of the inverse of A.
    pub fn inverse_diagonal(&self) -> Vec<f64> {
        let mut unit = vec![0.0; self.size];
        let mut diagonal = Vec::with_capacity(self.size);
        for index in 0..self.size {
            unit[index] = 1.0;
            diagonal.push(self.solve(&unit)[index]);
            unit[index] = 0.0;
        }
        diagonal
    }
}

/// The inner product, summed in sixteen lanes so that the compiler can use vector instructions.
pub(super) fn dot<T: LinalgScalar>(a: &[T], b: &[T]) -> T {
    let mut lanes = [[T::zero(); 4]; 4];
    let (a_chunks, b_chunks) = (a.chunks_exact(16), b.chunks_exact(16));
    let mut total = T::zero();
    for (&x, &y) in a_chunks.remainder().iter().zip(b_chunks.remainder()) {
        total = total + x * y;
    }
    for (x, y) in a_chunks.zip(b_chunks) {
        for (group, lanes) in lanes.iter_mut().enumerate() {
            for (lane, sum) in lanes.iter_mut().enumerate() {
                *sum = *sum + x[4 * group + lane] * y[4 * group + lane];
            }
        }
    }
    let [first, second, third, fourth] = lanes;
    for (((a, b), c), d) in first.into_iter().zip(second).zip(third).zip(fourth) {
        total = total + ((a + b) + (c + d));
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matrix(rows: &[&[f64]]) -> Symmetric {
        let mut matrix = Symmetric::zero(rows.len());
        for (r, row) in rows.iter().enumerate() {
            for (c, value) in row.iter().enumerate() {
                *matrix.at_mut(r, c) = *value;
            }
        }
        matrix
    }

    #[test]
    fn a_small_system_is_solved_and_inverted() {
        let factor = matrix(&[&[4.0], &[2.0, 3.0]]).cholesky(1e-12).expect("positive definite");
        let x = factor.solve(&[10.0, 9.0]);
        assert!((x[0] - 1.5).abs() < 1e-12 && (x[1] - 2.0).abs() < 1e-12, "{x:?}");
        let inverse = factor.inverse_diagonal();
        assert!((inverse[0] - 0.375).abs() < 1e-12 && (inverse[1] - 0.5).abs() < 1e-12);
    }

    #[test]
    fn a_row_that_earlier_rows_add_up_to_is_named() {
        let singular = matrix(&[&[1.0], &[0.0, 1.0], &[1.0, 1.0, 2.0], &[0.0, 0.0, 0.0, 5.0]]);
        assert_eq!(singular.cholesky(1e-9).err(), Some(vec![2]));
    }

    #[test]
    fn a_product_counts_the_tail_too() {
        let a: Vec<f64> = (0..35).map(f64::from).collect();
        assert!((dot(&a, &a) - 13_685.0).abs() < 1e-9);
    }
}
