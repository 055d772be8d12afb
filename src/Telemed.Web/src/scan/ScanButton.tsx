import type { ComponentType } from 'preact';
import { useState } from 'preact/hooks';
import { Button } from '../ui/Button';
import { attempt } from '../ui/toasts';
import type { ScanProps } from './ScanSheet';

/** Opens the sheet that reads a code; the sheet and what it needs come with the first use. */
export function ScanButton({ label, testId, ...props }: Omit<ScanProps, 'onClose'> & { label: string; testId: string }) {
  const [sheet, setSheet] = useState<{ Open: ComponentType<ScanProps> } | null>(null);
  const open = () => attempt(async () => {
    const { ScanSheet } = await import('./ScanSheet');
    setSheet({ Open: ScanSheet });
  });
  return (
    <>
      <Button icon="scan" testId={testId} onClick={open}>{label}</Button>
      {sheet && <sheet.Open {...props} onClose={() => setSheet(null)} />}
    </>
  );
}
