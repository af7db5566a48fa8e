//! temp
pub fn zip_broadcast(
    a: &[f32],
    as_: &[usize],
    b: &[f32],
    bs: &[usize],
    out: &mut [f32],
    os: &[usize],
    f: impl Fn(f32, f32) -> f32 + Sync,
) {
    for i in 0..out.len() {
        out[i] = f(a[idx(i, os, as_)], b[idx(i, os, bs)]);
    }
}
fn idx(mut i: usize, os: &[usize], s: &[usize]) -> usize {
    let mut r = 0;
    let mut st = 1;
    let off = os.len() - s.len();
    for ax in (0..os.len()).rev() {
        let c = i % os[ax];
        i /= os[ax];
        if ax >= off {
            let d = s[ax - off];
            if d > 1 {
                r += c * st;
            }
            st *= d;
        }
    }
    r
}
pub fn sum_to(x: &[f32], xs: &[usize], out: &mut [f32], os: &[usize]) {
    out.fill(0.0);
    for i in 0..x.len() {
        out[idx(i, xs, os)] += x[i];
    }
}
pub fn broadcast_to(x: &[f32], xs: &[usize], out: &mut [f32], os: &[usize]) {
    for i in 0..out.len() {
        out[i] = x[idx(i, os, xs)];
    }
}
