//! Sessions and graphs as their users see them: feeds, fetches, growth, strangers, errors.

use ndarray::{Array2, arr0, arr1};
use shared::prelude::*;

fn text(result: Result<impl std::fmt::Debug>) -> String {
    result.unwrap_err().to_string()
}

#[test]
fn several_fetches_come_back_as_a_tuple_in_their_own_types() {
    let graph = Graph::new();
    let x = graph.placeholder::<f32>("x", shape![?]);
    let doubled = &x * 2.0;
    let mut session = Session::new(&graph);
    let (same, doubled, list) =
        session.run((&x, &doubled, &vec![doubled.clone(), x.clone()]), feed![x => [1.0, 2.0]]).unwrap();
    assert_eq!(same, arr1(&[1.0, 2.0]).into_dyn());
    assert_eq!(doubled, arr1(&[2.0, 4.0]).into_dyn());
    assert_eq!(list, [doubled, same]);
}

#[test]
fn one_session_runs_any_batch_size_and_the_empty_one() {
    let graph = Graph::new();
    let x = graph.placeholder::<f32>("x", shape![?, 2]);
    let b = graph.variable("b", constant([2], 1.0));
    let y = (&x + &b).square();
    let mut session = Session::new(&graph);
    for rows in [3, 1, 0, 64, 3] {
        let value = session.run(&y, feed![x => Array2::<f32>::ones((rows, 2))]).unwrap();
        assert_eq!(value, Array2::from_elem((rows, 2), 4.0).into_dyn());
    }
}

#[test]
fn a_missing_feed_is_an_error_that_names_it_and_says_what_to_do() {
    let graph = Graph::new();
    let x = graph.placeholder::<f32>("x", shape![?, 784]);
    let y = graph.placeholder::<f32>("y_true", shape![?, 10]);
    let mut session = Session::new(&graph);
    let message = text(session.run((&x.square(), &y.square()), feed![x => Array2::<f32>::zeros((1, 784))]));
    let expected = "y_true: expected a fed f32 value of shape [?, 10], found none";
    assert!(message.starts_with(expected), "{message}");
    assert!(message.contains("feed![y_true => value]"), "{message}");
}

#[test]
fn what_is_not_asked_for_need_not_be_fed() {
    let graph = Graph::new();
    let x = graph.placeholder::<f32>("x", shape![]);
    let y = graph.placeholder::<f32>("y", shape![]);
    let _product = &x * &y;
    assert_eq!(Session::new(&graph).run(&x.square(), feed![x => 3.0]).unwrap().item(), 9.0);
}

#[test]
fn a_feed_of_the_wrong_shape_is_an_error_that_shows_both() {
    let graph = Graph::new();
    let x = graph.placeholder::<f32>("images", shape![?, 784]);
    let message = text(Session::new(&graph).run(&x.square(), feed![x => Array2::<f32>::zeros((2, 100))]));
    assert!(message.starts_with("images: expected a value of shape [?, 784], found [2, 100]\n  help: "), "{message}");
}

#[test]
fn open_sizes_that_disagree_are_found_when_they_are_fed() {
    let graph = Graph::new();
    let x = graph.placeholder::<f32>("x", shape![?]);
    let y = graph.placeholder::<f32>("y", shape![?]);
    let sum = (&x + &y).named("sum");
    let mut session = Session::new(&graph);
    let message = text(session.run(&sum, feed![x => [1.0, 2.0], y => [1.0, 2.0, 3.0]]));
    assert!(message.starts_with("sum: expected sizes that fit add of x [2] and y [3]"), "{message}");
    // The session is none the worse for it.
    assert_eq!(session.run(&sum, feed![x => [1.0], y => [2.0]]).unwrap(), arr1(&[3.0]).into_dyn());
}

#[test]
fn any_tensor_can_be_fed_and_what_only_it_needs_is_not_computed() {
    let graph = Graph::new();
    let x = graph.placeholder::<f32>("x", shape![]);
    let hidden = x.square();
    let y = &hidden + 1.0;
    let w = graph.variable("w", constant([], 5.0));
    let mut session = Session::new(&graph);
    assert_eq!(session.run(&y, feed![hidden => 10.0]).unwrap().item(), 11.0);
    assert_eq!(session.run(&w.square(), feed![w => 3.0]).unwrap().item(), 9.0);
    assert_eq!(session.value(&w).item(), 5.0);
    assert_eq!(session.run(&y, feed![x => 3.0]).unwrap().item(), 10.0);
}

