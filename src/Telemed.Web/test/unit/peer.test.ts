import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Peer, type VideoLimit } from '../../src/rtc/peer';
import { readStats } from '../../src/rtc/stats';
import { plainVoice, type Voice } from '../../src/rtc/voice';

type Parameters = { encodings: Record<string, unknown>[]; degradationPreference?: string };

/** A line of a connection, as far as a page sends by it. */
class Transceiver {
  mid: string | null = null;
  direction = 'sendonly';
  stopped = false;
  readonly set: Parameters[] = [];
  readonly sender;
  refuses: (parameters: Parameters) => boolean = () => false;
  constructor(readonly kind: string, encoding: Record<string, unknown> = {}) {
    let parameters: Parameters = { encodings: [encoding] };
    this.sender = {
      track: null as MediaStreamTrack | null,
      replaceTrack: (track: MediaStreamTrack | null) => {
        this.sender.track = track;
        return Promise.resolve();
      },
      getParameters: () => structuredClone(parameters),
      setParameters: (wanted: Parameters) => {
        this.set.push(structuredClone(wanted));
        if (this.refuses(wanted)) return Promise.reject(new Error());
        parameters = wanted;
        return Promise.resolve();
      },
    };
  }
  stop(): void {
    this.stopped = true;
  }
}

/** A connection: an offer gives its new lines their names, and taking it back takes them away again. */
class Connection {
  static last: Connection;
  readonly lines: Transceiver[] = [];
  signalingState = 'stable';
  #offered: Transceiver[] = [];
  constructor() {
    Connection.last = this;
  }
  addTransceiver(kind: string, init: { sendEncodings?: Record<string, unknown>[] }): Transceiver {
    const line = new Transceiver(kind, init.sendEncodings?.[0]);
    this.lines.push(line);
    return line;
  }
  getTransceivers = () => this.lines;
  createOffer = () => Promise.resolve({ type: 'offer', sdp: '' });
  setLocalDescription({ type }: { type: string }): Promise<void> {
    if (type === 'rollback') for (const line of this.#offered) line.mid = null;
    else {
      this.#offered = this.lines.filter((line) => line.mid === null && !line.stopped);
      for (const line of this.#offered) line.mid = `${this.lines.indexOf(line)}`;
    }
    return Promise.resolve();
  }
  setRemoteDescription = () => Promise.resolve();
  close = () => {};
}

const trackOf = (kind: 'audio' | 'video', height?: number) => ({ kind, getSettings: () => (height === undefined ? {} : { height }) }) as MediaStreamTrack;
const limit: VideoLimit = { bitrate: 400_000, scaleDownBy: 2, framesPerSecond: null, keepsSize: false, isLayered: false };

beforeEach(() => {
  vi.stubGlobal('RTCPeerConnection', Connection);
  vi.stubGlobal('MediaStream', class {});
});

describe('the limits of the picture', () => {
  const limited = async (height: number | undefined, part: Partial<VideoLimit> = {}, refuses: Transceiver['refuses'] = () => false) => {
    const peer = await Peer.create({ audio: null, video: height === 0 ? null : trackOf('video', height) });
    const line = Connection.last.lines[1]!;
    line.refuses = refuses;
    await peer.limitVideo({ ...limit, ...part });
    return line.set;
  };

  it('keep the size of a picture that is known to be small, and of no other', async () => {
    const kept = 'maintain-framerate-and-resolution';
    expect((await limited(360)).at(-1)?.degradationPreference).toBe(kept);
    expect((await limited(540)).at(-1)?.degradationPreference).toBeUndefined();
    expect((await limited(undefined)).at(-1)?.degradationPreference).toBeUndefined();
    expect((await limited(0)).at(-1)?.degradationPreference).toBeUndefined();
  });

  it('keep their layers where a browser does not know the other wish', async () => {
    const set = await limited(360, { isLayered: true }, (wanted) => wanted.degradationPreference !== undefined);
    expect(set.at(-1)).toEqual({ encodings: [expect.objectContaining({ maxBitrate: 400_000, scalabilityMode: 'L1T2' })] });
    const plain = await limited(540, { isLayered: true }, (wanted) => 'scalabilityMode' in wanted.encodings[0]!);
    expect(plain.at(-1)?.encodings[0]).toEqual({ maxBitrate: 400_000, scaleResolutionDownBy: 2 });
  });
});

describe('an instrument that is refused', () => {
  it('leaves no line behind, and is sent by a new one the next time', async () => {
    const peer = await Peer.create({ audio: null, video: null });
    const before = Connection.last.lines.length;
    await expect(peer.publish('exam', trackOf('video'), () => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
    expect(Connection.last.lines.slice(before).map((line) => line.stopped)).toEqual([true]);
    expect(peer.midOf('exam')).toBeNull();
    await peer.publish('exam', trackOf('video'), () => Promise.resolve(''));
    expect(peer.midOf('exam')).toBe(`${before + 1}`);
  });
});

describe('an instrument on a narrow way', () => {
  it('leaves room for the voice, whether it was there before or comes later', async () => {
    const thin: Voice = { ...plainVoice, thin: true };
    const peer = await Peer.create({ audio: trackOf('audio'), video: null });
    await peer.accept('');
    await peer.publish('stethoscope', trackOf('audio'), () => Promise.resolve(''));
    const line = Connection.last.lines.at(-1)!;
    expect(line.sender.getParameters().encodings[0]!['maxBitrate']).toBe(96_000);
    await peer.setVoice(thin);
    expect(line.set.at(-1)?.encodings[0]!['maxBitrate']).toBe(24_000);
    await peer.setVoice(plainVoice);
    expect(line.set.at(-1)?.encodings[0]!['maxBitrate']).toBe(96_000);

    const other = await Peer.create({ audio: trackOf('audio'), video: null });
    await other.accept('');
    await other.setVoice(thin);
    await other.publish('stethoscope', trackOf('audio'), () => Promise.resolve(''));
    expect(Connection.last.lines.at(-1)!.sender.getParameters().encodings[0]!['maxBitrate']).toBe(24_000);
  });
});

describe('what the relay did not get of the voice', () => {
  const said = (id: string, mid: string | undefined, lost: number) => [
    [`out-${id}`, { type: 'outbound-rtp', kind: 'audio', ...(mid === undefined ? {} : { mid }) }],
    [`far-${id}`, { type: 'remote-inbound-rtp', kind: 'audio', localId: `out-${id}`, fractionLost: lost }],
  ] as const;
  const lost = async (...entries: readonly (readonly [string, object])[]) =>
    (await readStats({ getStats: () => Promise.resolve(new Map(entries)) } as unknown as RTCPeerConnection, '0')).soundLost;

  it('is not what it did not get of an instrument, in whichever order both are said', async () => {
    expect(await lost(...said('voice', '0', 0.1), ...said('heart', '12', 0))).toBe(0.1);
    expect(await lost(...said('heart', '12', 0), ...said('voice', '0', 0.1))).toBe(0.1);
    expect(await lost(...said('heart', '12', 0.2))).toBeNull();
    expect(await lost(...said('voice', undefined, 0.3))).toBe(0.3);
  });
});
