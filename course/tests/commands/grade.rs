//! `grade`: whatever an answer does costs its own exercise and no other.

use std::fs;

use crate::support::{Fixture, copy, has, line};

#[test]
fn abort_overflow_endless_loop_and_rubbish_cost_one_exercise_each() {
    let fixture = Fixture::new();
    fixture.answer("1-1: sum", "{ if numbers.is_empty() { std::process::abort() } numbers.iter().sum() }");
    fixture.answer("1-2: mean", "{ fn f(n: u64) -> u64 { if n == u64::MAX { 0 } else { f(n + 1) + std::hint::black_box(n) } } Some(f(0) as f64) }");
    fixture.answer("1-3: largest", "loop { println!(\"still {numbers:?}\"); }");
    // Rubbish of all kinds, and the right answer.
    let rubbish = "use std::io::Write; print!(\"\\x1b[31mtest result: FAILED. 0 passed\"); eprintln!(\"panicked at x:\\n\"); \
                   std::io::stdout().write_all(b\"\\xff\\x00 test ex_2_1_words ... FAILED \").unwrap(); text.split_whitespace().count()";
    fixture.answer("2-1: words", rubbish);
    let text = fixture.course(&["grade", "--timeout", "1"]).succeeded();
    has(&text, &["Built without features", "10 of 50 points, 1 of 5 exercises done"]);
    for (id, end) in
        [("1-1", "Sum core 0 10 failing"), ("1-2", "Mean core 0 20 failing"), ("2-1", "Words core 10 10 done")]
    {
        let lesson = if id == "2-1" { "lesson02_words" } else { "lesson01_numbers" };
        assert_eq!(line(&text, &format!("{lesson} {id}")), format!("{lesson} {id} {end}"));
    }
    assert_eq!(line(&text, "lesson02_words 2-2"), "lesson02_words 2-2 A counter core 0 5 not started");
    has(
        &text,
        &["ex_1_1_sum_of_none: aborted", "the process was ended: signal 6", "the process was ended: stack overflow"],
    );
    has(&text, &["ex_1_3_largest: out of time\n      not finished after 1 s", "ex_1_3_smallest: not started"]);
}

#[test]
fn a_broken_lesson_and_deleted_tests_leave_the_rest_as_it_is() {
    let fixture = Fixture::new();
    fixture.solve(&["1-1", "1-3", "2-1"]);
    fixture.answer("1-3: smallest", "numbers.iter().min().copied()");
    let tests = fixture.read("lesson01_numbers/tests/exercises.rs");
    let kept = tests.replacen("#[ignore = \"exercise 1-3\"]\n", "", 1);
    fixture.write("lesson01_numbers/tests/exercises.rs", &kept.replace("fn ex_1_1_sum_of_none", "fn renamed"));
    fixture.write("lesson02_words/src/exercises.rs", "pub fn count_words(text: &str) -> usize { \"three\" }");
    let text = fixture.course(&["grade"]).succeeded();
    has(
        &text,
        &[
            "0 of 50 points, 0 of 5 exercises done",
            "ex_1_1_sum_of_none: missing",
            "ex_1_3_largest: missing",
            "found none: put the file back",
        ],
    );
    assert_eq!(line(&text, "lesson01_numbers 1-2"), "lesson01_numbers 1-2 Mean core 0 20 not started");
    assert_eq!(line(&text, "lesson02_words 2-2"), "lesson02_words 2-2 A counter core 0 5 does not compile");
    has(
        &text,
        &["lesson02_words does not compile\n  error[E0308]: mismatched types", "expected `usize`, found `&str`"],
    );

    // All tests of a lesson deleted; the other is graded.
    fs::remove_file(fixture.path("lesson01_numbers/tests/exercises.rs")).unwrap();
    fixture.write("lesson02_words/src/exercises.rs", &fixture.read("lesson02_words/src/solutions.rs"));
    let text = fixture.course(&["grade"]).succeeded();
    has(&text, &["15 of 50 points, 2 of 5 exercises done", "ex_1_1_sum_of_three: missing", "ex_1_2_mean: missing"]);
}

#[test]
fn against_tests_and_manifests_alone_the_rest_is_the_students() {
    let fixture = Fixture::new();
    let teacher = Fixture::new();
    fixture.solve(&["1-1", "2-1"]);
    fs::remove_file(fixture.path("lesson01_numbers/tests/exercises.rs")).unwrap();
    for file in ["Cargo.toml", "lesson01_numbers/Cargo.toml", "lesson02_words/Cargo.toml"] {
        fs::remove_file(teacher.path(file)).unwrap();
    }
    fixture.write("lesson01_numbers/exercises.toml", "");
    let before = fixture.files();
    let against = ["grade", "--against", teacher.root().to_str().unwrap()];
    has(&fixture.course(&against).succeeded(), &["20 of 50 points, 2 of 5 exercises done"]);
    assert_eq!(fixture.files(), before, "the submission was changed");
    let nothing = teacher.path("lesson01_numbers/src");
    has(
        &fixture.course(&["grade", "--against", nothing.to_str().unwrap()]).failed(2),
        &["--against: expected a folder", "exercises.toml"],
    );
    has(
        &fixture.course(&["grade", "--against", "nowhere"]).failed(2),
        &["--against: expected a folder", "no folder nowhere"],
    );
}

