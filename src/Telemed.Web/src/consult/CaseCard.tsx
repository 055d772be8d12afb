import type { Consult, Person } from '../api/contracts';
import { nameOf, t, tryT } from '../i18n';

export function PersonLine({ person }: { person: Person }) {
  return (
    <>
      {nameOf(person.name)} <span class="soft small">{nameOf(person.title)} · {nameOf(person.institution)}</span>
    </>
  );
}

/** What is asked, about whom, by whom. The same words on the page and in the room. */
export function CaseFacts({ consult }: { consult: Consult }) {
  const patient = consult.patient ?? {};
  // The summary is there or empty for who may see it.
  const hidden = consult.summaryLine === null;
  return (
    <div class="stack">
      <p class="prose" dir="auto" data-testid="case-summary">{consult.summary || t(hidden ? 'case.hidden' : 'case.noSummary')}</p>
      <dl class="facts">
        {!hidden && (<><dt>{t('case.patient')}</dt><dd>{patient.name || t('row.noPatient')}</dd></>)}
        {patient.sex && (<><dt>{t('new.patient.sex')}</dt><dd>{t(`sex.${patient.sex}`)}</dd></>)}
        {patient.ageYears !== null && patient.ageYears !== undefined && (
          <><dt>{t('case.age')}</dt><dd>{t('case.years', { years: patient.ageYears })}</dd></>
        )}
        {(patient.identifiers ?? []).map((one) => (
          <><dt>{tryT(`identifier.${one.system}`) ?? t('identifier.other')}</dt><dd>{one.value}</dd></>
        ))}
        <dt>{t('case.requester')}</dt>
        <dd><PersonLine person={consult.requester} /></dd>
        <dt>{t('case.specialist')}</dt>
        <dd>{consult.specialist ? <PersonLine person={consult.specialist} /> : t('case.nobodyYet')}</dd>
      </dl>
    </div>
  );
}

export function CaseCard({ consult }: { consult: Consult }) {
  return (
    <section class="card stack" aria-labelledby="case-title">
      <h2 id="case-title">{t('case.title')}</h2>
      <CaseFacts consult={consult} />
    </section>
  );
}
