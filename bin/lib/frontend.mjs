import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from './host.mjs'
import { runToEnd } from './programs.mjs'
import { meansFullDisk, Refusal } from './refusal.mjs'

const sources = ['inertia', 'vite.config.ts', 'package-lock.json', 'resources', 'tsconfig.json']
const recordFile = join(root, 'build/frontend.fingerprint')
const manifest = join(root, 'public/assets/.vite/manifest.json')

/** The content of everything the pages are built from. */
export function fingerprint(paths = sources, base = root) {
  const hash = createHash('sha256')
  for (const path of paths) addToHash(hash, join(base, path))
  return hash.digest('hex')
}

/** @param {import('node:crypto').Hash} hash @param {string} path */
function addToHash(hash, path) {
  if (!existsSync(path)) return
  hash.update(`${path.slice(root.length)}\0`)
  if (!statSync(path).isDirectory()) {
    hash.update(readFileSync(path))
    return
  }
  for (const name of readdirSync(path).toSorted())
    if (name !== 'node_modules') addToHash(hash, join(path, name))
}

/** Builds the pages when their sources changed since the last complete build. @param {import('./settings.mjs').Environment} environment */
export async function buildFrontend(environment) {
  if (!existsSync(join(root, 'inertia/app.ts'))) return
  const wanted = fingerprint()
  const built = existsSync(recordFile) ? readFileSync(recordFile, 'utf8') : ''
  if (built === wanted && existsSync(manifest)) return
  process.stdout.write('Building the pages (their sources changed) ...\n')
  const startedAt = Date.now()
  rmSync(recordFile, { force: true })
  await vite(['build', '--app'], environment)
  mkdirSync(dirname(recordFile), { recursive: true })
  writeFileSync(recordFile, wanted)
  process.stdout.write(`Pages built in ${Math.round((Date.now() - startedAt) / 1000)} s.\n`)
}

/** @param {string[]} args @param {import('./settings.mjs').Environment} environment */
async function vite(args, environment) {
  const program = join(root, 'node_modules/vite/bin/vite.js')
  const { code, output } = await runToEnd({
    args: [program, ...args],
    environment: { ...environment, NODE_ENV: 'production' },
  })
  if (code === 0) return
  if (meansFullDisk(output))
    throw new Refusal('The pages cannot be built because the disk is full: free some space and start again.')
  throw new Refusal(
    `${output.trim().split('\n').slice(-30).join('\n')}\nThe pages could not be built: Vite's own words are above.`
  )
}
