import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ConsultRow } from '../../src/api/contracts';
import { Problem, problemFrom, problemFromHub } from '../../src/api/problem';
import { localTimeToo } from '../../src/app/preferences';
import { parseRoute } from '../../src/app/router';
import { emptyDraft, faultsOf, maySubmitAlone, requestOf, staleEmergencyMs, type Waiting } from '../../src/desk/drafts';
import { byNeed, nextStep } from '../../src/desk/order';
import { answerProbe } from '../../src/desk/siteProbe';
import { en } from '../../src/i18n/en';
import { pseudoText } from '../../src/i18n/pseudo';
import { zh } from '../../src/i18n/zh';
import { timeTicks, valueTicks } from '../../src/operator/ticks';
import { Held } from '../../src/scan/held';
import { inGroups, isSameNumber, meaningOf, patientNumberOf } from '../../src/scan/meaning';
import { makeReader } from '../../src/scan/reader';
import { countOf, isTroubledBelow, treeOf } from '../../src/operator/words';
import { levelsOf, picturesOf, placeOf, speechAfter, speechBefore, stopsOf } from '../../src/playback/timeline';
import { Climb } from '../../src/rtc/climb';
import { loudness } from '../../src/rtc/level';
import { figuresOf, verdictOf, type LinkFigures } from '../../src/rtc/linkCheck';
import { ThinRepetition } from '../../src/rtc/thinRepetition';
import { ModeChooser } from '../../src/rtc/modes';
import { wantedCodecs } from '../../src/rtc/offer';
import { RepetitionWait } from '../../src/rtc/repetition';
import { judge, wayOf, type Reading } from '../../src/rtc/stats';
import { plainVoice, VoiceChooser, withVoice, withWholeSound } from '../../src/rtc/voice';
import { Watchdog } from '../../src/rtc/watchdog';
import { within } from '../../src/rtc/within';
import { dayAndTime, instantOf, localInput, span, timeOfDay } from '../../src/time/format';
import * as clock from '../../src/time/serverClock';
import { consultOf, overviewOf, recordingOf } from '../mock/data';
import { qrFilm } from '../mock/qr';

const readingOf = (part: Partial<Reading>): Reading => ({
  packetsReceived: 0, framesDecoded: 0, mediaPackets: 0, mediaLost: 0, soundPackets: 0, soundMissing: 0, soundPlayed: 0, soundMadeUp: 0, roundTripMs: 20, outgoingBitrate: null, soundLost: null, protocol: null, ...part,
});

const row = (part: Partial<ConsultRow>): ConsultRow => ({ ...consultOf({ id: 'x' }), ...part });

describe('the watchdog of media', () => {
  const watch = (dog: Watchdog, from: number, to: number, packets: (at: number) => number, expected = true) => {
    for (let at = from; at <= to; at += 400) if (dog.observe(at, packets(at), expected)) return at;
    return null;
  };

  it('bites once within 1.4 s after the last packet', () => {
    const dog = new Watchdog();
    expect(watch(dog, 0, 8_000, (at) => at)).toBeNull();
    expect(watch(dog, 8_400, 10_000, () => 8_000)).toBe(9_200);
    expect(watch(dog, 10_000, 20_000, () => 8_000)).toBeNull();
  });

  it('bites again after packets came and stopped once more', () => {
    const dog = new Watchdog();
    watch(dog, 0, 4_000, () => 5);
    expect(watch(dog, 4_400, 6_000, (at) => at)).toBeNull();
    expect(watch(dog, 6_400, 9_000, () => 1)).not.toBeNull();
  });

  it('waits longer on a long way, but never so long that a person hangs up', () => {
    const after = (roundTripMs: number) => {
      const dog = new Watchdog();
      for (let at = 0; ; at += 50) if (dog.observe(at, 1, true, roundTripMs)) return at;
    };
    expect(after(0)).toBe(1_000);
    expect(after(600)).toBe(2_200);
    expect(after(5_000)).toBe(2_500);
  });

  it('lies quiet while nothing is to be expected', () => {
    expect(watch(new Watchdog(), 0, 20_000, () => 0, false)).toBeNull();
  });

  it('does not count the time that the page slept', () => {
    const dog = new Watchdog();
    dog.observe(0, 1, true);
    dog.observe(400, 1, true);
    expect(dog.observe(60_000, 1, true)).toBe(false);
    expect(dog.observe(60_400, 1, true)).toBe(false);
  });
});

describe('the way back to UDP', () => {
  const triedAt = (protocol: (at: number) => 'udp' | 'tcp' | null) => {
    const climb = new Climb();
    const tries: number[] = [];
    for (let at = 0; at <= 400_000; at += 500) if (climb.observe(at, protocol(at))) tries.push(at / 1000);
    return tries;
  };

  it('is tried less and less often while media goes by TCP', () => {
    expect(triedAt(() => 'tcp')).toEqual([15, 45, 105, 225, 345]);
  });

  it('is not tried on UDP or without a path, and begins anew after UDP', () => {
    expect(triedAt(() => 'udp')).toEqual([]);
    expect(triedAt(() => null)).toEqual([]);
    expect(triedAt((at) => (at >= 100_000 && at < 300_000 ? 'udp' : 'tcp'))).toEqual([15, 45, 315, 345]);
  });
});

