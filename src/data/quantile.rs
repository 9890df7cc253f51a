//! Quantiles of distributions: from a uniform number to a draw, the same on every machine.

/// The largest mean of a Poisson distribution; a count beyond that is as good as a number that is spread evenly.
const MOST_COUNTED: f64 = 1e6;

/// The least count such that this many or fewer come about with a probability above `u`, where there are `mean` on average. NaN unless `mean`
/// lies from 0 to 1,000,000.
///
/// The probabilities are added up, from 12 standard deviations below the mean (what lies below is less than 10⁻³⁰) until
/// they are too small to be told from 0.
#[must_use]
pub fn poisson_quantile(mean: f64, u: f64) -> f64 {
    if !(0.0..=MOST_COUNTED).contains(&mean) {
        return f64::NAN;
    }
    let mut count = (mean - 12.0 * mean.sqrt()).floor().max(0.0);
    let logarithm = if mean > 0.0 { count * libm::log(mean) - mean - libm::lgamma(count + 1.0) } else { 0.0 };
    let mut probability = libm::exp(logarithm);
    let mut reached = probability;
    while reached <= u && (count < mean || probability > f64::EPSILON / 4.0) {
        count += 1.0;
        probability *= mean / count;
        reached += probability;
    }
    count
}

/// The share of a standard normal distribution below `x`, from 0 to 1.
#[must_use]
pub fn normal_share(x: f64) -> f64 {
    0.5 * libm::erfc(-x * std::f64::consts::FRAC_1_SQRT_2)
}

/// The value below which the share `p` of a standard normal distribution lies; `p` is kept off 0 and 1 by 2⁻⁵⁴.
///
/// Accurate to about 1 in 10¹⁶. Source: Wichura 1988, Applied Statistics 37:477-484, algorithm AS 241, PPND16.
#[must_use]
pub fn normal_quantile(p: f64) -> f64 {
    const CENTRE: [[f64; 8]; 2] = [
        [
            3.387_132_872_796_366_6,
            133.141_667_891_784_38,
            1_971.590_950_306_551_4,
            13_731.693_765_509_46,
            45_921.953_931_549_87,
            67_265.770_927_008_7,
            33_430.575_583_588_13,
            2_509.080_928_730_122_7,
        ],
        [
            1.0,
            42.313_330_701_600_91,
            687.187_007_492_057_9,
            5_394.196_021_424_751,
            21_213.794_301_586_597,
            39_307.895_800_092_71,
            28_729.085_735_721_943,
            5_226.495_278_852_545,
        ],
    ];
    const MIDDLE: [[f64; 8]; 2] = [
        [
            1.423_437_110_749_683_5,
            4.630_337_846_156_546,
            5.769_497_221_460_691,
            3.647_848_324_763_204_5,
            1.270_458_252_452_368_4,
            0.241_780_725_177_450_6,
            0.022_723_844_989_269_184,
            7.745_450_142_783_414e-4,
        ],
        [
            1.0,
            2.053_191_626_637_759,
            1.676_384_830_183_803_8,
            0.689_767_334_985_1,
            0.148_103_976_427_480_08,
            0.015_198_666_563_616_457,
            5.475_938_084_995_345e-4,
            1.050_750_071_644_416_9e-9,
        ],
    ];
    const TAIL: [[f64; 8]; 2] = [
        [
            6.657_904_643_501_103,
            5.463_784_911_164_114,
            1.784_826_539_917_291_3,
            0.296_560_571_828_504_87,
            0.026_532_189_526_576_124,
            0.001_242_660_947_388_078_4,
            2.711_555_568_743_487_6e-5,
            2.010_334_399_292_288_1e-7,
        ],
        [
            1.0,
            0.599_832_206_555_888,
            0.136_929_880_922_735_8,
            0.014_875_361_290_850_615,
            7.868_691_311_456_133e-4,
            1.846_318_317_510_054_8e-5,
            1.421_511_758_316_446e-7,
            2.044_263_103_389_939_8e-15,
        ],
    ];
    let smallest = f64::EPSILON / 4.0;
    let p = p.clamp(smallest, 1.0 - f64::EPSILON / 2.0);
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        return q * ratio(&CENTRE, 0.180_625 - q * q);
    }
    let r = (-libm::log(p.min(1.0 - p))).sqrt();
    let size = if r <= 5.0 { ratio(&MIDDLE, r - 1.6) } else { ratio(&TAIL, r - 5.0) };
    if q < 0.0 { -size } else { size }
}

