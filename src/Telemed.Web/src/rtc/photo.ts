import { within } from './within';

/** A camera that is asked for a photo answers within this, or it never will. */
const photoLimitMs = 6_000;
const jpegQuality = 0.95;

interface PhotoCapture {
  takePhoto(): Promise<Blob>;
}

/** A photo of a camera in all that it can give; where a browser has no such thing, the picture it sends, in full. */
export async function photoOf(track: MediaStreamTrack): Promise<Blob> {
  const Capture = (globalThis as { ImageCapture?: new (track: MediaStreamTrack) => PhotoCapture }).ImageCapture;
  const photo = Capture ? await within(photoLimitMs, new Capture(track).takePhoto()).catch(() => null) : null;
  // A driver may answer with nothing, or with less than the picture it sends.
  return photo && photo.size > 0 && (await isAsLarge(photo, track)) ? photo : pictureOf(track);
}

async function isAsLarge(photo: Blob, track: MediaStreamTrack): Promise<boolean> {
  const picture = await createImageBitmap(photo).catch(() => null);
  const isLarge = picture !== null && picture.width >= (track.getSettings().width ?? 0);
  picture?.close();
  return isLarge;
}

/** The next whole picture of a track, at its own size. */
async function pictureOf(track: MediaStreamTrack): Promise<Blob> {
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = new MediaStream([track]);
  try {
    await video.play();
    await within(photoLimitMs, new Promise((resolve) => video.requestVideoFrameCallback(resolve)));
    return await frameOf(video);
  } finally {
    video.srcObject = null;
  }
}

/** What a video shows now, at its own size. */
export async function frameOf(video: HTMLVideoElement): Promise<Blob> {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  const picture = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', jpegQuality));
  if (!picture) throw new Error('no picture');
  return picture;
}
