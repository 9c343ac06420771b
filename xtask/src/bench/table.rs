//! The table of figures, for a terminal and for README.md.

/// One figure. What does not apply is empty.
#[derive(Debug, Clone, Default)]
pub(crate) struct Row {
    pub(crate) what: String,
    pub(crate) ours: String,
    pub(crate) peer: String,
    pub(crate) ratio: String,
    pub(crate) bound: String,
    pub(crate) met: Option<bool>,
}

const HEAD: [&str; 6] = ["what", "layerglass", "beside it", "ratio", "bound", "met"];

impl Row {
    /// A figure that is to stay below a bound.
    pub(crate) fn at_most(what: impl Into<String>, number: f64, bound: f64, unit: Unit) -> Self {
        Self {
            what: what.into(),
            ours: unit.show(number),
            bound: format!("≤ {}", unit.show(bound)),
            met: Some(number <= bound),
            ..Self::default()
        }
    }

    /// Names what it may be compared with.
    pub(crate) fn beside(self, peer: String) -> Self {
        Self { peer, ..self }
    }

    /// How many times the speed of a peer; the bound is the least of it.
    pub(crate) fn times(what: impl Into<String>, ours: String, peer: String, ratio: f64, bound: Option<f64>) -> Self {
        Self {
            what: what.into(),
            ours,
            peer,
            ratio: format!("{ratio:.2} ×"),
            bound: bound.map_or_else(String::new, |bound| format!("≥ {bound} ×")),
            met: bound.map(|bound| ratio >= bound),
        }
    }

    fn cells(&self) -> [&str; 6] {
        let met = match self.met {
            None => "",
            Some(true) => "yes",
            Some(false) => "NO",
        };
        [&self.what, &self.ours, &self.peer, &self.ratio, &self.bound, met]
    }
}

#[derive(Clone, Copy)]
pub(crate) enum Unit {
    Milliseconds,
    Kibibytes,
    Mebibytes,
    /// A bare number.
    None,
}

impl Unit {
    /// `number` is in milliseconds, in bytes, or of nothing.
    pub(crate) fn show(self, number: f64) -> String {
        match self {
            Self::Milliseconds => milliseconds(number),
            Self::Kibibytes => format!("{} KiB", rounded(number / 1024.0)),
            Self::Mebibytes => format!("{} MiB", rounded(number / 1024.0 / 1024.0)),
            Self::None if number.fract() == 0.0 => format!("{number:.0}"),
            Self::None => format!("{number:.4}"),
        }
    }
}

pub(crate) fn milliseconds(number: f64) -> String {
    format!("{} ms", rounded(number))
}

/// Of a file of so many bytes in so many milliseconds.
pub(crate) fn speed(bytes: u64, milliseconds: f64) -> String {
    format!("{:.0} MB/s", bytes as f64 / 1000.0 / milliseconds)
}

/// As many digits as mean something.
fn rounded(number: f64) -> String {
    if number < 10.0 && number.fract() != 0.0 { format!("{number:.1}") } else { format!("{number:.0}") }
}

/// In columns.
pub(crate) fn plain(rows: &[Row]) -> String {
    let lines: Vec<_> = std::iter::once(HEAD).chain(rows.iter().map(Row::cells)).collect();
    let width = |column: usize| lines.iter().map(|cells| cells[column].chars().count()).max().unwrap_or(0);
    let widths: [usize; 6] = std::array::from_fn(width);
    let line = |cells: &[&str; 6]| {
        let padded: Vec<_> = cells.iter().zip(widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        format!("{}\n", padded.join("  ").trim_end())
    };
    lines.iter().map(line).collect()
}

/// In Markdown.
pub(crate) fn markdown(rows: &[Row]) -> String {
    let line = |cells: [&str; 6]| format!("| {} |\n", cells.map(|cell| cell.replace('|', "\\|")).join(" | "));
    let mut text = line(HEAD) + &line(["---"; 6]);
    for row in rows {
        text += &line(row.cells());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pipe_in_a_cell_stays_in_it() {
        let row = Row::times("stream", "9 MB/s".into(), "gzip | tar 3 MB/s".into(), 3.0, Some(1.5));
        assert!(markdown(&[row]).contains(r"| gzip \| tar 3 MB/s | 3.00 × | ≥ 1.5 × | yes |"));
    }

    #[test]
    fn a_missed_bound_is_plain_to_see() {
        let row = Row::at_most("first view", 15.01, 15.0, Unit::Milliseconds);
        assert_eq!(row.met, Some(false));
        assert!(plain(&[row]).ends_with("≤ 15 ms  NO\n"));
    }
}
