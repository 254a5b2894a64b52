/** Addresses of the built files, as pages link them. */
export interface Assets {
  site: string
  console: string
  script: string
  /** The faces of the first screen, fetched ahead. */
  fonts: string[]
  icon: string
}

/** Vite's `manifest.json`, as far as it is read here. */
export type Manifest = Record<string, { file: string; assets?: string[] }>

const FIRST_FONTS = /(bricolage-grotesque-latin-opsz|instrument-sans-latin-wght)-normal/

/** Reads the addresses out of `dist/web/client/manifest.json`. Throws when the build lacks a file pages need. */
export function assetsFrom(manifest: Manifest): Assets {
  const address = (source: string) => {
    const entry = manifest[source]
    if (!entry) throw new Error(`The built pages lack ${source}: run "npm run build:web" again.`)
    return `/${entry.file}`
  }
  const linked = Object.values(manifest).flatMap((entry) => [entry.file, ...(entry.assets ?? [])])
  return {
    site: address('styles/site.css'),
    console: address('styles/console.css'),
    script: address('islands/public.ts'),
    fonts: [...new Set(linked)].filter((file) => FIRST_FONTS.test(file)).map((file) => `/${file}`),
    icon: address('images/icon.svg'),
  }
}