#[test]
fn the_graph_may_grow_while_the_session_lives() {
    let graph = Graph::new();
    let a = graph.variable("a", constant([], 2.0));
    let mut session = Session::new(&graph);
    assert_eq!(session.run(&a.square(), feed![]).unwrap().item(), 4.0);
    let b = graph.variable("b", constant([], 3.0));
    let product = &a * &b;
    assert_eq!(session.run(&product, feed![]).unwrap().item(), 6.0);
    let slope = gradients(&product, &[&a]).remove(0);
    assert_eq!(session.run(&slope, feed![]).unwrap().item(), 3.0);
}

#[test]
fn sessions_of_one_graph_have_variables_of_their_own() {
    let graph = Graph::new();
    let w = graph.variable("w", constant([], 1.0));
    let (mut one, mut other) = (Session::new(&graph), Session::new(&graph));
    one.assign(&w, &arr0(7.0)).unwrap();
    assert_eq!((one.value(&w).item(), other.value(&w).item()), (7.0, 1.0));
    let message = text(one.assign(&w, &arr1(&[1.0])));
    assert!(message.starts_with("w: expected a value of shape [], found [1]"), "{message}");
}

#[test]
fn the_seed_and_the_name_decide_initial_values_not_the_order_of_use() {
    let draw = |seed: u64, first: &str, second: &str| {
        let graph = Graph::new();
        let a = graph.variable(first, normal([4], 1.0));
        let b = graph.variable(second, normal([4], 1.0));
        let mut session = Session::new(&graph).seed(seed);
        let (b, a) = (session.value(&b), session.value(&a));
        (a, b)
    };
    let (kernel, bias) = draw(1, "kernel", "bias");
    assert_eq!(draw(1, "bias", "kernel"), (bias.clone(), kernel.clone()));
    assert_ne!(kernel, bias);
    assert_ne!(draw(2, "kernel", "bias").0, kernel);
}

#[test]
fn a_training_step_changes_variables_after_everything_fetched_was_computed() {
    let graph = Graph::new();
    let w = graph.variable("w", constant([], 5.0));
    let loss = w.square();
    let train_step = GradientDescent::new(0.25).minimize(&loss);
    let mut session = Session::new(&graph);
    let (loss_before, (), w_before) = session.run((&loss, &train_step, &w), feed![]).unwrap();
    assert_eq!((loss_before.item(), w_before.item(), session.value(&w).item()), (25.0, 5.0, 2.5));
}

#[test]
fn a_failed_run_trains_nothing() {
    let graph = Graph::new();
    let x = graph.placeholder::<f32>("x", shape![]);
    let w = graph.variable("w", constant([], 5.0));
    let train_step = GradientDescent::new(0.1).minimize(&(&w * &x).square());
    let mut session = Session::new(&graph);
    assert!(session.run(&train_step, feed![]).is_err());
    assert_eq!(session.value(&w).item(), 5.0);
}

#[test]
#[should_panic(expected = "mul: the inputs belong to different graphs\n  a: f32 []\n  b: f32 []")]
fn tensors_of_two_graphs_do_not_mix() {
    let a = Graph::new().placeholder::<f32>("a", shape![]);
    let b = Graph::new().placeholder::<f32>("b", shape![]);
    let _ = a * b;
}

#[test]
#[should_panic(expected = "run: b: f32 [] belongs to another graph than the session's")]
fn a_session_refuses_tensors_of_another_graph() {
    let b = Graph::new().placeholder::<f32>("b", shape![]);
    let _ = Session::new(&Graph::new()).run(&b, feed![b => 1.0]);
}

#[test]
#[should_panic(expected = "no variable is named layer_conv3/kernel; there are: layer_conv1/kernel, layer_conv2/kernel")]
fn a_variable_that_does_not_exist_is_answered_with_those_that_do() {
    let graph = Graph::new();
    for scope in ["layer_conv1", "layer_conv2"] {
        graph.scope(scope, || graph.variable("kernel", zeros([1])));
    }
    let _ = graph.variable_named("layer_conv3/kernel");
}

