//! What a fitted model lets one see of itself.

use super::forest::Forest;
use super::knn::Neighbours;
use super::naive_bayes::NaiveBayes;
use super::svm::SupportVectors;
use super::tree::Tree;

/// The insides of a fitted model. Features are numbered as in the matrix that it was trained on.
#[derive(Debug, Clone, PartialEq)]
pub enum Workings {
    /// There was no usable input: everybody gets the share of training patients with the condition.
    Constant {
        /// That share, from 0 to 1.
        risk: f64,
    },
    /// Logistic regression.
    Coefficients {
        /// The log-odds of a patient whose inputs are all 0.
        intercept: f64,
        /// One term per feature, in order.
        terms: Vec<Term>,
        /// Whether the fit settled. When it did not, the figures are the last ones and a note says so.
        converged: bool,
        /// Whether the inputs tell the two groups of training patients apart perfectly, so that only the penalty keeps
        /// the coefficients finite.
        separated: bool,
        /// The ridge penalty that was used in the end.
        penalty: f64,
    },
    /// A decision tree.
    Tree(Tree),
    /// A random forest.
    Forest(Forest),
    /// Gaussian naive Bayes.
    NaiveBayes(NaiveBayes),
    /// The training patients themselves.
    Neighbours(Neighbours),
    /// The border of a support vector machine.
    SupportVectors(SupportVectors),
}

/// One input's part in a logistic regression.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Term {
    /// The change in log-odds per unit of the input, in its own unit.
    pub coefficient: f64,
    /// Its standard error, from the inverse of the penalised information matrix (Gray 1992; with penalty 0 the usual
    /// one). `None` when the term was not estimated.
    pub standard_error: Option<f64>,
    /// By what the odds are multiplied per unit; infinite when that exceeds the largest number.
    pub odds_ratio: f64,
    /// The 95 % Wald interval of the odds ratio, `None` when the term was not estimated.
    pub odds_ratio_ci: Option<(f64, f64)>,
    /// The change in log-odds per standard deviation of the input in the training rows.
    pub standardised: f64,
    /// Whether it was estimated.
    pub status: TermStatus,
}

/// Whether and why not a coefficient was estimated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TermStatus {
    /// It was.
    Estimated,
    /// The other categories of its column are compared with this one.
    Reference,
    /// It says exactly what other inputs say together; its coefficient is 0.
    Collinear,
    /// It is the same in every training patient; its coefficient is 0.
    Constant,
}

/// How much each input mattered, in a measure that the model itself offers.
#[derive(Debug, Clone, PartialEq)]
pub struct Importance {
    /// One number per feature, at least 0; they add up to 1, unless all are 0.
    pub shares: Vec<f64>,
    /// What the numbers are, as a sentence.
    pub measure: &'static str,
}

impl Workings {
    /// How much each input mattered by the model's own account.
    ///
    /// # Errors
    /// The reason, as a sentence, when the model has no such account.
    pub fn importance(&self) -> Result<Importance, &'static str> {
        match self {
            Self::Constant { .. } => Err(tr!("The model uses no input, so none of them matters.")),
            Self::Coefficients { terms, .. } => Ok(Importance {
                shares: shares(terms.iter().map(|term| term.standardised.abs()).collect()),
                measure: tr!("The size of each effect per standard deviation of its input, as a share of them all."),
            }),
            Self::Tree(tree) => Ok(Importance {
                shares: shares(tree.impurity_decrease()),
                measure: crate::language::translate(IMPURITY),
            }),
            Self::Forest(forest) => Ok(Importance {
                shares: shares(forest.impurity_decrease()),
                measure: crate::language::translate(IMPURITY),
            }),
            Self::NaiveBayes(model) => Ok(Importance {
                shares: shares(model.separation()),
                measure: tr!(
                    "How far apart the two groups lie on each input, in units of their spread, as a share of all."
                ),
            }),
            Self::Neighbours(_) => {
                Err(tr!("Nearest neighbours weigh every input alike, so there is no importance to show."))
            }
            Self::SupportVectors(_) => Err(tr!(
                "A curved border depends on all inputs together, so none of them has an importance of its own."
            )),
        }
    }
}

const IMPURITY: &str = tr_noop!(
    "How much the questions about each input sorted the training patients (Gini), as a share of all; \
                        inputs with many different values look better than they are."
);

/// Divides by the sum; leaves zeros as they are.
fn shares(mut values: Vec<f64>) -> Vec<f64> {
    let total: f64 = values.iter().sum();
    if total > 0.0 && total.is_finite() {
        values.iter_mut().for_each(|value| *value /= total);
    }
    values
}
