import { registerHooks } from 'node:module'
import { mutants } from './mutants.ts'

/** Preloaded by `bin/ace simulate` when SIMULATE_MUTANT names a mistake: the file that it is in runs with it. */
const wanted = process.env.SIMULATE_MUTANT
const mutant = mutants.find(({ name }) => name === wanted)
if (!mutant) throw new Error(`No mutant is called "${wanted}"`)

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context)
    if (!url.endsWith(`/${mutant.file}`)) return loaded
    const source = String(loaded.source)
    if (!mutant.pattern.test(source)) throw new Error(`${mutant.file} has no place for "${mutant.name}"`)
    process.stderr.write(`With the mistake "${mutant.name}" in ${mutant.file}\n`)
    return { ...loaded, source: source.replace(mutant.pattern, mutant.instead) }
  },
})
