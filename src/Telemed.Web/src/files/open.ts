import { download } from '../api/http';
import { Unviewable, type Viewable } from './viewable';

/** Fetches a file of the case, which is noted as a look at it, and makes it ready to be shown. */
export async function openFile(path: string, mediaType: string): Promise<Viewable> {
  const file = await download(path);
  switch (mediaType) {
    case 'image/png':
    case 'image/jpeg':
      return openPicture(file);
    case 'application/dicom':
      return (await import('./dicom')).openDicom(new Uint8Array(await file.arrayBuffer()));
    case 'application/pdf':
      return (await import('./pdf')).openPdf(new Uint8Array(await file.arrayBuffer()));
    default:
      throw new Unviewable('kind');
  }
}

/** Whether a file of this kind can be looked at in the page. */
export const isViewable = (mediaType: string): boolean =>
  ['image/png', 'image/jpeg', 'application/dicom', 'application/pdf'].includes(mediaType);

async function openPicture(file: Blob): Promise<Viewable> {
  const picture = await createImageBitmap(file).catch(() => {
    throw new Unviewable('damaged');
  });
  return {
    pages: 1,
    window: null,
    paint: (canvas) => {
      [canvas.width, canvas.height] = [picture.width, picture.height];
      canvas.getContext('2d')?.drawImage(picture, 0, 0);
      return Promise.resolve();
    },
  };
}
