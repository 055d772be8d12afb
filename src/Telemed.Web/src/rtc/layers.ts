import type { SendMode } from './modes';

/** Highest rate of the camera, bit/s. */
export const cameraBitrate = 1_200_000;
/** The layers' names in the packets (RFC 8851), the best one first: a browser that makes fewer than it was asked for makes the first. */
export const bestRid = 'h';
export const lesserRid = 'l';
/** What the lesser layer is for: a link of some 250 kbit/s, with the sound beside it. */
const lesserBitrate = 150_000;
const lesserHeight = 180;
const usualHeight = 540;

export interface Layer {
  active: boolean;
  bitrate: number;
  scaleDownBy: number;
  framesPerSecond: number | null;
}

/** What is made of the camera's picture. */
export interface Picture {
  best: Layer;
  lesser: Layer;
  /** Layers in time (RFC 7741): with two, the relay may leave every second frame out for who has little room. */
  temporal: 'L1T1' | 'L1T2';
}

const bestBy: Record<SendMode, Layer> = {
  full: { active: true, bitrate: cameraBitrate, scaleDownBy: 1, framesPerSecond: null },
  weak: { active: true, bitrate: 220_000, scaleDownBy: 2, framesPerSecond: 12 },
  photo: { active: true, bitrate: 60_000, scaleDownBy: 1, framesPerSecond: null },
};

/** How often the lesser layer's lines go into the camera's. */
export function scaleOf(height: number | undefined): number {
  return Math.max(2, Math.floor((height || usualHeight) / lesserHeight));
}

/**
 * Two people: one layer, bounded by what the other's link carries. Three and more: two, of which each receiver gets the one that its link
 * has room for; over a weak link of one's own the lesser one alone. Stills are one layer always.
 */
export function pictureFor(mode: SendMode, people: number, height: number | undefined): Picture {
  const best = bestBy[mode];
  const lesser: Layer = { active: false, bitrate: lesserBitrate, scaleDownBy: scaleOf(height), framesPerSecond: null };
  if (people <= 2 || mode === 'photo') return { best, lesser, temporal: 'L1T1' };
  return {
    best: { ...best, active: mode === 'full' },
    lesser: { ...lesser, active: true },
    temporal: 'L1T2',
  };
}

interface Encoding extends RTCRtpEncodingParameters {
  scalabilityMode?: string;
}

/** The encodings to begin with: both are in the offer, as their number can never change, and the first alone is sent. */
export function firstEncodings(): RTCRtpEncodingParameters[] {
  return [bestRid, lesserRid].map((rid) => encodingOf({ rid }, pictureFor('full', 1, undefined), true));
}

/** An encoding as a picture wants it. A browser that knows no layers in time takes no notice of them, or refuses them. */
export function encodingOf(before: Encoding, picture: Picture, inTime: boolean): Encoding {
  const layer = before.rid === lesserRid ? picture.lesser : picture.best;
  const after: Encoding = { ...before, active: layer.active, maxBitrate: layer.bitrate, scaleResolutionDownBy: layer.scaleDownBy };
  if (layer.framesPerSecond === null) delete after.maxFramerate;
  else after.maxFramerate = layer.framesPerSecond;
  if (inTime) after.scalabilityMode = picture.temporal;
  else delete after.scalabilityMode;
  return after;
}
