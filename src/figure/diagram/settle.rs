//! Parts in a column, each as near as it can be to where it would stand.

/// The middles nearest to `wanted`, by the sum of squares, of parts in this order with at least `gap` between them, within
/// `ends` where they fit. Source: pool adjacent violators (Barlow and others 1972).
pub(super) fn settled(wanted: &[f32], heights: &[f32], gap: f32, [top, bottom]: [f32; 2]) -> Vec<f32> {
    let mut offset = 0.0;
    let mut offsets = Vec::new();
    for (index, height) in heights.iter().enumerate() {
        if index > 0 {
            offset += 0.5 * (heights[index - 1] + height) + gap;
        }
        offsets.push(offset);
    }
    // Each block: the sum of what its parts want, and how many they are.
    let mut blocks: Vec<(f32, usize)> = Vec::new();
    for (want, offset) in wanted.iter().zip(&offsets) {
        blocks.push((want - offset, 1));
        while let [.., (sum, count), (next, more)] = blocks[..] {
            if sum / count as f32 <= next / more as f32 {
                break;
            }
            blocks.truncate(blocks.len() - 2);
            blocks.push((sum + next, count + more));
        }
    }
    let ends = heights.first().zip(heights.last()).zip(offsets.last());
    let [low, high] =
        ends.map_or([top, bottom], |((first, last), offset)| [top + 0.5 * first, bottom - 0.5 * last - offset]);
    let starts = blocks.iter().flat_map(|&(sum, count)| std::iter::repeat_n(sum / count as f32, count));
    starts.zip(offsets).map(|(start, offset)| start.min(high).max(low) + offset).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_keep_their_order_and_distance() {
        let places = settled(&[50.0, 40.0, 45.0, 200.0], &[10.0; 4], 5.0, [0.0, 220.0]);
        for ends in places.windows(2) {
            assert!(ends[1] - ends[0] >= 15.0 - 1e-3, "{places:?}");
        }
        assert!((places[3] - 200.0).abs() < 1e-3, "{places:?}");
        assert!((places.iter().take(3).sum::<f32>() - 135.0).abs() < 1e-2, "{places:?}");
    }
}
