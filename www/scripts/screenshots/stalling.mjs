// A server that does not get on: for pictures of what is shown meanwhile.
import { createServer } from "node:http";
import { tarHeader } from "../../tests/browser/archives.mjs";

const SIZE = 450_000_000;
const SENT = 64 << 20;

/** Any address of it is an archive compressed as a whole, of which no more than a part ever comes. */
export async function stalling() {
  const server = createServer((_request, response) => {
    response.writeHead(200, {
      "access-control-allow-origin": "*",
      "content-length": SIZE,
      "content-type": "application/x-tar",
    });
    response.write(archiveThatGoesOn());
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { origin: `http://127.0.0.1:${server.address().port}`, close };
}

/** The start of a layer that is larger than what is sent. */
function archiveThatGoesOn() {
  const bytes = Buffer.alloc(SENT);
  bytes.set(tarHeader("0/layer.tar", SIZE - 4096));
  return bytes;
}
