// Instructions as a Dockerfile would have them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { source } from "../support/source.mjs";

const { briefText, inWhole } = await source("element/parts/readable");

const entry = (createdBy, keyword, text) => ({ createdBy, instruction: keyword ? { keyword, text } : null });
const run = (text, before = "RUN /bin/sh -c ") => inWhole(entry(`${before}${text} # buildkit`, "RUN", text));

test("a brief text is one line of at most 300 characters, whatever the entry holds", () => {
  assert.equal(briefText(entry("", "RUN", "apt-get update \t\n  && make")), "RUN apt-get update && make");
  assert.equal(briefText(entry(" bazel build\n//app ", null)), "bazel build //app");
  assert.equal(briefText(entry("x".repeat(1e6), null)), `${"x".repeat(300)}…`);
  assert.equal(briefText(entry(`${"x".repeat(299)}\u{1f600}y`, null)), `${"x".repeat(299)}…`);
  for (const nothing of [null, entry(null, null), entry("  ", null)]) assert.equal(briefText(nothing), "");
});

test("a brief text shortens digests and nothing that only looks alike", () => {
  const digest = "0123456789abcdef".repeat(4);
  assert.equal(briefText(entry("", "ADD", `file:${digest} in /`)), "ADD file:0123456789ab… in /");
  assert.equal(briefText(entry("", "RUN", `echo ${digest}0`)), `RUN echo ${digest}0`);
});

test("a script has a line for each command", () => {
  assert.equal(
    run("apt-get update &&     apt-get install -y git; \t rm -rf /x").text,
    "apt-get update \\\n    && apt-get install -y git; \\\n    rm -rf /x",
  );
  assert.equal(run("make \\\n  && make install").text, "make \\\n    && make install");
  assert.equal(run("case $x in a) b ;; esac").text, "case $x in a) b ;; \\\n    esac");
});

test("what is quoted or escaped stays as it is", () => {
  for (const text of [
    `echo "a  &&  b; c"`,
    `sh -c 'a;  b && c'`,
    `echo "say \\"x; y\\" "`,
    `find . -exec ls {} \\; -print`,
  ]) {
    assert.equal(run(text).text, text);
  }
});

test("scripts of Windows shells stay as they are", () => {
  const text = "mkdir C:\\app &&  dir; exit";
  for (const shell of ["cmd /S /C", "C:\\Windows\\powershell.exe -NoProfile -Command"]) {
    assert.equal(run(text, `${shell} `).text, text, shell);
  }
});

test("a heredoc keeps its lines and its spaces", () => {
  const heredoc = "<<EOF\nset -e;  true\n\tmake && make install\nEOF";
  const createdBy = "RUN |1 A=b /bin/sh -c set -e;  true\n\tmake && make install\n # buildkit";
  const whole = inWhole(entry(createdBy, "RUN", heredoc));
  assert.equal(whole.text, heredoc);
  assert.deepEqual(whole.buildArguments, ["A=b"]);
});

test("build arguments and an unusual shell are set apart", () => {
  const cases = [
    ["RUN /bin/sh -c ", [], null],
    ["RUN ", [], null],
    ["/bin/bash -o pipefail -c ", [], "/bin/bash -o pipefail -c"],
    ["|2 A=b C=d /bin/sh -c ", ["A=b", "C=d"], null],
    ["|3 A=two words B= C=x=y z /bin/sh -c ", ["A=two words", "B=", "C=x=y z"], null],
    ["|1 OPTIONS=-Da=b -Dc=d E=f /bin/sh -c ", ["OPTIONS=-Da=b -Dc=d E=f"], null],
    ["RUN |1 SHELL=/bin/bash /bin/sh -c ", ["SHELL=/bin/bash"], null],
    ["RUN |2 A=b C=d ", ["A=b", "C=d"], null],
    ["powershell -NoProfile -Command ", [], "powershell -NoProfile -Command"],
  ];
  for (const [before, buildArguments, shell] of cases) {
    const whole = run("make", before);
    assert.deepEqual([whole.text, whole.buildArguments, whole.shell], ["make", buildArguments, shell], before);
  }
});

test("other instructions stand on one line, and quoted spaces stay", () => {
  const whole = (keyword, text) => inWhole(entry(`${keyword} ${text}`, keyword, text)).text;
  assert.equal(whole("COPY", "--from=build  --chown=1:1 \t /a /b"), "--from=build --chown=1:1 /a /b");
  assert.equal(whole("LABEL", `a="x  y"   b=z`), `a="x  y" b=z`);
});

test("what is no instruction stays as it was written", () => {
  assert.equal(inWhole(entry("  bazel  build //app ", null)).text, "  bazel  build //app ");
  assert.equal(inWhole(entry(null, null)), null);
});

test("a megabyte is read at once", () => {
  const before = performance.now();
  for (const piece of ["; ", "'", '"', "\\", ";", " ", "a&&", "/a"]) {
    const text = piece.repeat(1e6 / piece.length).trim() || "x";
    run(text, "RUN |2 ");
    briefText(entry(text, "RUN", text));
    inWhole(entry(`RUN |5 ${text} make`, "RUN", "make"));
    run(text.slice(0, 99_999));
  }
  assert.ok(performance.now() - before < 2000);
});

test("a line that repeats itself for a megabyte is read at once", () => {
  const script = `${"<<EOF\n".repeat(60_000)}x`;
  const createdBy = `|1 A=${"<<EOF\n".repeat(120_000)} /bin/sh -c ${script}`;
  const began = performance.now();
  inWhole(entry(createdBy, "RUN", `<<EOF\n${script}\nEOF`));
  const took = performance.now() - began;
  assert.ok(took < 1000, `${took} ms`);
});
