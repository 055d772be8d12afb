/**
 * Which codecs are offered, and in which order. A short list keeps the offer small: Opus, VP8, H.264, and their RTX.
 * RED (RFC 2198) comes behind Opus: then a browser takes packets that repeat earlier ones, and sends none.
 */
const videoOrder = ['video/vp8', 'video/h264', 'video/rtx'];
const audioOrder = ['audio/opus', 'audio/red'];

export interface Codec {
  mimeType: string;
  sdpFmtpLine?: string | undefined;
}

/** H.264 only in the profile that every browser decodes, in one packetisation mode. */
function wantedH264(codec: Codec): boolean {
  const line = codec.sdpFmtpLine ?? '';
  return line.includes('packetization-mode=1') && /profile-level-id=42[ce]0/i.test(line);
}

export function wantedCodecs<C extends Codec>(kind: 'audio' | 'video', codecs: readonly C[]): C[] {
  const name = (codec: C) => codec.mimeType.toLowerCase();
  const order = kind === 'audio' ? audioOrder : videoOrder;
  return codecs
    .filter((codec) => order.includes(name(codec)) && (name(codec) !== 'video/h264' || wantedH264(codec)))
    .sort((a, b) => order.indexOf(name(a)) - order.indexOf(name(b)));
}

/** Asks a transceiver for the short list; a browser without the call, or without the codecs, offers what it likes. */
export function preferCodecs(transceiver: RTCRtpTransceiver, kind: 'audio' | 'video'): void {
  if (typeof transceiver.setCodecPreferences !== 'function') return;
  const sends = transceiver.direction === 'sendonly';
  const able = (sends ? RTCRtpSender : RTCRtpReceiver).getCapabilities(kind)?.codecs ?? [];
  const wanted = wantedCodecs(kind, able);
  if (wanted.length > 0) transceiver.setCodecPreferences(wanted);
}
