import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire, flushCompileCache, registerHooks } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { root } from './host.mjs'

/**
 * Preloaded by every program of the application (`--import`): runs its TypeScript as it stands, and keeps what it was turned into for
 * the next start. See docs/adr/0007-code-runs-from-typescript.md.
 *
 * @typedef {{ transformSync: (source: string, options: object) => { code: string, map?: string }, version: string }} Swc
 */

const KEEP_COMPILED_AFTER_MS = 10_000
const rootUrl = `${pathToFileURL(root).href}/`
const packagesUrl = `${rootUrl}node_modules/`
/** @type {Record<string, string>} */
const imports = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).imports
/** Such as `#app/` and the address of the folder that it stands for. */
const aliases = Object.entries(imports).map(([name, target]) => ({
  prefix: name.replace(/\*$/, ''),
  folder: new URL(target.replace(/\*\.js$/, ''), rootUrl).href,
}))

const { compilerOptions: asked } = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8'))
/** What tsconfig.json asks for, in the words of the transformer. */
const options = {
  sourceMaps: true,
  // A stack trace needs places, not a second copy of every source in memory.
  inlineSourcesContent: false,
  module: { type: 'es6' },
  jsc: {
    target: asked.target,
    externalHelpers: false,
    parser: { syntax: 'typescript', decorators: true, dynamicImport: true },
    transform: {
      legacyDecorator: asked.experimentalDecorators,
      decoratorMetadata: asked.emitDecoratorMetadata,
    },
    experimental: { keepImportAttributes: true },
    keepClassNames: true,
  },
}

/** Whatever changes the outcome besides the source itself. */
const recipe = createHash('sha256')
  .update(JSON.stringify(options))
  .update(readFileSync(fileURLToPath(import.meta.url)))
  .update(process.versions.node)
const cacheFolder = process.env.NODE_COMPILE_CACHE ? join(process.env.NODE_COMPILE_CACHE, 'sources') : null

/** @type {Swc | null} */
let loaded = null
/** Loaded only when something has to be transformed: it is large. */
function swc() {
  loaded ??= /** @type {Swc} */ (createRequire(import.meta.resolve('@poppinss/ts-exec'))('@swc/core'))
  return loaded
}

/** @type {Map<string, boolean>} */
const known = new Map()
/** @param {string} url @returns {boolean} whether there is such a source */
function exists(url) {
  const cached = known.get(url)
  if (cached !== undefined) return cached
  const isThere = existsSync(fileURLToPath(url))
  known.set(url, isThere)
  return isThere
}

const isOurs = (/** @type {string | undefined} */ url) =>
  url !== undefined && url.startsWith(rootUrl) && !url.startsWith(packagesUrl)

/**
 * Sources name each other as `.js`, as what they become; the framework names some by their whole address.
 * @param {string} specifier @param {string | undefined} parent @returns {string | null} the address of the source, if it is one of ours
 */
function sourceOf(specifier, parent) {
  const alias = specifier.startsWith('#') && aliases.find(({ prefix }) => specifier.startsWith(prefix))
  if (alias) return isOurs(parent) ? `${alias.folder}${specifier.slice(alias.prefix.length)}.ts` : null
  if (!/^(?:\.{0,2}\/|file:).*\.[jt]s$/.test(specifier)) return null
  const url = new URL(specifier, parent).href.replace(/\.js$/, '.ts')
  return isOurs(url) ? url : null
}

/** @param {string} url @param {string} source @returns {string} what runs */
function transform(url, source) {
  const path = fileURLToPath(url)
  const { code, map } = swc().transformSync(source, { ...options, filename: path })
  const places = map
    ? `\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString('base64')}`
    : ''
  return `${code}${places}`
}

/** @param {string} url @returns {string} */
function codeOf(url) {
  const source = readFileSync(fileURLToPath(url), 'utf8')
  if (!cacheFolder) return transform(url, source)
  const file = join(cacheFolder, `${createHash('sha1').update(url).digest('hex')}.js`)
  const seal = `\n//${recipe.copy().update(source).digest('hex')}\n`
  const kept = readKept(file)
  if (kept?.endsWith(seal)) return kept
  const code = `${transform(url, source)}${seal}`
  keep(file, code)
  return code
}

/** @param {string} file */
function readKept(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}

/** Another process may write the same at the same time: each file appears whole. @param {string} file @param {string} code */
function keep(file, code) {
  try {
    mkdirSync(join(file, '..'), { recursive: true })
    const partial = `${file}.${process.pid}`
    writeFileSync(partial, code)
    renameSync(partial, file)
  } catch {
    // Nothing is lost but the time of the next start: a full disk or a folder of somebody else must not stop this one.
  }
}

/** Node.js keeps what it compiled when a program ends; one that is killed would leave nothing to the next. */
setTimeout(flushCompileCache, KEEP_COMPILED_AFTER_MS).unref()

process.setSourceMapsEnabled(true)
registerHooks({
  resolve(specifier, context, nextResolve) {
    const url = sourceOf(specifier, context.parentURL)
    return url && exists(url)
      ? { url, format: 'module', shortCircuit: true }
      : nextResolve(specifier, context)
  },
  load(url, context, nextLoad) {
    if (!isOurs(url) || !url.endsWith('.ts')) return nextLoad(url, context)
    return { format: 'module', source: codeOf(url), shortCircuit: true }
  },
})
