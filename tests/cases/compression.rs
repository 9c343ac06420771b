//! How layers are compressed: section B of the corner cases.

use serde_json::json;

use crate::cases;
use crate::support::case::Case;
use crate::support::compress::{self, gzip};
use crate::support::store::{self, LAYER, LAYER_GZIP, Sample, Store};

const DOCKER_GZIP: &str = "application/vnd.docker.image.rootfs.diff.tar.gzip";
const OCI_FOREIGN: &str = "application/vnd.oci.image.layer.nondistributable.v1.tar";
const LAYER_ZSTD: &str = "application/vnd.oci.image.layer.v1.tar+zstd";

cases! {
    gzip_layers: stored(LAYER_GZIP, gzip).at("/images/0/layers/0/compression", "gzip").verified(true).entries(1, SECOND),
    zstd_layers: stored(LAYER_ZSTD, compress::zstd).at("/images/0/layers/0/compression", "zstd").verified(true).entries(1, SECOND),

    /// eStargz writes a gzip member for each file; who reads only the first sees the first file.
    b1_many_gzip_members: stored(LAYER_GZIP, |tar| tar.chunks(512).flat_map(gzip).collect())
        .at("/images/0/layers/0/compression", "gzip").verified(true).entries(1, SECOND),

    /// The stored digest covers trailing NULs, the tar does not (umoci #358).
    b2_nuls_behind_gzip: stored(LAYER_GZIP, |tar| [&gzip(tar)[..], &[0; 700]].concat()).verified(true).entries(1, SECOND),

    b3_many_zstd_frames: stored(LAYER_ZSTD, |tar| tar.chunks(700).flat_map(compress::zstd).collect()).verified(true).entries(1, SECOND),
    b3_skippable_frames: stored(LAYER_ZSTD, |tar| {
        let skip = compress::zstd_skippable(b"the table of contents of zstd:chunked");
        [&skip[..], &compress::zstd(tar), &skip, &skip].concat()
    }).at("/images/0/layers/0/compression", "zstd").verified(true).entries(1, SECOND),
    b3_window_of_16_mib: stored(LAYER_ZSTD, |tar| compress::zstd_raw(14 << 3, tar)).verified(true).entries(1, SECOND),
    b3_window_of_128_mib: stored(LAYER_ZSTD, |tar| compress::zstd_raw(17 << 3, tar)).verified(true).entries(1, SECOND),
    b3_window_of_2_gib: stored(LAYER_ZSTD, |tar| compress::zstd_raw(21 << 3, tar))
        .at("/images/0/layers/1/uncompressedSize", json!(null)).verified(false)
        .verify_finding("limit/window").verify_finding("limit/window").unlisted(1),

    /// What a layer is, its bytes say, not its media type.
    b4_called_gzip_but_plain: stored(LAYER_GZIP, <[u8]>::to_vec).at("/images/0/layers/0/compression", "none").verified(true).entries(1, SECOND),
    b4_called_plain_but_gzip: stored(LAYER, gzip).at("/images/0/layers/0/compression", "gzip").verified(true).entries(1, SECOND),
    b4_called_gzip_but_zstd: stored(LAYER_GZIP, compress::zstd).at("/images/0/layers/0/compression", "zstd").verified(true).entries(1, SECOND),
    b4_unknown_media_type: stored("application/x-who-knows", gzip).at("/images/0/layers/0/compression", "gzip").verified(true).entries(1, SECOND),

    /// Whoever believes docker's type reads gzip as a tar, or the other way round.
    b4_docker_gzip_but_plain: stored(DOCKER_GZIP, <[u8]>::to_vec).at("/images/0/layers/0/compression", "none").verified(true).entries(1, SECOND),
    b4_docker_plain_but_gzip: stored("application/vnd.docker.image.rootfs.diff.tar", gzip)
        .at("/images/0/layers/0/compression", "gzip").verified(true).entries(1, SECOND),

    /// Opaque, with size and annotations; bytes that look like no tar are not held against it.
    b5_encrypted: encrypted("application/vnd.oci.image.layer.v1.tar+gzip+encrypted"),
    b5_encrypted_docker: encrypted("application/vnd.docker.image.rootfs.diff.tar.gzip+encrypted"),

    b6_foreign_absent: foreign(OCI_FOREIGN, false).at("/images/0/layers/1/present", false).finding_with("layer/foreign", "/at/layer", 1).verified(true)
        .digests(&["manifest verified", "config verified", "layer verified", "diffId verified", "layer absent", "diffId absent"]),
    b6_foreign_present: foreign(OCI_FOREIGN, true).at("/images/0/layers/1/present", true).verified(true),
    b6_docker_foreign_absent: foreign("application/vnd.docker.image.rootfs.foreign.diff.tar.gzip", false)
        .at("/images/0/layers/1/present", false).finding_with("layer/foreign", "/at/layer", 1).verified(true).unlisted(1),

    lz4_is_named_and_refused: stored(LAYER, |tar| [&[0x04, 0x22, 0x4d, 0x18][..], tar].concat())
        .at("/images/0/layers/0/compression", "lz4").verified(false)
        .verify_finding("compression/unsupported").verify_finding("compression/unsupported").unlisted(1),
    /// As a whole, nothing can be shown.
    lz4_archive: Case::built([&[0x04, 0x22, 0x4d, 0x18][..], &[7; 600]].concat()).error("compression/unsupported", None),

    cut_gzip_layer: stored(LAYER_GZIP, |tar| gzip(tar)[..60].to_vec()).verified(false)
        .digests(&["manifest verified", "config verified", "layer verified", "diffId skipped", "layer verified", "diffId skipped"])
        .verify_finding("compression/truncated").verify_finding("compression/truncated"),
    gzip_with_a_wrong_checksum: stored(LAYER_GZIP, |tar| {
        let mut bytes = gzip(tar);
        let crc = bytes.len() - 8;
        bytes[crc] ^= 1;
        bytes
    }).verified(false).verify_finding("compression/corrupt").verify_finding("compression/corrupt").entries(1, SECOND),
    gzip_layer_with_garbage_behind: stored(LAYER_GZIP, |tar| [&gzip(tar)[..], b"tail"].concat()).verified(true)
        .verify_finding("compression/trailing-bytes").verify_finding("compression/trailing-bytes").entries(1, SECOND),
    gzip_archive_with_garbage_behind: Case::built([&gzip(&plain())[..], b"-----BEGIN SIGNATURE-----"].concat())
        .layers([2]).finding_with("compression/trailing-bytes", "/params/bytes", "25").verified(true),
    gzip_archive_with_nuls_behind: Case::built([&gzip(&plain())[..], &[0; 10_000]].concat()).layers([2]).verified(true),
    an_empty_layer_blob: stored(LAYER, |_| Vec::new()).verified(false)
        .verify_finding("source/empty").verify_finding("source/empty")
        .verify_finding("digest/mismatch").verify_finding("digest/mismatch").unlisted(1),
}