describe('what is sent over the own link', () => {
  const modes = (seconds: number, outgoing: (at: number) => number | null, word: (at: number) => 'good' | 'weak' = () => 'good') => {
    const chooser = new ModeChooser();
    const seen: string[] = [];
    for (let at = 0; at <= seconds * 1000; at += 400) {
      const mode = chooser.observe(at, word(at), outgoing(at));
      if (!seen.at(-1)?.startsWith(mode)) seen.push(`${mode} ${Math.round(at / 1000)}`);
    }
    return seen;
  };

  it('stays whole on a good link and where nothing is known', () => {
    expect(modes(60, () => 900_000)).toEqual(['full 0']);
    expect(modes(60, () => null)).toEqual(['full 0']);
  });

  it('gets small on a weak link and whole again some seconds after it is good', () => {
    expect(modes(60, () => 300_000, (at) => (at >= 10_000 && at < 20_000 ? 'weak' : 'good'))).toEqual(['full 0', 'weak 12', 'full 28']);
  });

  it('becomes stills where no picture fits, and tries a picture less and less often', () => {
    expect(modes(200, () => 40_000)).toEqual(['full 0', 'weak 3', 'photo 6', 'weak 66', 'photo 69', 'weak 189', 'photo 192']);
  });

  it('is not kept from stills by readings that know nothing', () => {
    expect(modes(30, (at) => (at % 800 === 0 ? null : 40_000))).toEqual(['full 0', 'weak 6', 'photo 12']);
  });

  it('is not fooled by a figure that comes and goes, and tries less and less often where it was wrong', () => {
    expect(modes(60, (at) => (at < 20_000 || at % 2000 > 400 ? 40_000 : 400_000))[3]).toBeUndefined();
    const tries: number[] = [];
    const chooser = new ModeChooser('photo');
    // What stills get through, and a picture does not.
    for (let at = 0; at < 200_000; at += 400) {
      const before = chooser.mode;
      if (chooser.observe(at, 'good', before === 'photo' ? 200_000 : 40_000) !== before && before === 'photo') tries.push(Math.round(at / 1000));
    }
    expect(tries).toEqual([5, 18, 42, 85, 128, 171]);
  });

  it('leaves the stills for good once a picture fits', () => {
    expect(modes(120, (at) => (at < 20_000 ? 40_000 : 400_000))).toEqual(['full 0', 'weak 3', 'photo 6', 'weak 22', 'full 30']);
  });
});

describe('the verdict on a link', () => {
  const link = (part: Partial<LinkFigures>): LinkFigures => ({
    upKbps: 1_000, downKbps: 1_000, lossPercent: 0, roundTripMs: 30, jitterMs: 4, protocol: 'udp', ...part,
  });

  it.each([
    ['full', link({})],
    ['weak', link({ upKbps: 250 })],
    ['weak', link({ lossPercent: 8 })],
    ['weak', link({ roundTripMs: 600 })],
    ['photo', link({ downKbps: 90 })],
    ['audio', link({ upKbps: 40 })],
    ['phone', link({ upKbps: 10 })],
    ['phone', link({ lossPercent: 50 })],
    ['phone', null],
  ])('is %s for %o', (verdict, figures) => {
    expect(verdictOf(figures)).toBe(verdict);
  });

  it('is drawn from what came between two readings', () => {
    const reading = { atMs: 0, received: 0, packets: 0, lost: 0, outgoing: 0, upLoss: 0, roundTripMs: 0, jitterMs: 0, protocol: null };
    expect(figuresOf(reading, { ...reading, atMs: 2_500 })).toBeNull();
    expect(figuresOf(reading, {
      atMs: 2_500, received: 125_000, packets: 190, lost: 10, outgoing: 612_000, upLoss: 0.01, roundTripMs: 41.6, jitterMs: 7.4, protocol: 'tcp',
    })).toEqual({ upKbps: 612, downKbps: 400, lossPercent: 5, roundTripMs: 42, jitterMs: 7, protocol: 'tcp' });
  });
});

describe('a limit', () => {
  it('fails when it is passed, and else lets the outcome through', async () => {
    await expect(within(5, new Promise<string>(() => undefined))).rejects.toMatchObject({ name: 'TimeoutError' });
    await expect(within(1_000, Promise.resolve('soon'))).resolves.toBe('soon');
    await expect(within(1_000, Promise.reject(new Error('no')))).rejects.toThrow('no');
  });
});

describe('the link in a word', () => {
  it('says of the way itself what loss and delay say, not that stills are shown over it', () => {
    expect(wayOf({ score: 2, lossPercent: 0, roundTripMs: 40 })).toBe('good');
    expect(wayOf({ score: 2, lossPercent: 9, roundTripMs: null })).toBe('weak');
    expect(wayOf({ score: 2, lossPercent: 0, roundTripMs: 600 })).toBe('weak');
    expect(wayOf({ score: 0, lossPercent: 0, roundTripMs: null })).toBe('lost');
  });

  const before = readingOf({ packetsReceived: 100, mediaPackets: 100 });

  it.each([
    ['good', { packetsReceived: 200, mediaPackets: 200 }],
    ['fair', { packetsReceived: 200, mediaPackets: 200, mediaLost: 5 }],
    ['weak', { packetsReceived: 200, mediaPackets: 180, mediaLost: 20 }],
    ['weak', { packetsReceived: 200, mediaPackets: 200, roundTripMs: 900 }],
    ['lost', { packetsReceived: 100, mediaPackets: 100 }],
  ])('is %s for %o', (word, after) => {
    expect(judge(before, readingOf(after)).word).toBe(word);
  });
});

