import { useEffect, useState } from 'preact/hooks';
import { listDevices } from '../rtc/devices';
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
export function useDevices(kind: MediaDeviceKind, track: MediaStreamTrack | null): readonly { id: string; label: string }[] {
  const [devices, setDevices] = useState<readonly { id: string; label: string }[]>([]);
  useEffect(() => {
    const list = () => void listDevices(kind).then(setDevices);
    list();
    navigator.mediaDevices?.addEventListener('devicechange', list);
    return () => navigator.mediaDevices?.removeEventListener('devicechange', list);
  }, [kind, track]);
  return devices;
}
