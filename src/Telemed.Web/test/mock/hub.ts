import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';

const end = '\u001e';

type Methods = (method: string, argument: Record<string, unknown>) => Promise<unknown>;

/** One client of a hub, in SignalR's JSON protocol: only what the page needs. */
export class HubClient {
  readonly #socket: WebSocket;
  readonly #methods: Methods;
  #shaken = false;

  constructor(socket: WebSocket, methods: Methods, closed: () => void) {
    this.#socket = socket;
    this.#methods = methods;
    socket.on('message', (data: Buffer) => {
      for (const part of data.toString('utf8').split(end)) if (part) void this.#take(JSON.parse(part));
    });
    socket.on('close', closed);
  }

  send(target: string, argument: unknown): void {
    this.#write({ type: 1, target, arguments: [argument] });
  }

  drop(): void {
    this.#socket.terminate();
  }

  async #take(message: { type?: number; target?: string; invocationId?: string; arguments?: unknown[] }): Promise<void> {
    if (!this.#shaken) {
      this.#shaken = true;
      this.#socket.send(`{}${end}`);
      this.ready();
      return;
    }
    if (message.type !== 1 || !message.target) return;
    try {
      const result = await this.#methods(message.target, (message.arguments?.[0] ?? {}) as Record<string, unknown>);
      this.#write({ type: 3, invocationId: message.invocationId, result: result ?? null });
    } catch (error) {
      this.#write({ type: 3, invocationId: message.invocationId, error: `HubException: ${(error as Error).message}` });
    }
  }

  /** Called once the client may be written to. */
  ready: () => void = () => {};

  #write(message: object): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(JSON.stringify(message) + end);
  }
}

const sockets = new WebSocketServer({ noServer: true });

export function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, taken: (socket: WebSocket) => void): void {
  sockets.handleUpgrade(request, socket, head, taken);
}
