use proptest::prelude::*;

use super::*;

/// `created_by`, and the line of a Dockerfile.
const LINES: &[(&str, &str)] = &[
    // docker's classic builder, buildah
    ("/bin/sh -c apt-get update", "RUN apt-get update"),
    ("/bin/sh -c apt-get update &&     apt-get install -y git", "RUN apt-get update &&     apt-get install -y git"),
    ("/bin/sh -c #(nop)  CMD [\"bash\"]", "CMD [\"bash\"]"),
    (
        "/bin/sh -c #(nop) CMD [\"/bin/sh\" \"-c\" \"echo \\\"hi\\\" \\\\ \\u00e9\"]",
        "CMD [\"/bin/sh\", \"-c\", \"echo \\\"hi\\\" \\\\ é\"]",
    ),
    ("/bin/sh -c #(nop)  CMD []", "CMD []"),
    ("/bin/sh -c #(nop) COPY file:872013 in /bin/tool ", "COPY file:872013 in /bin/tool"),
    ("/bin/sh -c #(nop) ADD dir:0eaf10 in / ", "ADD dir:0eaf10 in /"),
    ("/bin/sh -c #(nop) ENV FOO=bar PATH=/bin", "ENV FOO=bar PATH=/bin"),
    ("/bin/sh -c #(nop) LABEL a=\"x\" b=\"line one\\nline two\"", "LABEL a=\"x\" b=\"line one\\nline two\""),
    ("/bin/sh -c #(nop)  EXPOSE 80/tcp", "EXPOSE 80/tcp"),
    ("/bin/sh -c #(nop)  EXPOSE map[80/tcp:{}]", "EXPOSE 80/tcp"),
    ("/bin/sh -c #(nop)  VOLUME map[/data:{} /log:{}]", "VOLUME /data /log"),
    ("/bin/sh -c #(nop)  ONBUILD RUN make", "ONBUILD RUN make"),
    ("/bin/bash -o pipefail -c #(nop)  USER nobody", "USER nobody"),
    ("/bin/bash -o pipefail -c curl x | sh", "RUN curl x | sh"),
    ("/bin/bash -eo pipefail -c curl x | sh", "RUN curl x | sh"),
    ("/bin/ash -euxc make", "RUN make"),
    ("/bin/sh -c echo \"#(nop) CMD x\"", "RUN echo \"#(nop) CMD x\""),
    ("|1 A=b /bin/sh -c make", "RUN make"),
    ("|0 /bin/sh -c make", "RUN make"),
    (
        "/bin/sh -c #(nop)  HEALTHCHECK &{[\"CMD-SHELL\" \"curl -f x\"] \"30s\" \"0s\" \"5s\" '\\x03'}",
        "HEALTHCHECK --interval=30s --start-period=5s --retries=3 CMD curl -f x",
    ),
    (
        "/bin/sh -c #(nop)  HEALTHCHECK &{[\"CMD\" \"curl\" \"x\"] \"0s\" \"1m0s\" \"0s\" \"2s\" '\\x00'}",
        "HEALTHCHECK --timeout=1m0s --start-interval=2s CMD [\"curl\", \"x\"]",
    ),
    ("/bin/sh -c #(nop)  HEALTHCHECK &{[\"NONE\"] \"0s\" \"0s\" \"0s\" '\\x00'}", "HEALTHCHECK NONE"),
    // Windows
    ("cmd /S /C mkdir C:\\app", "RUN mkdir C:\\app"),
    ("cmd /S /C #(nop)  ENV A=b", "ENV A=b"),
    ("C:\\Windows\\System32\\cmd.exe /s /c dir", "RUN dir"),
    (
        "powershell -Command $ErrorActionPreference = 'Stop'; Get-Item x",
        "RUN $ErrorActionPreference = 'Stop'; Get-Item x",
    ),
    ("powershell -NoProfile -Command $ErrorActionPreference = 'Stop'; #(nop)  WORKDIR C:\\app", "WORKDIR C:\\app"),
    // BuildKit
    ("RUN /bin/sh -c make # buildkit", "RUN make"),
    ("RUN |2 A=b C=d /bin/sh -c make $A # buildkit", "RUN make $A"),
    ("RUN |1 A=b make install # buildkit", "RUN make install"),
    ("RUN make install # buildkit", "RUN make install"),
    ("RUN /bin/sh -c set -e\nmake\n # buildkit", "RUN <<EOF\nset -e\nmake\nEOF"),
    ("RUN /bin/sh -c cat <<X > /y\nhello\nX # buildkit", "RUN cat <<X > /y\nhello\nX"),
    ("RUN /bin/sh -c one\nEOF\ntwo # buildkit", "RUN one\nEOF\ntwo"),
    ("COPY x /x # buildkit", "COPY x /x"),
    ("COPY <<EOF /x # buildkit", "COPY <<EOF /x"),
    ("ENV A=b c", "ENV A=b c"),
    ("WORKDIR /x", "WORKDIR /x"),
    ("CMD [\"/bin/app\" \"--flag\"]", "CMD [\"/bin/app\", \"--flag\"]"),
    ("CMD [\"a\",\"b\"]", "CMD [\"a\",\"b\"]"),
    ("ENTRYPOINT [\"\\xff\"]", "ENTRYPOINT [\"\\xff\"]"),
    ("EXPOSE map[443/tcp:{} 80/tcp:{}]", "EXPOSE 443/tcp 80/tcp"),
    ("EXPOSE [80/tcp 53/udp]", "EXPOSE 80/tcp 53/udp"),
    ("VOLUME [/data]", "VOLUME /data"),
    ("VOLUME [\"/data\"]", "VOLUME [\"/data\"]"),
    ("SHELL [/bin/bash -o pipefail -c]", "SHELL [/bin/bash -o pipefail -c]"),
    (
        "HEALTHCHECK {Test:[CMD-SHELL curl [::1] Interval:x] Interval:30s Timeout:3s StartPeriod:0s StartInterval:0s Retries:2}",
        "HEALTHCHECK --interval=30s --timeout=3s --retries=2 CMD curl [::1] Interval:x",
    ),
    ("HEALTHCHECK {Test:[NONE] Interval:0s Timeout:0s StartPeriod:0s StartInterval:0s Retries:0}", "HEALTHCHECK NONE"),
    ("HEALTHCHECK &{something else}", "HEALTHCHECK &{something else}"),
    // kaniko
    ("RUN apt-get update && apt-get install git", "RUN apt-get update && apt-get install git"),
    ("COPY --from=build /a /b", "COPY --from=build /a /b"),
];

