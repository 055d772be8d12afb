import { useEffect, useRef, useState } from 'preact/hooks';
import type { FileView, Gains, Point } from '../api/contracts';
import { t } from '../i18n';
import { problemText } from '../i18n/problemText';
import { Banner } from '../ui/Banner';
import { Button } from '../ui/Button';
import { type Colour, colourAround, correct } from './colour';
import { openFile } from './open';
import { Unviewable, type Viewable } from './viewable';
import { movedBy, onPage, placeOf, pointAt, type Size, wholePage, windowOf, withWindow, zoomedBy } from './view';
import './viewer.css';

interface ViewerProps {
  path: string;
  mediaType: string;
  name: string;
  view: FileView;
  /** Where somebody points. */
  pointer: Point | null;
  /** Absent where somebody else turns the pages. */
  onView?: (view: FileView) => void;
  /** Sets the colours right, as a colour card in the picture says. */
  gains?: Gains | null;
  /** A click is on a grey field of the colour card: where it is, and the colour it has in the file. */
  onPick?: ((at: Point, seen: Colour) => void) | null;
  onPointer?: (pointer: Point | null) => void;
}

/** A picture, an image of a device: page by page, near and far, in the grey values that matter. Works by keyboard alone. */
export function FileViewer(props: ViewerProps) {
  const { view, onView } = props;
  const { file, fault } = useFile(props.path, props.mediaType);
  const field = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = useSize(field);
  const plain = useRef<HTMLCanvasElement | null>(null);
  const { size: page, fault: unpainted } = usePainted(canvas, plain, file, view, props.gains ?? null);
  const placed = size && page ? placeOf(view, size, page) : null;
  if (fault) return <Banner tone="warn" icon="alert" testId="view-fault">{faultText(fault)}</Banner>;
  const change = (next: FileView) => onView?.(next);
  const place = (event: MouseEvent): Point | null => {
    const box = field.current?.getBoundingClientRect();
    return placed && box ? pointAt(placed, event.clientX - box.left, event.clientY - box.top) : null;
  };
  return (
    <div class="viewer" data-testid="viewer" data-page={view.page} data-ready={page ? '' : undefined}>
      <div
        class="viewer__field"
        ref={field}
        tabIndex={0}
        role="group"
        aria-label={t('viewer.field', { name: props.name })}
        aria-describedby={onView ? 'viewer-keys' : undefined}
        data-testid="viewer-field"
        data-moves={onView ? '' : undefined}
        onKeyDown={(event) => {
          const next = file && onView ? keyed(event.key, view, file.pages) : null;
          if (!next) return;
          event.preventDefault();
          event.stopPropagation();
          change(next);
        }}
        onWheel={(event) => {
          if (!onView) return;
          event.preventDefault();
          change(zoomedBy(view, event.deltaY < 0 ? 1.15 : 1 / 1.15, place(event) ?? undefined));
        }}
        onPointerDown={(event) => {
          const at = place(event);
          if (props.onPick && at && plain.current) props.onPick(at, colourAt(plain.current, at));
          else if (onView) event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={(event) => {
          props.onPointer?.(place(event));
          if (!onView || !placed || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
          change(movedBy(view, placed, event.movementX, event.movementY));
        }}
        onPointerLeave={() => props.onPointer?.(null)}
      >
        <canvas ref={canvas} class="viewer__page" aria-hidden="true" style={placed ? {
          inlineSize: `${placed.width}px`, blockSize: `${placed.height}px`, transform: `translate(${placed.left}px, ${placed.top}px)`,
        } : { visibility: 'hidden' }} />
        {props.pointer && placed && (
          <span class="viewer__pointer" data-testid="viewer-pointer" data-x={props.pointer[0]} data-y={props.pointer[1]} style={{
            transform: `translate(${placed.left + (props.pointer[0] / 10_000) * placed.width}px, ${placed.top + (props.pointer[1] / 10_000) * placed.height}px)`,
          }} />
        )}
        {unpainted !== null && <Banner tone="warn" icon="alert" testId="page-fault">{faultText(unpainted)}</Banner>}
        {!page && unpainted === null && <p class="viewer__loading" role="status">{t('common.loading')}</p>}
      </div>
      {file && <Controls file={file} view={view} change={onView} />}
    </div>
  );
}

function Controls({ file, view, change }: { file: Viewable; view: FileView; change: ((view: FileView) => void) | undefined }) {
  const window = windowOf(view, file.window);
  const own = file.window;
  const of = <span class="viewer__of" data-testid="viewer-page" aria-live="polite">{t('viewer.page', { page: view.page + 1, pages: file.pages })}</span>;
  if (!change) return <div class="viewer__bar">{file.pages > 1 && of}</div>;
  return (
    <div class="viewer__bar">
      {file.pages > 1 && (
        <>
          <Button icon="back" label={t('viewer.before')} testId="viewer-before" disabled={view.page === 0} onClick={() => change(onPage(view, view.page - 1, file.pages))} />
          {of}
          <Button icon="forward" label={t('viewer.next')} testId="viewer-next" disabled={view.page + 1 >= file.pages}
            onClick={() => change(onPage(view, view.page + 1, file.pages))} />
        </>
      )}
      <Button icon="plus" label={t('viewer.nearer')} testId="viewer-nearer" onClick={() => change(zoomedBy(view, 1.25))} />
      <Button icon="minus" label={t('viewer.further')} testId="viewer-further" onClick={() => change(zoomedBy(view, 0.8))} />
      <Button testId="viewer-whole" onClick={() => change({ ...wholePage, page: view.page })}>{t('viewer.whole')}</Button>
      {window && own && (
        <>
          <Slider label={t('viewer.center')} testId="viewer-center" value={window.center} least={own.center - own.width * 2} most={own.center + own.width * 2}
            onInput={(center) => change(withWindow(view, { ...window, center }))} />
          <Slider label={t('viewer.width')} testId="viewer-width" value={window.width} least={1} most={Math.max(2, own.width * 4)}
            onInput={(width) => change(withWindow(view, { ...window, width }))} />
        </>
      )}
      <span class="visually-hidden" id="viewer-keys">{t('viewer.keys')}</span>
    </div>
  );
}

function Slider(props: { label: string; testId: string; value: number; least: number; most: number; onInput: (value: number) => void }) {
  return (
    <label class="viewer__slider">
      <span>{props.label} {Math.round(props.value)}</span>
      <input type="range" min={Math.floor(props.least)} max={Math.ceil(props.most)} step={1} value={Math.round(props.value)} data-testid={props.testId}
        onInput={(event) => props.onInput(Number(event.currentTarget.value))} />
    </label>
  );
}

/** Pages with the arrows and the page keys, nearer and further with plus and minus, all of it with 0; null for any other key. */
export function keyed(key: string, view: FileView, pages: number): FileView | null {
  switch (key) {
    case 'ArrowUp':
    case 'PageUp': return onPage(view, view.page - 1, pages);
    case 'ArrowDown':
    case 'PageDown': return onPage(view, view.page + 1, pages);
    case 'Home': return onPage(view, 0, pages);
    case 'End': return onPage(view, pages - 1, pages);
    case '+':
    case '=': return zoomedBy(view, 1.25);
    case '-': return zoomedBy(view, 0.8);
    case '0': return { ...wholePage, page: view.page };
    default: return null;
  }
}

function faultText(fault: unknown): string {
  return fault instanceof Unviewable ? t(`viewer.fault.${fault.fault}`) : problemText(fault);
}

function useFile(path: string, mediaType: string): { file: Viewable | null; fault: unknown } {
  const [opened, setOpened] = useState<{ path: string; file: Viewable | null; fault: unknown }>({ path: '', file: null, fault: null });
  useEffect(() => {
    let wanted = true;
    openFile(path, mediaType).then(
      (file) => wanted && setOpened({ path, file, fault: null }),
      (fault: unknown) => wanted && setOpened({ path, file: null, fault }),
    );
    return () => {
      wanted = false;
    };
  }, [path, mediaType]);
  return opened.path === path ? opened : { file: null, fault: null };
}

/** Paints what the view wants of the file; the painted page's own size once there is one, or why there is none. */
function usePainted(
  canvas: { current: HTMLCanvasElement | null },
  plain: { current: HTMLCanvasElement | null },
  file: Viewable | null,
  view: FileView,
  gains: Gains | null,
): { size: Size | null; fault: unknown } {
  const [size, setSize] = useState<Size | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  const window = file ? windowOf(view, file.window) : null;
  useEffect(() => {
    const element = canvas.current;
    setFault(null);
    if (!file || !element) {
      setSize(null);
      return;
    }
    let wanted = true;
    // Beside the page that is seen: one that is painted late never covers a later one.
    const fresh = document.createElement('canvas');
    Promise.resolve().then(() => file.paint(fresh, Math.min(view.page, file.pages - 1), window)).then(() => {
      if (!wanted) return;
      [element.width, element.height] = [fresh.width, fresh.height];
      const context = element.getContext('2d');
      context?.drawImage(fresh, 0, 0);
      if (gains && context) {
        const image = context.getImageData(0, 0, fresh.width, fresh.height);
        correct(image.data, gains);
        context.putImageData(image, 0, 0);
      }
      plain.current = fresh;
      setSize({ width: fresh.width, height: fresh.height });
    }).catch((why: unknown) => {
      if (!wanted) return;
      // One page of many: the others can still be turned to.
      setSize(null);
      setFault(why);
    });
    return () => {
      wanted = false;
    };
  }, [file, view.page, window?.center, window?.width, gains?.red, gains?.green, gains?.blue]);
  return { size: file ? size : null, fault };
}

function colourAt(picture: HTMLCanvasElement, at: Point): Colour {
  const image = picture.getContext('2d')?.getImageData(0, 0, picture.width, picture.height);
  return image ? colourAround(image, Math.round((at[0] / 10_000) * picture.width), Math.round((at[1] / 10_000) * picture.height)) : [0, 0, 0];
}

function useSize(element: { current: HTMLElement | null }): Size | null {
  const [size, setSize] = useState<Size | null>(null);
  useEffect(() => {
    const field = element.current;
    if (!field) return;
    const observer = new ResizeObserver(() => setSize({ width: field.clientWidth, height: field.clientHeight }));
    observer.observe(field);
    return () => observer.disconnect();
  }, [element.current]);
  return size;
}
