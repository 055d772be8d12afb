import { HttpTransportType, HubConnectionBuilder, LogLevel, type HubConnection } from '@microsoft/signalr';
import type { Feed, JoinPermit, JoinReply, LinkMode, MediaKind, Presentation, SoundMix } from '../api/contracts';
import { problemFromHub } from '../api/problem';

export const roomEvents = [
  'ParticipantJoined', 'ParticipantChanged', 'ParticipantLeft', 'PublicationAdded', 'PublicationChanged',
  'PublicationRemoved', 'SlotAssigned', 'Speakers', 'LinkQuality', 'RecordingChanged', 'RecordingAsked', 'ConsentChanged', 'Chat', 'Draw', 'Presented', 'StillWanted', 'StillTaken', 'Muted', 'AudienceChanged',
  'ConsultChanged', 'SessionChanged', 'Moved', 'Ended',
] as const;
export type RoomEventName = (typeof roomEvents)[number];

export interface RoomListener {
  event: (name: RoomEventName, body: Record<string, unknown>) => void;
  closed: () => void;
}

/** One connection to the consult hub. It lives for one join: a new join takes a new permit and a new connection. */
export class RoomHub {
  readonly #connection: HubConnection;
  #done = false;

  private constructor(connection: HubConnection, listener: RoomListener) {
    this.#connection = connection;
    for (const name of roomEvents) {
      connection.on(name, (body: Record<string, unknown>) => {
        if (!this.#done) listener.event(name, body ?? {});
      });
    }
    connection.onclose(() => {
      if (!this.#done) listener.closed();
    });
  }

  static async open(permit: JoinPermit, listener: RoomListener): Promise<RoomHub> {
    const connection = new HubConnectionBuilder()
      .withUrl(permit.hubUrl, {
        accessTokenFactory: () => permit.token,
        transport: HttpTransportType.WebSockets,
        withCredentials: false, // The permit is enough, and the node that runs the room may have another origin.
      })
      .withStatefulReconnect()
      .configureLogging(LogLevel.None)
      .build();
    connection.keepAliveIntervalInMilliseconds = 4_000;
    connection.serverTimeoutInMilliseconds = 30_000;
    const hub = new RoomHub(connection, listener);
    try {
      await connection.start();
    } catch (error) {
      throw problemFromHub(error);
    }
    return hub;
  }

  join(offerSdp: string, resumeFrom: number | null): Promise<JoinReply> {
    return this.#ask<JoinReply>('Join', { offerSdp, device: 'browser', ...(resumeFrom === null ? {} : { resumeFrom }) });
  }

  async negotiate(offerSdp: string): Promise<string> {
    return (await this.#ask<{ answerSdp: string }>('Negotiate', { offerSdp })).answerSdp;
  }

  setPublication(mid: string, kind: MediaKind, feed: Feed, label: string, muted: boolean): Promise<void> {
    return this.#ask('SetPublication', { mid, kind, feed, label, muted });
  }

  setMode(mode: LinkMode): Promise<void> {
    return this.#ask('SetMode', { mode });
  }

  setMix(mix: SoundMix): Promise<void> {
    return this.#ask('SetMix', { mix });
  }

  raiseHand(raised: boolean): Promise<void> {
    return this.#ask('RaiseHand', { raised });
  }

  giveWord(participant: string | null, seconds: number): Promise<void> {
    return this.#ask('GiveWord', { participant, seconds });
  }

  consent(item: string, granted: boolean, textVersion: string, language: string): Promise<void> {
    return this.#ask('Consent', { item, granted, textVersion, language });
  }

  chat(text: string, messageId: string): Promise<void> {
    return this.#ask('Chat', { text }, messageId);
  }

  draw(publication: string, points: readonly number[] | null): Promise<void> {
    return this.#ask('Draw', { publication, points });
  }

  present(shown: Omit<Presentation, 'participant'> & { start: boolean }): Promise<void> {
    return this.#ask('Present', shown);
  }

  presentNothing(): Promise<void> {
    return this.#ask('Present', { file: null });
  }

  still(publication: string, withCard: boolean): Promise<void> {
    return this.#ask('Still', { publication, withCard });
  }

  askRecording(on: boolean): Promise<void> {
    return this.#ask('AskRecording', { on });
  }

  answerRecording(on: boolean, granted: boolean): Promise<void> {
    return this.#ask('AnswerRecording', { on, granted });
  }

  remove(participant: string): Promise<void> {
    return this.#ask('Remove', { participant });
  }

  hold(on: boolean): Promise<void> {
    return this.#ask('Hold', { on });
  }

  mute(participant: string): Promise<void> {
    return this.#ask('Mute', { participant });
  }

  mark(label: string): Promise<void> {
    return this.#ask('Mark', { label });
  }

  /** Says goodbye and ends; a connection that is already gone makes no difference. */
  async leave(): Promise<void> {
    await Promise.race([this.#ask('Leave', {}).catch(() => undefined), new Promise((go) => setTimeout(go, 500))]);
    await this.dispose();
  }

  async dispose(): Promise<void> {
    this.#done = true;
    await this.#connection.stop().catch(() => undefined);
  }

  async #ask<T>(method: string, body: object, messageId: string = crypto.randomUUID()): Promise<T> {
    try {
      return await this.#connection.invoke<T>(method, { messageId, ...body });
    } catch (error) {
      throw problemFromHub(error);
    }
  }
}
