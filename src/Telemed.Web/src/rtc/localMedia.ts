import { batch, signal } from '@preact/signals';
import { stored, store } from '../app/preferences';
import { faultOf, openBoth, openCamera, openMicrophone, type Chosen, type DeviceFault } from './devices';

/**
 * The person's own camera and microphone. A camera that is off is really off: its track is stopped, so its light goes
 * out. A microphone that is off stays open and sends silence, so that it is back in an instant.
 */
export class LocalMedia {
  readonly audio = signal<MediaStreamTrack | null>(null);
  readonly video = signal<MediaStreamTrack | null>(null);
  readonly audioMuted = signal(false);
  readonly videoMuted = signal(false);
  readonly audioFault = signal<DeviceFault | null>(null);
  readonly videoFault = signal<DeviceFault | null>(null);
  readonly opening = signal(false);
  readonly #chosen: Chosen = { audioId: stored('microphone'), videoId: stored('camera') };
  #closed = false;
  #held = false;

  async open(): Promise<void> {
    this.opening.value = true;
    const opened = await openBoth(this.#chosen);
    if (this.#closed) {
      opened.audio?.stop();
      opened.video?.stop();
      return;
    }
    batch(() => {
      this.#setAudio(opened.audio);
      this.#setVideo(opened.video);
      this.audioFault.value = opened.audioFault;
      this.videoFault.value = opened.videoFault;
      this.opening.value = false;
    });
  }

  get chosen(): Readonly<Chosen> {
    return {
      audioId: this.audio.value?.getSettings().deviceId ?? this.#chosen.audioId,
      videoId: this.video.value?.getSettings().deviceId ?? this.#chosen.videoId,
    };
  }

  async chooseMicrophone(id: string): Promise<void> {
    this.#chosen.audioId = id;
    store('microphone', id);
    try {
      const track = await openMicrophone(id);
      this.audio.value?.stop();
      this.#setAudio(track);
      this.audioFault.value = null;
    } catch (error) {
      this.audioFault.value = faultOf(error);
    }
  }

  async chooseCamera(id: string): Promise<void> {
    this.#chosen.videoId = id;
    store('camera', id);
    this.video.value?.stop();
    await this.#startCamera();
  }

  /** The microphone alone, for who looks on and was given the word. */
  async openSound(): Promise<void> {
    try {
      const track = await openMicrophone(this.#chosen.audioId);
      this.audio.value?.stop();
      if (this.#closed) track.stop();
      else this.#setAudio(track);
      this.audioFault.value = null;
    } catch (error) {
      this.audioFault.value = faultOf(error);
    }
  }

  closeSound(): void {
    this.audio.value?.stop();
    this.#setAudio(null);
  }

  setAudioMuted(muted: boolean): void {
    this.audioMuted.value = muted;
    if (this.audio.value) this.audio.value.enabled = !muted && !this.#held;
  }

  /** While the call is held silence and a black picture are sent, so that the connection stays as it is. */
  setHeld(held: boolean): void {
    this.#held = held;
    if (this.audio.value) this.audio.value.enabled = !held && !this.audioMuted.value;
    if (this.video.value) this.video.value.enabled = !held;
  }

  async setVideoMuted(muted: boolean): Promise<void> {
    this.videoMuted.value = muted;
    if (muted) {
      this.video.value?.stop();
      this.#setVideo(null);
    } else await this.#startCamera();
  }

  close(): void {
    this.#closed = true;
    this.audio.value?.stop();
    this.video.value?.stop();
    this.#setAudio(null);
    this.#setVideo(null);
  }

  async #startCamera(): Promise<void> {
    try {
      const track = await openCamera(this.#chosen.videoId);
      if (this.#closed || this.videoMuted.value) {
        track.stop();
        return;
      }
      this.#setVideo(track);
      this.videoFault.value = null;
    } catch (error) {
      this.#setVideo(null);
      this.videoFault.value = faultOf(error);
    }
  }

  #setAudio(track: MediaStreamTrack | null): void {
    if (track) {
      track.enabled = !this.audioMuted.value && !this.#held;
      track.addEventListener('ended', () => {
        if (this.audio.value === track) this.#lostAudio();
      });
    }
    this.audio.value = track;
  }

  #lostAudio(): void {
    this.audio.value = null;
    this.audioFault.value = 'missing';
  }

  #setVideo(track: MediaStreamTrack | null): void {
    if (track) track.enabled = !this.#held;
    track?.addEventListener('ended', () => {
      if (this.video.value !== track) return;
      this.video.value = null;
      this.videoFault.value = 'missing';
    });
    this.video.value = track;
  }
}
