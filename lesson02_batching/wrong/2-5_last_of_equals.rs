//! `max_by` gives the last of equal values, and not the first.

pub fn labels_of(rows: ArrayView2<'_, f32>) -> Array1<i32> {
    let last = |row: ArrayView1<'_, f32>| {
        let best = row.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1));
        best.map_or(0, |(place, _)| place as i32)
    };
    rows.outer_iter().map(last).collect()
}
