//! Names and scopes: every node of a graph has a name of its own, such as `layer_conv1/kernel`.

use std::collections::HashMap;

use crate::graph::Graph;

/// The names of a graph's nodes and layers.
#[derive(Default)]
pub(crate) struct Names {
    /// Each name in use, with the last number that made a further one of that name unique.
    used: HashMap<String, usize>,
    /// The scopes that are open, outermost first.
    scopes: Vec<String>,
}

impl Names {
    /// `name` inside the open scopes, with a number behind it if it is in use already: `dense`, `dense_1`, `dense_2`.
    pub fn unique(&mut self, name: &str) -> String {
        let scoped = self.scoped(name);
        let mut unique = scoped.clone();
        let mut suffix = self.used.get(&scoped).copied().unwrap_or(0);
        while self.used.contains_key(&unique) {
            suffix += 1;
            unique = format!("{scoped}_{suffix}");
        }
        self.used.insert(scoped, suffix);
        self.used.insert(unique.clone(), 0);
        unique
    }

    fn scoped(&self, name: &str) -> String {
        match self.scopes.last() {
            Some(scope) => format!("{scope}/{name}"),
            None => name.to_owned(),
        }
    }
}

impl Graph {
    /// Names made inside `build` start with `scope/`: the kernel of layer `layer_conv1` is `layer_conv1/kernel`.
    pub fn scope<R>(&self, scope: &str, build: impl FnOnce() -> R) -> R {
        let path = self.nodes().names.scoped(scope);
        let _scope = self.enter(path);
        build()
    }

    /// Opens a scope that no other node or layer has: `dense` the first time, then `dense_1`. Names made before the
    /// returned guard is dropped start with it.
    ///
    /// A guard and not a closure, so that a panic below it still points at the line that called a layer.
    pub(crate) fn enter_unique_scope(&self, scope: &str) -> Scope<'_> {
        let path = self.nodes().names.unique(scope);
        self.enter(path)
    }

    fn enter(&self, path: String) -> Scope<'_> {
        self.nodes().names.scopes.push(path);
        Scope(self)
    }
}

/// A layer that was built. Its nodes, variables included, have the numbers from `first` to `output`.
pub(crate) struct BuiltLayer {
    /// Unique in the graph, e.g. `dense_1`: the scope of the layer's nodes.
    pub name: String,
    /// E.g. `Dense`.
    pub kind: &'static str,
    pub first: usize,
    pub output: usize,
}

/// An open scope; dropping it closes the scope.
pub(crate) struct Scope<'a>(&'a Graph);

impl Scope<'_> {
    /// The scope's name with those around it, e.g. `encoder/dense_1`; it must be the innermost open one.
    #[expect(clippy::expect_used, reason = "the scope itself is open")]
    pub fn path(&self) -> String {
        self.0.nodes().names.scopes.last().cloned().expect("this scope is open")
    }
}

impl Drop for Scope<'_> {
    fn drop(&mut self) {
        self.0.nodes().names.scopes.pop();
    }
}

#[cfg(test)]
mod tests {
    use crate::prelude::*;

    #[test]
    fn names_are_numbered_and_scopes_nest() {
        let graph = Graph::new();
        let name = |name: &str| graph.variable(name, zeros([1])).name();
        assert_eq!([name("w"), name("w"), name("w_1"), name("w")], ["w", "w_1", "w_1_1", "w_2"]);
        let inner = graph.scope("outer", || graph.scope("inner", || [name("w"), name("w")]));
        assert_eq!(inner, ["outer/inner/w", "outer/inner/w_1"]);
        assert_eq!(name("v"), "v");
    }

    #[test]
    fn a_scope_may_be_entered_again_and_a_unique_one_gets_a_number() {
        let graph = Graph::new();
        let name = |name: &str| graph.variable(name, zeros([1])).name();
        assert_eq!([graph.scope("a", || name("w")), graph.scope("a", || name("v"))], ["a/w", "a/v"]);
        let inside = |scope: &str| {
            let _scope = graph.enter_unique_scope(scope);
            name("w")
        };
        assert_eq!([inside("dense"), inside("dense"), inside("dense")], ["dense/w", "dense_1/w", "dense_2/w"]);
        assert_eq!(graph.scope("outer", || [inside("dense"), inside("dense")]), ["outer/dense/w", "outer/dense_1/w"]);
        assert_eq!(name("dense"), "dense_3");
    }

    #[test]
    fn a_panic_inside_a_scope_closes_it() {
        let graph = Graph::new();
        let build = || graph.scope("broken", || -> () { panic!("a shape mistake") });
        assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(build)).is_err());
        assert_eq!(graph.variable("w", zeros([1])).name(), "w");
    }
}
