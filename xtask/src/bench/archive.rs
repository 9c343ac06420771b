//! Archives of images, member by member, as `docker save` and `skopeo copy` write them.

use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;

use sha2::{Digest, Sha256};
use tar::{EntryType, Header};

const BLOCK: u64 = 512;

/// A tar archive that is being written.
pub(crate) struct Archive {
    file: BufWriter<File>,
}

/// A layer that stands in the archive.
pub(crate) struct Layer {
    /// Of the stored bytes.
    pub(crate) sha256: String,
    pub(crate) size: u64,
    /// None for a layer that is stored as it is.
    pub(crate) packed: Option<Packed>,
}

/// What the bytes of a compressed layer are made of.
pub(crate) struct Packed {
    /// Of the tar.
    pub(crate) sha256: String,
    /// As media types name it.
    pub(crate) by: &'static str,
}

impl Layer {
    /// One that is not compressed.
    pub(crate) fn plain(sha256: String, size: u64) -> Self {
        Self { sha256, size, packed: None }
    }

    fn diff_id(&self) -> &str {
        self.packed.as_ref().map_or(&self.sha256, |packed| &packed.sha256)
    }

    fn media_type(&self) -> String {
        let suffix = self.packed.as_ref().map_or_else(String::new, |packed| format!("+{}", packed.by));
        format!("application/vnd.oci.image.layer.v1.tar{suffix}")
    }
}

impl Archive {
    pub(crate) fn create(path: &Path) -> io::Result<Self> {
        let file = File::create(path)?;
        Ok(Self { file: BufWriter::with_capacity(1 << 20, file) })
    }

    pub(crate) fn directory(&mut self, name: &str) -> io::Result<()> {
        self.header(name, EntryType::Directory, 0o755, 0)
    }

    pub(crate) fn member(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.copy(name, bytes.len() as u64, &mut &*bytes)
    }

    /// A member whose bytes come from elsewhere: exactly `size` of them.
    pub(crate) fn copy(&mut self, name: &str, size: u64, from: &mut impl Read) -> io::Result<()> {
        self.header(name, EntryType::Regular, 0o644, size)?;
        if io::copy(&mut from.take(size), &mut self.file)? != size {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let padding = [0; BLOCK as usize];
        self.file.write_all(&padding[..(size.next_multiple_of(BLOCK) - size) as usize])
    }

    /// A member of zeros that takes no room on the disk.
    pub(crate) fn hole(&mut self, name: &str, size: u64) -> io::Result<()> {
        self.header(name, EntryType::Regular, 0o644, size)?;
        self.file.seek(SeekFrom::Current(size.next_multiple_of(BLOCK) as i64)).map(drop)
    }

    /// A layer of one file of zeros, whose bytes take no room on the disk either.
    pub(crate) fn layer_of_hole(&mut self, name: &str, file: &str, size: u64) -> io::Result<u64> {
        let layer = size.next_multiple_of(BLOCK) + 3 * BLOCK;
        self.header(name, EntryType::Regular, 0o644, layer)?;
        self.hole(file, size)?;
        self.file.write_all(&[0; 2 * BLOCK as usize])?;
        Ok(layer)
    }

    pub(crate) fn finish(mut self) -> io::Result<()> {
        self.file.write_all(&[0; 2 * BLOCK as usize])?;
        self.file.flush()
    }

    fn header(&mut self, name: &str, kind: EntryType, mode: u32, size: u64) -> io::Result<()> {
        let mut header = Header::new_ustar();
        header.set_path(name)?;
        header.set_entry_type(kind);
        header.set_mode(mode);
        header.set_uid(0);
        header.set_gid(0);
        header.set_mtime(0);
        header.set_size(size);
        header.set_cksum();
        self.file.write_all(header.as_bytes())
    }

    /// The members that are there before the layers; gives how many.
    pub(crate) fn begin_image(&mut self) -> io::Result<u64> {
        self.directory("blobs/")?;
        self.directory("blobs/sha256/")?;
        Ok(2)
    }

    /// Config, manifest and index of one image in OCI layout; with `name` also what `docker save` adds since version 25.
    /// Gives how many members that are.
    pub(crate) fn end_image(&mut self, layers: &[Layer], name: Option<&str>) -> io::Result<u64> {
        self.end_image_of_steps(layers, 0, name)
    }

    /// The same of an image whose history has `steps` instructions without a layer after each one that made a layer.
    pub(crate) fn end_image_of_steps(&mut self, layers: &[Layer], steps: u64, name: Option<&str>) -> io::Result<u64> {
        let config = config(layers, steps);
        let manifest = manifest(&config, layers);
        for document in [&config, &manifest] {
            self.member(&blob(&sha256(document.as_bytes())), document.as_bytes())?;
        }
        self.member("index.json", index(&manifest, name).as_bytes())?;
        if let Some(name) = name {
            self.member("manifest.json", docker_manifest(&config, layers, name).as_bytes())?;
        }
        self.member("oci-layout", br#"{"imageLayoutVersion":"1.0.0"}"#)?;
        Ok(if name.is_some() { 5 } else { 4 })
    }
}

/// Where a blob stands in an OCI layout.
pub(crate) fn blob(sha256: &str) -> String {
    format!("blobs/sha256/{sha256}")
}

/// Of bytes in memory, in hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hex(Sha256::digest(bytes))
}

/// Of a file.
pub(crate) fn sha256_of_file(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 20];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(hex(hasher.finalize())),
            read => hasher.update(&buffer[..read]),
        }
    }
}

