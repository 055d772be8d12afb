import { FarRepetition } from './farRepetition';

/** The worker through which the own sound goes on its way out, between the browser's encoder and its packets. */

interface Frame {
  data: ArrayBuffer;
  timestamp?: number;
  getMetadata(): { payloadType?: number; rtpTimestamp?: number };
}

interface Transformer {
  readable: ReadableStream<Frame>;
  writable: WritableStream<Frame>;
  options: { redType: number };
}

self.addEventListener('rtctransform', (event) => {
  const { readable, writable, options } = (event as unknown as { transformer: Transformer }).transformer;
  const repetition = new FarRepetition();
  void readable.pipeThrough(new TransformStream<Frame, Frame>({
    transform(frame, controller) {
      const { payloadType, rtpTimestamp } = frame.getMetadata();
      const payload = new Uint8Array(frame.data);
      const rewritten = repetition.rewrite(payload, rtpTimestamp ?? frame.timestamp ?? 0, payloadType === options.redType);
      if (rewritten !== payload) frame.data = rewritten.buffer as ArrayBuffer;
      controller.enqueue(frame);
    },
  })).pipeTo(writable);
});