#[test]
fn lines_of_a_dockerfile() {
    for (created_by, line) in LINES {
        let instruction = Instruction::parse(created_by).expect(created_by);
        assert_eq!(instruction.to_string(), *line, "{created_by}");
        assert_eq!(Instruction::parse(&instruction.to_string()).map(|again| again.to_string()).as_deref(), Some(*line));
    }
}

#[test]
fn what_is_none() {
    for created_by in [
        "",
        " ",
        "/bin/sh",
        "bash",
        "/bin/sh -c",
        "/bin/sh -c  ",
        "/bin/sh -x script",
        "apt-get update",
        "RUN",
        "RUN ",
        "ENV  ",
        "env A=b",
        "bazel build //app",
        "jib-maven-plugin:3.4.0",
        "jib-gradle-plugin",
        "Buildpacks Process Types",
        "edge layer 1",
        "kaniko",
        "# debian.sh --arch 'amd64' out/ 'bookworm' '@1700000000'",
        "Apply image 1809-RTM-amd64",
        "/bin/sh -c #(nop) ",
        "/bin/sh -c #(nop) note",
        "/bin/sh -c #(nop) CMD",
        "|",
        "|x",
        "|1",
        "|1 A=b",
        "|2 A=b /bin/sh",
        "|99999999999999999999 A=b /bin/sh -c x",
        "RUN |1 A=b",
        "COPYING files",
        "shellac -c x",
        "# buildkit",
    ] {
        assert_eq!(Instruction::parse(created_by), None, "{created_by:?}");
    }
}

#[test]
fn shells_and_build_arguments() {
    for (created_by, shell, build_args) in [
        ("/bin/sh -c make", Some("/bin/sh -c"), &[][..]),
        ("RUN make # buildkit", None, &[]),
        ("RUN /bin/bash -o pipefail -c make # buildkit", Some("/bin/bash -o pipefail -c"), &[]),
        ("|2 A=b C=d /bin/sh -c make", Some("/bin/sh -c"), &["A=b", "C=d"]),
        ("|3 A=two words B= C=x=y z /bin/sh -c make", Some("/bin/sh -c"), &["A=two words", "B=", "C=x=y z"]),
        ("|1 OPTIONS=-Da=b -Dc=d E=f /bin/sh -c make", Some("/bin/sh -c"), &["OPTIONS=-Da=b -Dc=d E=f"]),
        ("RUN |2 A=b C=d make # buildkit", None, &["A=b", "C=d"]),
        (
            "|1 A=b powershell -ExecutionPolicy Bypass -Command make",
            Some("powershell -ExecutionPolicy Bypass -Command"),
            &["A=b"],
        ),
    ] {
        let instruction = Instruction::parse(created_by).expect(created_by);
        assert_eq!((instruction.keyword.as_str(), instruction.text.as_str()), ("RUN", "make"));
        assert_eq!(
            (instruction.shell.as_deref(), instruction.build_args),
            (shell, build_args.iter().map(ToString::to_string).collect())
        );
    }
}

/// Quadratic time would take minutes for any of these.
#[test]
fn long_lines() {
    for unit in [
        "sh ",
        "sh -o ",
        "A=b ",
        "\\",
        "] ",
        "\"a\" ",
        "[",
        "#(nop) ",
        "|1 ",
        "\n",
        "EOF\n",
        "cmd /s ",
        "powershell -x ",
    ] {
        let filling = unit.repeat((256 << 10) / unit.len());
        for prefix in [
            "",
            "/bin/sh -c ",
            "RUN |1000000 ",
            "|1 A=",
            "CMD [\"",
            "HEALTHCHECK {Test:[",
            "HEALTHCHECK &{[",
            "EXPOSE [",
            "powershell -Command ",
        ] {
            let _ = Instruction::parse(&format!("{prefix}{filling}"));
            let _ = Instruction::parse(&format!("{prefix}{filling}]}} # buildkit"));
        }
    }
}

proptest! {
    #[test]
    fn any_text_is_read_or_left(text in prop_oneof![any::<String>(), "(RUN |CMD |HEALTHCHECK |/bin/sh -c |#\\(nop\\) |\\|[0-9] |[A-C]=x |[\\[\\]{}&\"'\\\\: x]){0,12}"]) {
        if let Some(instruction) = Instruction::parse(&text) {
            prop_assert!(KEYWORDS.contains(&instruction.keyword.as_str()));
            prop_assert!(!instruction.text.trim().is_empty());
        }
    }
}
