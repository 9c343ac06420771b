//! Images whose files are listed and read: what the measures of layers have as their input.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::archive::{Archive, Layer, Packed, blob, sha256, sha256_of_file};
use super::compressor::{Compressor, GZIP, ZSTD};
use super::files::Files;
use super::inputs::{LAYERS, folder, make, with_layers, written_layer};
use super::packages::Packages;
use crate::failure::{Failure, Result};
use crate::process::{self, Options};
use crate::project::Project;

const MB: u64 = 1_000_000;

/// Of its layers together, as tars.
const IMAGE: u64 = 450 * MB;

const NAME: &str = "example/packages:1";

/// What umoci calls it.
pub(crate) const TAG: &str = "1";

/// Smaller ones would bring the average below 100 KB.
const LARGE: u64 = 16 << 10;

/// What is no layer in an archive of ours is smaller.
const LEAST_LAYER: u64 = 64 << 10;

/// An image that is stored in one way.
pub(crate) struct Stored {
    pub(crate) archive: PathBuf,
    /// The same, unpacked.
    pub(crate) folder: PathBuf,
    /// Its layers there.
    pub(crate) blobs: Vec<PathBuf>,
}

/// As docker saves it, and in OCI layout with compressed layers.
pub(crate) struct Image {
    pub(crate) docker: Stored,
    pub(crate) gzip: Stored,
    pub(crate) zstd: Stored,
    /// What it holds.
    pub(crate) made_of: String,
}

/// 450 MB of Debian packages in 8 layers.
pub(crate) fn image(project: &Project) -> Result<Image> {
    let inputs = folder(project)?;
    let contents = inputs.join("packages.contents");
    let docker = make(&inputs, "packages.tar", |path| {
        let mut packages = Packages::of_this_machine();
        let mut made_of = "";
        with_layers(path, Some(NAME), |tar| {
            made_of = packages.write_layer(tar, IMAGE / LAYERS)?;
            Ok(())
        })?;
        fs::write(&contents, made_of).map_err(Failure::file("write", &contents))
    })?;
    let docker = unpacked(&inputs, docker)?;
    Ok(Image {
        gzip: packed(&inputs, &docker, &GZIP)?,
        zstd: packed(&inputs, &docker, &ZSTD)?,
        docker,
        made_of: fs::read_to_string(&contents).map_err(Failure::file("read", &contents))?,
    })
}

/// The same size, of files that take more than 100 KB each on average.
pub(crate) fn large_files(project: &Project) -> Result<Stored> {
    let inputs = folder(project)?;
    let archive = make(&inputs, "large-files.tar", |path| {
        let mut files = Files::of_this_machine_from(LARGE);
        with_layers(path, Some(NAME), |tar| files.write_layer(tar, IMAGE / LAYERS).map(drop)).map(drop)
    })?;
    unpacked(&inputs, archive)
}

/// A layer of so many files of one byte, compressed by gzip.
pub(crate) fn tiny_files(project: &Project, count: u64) -> Result<PathBuf> {
    let inputs = folder(project)?;
    make(&inputs, &format!("layer-of-{count}.tar"), |path| of_layers(path, &[&|layer| spread(layer, count)]))
}

/// So many files in one folder, and one beside it.
pub(crate) fn files_in_folder(project: &Project, count: u64) -> Result<PathBuf> {
    let inputs = folder(project)?;
    make(&inputs, &format!("folder-of-{count}.tar"), |path| {
        of_layers(
            path,
            &[&|layer| {
                named(layer, "many", count, "")?;
                layer.member("other", b"")
            }],
        )
    })
}

/// So many files in one folder, which the next layer removes one by one.
pub(crate) fn removed_files(project: &Project, count: u64) -> Result<PathBuf> {
    let inputs = folder(project)?;
    make(&inputs, &format!("removed-{count}.tar"), |path| {
        of_layers(
            path,
            &[&|layer| named(layer, "srv/data", count, ""), &|layer| named(layer, "srv/data", count, ".wh.")],
        )
    })
}

/// A layer that is 50 GB large, of one file.
pub(crate) fn layer_of_50_gb(project: &Project) -> Result<PathBuf> {
    let write = |path: &Path| {
        let mut archive = Archive::create(path)?;
        archive.begin_image()?;
        // Nobody asks for its digest.
        let digest = sha256(b"");
        let size = archive.layer_of_hole(&blob(&digest), "srv/hole", 50_000 * MB)?;
        archive.end_image(&[Layer::plain(digest, size)], Some(NAME))?;
        archive.finish()
    };
    make(&folder(project)?, "layer-of-50-gb.tar", |path| write(path).map_err(Failure::file("write", path)))
}

