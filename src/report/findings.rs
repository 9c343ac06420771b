//! The rows of findings.

use super::{FindingRow, MAX_SAFE_INTEGER, Place};
use crate::error::At;
use crate::finding::Finding;
use crate::limits::Limits;

/// At most [`Limits::findings`] rows, and one that counts the rest.
pub(super) fn rows(findings: &[Finding], limits: &Limits) -> Vec<FindingRow> {
    let allowed = limits.findings as usize;
    let mut rows: Vec<FindingRow> = findings.iter().take(allowed).map(FindingRow::from).collect();
    let more = findings.len().saturating_sub(allowed);
    if more > 0 {
        let finding = Finding::warning("limit/findings", format!("{more} more findings are not listed"));
        rows.push(FindingRow::from(&finding.param("more", more)));
    }
    rows
}

impl From<&Finding> for FindingRow {
    fn from(finding: &Finding) -> Self {
        Self {
            code: finding.code.clone(),
            params: finding.params.clone(),
            severity: finding.severity.as_str(),
            message: finding.message.clone(),
            hint: finding.hint.clone(),
            at: Place::of(&finding.at),
            expected: finding.expected.clone(),
            actual: finding.actual.clone(),
        }
    }
}

impl Place {
    /// `None` where nothing of the place is known.
    pub fn of(at: &At) -> Option<Self> {
        let offset = at.offset.filter(|offset| *offset <= MAX_SAFE_INTEGER);
        let place = Self { path: at.path.clone(), offset, layer: at.layer.map(|layer| layer.index) };
        (place.path.is_some() || place.offset.is_some() || place.layer.is_some()).then_some(place)
    }
}
