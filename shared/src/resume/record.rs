//! What a checkpoint says about its training, beside the values.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::Job;
use crate::data::{Fingerprint, Place};
use crate::error::{Error, Result};
use crate::kernels::instruction_set;

/// The version of the format that is written, and the only one that is read.
pub(super) const VERSION: u64 = 1;

/// Stands as JSON in the header of the file, in the entry `training`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Record {
    pub version: u64,
    pub program: String,
    pub training: String,
    /// All that the numbers depend on, by the names of the flags.
    pub settings: BTreeMap<String, String>,
    /// How many steps are done.
    pub step: usize,
    /// The two numbers that dropout depends on.
    pub seed: u64,
    pub runs: u64,
    /// Sums differ in their last bits between instruction sets.
    pub instruction_set: String,
    /// Where the order of the samples stands.
    pub order: Place,
    /// Of all the above and of all numbers in the file.
    pub checksum: String,
}

impl Record {
    /// Reads the JSON; `path` is for the errors.
    pub fn parse(text: &str, path: &Path) -> Result<Record> {
        let damaged = |error: serde_json::Error| {
            Error::file(path).expected("the state of a training").found(error.to_string()).help(super::HELP)
        };
        let json: serde_json::Value = serde_json::from_str(text).map_err(damaged)?;
        // The version first: another one may have other fields.
        match json.get("version").and_then(serde_json::Value::as_u64) {
            Some(VERSION) => serde_json::from_value(json).map_err(damaged),
            version => Err(Error::file(path)
                .expected(format!("a checkpoint of format {VERSION}"))
                .found(version.map_or("one without a number".to_owned(), |version| format!("format {version}")))
                .help("another version of the course has written it: go on with that one, or train anew")),
        }
    }

    /// Tells that the bits may differ, if the processor does.
    pub fn compare_instruction_sets(&self) {
        let (before, now) = (&self.instruction_set, instruction_set_name());
        if *before != now {
            eprintln!(
                "note: the checkpoint was computed with {before}, this program uses {now}: the last bits may differ"
            );
        }
    }

    /// The JSON; without its checksum it is what the checksum is made of.
    #[expect(clippy::expect_used, reason = "a record has only texts and numbers")]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("names and numbers are JSON")
    }

    /// The checksum that it should have beside these numbers: names and bytes in the order of the names.
    pub fn checksum_with<'a>(&self, numbers: impl Iterator<Item = (&'a str, &'a [u8])>) -> String {
        let mut checksum = Fingerprint::default();
        checksum.add_bytes(Record { checksum: String::new(), ..self.clone() }.to_json().as_bytes());
        for (name, bytes) in numbers {
            checksum.add_bytes(name.as_bytes());
            checksum.add_bytes(bytes);
        }
        checksum.to_string()
    }

    /// Refuses a checkpoint of another training than this one.
    pub fn check(&self, job: &Job, path: &Path) -> Result<()> {
        let found = (self.program.as_str(), self.training.as_str());
        if found != (job.program, job.training) {
            return Err(Error::file(path)
                .expected(format!("a checkpoint of {}, {}", job.program, job.training))
                .found(format!("one of {}, {}", found.0, found.1))
                .help("go on with the program and the flags that have written it"));
        }
        let wanted: BTreeMap<String, String> =
            job.settings.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        for name in wanted.keys().chain(self.settings.keys()) {
            let [wanted, found] = [&wanted, &self.settings].map(|settings| text_of(name, settings.get(name)));
            if wanted != found {
                return Err(Error::file(path)
                    .expected(format!("a training with {wanted}"))
                    .found(format!("one with {found}"))
                    .help("a training goes on with the settings and the data that it began with, or begins anew"));
            }
        }
        if self.order.batches > self.step {
            return Err(Error::file(path)
                .expected(format!("at most as many batches as steps, {}", self.step))
                .found(self.order.batches.to_string())
                .help(super::HELP));
        }
        if self.step > job.steps {
            return Err(Error::file(path)
                .expected(format!("a training of at most {} steps", job.steps))
                .found(format!("one that has come to step {}", self.step))
                .help(format!("ask for {} steps or more", self.step)));
        }
        Ok(())
    }
}

/// Which instructions compute; a wrong wish for them has ended the program before.
pub(super) fn instruction_set_name() -> &'static str {
    instruction_set().unwrap_or("unknown")
}

fn text_of(name: &str, value: Option<&String>) -> String {
    value.map_or_else(|| format!("no {name}"), |value| format!("{name} {value}"))
}
