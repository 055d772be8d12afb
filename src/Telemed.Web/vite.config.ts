import { readFile } from 'node:fs/promises';
import { defineConfig, type Plugin } from 'vite';

/** Inlines only the shapes of an icon: `import mic from 'lucide-static/icons/mic.svg?icon'`. */
function icons(): Plugin {
  const suffix = '.svg?icon';
  return {
    name: 'telemed-icons',
    enforce: 'pre',
    async load(id) {
      if (!id.endsWith(suffix)) return null;
      const svg = await readFile(id.slice(0, -'?icon'.length), 'utf8');
      const shapes = /<svg[^>]*>([\s\S]*)<\/svg>/.exec(svg)?.[1] ?? '';
      return `export default ${JSON.stringify(shapes.replace(/\s*\n\s*/g, '').trim())};`;
    },
  };
}

export default defineConfig({
  plugins: [icons()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 300,
  },
  server: {
    port: 27000,
    strictPort: true,
    host: '127.0.0.1',
    proxy: {
      '/api': 'http://127.0.0.1:8080',
      '/hubs': { target: 'http://127.0.0.1:8080', ws: true },
    },
  },
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    environment: 'node',
    setupFiles: ['test/unit/setup.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
} as Parameters<typeof defineConfig>[0]);