describe('the offered codecs', () => {
  const codec = (mimeType: string, sdpFmtpLine = '') => ({ mimeType, sdpFmtpLine });
  it('are VP8, one H.264 and RTX, in that order', () => {
    const able = [
      codec('video/rtx'), codec('video/AV1'), codec('video/H264', 'profile-level-id=640034;packetization-mode=1'),
      codec('video/H264', 'profile-level-id=42e01f;packetization-mode=0'),
      codec('video/H264', 'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f'), codec('video/VP8'), codec('video/red'),
    ];
    const wanted = wantedCodecs('video', able);
    expect(wanted.map((one) => one.mimeType)).toEqual(['video/VP8', 'video/H264', 'video/rtx']);
    expect(wanted[1]?.sdpFmtpLine).toContain('packetization-mode=1');
  });
  it('are Opus for sound, and RED behind it so that it is taken but not sent', () => {
    expect(wantedCodecs('audio', [codec('audio/red'), codec('audio/opus'), codec('audio/PCMU')]))
      .toEqual([codec('audio/opus'), codec('audio/red')]);
  });
});

describe('how sound is sent', () => {
  const answer = [
    'v=0', 'm=audio 7000 UDP/TLS/RTP/SAVPF 111 63', 'a=mid:0', 'a=rtpmap:111 opus/48000/2', 'a=fmtp:111 minptime=10;usedtx=1',
    'a=rtpmap:63 red/48000/2', 'a=fmtp:63 111/111', 'm=video 7000 UDP/TLS/RTP/SAVPF 96', 'a=mid:1', 'a=rtpmap:96 VP8/90000',
    'm=audio 7000 UDP/TLS/RTP/SAVPF 111 63', 'a=mid:2', 'a=rtpmap:111 opus/48000/2', 'a=fmtp:111 minptime=10', '',
  ].join('\r\n');

  it('is left as answered when nothing is asked for', () => {
    expect(withVoice(answer, '0', plainVoice)).toBe(answer);
  });
  it('names RED first on the own line only when it is to be repeated', () => {
    const lines = withVoice(answer, '0', { ...plainVoice, repeated: true }).split('\r\n');
    expect(lines.filter((line) => line.startsWith('m='))).toEqual([
      'm=audio 7000 UDP/TLS/RTP/SAVPF 63 111', 'm=video 7000 UDP/TLS/RTP/SAVPF 96', 'm=audio 7000 UDP/TLS/RTP/SAVPF 111 63',
    ]);
  });
  it('asks for long packets and a low rate on the own line only when it is to be thin', () => {
    const lines = withVoice(answer, '0', { ...plainVoice, thin: true }).split('\r\n');
    expect(lines).toContain('a=fmtp:111 minptime=10;usedtx=1;maxaveragebitrate=12000');
    expect(lines.indexOf('a=ptime:40')).toBe(7);
    expect(lines.filter((line) => line === 'a=ptime:40').length).toBe(1);
    expect(lines.at(-1)).toBe('');
  });
  it('has no gaps on the own line only when it is to be whole', () => {
    const lines = withVoice(answer, '0', { thin: true, repeated: true, far: true, whole: true }).split('\r\n');
    expect(lines).toContain('a=fmtp:111 minptime=10;maxaveragebitrate=12000');
    expect(lines.filter((line) => line.includes('usedtx'))).toEqual([]);
    const first = answer.replace('minptime=10;usedtx=1', 'usedtx=1;minptime=10');
    expect(withVoice(first, '0', { ...plainVoice, whole: true })).toContain('a=fmtp:111 minptime=10\r\n');
  });
  it('is whole, and not repeated, while only the other\'s way loses much', () => {
    const chooser = new VoiceChooser();
    const run = (lost: number | null, times: number) => Array.from({ length: times }, () => chooser.observe(false, 0, lost)).at(-1)!;
    expect(run(0.2, 4)).toEqual(plainVoice);
    expect(run(0.2, 1)).toEqual({ ...plainVoice, whole: true });
    // What is not known any more changes nothing.
    expect(run(null, 100)).toEqual({ ...plainVoice, whole: true });
    expect(run(0, 40)).toEqual(plainVoice);
  });
  it('is asked for whole on the line of an instrument alone: no gaps in silence, the rate that its band needs', () => {
    const lines = withWholeSound(answer, '0').split('\r\n');
    expect(lines).toContain('a=fmtp:111 minptime=10;maxaveragebitrate=96000');
    expect(withWholeSound(withWholeSound(answer, '0'), '0')).toBe(withWholeSound(answer, '0'));
    expect(withWholeSound(answer, '1')).toBe(answer); // A picture's line says nothing of Opus.
    expect(lines.length).toBe(answer.split('\r\n').length);
    expect(lines.filter((line) => line.includes('96000')).length).toBe(1);
  });
  it('is thin soon after a way became narrow and full 20 s after it was wide again', () => {
    const chooser = new VoiceChooser();
    const thin = (narrow: boolean, times: number) =>
      Array.from({ length: times }, () => chooser.observe(narrow, null, null).thin);
    expect(thin(true, 3)).toEqual([false, false, true]);
    expect(thin(false, 50).lastIndexOf(true)).toBe(48);
  });
  it('is repeated while the relay misses much of it', () => {
    const chooser = new VoiceChooser();
    const run = (lost: number | null, times: number) => {
      for (let i = 0; i < times; i++) chooser.observe(false, lost, null);
      const { repeated, whole } = chooser.observe(false, lost, null);
      expect(whole).toBe(repeated);
      return repeated;
    };
    expect(run(null, 100)).toBe(false);
    expect(run(0.02, 100)).toBe(false);
    expect(run(0.2, 5)).toBe(true);
    expect(run(0.02, 100)).toBe(true);
    expect(run(0, 20)).toBe(true);
    expect(run(0, 20)).toBe(false);
  });
  it('is repeated from far back where so much is lost that it may be in bursts', () => {
    const chooser = new VoiceChooser();
    const far = (...losses: number[]) => losses.map((lost) => chooser.observe(true, lost, null).far);
    // A twentieth of 25 packets, as the figures of some 30 s come.
    const single = [1, 1, 2, 0, 3, 1, 1, 0, 1, 2, 4, 1, 0, 1].flatMap((lost) => Array.from({ length: 3 }, () => lost / 25));
    expect(far(...single)).not.toContain(true);
    const bursts = [8, 0, 10, 4, 0, 0, 12, 5, 8, 2].flatMap((lost) => Array.from({ length: 3 }, () => lost / 25));
    const chosen = far(...bursts);
    expect(chosen.indexOf(true)).toBeLessThan(10);
    expect(chosen.slice(chosen.indexOf(true))).not.toContain(false);
    expect(far(...single).at(-1)).toBe(false);
  });
});