#[cfg(feature = "bzip2")]
cases! { bzip2_layers: stored(LAYER, compress::bzip2).at("/images/0/layers/0/compression", "bzip2").verified(true).entries(1, SECOND), }
#[cfg(feature = "xz")]
cases! { xz_layers: stored(LAYER, compress::xz).at("/images/0/layers/0/compression", "xz").verified(true).entries(1, SECOND), }

/// The entries of the second layer, however it is stored.
const SECOND: &[&str] = &["file etc/1 2 640 7:9"];

fn plain() -> Vec<u8> {
    Store::new().image(&Sample::new(2), "app:1").oci()
}

/// Two layers in this form.
fn stored(media_type: &str, form: fn(&[u8]) -> Vec<u8>) -> Case {
    let image = Sample::new(2).stored(media_type, form);
    Case::built(Store::new().image(&image, "app:1").oci())
        .layers([2])
        .at("/images/0/layers/1/mediaType", media_type)
        .at("/images/0/layers/1/size", image.layers[1].len())
        .at("/images/0/layers/1/digest", store::sha256(&image.layers[1]))
        .at("/images/0/layers/1/diffId", store::sha256(store::layer(1)))
}

fn encrypted(media_type: &str) -> Case {
    let mut image = Sample::new(2);
    image.layers[1] = b"\x8e\x01not a tar, nor anything else that could be read".to_vec();
    media_type.clone_into(&mut image.layer_types[1]);
    Case::built(Store::new().image(&image, "app:1").oci())
        .layers([2])
        .at("/images/0/layers/1/size", image.layers[1].len())
        .at("/images/0/layers/1/compression", json!(null))
        .at("/images/0/layers/1/contentSize", json!(null))
        .at("/images/0/contentSize", json!(null))
        .finding_with("layer/encrypted", "/at/layer", 1)
        .verified(true)
        .entries(0, &["file etc/0 1 640 7:9"])
        .unlisted(1)
}

fn foreign(media_type: &str, present: bool) -> Case {
    let mut image = Sample::new(2);
    media_type.clone_into(&mut image.layer_types[1]);
    let layers: Vec<_> =
        image.layers.iter().zip(&image.layer_types).map(|(layer, kind)| store::descriptor(kind, layer)).collect();
    let mut layers = json!(layers);
    layers[1]["urls"] = json!(["https://example.org/base.tar"]);
    let image = image.manifest("layers", layers);
    let store = Store::new().blob(&image.layers[0]).blob(image.config_bytes()).blob(image.manifest_bytes());
    let store = if present { store.blob(&image.layers[1]) } else { store };
    Case::built(store.entry(image.descriptor()).oci())
        .layers([2])
        .at("/images/0/layers/1/size", image.layers[1].len())
        .at("/images/0/layers/1/urls", json!(["https://example.org/base.tar"]))
}
