/** Where simulated files go; paths are relative, with slashes. Domain code knows no file system. */
export interface FileSink {
  write(path: string, bytes: Uint8Array): Promise<void>;
  /** For files that do not fit in memory. The file counts as written only after `close`. */
  stream(path: string): Promise<FileStream>;
}

export interface FileStream {
  append(bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
}
