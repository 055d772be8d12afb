import { ThinRepetition } from './thinRepetition';

/** The worker through which the own sound goes on its way out, between the browser's encoder and its packets. */

interface Frame {
  data: ArrayBuffer;
  getMetadata(): { mimeType?: string; rtpTimestamp?: number };
}

interface Transformer {
  readable: ReadableStream<Frame>;
  writable: WritableStream<Frame>;
}

/** Whether packets are lost in bursts, as the page says. */
let isFar = false;
self.addEventListener('message', ({ data }: MessageEvent<{ isFar: boolean }>) => {
  isFar = data.isFar;
});

self.addEventListener('rtctransform', (event) => {
  const { readable, writable } = (event as unknown as { transformer: Transformer }).transformer;
  const repetition = new ThinRepetition();
  const way = new TransformStream<Frame, Frame>({
    transform(frame, controller) {
      const { mimeType, rtpTimestamp } = frame.getMetadata();
      const payload = new Uint8Array(frame.data);
      // What cannot be told from its neighbours goes as it is.
      const rewritten = rtpTimestamp === undefined ? payload : repetition.rewrite(payload, rtpTimestamp, mimeType === 'audio/red', isFar);
      if (rewritten !== payload) frame.data = rewritten.buffer as ArrayBuffer;
      controller.enqueue(frame);
    },
  });
  // A line that is closed ends its way.
  readable.pipeThrough(way).pipeTo(writable).catch(() => undefined);
});

// Lines are led this way only once it is known to be there.
self.postMessage('ready');