describe('repetition of the own sound', () => {
  /** One SILK frame of 40 ms, and of 20 ms. */
  const thin = 0x10;
  const opus = (head: number, number: number) => Uint8Array.of(head, number, number, number);
  const red = (head: number, number: number, samples: number) =>
    Uint8Array.of(0x80 | 111, samples >> 6, (samples & 0x3f) << 2, 4, 111, ...opus(head, number - 1), ...opus(head, number));
  const run = (head: number, samples: number, times: (number: number) => number, isRed = true, isFar = true) => {
    const repetition = new ThinRepetition();
    return Array.from({ length: 12 }, (_, i) => {
      const payload = isRed ? red(head, i, samples) : opus(head, i);
      return { payload, rewritten: repetition.rewrite(payload, times(i), isRed, isFar) };
    });
  };

  it('goes four and eight packets back where sound is thin', () => {
    const { rewritten } = run(thin, 1920, (i) => (0xffff_f000 + i * 1920) >>> 0).at(-1)!;
    const head = (offset: number) => [0x80 | 111, offset >> 6, (offset & 0x3f) << 2, 4];
    expect([...rewritten]).toEqual([...head(8 * 1920), ...head(4 * 1920), 111, ...opus(thin, 3), ...opus(thin, 7), ...opus(thin, 11)]);
  });
  it('goes two packets back and one where they are lost singly', () => {
    const { rewritten } = run(thin, 1920, (i) => i * 1920, true, false).at(-1)!;
    const head = (offset: number) => [0x80 | 111, offset >> 6, (offset & 0x3f) << 2, 4];
    expect([...rewritten]).toEqual([...head(2 * 1920), ...head(1920), 111, ...opus(thin, 9), ...opus(thin, 10), ...opus(thin, 11)]);
  });
  it('is the browser\'s own before there is so much, and where packets are short', () => {
    const all = run(thin, 1920, (i) => i * 1920);
    expect(all.slice(0, 4).every(({ payload, rewritten }) => payload === rewritten)).toBe(true);
    expect(all[4]!.rewritten).not.toBe(all[4]!.payload);
    expect(run(0x08, 960, (i) => i * 960).every(({ payload, rewritten }) => payload === rewritten)).toBe(true);
  });
  it('does not reach over a pause', () => {
    const all = run(thin, 1920, (i) => i * 1920 + (i >= 8 ? 19_200 : 0));
    expect(all.slice(8).every(({ payload, rewritten }) => payload === rewritten)).toBe(true);
  });
  it('leaves plain sound alone, and repeats it later', () => {
    expect(run(thin, 1920, (i) => i * 1920, false).every(({ payload, rewritten }) => payload === rewritten)).toBe(true);
    const repetition = new ThinRepetition();
    for (let i = 0; i < 8; i++) repetition.rewrite(opus(thin, i), i * 1920, false, true);
    expect([...repetition.rewrite(red(thin, 8, 1920), 8 * 1920, true, true)].slice(9, 13)).toEqual([...opus(thin, 0)]);
  });
  it('survives what is no repetition', () => {
    const payload = Uint8Array.of(0xff, 0xff);
    expect(new ThinRepetition().rewrite(payload, 0, true, true)).toBe(payload);
  });
});

