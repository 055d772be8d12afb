/** How sound is sent: thin (few packets, low rate) where the way is narrow, each packet with the one before it where much gets lost. */
export interface Voice {
  thin: boolean;
  repeated: boolean;
}

/** Eight packets are what a repetition can reach back (341 ms); 60 ms would spare some more heads, and outlive fewer bursts. */
const thinPacketMs = 40;
/** Speech in wide band; with two repetitions and all heads 51 kbit/s. */
export const thinBitrate = 12_000;
const repeatFrom = 0.05;
const plainBelow = 0.02;
/** Readings in a row, each some 400 ms. */
const lossyReadings = 5;
const cleanReadings = 40;
const narrowReadings = 3;
const wideReadings = 50;

/**
 * Chooses how to send sound: thin while somebody's way is narrow, repeated by the share of it that the relay did not get.
 * Soon when it is needed, back slowly, as each change is a new description.
 */
export class VoiceChooser {
  #voice: Voice = { thin: false, repeated: false };
  #lossy = 0;
  #clean = 0;
  #narrow = 0;
  #wide = 0;

  /** The choice from now on; the same object while it stays. */
  observe(isNarrow: boolean, lost: number | null): Voice {
    this.#narrow = isNarrow ? this.#narrow + 1 : 0;
    this.#wide = isNarrow ? 0 : this.#wide + 1;
    if (lost !== null) {
      this.#lossy = lost >= repeatFrom ? this.#lossy + 1 : 0;
      this.#clean = lost < plainBelow ? this.#clean + 1 : 0;
    }
    const thin = this.#voice.thin ? this.#wide < wideReadings : this.#narrow >= narrowReadings;
    const repeated = this.#voice.repeated ? this.#clean < cleanReadings : this.#lossy >= lossyReadings;
    if (thin !== this.#voice.thin || repeated !== this.#voice.repeated) this.#voice = { thin, repeated };
    return this.#voice;
  }
}

/**
 * An answer that asks for sound to be sent so. Browsers obey what the other side's description wants of packet time, rate
 * and codec order, and only that; the relay takes whatever comes, so that it need not be asked.
 */
export function withVoice(answer: string, mid: string, voice: Voice): string {
  const sections = answer.split(/(?=^m=)/m);
  return sections.map((section) => (isOwn(section, mid) ? changed(section, voice) : section)).join('');
}

/** An instrument's sound: the full band, of which 96 kbit/s lose nothing that is heard. */
export const wholeBitrate = 96_000;

/**
 * An answer that asks for sound whole, as of an instrument: no gaps in silence, as a murmur is what somebody listens for, and
 * the rate that its band needs.
 */
export function withWholeSound(answer: string, mid: string): string {
  return answer.split(/(?=^m=)/m).map((section) => (isOwn(section, mid) ? whole(section) : section)).join('');
}

function whole(section: string): string {
  const opus = /^a=rtpmap:(\d+) opus\//m.exec(section)?.[1];
  if (opus === undefined) return section;
  return section.replace(new RegExp(`^(a=fmtp:${opus} )(.*?)(\r?)$`, 'm'), (_, head: string, words: string, end: string) => {
    const kept = words.split(';').filter((one) => !/^\s*(usedtx|maxaveragebitrate)=/.test(one));
    return `${head}${[...kept, `maxaveragebitrate=${wholeBitrate}`].join(';')}${end}`;
  });
}

function isOwn(section: string, mid: string): boolean {
  return section.startsWith('m=audio') && new RegExp(`^a=mid:${mid}\\r?$`, 'm').test(section);
}

function changed(section: string, voice: Voice): string {
  const opus = /^a=rtpmap:(\d+) opus\//m.exec(section)?.[1];
  const red = /^a=rtpmap:(\d+) red\//m.exec(section)?.[1];
  if (opus === undefined) return section;
  let text = section;
  if (red !== undefined) {
    const order = voice.repeated ? `${red} ${opus}` : `${opus} ${red}`;
    text = text.replace(/^(m=audio \d+ \S+) .*?(\r?)$/m, `$1 ${order}$2`);
  }
  if (!voice.thin) return text;
  return text
    .replace(new RegExp(`^(a=fmtp:${opus} .*?)(\\r?)$`, 'm'), `$1;maxaveragebitrate=${thinBitrate}$2`)
    .replace(/(\r?\n)?$/, `\r\na=ptime:${thinPacketMs}\r\n`);
}
