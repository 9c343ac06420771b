//! The core as wasm: cargo, then wasm-bindgen, then wasm-opt, into www/wasm/. What it is measured against goes the same way.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use wasm_bindgen_cli_support::Bindgen;

use crate::failure::{Failure, Result};
use crate::project::Project;
use crate::stamp::Stamp;
use crate::{std_target, step};

/// Speed before size: the hash and the decompressors are what a user waits for, and the size budget holds with it.
/// But a function is not put into its only caller, as wasm-opt does however large both are: V8 compiles whole functions
/// when they are first called or get hot, so one small loop within 47 KB cost a short run 0.2 s. It is smaller too.
const OPTIMIZE: [&str; 2] = ["-O3", "--one-caller-inline-max-function-size=50"];

/// What the compiler uses; wasm-opt refuses a module with a feature that it was not told of.
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
    "--enable-simd",
];

struct Module {
    /// What cargo calls the file it makes.
    name: &'static str,
    about: &'static str,
    /// What cargo is to build.
    arguments: &'static [&'static str],
    out: PathBuf,
}

/// Makes www/wasm/; needs the npm packages for wasm-opt.
pub(crate) fn build(project: &Project) -> Result<()> {
    make(
        project,
        &Module {
            name: "layerglass",
            about: "the core",
            arguments: &["--lib", "--features", "wasm"],
            out: project.wasm(),
        },
    )
}

/// Makes the core's hash alone, for the benchmark, and says in which folder it is.
pub(crate) fn build_hash(project: &Project) -> Result<PathBuf> {
    let out = project.work().join("hash");
    let module = Module {
        name: "layerglass_hash",
        about: "its hash alone",
        arguments: &["--package", "layerglass-hash"],
        out: out.clone(),
    };
    make(project, &module)?;
    Ok(out)
}

fn make(project: &Project, module: &Module) -> Result<()> {
    let std = std_target::ensure(project)?;
    let (mut cargo, target_dir) = std.cargo_build(project)?;
    step::run(&format!("compile {} to wasm", module.about), cargo.arg("--release").args(module.arguments))?;
    let compiled = target_dir.join(std_target::TARGET).join("release").join(format!("{}.wasm", module.name));
    let stamp = Stamp {
        file: project.work().join(format!("wasm-{}.stamp", module.name)),
        inputs: vec![compiled.clone(), project.root.join("Cargo.lock"), project.www().join("package-lock.json")],
        outputs: vec![module.out.clone()],
        also: &OPTIMIZE.into_iter().chain(FEATURES).collect::<Vec<_>>().join(" "),
    };
    stamp.bring_up_to_date("its JavaScript, optimized wasm", || finish(project, &compiled, module))
}

/// From what cargo made to what the npm package imports.
fn finish(project: &Project, compiled: &Path, Module { name, out, .. }: &Module) -> Result<()> {
    let bound = project.work().join("wasm-bindgen");
    step::work("write the JavaScript of its exports", || bind(compiled, name, &bound))?;
    renew(out)?;
    for entry in fs::read_dir(&bound).map_err(Failure::file("read", &bound))?.flatten() {
        let to = out.join(entry.file_name());
        fs::copy(entry.path(), &to).map_err(Failure::file("write", &to))?;
    }
    let wasm = format!("{name}_bg.wasm");
    step::run("optimize it by wasm-opt", &mut wasm_opt(project, &bound.join(&wasm), &out.join(&wasm)))?;
    Ok(())
}

/// The library, not the command, so that its version is the one that Cargo.lock has for wasm-bindgen itself.
fn bind(compiled: &Path, name: &str, out: &Path) -> Result<()> {
    renew(out)?;
    let mut bindgen = Bindgen::new();
    bindgen
        .web(true)
        .and_then(|bindgen| {
            bindgen.input_path(compiled).out_name(name).typescript(true).omit_default_module_path(false).generate(out)
        })
        .map_err(|error| Failure::new(format!("wasm-bindgen: {error:#}")))
}

fn wasm_opt(project: &Project, from: &Path, to: &Path) -> Command {
    let program: PathBuf = project.www().join("node_modules/.bin/wasm-opt");
    let mut command = Command::new(program);
    command.args(OPTIMIZE).args(FEATURES).arg(from).arg("-o").arg(to);
    command
}

/// Leaves an empty folder, so that nothing of an earlier build stays in it.
fn renew(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(Failure::file("remove", folder))?;
    }
    fs::create_dir_all(folder).map_err(Failure::file("create", folder))
}
