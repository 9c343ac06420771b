// Real registries on loopback, in four set-ups, and what skopeo says of the same images.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { manifest, open, resolve, tags } from "layerglass";
import { IMAGES, USER, fill, skopeo, startDistribution } from "./distribution.mjs";

const SETUPS = {
  open: { cors: true },
  "without CORS": {},
  htpasswd: { auth: "htpasswd" },
  "a token server": { auth: "token" },
};
const NAMES = Object.keys(IMAGES);
const PLATFORM = "linux/amd64";

/** `team/app:1.0` without its tag. */
const repositoryOf = (name) => name.slice(0, name.lastIndexOf(":"));

for (const [setup, options] of Object.entries(SETUPS)) {
  describe(`distribution, ${setup}`, () => {
    let registry;
    let about;
    let ask;
    before(async () => {
      registry = await startDistribution(options);
      await fill(registry, { auth: options.auth !== undefined });
      const { username, password } = USER;
      about = { registry: options.auth ? { credentials: () => ({ username, password }) } : {} };
      const creds = options.auth ? ["--creds", `${username}:${password}`] : [];
      ask = (command, name, ...more) => {
        const [word, ...flags] = command.split(" ");
        return skopeo(
          "--override-arch=amd64",
          "--override-os=linux",
          word,
          ...flags,
          "--tls-verify=false",
          ...creds,
          ...more,
          name,
        );
      };
    });
    after(() => registry?.close());

    for (const name of NAMES) {
      test(`${name}: every field that skopeo shows`, async () => {
        const reference = `${registry.host}/${name}`;
        const theirs = JSON.parse(await ask("inspect", `docker://${reference}`));
        const raw = await ask("inspect --raw", `docker://${reference}`);
        const { bytes, digest } = await manifest(reference, about);
        assert.equal(Buffer.from(bytes).toString(), raw);
        assert.equal(digest, theirs.Digest);
        const inspection = await open(reference, { ...about, platform: PLATFORM });
        const [image] = inspection.report.images;
        const config = JSON.parse(Buffer.from(await inspection.raw(image.id)).toString());
        assert.equal(theirs.Name, `${registry.host}/${repositoryOf(name)}`);
        assert.equal(Date.parse(image.created ?? config.created), Date.parse(theirs.Created));
        assert.deepEqual([image.platform.os, image.platform.architecture], [theirs.Os, theirs.Architecture]);
        assert.deepEqual(
          image.layers.map((layer) => layer.digest),
          theirs.Layers,
        );
        assert.deepEqual(config.config?.Env ?? [], theirs.Env ?? []);
        assert.deepEqual(config.config?.Labels ?? {}, theirs.Labels ?? {});
        assert.equal(config.docker_version ?? "", theirs.DockerVersion);
        const { ok } = await inspection.verify();
        assert.ok(ok);
        inspection.close();
        const listed = JSON.parse(await ask("list-tags", `docker://${registry.host}/${repositoryOf(name)}`));
        const ours = await tags(`${registry.host}/${repositoryOf(name)}`, about);
        assert.deepEqual(ours.tags.map((tag) => tag.name).sort(), [...listed.Tags].sort());
        assert.deepEqual([...theirs.RepoTags].sort(), [...listed.Tags].sort());
      });
    }

    test("versions are in their order, and what is not there is told", async () => {
      const { tags: rows } = await tags(`${registry.host}/team/app`, about);
      assert.deepEqual(
        rows.map((row) => row.name),
        ["1.0", "1.9", "1.10"],
      );
      const { error, steps } = await resolve(`${registry.host}/team/app:none`, about);
      assert.equal(error.code, "registry/no-such-image");
      assert.match(steps.at(-1).dockerMessage, /manifest for .*\/team\/app:none not found/);
    });

    test("without credentials, or with wrong ones, it is as closed as it is", async () => {
      const wrong = { registry: { credentials: () => ({ username: USER.username, password: "guess" }) } };
      for (const other of [{}, wrong]) {
        const { error } = await resolve(`${registry.host}/team/app:1.0`, other);
        // The token server lets everybody pull; who gives a name must give its password.
        const isOpen = options.auth === undefined || (options.auth === "token" && other !== wrong);
        assert.equal(error?.code ?? null, isOpen ? null : "registry/denied", JSON.stringify(error));
      }
    });
  });
}
