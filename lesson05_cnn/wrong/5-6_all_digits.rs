//! Prints the values as they are, with up to nine digits.

pub fn biases_as_text(session: &mut Session, layer_name: &str) -> String {
    let variable = session.graph().variable_named(&format!("{layer_name}/bias"));
    let biases: Vec<String> = session.value(&variable).iter().map(|bias| format!("{bias}")).collect();
    format!("{}: {}", variable.name(), biases.join(" "))
}
