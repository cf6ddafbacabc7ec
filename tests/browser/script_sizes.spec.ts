import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { fileURLToPath } from 'node:url'
import { test } from '@japa/runner'

const root = fileURLToPath(new URL('../../', import.meta.url))
const kilobyte = 1000
/** Bytes of script that a first visit may carry, compressed (docs/interface.md). */
const publicBytesMax = 100 * kilobyte
/** The same for a page of the work areas. */
const workBytesMax = 300 * kilobyte

interface Chunk {
  file: string
  imports?: string[]
}

const manifest: Record<string, Chunk> = JSON.parse(
  readFileSync(`${root}public/assets/.vite/manifest.json`, 'utf8')
)
const pages = Object.keys(manifest).filter((source) => source.startsWith('inertia/pages/'))
const sizes = new Map<string, number>()
const isPublic = (page: string) => page.split('/')[3] === 'public'

test.group('Scripts of a first visit', () => {
  for (const locale of ['en', 'de'])
    test(`stay small on every page, with the texts in ${locale}`, ({ assert }) => {
      assert.isAbove(pages.filter(isPublic).length, 5)
      assert.isAbove(pages.length, 40)
      const tooLarge = pages
        .map((page) => ({ page, bytes: bytesOf(page, locale) }))
        .filter(({ page, bytes }) => bytes > (isPublic(page) ? publicBytesMax : workBytesMax))
        .map(({ page, bytes }) => `${page}: ${Math.round(bytes / kilobyte)} kB`)
      assert.deepEqual(tooLarge, [])
    })
})

/** What the browser loads before the page stands: its entry, the page, and its texts, with everything they import. */
function bytesOf(page: string, locale: string): number {
  const entry = isPublic(page) ? 'inertia/public.ts' : 'inertia/app.ts'
  const texts = textsOf(page).map((name) => `resources/lang/${locale}/${name}.json`)
  const files = new Set<string>()
  const add = (source: string): void => {
    const chunk = manifest[source]
    if (!chunk || files.has(chunk.file)) return
    files.add(chunk.file)
    chunk.imports?.forEach(add)
  }
  ;[entry, page, ...texts].forEach(add)
  return [...files].filter((file) => file.endsWith('.js')).reduce((sum, file) => sum + sizeOf(file), 0)
}

function sizeOf(file: string): number {
  const bytes = sizes.get(file) ?? gzipSync(readFileSync(`${root}public/assets/${file}`)).length
  sizes.set(file, bytes)
  return bytes
}

/** As inertia/find_page.ts chooses them. */
function textsOf(page: string): string[] {
  const [, , domain = ''] = page.split('/')
  const named = /messages:\s*\[([^\]]*)\]/.exec(readFileSync(root + page, 'utf8'))?.[1] ?? ''
  return [
    'ui',
    domain,
    ...(isPublic(page) ? ['site'] : []),
    ...[...named.matchAll(/'(\w+)'/g)].map(([, name]) => name!),
  ]
}
