import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/**
 * `vite build` makes both halves of the pages: `dist/web/client` is what browsers fetch under `/assets/`,
 * `dist/web/server/render.js` is the renderer the server imports.
 */
export default defineConfig({
  root: here('web'),
  base: '/',
  publicDir: false,
  // react lies in node_modules (a tool's tool brings it) and would be bundled without a word.
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  builder: {
    async buildApp(builder) {
      for (const environment of Object.values(builder.environments)) await builder.build(environment)
    },
  },
  environments: {
    client: {
      build: {
        outDir: here('dist/web/client'),
        emptyOutDir: true,
        manifest: 'manifest.json',
        assetsInlineLimit: 0,
        modulePreload: false,
        target: 'es2023',
        rollupOptions: {
          input: [
            here('web/islands/public.ts'),
            here('web/styles/site.css'),
            here('web/styles/console.css'),
            here('web/images/icon.svg'),
          ],
        },
      },
    },
    ssr: {
      resolve: { noExternal: true },
      build: {
        outDir: here('dist/web/server'),
        emptyOutDir: true,
        ssr: true,
        minify: false,
        target: 'node26',
        rollupOptions: { input: { render: here('web/render.tsx') }, output: { entryFileNames: '[name].js' } },
      },
    },
  },
})
