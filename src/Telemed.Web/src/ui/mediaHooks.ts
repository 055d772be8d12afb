import { useEffect, useState } from 'preact/hooks';
import { listDevices, type Device } from '../rtc/devices';
import { watchLevel } from '../rtc/level';

/** How loud a track is, 0 to 1. */
export function useLevel(track: MediaStreamTrack | null): number {
  const [level, setLevel] = useState(0);
  useEffect(() => {
    setLevel(0);
    return track ? watchLevel(track, setLevel) : undefined;
  }, [track]);
  return level;
}

/** The devices of a kind that are plugged in; their names are known once one of them was opened. */
export function useDevices(kind: MediaDeviceKind, track: MediaStreamTrack | null): readonly Device[] {
  return useListed(kind, track) ?? none;
}

const none: readonly Device[] = [];

/** The same; null before they were listed. */
export function useListed(kind: MediaDeviceKind, track: MediaStreamTrack | null): readonly Device[] | null {
  const [listed, setListed] = useState<{ kind: MediaDeviceKind; devices: readonly Device[] } | null>(null);
  useEffect(() => {
    const list = () => void listDevices(kind).then((devices) => setListed({ kind, devices }));
    list();
    navigator.mediaDevices?.addEventListener('devicechange', list);
    return () => navigator.mediaDevices?.removeEventListener('devicechange', list);
  }, [kind, track]);
  return listed?.kind === kind ? listed.devices : null;
}