fn hex(bytes: impl AsRef<[u8]>) -> String {
    bytes.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn config(layers: &[Layer], steps: u64) -> String {
    let diff_ids = list(layers, |_, layer| format!(r#""sha256:{}""#, layer.diff_id()));
    let history = list(layers, |index, _| {
        let copied = format!(r#"{{"created":"2026-01-01T00:00:00Z","created_by":"COPY part-{index} / # buildkit"}}"#);
        let set = (0..steps).map(|step| {
            format!(
                r#"{{"created":"2026-01-01T00:00:00Z","created_by":"ENV PART_{index}_STEP_{step}=set","empty_layer":true}}"#
            )
        });
        std::iter::once(copied).chain(set).collect::<Vec<_>>().join(",")
    });
    format!(
        r#"{{"architecture":"amd64","os":"linux","created":"2026-01-01T00:00:00Z","config":{{"Cmd":["sh"]}},"rootfs":{{"type":"layers","diff_ids":[{diff_ids}]}},"history":[{history}]}}"#
    )
}

fn manifest(config: &str, layers: &[Layer]) -> String {
    let config =
        descriptor("application/vnd.oci.image.config.v1+json", &sha256(config.as_bytes()), config.len() as u64);
    let layers = list(layers, |_, layer| descriptor(&layer.media_type(), &layer.sha256, layer.size));
    format!(
        r#"{{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{config},"layers":[{layers}]}}"#
    )
}

fn index(manifest: &str, name: Option<&str>) -> String {
    let descriptor =
        descriptor("application/vnd.oci.image.manifest.v1+json", &sha256(manifest.as_bytes()), manifest.len() as u64);
    let annotations = name.map_or_else(String::new, |name| {
        format!(r#","annotations":{{"io.containerd.image.name":"docker.io/{name}","org.opencontainers.image.ref.name":"1"}}"#)
    });
    let descriptor = descriptor.trim_end_matches('}');
    format!(
        r#"{{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[{descriptor}{annotations}}}]}}"#
    )
}

fn docker_manifest(config: &str, layers: &[Layer], name: &str) -> String {
    let config = blob(&sha256(config.as_bytes()));
    let layers = list(layers, |_, layer| format!(r#""{}""#, blob(&layer.sha256)));
    format!(r#"[{{"Config":"{config}","RepoTags":["{name}"],"Layers":[{layers}]}}]"#)
}

fn descriptor(media_type: &str, sha256: &str, size: u64) -> String {
    format!(r#"{{"mediaType":"{media_type}","digest":"sha256:{sha256}","size":{size}}}"#)
}

fn list(layers: &[Layer], item: impl Fn(usize, &Layer) -> String) -> String {
    let items: Vec<_> = layers.iter().enumerate().map(|(index, layer)| item(index, layer)).collect();
    items.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_reader_finds_all_members() {
        let path = std::env::temp_dir().join(format!("layerglass-archive-{}.tar", std::process::id()));
        let mut archive = Archive::create(&path).unwrap();
        let mut written = archive.begin_image().unwrap();
        let layers = [b"first", b"other"].map(|bytes| Layer::plain(sha256(bytes), 5));
        archive.member(&blob(&layers[0].sha256), b"first").unwrap();
        archive.hole(&blob(&layers[1].sha256), 5).unwrap();
        written += 2 + archive.end_image(&layers, Some("example/test:1")).unwrap();
        archive.finish().unwrap();

        let mut found = 0;
        for entry in tar::Archive::new(File::open(&path).unwrap()).entries().unwrap() {
            let mut entry = entry.unwrap();
            let (mut bytes, name) = (Vec::new(), entry.path().unwrap().display().to_string());
            entry.read_to_end(&mut bytes).unwrap();
            let is_hole = name == blob(&layers[1].sha256);
            if let Some(digest) = name.strip_prefix("blobs/sha256/").filter(|digest| !digest.is_empty() && !is_hole) {
                assert_eq!(digest, sha256(&bytes));
            }
            if name == "manifest.json" {
                assert!(String::from_utf8(bytes).unwrap().contains(r#""RepoTags":["example/test:1"]"#));
            }
            found += 1;
        }
        assert_eq!(found, written);
        std::fs::remove_file(&path).unwrap();
    }
}
