// Beside what docker itself says of the same images (facts of the engine are in tests/fixtures).
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { cells, layerglass, layerglassJson } from "../support/command.mjs";
import { pathOf } from "../support/fixtures.mjs";

const rowsOf = (name) =>
  readFileSync(pathOf(name), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

const HISTORIES = {
  "small-docker20.tar": "small-docker20.docker-history.jsonl",
  "small-docker26.tar": "small-docker26.docker-history.jsonl",
  "small-docker28.tar": "small-docker28.docker-history.jsonl",
  "edge-docker28-save.tar": "edge.docker-history.jsonl",
};

for (const [archive, words] of Object.entries(HISTORIES)) {
  test(`history of ${archive} is docker's`, () => {
    const expected = rowsOf(words);
    const { out, code } = layerglass(["history", "--no-trunc", pathOf(archive)]);
    assert.equal(code, 0);
    const [titles, ...rows] = cells(out);
    assert.deepEqual(titles, ["IMAGE", "CREATED", "CREATED BY", "SIZE", "COMMENT"]);
    assert.equal(rows.length, expected.length);
    for (const [index, { ID, CreatedBy, Size, Comment }] of expected.entries()) {
      const [id, , createdBy, size, comment = ""] = rows[index];
      assert.deepEqual([id, createdBy, size, comment], [ID, CreatedBy.trimEnd(), Size, Comment]);
    }
    const { document } = layerglassJson(["history", pathOf(archive)]);
    const seconds = (date) => Math.floor(Date.parse(date) / 1000);
    assert.deepEqual(
      document.history.map(({ created }) => seconds(created)),
      expected.map(({ CreatedAt }) => seconds(CreatedAt)),
    );
  });
}

test("the table of history is cut as docker's, unless --no-trunc", () => {
  const [, first, second] = cells(layerglass(["history", pathOf("small-docker28.tar")]).out);
  assert.equal(first[0], "350eba1ca667");
  assert.equal(second[0], "<missing>");
  for (const row of cells(layerglass(["history", pathOf("small-docker28.tar")]).out)) assert.ok(row[2].length <= 45);
});

for (const archive of ["multi-docker20", "multi-docker28"]) {
  test(`images of ${archive}.tar are docker's`, () => {
    // One was saved by its ID: its name is not in the archive.
    const key = ({ Repository, Tag, ID, Size }) =>
      ID.startsWith("sha256:9a28") ? `${ID} ${Size}` : [Repository, Tag, ID, Size].join(" ");
    const known = new Set(rowsOf(`${archive}.docker-images.jsonl`).map(key));
    const { out, code } = layerglass(["images", "--no-trunc", pathOf(`${archive}.tar`)]);
    assert.equal(code, 0);
    const [titles, ...rows] = cells(out);
    assert.deepEqual(titles, ["REPOSITORY", "TAG", "IMAGE ID", "CREATED", "SIZE"]);
    for (const [Repository, Tag, ID, , Size] of rows)
      assert.ok(known.has(key({ Repository, Tag, ID, Size })), `${Repository}:${Tag} ${ID} ${Size}`);
    assert.ok(rows.length >= 4, out);
  });
}

const INSPECTED = {
  "small-docker28.tar": "small-docker28.docker-inspect.json",
  "edge-docker28-save.tar": "edge.docker-inspect.json",
};
for (const [archive, words] of Object.entries(INSPECTED)) {
  test(`inspect --format docker of ${archive} is docker's`, () => {
    const [expected] = JSON.parse(readFileSync(pathOf(words), "utf8"));
    const { out, code } = layerglass(["inspect", "--format", "docker", pathOf(archive)]);
    assert.equal(code, 0);
    const [found] = JSON.parse(out);
    // Names and times of tagging are the engine's own.
    for (const document of [expected, found]) {
      delete document.RepoTags;
      delete document.Metadata;
    }
    assert.deepEqual(found, expected);
  });
}

test("of an image from the containerd store, the classic store's ID and size", () => {
  const [expected] = JSON.parse(readFileSync(pathOf("attest.docker-inspect.json"), "utf8"));
  const [found] = JSON.parse(
    layerglass(["inspect", "--format", "docker", pathOf("attest-docker28-containerd-save.tar")]).out,
  );
  assert.match(found.Id, /^sha256:2b2c38/);
  assert.equal(found.Size, 4);
  assert.deepEqual(
    [found.RepoTags, found.Created, found.RootFS, found.Config],
    [expected.RepoTags, expected.Created, expected.RootFS, expected.Config],
  );
});