fn ratio(coefficients: &[[f64; 8]; 2], x: f64) -> f64 {
    let polynomial = |terms: &[f64; 8]| terms.iter().rev().fold(0.0, |sum, term| sum * x + term);
    polynomial(&coefficients[0]) / polynomial(&coefficients[1])
}

/// The value below which the share `u` of a gamma distribution of that shape and scale lies. NaN unless the shape lies from
/// 0.01 to 1,000,000 and the scale is positive.
///
/// Halley's method on the regularised incomplete gamma function, kept inside a bracket that only shrinks.
#[must_use]
pub fn gamma_quantile(shape: f64, scale: f64, u: f64) -> f64 {
    if !(0.01..=1e6).contains(&shape) || scale.is_nan() || scale <= 0.0 {
        return f64::NAN;
    }
    if u <= 0.0 {
        return 0.0;
    }
    let u = u.min(1.0 - f64::EPSILON / 2.0);
    let log_gamma = libm::lgamma(shape);
    let mut x = gamma_start(shape, u, log_gamma);
    let (mut low, mut high) = (0.0_f64, f64::INFINITY);
    for _ in 0..100 {
        let excess = gamma_share(shape, x, log_gamma) - u;
        if excess > 0.0 {
            high = high.min(x);
        } else {
            low = low.max(x);
        }
        let density = libm::exp((shape - 1.0) * libm::log(x) - x - log_gamma);
        let newton = excess / density;
        let bend = ((shape - 1.0) / x - 1.0).min(f64::MAX);
        let step = newton / (1.0 - (0.5 * newton * bend).clamp(-1.0, 0.5));
        let mut next = x - step;
        if !(next > low && next < high) {
            next = if high.is_finite() { f64::midpoint(low, high) } else { 2.0 * x + 1.0 };
        }
        let moved = (next - x).abs();
        x = next;
        if moved <= 1e-15 * x {
            break;
        }
    }
    scale * x
}

/// Where to start: by Wilson and Hilferty (1931, doi:10.1073/pnas.17.12.684), for which a cube root of a gamma variable is all but
/// normal; far below, and for small shapes, by the first term of the series.
fn gamma_start(shape: f64, u: f64, log_gamma: f64) -> f64 {
    let first_term = libm::exp((libm::log(u) + log_gamma + libm::log(shape)) / shape);
    let third = 1.0 / (9.0 * shape);
    let root = 1.0 - third + normal_quantile(u) * third.sqrt();
    let cube = shape * root * root * root;
    if shape < 0.5 || root <= 0.2 { first_term.clamp(1e-300, shape + 20.0) } else { cube }
}

/// The share of a gamma distribution of that shape and scale 1 below `x`: the series below the mean, Lentz's continued fraction
/// above it. Source: Gautschi 1979, doi:10.1145/355853.355863.
fn gamma_share(shape: f64, x: f64, log_gamma: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    let front = libm::exp(shape * libm::log(x) - x - log_gamma);
    if x < shape + 1.0 {
        let (mut term, mut sum, mut at) = (1.0 / shape, 1.0 / shape, shape);
        while term > sum * 1e-17 {
            at += 1.0;
            term *= x / at;
            sum += term;
        }
        return front * sum;
    }
    let tiny = 1e-300;
    let mut b = x + 1.0 - shape;
    let (mut c, mut d) = (1.0 / tiny, 1.0 / b);
    let mut fraction = d;
    for step in 1..10_000 {
        let a = -f64::from(step) * (f64::from(step) - shape);
        b += 2.0;
        d = 1.0 / nonzero(a * d + b, tiny);
        c = nonzero(b + a / c, tiny);
        fraction *= d * c;
        if (d * c - 1.0).abs() < 4.0 * f64::EPSILON {
            break;
        }
    }
    1.0 - front * fraction
}