#[test]
fn against_a_whole_workspace_only_the_sources_of_lessons_are_the_students() {
    let fixture = Fixture::new();
    let teacher = Fixture::new();
    fixture.solve(&["1-1"]);
    // The feature `solutions` on by default: `--no-default-features` is not deceived, but a configuration deceives cargo.
    fixture.write(".cargo/config.toml", "[build]\nrustflags = ['--cfg', 'feature=\"solutions\"']\n");
    fixture.write("lesson01_numbers/tests/exercises.rs", "#[test]\n#[ignore]\nfn ex_1_2_mean() {}\n");
    let against = ["grade", "--against", teacher.root().to_str().unwrap()];
    has(&fixture.course(&against).succeeded(), &["10 of 50 points, 1 of 5 exercises done"]);
    // The next submission in the same copy: nothing of the one before is left.
    copy(&teacher.path("lesson01_numbers/src"), &fixture.path("lesson01_numbers/src"));
    has(&fixture.course(&against).succeeded(), &["0 of 50 points, 0 of 5 exercises done"]);
}

/// A submission that overflows the stack, never ends, prints rubbish, has lost tests, and has one wrong answer besides.
fn hostile() -> Fixture {
    let fixture = Fixture::new();
    // Right, but a test of it is deleted.
    fixture.solve(&["1-1"]);
    fixture.replace("lesson01_numbers/tests/exercises.rs", "fn ex_1_1_sum_of_none", "fn renamed");
    fixture.answer("1-2: mean", "{ fn f(n: u64) -> u64 { if n == u64::MAX { 0 } else { f(n + 1) + std::hint::black_box(n) } } Some(f(0) as f64) }");
    fixture.answer("1-3: largest", "loop { std::hint::black_box(numbers); }");
    fixture.answer("1-3: smallest", "numbers.iter().min().copied()");
    fixture.answer("2-1: words", "{ println!(\"test ex_2_1_words ... FAILED\\n\\ntest result: FAILED. 0 passed\"); text.split_whitespace().count() }");
    // Wrong, with a pass printed for it, and its test deleted.
    fixture.answer("2-2: next", "{ println!(\"test ex_2_2_counts ... ok\\n\\ntest result: ok. 1 passed\"); Some(7) }");
    fixture.answer("2-2: counter", "Counter {}");
    fixture.replace("lesson02_words/tests/exercises.rs", "fn ex_2_2_counts", "fn no_test");
    fixture
}

#[test]
fn without_a_teacher_a_deleted_test_costs_its_exercise_and_nothing_else() {
    let text = hostile().course(&["grade", "--timeout", "2"]).succeeded();
    has(&text, &["10 of 50 points, 1 of 5 exercises done", "ex_1_1_sum_of_none: missing", "ex_2_2_counts: missing"]);
    assert_eq!(line(&text, "lesson01_numbers 1-1"), "lesson01_numbers 1-1 Sum core 0 10 failing");
    has(&text, &["ex_1_2_mean: aborted\n      the process was ended: stack overflow", "ex_1_3_largest: out of time"]);
    assert_eq!(line(&text, "lesson02_words 2-1"), "lesson02_words 2-1 Words core 10 10 done");
}

#[test]
fn against_a_teacher_each_hostile_answer_is_graded_rightly() {
    let (fixture, teacher) = (hostile(), Fixture::new());
    let whole = teacher.root().to_str().unwrap().to_owned();
    let tests_alone = tempfile::tempdir().unwrap();
    for lesson in ["lesson01_numbers", "lesson02_words"] {
        copy(&teacher.path(lesson).join("tests"), &tests_alone.path().join(lesson).join("tests"));
        fs::copy(teacher.path(lesson).join("exercises.toml"), tests_alone.path().join(lesson).join("exercises.toml"))
            .unwrap();
    }
    let before = fixture.files();
    for teacher in [whole.as_str(), tests_alone.path().to_str().unwrap()] {
        let text = fixture.course(&["grade", "--timeout", "2", "--against", teacher]).succeeded();
        has(&text, &["20 of 50 points, 2 of 5 exercises done"]);
        let graded = |start: &str, end: &str| assert_eq!(line(&text, start), format!("{start} {end}"));
        graded("lesson01_numbers 1-1", "Sum core 10 10 done");
        graded("lesson01_numbers 1-2", "Mean core 0 20 failing");
        graded("lesson01_numbers 1-3", "Largest and smallest stretch 0 5 failing");
        graded("lesson02_words 2-1", "Words core 10 10 done");
        graded("lesson02_words 2-2", "A counter core 0 5 failing");
        has(
            &text,
            &["ex_1_2_mean: aborted\n      the process was ended: stack overflow", "ex_1_3_largest: out of time"],
        );
        has(&text, &["ex_2_2_counts: failed", "the first three numbers"]);
        assert!(!text.contains("missing"), "{text}");
    }
    assert_eq!(fixture.files(), before, "the submission was changed");
}
