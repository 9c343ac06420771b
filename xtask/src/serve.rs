//! The page on this machine.

use std::process::{Command, ExitCode, Stdio};

use crate::args::Args;
use crate::failure::Result;
use crate::page;
use crate::project::Project;
use crate::server::Server;

/// Builds the page and serves it until interrupted.
pub(crate) fn serve(project: &Project, mut args: Args) -> Result<ExitCode> {
    let port = args.number("--port")?;
    let open = args.flag("--open");
    args.finish()?;
    page::build(project)?;
    let server = Server::bind(project.site(), port)?;
    let url = server.url()?;
    println!("\nThe page: {url}   (Ctrl-C ends)");
    if open {
        show(&url);
    }
    server.run();
    Ok(ExitCode::SUCCESS)
}

fn show(url: &str) {
    let opener = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let mut command = Command::new(opener);
    command.arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    if command.spawn().is_err() {
        println!("found no `{opener}` to open a browser with: open the page by hand");
    }
}
