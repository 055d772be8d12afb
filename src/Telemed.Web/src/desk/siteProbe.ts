import { effect } from '@preact/signals';
import type { SiteLink } from '../api/contracts';
import { Problem } from '../api/problem';
import * as api from '../api/telemed';
import { route } from '../app/router';
import { now } from '../time/serverClock';

const picture = { width: 640, height: 480, blocks: 40 } as const;
let running: Promise<SiteLink | null> | null = null;

/** After no line, until it is tried again. */
const againMs = 5_000;

/**
 * Measures this house's link before an appointment, as the server asks, and reports it: in the background, with a drawn
 * picture and a tone that nobody hears, never with the camera. A page that is in a room leaves its link alone; that nobody
 * has measured is the server's to note. A page that nobody sees is slowed down by its browser and would measure that: it
 * waits until it is seen, measures anew when it was hidden meanwhile, and goes on while somebody asks.
 */
export async function answerProbe(consult: string, until: number): Promise<void> {
  while ((await isSeenBefore(until)) && !isInRoom()) {
    // Two appointments of a house may be asked about at once: one measurement is the answer to both.
    running ??= measured().finally(() => { running = null; });
    try {
      const link = await running;
      if (!link) continue;
      await api.reportProbe(consult, link);
      return;
    } catch (error) {
      // Somebody else was sooner, or nobody asks any more: the server goes by what it got.
      if (!(error instanceof Problem && error.offline)) return;
    }
    await new Promise((resolve) => setTimeout(resolve, againMs));
  }
}

const isInRoom = () => route.peek().page === 'room';

/** Whether the page is seen now, or comes to be before a time of the server's clock; false once that has come. */
function isSeenBefore(until: number): Promise<boolean> {
  if (now() >= until) return Promise.resolve(false);
  return new Promise((resolve) => {
    const settle = (isSeen: boolean) => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', look);
      resolve(isSeen);
    };
    const look = () => !document.hidden && settle(true);
    const timer = setTimeout(() => settle(false), until - now());
    document.addEventListener('visibilitychange', look);
    look();
  });
}

/** Null when the page was hidden, or went into a room, while it measured: then the figures say nothing of the link. */
async function measured(): Promise<SiteLink | null> {
  const { measureLink, verdictOf } = await import('../rtc/linkCheck');
  const spoilt = new AbortController();
  const look = () => {
    if (document.hidden || route.value.page === 'room') spoilt.abort();
  };
  const forget = effect(look);
  document.addEventListener('visibilitychange', look);
  const drawn = draw();
  const sound = tone();
  try {
    const figures = await measureLink([sound.track, drawn.track], spoilt.signal);
    return spoilt.signal.aborted ? null : {
      mode: verdictOf(figures),
      upKbps: figures?.upKbps ?? null,
      downKbps: figures?.downKbps ?? null,
      lossPercent: figures?.lossPercent ?? null,
      roundTripMs: figures?.roundTripMs ?? null,
      jitterMs: figures?.jitterMs ?? null,
      path: figures?.protocol ?? null,
    };
  } catch (error) {
    if (spoilt.signal.aborted) return null;
    throw error;
  } finally {
    forget();
    document.removeEventListener('visibilitychange', look);
    drawn.stop();
    sound.stop();
  }
}

/** Coloured blocks that change with each frame: a picture that an encoder cannot make small. */
function draw(): { track: MediaStreamTrack; stop: () => void } {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [picture.width, picture.height];
  const context = canvas.getContext('2d')!;
  const step = picture.width / picture.blocks;
  const paint = () => {
    for (let x = 0; x < picture.width; x += step) {
      for (let y = 0; y < picture.height; y += step) {
        context.fillStyle = `hsl(${Math.random() * 360} 60% ${Math.random() * 100}%)`;
        context.fillRect(x, y, step, step);
      }
    }
  };
  paint();
  const timer = setInterval(paint, 70);
  const track = canvas.captureStream(15).getVideoTracks()[0]!;
  return {
    track,
    stop: () => {
      clearInterval(timer);
      track.stop();
    },
  };
}

function tone(): { track: MediaStreamTrack; stop: () => void } {
  const audio = new AudioContext();
  const oscillator = audio.createOscillator();
  const out = audio.createMediaStreamDestination();
  oscillator.connect(out);
  oscillator.start();
  const track = out.stream.getAudioTracks()[0]!;
  return {
    track,
    stop: () => {
      track.stop();
      void audio.close();
    },
  };
}
