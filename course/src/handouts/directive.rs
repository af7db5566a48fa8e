//! `{{#name argument; argument}}`: what stands for something that is looked up.

/// A directive and where it stands in its line, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive<'a> {
    pub name: &'a str,
    /// Separated by `;` or `|`.
    pub arguments: Vec<&'a str>,
    pub start: usize,
    pub end: usize,
}

/// The directives of a line.
#[expect(clippy::string_slice, reason = "all places are those of brackets that were found")]
pub fn directives(line: &str) -> Vec<Directive<'_>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = line[from..].find("{{#") {
        let start = from + at;
        let Some(length) = line[start..].find("}}") else { break };
        let inside = &line[start + 3..start + length];
        let (name, rest) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
        let arguments = rest.split([';', '|']).map(str::trim).filter(|argument| !argument.is_empty()).collect();
        from = start + length + 2;
        found.push(Directive { name, arguments, start, end: from });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_may_have_several() {
        let line = "정확도는 {{#value a.txt; last step; 2}}이고 {{#exercises}}";
        let found = directives(line);
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].name, &found[0].arguments[..]), ("value", &["a.txt", "last step", "2"][..]));
        assert_eq!(line.get(found[0].start..found[0].end), Some("{{#value a.txt; last step; 2}}"));
        assert_eq!((found[1].name, found[1].arguments.len()), ("exercises", 0));
    }

    #[test]
    fn bars_separate_as_well_and_open_ends_are_text() {
        assert_eq!(directives("{{#output a.txt | from | to}}")[0].arguments, ["a.txt", "from", "to"]);
        assert!(directives("{{#value a").is_empty());
        assert!(directives("{{ not }}").is_empty());
    }
}