describe('waiting for the repetition of sound', () => {
  const after = (soundPackets: number, soundMissing: number) => readingOf({ soundPackets, soundMissing });
  const waits = (wait: RepetitionWait, missing: number, times: number, thin = false) => Array.from({ length: times }, (_, i) =>
    wait.observe(after(i * 20, i * missing), after((i + 1) * 20 - missing, (i + 1) * missing), thin));

  it('begins with the first second in which much is missing, longer where packets are longer', () => {
    expect(waits(new RepetitionWait(), 4, 3)).toEqual([200, 200, 200]);
    expect(waits(new RepetitionWait(), 4, 1, true)).toEqual([420]);
  });
  it('costs nobody anything where little is missing', () => {
    expect(new Set(waits(new RepetitionWait(), 1, 100))).toEqual(new Set([null]));
  });
  it('lasts until next to nothing is missing', () => {
    const wait = new RepetitionWait();
    waits(wait, 4, 20);
    expect(new Set(waits(wait, 1, 100))).toEqual(new Set([200]));
    const calm = waits(wait, 0, 40);
    expect(calm[0]).toBe(200);
    expect(calm[39]).toBeNull();
  });
  it('begins where thin sound comes again too late, which shows in what is made up', () => {
    const late = (madeUp: number, thin: boolean) => {
      const wait = new RepetitionWait();
      const at = (i: number) => readingOf({ soundPackets: i * 10, soundPlayed: i * 19_200, soundMadeUp: i * madeUp });
      return Array.from({ length: 50 }, (_, i) => wait.observe(at(i), at(i + 1), thin)).at(-1);
    };
    expect(late(800, true)).toBe(420);
    expect(late(800, false)).toBeNull();
    expect(late(100, true)).toBeNull();
  });
  it('lasts while a way is narrow, though all that was missing comes again in time', () => {
    const wait = new RepetitionWait();
    waits(wait, 4, 20, true);
    expect(new Set(waits(wait, 0, 100, true))).toEqual(new Set([420]));
    expect(waits(wait, 0, 1)).toEqual([null]);
  });
});

describe('loudness', () => {
  it('is nothing in silence and full for a loud tone', () => {
    expect(loudness(new Float32Array(100))).toBe(0);
    expect(loudness(Float32Array.from({ length: 960 }, (_, i) => Math.sin(i / 10)))).toBe(1);
  });
  it('lies between for a quiet tone', () => {
    const level = loudness(Float32Array.from({ length: 960 }, (_, i) => 0.02 * Math.sin(i / 10)));
    expect(level).toBeGreaterThan(0.3);
    expect(level).toBeLessThan(0.7);
  });
});

describe('the order of the desk', () => {
  it('puts what needs me first, then the emergency, then the nearer clock', () => {
    const rows = [
      row({ id: 'closed', state: 'closed' }),
      row({ id: 'draft', state: 'draft' }),
      row({ id: 'later', state: 'offered', urgency: 'urgent', clock: { kind: 'ring', dueAt: '2026-01-01T00:02:00Z' } }),
      row({ id: 'sooner', state: 'offered', urgency: 'urgent', clock: { kind: 'ring', dueAt: '2026-01-01T00:01:00Z' } }),
      row({ id: 'emergency', state: 'offered', urgency: 'emergency' }),
      row({ id: 'running', state: 'inSession', urgency: 'ordinary' }),
    ];
    expect([...rows].sort(byNeed).map((one) => one.id)).toEqual(['running', 'emergency', 'sooner', 'later', 'draft', 'closed']);
  });

  it.each([
    ['requester', 'draft', 'finish'], ['requester', 'offered', 'watch'], ['requester', 'unstaffed', 'phone'],
    ['requester', 'ready', 'enter'], ['requester', 'interrupted', 'return'], ['requester', 'opinionPending', 'look'],
    ['requester', 'opinionSigned', 'readOpinion'], ['requester', 'acknowledged', 'close'], ['requester', 'closed', 'look'],
    ['specialist', 'offered', 'answer'], ['specialist', 'inSession', 'return'], ['specialist', 'opinionPending', 'writeOpinion'],
    ['specialist', 'opinionSigned', 'look'], ['other', 'inSession', 'look'],
  ] as const)('offers the %s of a consult that is %s: %s', (mine, state, step) => {
    expect(nextStep({ mine, state, actions: [] })).toBe(step);
  });
});

describe('the queue', () => {
  it.each([
    ['submitted', 'review', 'review'], ['underReview', 'decide', 'review'], ['unstaffed', 'assign', 'arrange'], ['offered', 'assign', 'look'],
  ] as const)('asks of a consult that is %s, with the button %s: %s', (state, action, step) => {
    expect(nextStep({ mine: 'other', state, actions: [action] })).toBe(step);
  });
  it('asks an invited expert for an answer', () => {
    expect(nextStep({ mine: 'expert', state: 'inSession', actions: ['answerInvitation'] })).toBe('answer');
    expect(nextStep({ mine: 'expert', state: 'opinionPending', actions: [] })).toBe('look');
    expect(nextStep({ mine: 'requester', state: 'closed', actions: ['answerAlert'] })).toBe('alert');
  });
});

describe('an appointment', () => {
  it('is typed in UTC+8 and sent as an instant', () => {
    expect(instantOf('2026-12-01T09:30')).toBe('2026-12-01T01:30:00.000Z');
    expect(localInput(Date.parse('2026-12-01T01:30:00Z'))).toBe('2026-12-01T09:30');
    expect(instantOf('2026-12-01T')).toBeNull();
  });
});

