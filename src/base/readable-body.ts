type Decoder = { decode(bytes: Uint8Array): string };
declare const TextDecoder: new (
  label: string,
  options: { readonly fatal: boolean; readonly ignoreBOM: boolean },
) => Decoder;

/** A body as it travels: text stays text, so that hops can show it; what is not UTF-8 stays bytes. */
export function readableBody(bytes: Uint8Array): string | Uint8Array {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return bytes;
  }
}
