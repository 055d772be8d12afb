import type { HubConnection } from '@microsoft/signalr';
import type { Availability, ConsultState, Ring, RingStopped } from '../api/contracts';

export interface DeskEvents {
  ring: (ring: Ring) => void;
  ringStopped: (stopped: RingStopped) => void;
  queueChanged: (change: { consultId: string; state: ConsultState; version: number }) => void;
  /** Somebody opened a case in need; only privacy officers hear of it. */
  glassBroken: (opened: { consultId: string }) => void;
  /** This house's link is to be measured before an appointment. */
  probeWanted: (wanted: { consultId: string; until: string }) => void;
  availabilityChanged: (change: { availability: Availability }) => void;
  /** The line came up (again) or went down. */
  connected: (up: boolean) => void;
}

const waitsMs = [200, 500, 1000, 2000, 3000, 5000];

/** Keeps one connection to the desk hub for as long as it is open; being connected is presence. */
export class DeskHub {
  readonly #events: DeskEvents;
  #connection: HubConnection | null = null;
  #stopped = false;

  constructor(events: DeskEvents) {
    this.#events = events;
  }

  async start(): Promise<void> {
    const { HubConnectionBuilder, HttpTransportType, LogLevel } = await import('@microsoft/signalr');
    const connection = new HubConnectionBuilder()
      .withUrl('/hubs/desk', { transport: HttpTransportType.WebSockets, skipNegotiation: true })
      .configureLogging(LogLevel.None)
      .build();
    connection.keepAliveIntervalInMilliseconds = 5_000;
    connection.serverTimeoutInMilliseconds = 45_000;
    connection.on('Ring', this.#events.ring);
    connection.on('RingStopped', this.#events.ringStopped);
    connection.on('QueueChanged', this.#events.queueChanged);
    connection.on('GlassBroken', this.#events.glassBroken);
    connection.on('ProbeWanted', this.#events.probeWanted);
    connection.on('AvailabilityChanged', this.#events.availabilityChanged);
    connection.onclose(() => {
      this.#events.connected(false);
      void this.#connect(connection);
    });
    this.#connection = connection;
    await this.#connect(connection);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#connection?.stop();
  }

  async #connect(connection: HubConnection): Promise<void> {
    for (let attempt = 0; !this.#stopped; attempt++) {
      try {
        await connection.start();
        if (this.#stopped) await connection.stop();
        else void this.#greet(connection);
        return;
      } catch {
        this.#events.connected(false);
        await new Promise((resolve) => setTimeout(resolve, waitsMs[Math.min(attempt, waitsMs.length - 1)]));
      }
    }
  }

  /** Only after the answer is the server telling us everything; what is asked for before might miss a change. */
  async #greet(connection: HubConnection): Promise<void> {
    try {
      await connection.invoke('Hello');
      this.#events.connected(true);
    } catch {
      // The connection closes, or has closed already; then it is made again.
      await connection.stop();
    }
  }
}
