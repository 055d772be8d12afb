import { Decoder } from 'jpeg-lossless-decoder-js';
import { Unviewable } from './viewable';

/** A decoded frame, and whether its samples lie in planes. */
export interface Decoded {
  bytes: Uint8Array;
  isPlanar: boolean;
}

/** What the file says of a frame: what a decoder finds must be the same. */
export interface Expected {
  columns: number;
  rows: number;
  samples: number;
  /** Of a stored value: 1 or 2. */
  bytes: number;
}

export type Decode = (frame: Uint8Array) => Decoded;

/** JPEG lossless (ISO 10918-1, process 14). */
export function jpegLossless({ columns, rows, samples, bytes }: Expected): Decode {
  return (frame) => {
    const decoder = new Decoder();
    try {
      const decoded = decoder.decode(exact(frame), 0, frame.length, bytes);
      const isSame = decoder.xDim === columns && decoder.yDim === rows && decoder.numComp === samples;
      return checked(new Uint8Array(decoded.buffer, decoded.byteOffset, decoded.byteLength), isSame, { columns, rows, samples, bytes });
    } catch {
      throw new Unviewable('damaged');
    }
  };
}

/** JPEG-LS (ISO 14495-1). */
export async function jpegLs(expected: Expected): Promise<Decode> {
  const [{ default: start }, { default: wasm }] = await Promise.all([import('@cornerstonejs/codec-charls/decodewasmjs'), import('@cornerstonejs/codec-charls/decodewasm?url')]);
  const codec = await start({ locateFile: () => wasm });
  return (frame) => run(new codec.JpegLSDecoder(), frame, expected);
}

/** JPEG 2000 (ISO 15444-1). */
export async function jpeg2000(expected: Expected): Promise<Decode> {
  const [{ default: start }, { default: wasm }] = await Promise.all([import('@cornerstonejs/codec-openjpeg/decodewasmjs'), import('@cornerstonejs/codec-openjpeg/decodewasm?url')]);
  const codec = await start({ locateFile: () => wasm });
  return (frame) => run(new codec.J2KDecoder(), frame, expected);
}

function run(decoder: WasmDecoder, frame: Uint8Array, expected: Expected): Decoded {
  try {
    decoder.getEncodedBuffer(frame.length).set(frame);
    decoder.decode();
    const info = decoder.getFrameInfo();
    const isSame = info.width === expected.columns && info.height === expected.rows && info.componentCount === expected.samples
      && Math.ceil(info.bitsPerSample / 8) === expected.bytes;
    const decoded = checked(decoder.getDecodedBuffer(), isSame, expected);
    return { ...decoded, isPlanar: expected.samples > 1 && decoder.getInterleaveMode?.() === 0 };
  } catch {
    // Whatever a decoder throws at a damaged frame, numbers among it.
    throw new Unviewable('damaged');
  } finally {
    decoder.delete();
  }
}

/** A copy: a decoder's memory is used again. */
function checked(bytes: Uint8Array, isSame: boolean, { columns, rows, samples, bytes: size }: Expected): Decoded {
  if (!isSame || bytes.length < columns * rows * samples * size) throw new Unviewable('damaged');
  return { bytes: bytes.slice(0, columns * rows * samples * size), isPlanar: false };
}

const exact = (bytes: Uint8Array): ArrayBuffer => bytes.slice().buffer as ArrayBuffer;
