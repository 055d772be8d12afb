/** Which pdfjs-dist this page was built with: the files beside it lie under its number. */
declare const __PDF_VERSION__: string;

/** WebRTC-SVC, which the compiler's library does not have. */
interface RTCRtpEncodingParameters {
  scalabilityMode?: string;
}

/** A decoder of the codec modules below: it is given a frame, and holds what it made of it until it is deleted. */
interface WasmDecoder {
  getEncodedBuffer(length: number): Uint8Array;
  getDecodedBuffer(): Uint8Array;
  decode(): void;
  getFrameInfo(): { width: number; height: number; bitsPerSample: number; componentCount: number };
  getInterleaveMode?(): number;
  delete(): void;
}
type StartCodec<Name extends string> = (options: { locateFile: () => string }) => Promise<Record<Name, new () => WasmDecoder>>;

declare module '@cornerstonejs/codec-charls/decodewasmjs' {
  const start: StartCodec<'JpegLSDecoder'>;
  export default start;
}
declare module '@cornerstonejs/codec-openjpeg/decodewasmjs' {
  const start: StartCodec<'J2KDecoder'>;
  export default start;
}
declare module '@cornerstonejs/codec-charls/decodewasm?url' {
  const url: string;
  export default url;
}
declare module '@cornerstonejs/codec-openjpeg/decodewasm?url' {
  const url: string;
  export default url;
}
declare module 'jpeg-lossless-decoder-js' {
  export class Decoder {
    readonly xDim: number;
    readonly yDim: number;
    readonly numComp: number;
    decode(buffer: ArrayBuffer, offset: number, length: number, bytes: number): Uint8Array | Uint16Array;
  }
}

declare module '*.svg?icon' {
  const shapes: string;
  export default shapes;
}
