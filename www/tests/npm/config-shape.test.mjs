// What a config says, whatever its shape; and commands as a shell would take them.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { source } from "../support/source.mjs";

const { commandLine } = await source("element/parts/command");
const { commandOf, healthCheckOf, isEmpty, namesOf, secondsOf, startOf, textOf, variableOf } =
  await source("element/views/config/shape");

test("a shell takes a command line apart into the words that made it", { skip: process.platform === "win32" }, () => {
  const words = ["nginx", "-g", "daemon off;", "", "it's", "$HOME", "a\nb", "*", "~", "`x`", 'say "hi"', "#no", "\\"];
  const { stdout } = spawnSync("sh", ["-c", `printf '%s\\0' ${commandLine(words)}`], { encoding: "utf8" });
  assert.deepEqual(stdout.split("\0").slice(0, -1), words);
});

test("words that need no quotes get none", () => {
  assert.equal(commandLine(["/bin/tool", "--port=80", "a@b:c,d+e%f"]), "/bin/tool --port=80 a@b:c,d+e%f");
  assert.equal(commandLine(["C:\\Windows\\cmd.exe", "/C", "dir"], true), "C:\\Windows\\cmd.exe /C dir");
});

test("on Windows backslashes count only before a quote", () => {
  assert.equal(
    commandLine(["C:\\Program Files\\x\\", 'a"b', "", 'c\\"d'], true),
    '"C:\\Program Files\\x\\\\" "a\\"b" "" "c\\\\\\"d"',
  );
});

test("what starts is the entrypoint with the command behind it", () => {
  assert.equal(
    startOf({ Entrypoint: ["/e"], Cmd: ["nginx", "-g", "daemon off;"] }, false),
    "/e nginx -g 'daemon off;'",
  );
  assert.equal(startOf({ Entrypoint: null, Cmd: ["x"] }, false), "x");
  assert.equal(startOf({ Entrypoint: [], Cmd: [] }, false), null);
  assert.equal(startOf({}, false), null);
  assert.equal(startOf({ Cmd: ["cmd /S /C dir"], ArgsEscaped: true }, true), "cmd /S /C dir");
  assert.equal(startOf({ Cmd: ["/x y"], ArgsEscaped: true }, false), "'/x y'");
});

test("a command of any shape is shown", () => {
  assert.equal(commandOf("run me", false), "run me");
  assert.equal(commandOf([1, ["a"]], false), `1 '["a"]'`);
  assert.equal(commandOf({ a: 1 }, false), '{"a":1}');
  assert.equal(commandOf(null, false), null);
});

test("names of a set, of a list, of neither", () => {
  assert.deepEqual(namesOf({ "80/tcp": {}, "443/tcp": {} }), ["80/tcp", "443/tcp"]);
  assert.deepEqual(namesOf(["/a", 7]), ["/a", "7"]);
  assert.equal(namesOf("80"), null);
});

test("a variable ends its name at the first equals sign", () => {
  assert.deepEqual(variableOf("A=b=c"), ["A", "b=c"]);
  assert.deepEqual(variableOf("A="), ["A", ""]);
  assert.deepEqual(variableOf("A"), ["A", null]);
  assert.deepEqual(variableOf({ a: 1 }), ['{"a":1}', null]);
});

test("health checks: by command, by shell, none, the base's, and no health check at all", () => {
  const options = { Interval: 30e9, Retries: 3 };
  const shown = [
    ["Interval", 30e9],
    ["Retries", 3],
  ];
  const of = (Test) => healthCheckOf({ Test, ...options }, false);
  assert.deepEqual(of(["CMD", "a", "b c"]), { kind: "command", command: "a 'b c'", options: shown });
  assert.deepEqual(of(["CMD-SHELL", "a || exit 1"]), { kind: "command", command: "a || exit 1", options: shown });
  assert.equal(of(["NONE"]).kind, "none");
  assert.equal(of([]).kind, "inherited");
  assert.equal(of(["odd", "x"]).command, "odd x");
  assert.equal(of("curl"), null);
  assert.equal(healthCheckOf(["CMD"], false), null);
  assert.equal(secondsOf(1_500_000_000), 1.5);
  for (const none of [3, 0, "30s", null]) assert.equal(secondsOf(none), null);
});

test("empty is what says nothing", () => {
  for (const empty of [null, undefined, "", false, [], {}]) assert.equal(isEmpty(empty), true);
  for (const full of [0, true, "x", [null], { a: null }]) assert.equal(isEmpty(full), false);
  assert.equal(textOf(undefined), "");
});
