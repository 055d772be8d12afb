import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
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

/** What only shows a file or reads a code, and is large: without a line there is no file to show, and no case to open. */
const isLate = (module: string): boolean => /\/node_modules\/(?:pdfjs-dist|jsqr|@cornerstonejs|jpeg-lossless-decoder-js)\//.test(module);

/** Tells the service worker which files make up the page, once their names are known. */
function pageFiles(): Plugin {
  return {
    name: 'telemed-page-files',
    apply: 'build',
    // After Vite has taken away the chunks that held nothing but a style sheet: one missing file fails the whole install.
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const worker = bundle['sw.js'];
        if (worker?.type !== 'chunk') return;
        const kept = Object.values(bundle).filter((one) => /^assets\/.*\.(?:js|css)$/.test(one.fileName) && !(one.type === 'chunk' && one.moduleIds.some(isLate)));
        const files = ['/', '/icon.svg', ...kept.map((one) => `/${one.fileName}`)];
        const version = createHash('sha256').update(files.join()).digest('hex').slice(0, 12);
        worker.code = worker.code.replace(/__PAGE_FILES__/g, JSON.stringify(files)).replace(/__PAGE_VERSION__/g, JSON.stringify(version));
      },
    },
  };
}

const pdf = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
const pdfVersion = (JSON.parse(readFileSync(join(pdf, 'package.json'), 'utf8')) as { version: string }).version;

/**
 * Lays beside the page what a PDF may rest on without carrying it: the characters of Chinese fonts that are not embedded, two
 * fonts of signs, and the decoders of scanned pages. Each is fetched when a document wants it.
 */
function pdfParts(): Plugin {
  const wanted: Readonly<Record<string, readonly [folder: string, name: RegExp]>> = {
    cmaps: ['cmaps', /^(?:Adobe-GB1|GB|UniGB|Adobe-CNS1-UCS2|UniCNS|ETen-B5).*\.bcmap$/],
    fonts: ['standard_fonts', /^Foxit(?:Symbol|Dingbats)\.pfb$/],
    wasm: ['wasm', /^(?:openjpeg|jbig2|qcms_bg)\.wasm$/],
  };
  return {
    name: 'telemed-pdf-parts',
    apply: 'build',
    generateBundle() {
      for (const [place, [folder, name]] of Object.entries(wanted)) {
        for (const file of readdirSync(join(pdf, folder)).filter((one) => name.test(one))) {
          this.emitFile({ type: 'asset', fileName: `assets/pdf-${pdfVersion}/${place}/${file}`, source: readFileSync(join(pdf, folder, file)) });
        }
      }
    },
  };
}

export default defineConfig({
  plugins: [icons(), pageFiles(), pdfParts()],
  define: { __PDF_VERSION__: JSON.stringify(pdfVersion) },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 500,
    rollupOptions: {
      input: { index: 'index.html', sw: 'src/sw.ts' },
      output: { entryFileNames: (chunk) => (chunk.name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js') },
    },
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
    // A condition in a real browser may take a while on a busy machine; what is timed is timed by the test itself.
    expect: { poll: { timeout: 20_000 } },
    fileParallelism: false,
  },
} as Parameters<typeof defineConfig>[0]);
