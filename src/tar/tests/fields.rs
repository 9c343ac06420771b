//! What is read out of one header block.

use super::super::build::{Archive, header};
use super::super::{Kind, normalise};
use super::*;

#[test]
fn every_field_has_its_place() {
    let mut device = header(b'4', "dev/sda", 0);
    device.set_device_major(8).unwrap();
    device.set_device_minor(3).unwrap();
    device.set_cksum();
    let seen = every_way(&Archive::new().raw(&device, b"").0);
    let entry = seen.only();
    assert_eq!((entry.kind, entry.typeflag, entry.device), (Kind::Block, b'4', Some((8, 3))));
    assert_eq!((entry.mode, entry.uid, entry.gid), (0o640, 7, 9));
    assert_eq!((entry.uname.as_slice(), entry.gname.as_slice()), (&b"ursula"[..], &b"gnomes"[..]));
    assert_eq!((entry.mtime, entry.mtime_ns, &entry.link, entry.sparse), (1_700_000_000, 0, &None, None));
}

#[test]
fn types() {
    let kinds = [
        (b'0', Kind::File),
        (0, Kind::File),
        (b'7', Kind::File),
        (b'1', Kind::Hardlink),
        (b'2', Kind::Symlink),
        (b'3', Kind::Char),
        (b'4', Kind::Block),
        (b'5', Kind::Directory),
        (b'6', Kind::Fifo),
        (b'V', Kind::Other),
    ];
    for (typeflag, kind) in kinds {
        let mut header = header(typeflag, "x", 0);
        header.set_link_name_literal("target").unwrap();
        header.set_cksum();
        let seen = every_way(&Archive::new().raw(&header, b"").0);
        assert_eq!(seen.only().kind, kind);
        let link = matches!(kind, Kind::Hardlink | Kind::Symlink).then(|| b"target".to_vec());
        assert_eq!(seen.only().link, link);
    }
}

/// v7 knew neither directories nor names of users.
#[test]
fn v7() {
    let mut old = tar::Header::new_old();
    old.as_old_mut().name[..4].copy_from_slice(b"dir/");
    old.as_old_mut().linkflag = [0];
    old.set_size(512);
    old.set_uid(3);
    old.set_gid(4);
    old.set_mode(0o755);
    old.set_mtime(0);
    old.set_cksum();
    let seen = every_way(&Archive::new().bytes(old.as_bytes()).file("dir/a", b"").0);
    let entry = &seen.members[0].0;
    assert_eq!((entry.kind, entry.size, entry.uid, entry.uname.len()), (Kind::Directory, 0, 3, 0));
    assert_eq!(seen.paths(), ["dir/", "dir/a"]);
}

#[test]
fn prefixes() {
    let mut ustar = header(b'0', "file", 0);
    ustar.as_ustar_mut().unwrap().prefix = [b'p'; 155];
    ustar.set_cksum();
    let long = format!("{}/file", "p".repeat(155));
    assert_eq!(every_way(&Archive::new().raw(&ustar, b"").0).paths(), [long.as_str()]);

    // Another version than 00 beside ustar's magic is read alike.
    ustar.as_ustar_mut().unwrap().version = *b"\0\0";
    ustar.set_cksum();
    assert_eq!(every_way(&Archive::new().raw(&ustar, b"").0).paths(), [long.as_str()]);

    let mut star = header(b'0', "file", 0);
    star.as_ustar_mut().unwrap().prefix = [b'p'; 155];
    star.as_ustar_mut().unwrap().pad[8..].copy_from_slice(b"tar\0");
    star.set_cksum();
    assert_eq!(every_way(&Archive::new().raw(&star, b"").0).paths(), [format!("{}/file", "p".repeat(131))]);

    // GNU keeps times where ustar has its prefix.
    let mut gnu = tar::Header::new_gnu();
    gnu.set_path("file").unwrap();
    gnu.set_size(0);
    gnu.as_gnu_mut().unwrap().set_atime(1_700_000_000);
    gnu.set_cksum();
    assert_eq!(every_way(&Archive::new().raw(&gnu, b"").0).paths(), ["file"]);
}

#[test]
fn numbers() {
    let mut odd = header(b'0', "a", 0);
    odd.as_old_mut().uid = *b"  17\0\0\0\0";
    odd.as_old_mut().gid = [0; 8];
    odd.as_old_mut().mode = [b' '; 8];
    odd.as_old_mut().mtime = [0xff; 12];
    odd.set_cksum();
    let seen = every_way(&Archive::new().raw(&odd, b"").0);
    let entry = seen.only();
    assert_eq!((entry.uid, entry.gid, entry.mode, entry.mtime), (0o17, 0, 0, -1));

    odd.as_old_mut().uid = [0x80, 0, 0, 0, 0xff, 0xff, 0xff, 0xfe];
    odd.as_old_mut().mtime = [0x80, 0, 0, 0, 0, 0, 0, 0x7f, 0, 0, 0, 0];
    odd.set_cksum();
    let seen = every_way(&Archive::new().raw(&odd, b"").0);
    assert_eq!((seen.only().uid, seen.only().mtime), (0xffff_fffe, 0x7f_0000_0000));

    for bad in [*b"89\0\0\0\0\0\0", *b"-1\0\0\0\0\0\0", *b"0x1\0\0\0\0\0", [0xff; 8]] {
        odd.as_old_mut().uid = bad;
        odd.set_cksum();
        let error = every_way(&Archive::new().file("first", b"").raw(&odd, b"").0).error.unwrap();
        assert_eq!((error.code().as_ref(), error.at().offset), ("tar/number", Some(512)));
    }
}

#[test]
fn checksums_of_signed_bytes() {
    let mut header = header(b'0', "n", 0);
    header.as_old_mut().name[..3].copy_from_slice("né".as_bytes());
    header.set_cksum();
    let sum = header.cksum().unwrap();
    header.as_old_mut().cksum = format!("{:06o}\0 ", sum - 512).into_bytes().try_into().unwrap();
    assert_eq!(every_way(&Archive::new().raw(&header, b"").0).paths(), ["né"]);
    header.as_old_mut().cksum = format!("{:06o}\0 ", sum - 256).into_bytes().try_into().unwrap();
    let error = every_way(&Archive::new().raw(&header, b"").0).error.unwrap();
    assert_eq!(error.message(), format!("tar header checksum {}, but the bytes sum to {sum}", sum - 256));
}

#[test]
fn normal_paths() {
    let cases = [
        ("etc/motd", "etc/motd"),
        ("./etc/motd", "etc/motd"),
        ("/etc//motd", "etc/motd"),
        ("etc/./motd/", "etc/motd"),
        ("./", "."),
        ("/", "."),
        ("", "."),
        (".", "."),
        ("./.", "."),
        ("a/.", "a"),
        ("././/./a//", "a"),
        ("../a", "../a"),
        ("a/../b", "a/../b"),
        (".hidden", ".hidden"),
        ("...", "..."),
    ];
    for (stored, normal) in cases {
        assert_eq!(String::from_utf8_lossy(&normalise(stored.as_bytes())), normal, "{stored:?}");
    }
}