describe('a draft', () => {
  it('without service and summary names both as missing', () => {
    expect(faultsOf({ ...emptyDraft })).toEqual({ service: 'required', summary: 'required' });
  });
  it.each(['150', '-1', 'x', '12.5'])('refuses the age %s', (ageYears) => {
    expect(faultsOf({ ...emptyDraft, service: 's', summary: 't', ageYears })).toEqual({ ageYears: 'age' });
  });
  it('becomes a request without empty fields of the patient', () => {
    expect(requestOf({ ...emptyDraft, service: 's', summary: ' t ', ageYears: '58', identifier: ' 1 ' }, 'id')).toEqual({
      commandId: 'id', service: 's', urgency: 'ordinary', summary: 't', wishedSpecialist: null,
      patient: { name: null, sex: null, ageYears: 58, identifiers: [{ system: 'resident-id', value: '1' }] },
    });
  });

  const waiting = (urgency: 'emergency' | 'urgent'): Waiting => ({
    commandId: 'c', submit: true, queuedAt: 0, consultId: null,
    request: { ...requestOf({ ...emptyDraft, service: 's', summary: 't' }, 'c'), urgency },
  });
  it('of an emergency that was held up for long is not rung without a person', () => {
    expect(maySubmitAlone(waiting('emergency'), staleEmergencyMs)).toBe(true);
    expect(maySubmitAlone(waiting('emergency'), staleEmergencyMs + 1)).toBe(false);
    expect(maySubmitAlone(waiting('urgent'), 10 * staleEmergencyMs)).toBe(true);
  });
});

describe('problems', () => {
  it('carry code, reason and wait of the server', async () => {
    const response = new Response(JSON.stringify({ code: 'refused', reason: 'consent-missing', detail: 'no' }), { status: 409, headers: { 'Retry-After': '7' } });
    const problem = await problemFrom(response);
    expect([problem.code, problem.reason, problem.status, problem.retryAfterSeconds]).toEqual(['refused', 'consent-missing', 409, 7]);
  });
  it('have a code even when a proxy answered', async () => {
    expect((await problemFrom(new Response('<html>', { status: 502 }))).code).toBe('overloaded');
  });
  it('of a hub are read from the message', () => {
    const error = new Error("An unexpected error occurred invoking 'Join' on the server. HubException: token-used: The token was used.");
    expect(problemFromHub(error).code).toBe('token-used');
    expect(problemFromHub(new Problem('x', 1, '')).code).toBe('x');
  });
  it('of a lost hub connection mean that we are offline', () => {
    expect(problemFromHub(new Error('WebSocket closed with status code: 1006 ().')).offline).toBe(true);
  });
});

describe('addresses', () => {
  it.each([
    ['', { page: 'desk' }], ['#/', { page: 'desk' }], ['#/nonsense/1', { page: 'desk' }], ['#/consult/a%2Fb', { page: 'consult', id: 'a/b' }],
    ['#/consult/1/room', { page: 'room', id: '1' }], ['#/recording/2', { page: 'recording', id: '2' }],
  ])('%s leads to %o', (hash, route) => {
    expect(parseRoute(hash)).toEqual(route);
  });
});

describe('what a code means', () => {
  const id = '0192f3a4b5c6d7e8f90a1b2c3d4e5f60';

  it.each([
    [`https://hospital.example/#/consult/${id}/slip/1790000000`, { kind: 'case', id, startsAt: 1_790_000_000 }],
    [`http://10.1.2.3:8080/#/consult/${id}`, { kind: 'case', id, startsAt: null }],
    ...[id, '6wjallaqwplci727mmsadbdyss'].map((one) => [` ${inGroups(one).toUpperCase()}\n`, { kind: 'case', id: one, startsAt: null }] as const),
    ['6wja llaq wplc i727 mmsa dbdys', { kind: 'none' }],
    ['https://hospital.example/#/guest/x.g-1.0a1b', { kind: 'guest' }],
    [`javascript:alert(1)//https://x/#/consult/${id}`, { kind: 'none' }],
    [`https://x/#/consult/${id}/room`, { kind: 'none' }],
    ['https://x/#/consult/%zz', { kind: 'none' }],
    [`https://x/#/consult/${'a'.repeat(500)}`, { kind: 'none' }],
    ['653021199001010022', { kind: 'none' }],
    ['', { kind: 'none' }],
  ] as const)('%s', (text, meaning) => expect(meaningOf(text)).toEqual(meaning));

  it('a case is shown in groups, as it is read aloud', () => {
    expect(inGroups('6wjallaqwplci727mmsadbdyss')).toBe('6wja llaq wplc i727 mmsa dbdy ss');
    expect(inGroups('x-1')).toBe('x-1');
  });

  it('a patient’s number is what could be one, and no address and no case', () => {
    expect(patientNumberOf(' HC-6530-2119\n')).toBe('HC-6530-2119');
    expect(patientNumberOf('653021199001010022')).toBe('653021199001010022');
    for (const other of ['', ' ', 'https://pay.example/now', id, inGroups(id), 'first\nsecond', '1'.repeat(41)]) expect(patientNumberOf(other)).toBeNull();
  });

  it('a code that is held before the camera is told once, and again when it was taken away', () => {
    const held = new Held();
    const look = (code: string | null, at: number, isTaken = true) => {
      const fresh = held.fresh(code, at);
      if (fresh && isTaken) held.told(fresh);
      return fresh;
    };
    expect(look('a', 0, false)).toBe('a'); // Nobody had a hand free for it.
    expect(look('a', 150)).toBe('a');
    expect(look('a', 5_000)).toBeNull(); // A slow machine looks seldom.
    for (let at = 5_150; at < 9_000; at += 150) expect(look(at % 450 === 0 ? null : 'a', at)).toBeNull(); // A hand shakes.
    expect(look('b', 9_000)).toBe('b');
    expect(look('a', 9_150)).toBe('a');
    for (let at = 9_300; at < 10_500; at += 150) look(null, at);
    expect(look('a', 10_500)).toBe('a');
  });

  it('a number is the same however it is written, and nothing is not the same as nothing', () => {
    expect(isSameNumber('HC-65 30', 'hc6530')).toBe(true);
    expect(isSameNumber('HC-6530', 'HC-6531')).toBe(false);
    expect(isSameNumber('', ' ')).toBe(false);
  });

  it('a slip of paper leads to the case and says for when it was made out', () => {
    expect(parseRoute('#/consult/x/slip/17')).toEqual({ page: 'consult', id: 'x', slip: 17 });
    expect(parseRoute('#/consult/x/slip/now')).toEqual({ page: 'consult', id: 'x' });
  });
});