fn nonzero(value: f64, tiny: f64) -> f64 {
    if value.abs() < tiny { tiny } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_spread_as_poisson_says() {
        // The probabilities of 0, 1, 2 and 3 with a mean of 2.5 add up to these.
        for (u, count) in [(0.0820, 0.0), (0.0822, 1.0), (0.2872, 1.0), (0.2874, 2.0), (0.7575, 3.0), (0.7577, 4.0)] {
            assert_eq!(poisson_quantile(2.5, u).to_bits(), f64::to_bits(count), "{u}");
        }
        for mean in [0.0, 0.3, 2.5, 60.0, 5_000.0] {
            let n = 20_000;
            let counts: Vec<f64> =
                (0..n).map(|i| poisson_quantile(mean, (f64::from(i) + 0.5) / f64::from(n))).collect();
            let average = counts.iter().sum::<f64>() / f64::from(n);
            let variance = counts.iter().map(|count| (count - average).powi(2)).sum::<f64>() / f64::from(n);
            assert!((average - mean).abs() <= 0.001 * mean, "mean {average}, expected {mean}");
            assert!((variance - mean).abs() <= 0.01 * mean, "variance {variance}, expected {mean}");
        }
        assert!([-0.1, 1e7, f64::NAN].iter().all(|&mean| poisson_quantile(mean, 0.5).is_nan()));
        assert!(poisson_quantile(2.5, 1.0) < 30.0, "it ends");
    }

    #[test]
    fn gamma_quantiles_agree_with_mpmath() {
        // Checked with mpmath at 30 digits.
        for (shape, values) in [
            (
                0.3,
                [6.972_699_096_409_39e-21, 1.502_222_655_236_040_7e-7, 0.073_131_135_866_951_98, 4.618_936_042_791_334],
            ),
            (
                0.8,
                [2.893_415_740_761_590_8e-8, 0.002_898_076_627_474_719, 0.501_351_226_363_072_6, 6.358_442_041_160_597],
            ),
            (
                1.1,
                [3.659_272_227_955_117_7e-6, 0.015_960_788_899_734_54, 0.790_275_279_542_816_8, 7.167_038_857_067_78],
            ),
            (5.0, [0.169_063_001_621_477_25, 1.279_106_080_093_603, 4.670_908_882_795_985, 14.794_149_222_537_21]),
            (50.0, [23.250_665_357_946_57, 35.032_447_462_699_89, 49.667_064_617_994_23, 74.724_626_389_519_43]),
            (1000.0, [856.814_651_279_391_9, 927.908_159_796_642_5, 999.666_686_426_965_2, 1_100.578_098_293_314_5]),
        ] {
            for (u, value) in [1e-6, 0.01, 0.5, 0.999].into_iter().zip(values) {
                let found = gamma_quantile(shape, 2.0, u) / 2.0;
                assert!((found - value).abs() <= 1e-13 * value, "shape {shape}, {u}: {found}, expected {value}");
            }
        }
        assert!(gamma_quantile(1.0, 1.0, 0.0).abs() <= 0.0 && gamma_quantile(0.5, 1.0, 1.0).is_finite());
        assert!([gamma_quantile(0.0, 1.0, 0.5), gamma_quantile(1.0, -1.0, 0.5)].iter().all(|found| found.is_nan()));
    }

    #[test]
    fn quantiles_agree_with_published_values() {
        for (p, value) in [
            (0.5, 0.0),
            (0.975, 1.959_963_984_540_054),
            (1e-10, -6.361_340_902_404_056),
            (0.25, -0.674_489_750_196_081_7),
        ] {
            assert!((normal_quantile(p) - value).abs() < 1e-12, "{p}: {}", normal_quantile(p));
        }
        for x in [-3.0, -0.4, 0.0, 1.7] {
            assert!((normal_quantile(normal_share(x)) - x).abs() < 1e-12);
        }
    }
}
