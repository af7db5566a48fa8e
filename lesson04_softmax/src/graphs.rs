//! Several graphs: whose tensor is whose, which graph a session runs, and what happens to who mixes them up.

use std::panic::{self, AssertUnwindSafe};

use shared::prelude::*;

/// Two graphs with a tensor and a session each, checked by assertions, then three wrong assumptions.
///
/// # Errors
/// If a run fails.
pub fn show() -> Result<()> {
    // ANCHOR: two-graphs
    let g_1 = Graph::new();
    let c = g_1.scalar(5.0f32).named("c");
    let mut sess_1 = Session::new(&g_1);

    let g_2 = Graph::new();
    let d = g_2.scalar(7.0f32).named("node_in_g_2");
    let mut sess_2 = Session::new(&g_2);
    // ANCHOR_END: two-graphs

    // Each assertion states what the program relies on; when it does not hold, the program ends here and says so.
    assert!(c.graph().is(&g_1) && sess_1.graph().is(&g_1));
    assert!(d.graph().is(&g_2) && sess_2.graph().is(&g_2));

    println!("                     g_1     g_2");
    for (what, graph) in
        [("c", c.graph()), ("sess_1", sess_1.graph()), ("node_in_g_2", d.graph()), ("sess_2", sess_2.graph())]
    {
        println!("{what:<12} is of   {:<5}   {}", graph.is(&g_1), graph.is(&g_2));
    }
    println!("c is {}, node_in_g_2 is {}", sess_1.run(&c, feed![])?, sess_2.run(&d, feed![])?);

    println!("\nWrong assumptions end a program with a panic that says what was expected:");
    let a = [3, 5]; // what a was when the graph was built, and what it is when it is run
    say_panic("assert_eq!(a, 3), where a is 5 by now", || assert_eq!(a[1], 3));
    say_panic("&c + &d, of two graphs", || drop(&c + &d));
    say_panic("sess_1.run(&d, feed![]), a tensor of another graph", || drop(sess_1.run(&d, feed![])));
    Ok(())
}

/// Prints what `mistake` would end the program with.
fn say_panic(what: &str, mistake: impl FnOnce()) {
    println!("  {what}");
    let message = panic_message(mistake).unwrap_or_else(|| "no panic".to_owned());
    message.lines().for_each(|line| println!("    | {line}"));
}

/// The message of the panic that `mistake` ends in, if it does.
pub fn panic_message(mistake: impl FnOnce()) -> Option<String> {
    // The hook would write the message to the error stream: it belongs into the text here.
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| ()));
    let result = panic::catch_unwind(AssertUnwindSafe(mistake));
    panic::set_hook(hook);
    let payload = result.err()?;
    let text = payload.downcast_ref::<String>().cloned();
    text.or_else(|| payload.downcast_ref::<&str>().map(|text| (*text).to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_text_and_the_program_goes_on() {
        assert_eq!(panic_message(|| panic!("plain")).as_deref(), Some("plain"));
        assert_eq!(panic_message(|| panic!("number {}", 7)).as_deref(), Some("number 7"));
        assert_eq!(panic_message(|| ()), None);
    }
}
