// Files to and from the person's disk.

export function saveFile(name: string, type: string, data: string | Uint8Array): void {
  // A view onto a shared buffer is no BlobPart; the octets of an answer are always copied ones.
  const part = typeof data === 'string' ? data : new Uint8Array(data);
  const address = URL.createObjectURL(new Blob([part], { type }));
  const anchor = document.createElement('a');
  anchor.href = address;
  anchor.download = name;
  anchor.click();
  window.setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** Lets the person choose one file; gives its text. */
export function chooseFile(accept: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = accept;
    input.addEventListener('change', () => {
      const file = input.files?.[0];
      if (file) file.text().then(resolve, reject);
    });
    input.click();
  });
}
