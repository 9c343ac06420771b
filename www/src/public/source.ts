/** What {@link open} can look into. Nothing of what it holds is sent anywhere. */
export type Source =
  | ArchiveSource
  | DirectorySource
  /** The name of an image in a registry, as docker takes it: `mysql:5.7`, `ghcr.io/owner/app@sha256:…`. */
  | string
  /** An archive on the web (`https:`, read by Range where the server allows it), or in Node a file or folder (`file:`). */
  | URL;

/** An archive: what `docker save`, `podman save`, `skopeo copy`, `crane` or `buildx` wrote, compressed or not. */
export type ArchiveSource =
  /** In a browser: a dropped or chosen file. */
  | Blob
  | Uint8Array
  /** Read once, from where it stands. */
  | ReadableStream<Uint8Array>
  /** Its body is read once. */
  | Response
  | RandomAccess
  | FileDescriptor;

/** Bytes that can be read at any offset, as often as needed. */
export interface RandomAccess {
  /** Bytes in all. */
  readonly size: number;
  /**
   * Gives up to `length` bytes from `offset`, at least one where `offset < size`. The bytes are only looked at until
   * the next call, so one buffer may serve them all.
   */
  read(offset: number, length: number): Uint8Array | Promise<Uint8Array>;
}

/** Node: an open file, such as the `FileHandle` of `fs.promises.open`. It stays the caller's to close. */
export interface FileDescriptor {
  readonly fd: number;
}

/** A folder in OCI layout, or one with the files of `docker save`. */
export type DirectorySource = FileSystemDirectoryHandle | FileSystemDirectoryEntry;
