const everyMs = 4_000;
/** Wide enough to read a monitor by, small enough for one still in four seconds at 60 kbit/s. */
const widest = 960;

/**
 * A track that shows one sharp still of another track every few seconds, and nothing between: the encoder has the whole
 * rate for it, and sound goes before it as before any picture.
 */
export class Stills {
  readonly track: MediaStreamTrack;
  readonly #video = document.createElement('video');
  readonly #canvas = document.createElement('canvas');
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(source: MediaStreamTrack) {
    this.#video.muted = true;
    this.#video.srcObject = new MediaStream([source]);
    void this.#video.play().then(() => this.#take(), () => undefined);
    this.track = this.#canvas.captureStream(0).getVideoTracks()[0] as MediaStreamTrack;
    this.#timer = setInterval(() => this.#take(), everyMs);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.track.stop();
    this.#video.srcObject = null;
  }

  #take(): void {
    const { videoWidth, videoHeight } = this.#video;
    if (videoWidth === 0) return;
    const scale = Math.min(1, widest / videoWidth);
    [this.#canvas.width, this.#canvas.height] = [Math.round(videoWidth * scale), Math.round(videoHeight * scale)];
    this.#canvas.getContext('2d')?.drawImage(this.#video, 0, 0, this.#canvas.width, this.#canvas.height);
    (this.track as CanvasCaptureMediaStreamTrack).requestFrame();
  }
}
