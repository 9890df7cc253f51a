//! Products of a group attribute with every other input, so that a linear model can give each group its own weights.

use ndarray::Array2;

use super::Encoder;
use super::encoder::Feature;

/// A column of the matrix that is the product of two others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Product {
    /// The level of the group attribute.
    pub group: usize,
    /// The other input.
    pub input: usize,
}

impl Encoder {
    /// Adds the product of each level of the column `group` (but the one that others are compared with) with each other
    /// feature, as far as it varies among the training patients `x`, which were encoded without products. A group that is no
    /// column here, or has one level only, adds nothing.
    #[must_use]
    pub fn with_products(mut self, group: &str, x: &Array2<f64>) -> Self {
        let levels: Vec<usize> = self.own(|feature| feature.column == group && !feature.reference);
        let others: Vec<usize> = self.own(|feature| feature.column != group && !feature.reference);
        for &level in &levels {
            for &input in &others {
                let product = |row: usize| x[[row, level]] * x[[row, input]];
                let first = if x.nrows() > 0 { product(0) } else { 0.0 };
                if (0..x.nrows()).any(|row| (product(row) - first).abs() > 0.0) {
                    let label = product_label(&self.features()[input], &self.features()[level]);
                    let column = self.features()[input].column.clone();
                    self.add_product(
                        Product { group: level, input },
                        Feature { column, level: None, label, reference: false },
                    );
                }
            }
        }
        self
    }

    /// The features that `wanted` holds for, by number.
    fn own(&self, wanted: impl Fn(&Feature) -> bool) -> Vec<usize> {
        let features = self.features().iter().enumerate();
        features.filter(|(_, feature)| wanted(feature)).map(|(number, _)| number).collect()
    }
}

/// "Contrast × Skin tone: V to VI".
pub(super) fn product_label(input: &Feature, group: &Feature) -> String {
    format!("{} \u{d7} {}", input.label, group.label)
}

/// Fills the columns of products from those of their factors.
pub(super) fn multiply(products: &[Product], first: usize, x: &mut Array2<f64>) {
    for (number, product) in products.iter().enumerate() {
        for mut patient in x.outer_iter_mut() {
            patient[first + number] = patient[product.group] * patient[product.input];
        }
    }
}