#[test]
fn names_are_unique_and_scopes_nest() {
    let graph = Graph::new();
    let names: Vec<String> = ["x", "x", "x_1", "x"].map(|name| graph.placeholder::<f32>(name, shape![]).name()).into();
    assert_eq!(names, ["x", "x_1", "x_1_1", "x_2"]);
    let inner = graph.scope("outer", || graph.scope("inner", || graph.variable("w", zeros([1]))));
    assert_eq!(inner.name(), "outer/inner/w");
    assert_eq!(graph.variable_named("outer/inner/w").shape(), shape![1]);
}

#[test]
fn a_panic_points_at_the_line_that_built_the_wrong_graph() {
    let caught = std::panic::catch_unwind(|| {
        let location = std::sync::Arc::new(std::sync::Mutex::new(None));
        let seen = location.clone();
        let before = std::panic::take_hook();
        // The hook hears of the panics of tests in other threads too.
        let here = std::thread::current().id();
        std::panic::set_hook(Box::new(move |info| {
            if std::thread::current().id() == here {
                *seen.lock().unwrap() = info.location().map(|at| (at.file().to_owned(), at.line()));
            }
        }));
        let graph = Graph::new();
        let (a, b) = (graph.placeholder::<f32>("a", shape![2]), graph.placeholder::<f32>("b", shape![3]));
        let line = line!() + 1;
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| &a + &b));
        std::panic::set_hook(before);
        assert!(outcome.is_err());
        (location.lock().unwrap().clone(), line)
    });
    let (location, line) = caught.unwrap();
    assert_eq!(location, Some((file!().to_owned(), line)));
}

#[test]
fn plans_and_graphs_print_as_tables() {
    let graph = Graph::new();
    let x = graph.placeholder::<f32>("x", shape![?, 3]);
    let y = ((&x + 1.0).square().named("squared") * 2.0).named("y");
    let table = graph.to_string();
    for cell in ["placeholder", "squared", "mul", "[?, 3]", "constant"] {
        assert!(table.contains(cell), "{cell} is missing in\n{table}");
    }
    let plan = Session::new(&graph).plan(&y, feed![x => Array2::<f32>::zeros((2, 3))]).unwrap().to_string();
    for cell in ["squared", "[2, 3]", "buffer", "without reuse -> "] {
        assert!(plan.contains(cell), "{cell} is missing in\n{plan}");
    }
}

#[test]
fn buffers_are_reused_once_their_last_reader_is_done() {
    let graph = Graph::new();
    let x = graph.placeholder::<f32>("x", shape![?]);
    let chain = (0..10).fold(x.clone(), |y, _| y.square());
    let plan = |reuse| {
        let mut session = Session::new(&graph).plan_options(shared::PlanOptions { fuse: false, reuse });
        session.plan(&chain, feed![x => [1.0, 2.0]]).unwrap().memory().clone()
    };
    let (with, without) = (plan(true), plan(false));
    assert_eq!((with.buffers, without.buffers), (2, 10));
    assert_eq!((with.bytes, without.bytes), (16, 80));
}

#[test]
fn a_checkpoint_that_is_too_large_or_no_file_is_refused_before_it_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let graph = Graph::new();
    graph.variable("w", zeros([2]));
    let mut session = Session::new(&graph);
    let large = folder.path().join("large");
    std::fs::File::create(&large).unwrap().set_len(1 << 40).unwrap(); // without a block on the disk
    let error = session.load(&large).unwrap_err();
    let expected = "large: expected a checkpoint of at most 2048 MB, found a file of 1048576 MB\n  help: ";
    assert!(error.to_string().contains(expected) && error.exit_code() == 1, "{error}");

    // A header that claims four gigabytes, in a file of 108 bytes.
    let header = folder.path().join("header");
    std::fs::write(&header, [&(4u64 << 30).to_le_bytes()[..], &[b' '; 100]].concat()).unwrap();
    let error = session.load(&header).unwrap_err();
    assert!(error.to_string().contains("header: expected a whole file in the safetensors format"), "{error}");

    #[cfg(unix)]
    {
        let pipe = folder.path().join("pipe");
        course_tests::hostile::make_pipe(&pipe);
        assert!(
            session.load(&pipe).unwrap_err().to_string().contains("expected a checkpoint, found a folder or a device")
        );
    }
}
