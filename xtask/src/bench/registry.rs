//! Images in registries: how soon one is shown, and how soon its files are listed.

use super::layers;
use super::measures::Bench;
use super::runs::is_installed;
use super::table::{Row, Unit, milliseconds};
use crate::failure::Result;

/// Milliseconds from a name to the overview.
const OVERVIEW: f64 = 30.0;
/// Beside the token and the config.
const REQUESTS: f64 = 4.0;

/// An image of gzip layers in a registry on this machine.
pub(crate) fn measure(bench: &Bench<'_>) -> Result<Vec<Row>> {
    let what = "from the name of an image in a registry on this machine to its overview, in Node's process";
    if !is_installed("docker-registry") || !is_installed("skopeo") {
        let peer = "docker-registry and skopeo are not installed here".into();
        return Ok(vec![Row { what: what.into(), peer, ..Row::default() }]);
    }
    let image = layers::image(bench.project)?;
    let numbers = bench.script("registry.mjs", &[&image.gzip.archive])?;
    let inspect = format!("`skopeo inspect`, whole command {}", milliseconds(numbers.one("inspect")?));
    let (remote, local) = (numbers.one("remote")?, numbers.one("local")?);
    let beside = format!("the same of the archive {}", milliseconds(local));
    Ok(vec![
        Row::at_most(what, numbers.one("overview")?, OVERVIEW, Unit::Milliseconds).beside(inspect),
        Row::at_most("… requests, the token and the config aside", numbers.one("requests")?, REQUESTS, Unit::None),
        Row::at_most("… requests for a digest that was looked at before", numbers.one("again")?, 0.0, Unit::None),
        Row::times("… listing all its files, streamed", milliseconds(remote), beside, local / remote, Some(0.8)),
    ])
}
