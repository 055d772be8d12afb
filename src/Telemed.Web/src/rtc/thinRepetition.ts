/**
 * Packets back; the farther first, as RED (RFC 2198) wants it. A burst that takes a packet takes the next ones too; where packets are lost
 * singly, the nearest are there before anybody has to wait for them.
 */
const far = [8, 4];
const near = [2, 1];
const kept = 8;
/** Only of thin sound, whose repetition is small: in samples of 48 kHz. */
const leastSamples = 40 * 48;
const headLength = 4;
const mostOffset = (1 << 14) - 1;
const mostLength = (1 << 10) - 1;
const mostPayload = 1_100;

interface Sent {
  timestamp: number;
  data: Uint8Array;
}

/**
 * Lets packets of thin sound repeat two earlier ones, where the browser repeats the one before: of bursts of four packets the
 * fourth and the eighth save three quarters more. Knows each packet that was sent, plain or not.
 */
export class ThinRepetition {
  #sent: Sent[] = [];

  /** The payload to send instead of a packet's; the same where the browser's own will do. */
  rewrite(payload: Uint8Array, timestamp: number, isRed: boolean, isFar: boolean): Uint8Array {
    const own = isRed ? ownOf(payload) : { type: 0, data: payload };
    if (!own) return payload;
    const rewritten = isRed ? this.#repeat(own, timestamp, isFar ? far : near) : null;
    this.#sent = [...this.#sent, { timestamp, data: own.data.slice() }].slice(-kept);
    return rewritten ?? payload;
  }

  #repeat(own: { type: number; data: Uint8Array }, timestamp: number, distances: number[]): Uint8Array | null {
    const samples = samplesOf(own.data);
    if (samples < leastSamples) return null;
    let room = mostPayload - own.data.length - 1;
    const blocks: { offset: number; data: Uint8Array }[] = [];
    for (const distance of distances) {
      const earlier = this.#sent.at(-distance);
      // Over a pause, or a change of the packets' length, the relay could not tell whose number a repetition has.
      const offset = distance * samples;
      const isThere = earlier && (timestamp - earlier.timestamp) >>> 0 === offset && offset <= mostOffset;
      if (!isThere || earlier.data.length > mostLength || room < headLength + earlier.data.length) continue;
      room -= headLength + earlier.data.length;
      blocks.push({ offset, data: earlier.data });
    }
    return blocks.length === 0 ? null : written(blocks, own);
  }
}

function written(blocks: { offset: number; data: Uint8Array }[], own: { type: number; data: Uint8Array }): Uint8Array {
  const heads = blocks.flatMap(({ offset, data }) =>
    [0x80 | own.type, offset >> 6, ((offset & 0x3f) << 2) | (data.length >> 8), data.length & 0xff]);
  const parts = [Uint8Array.of(...heads, own.type), ...blocks.map(({ data }) => data), own.data];
  const payload = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    payload.set(part, at);
    at += part.length;
  }
  return payload;
}

/** A RED packet's own block: the last. Null where the lengths are impossible. */
function ownOf(payload: Uint8Array): { type: number; data: Uint8Array } | null {
  let at = 0;
  let before = 0;
  while (((payload[at] ?? 0) & 0x80) !== 0) {
    before += (((payload[at + 2] ?? 0) & 0x03) << 8) | (payload[at + 3] ?? 0);
    at += headLength;
  }
  const start = at + 1 + before;
  return start > payload.length ? null : { type: payload[at] ?? 0, data: payload.subarray(start) };
}

/** How long an Opus packet plays (RFC 6716 section 3), in samples of 48 kHz; 0 for none. */
function samplesOf(packet: Uint8Array): number {
  const [head, count] = packet;
  if (head === undefined) return 0;
  const config = head >> 3;
  const frame = config < 12 ? [480, 960, 1920, 2880][config & 3] : config < 16 ? 480 << (config & 1) : 120 << (config & 3);
  const frames = [1, 2, 2, (count ?? 0) & 0x3f][head & 3];
  return (frame ?? 0) * (frames ?? 0);
}