describe('which reader looks for a code', () => {
  const text = `https://telemed.example/#/consult/${'a'.repeat(32)}/slip/1790000000`;
  /** The picture of a camera that sees a slip, as a canvas gives it; the film has its brightness first. */
  const picture = () => {
    const [width, height] = [640, 480];
    const film = qrFilm(text, width, height);
    const luma = film.subarray(film.indexOf('FRAME\n') + 6);
    const data = Uint8ClampedArray.from({ length: width * height * 4 }, (_, i) => (i % 4 === 3 ? 255 : luma[i >> 2]!));
    return { width, height, getContext: () => ({ getImageData: () => ({ width, height, data }) }) } as unknown as HTMLCanvasElement;
  };
  const withDetector = (detect: () => Promise<{ rawValue: string }[]>, formats = ['qr_code']) => vi.stubGlobal('BarcodeDetector', class {
    static getSupportedFormats = () => Promise.resolve(formats);
    detect = detect;
  });
  afterEach(() => vi.unstubAllGlobals());

  it('the page’s own where the browser has none, or none for this kind of code', async () => {
    expect(await (await makeReader())(picture())).toBe(text);
    withDetector(() => Promise.resolve([{ rawValue: 'its own' }]), ['ean_13']);
    expect(await (await makeReader())(picture())).toBe(text);
  });

  it('the browser’s where it has one', async () => {
    withDetector(() => Promise.resolve([{ rawValue: 'its own' }]));
    expect(await (await makeReader())(picture())).toBe('its own');
    withDetector(() => Promise.resolve([]));
    expect(await (await makeReader())(picture())).toBeNull();
  });

  it('the page’s own again where the browser has one by name only', async () => {
    let asked = 0;
    withDetector(() => Promise.reject(new DOMException(String(++asked), 'NotSupportedError')));
    const read = await makeReader();
    expect([await read(picture()), await read(picture()), asked]).toEqual([text, text, 1]);
  });
});

describe('a link that is to be measured while nobody sees the page', () => {
  it('is measured once the page is seen, and not at all when nobody asks any more', async () => {
    let look: () => void = () => undefined;
    let begun = 0;
    const page = {
      hidden: true,
      addEventListener: (_: string, listener: () => void) => (look = listener),
      removeEventListener: () => undefined,
      createElement: () => {
        begun++;
        throw new Error('no canvas here');
      },
    };
    vi.stubGlobal('document', page);
    vi.useFakeTimers();
    try {
      const late = answerProbe('x', Date.now() + 1_000);
      await vi.advanceTimersByTimeAsync(1_000);
      await late;
      page.hidden = false;
      look();
      expect(begun).toBe(0);
      page.hidden = true;
      const waiting = answerProbe('y', Date.now() + 60_000);
      await vi.advanceTimersByTimeAsync(30_000);
      expect(begun).toBe(0);
      page.hidden = false;
      look();
      await waiting;
      expect(begun).toBe(1);
    } finally {
      vi.useRealTimers();
      vi.unstubAllGlobals();
    }
  });
});

describe('F13: times', () => {
  it('are shown in UTC+8', () => {
    expect(timeOfDay('2026-11-22T02:05:00.000Z')).toBe('10:05');
    expect(dayAndTime('2026-11-21T23:30:00.000Z', Date.parse('2026-11-22T01:00:00.000Z'))).toBe('07:30');
    expect(dayAndTime('2026-11-20T02:05:00.000Z', Date.parse('2026-11-22T01:00:00.000Z'))).toMatch(/20.*10:05/);
    expect(dayAndTime('2027-01-02T02:05:00.000Z', Date.parse('2026-11-22T01:00:00.000Z'))).toMatch(/2027.*10:05/);
    // The year is that of UTC+8 too.
    expect(dayAndTime('2026-12-31T20:00:00.000Z', Date.parse('2026-12-31T01:00:00.000Z'))).toMatch(/2027.*04:00/);
  });
  it('show the local UTC+6 beside it where a person switched that on', () => {
    localTimeToo.value = true;
    try {
      expect(timeOfDay('2026-11-22T02:05:00.000Z')).toBe('10:05 (08:05)');
    } finally {
      localTimeToo.value = false;
    }
  });
  it.each([[0, '0:00'], [65_000, '1:05'], [3_661_000, '1:01:01'], [-5, '0:00']])('%d ms are %s', (ms, text) => {
    expect(span(ms)).toBe(text);
  });
});

