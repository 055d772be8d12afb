/** The ring tone, made by the browser: two soft strokes every two seconds. */
export class Tone {
  #context: AudioContext | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** False when the browser keeps quiet until somebody touches the page. */
  start(): boolean {
    this.#context = new AudioContext();
    void this.#context.resume().catch(() => undefined);
    this.#stroke();
    this.#timer = setInterval(() => this.#stroke(), 2000);
    return this.#context.state === 'running';
  }

  stop(): void {
    clearInterval(this.#timer);
    void this.#context?.close().catch(() => undefined);
    this.#context = null;
  }

  #stroke(): void {
    const context = this.#context;
    if (context?.state !== 'running') return;
    this.#note(context, 660, 0);
    this.#note(context, 880, 0.28);
  }

  #note(context: AudioContext, hertz: number, afterSeconds: number): void {
    const at = context.currentTime + afterSeconds;
    const oscillator = context.createOscillator();
    const gain = context.createGain();
    oscillator.frequency.value = hertz;
    gain.gain.setValueAtTime(0.0001, at);
    gain.gain.exponentialRampToValueAtTime(0.25, at + 0.03);
    gain.gain.exponentialRampToValueAtTime(0.0001, at + 0.6);
    oscillator.connect(gain).connect(context.destination);
    oscillator.start(at);
    oscillator.stop(at + 0.65);
  }
}
