import type { SiteLinkMode } from '../api/contracts';
import * as api from '../api/telemed';
import { preferCodecs } from './offer';
import { audioBitrate, cameraBitrate } from './peer';

/** A link as measured through the relay: the page hears itself. */
export interface LinkFigures {
  upKbps: number;
  downKbps: number;
  lossPercent: number;
  roundTripMs: number;
  jitterMs: number;
  protocol: 'udp' | 'tcp' | null;
}

export type LinkVerdict = SiteLinkMode;

const connectMs = 8_000;
/** The browser needs some seconds to find out how much gets through. */
const warmUpMs = 3_500;
const measureMs = 2_500;

/** What the link is good for. The worse direction decides; loss costs the picture before it costs the sound. */
export function verdictOf(figures: LinkFigures | null): LinkVerdict {
  if (!figures) return 'phone';
  const { upKbps, downKbps, lossPercent, roundTripMs } = figures;
  const least = Math.min(upKbps, downKbps);
  if (least < 24 || lossPercent > 40) return 'phone';
  if (least < 50) return 'audio';
  if (least < 100) return 'photo';
  return least < 350 || lossPercent > 5 || roundTripMs > 400 ? 'weak' : 'full';
}

/** Measures for some six seconds; null when no media came through at all. Ended early by the signal. */
export async function measureLink(tracks: readonly MediaStreamTrack[], ended: AbortSignal): Promise<LinkFigures | null> {
  const check = await api.openCheck();
  const up = new RTCPeerConnection({ bundlePolicy: 'max-bundle', iceServers: check.iceServers });
  const down = new RTCPeerConnection({ bundlePolicy: 'max-bundle', iceServers: check.iceServers });
  try {
    for (const track of tracks) {
      const kind = track.kind as 'audio' | 'video';
      const maxBitrate = kind === 'audio' ? audioBitrate : cameraBitrate;
      preferCodecs(up.addTransceiver(track, { direction: 'sendonly', sendEncodings: [{ maxBitrate }] }), kind);
      preferCodecs(down.addTransceiver(kind, { direction: 'recvonly' }), kind);
    }
    await connect(up, check.id, 'up');
    await connect(down, check.id, 'down');
    if (!(await connected(up, ended)) || !(await connected(down, ended))) return null;
    await wait(warmUpMs, ended);
    const before = await read(up, down);
    await wait(measureMs, ended);
    return figuresOf(before, await read(up, down));
  } finally {
    up.close();
    down.close();
    void api.closeCheck(check.id).catch(() => undefined);
  }
}

async function connect(pc: RTCPeerConnection, id: string, side: 'up' | 'down'): Promise<void> {
  const offer = await pc.createOffer();
  await pc.setLocalDescription(offer);
  const { answerSdp } = await api.offerCheck(id, side, offer.sdp ?? '');
  await pc.setRemoteDescription({ type: 'answer', sdp: answerSdp });
}

function connected(pc: RTCPeerConnection, ended: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const look = () => {
      if (pc.connectionState === 'connected') resolve(true);
      else if (pc.connectionState === 'failed' || ended.aborted) resolve(false);
    };
    pc.addEventListener('connectionstatechange', look);
    ended.addEventListener('abort', look);
    setTimeout(() => resolve(false), connectMs);
    look();
  });
}

function wait(ms: number, ended: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    ended.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(new DOMException('', 'AbortError'));
    });
  });
}

interface Counted {
  atMs: number;
  received: number;
  packets: number;
  lost: number;
  outgoing: number;
  upLoss: number;
  roundTripMs: number;
  jitterMs: number;
  protocol: 'udp' | 'tcp' | null;
}

async function read(up: RTCPeerConnection, down: RTCPeerConnection): Promise<Counted> {
  const counted: Counted = { atMs: performance.now(), received: 0, packets: 0, lost: 0, outgoing: 0, upLoss: 0, roundTripMs: 0, jitterMs: 0, protocol: null };
  const [sent, heard] = await Promise.all([up.getStats(), down.getStats()]);
  const number = (entry: Record<string, unknown>, key: string) => (typeof entry[key] === 'number' ? (entry[key] as number) : 0);
  sent.forEach((entry: Record<string, unknown>) => {
    if (entry['type'] === 'remote-inbound-rtp') counted.upLoss = Math.max(counted.upLoss, number(entry, 'fractionLost'));
    else if (entry['type'] === 'candidate-pair' && entry['nominated'] === true) {
      counted.outgoing = Math.max(counted.outgoing, number(entry, 'availableOutgoingBitrate'));
      counted.roundTripMs = Math.max(counted.roundTripMs, number(entry, 'currentRoundTripTime') * 1000);
      const local = sent.get(String(entry['localCandidateId'])) as Record<string, unknown> | undefined;
      const protocol = local?.['protocol'];
      if (protocol === 'udp' || protocol === 'tcp') counted.protocol = protocol;
    }
  });
  heard.forEach((entry: Record<string, unknown>) => {
    if (entry['type'] !== 'inbound-rtp') return;
    counted.received += number(entry, 'bytesReceived') + number(entry, 'headerBytesReceived');
    counted.packets += number(entry, 'packetsReceived');
    counted.lost += number(entry, 'packetsLost');
    counted.jitterMs = Math.max(counted.jitterMs, number(entry, 'jitter') * 1000);
  });
  return counted;
}

/** From two readings; null when nothing came through between them. */
export function figuresOf(before: Counted, after: Counted): LinkFigures | null {
  const packets = after.packets - before.packets;
  if (packets <= 0) return null;
  const lost = Math.max(0, after.lost - before.lost);
  const downKbps = Math.round(((after.received - before.received) * 8) / (after.atMs - before.atMs));
  return {
    // Firefox does not tell what it believes to get through; then what came back is the least.
    upKbps: after.outgoing > 0 ? Math.round(after.outgoing / 1000) : downKbps,
    downKbps,
    lossPercent: Math.round(Math.max(after.upLoss, lost / (lost + packets)) * 1000) / 10,
    roundTripMs: Math.round(after.roundTripMs),
    jitterMs: Math.round(after.jitterMs),
    protocol: after.protocol,
  };
}
