import { Unviewable } from './viewable';

/**
 * A frame of run-length coded bytes (PS3.5, annex G): one segment for each byte of each sample, the highest byte first.
 * The result lies as an uncompressed frame does whose samples are in planes, the lower byte first.
 */
export function decodeRle(coded: Uint8Array, pixels: number, samples: number, bytes: number): Uint8Array {
  if (coded.length < 64) throw new Unviewable('damaged');
  const header = new DataView(coded.buffer, coded.byteOffset, 64);
  const segments = samples * bytes;
  if (header.getUint32(0, true) !== segments) throw new Unviewable('damaged');
  const frame = new Uint8Array(pixels * segments);
  for (let segment = 0; segment < segments; segment++) {
    const from = header.getUint32(4 + segment * 4, true);
    const end = segment + 1 < segments ? header.getUint32(8 + segment * 4, true) : coded.length;
    if (from < 64 || end > coded.length || end < from) throw new Unviewable('damaged');
    const sample = Math.floor(segment / bytes);
    const byte = bytes - 1 - (segment % bytes);
    spread(coded.subarray(from, end), frame, sample * pixels * bytes + byte, bytes, pixels);
  }
  return frame;
}

/** Literal runs and repeated bytes, one after the other, into each `step`th place of the frame. */
function spread(coded: Uint8Array, frame: Uint8Array, first: number, step: number, count: number): void {
  let done = 0;
  for (let at = 0; at < coded.length && done < count;) {
    const control = ((coded[at++] ?? 0) << 24) >> 24;
    if (control === -128) continue;
    const run = Math.min(count - done, Math.abs(control) + 1);
    if (control >= 0 && at + run > coded.length) throw new Unviewable('damaged');
    for (let i = 0; i < run; i++) frame[first + (done + i) * step] = coded[control >= 0 ? at + i : at] ?? 0;
    at += control >= 0 ? control + 1 : 1;
    done += run;
  }
  if (done < count) throw new Unviewable('damaged');
}
