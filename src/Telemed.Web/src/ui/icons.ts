/** The icons in use, from Lucide. An icon never stands alone: it has a label beside it or an accessible name. */
import alert from 'lucide-static/icons/triangle-alert.svg?icon';
import bell from 'lucide-static/icons/bell-ring.svg?icon';
import bookmark from 'lucide-static/icons/bookmark.svg?icon';
import camera from 'lucide-static/icons/video.svg?icon';
import cameraOff from 'lucide-static/icons/video-off.svg?icon';
import caseFile from 'lucide-static/icons/clipboard-list.svg?icon';
import back from 'lucide-static/icons/chevron-left.svg?icon';
import chat from 'lucide-static/icons/message-square.svg?icon';
import check from 'lucide-static/icons/check.svg?icon';
import clock from 'lucide-static/icons/clock.svg?icon';
import close from 'lucide-static/icons/x.svg?icon';
import colours from 'lucide-static/icons/palette.svg?icon';
import consent from 'lucide-static/icons/shield-check.svg?icon';
import emergency from 'lucide-static/icons/siren.svg?icon';
import empty from 'lucide-static/icons/inbox.svg?icon';
import end from 'lucide-static/icons/phone-off.svg?icon';
import eraser from 'lucide-static/icons/eraser.svg?icon';
import forward from 'lucide-static/icons/chevron-right.svg?icon';
import hand from 'lucide-static/icons/hand.svg?icon';
import info from 'lucide-static/icons/info.svg?icon';
import instrument from 'lucide-static/icons/stethoscope.svg?icon';
import languages from 'lucide-static/icons/languages.svg?icon';
import leave from 'lucide-static/icons/log-out.svg?icon';
import library from 'lucide-static/icons/book-open.svg?icon';
import linkDown from 'lucide-static/icons/wifi-off.svg?icon';
import minus from 'lucide-static/icons/minus.svg?icon';
import mic from 'lucide-static/icons/mic.svg?icon';
import micOff from 'lucide-static/icons/mic-off.svg?icon';
import opinion from 'lucide-static/icons/file-pen.svg?icon';
import panel from 'lucide-static/icons/panel-right.svg?icon';
import people from 'lucide-static/icons/users.svg?icon';
import pause from 'lucide-static/icons/pause.svg?icon';
import pen from 'lucide-static/icons/pen-line.svg?icon';
import phone from 'lucide-static/icons/phone.svg?icon';
import play from 'lucide-static/icons/play.svg?icon';
import plus from 'lucide-static/icons/plus.svg?icon';
import record from 'lucide-static/icons/circle-dot.svg?icon';
import scan from 'lucide-static/icons/qr-code.svg?icon';
import send from 'lucide-static/icons/send.svg?icon';
import settings from 'lucide-static/icons/settings.svg?icon';
import share from 'lucide-static/icons/monitor-up.svg?icon';
import speaker from 'lucide-static/icons/volume-2.svg?icon';
import still from 'lucide-static/icons/camera.svg?icon';
import stop from 'lucide-static/icons/square.svg?icon';
import zoom from 'lucide-static/icons/zoom-in.svg?icon';

export const icons = {
  alert, back, bell, bookmark, camera, cameraOff, caseFile, chat, check, clock, close, colours, consent, emergency, empty, end,
  eraser, forward, hand, info, instrument, languages, leave, library, linkDown, mic, micOff, minus, opinion, panel, pause, pen, people, phone, play, plus, record, scan, send, settings, share,
  speaker, still, stop, zoom,
} as const;

export type IconName = keyof typeof icons;
