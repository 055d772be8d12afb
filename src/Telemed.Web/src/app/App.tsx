import { useEffect } from 'preact/hooks';
import { closeDesk, openDesk, rings } from '../desk/deskStore';
import { DeskPage } from '../desk/DeskPage';
import { RingSheet } from '../desk/RingSheet';
import { language, t } from '../i18n';
import { Toasts } from '../ui/Toasts';
import { Lazy } from './Lazy';
import { route } from './router';
import { isSpecialist, keepsNetwork, looksOn, mayRequest, operates, oversees, person, readsLibrary, worksOnQueue } from './session';
import { SignIn } from './SignIn';
import { TopBar } from './TopBar';

const consultPage = () => import('../consult/ConsultPage').then((chunk) => chunk.ConsultPage);
const roomPage = () => import('../room/RoomPage').then((chunk) => chunk.RoomPage);
const viewerRoom = () => import('../room/ViewerRoom').then((chunk) => chunk.ViewerRoom);
const playbackPage = () => import('../playback/PlaybackPage').then((chunk) => chunk.PlaybackPage);

const adminPage = () => import('../admin/AdminPage').then((chunk) => chunk.AdminPage);
const factorPage = () => import('./SecondFactor').then((chunk) => chunk.FactorPage);
const oversightPage = () => import('../oversight/OversightPage').then((chunk) => chunk.OversightPage);
const guestPage = () => import('../guest/GuestPage').then((chunk) => chunk.GuestPage);
const operatorPage = () => import('../operator/OperatorPage').then((chunk) => chunk.OperatorPage);
const libraryPage = () => import('../library/LibraryPage').then((chunk) => chunk.LibraryPage);
const boardPage = () => import('../desk/BoardPage').then((chunk) => chunk.BoardPage);

function Page() {
  const where = route.value;
  const me = person.value;
  if (!me) return null;
  if (me.secondFactorMissing) return <Lazy load={factorPage} props={{ me }} />;
  switch (where.page) {
    case 'consult': return <Lazy load={consultPage} props={{ id: where.id, me, slip: where.slip }} />;
    case 'room': return <Lazy load={looksOn(me) ? viewerRoom : roomPage} props={{ id: where.id, me }} />;
    case 'recording': return <Lazy load={playbackPage} props={{ id: where.id, me }} />;
    case 'guest': return null;
    case 'library': return readsLibrary(me) ? <Lazy load={libraryPage} props={{ id: where.id }} /> : null;
    case 'operator': return operates(me) ? <Lazy load={operatorPage} props={{ site: where.site }} /> : null;
    case 'desk': {
      if (keepsNetwork(me)) return <Lazy load={adminPage} props={{ me }} />;
      if (oversees(me)) return <Lazy load={oversightPage} props={{ me }} />;
      if (operates(me) && !worksOnQueue(me) && !mayRequest(me) && !isSpecialist(me)) return <Lazy load={operatorPage} props={{ site: null }} />;
      return worksOnQueue(me) ? <Lazy load={boardPage} props={{ me }} /> : <DeskPage me={me} />;
    }
  }
}

export function App() {
  const me = person.value;
  const id = me?.id;
  useEffect(() => {
    const signedIn = person.peek();
    if (!id || !signedIn || signedIn.secondFactorMissing) return;
    void openDesk(signedIn);
    return () => void closeDesk();
  }, [id, me?.secondFactorMissing]);
  useEffect(() => {
    document.title = t('app.title');
  }, [language.value]);

  if (route.value.page === 'guest') {
    return (
      <>
        <Lazy load={guestPage} props={{ link: route.value.link }} />
        <Toasts />
      </>
    );
  }
  if (me === undefined) return <main class="waiting" aria-busy="true"><p class="soft">{t('common.loading')}</p></main>;
  const inRoom = me !== null && route.value.page === 'room';
  const ring = rings.value[0];
  return (
    <>
      {me === null ? <SignIn /> : (
        <>
          {!inRoom && <TopBar me={me} />}
          <Page />
          {ring && !inRoom && <RingSheet key={ring.offer.id} ring={ring} />}
        </>
      )}
      <Toasts />
    </>
  );
}
