//! Where a field crosses a level: marching squares (Lorensen and Cline 1987, in two dimensions), ends placed by straight-line
//! interpolation.

/// A piece of the line between the places below `level` and those at or above it.
pub(super) type Piece = [[f64; 2]; 2];

/// The pieces over the grid of places `x` (ascending) by `y` (ascending), `values` row by row from the lowest `y`. A saddle is joined
/// as the mean of its four corners says. Places whose value is not finite have no line around them.
pub(super) fn contour(x: &[f64], y: &[f64], values: &[f64], level: f64) -> Vec<Piece> {
    let at = |column: usize, row: usize| values.get(row * x.len() + column).copied().unwrap_or(f64::NAN);
    let mut pieces = Vec::new();
    for row in 1..y.len() {
        for column in 1..x.len() {
            // Anticlockwise from the lower left.
            let corners = [(column - 1, row - 1), (column, row - 1), (column, row), (column - 1, row)];
            let heights = corners.map(|(column, row)| at(column, row));
            if heights.iter().any(|height| !height.is_finite()) {
                continue;
            }
            let above = heights.map(|height| height >= level);
            let crossing = |side: usize| {
                let (one, two) = (side, (side + 1) % 4);
                if above[one] == above[two] {
                    return None;
                }
                let share = (level - heights[one]) / (heights[two] - heights[one]);
                let place = |corner: usize| [x[corners[corner].0], y[corners[corner].1]];
                let (from, to) = (place(one), place(two));
                Some([from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share])
            };
            let crossings: Vec<[f64; 2]> = (0..4).filter_map(crossing).collect();
            match crossings[..] {
                [one, two] => pieces.push([one, two]),
                [below, right, top, left] => {
                    let middle = heights.iter().sum::<f64>() / 4.0 >= level;
                    // The corners that are like the middle are joined; the two others are cut off.
                    let cut_lower_left = middle != above[0];
                    pieces.extend(if cut_lower_left {
                        [[below, left], [right, top]]
                    } else {
                        [[below, right], [top, left]]
                    });
                }
                _ => {}
            }
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(n: usize, of: impl Fn(f64, f64) -> f64) -> (Vec<f64>, Vec<f64>) {
        let places: Vec<f64> = (0..n).map(|place| place as f64).collect();
        let values = places.iter().flat_map(|&y| places.iter().map(move |&x| (x, y))).map(|(x, y)| of(x, y)).collect();
        (places, values)
    }

    #[test]
    fn a_plane_is_crossed_along_its_straight_line() {
        let (places, values) = grid(6, |x, y| x + 2.0 * y);
        let pieces = contour(&places, &places, &values, 6.3);
        assert!(pieces.len() > 4);
        for end in pieces.iter().flatten() {
            assert!((end[0] + 2.0 * end[1] - 6.3).abs() < 1e-12, "{end:?}");
        }
        // Every end within the grid is shared by two pieces.
        let inner: Vec<&[f64; 2]> =
            pieces.iter().flatten().filter(|end| end.iter().all(|at| (0.01..4.99).contains(at))).collect();
        for end in &inner {
            let same =
                inner.iter().filter(|other| (other[0] - end[0]).abs() + (other[1] - end[1]).abs() < 1e-9).count();
            assert_eq!(same, 2, "{end:?}");
        }
    }

    #[test]
    fn a_hill_is_crossed_on_a_ring_of_its_height() {
        let (places, values) = grid(41, |x, y| 100.0 - (x - 20.0).powi(2) - (y - 20.0).powi(2));
        let pieces = contour(&places, &places, &values, 0.0);
        let length: f64 = pieces.iter().map(|[from, to]| (from[0] - to[0]).hypot(from[1] - to[1])).sum();
        assert!((length / (2.0 * std::f64::consts::PI * 10.0) - 1.0).abs() < 0.01, "{length}");
    }

    #[test]
    fn a_flat_field_has_no_line_and_a_saddle_is_joined_by_its_middle() {
        let (places, values) = grid(5, |_, _| 0.2);
        assert!(
            contour(&places, &places, &values, 0.1).is_empty() && contour(&places, &places, &values, 0.3).is_empty()
        );
        // High at lower left and upper right; the mean of 0.6 is above 0.5, so these two are joined.
        let pieces = contour(&[0.0, 1.0], &[0.0, 1.0], &[1.0, 0.2, 0.2, 1.0], 0.5);
        assert_eq!(pieces.len(), 2);
        let cut_off = |corner: [f64; 2]| {
            pieces
                .iter()
                .any(|ends| ends.iter().all(|end| (end[0] - corner[0]).abs() + (end[1] - corner[1]).abs() < 0.5))
        };
        assert!(cut_off([1.0, 0.0]) && cut_off([0.0, 1.0]) && !cut_off([0.0, 0.0]));
        assert!(contour(&[0.0], &[0.0], &[1.0], 0.5).is_empty());
    }
}
