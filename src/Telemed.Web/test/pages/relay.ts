import type { Browser } from 'playwright-core';
import type { Answerer } from '../mock/server';

interface Relay {
  answer: Answerer;
  check: (offer: string) => Promise<string>;
  /** Sudden silence; the other side hears nothing of it but that packets stay away. */
  cut: () => Promise<void>;
  /** Gives back everything: what draws, sounds and encodes for nobody takes its time from the next test. */
  clear: () => Promise<void>;
}

/**
 * A page of its own that stands in for the relay: it answers each offer with a PeerConnection that sends a drawn picture
 * and a tone into every slot that carries a publication. Real media, made by the browser; no server.
 */
export async function relayIn(browser: Browser): Promise<Relay> {
  const page = await (await browser.newContext()).newPage();
  await page.goto('about:blank');
  await page.evaluate(() => {
    const peers = new Map<string, RTCPeerConnection>();
    const held: (() => void)[] = [];
    const draw = (hue: number): MediaStreamTrack => {
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [640, 360];
      const context = canvas.getContext('2d') as CanvasRenderingContext2D;
      let frame = 0;
      const timer = setInterval(() => {
        frame += 1;
        context.fillStyle = `hsl(${hue} 45% 32%)`;
        context.fillRect(0, 0, 640, 360);
        context.fillStyle = `hsl(${hue} 30% 72%)`;
        context.beginPath();
        context.arc(320 + Math.sin(frame / 12) * 20, 150, 70, 0, 7);
        context.fill();
        context.fillRect(200, 240, 240, 120);
      }, 40);
      const track = canvas.captureStream(25).getVideoTracks()[0] as MediaStreamTrack;
      held.push(() => {
        clearInterval(timer);
        track.stop();
      });
      return track;
    };
    const tone = (): MediaStreamTrack => {
      const audio = new AudioContext();
      held.push(() => void audio.close());
      const oscillator = audio.createOscillator();
      const out = audio.createMediaStreamDestination();
      oscillator.connect(out);
      oscillator.start();
      return out.stream.getAudioTracks()[0] as MediaStreamTrack;
    };
    /** Whether a line of the offer sends; the others are slots. */
    const sends = (offer: string, mid: string) =>
      offer.split(/^m=/m).some((part) => part.includes(`a=mid:${mid}\r\n`) && part.includes('a=sendonly'));
    const answer = async (offer: string, publications: { kind: string }[]): Promise<string> => {
      // A further offer of the same connection carries the same user fragment.
      const key = /a=ice-ufrag:(\S+)/.exec(offer)?.[1] ?? '';
      const known = peers.has(key);
      const peer = peers.get(key) ?? new RTCPeerConnection();
      peers.set(key, peer);
      await peer.setRemoteDescription({ type: 'offer', sdp: offer });
      const wanted = { audio: publications.filter((one) => one.kind === 'audio').length, video: publications.filter((one) => one.kind === 'video').length };
      for (const transceiver of peer.getTransceivers()) {
        const kind = transceiver.receiver.track.kind as 'audio' | 'video';
        if (known || sends(offer, transceiver.mid ?? '')) continue;
        transceiver.direction = 'sendonly';
        if (wanted[kind]-- > 0) await transceiver.sender.replaceTrack(kind === 'audio' ? tone() : draw(Number(transceiver.mid) * 47));
      }
      await peer.setLocalDescription(await peer.createAnswer());
      await new Promise<void>((resolve) => {
        if (peer.iceGatheringState === 'complete') resolve();
        else peer.addEventListener('icegatheringstatechange', () => peer.iceGatheringState === 'complete' && resolve());
      });
      return peer.localDescription?.sdp ?? '';
    };
    /** One way of a measurement: takes what is sent, or sends where something is waited for. */
    const check = async (offer: string): Promise<string> => {
      const peer = new RTCPeerConnection();
      held.push(() => peer.close());
      await peer.setRemoteDescription({ type: 'offer', sdp: offer });
      for (const transceiver of peer.getTransceivers()) {
        if (!/a=recvonly/.test(offer)) continue;
        transceiver.direction = 'sendonly';
        await transceiver.sender.replaceTrack(transceiver.receiver.track.kind === 'audio' ? tone() : draw(120));
      }
      await peer.setLocalDescription(await peer.createAnswer());
      await new Promise<void>((resolve) => {
        if (peer.iceGatheringState === 'complete') resolve();
        else peer.addEventListener('icegatheringstatechange', () => peer.iceGatheringState === 'complete' && resolve());
      });
      return peer.localDescription?.sdp ?? '';
    };
    const cut = () => peers.forEach((peer) => peer.close());
    const clear = () => {
      cut();
      peers.clear();
      for (const giveBack of held.splice(0)) giveBack();
    };
    Object.assign(globalThis, { answer, check, cut, clear });
  });
  type There = { check: (offer: string) => Promise<string>; answer: (offer: string, publications: unknown) => Promise<string>; cut: () => void; clear: () => void };
  return {
    answer: (offer, publications) =>
      page.evaluate(([sdp, list]) => (globalThis as unknown as There).answer(sdp as string, list), [offer, publications] as const),
    check: (offer) => page.evaluate((sdp) => (globalThis as unknown as There).check(sdp), offer),
    cut: () => page.evaluate(() => (globalThis as unknown as There).cut()),
    clear: () => page.evaluate(() => (globalThis as unknown as There).clear()),
  };
}
