//! temp
pub fn map<T:Copy,U>(x:&[T],out:&mut[U],f:impl Fn(T)->U){ for (o,&x) in out.iter_mut().zip(x){*o=f(x);} }
pub fn zip<A:Copy,B:Copy,U>(a:&[A],b:&[B],out:&mut[U],f:impl Fn(A,B)->U){ for ((o,&x),&y) in out.iter_mut().zip(a).zip(b){*o=f(x,y);} }
