/**
 * How sound is sent: thin (few packets, low rate) where the way is narrow, each packet with earlier ones where much gets lost
 * on the own way, from far back where that comes in bursts or is so much that it may, and whole (without gaps in silence) where
 * much gets lost on any. A gap begins with one packet of a byte that says so; where it is lost, the listener's player makes sound
 * up until the gap's next sign of life, 400 ms later, and nothing comes behind it in time to repeat it.
 */
export interface Voice {
  thin: boolean;
  repeated: boolean;
  far: boolean;
  whole: boolean;
}

export const plainVoice: Voice = { thin: false, repeated: false, far: false, whole: false };

/** Eight packets are what a repetition can reach back (341 ms); 60 ms would spare some more heads, and outlive fewer bursts. */
const thinPacketMs = 40;
/** Speech in wide band; with two repetitions and all heads 51 kbit/s. */
export const thinBitrate = 12_000;
const lossyFrom = 0.03;
const cleanBelow = 0.02;
const farFrom = 0.1;
const nearBelow = 0.06;
/** How much a reading counts for that; two or three have the same figure, of some 25 packets. */
const weight = 0.1;
/** Readings in a row, each some 400 ms. */
const lossyReadings = 5;
const cleanReadings = 40;
const narrowReadings = 3;
const wideReadings = 50;

/**
 * Chooses how to send sound: thin while somebody's way is narrow, repeated and whole by the share of it that gets lost.
 * Soon when it is needed, back slowly, as each change is a new description.
 */
export class VoiceChooser {
  #voice = plainVoice;
  #own = new Run();
  #others = new Run();
  #narrow = new Run();
  #usual = 0;

  /**
   * The choice from now on; the same object while it stays.
   * @param isNarrow whether somebody's way is
   * @param lost the share of the own sound that the relay did not get; null before it said so
   * @param lostBeyond the share that is lost on the way to the one who hears it; null where that is not known, or there is not one
   */
  observe(isNarrow: boolean, lost: number | null, lostBeyond: number | null): Voice {
    const thin = this.#narrow.observe(isNarrow, !isNarrow, narrowReadings, wideReadings);
    const repeated = observeLoss(this.#own, lost);
    const whole = observeLoss(this.#others, lostBeyond) || repeated;
    if (lost !== null) this.#usual += weight * (lost - this.#usual);
    const now = this.#voice;
    const far = this.#usual >= (now.far ? nearBelow : farFrom);
    if (thin !== now.thin || repeated !== now.repeated || far !== now.far || whole !== now.whole) this.#voice = { thin, repeated, far, whole };
    return this.#voice;
  }
}

/** What begins after some readings in a row, and ends after some others in a row. */
class Run {
  #is = false;
  #for = 0;
  #against = 0;

  observe(speaksFor: boolean, speaksAgainst: boolean, begin: number, end: number): boolean {
    this.#for = speaksFor ? this.#for + 1 : 0;
    this.#against = speaksAgainst ? this.#against + 1 : 0;
    this.#is = this.#is ? this.#against < end : this.#for >= begin;
    return this.#is;
  }

  get is(): boolean {
    return this.#is;
  }
}

function observeLoss(run: Run, lost: number | null): boolean {
  return lost === null ? run.is : run.observe(lost >= lossyFrom, lost < cleanBelow, lossyReadings, cleanReadings);
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
/** Where the way is narrow, so that it leaves room for the voice: heart and lungs lie below 2 kHz. */
export const wholeThinBitrate = 24_000;

/**
 * An answer that asks for sound whole, as of an instrument: no gaps in silence, as a murmur is what somebody listens for, and
 * the rate that its band needs.
 */
export function withWholeSound(answer: string, mid: string, bitrate = wholeBitrate): string {
  return answer.split(/(?=^m=)/m).map((section) => (isOwn(section, mid) ? whole(section, bitrate) : section)).join('');
}

function whole(section: string, bitrate: number): string {
  const opus = opusOf(section);
  return opus === undefined ? section : rewritten(section, opus, ['usedtx', 'maxaveragebitrate'], `maxaveragebitrate=${bitrate}`);
}

function opusOf(section: string): string | undefined {
  return /^a=rtpmap:(\d+) opus\//m.exec(section)?.[1];
}

/** A section whose words for Opus (RFC 7587 section 6.1) are without those of some names, and have another one. */
function rewritten(section: string, opus: string, without: string[], also?: string): string {
  return section.replace(new RegExp(`^(a=fmtp:${opus} )(.*?)(\r?)$`, 'm'), (_, head: string, words: string, end: string) => {
    const kept = words.split(';').filter((word) => !without.some((name) => word.trim().startsWith(`${name}=`)));
    return head + (also === undefined ? kept : [...kept, also]).join(';') + end;
  });
}

function isOwn(section: string, mid: string): boolean {
  return section.startsWith('m=audio') && new RegExp(`^a=mid:${mid}\\r?$`, 'm').test(section);
}

function changed(section: string, voice: Voice): string {
  const opus = opusOf(section);
  const red = /^a=rtpmap:(\d+) red\//m.exec(section)?.[1];
  if (opus === undefined) return section;
  let text = section;
  if (red !== undefined) {
    const order = voice.repeated ? `${red} ${opus}` : `${opus} ${red}`;
    text = text.replace(/^(m=audio \d+ \S+) .*?(\r?)$/m, `$1 ${order}$2`);
  }
  if (voice.whole) text = rewritten(text, opus, ['usedtx']);
  if (!voice.thin) return text;
  return rewritten(text, opus, ['maxaveragebitrate'], `maxaveragebitrate=${thinBitrate}`)
    .replace(/(\r?\n)?$/, `\r\na=ptime:${thinPacketMs}\r\n`);
}
