//! The steps from what was typed to an image, as they are told.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::error::Error;
use crate::registry::{Happening, Watch};

/// One step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// `complete`, `library`, `mirror`, `registry`, `token`, `redirect`, `index`, `platform`, `manifest`, `config`.
    pub kind: &'static str,
    /// What was applied, as a word that stays.
    pub rule: &'static str,
    /// The host, or the part of the reference that it is about.
    pub place: Option<String>,
    /// How it went.
    pub outcome: Outcome,
    /// Of HTTP.
    pub status: Option<u16>,
    /// Of the answer's body.
    pub bytes: Option<u64>,
    /// One sentence.
    pub detail: String,
    /// What docker would say here.
    pub docker: Option<String>,
    /// What helps.
    pub hint: Option<String>,
    /// What `detail` speaks of.
    pub params: BTreeMap<&'static str, String>,
    /// Milliseconds.
    pub ms: Option<u64>,
}

/// How a step went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Outcome {
    /// It led on.
    #[default]
    Ok,
    /// It was not there, which is no failure: the next one is asked.
    Miss,
    /// It ended here, or was fallen back from.
    Failed,
    /// There was nothing to ask.
    Skipped,
}

impl Outcome {
    /// The word in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Miss => "miss",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
        }
    }
}

/// The steps so far; watches the conversation for tokens and redirects.
#[derive(Debug, Default)]
pub struct Trace {
    steps: RefCell<Vec<Step>>,
}

impl Trace {
    /// One more.
    pub fn step(&self, step: Step) {
        self.steps.borrow_mut().push(step);
    }

    /// All, in order.
    pub fn steps(&self) -> Vec<Step> {
        self.steps.borrow().clone()
    }
}

impl Watch for Trace {
    fn happened(&self, happening: Happening) {
        match happening {
            Happening::Token { host, status, bytes, ms, ok } => {
                let detail = if ok { format!("{host} gave a token") } else { format!("{host} gave no token") };
                let rule = if ok { "token" } else { "no-token" };
                let outcome = if ok { Outcome::Ok } else { Outcome::Failed };
                let step = Step { kind: "token", rule, status, bytes: Some(bytes), ms: Some(ms), ..Step::default() };
                self.step(step.told(outcome, detail).at(&host));
            }
            Happening::Redirected { from, to } => {
                let detail = format!("{from} sent on to {to}");
                let step = Step { kind: "redirect", rule: "redirect", ..Step::default() };
                self.step(step.told(Outcome::Ok, detail).at(&to).param("from", from));
            }
            Happening::Answered { .. } => {}
        }
    }
}

impl Step {
    /// A step of a kind, by a rule.
    pub fn of(kind: &'static str, rule: &'static str) -> Self {
        Self { kind, rule, ..Self::default() }
    }

    /// How it went, in a sentence.
    pub fn told(self, outcome: Outcome, detail: impl Into<String>) -> Self {
        Self { outcome, detail: detail.into(), ..self }
    }

    /// Where.
    pub fn at(self, place: &str) -> Self {
        let step = Self { place: Some(place.to_owned()), ..self };
        step.param("where", place)
    }

    /// A word that `detail` has, for sentences in another language.
    pub fn param(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.params.insert(name, value.into());
        self
    }

    /// It failed for this.
    pub fn failed(self, error: &Error, docker: String) -> Self {
        let hint = Some(error.hint().to_owned());
        let status = error.status().or(self.status);
        let step = Self { docker: Some(docker), hint, status, ..self };
        let outcome = if error.code() == "registry/no-such-image" { Outcome::Miss } else { Outcome::Failed };
        step.param("code", error.code()).told(outcome, error.message())
    }
}
