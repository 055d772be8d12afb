import type { LinkQuality, LinkWord } from '../api/contracts';

/** What the page reads from getStats twice a second. */
export interface Reading {
  /** Everything received on the transport: media, feedback and checks. */
  packetsReceived: number;
  framesDecoded: number;
  mediaPackets: number;
  mediaLost: number;
  /** Packets of sound, and those of them that never came, whether or not their sound came again. */
  soundPackets: number;
  soundMissing: number;
  /** Samples of sound that were played, and those of them that were made up in place of speech. */
  soundPlayed: number;
  soundMadeUp: number;
  roundTripMs: number | null;
  outgoingBitrate: number | null;
  /** The share of the own sound that the relay did not get lately, 0 to 1; null before it said so. */
  soundLost: number | null;
  /** How the selected path goes; null while there is none. */
  protocol: 'udp' | 'tcp' | null;
}

/** @param voice the mid of the own voice, as an instrument's sound is sent beside it; null where none is sent */
export async function readStats(pc: RTCPeerConnection, voice: string | null): Promise<Reading> {
  const reading: Reading = {
    packetsReceived: 0, framesDecoded: 0, mediaPackets: 0, mediaLost: 0, soundPackets: 0, soundMissing: 0, soundPlayed: 0, soundMadeUp: 0, roundTripMs: null, outgoingBitrate: null, soundLost: null, protocol: null,
  };
  const report = await pc.getStats();
  report.forEach((entry: Record<string, unknown>) => add(reading, entry));
  report.forEach((entry: Record<string, unknown>) => addOwnLoss(reading, entry, report, voice));
  addPath(reading, report);
  return reading;
}

/**
 * The path that media goes by. Its state says nothing: a check is under way as long as a round trip, which on a full link is
 * most of the time.
 */
function selectedPair(report: RTCStatsReport): Record<string, unknown> | undefined {
  let id: unknown = null;
  report.forEach((entry: Record<string, unknown>) => {
    if (entry['type'] === 'transport') id = entry['selectedCandidatePairId'] ?? id;
    // Firefox marks the pair itself.
    else if (entry['type'] === 'candidate-pair' && entry['selected'] === true) id = entry['id'];
  });
  return typeof id === 'string' ? (report.get(id) as Record<string, unknown> | undefined) : undefined;
}

function addPath(reading: Reading, report: RTCStatsReport): void {
  const pair = selectedPair(report);
  if (!pair) return;
  const local = typeof pair['localCandidateId'] === 'string' ? (report.get(pair['localCandidateId']) as Record<string, unknown> | undefined)?.['protocol'] : null;
  reading.protocol = local === 'udp' || local === 'tcp' ? local : null;
  // Firefox has no transport entry with packets; the pair's bytes say the same.
  if (typeof pair['packetsReceived'] !== 'number' && typeof pair['bytesReceived'] === 'number') reading.packetsReceived += pair['bytesReceived'];
  if (typeof pair['currentRoundTripTime'] === 'number') reading.roundTripMs = pair['currentRoundTripTime'] * 1000;
  if (typeof pair['availableOutgoingBitrate'] === 'number') reading.outgoingBitrate = pair['availableOutgoingBitrate'];
}

function add(reading: Reading, entry: Record<string, unknown>): void {
  const number = (key: string) => (typeof entry[key] === 'number' ? (entry[key] as number) : 0);
  if (entry['type'] === 'inbound-rtp') {
    reading.mediaPackets += number('packetsReceived');
    reading.mediaLost += number('packetsLost');
    reading.framesDecoded += number('framesDecoded');
    if (entry['kind'] === 'audio') {
      reading.soundPackets += number('packetsReceived');
      reading.soundMissing += number('packetsLost');
      reading.soundPlayed += number('totalSamplesReceived');
      reading.soundMadeUp += number('concealedSamples') - number('silentConcealedSamples');
    }
  } else if (entry['type'] === 'transport') {
    reading.packetsReceived += number('packetsReceived');
  }
}

/** What the relay says of the voice: another sound loses otherwise, and is said of in any order. */
function addOwnLoss(reading: Reading, entry: Record<string, unknown>, report: RTCStatsReport, voice: string | null): void {
  if (entry['type'] !== 'remote-inbound-rtp' || entry['kind'] !== 'audio' || typeof entry['fractionLost'] !== 'number') return;
  const sent = typeof entry['localId'] === 'string' ? (report.get(entry['localId']) as Record<string, unknown> | undefined) : undefined;
  // A browser that does not say which line it was says it of the voice alone, most of the time.
  if (voice !== null && (sent?.['mid'] ?? voice) === voice) reading.soundLost = entry['fractionLost'];
}

export interface LinkView {
  word: LinkWord;
  /** 0 to 5, as the server's. */
  score: number;
}

/** What the server's figures of the own link say of the way itself, whatever is shown over it: that follows from what is sent. */
export function wayOf(link: Pick<LinkQuality, 'score' | 'lossPercent' | 'roundTripMs'>): LinkWord {
  if (link.score === 0) return 'lost';
  return link.lossPercent > 8 || (link.roundTripMs ?? 0) > 500 ? 'weak' : 'good';
}

/** The link in a word, from the change between two readings, for as long as the server has not said its own. */
export function judge(before: Reading, after: Reading): LinkView {
  const lost = Math.max(0, after.mediaLost - before.mediaLost);
  const received = Math.max(0, after.mediaPackets - before.mediaPackets);
  const loss = lost + received > 0 ? lost / (lost + received) : 0;
  const trip = after.roundTripMs ?? 0;
  if (after.packetsReceived === before.packetsReceived) return { word: 'lost', score: 0 };
  if (loss > 0.1 || trip > 800) return { word: 'weak', score: 2 };
  if (loss > 0.03 || trip > 400) return { word: 'fair', score: 3 };
  return { word: 'good', score: 5 };
}
