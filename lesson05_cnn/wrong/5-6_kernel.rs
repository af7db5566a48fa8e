//! Copied from get_weights_variable, with the kernel in it.

pub fn biases_as_text(session: &mut Session, layer_name: &str) -> String {
    let variable = session.graph().variable_named(&format!("{layer_name}/kernel"));
    let biases: Vec<String> = session.value(&variable).iter().map(|bias| format!("{bias:.4}")).collect();
    format!("{}: {}", variable.name(), biases.join(" "))
}