/// A thousand files in each folder.
fn spread(layer: &mut Archive, count: u64) -> io::Result<()> {
    for index in 0..count {
        if index % 1000 == 0 {
            layer.directory(&format!("srv/{:04}/", index / 1000))?;
        }
        layer.member(&format!("srv/{:04}/file-{:03}.txt", index / 1000, index % 1000), b"x")?;
    }
    Ok(())
}

fn named(layer: &mut Archive, folder: &str, count: u64, prefix: &str) -> io::Result<()> {
    layer.directory(&format!("{folder}/"))?;
    (0..count).try_for_each(|index| layer.member(&format!("{folder}/{prefix}file-{index:06}.txt"), b"x"))
}

/// What puts files into a layer.
type Fill<'a> = &'a dyn Fn(&mut Archive) -> io::Result<()>;

/// In OCI layout, of layers that are compressed by gzip.
fn of_layers(path: &Path, layers: &[Fill<'_>]) -> Result<()> {
    let mut tars = Vec::new();
    for (index, fill) in layers.iter().enumerate() {
        let tar = path.with_extension(format!("layer-{index}"));
        let write = || {
            let mut layer = Archive::create(&tar)?;
            fill(&mut layer)?;
            layer.finish()
        };
        write().map_err(Failure::file("write", &tar))?;
        tars.push(tar);
    }
    compressed(path, &tars, &GZIP)?;
    tars.iter().try_for_each(|tar| fs::remove_file(tar).map_err(Failure::file("remove", tar)))
}

fn packed(inputs: &Path, image: &Stored, by: &Compressor) -> Result<Stored> {
    let archive = make(inputs, &format!("packages-{}.tar", by.command), |path| compressed(path, &image.blobs, by))?;
    unpacked(inputs, archive)
}

/// In OCI layout, of these tars, compressed.
fn compressed(path: &Path, tars: &[PathBuf], by: &Compressor) -> Result<()> {
    let part = path.with_extension("compressed");
    let mut archive = Archive::create(path).map_err(Failure::file("write", path))?;
    archive.begin_image().map_err(Failure::file("write", path))?;
    let mut layers = Vec::new();
    for tar in tars {
        by.compress(tar, &part)?;
        let diff_id = sha256_of_file(tar).map_err(Failure::file("read", tar))?;
        let stored = written_layer(&part).map_err(Failure::file("read", &part))?;
        let layer = Layer { packed: Some(Packed { sha256: diff_id, by: by.command }), ..stored };
        add(&mut archive, &part, &layer).map_err(Failure::file("write", path))?;
        layers.push(layer);
    }
    fs::remove_file(&part).map_err(Failure::file("remove", &part))?;
    archive.end_image(&layers, Some(NAME)).map_err(Failure::file("write", path))?;
    archive.finish().map_err(Failure::file("write", path))
}

fn add(archive: &mut Archive, stored: &Path, layer: &Layer) -> io::Result<()> {
    archive.copy(&blob(&layer.sha256), layer.size, &mut File::open(stored)?)
}

/// The archive's members as files, for tools that need them so.
fn unpacked(inputs: &Path, archive: PathBuf) -> Result<Stored> {
    let name = archive.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let folder = make(inputs, &name, |folder| {
        fs::create_dir(folder).map_err(Failure::file("create", folder))?;
        let run = process::run(Command::new("tar").arg("-xf").arg(&archive).arg("-C").arg(folder), Options::default())?;
        run.success.then_some(()).ok_or_else(|| Failure::new(format!("tar failed: {}", run.output.trim_end())))
    })?;
    let blobs = layers_in(&archive).map_err(Failure::file("read", &archive))?;
    Ok(Stored { blobs: blobs.iter().map(|blob| folder.join(blob)).collect(), archive, folder })
}

/// In their order.
fn layers_in(archive: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in tar::Archive::new(File::open(archive)?).entries_with_seek()? {
        let entry = entry?;
        if entry.size() >= LEAST_LAYER {
            found.push(entry.path()?.into_owned());
        }
    }
    Ok(found)
}
