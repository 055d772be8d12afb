import { t } from '../i18n';
import { Banner } from '../ui/Banner';

/** The number by which both sides go on while the link is down. */
export function PhoneBanner({ number }: { number: string }) {
  return (
    <Banner tone="warn" icon="phone" testId="phone-bridge">
      <span>{t('bridge.offer')}</span>
      <a class="phone__number" href={`tel:${number.replace(/[^+\d]/g, '')}`}>{number}</a>
    </Banner>
  );
}