describe('F13: the server clock', () => {
  beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
  afterEach(() => vi.useRealTimers());
  it('follows the server, not the computer, and keeps the measurement with the shortest round trip', () => {
    clock.learn(new Date(5_000_050).toISOString(), 999_900, 1_000_000);
    expect(clock.now()).toBe(5_000_100);
    clock.learn(new Date(5_000_000).toISOString(), 999_000, 1_000_000);
    expect(clock.now()).toBe(5_000_100);
    expect(clock.until(new Date(5_010_100).toISOString())).toBe(10_000);
  });
});

describe('the time line of a recording', () => {
  it('shows marks, and chapters that say more than a mark', () => {
    const stops = stopsOf(recordingOf('r', 'c', null));
    expect(stops.map((stop) => [stop.kind, stop.atMs])).toEqual([['chapter', 0], ['mark', 4_000], ['mark', 9_000]]);
  });
  it.each([[0, 0], [500, 0.5], [2_000, 1]])('puts %d of 1000 ms at %d', (at, place) => {
    expect(placeOf(at, 1_000)).toBe(place);
  });
});

describe('the catalogues', () => {
  const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map((match) => match[0]).sort();
  it('have words for every key, with the same placeholders in both languages', () => {
    const keys = Object.keys(zh) as (keyof typeof zh)[];
    expect(Object.keys(en).sort()).toEqual([...keys].sort());
    expect(keys.filter((key) => !zh[key].trim() || !en[key].trim())).toEqual([]);
    expect(keys.filter((key) => placeholders(en[key]).join() !== placeholders(zh[key]).join())).toEqual([]);
  });
  it('the pseudo-language is 40 % longer and keeps placeholders', () => {
    const text = pseudoText('Call no. {hop} of the rota');
    expect(text).toContain('{hop}');
    expect(text.length).toBeGreaterThanOrEqual('Call no. {hop} of the rota'.length * 1.3);
  });
});

describe('seeking by speaker and picture', () => {
  const speech = [{ fromMs: 1_000, toMs: 3_000 }, { fromMs: 5_000, toMs: 6_000 }, { fromMs: 9_000, toMs: 9_500 }];

  it('goes to the next speech, and back to the one before when it stands at a beginning', () => {
    expect(speechAfter(speech, 0)).toBe(1_000);
    expect(speechAfter(speech, 5_000)).toBe(9_000);
    expect(speechAfter(speech, 9_000)).toBeNull();
    expect(speechBefore(speech, 5_400)).toBe(1_000);
    expect(speechBefore(speech, 8_000)).toBe(5_000);
    expect(speechBefore(speech, 500)).toBeNull();
  });

  it('chooses pictures evenly, never more than there are', () => {
    expect(picturesOf({ count: 5 }, 12)).toEqual([0, 1, 2, 3, 4]);
    expect(picturesOf({ count: 100 }, 4)).toEqual([0, 25, 50, 75]);
  });

  it('reads a wave form', () => {
    expect([...levelsOf(btoa(String.fromCharCode(0, 128, 255)))]).toEqual([0, 128, 255]);
  });
});

describe('what an operator reads', () => {
  it('marks values at round steps that go beyond the largest', () => {
    expect(valueTicks(5)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(valueTicks(612)).toEqual([0, 200, 400, 600, 800]);
    expect(valueTicks(0.3)).toEqual([0, 0.2, 0.4]);
    expect(valueTicks(0)[0]).toBe(0);
    expect(valueTicks(0).length).toBeGreaterThan(1);
  });

  it('marks whole hours and days of UTC+8, at most so many', () => {
    const from = Date.parse('2026-11-26T03:20:00Z');
    const day = timeTicks(from, from + 86_400_000, 8);
    expect(day.days).toBe(false);
    expect(day.at.map((at) => new Date(at).toISOString().slice(8, 16))).toEqual(
      ['26T04:00', '26T07:00', '26T10:00', '26T13:00', '26T16:00', '26T19:00', '26T22:00', '27T01:00']);
    const month = timeTicks(from, from + 30 * 86_400_000, 8);
    expect(month.days).toBe(true);
    expect(month.at.length).toBeLessThanOrEqual(8);
    expect(month.at.every((at) => new Date(at).toISOString().endsWith('T16:00:00.000Z'))).toBe(true);
  });

  it('hangs every site under the one above it, and opens the branches in which something is wrong', () => {
    const tree = treeOf(overviewOf([]).sites);
    expect(tree.map((one) => one.site.id)).toEqual(['hospital']);
    expect(countOf(tree[0]!)).toBe(5);
    const county = tree[0]!.below[0]!;
    expect(county.below.map((one) => one.site.id)).toEqual(['clinic', 'village', 'quiet']);
    expect(isTroubledBelow(county)).toBe(true);
    expect(isTroubledBelow(county.below[2]!)).toBe(false);
    expect(treeOf([{ ...county.site, parent: 'nowhere' }]).map((one) => one.site.id)).toEqual(['county']);
  });

  it('finds a site of the network by its address', () => {
    expect(parseRoute('#/operator')).toEqual({ page: 'operator', site: null });
    expect(parseRoute('#/operator/clinic%2Feast')).toEqual({ page: 'operator', site: 'clinic/east' });
  });
});
