// Runs in every page after probe.js: four times a second, what came in on whichever connection there is.
(() => {
  const meter = window.__meter = { samples: [] };
  const before = new Map();
  const grown = (key, value) => {
    const last = before.get(key) ?? 0;
    before.set(key, value);
    return Math.max(0, value - last);
  };

  const sample = async () => {
    const sum = { at: Date.now(), audio: 0, concealed: 0, silent: 0, frames: 0, freezes: 0, frozenMs: 0, width: 0, height: 0,
      packets: 0, sent: 0, protocol: null, state: null, roundTripMs: null, outgoing: null, target: 0, discarded: 0, lost: 0,
      slowed: 0, hastened: 0, repeats: 0, useless: 0, waited: 0, wanted: 0, played: 0, wish: null, sentFrames: 0, sentHeight: 0,
      score: document.querySelectorAll('[data-testid=link-quality] [data-full]').length };
    for (const [index, connection] of window.__probe.connections.entries()) {
      if (connection.connectionState === 'closed') continue;
      sum.state = connection.connectionState;
      for (const receiver of connection.getReceivers()) {
        if (receiver.track.kind === 'audio') sum.wish = receiver.jitterBufferTarget ?? sum.wish;
      }
      const report = await connection.getStats();
      for (const stat of report.values()) {
        const key = `${index}:${stat.id}:`;
        if (stat.type === 'inbound-rtp' && stat.kind === 'audio') {
          sum.audio += grown(key + 'all', stat.totalSamplesReceived ?? 0);
          sum.concealed += grown(key + 'concealed', stat.concealedSamples ?? 0);
          sum.silent += grown(key + 'silent', stat.silentConcealedSamples ?? 0);
          sum.discarded += grown(key + 'discarded', stat.packetsDiscarded ?? 0);
          sum.slowed += grown(key + 'slowed', stat.insertedSamplesForDeceleration ?? 0);
          sum.hastened += grown(key + 'hastened', stat.removedSamplesForAcceleration ?? 0);
          sum.repeats += grown(key + 'repeats', stat.fecPacketsReceived ?? 0);
          sum.useless += grown(key + 'useless', stat.fecPacketsDiscarded ?? 0);
          sum.waited += grown(key + 'waited', stat.jitterBufferDelay ?? 0);
          sum.wanted += grown(key + 'wanted', stat.jitterBufferTargetDelay ?? 0);
          sum.played += grown(key + 'played', stat.jitterBufferEmittedCount ?? 0);
          sum.lost += grown(key + 'lost', stat.packetsLost ?? 0);
          sum.packets += grown(key + 'packets', stat.packetsReceived ?? 0);
        } else if (stat.type === 'inbound-rtp' && stat.kind === 'video') {
          const frames = grown(key + 'frames', stat.framesDecoded ?? 0);
          sum.frames += frames;
          sum.freezes += grown(key + 'freezes', stat.freezeCount ?? 0);
          sum.frozenMs += grown(key + 'frozen', (stat.totalFreezesDuration ?? 0) * 1000);
          if (frames > 0) [sum.width, sum.height] = [stat.frameWidth ?? 0, stat.frameHeight ?? 0];
          sum.packets += grown(key + 'packets', stat.packetsReceived ?? 0);
        } else if (stat.type === 'outbound-rtp') {
          sum.sent += grown(key + 'sent', stat.bytesSent ?? 0);
          if (stat.kind === 'video') {
            sum.target = stat.targetBitrate ?? 0;
            sum.sentFrames += grown(key + 'sentFrames', stat.framesSent ?? 0);
            sum.sentHeight = stat.frameHeight ?? 0;
          }
        } else if (stat.type === 'transport' && stat.selectedCandidatePairId) {
          const pair = report.get(stat.selectedCandidatePairId);
          sum.roundTripMs = (pair?.currentRoundTripTime ?? 0) * 1000;
          sum.outgoing = pair?.availableOutgoingBitrate ?? null;
          sum.protocol = report.get(pair?.localCandidateId)?.protocol ?? null;
        }
      }
    }
    meter.samples.push(sum);
  };
  let busy = false;
  setInterval(() => {
    if (busy) return;
    busy = true;
    sample().catch(() => undefined).finally(() => { busy = false; });
  }, 250);

  // When a remote picture last showed a new frame, and the longest time without one since it was last asked.
  meter.pictures = { lastAt: 0, gaps: [] };
  const follow = (video) => {
    const seen = () => {
      const now = Date.now();
      if (meter.pictures.lastAt && now - meter.pictures.lastAt > 250) meter.pictures.gaps.push({ from: meter.pictures.lastAt, ms: now - meter.pictures.lastAt });
      meter.pictures.lastAt = now;
      video.requestVideoFrameCallback(seen);
    };
    video.requestVideoFrameCallback(seen);
  };
  const known = new WeakSet();
  setInterval(() => {
    for (const video of document.querySelectorAll('[data-testid=video-remote]')) {
      if (known.has(video)) continue;
      known.add(video);
      follow(video);
    }
  }, 100);

  // What is heard of the first other from now on, as samples of 16 kHz and 16 bits.
  meter.record = () => {
    const track = window.__probe.connections.filter((one) => one.connectionState === 'connected')
      .flatMap((one) => one.getReceivers()).map((one) => one.track).find((one) => one.kind === 'audio' && !one.muted);
    const reader = new MediaStreamTrackProcessor({ track }).readable.getReader();
    const pieces = [];
    let length = 0;
    const read = async () => {
      for (;;) {
        const { value, done } = await reader.read();
        if (done) return;
        const samples = new Float32Array(value.numberOfFrames);
        value.copyTo(samples, { planeIndex: 0, format: 'f32-planar' });
        value.close();
        const piece = new Int16Array(samples.length / 3);
        for (let i = 0; i < piece.length; i++) piece[i] = Math.max(-1, Math.min(1, (samples[3 * i] + samples[3 * i + 1] + samples[3 * i + 2]) / 3)) * 32767;
        pieces.push(piece);
        length += piece.length;
      }
    };
    const reading = read();
    meter.recorded = async () => {
      await reader.cancel();
      await reading;
      const all = new Int16Array(length);
      pieces.reduce((at, piece) => (all.set(piece, at), at + piece.length), 0);
      const bytes = new Uint8Array(all.buffer);
      let text = '';
      for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
      return btoa(text);
    };
  };
})();
