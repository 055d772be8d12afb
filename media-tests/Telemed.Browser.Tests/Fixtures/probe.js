// Runs in every page before its own script: watches what the page does with WebRTC and what its videos show.
(() => {
  const probe = window.__probe = { connections: [], negotiations: 0, joinClickedAt: null, firstFrameAt: null, watched: {}, dtlsFailures: 0, dtlsConnections: 0 };

  const Native = window.RTCPeerConnection;
  window.RTCPeerConnection = class RTCPeerConnection extends Native {
    constructor(...args) {
      super(...args);
      probe.connections.push(this);
      this.addEventListener('connectionstatechange', () => {
        if (this.connectionState === 'connected') probe.dtlsConnections++;
        if (this.connectionState === 'failed') probe.dtlsFailures++;
      });
    }
    // A test may let this browser announce a fingerprint that is not its certificate's.
    get localDescription() {
      const description = super.localDescription;
      if (!window.__lieAboutFingerprint || !description) return description;
      const flip = digit => (digit === '0' ? '1' : '0');
      return { type: description.type, sdp: description.sdp.replace(/(a=fingerprint:sha-256 )(.)/g, (_, head, digit) => head + flip(digit)) };
    }
    setRemoteDescription(...args) {
      probe.negotiations++;
      return super.setRemoteDescription(...args);
    }
  };

  document.addEventListener('click', event => {
    if (event.target instanceof Element && event.target.closest('[data-testid=join-room]')) {
      probe.joinClickedAt = performance.now();
      probe.firstFrameAt = null;
    }
  }, true);

  // Every remote video ever shown is followed frame by frame; a gap is counted for the participant, not the element,
  // so that a page which moves somebody to another element gains nothing by it. Where the page's own thread was late, more
  // than one frame was presented since it was last called: a late call is no freeze.
  const seen = new WeakSet();
  const follow = video => {
    seen.add(video);
    let presented = null;
    const onFrame = (now, metadata) => {
      probe.firstFrameAt ??= performance.now();
      const participant = video.dataset.participant ?? '';
      const at = metadata.presentationTime;
      const entry = probe.watched[participant] ??= { frames: 0, lastAt: at, maxGapMs: 0 };
      entry.frames++;
      const frames = presented === null ? 1 : Math.max(1, metadata.presentedFrames - presented);
      presented = metadata.presentedFrames;
      entry.maxGapMs = Math.max(entry.maxGapMs, (at - entry.lastAt) / frames);
      entry.lastAt = at;
      video.requestVideoFrameCallback(onFrame);
    };
    video.requestVideoFrameCallback(onFrame);
  };
  const look = () => {
    for (const video of document.querySelectorAll('video[data-testid=video-remote], [data-testid=video-remote] video')) {
      if (!seen.has(video)) follow(video);
    }
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true });

  probe.startWatching = () => { probe.watched = {}; };
  probe.gaps = () => Object.entries(probe.watched).map(([participant, e]) =>
    ({ participant, frames: e.frames, maxGapMs: Math.max(e.maxGapMs, performance.now() - e.lastAt) }));

  const wanted = ['transport', 'inbound-rtp', 'outbound-rtp'];
  const told = ['type', 'kind', 'mid', 'dtlsState', 'iceState', 'bytesSent', 'bytesReceived', 'packetsSent', 'packetsReceived', 'framesSent',
    'framesReceived', 'framesDecoded', 'keyFramesEncoded', 'keyFramesDecoded', 'pliCount'];
  probe.transport = async () => JSON.stringify(await Promise.all(probe.connections.map(async c => ({
    state: c.connectionState,
    senders: c.getSenders().filter(s => s.track).map(s => `${s.track.kind} ${s.track.readyState}`),
    stats: [...(await c.getStats()).values()].filter(s => wanted.includes(s.type)).map(s => Object.fromEntries(told.filter(k => k in s).map(k => [k, s[k]]))),
  }))));

  probe.stats = async () => {
    const connection = probe.connections.findLast(c => c.connectionState === 'connected');
    if (!connection) return { state: probe.connections.at(-1)?.connectionState ?? 'none', inbound: [], outbound: [], cameraFrames: 0, remote: null };
    const report = await connection.getStats();
    const all = [...report.values()];
    const pair = report.get(all.find(s => s.type === 'transport')?.selectedCandidatePairId);
    const remote = pair ? report.get(pair.remoteCandidateId) : null;
    return {
      state: connection.connectionState,
      inbound: all.filter(s => s.type === 'inbound-rtp').map(s => ({
        mid: s.mid, kind: s.kind, ssrc: s.ssrc, packetsReceived: s.packetsReceived ?? 0, packetsLost: s.packetsLost ?? 0,
        framesDecoded: s.framesDecoded ?? 0, freezeCount: s.freezeCount ?? 0, totalAudioEnergy: s.totalAudioEnergy ?? 0,
        frameWidth: s.frameWidth ?? 0, framesDropped: s.framesDropped ?? 0, keyFramesDecoded: s.keyFramesDecoded ?? 0,
      })),
      outbound: all.filter(s => s.type === 'outbound-rtp').map(s => ({
        mid: s.mid, kind: s.kind, ssrc: s.ssrc, packetsSent: s.packetsSent ?? 0, framesSent: s.framesSent ?? 0,
        targetBitrate: s.targetBitrate ?? 0, frameWidth: s.frameWidth ?? 0, limited: s.qualityLimitationReason ?? 'none',
      })),
      cameraFrames: all.filter(s => s.type === 'media-source' && s.kind === 'video').reduce((sum, s) => sum + (s.frames ?? 0), 0),
      remote: remote ? { address: remote.address, port: remote.port, protocol: remote.protocol } : null,
    };
  };

  // When flashes and beeps of the own clip leave camera and microphone. A late machine makes the fake camera slip
  // against the fake microphone, so what a recording shows is held against what was captured.
  probe.captured = { flashes: [], beeps: [] };
  probe.recordingStates = [];
  const media = navigator.mediaDevices;
  if (media) {
    const open = media.getUserMedia.bind(media);
    media.getUserMedia = async constraints => {
      const stream = await open(constraints);
      probe.ownTracks = { ...probe.ownTracks };
      for (const track of stream.getTracks()) probe.ownTracks[track.kind] = track;
      return stream;
    };
  }

  probe.watchOwnClip = () => {
    void watchFlashes(probe.ownTracks.video.clone());
    void watchBeeps(probe.ownTracks.audio.clone());
    const status = () => document.querySelector('[data-testid=recording-state]')?.dataset.state;
    new MutationObserver(() => {
      const state = status();
      if (state && state !== probe.recordingStates.at(-1)?.state) probe.recordingStates.push({ state, at: performance.now() });
    }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-state'] });
  };

  // Every frame, in order: a video element shows a late page the last one only, and the flash would seem to begin with it.
  const watchFlashes = async track => {
    const reader = new MediaStreamTrackProcessor({ track, maxBufferSize: 8 }).readable.getReader();
    const context = new OffscreenCanvas(4, 4).getContext('2d', { willReadFrequently: true });
    // The frames' time stamps have an origin of their own; the promptest delivery tells where it lies.
    let origin = Infinity, wasBright = true;
    const found = [];
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      const at = value.timestamp / 1000;
      origin = Math.min(origin, performance.now() - at);
      context.drawImage(value, 0, 0, 4, 4);
      value.close();
      const pixels = context.getImageData(0, 0, 4, 4).data;
      const isBright = pixels[0] > 200 && pixels[2] > 200;
      if (isBright && !wasBright) found.push(at);
      wasBright = isBright;
      probe.captured.flashes = found.map(onset => onset + origin);
    }
  };

  const watchBeeps = async track => {
    const reader = new MediaStreamTrackProcessor({ track }).readable.getReader();
    // As with the frames above.
    let origin = Infinity, quietUntil = 0;
    const found = [];
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      const at = value.timestamp / 1000;
      origin = Math.min(origin, performance.now() - at - value.duration / 1000);
      const samples = new Float32Array(value.numberOfFrames);
      value.copyTo(samples, { planeIndex: 0, format: 'f32-planar' });
      const first = samples.findIndex(sample => Math.abs(sample) > 0.05);
      if (first >= 0) {
        const onset = at + first * 1000 / value.sampleRate;
        if (onset > quietUntil) found.push(onset);
        quietUntil = onset + 500;
      }
      value.close();
      probe.captured.beeps = found.map(onset => onset + origin);
    }
  };
})();
