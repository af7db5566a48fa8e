//! Golden numbers of another framework, for tests: `golden/<op>.json`, see `golden/README.md`.
//!
//! Each case runs four times: with known and with open shapes, with and without the plan's fusions and reuse of buffers.

use std::path::Path;

use ndarray::ArrayD;
use serde_json::Value;

use crate::check::assert_close;
use crate::element::{DType, Element};
use crate::feed::Feeds;
use crate::gradient::gradients;
use crate::graph::{Graph, Handle, Tensor};
use crate::plan::PlanOptions;
use crate::session::Session;
use crate::shape::{Dim, Shape};

/// Allowed error, relative above 1 and absolute below.
const TOLERANCE: f32 = 1e-5;

/// One case: inputs that are already placeholders of a graph, and what must come out.
pub struct Case {
    json: Value,
    inputs: Vec<Handle>,
}

enum AnyArray {
    F32(ArrayD<f32>),
    I32(ArrayD<i32>),
    Bool(ArrayD<bool>),
}

/// Asserts that `build` gives the golden values and gradients in every case of `golden/<op>.json`.
pub fn check<T: Element>(op: &str, build: impl Fn(&Case) -> Tensor<T>) {
    for_each_case(op, |case| case.check(&build(case)));
}

/// Calls `test` with every case, twice: with known and with open shapes.
pub fn for_each_case(op: &str, test: impl Fn(&Case)) {
    let file = read(op);
    let cases = file["cases"].as_array().expect("cases");
    assert!(!cases.is_empty());
    for json in cases {
        for open in [false, true] {
            let graph = Graph::new();
            let inputs =
                array(&json["inputs"]).iter().enumerate().map(|(k, input)| placeholder(&graph, k, input, open));
            let case = Case { inputs: inputs.collect(), json: json.clone() };
            // The name of the case, beside the panic of a failed check.
            println!("{op}: {}, {} shapes", json["name"], if open { "open" } else { "known" });
            test(&case);
        }
    }
}

/// A golden file, whole.
pub fn read(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden").join(format!("{name}.json"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A JSON list of numbers.
pub fn numbers(json: &Value) -> Vec<f32> {
    array(json).iter().map(|v| v.as_f64().expect("a number") as f32).collect()
}

fn array(json: &Value) -> &[Value] {
    json.as_array().unwrap_or_else(|| panic!("expected a list, found {json}"))
}

/// A JSON list of sizes.
pub fn sizes(json: &Value) -> Vec<usize> {
    array(json).iter().map(|v| v.as_u64().expect("a size") as usize).collect()
}

fn placeholder(graph: &Graph, k: usize, input: &Value, open: bool) -> Handle {
    let mut dims = Shape::from(sizes(&input["shape"])).dims().to_vec();
    if let (true, Some(first)) = (open, dims.first_mut()) {
        *first = Dim::Open;
    }
    let (name, shape) = (format!("input_{k}"), Shape::new(dims));
    match input["dtype"].as_str() {
        Some("f32") => graph.placeholder::<f32>(&name, shape).handle().clone(),
        Some("i32") => graph.placeholder::<i32>(&name, shape).handle().clone(),
        Some("bool") => graph.placeholder::<bool>(&name, shape).handle().clone(),
        other => panic!("unknown dtype {other:?}"),
    }
}

fn value(json: &Value) -> AnyArray {
    fn of<T>(json: &Value, element: impl Fn(&Value) -> T) -> ArrayD<T> {
        let values = array(&json["data"]).iter().map(element).collect();
        ArrayD::from_shape_vec(sizes(&json["shape"]), values).expect("as many elements as the shape has")
    }
    match json["dtype"].as_str() {
        Some("f32") => AnyArray::F32(of(json, |v| v.as_f64().expect("a number") as f32)),
        Some("i32") => AnyArray::I32(of(json, |v| v.as_i64().expect("a whole number") as i32)),
        Some("bool") => AnyArray::Bool(of(json, |v| v.as_bool().expect("true or false"))),
        other => panic!("unknown dtype {other:?}"),
    }
}

impl Case {
    /// An f32 input.
    pub fn f32(&self, k: usize) -> Tensor<f32> {
        self.inputs[k].typed()
    }

    /// An i32 input.
    pub fn i32(&self, k: usize) -> Tensor<i32> {
        self.inputs[k].typed()
    }

    /// A bool input.
    pub fn bool(&self, k: usize) -> Tensor<bool> {
        self.inputs[k].typed()
    }

    /// The element type of an input.
    pub fn dtype(&self, k: usize) -> DType {
        self.inputs[k].dtype()
    }

    /// The number of inputs.
    pub fn inputs(&self) -> usize {
        self.inputs.len()
    }

    /// An attribute of the case, e.g. `strides`.
    pub fn attribute(&self, name: &str) -> &Value {
        &self.json["attributes"][name]
    }

    /// Asserts that `output`, and the gradients of its sum weighted by the golden `upstream`, are the golden ones.
    pub fn check<T: Element>(&self, output: &Tensor<T>) {
        for (fuse, reuse) in [(true, true), (false, false)] {
            self.check_planned(output, PlanOptions { fuse, reuse });
        }
    }

    fn check_planned<T: Element>(&self, output: &Tensor<T>, options: PlanOptions) {
        let values: Vec<AnyArray> = array(&self.json["inputs"]).iter().map(value).collect();
        let feeds = || {
            self.inputs.iter().zip(&values).fold(Feeds::none(), |feeds, (input, value)| match value {
                AnyArray::F32(value) => feeds.with(&input.typed(), value),
                AnyArray::I32(value) => feeds.with(&input.typed(), value),
                AnyArray::Bool(value) => feeds.with(&input.typed(), value),
            })
        };
        let mut session = Session::new(output.graph()).plan_options(options);
        let handle = output.handle();
        match value(&self.json["output"]) {
            AnyArray::F32(e) => assert_close(&session.run(&handle.typed::<f32>(), feeds()).unwrap(), &e, TOLERANCE),
            AnyArray::I32(e) => assert_eq!(session.run(&handle.typed::<i32>(), feeds()).unwrap(), e),
            AnyArray::Bool(e) => assert_eq!(session.run(&handle.typed::<bool>(), feeds()).unwrap(), e),
        }
        if self.json["upstream"].is_null() {
            return;
        }
        let AnyArray::F32(upstream) = value(&self.json["upstream"]) else { panic!("upstream is f32") };
        let weighted = handle.typed::<f32>() * output.graph().constant(&upstream);
        for (k, golden) in array(&self.json["gradients"]).iter().enumerate().filter(|(_, golden)| !golden.is_null()) {
            let gradient = gradients(&weighted, &[&self.f32(k)]).remove(0);
            let AnyArray::F32(golden) = value(golden) else { panic!("gradients are f32") };
            println!("  gradient with respect to input {k}");
            assert_close(&session.run(&gradient, feeds()).unwrap(), &golden, TOLERANCE);
        }
    }
}
