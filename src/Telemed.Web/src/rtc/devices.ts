/** Cameras and microphones. */

export const cameraConstraints: Readonly<MediaTrackConstraints> = {
  width: { ideal: 960 },
  height: { ideal: 540 },
  frameRate: { ideal: 25, max: 30 },
};

export const microphoneConstraints: Readonly<MediaTrackConstraints> = {
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
  channelCount: { ideal: 1 },
};

/** An instrument's picture as large as it gives it. */
export const instrumentPictureConstraints: Readonly<MediaTrackConstraints> = {
  width: { ideal: 1920 },
  height: { ideal: 1080 },
  frameRate: { ideal: 25, max: 30 },
};

/** An instrument's sound as it is: whatever cleans speech takes a heart's murmur for noise. */
export const instrumentSoundConstraints: Readonly<MediaTrackConstraints> = {
  echoCancellation: false,
  noiseSuppression: false,
  autoGainControl: false,
  channelCount: { ideal: 1 },
  sampleRate: { ideal: 48_000 },
};

export type DeviceFault = 'denied' | 'busy' | 'missing' | 'unsupported';

export interface Chosen {
  audioId: string | null;
  videoId: string | null;
}

function withDevice(constraints: MediaTrackConstraints, id: string | null): MediaTrackConstraints {
  return id ? { ...constraints, deviceId: { exact: id } } : constraints;
}

export async function openMicrophone(id: string | null): Promise<MediaStreamTrack> {
  const stream = await media().getUserMedia({ audio: withDevice(microphoneConstraints, id) });
  return first(stream.getAudioTracks());
}

export async function openCamera(id: string | null): Promise<MediaStreamTrack> {
  const stream = await media().getUserMedia({ video: withDevice(cameraConstraints, id) });
  return first(stream.getVideoTracks());
}

/** A device as an instrument, untouched: a camera, or an electronic stethoscope that comes as a microphone. */
export async function openInstrument(kind: 'audio' | 'video', id: string | null): Promise<MediaStreamTrack> {
  if (kind === 'audio') {
    const stream = await media().getUserMedia({ audio: withDevice(instrumentSoundConstraints, id) });
    return first(stream.getAudioTracks());
  }
  const stream = await media().getUserMedia({ video: withDevice(instrumentPictureConstraints, id) });
  return first(stream.getVideoTracks());
}

/** The camera that looks away from who holds the device, with a picture fine enough for a code on paper. */
export async function openCodeCamera(): Promise<MediaStreamTrack> {
  const stream = await media().getUserMedia({ video: { facingMode: { ideal: 'environment' }, width: { ideal: 1280 }, height: { ideal: 720 } } });
  return first(stream.getVideoTracks());
}

export interface Opened {
  audio: MediaStreamTrack | null;
  video: MediaStreamTrack | null;
  audioFault: DeviceFault | null;
  videoFault: DeviceFault | null;
}

/** Opens both with one question to the person; when that fails, each for itself, so that one missing does not cost both. */
export async function openBoth(chosen: Chosen): Promise<Opened> {
  try {
    const stream = await media().getUserMedia({
      audio: withDevice(microphoneConstraints, chosen.audioId),
      video: withDevice(cameraConstraints, chosen.videoId),
    });
    return { audio: first(stream.getAudioTracks()), video: first(stream.getVideoTracks()), audioFault: null, videoFault: null };
  } catch {
    const [audio, video] = await Promise.allSettled([openMicrophone(chosen.audioId), openCamera(chosen.videoId)]);
    return {
      audio: audio.status === 'fulfilled' ? audio.value : null,
      video: video.status === 'fulfilled' ? video.value : null,
      audioFault: audio.status === 'rejected' ? faultOf(audio.reason) : null,
      videoFault: video.status === 'rejected' ? faultOf(video.reason) : null,
    };
  }
}

export interface Device {
  id: string;
  label: string;
  /** What is one thing under several names, as the system's default, has one group. */
  group: string;
}

/** Names that stand for one of the others. */
const aliases: ReadonlySet<string> = new Set(['default', 'communications']);

/** The devices that may be an instrument, and those of them that the face or the voice is taken by: what is open, else what was chosen, else what the browser takes by itself. */
export function instrumentDevices(devices: readonly Device[], open: string | undefined, chosen: string | null): { devices: Device[]; own: ReadonlySet<string> } {
  const voice = devices.find((one) => one.id === (open ?? chosen)) ?? devices[0];
  const real = devices.filter((one) => !aliases.has(one.id));
  const isOwn = (one: Device) => one.id === voice?.id || (voice !== undefined && aliases.has(voice.id) && one.group !== '' && one.group === voice.group);
  return { devices: real, own: new Set(real.filter(isOwn).map((one) => one.id)) };
}

export async function listDevices(kind: MediaDeviceKind): Promise<Device[]> {
  if (!navigator.mediaDevices) return [];
  const all = await navigator.mediaDevices.enumerateDevices();
  return all.filter((one) => one.kind === kind && one.deviceId).map((one) => ({ id: one.deviceId, label: one.label, group: one.groupId }));
}

export function faultOf(error: unknown): DeviceFault {
  const name = error instanceof DOMException || error instanceof Error ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  if (name === 'NotReadableError' || name === 'AbortError') return 'busy';
  return name === 'UnsupportedError' ? 'unsupported' : 'missing';
}

/** Absent on a page that was not loaded over TLS or from the loopback. */
function media(): MediaDevices {
  if (navigator.mediaDevices) return navigator.mediaDevices;
  const error = new Error();
  error.name = 'UnsupportedError';
  throw error;
}

function first<T>(tracks: readonly T[]): T {
  const track = tracks[0];
  if (track === undefined) throw new DOMException('', 'NotFoundError');
  return track;
}
