// The beginning of a file: as much of it as somebody looks at.

export interface Start {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** There is no more. */
  readonly isWhole: boolean;
}

/** At most `cap` bytes. What is left is not read: the stream is cancelled. */
export async function startOf(stream: ReadableStream<Uint8Array>, cap: number): Promise<Start> {
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  // One byte past the cap says that there is more.
  while (length <= cap) {
    const { done, value } = await reader.read();
    if (done) return { bytes: joined(chunks, length), isWhole: true };
    chunks.push(value);
    length += value.length;
  }
  // Whoever reads on is not waited for.
  reader.cancel().catch(() => {});
  return { bytes: joined(chunks, cap), isWhole: false };
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk.subarray(0, length - at), at);
    at += Math.min(chunk.length, length - at);
  }
  return bytes;
}
